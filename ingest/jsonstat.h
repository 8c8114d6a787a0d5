/* One JSON-stat document as it was read: its dimensions, values and status.
 *
 * Members come in any order, so a document is read as a whole first; then the sizes
 * are checked against each other. */
#ifndef CIFRA_INGEST_JSONSTAT_H
#define CIFRA_INGEST_JSONSTAT_H

#include "base/arena.h"
#include "base/buffer.h"
#include "ingest/json_scan.h"

enum { JSONSTAT_DIMENSIONS_MAX = 32, JSONSTAT_CELLS_MAX = 1 << 25 };

struct jsonstat_category {
    struct text id;
    struct text label;
    size_t position;
    bool placed; /* its position is known */
};

struct jsonstat_dimension {
    struct text id;
    size_t count;
    struct jsonstat_category *category; /* by position, once checked */
    bool indexed;                       /* there was an "index" */
};

/* Texts by number of cell, dense or sparse. */
struct jsonstat_cells {
    struct buffer bytes;
    struct jsonstat_cell {
        uint32_t cell, offset, length;
    } * at;
    size_t count, room;
    bool dense, seen;
};

struct jsonstat {
    struct arena *arena;
    size_t ids;
    struct text id[JSONSTAT_DIMENSIONS_MAX];
    size_t sizes;
    size_t size[JSONSTAT_DIMENSIONS_MAX];
    size_t described;
    struct jsonstat_dimension dimension[JSONSTAT_DIMENSIONS_MAX]; /* as in the file */
    const struct jsonstat_dimension *order[JSONSTAT_DIMENSIONS_MAX]; /* as in "id" */
    struct jsonstat_cells values, status;
    bool same_status; /* one for all cells: the first */
    size_t cells;
};

/* Read the document whose first token this is, and check it. Free the result all the
 * same after a failure. */
bool jsonstat_read(struct arena *arena, struct json_scan *scan,
                   const struct json_token *open, struct jsonstat *out,
                   struct error *err);
void jsonstat_free(struct jsonstat *stat);

/* The text of a cell; *from goes on from call to call with rising cells, from 0. */
struct text jsonstat_cell(const struct jsonstat_cells *cells, size_t cell,
                          size_t *from);

#endif
