/* Two cubes side by side. Vintages of one source differ in few leaves: those that are
 * the same are told by their cells, a year at a time, without making a figure. */
#include "transform/cube_store.h"

#include <string.h>

static const uint16_t *cells_of(const struct cube *cube, uint32_t series, size_t plane)
{
    static const uint16_t nothing[BLOCK];
    const struct chunk *chunk = cells_chunk(&cube->cells, plane, series);
    return chunk ? chunk->cell[series % CHUNK] : nothing;
}

static bool same_far(const struct cube *a, uint32_t series_a, const struct cube *b,
                     uint32_t series_b, size_t position)
{
    struct figure here = cells_far(&a->cells, series_a, position);
    struct figure there = cells_far(&b->cells, series_b, position);
    return here.status == there.status && here.value == there.value;
}

/* From the first to the last plane in which either cube holds anything. */
struct planes {
    size_t first, last;
};

static struct planes planes_of(const struct cube *a, const struct cube *b)
{
    size_t first = POSITIONS, last = 0;
    const struct cube *const both[] = {a, b};
    for (size_t i = 0; i < 2; i++) {
        if (!both[i]->held)
            continue;
        first = both[i]->first < first ? both[i]->first : first;
        last = both[i]->last > last ? both[i]->last : last;
    }
    return (struct planes){first / BLOCK, last / BLOCK};
}

static bool same_cells(const struct cube *a, uint32_t series_a, const struct cube *b,
                       uint32_t series_b, struct planes planes)
{
    for (size_t plane = planes.first; plane <= planes.last; plane++) {
        const uint16_t *here = cells_of(a, series_a, plane);
        const uint16_t *there = cells_of(b, series_b, plane);
        if (memcmp(here, there, BLOCK * sizeof *here) != 0)
            return false;
        for (size_t i = 0; i < BLOCK; i++)
            if (here[i] == CELL_FAR &&
                !same_far(a, series_a, b, series_b, plane * BLOCK + i))
                return false;
    }
    return true;
}

bool cube_same_leaf(const struct cube *a, const struct cube *b, struct key leaf)
{
    const struct leaf *here = cube_leaf(a, leaf), *there = cube_leaf(b, leaf);
    return here && there &&
           same_cells(a, here->series, b, there->series, planes_of(a, b));
}

void cube_each_unlike(const struct cube *cube, const struct cube *other,
                      bool (*visit)(void *context, struct key key,
                                    const struct series *series),
                      void *context)
{
    struct arena scratch = {0};
    struct series line = cube_line(&scratch, cube);
    const struct leaf *there = other->leaf, *end = other->leaf + other->leaves;
    const struct planes planes = planes_of(cube, other);
    bool going = cube->held;
    for (size_t i = 0; i < cube->leaves && going; i++) {
        const struct leaf *here = &cube->leaf[i];
        while (there < end && key_order(&there->key, &here->key) < 0)
            there++;
        if (there < end && key_order(&there->key, &here->key) == 0 &&
            same_cells(cube, here->series, other, there->series, planes))
            continue;
        cube_line_copy(&line, cube, here->series);
        going = visit(context, here->key, &line);
    }
    arena_free(&scratch);
}

static uint32_t row_of(const struct cube *cube, uint32_t series, size_t plane)
{
    const struct chunk *chunk = cells_chunk(&cube->cells, plane, series);
    return chunk ? chunk->row[series % CHUNK] : 0;
}

static bool same_rows(const struct cube *a, uint32_t series_a, const struct cube *b,
                      uint32_t series_b, struct planes planes)
{
    for (size_t plane = planes.first; plane <= planes.last; plane++)
        if (row_of(a, series_a, plane) != row_of(b, series_b, plane))
            return false;
    return true;
}

static bool same_span(const struct cube *a, const struct cube *b)
{
    return a->step == b->step && a->held && b->held && a->first == b->first &&
           a->last == b->last && a->known == b->known &&
           a->last_known == b->last_known && a->provisional == b->provisional;
}

bool cube_unlike_places(const struct cube *a, const struct cube *b, bool *unlike)
{
    if (!same_span(a, b))
        return false;
    const struct planes planes = planes_of(a, b);
    const struct leaf *here = a->leaf, *there = b->leaf;
    const struct leaf *here_end = here + a->leaves, *there_end = there + b->leaves;
    while (here < here_end || there < there_end) {
        int order = here == here_end     ? 1
                    : there == there_end ? -1
                                         : key_order(&here->key, &there->key);
        uint32_t place = (order <= 0 ? here : there)->key.place.index;
        if (order != 0 || (!unlike[place] &&
                           !(same_cells(a, here->series, b, there->series, planes) &&
                             same_rows(a, here->series, b, there->series, planes))))
            unlike[place] = true;
        here += order <= 0;
        there += order >= 0;
    }
    return true;
}
