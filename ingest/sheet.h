/* One sheet of a workbook, row by row, as text that a person would see in its cells.
 *
 *   struct sheet *sheet = sheet_open(workbook, which, '.', err);
 *   while (sheet_next(sheet, &row, &more, err) && more) …
 *   sheet_close(sheet); */
#ifndef CIFRA_INGEST_SHEET_H
#define CIFRA_INGEST_SHEET_H

#include "ingest/workbook.h"

enum { SHEET_ROWS_MAX = 1048576, SHEET_COLUMNS_MAX = 16384 };

struct sheet;

/* A row that has cells; those it lacks are empty. Borrowed until the next one. */
struct sheet_row {
    size_t number; /* as the spreadsheet shows it, from 1 on */
    size_t count;  /* up to its last cell that is not empty */
    const struct text *cell;
};

/* decimal is the sign that numbers get. NULL when the part cannot be opened. */
struct sheet *sheet_open(const struct workbook *workbook,
                         const struct workbook_sheet *which, char decimal,
                         struct error *err);
void sheet_close(struct sheet *sheet); /* NULL is fine */

/* The next row that stands in the file; *more is false at the end, which is reached
 * only when the whole part is sound. */
bool sheet_next(struct sheet *sheet, struct sheet_row *out, bool *more,
                struct error *err);

size_t sheet_bytes(const struct sheet *sheet); /* of the part, so far */

#endif
