/* From cells to observations: what every decoder shares.
 *
 * A plan is what a descriptor says, matched to one header; it does not change while
 * rows are read. A stretch reads rows by it and has all that changes: words, encoding,
 * counts. Several stretches of a file, each with a sink of its own, can be read at the
 * same time. rows.h is the door for decoders that have cells as text. */
#ifndef CIFRA_INGEST_STRETCH_H
#define CIFRA_INGEST_STRETCH_H

#include "ingest/amount.h"
#include "ingest/csv_scan.h"
#include "ingest/layout.h"
#include "ingest/raw_cells.h"
#include "ingest/vocabulary.h"

struct plan {
    const struct source *source;
    struct layout layout;
    struct amount_rules amounts;
    struct source_word
        filter[SOURCE_FILTERS_MAX]; /* as words whose values are listed */
    struct source_word status;
};

/* Match a descriptor to a header of UTF-8 names. It lives in the arena. */
bool plan_open(struct plan *plan, struct arena *arena, const struct source *source,
               const struct text *header, size_t count, struct error *err);

struct stretch {
    const struct plan *plan;
    struct sink *sink;
    enum encoding_kind encoding;
    struct arena arena; /* its words */
    struct vocabulary place, offence, measure, status, filter[SOURCE_FILTERS_MAX];
    size_t row;            /* number of the row being read */
    size_t rows;           /* data rows so far */
    size_t observed;       /* observations among them */
    struct text year_cell; /* the last year cell read, in year_bytes … */
    char year_bytes[16];
    int year;              /* … and its year */
    struct text date_cell; /* the same of dates */
    char date_bytes[32];
    struct period date;
    struct figure *figures;
    struct buffer above[SOURCE_COLUMNS_MAX]; /* the last cell of each column to fill */
    struct raw_cells raw; /* of the row being taken, where the sink wants rows */
    struct word last_place, last_offence, last_measure; /* of the row taken last */
};

/* The plan and the sink are borrowed. */
void stretch_open(struct stretch *stretch, const struct plan *plan, struct sink *sink,
                  enum encoding_kind encoding);
void stretch_close(struct stretch *stretch);

/* Put into blank cells of columns that are to be filled what stands above them. What is
 * put there lives until the next row. */
void stretch_fill(struct stretch *stretch, struct csv_cell *cells, size_t count);

/* Do the filters leave the row out? It may have any number of cells: what is not there
 * is blank. There must be room to say so, up to the header's length. */
bool stretch_leaves(struct stretch *stretch, struct csv_cell *cells, size_t count,
                    bool *left, struct error *err);

/* Take a row that has the header's length and has passed the filters; *wanted is false
 * when one of its words is dropped. */
bool stretch_take(struct stretch *stretch, const struct csv_cell *cells, bool *wanted,
                  struct error *err);

/* The number of a row's cells against the header's; blank ones too many are cut off. */
bool stretch_check_length(const struct stretch *stretch, const struct csv_cell *cells,
                          size_t *count, struct error *err);

bool cells_are_blank(const struct csv_cell *cells, size_t count);

#endif
