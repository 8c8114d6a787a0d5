/* Rows of cells, of whatever format, on their way to observations.
 *
 * Every decoder ends here: it finds the column names and hands over one row of cells
 * after another; what the columns mean, how words and numbers are read, which rows are
 * wanted and how errors name row and column is the same for all formats.
 *
 *   rows = rows_open(arena, source, header, count, sink, err);
 *   while (…) rows_take(rows, cells, count, row, err);
 *   rows_finish(rows, out, err);
 *   rows_free(rows);
 */
#ifndef CIFRA_INGEST_ROWS_H
#define CIFRA_INGEST_ROWS_H

#include "ingest/decode.h"

struct rows;

/* header: column names in UTF-8, matched to the descriptor's by text_fold(). NULL with
 * ERROR_FORMAT when a column is missing or fits two names. What it keeps lives in the
 * arena; free it all the same. */
struct rows *rows_open(struct arena *arena, const struct source *source,
                       const struct text *header, size_t count, struct sink *sink,
                       struct error *err);

/* One row of UTF-8 cells, borrowed for the call. row is its number as a person who
 * opens the file would count it, for messages and receipts. */
bool rows_take(struct rows *rows, const struct text *cells, size_t count, size_t row,
               struct error *err);

/* Put the counts of rows and observations into *out; ERROR_FORMAT when there was no
 * row at all. */
bool rows_finish(struct rows *rows, struct decoded *out, struct error *err);
void rows_free(struct rows *rows); /* NULL is fine */

#endif
