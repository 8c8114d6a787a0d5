/* Datasets as tidy CSV: one figure a row, codes beside labels, status beside value.
 *
 *   place_code,place,offence_code,offence,measure,methodology,period,value,status,
 *   unit,source
 *
 * or, where a place has thousands of figures, one year a row:
 *
 *   place_code,place,offence_code,offence,measure,methodology,year,value,m01,…,m12,
 *   status,unit,source
 *
 * where value is the figure of a source that counts by the year, and status the word
 * that holds of all the row's figures, or twelve words.
 *
 * RFC 4180 with CRLF, UTF-8 without a mark, periods as ISO 8601, labels and units in
 * the edition's first language. A figure that is absent has no row; one that is not
 * known has an empty value and a status that says why. */
#ifndef CIFRA_SITE_EXPORT_CSV_H
#define CIFRA_SITE_EXPORT_CSV_H

#include "site/exporting.h"

/* How rows are cut; SDMX-CSV 2.0 is one more way: site/export_sdmx.h. */
enum csv_shape { CSV_FIGURES, CSV_YEARS, CSV_SDMX };

/* A header, then the rows of each series added, in the order of adding and of their
 * periods. Belongs to one thread at a time. */
struct csv_rows;

/* The columns of a shape. */
const struct dataset_table *csv_table(enum csv_shape shape);

/* The lists must outlive it. */
struct csv_rows *csv_rows_new(const struct lists *lists, enum csv_shape shape);
void csv_rows_free(struct csv_rows *rows); /* NULL is fine */

/* Add the series of a key as this holding has it. An index of NO_INDEX leaves its
 * cells empty. */
void csv_rows_add(struct csv_rows *rows, const struct holding *holding, struct key key,
                  const struct series *series);

size_t csv_rows_count(const struct csv_rows *rows); /* without the header */

/* What was added since the last clearing, to be written bit by bit. */
struct text csv_rows_take(const struct csv_rows *rows);
void csv_rows_clear(struct csv_rows *rows);

#endif
