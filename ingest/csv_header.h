/* Finding the header of a delimited file: where it is, what separates its cells, and
 * that it has all columns that the descriptor names. */
#ifndef CIFRA_INGEST_CSV_HEADER_H
#define CIFRA_INGEST_CSV_HEADER_H

#include "ingest/stretch.h"

enum { HEADER_ROWS_LOOKED_AT = 50 };

struct csv_header {
    char delimiter;
    enum encoding_kind encoding; /* going in: as known; coming out: settled by it */
    size_t row;                  /* the last row of the header */
    const char *body;            /* in the text: what follows it */
};

/* The text is the beginning of a file, followed by CSV_PADDING readable bytes; final
 * when it is all of it. Where the descriptor gives no row, the first is taken that
 * holds every column it names; if none does, the error tells what the row lacks that
 * holds most of them. The plan and what it keeps live in the arena. */
bool csv_find_header(struct arena *arena, const struct source *source, struct text text,
                     bool final, struct plan *plan, struct csv_header *header,
                     struct error *err);

/* Why the scanner stopped in this row. */
bool csv_fail(enum csv_found found, size_t row, struct error *err);

#endif
