/* The row that looks like the rows before it, read without looking for its cells.
 *
 * Cube-shaped files repeat themselves: the left half of a row (year, state,
 * municipality) is byte for byte that of the row before, the right half (offence) is
 * the one that followed last time, and then come twelve small numbers. Two comparisons
 * and a few instructions on numbers replace the search for cells. Equal bytes that
 * begin where a cell begins are equal cells, so the result is the same; on any
 * surprise the row is left to the scanner.
 */
#ifndef CIFRA_INGEST_CSV_QUICK_H
#define CIFRA_INGEST_CSV_QUICK_H

#include "ingest/stretch.h"

struct quick;

/* NULL for files of another shape. Lives in the arena. */
struct quick *quick_new(struct arena *arena, const struct plan *plan, char delimiter);

/* Take as many rows as can be taken quickly; returns where the next one begins. Rows
 * that begin at `until` or later are left. CSV_PADDING readable bytes follow end. */
const char *quick_rows(struct quick *quick, struct stretch *stretch, const char *at,
                       const char *until, const char *end, struct error *err);

/* Remember the row just taken by stretch_take(). */
void quick_learn(struct quick *quick, const struct stretch *stretch,
                 const struct csv_scan *scan);

void quick_free(struct quick *quick); /* NULL is fine */

#endif
