#include "transform/cube_cells.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

enum { FAR_MIN = 64 };

struct far_cell {
    uint64_t where; /* series and position, plus one; 0 marks an empty slot */
    double value;
    enum status status;
};

static uint64_t where_of(uint32_t series, size_t position)
{
    return ((uint64_t)series << 16 | position) + 1;
}

static struct far_cell *far_slot(const struct cells *cells, uint64_t where)
{
    size_t mask = cells->far_capacity - 1;
    uint64_t mixed = where * 0x9e3779b97f4a7c15;
    for (size_t i = (mixed >> 32) & mask;; i = (i + 1) & mask)
        if (cells->far[i].where == 0 || cells->far[i].where == where)
            return &cells->far[i];
}

static void far_grow(struct cells *cells)
{
    struct far_cell *old = cells->far;
    size_t count = cells->far_capacity;
    cells->far_capacity = count ? count * 2 : FAR_MIN;
    cells->far = memory_or_die(calloc(cells->far_capacity, sizeof *cells->far));
    for (size_t i = 0; i < count; i++)
        if (old[i].where)
            *far_slot(cells, old[i].where) = old[i];
    free(old);
}

static void far_put(struct cells *cells, uint64_t where, struct figure figure)
{
    if (cells->far_count * 4 >= cells->far_capacity * 3)
        far_grow(cells);
    struct far_cell *slot = far_slot(cells, where);
    cells->far_count += slot->where == 0;
    *slot = (struct far_cell){where, figure.value, figure.status};
}

void cells_free(struct cells *cells)
{
    for (size_t i = 0; i < PLANES; i++) {
        for (size_t j = 0; j < cells->plane[i].chunks; j++)
            free(cells->plane[i].chunk[j]);
        free(cells->plane[i].chunk);
    }
    free(cells->far);
    *cells = (struct cells){0};
}

const struct chunk *cells_chunk(const struct cells *cells, size_t plane,
                                uint32_t series)
{
    const struct plane *held = &cells->plane[plane];
    return series / CHUNK < held->chunks ? held->chunk[series / CHUNK] : NULL;
}

struct chunk *cells_chunk_made(struct cells *cells, size_t plane, uint32_t series)
{
    struct plane *held = &cells->plane[plane];
    size_t number = series / CHUNK;
    if (number >= held->chunks) {
        size_t count = number + number / 2 + 1;
        held->chunk =
            memory_or_die(realloc(held->chunk, count * sizeof(struct chunk *)));
        memset(held->chunk + held->chunks, 0,
               (count - held->chunks) * sizeof(struct chunk *));
        held->chunks = count;
    }
    if (!held->chunk[number])
        held->chunk[number] = memory_or_die(calloc(1, sizeof(struct chunk)));
    return held->chunk[number];
}

struct figure cells_far(const struct cells *cells, uint32_t series, size_t position)
{
    const struct far_cell *slot = far_slot(cells, where_of(series, position));
    return (struct figure){slot->value, slot->status};
}

struct figure cells_get(const struct cells *cells, uint32_t series, size_t position)
{
    const struct chunk *chunk = cells_chunk(cells, position / BLOCK, series);
    uint16_t code = chunk ? chunk->cell[series % CHUNK][position % BLOCK] : CELL_ABSENT;
    if (code >= CELL_ZERO)
        return (struct figure){code - CELL_ZERO, STATUS_REPORTED};
    if (code == CELL_FAR)
        return cells_far(cells, series, position);
    static const enum status status[] = {[CELL_ABSENT] = STATUS_ABSENT,
                                         [CELL_NOT_REPORTED] = STATUS_NOT_REPORTED,
                                         [CELL_SUPPRESSED] = STATUS_SUPPRESSED};
    return (struct figure){0, status[code]};
}

void cells_put(struct cells *cells, uint32_t series, size_t position,
               struct figure figure)
{
    uint16_t code = cell_code(figure);
    struct chunk *chunk = cells_chunk_made(cells, position / BLOCK, series);
    chunk->cell[series % CHUNK][position % BLOCK] = code;
    if (code == CELL_FAR)
        far_put(cells, where_of(series, position), figure);
}
