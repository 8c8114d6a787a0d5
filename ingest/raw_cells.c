#include "ingest/raw_cells.h"

#include <stdlib.h>

static void read_cell(struct raw_cells *raw, const struct csv_cell *cell,
                      enum encoding_kind encoding)
{
    struct text bytes = text_trim(csv_cell_text(cell, &raw->scratch));
    if (encoding == ENCODING_CP1252 ||
        (encoding == ENCODING_OPEN && !text_is_utf8(bytes)))
        text_from_cp1252(&raw->bytes, bytes);
    else
        text_mend(&raw->bytes, bytes);
}

void raw_cells_read(struct raw_cells *raw, const struct csv_cell *cells, size_t count,
                    enum encoding_kind encoding)
{
    if (count > raw->room) {
        raw->room = count;
        raw->cell = memory_or_die(realloc(raw->cell, raw->room * sizeof *raw->cell));
    }
    buffer_clear(&raw->bytes);
    for (size_t i = 0; i < count; i++) {
        size_t before = raw->bytes.length;
        read_cell(raw, &cells[i], encoding);
        raw->cell[i].length = raw->bytes.length - before;
    }
    const char *at = raw->bytes.at; /* the buffer no longer moves */
    for (size_t i = 0; i < count; i++) {
        raw->cell[i].at = at ? at : "";
        at += raw->cell[i].length;
    }
}

void raw_cells_free(struct raw_cells *raw)
{
    buffer_free(&raw->bytes);
    buffer_free(&raw->scratch);
    free(raw->cell);
    *raw = (struct raw_cells){0};
}
