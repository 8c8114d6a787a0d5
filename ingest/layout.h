/* Where in a file's rows everything stands: a descriptor's column names matched to
 * the header that was found. */
#ifndef CIFRA_INGEST_LAYOUT_H
#define CIFRA_INGEST_LAYOUT_H

#include "base/observation.h"
#include "ingest/csv_scan.h"
#include "ingest/source.h"

#define COLUMN_NONE ((size_t)-1)

struct layout {
    size_t columns;
    const struct text *header; /* UTF-8 */
    struct text *raw; /* as in the file, to know the header when it comes again; or
                         NULL */
    size_t place[SOURCE_COLUMNS_MAX];
    size_t offence[SOURCE_COLUMNS_MAX];
    size_t measure[SOURCE_COLUMNS_MAX];
    size_t filter[SOURCE_FILTERS_MAX];
    size_t fill[SOURCE_COLUMNS_MAX];
    size_t status;
    size_t year;
    size_t month;
    size_t date;
    size_t value[SOURCE_SERIES_MAX];
    struct word series[SOURCE_SERIES_MAX]; /* the word that each value's header is */
    size_t months[12];
    size_t wide; /* PERIOD_WIDE: periods from the first to the last */
    struct period wide_first;
    size_t *wide_column; /* COLUMN_NONE for a period without a column */
};

/* Find the columns. A missing one is ERROR_FORMAT that names it and the header;
 * two that fit one name are ERROR_FORMAT that names both. Lives in the arena. */
bool layout_find(struct arena *arena, const struct source *source,
                 const struct text *header, size_t count, struct layout *out,
                 struct error *err);

/* Is this record the header once more? */
bool layout_is_header(const struct layout *layout, const struct csv_cell *cells,
                      size_t count);

#endif
