/* The cells of one row as a person who opens the file reads them, for receipts. */
#ifndef CIFRA_INGEST_RAW_CELLS_H
#define CIFRA_INGEST_RAW_CELLS_H

#include "ingest/csv_scan.h"
#include "ingest/encoding.h"

struct raw_cells {
    struct text *cell; /* UTF-8, without quotes and the blanks around; valid until the
                          next row is read */
    size_t room;
    struct buffer bytes, scratch;
};

/* Read a row. Bytes that no encoding explains become U+FFFD: a column that nobody asks
 * for may hold anything. */
void raw_cells_read(struct raw_cells *raw, const struct csv_cell *cells, size_t count,
                    enum encoding_kind encoding);

void raw_cells_free(struct raw_cells *raw);

#endif
