/* Closing a cube: padded periods, order, and what is provisional. */
#include "transform/cube_store.h"

#include <stdlib.h>

/* What all leaves together say of one position. */
struct moment {
    size_t known; /* figures */
    bool held;
    bool counts; /* is any known figure other than zero? */
};

static void look_at(struct moment *moment, const struct cube *cube, uint32_t series,
                    size_t position, uint16_t code)
{
    struct figure figure = {code - CELL_ZERO, STATUS_REPORTED};
    if (code == CELL_ABSENT)
        return;
    if (code < CELL_ZERO)
        figure = cells_get(&cube->cells, series, position);
    moment->held = true;
    moment->known += figure_known(figure);
    moment->counts |= figure_known(figure) && figure.value != 0;
}

/* All figures, blocks in the order they lie in memory. */
static void survey(const struct cube *cube, struct moment *moments)
{
    for (size_t position = 0; position < POSITIONS; position += BLOCK) {
        const struct plane *plane = &cube->cells.plane[position / BLOCK];
        for (size_t i = 0; i < plane->chunks * CHUNK && i < cube->leaves; i++) {
            const struct chunk *chunk = plane->chunk[i / CHUNK];
            for (size_t j = 0; chunk && j < BLOCK; j++)
                look_at(&moments[position + j], cube, (uint32_t)i, position + j,
                        chunk->cell[i % CHUNK][j]);
        }
    }
}

static void blank(struct cube *cube, size_t position)
{
    for (size_t i = 0; i < cube->leaves; i++)
        if (figure_known(cells_get(&cube->cells, (uint32_t)i, position)))
            cells_put(&cube->cells, (uint32_t)i, position,
                      (struct figure){0, STATUS_NOT_REPORTED});
}

static void blank_padding(struct cube *cube, struct moment *moments)
{
    size_t end = POSITIONS;
    while (end > 0 && !moments[end - 1].counts)
        end--;
    if (end == 0)
        return;
    for (size_t i = end; i < POSITIONS; i++) {
        if (moments[i].known == 0)
            continue;
        blank(cube, i);
        moments[i].known = 0;
    }
}

static void note_range(struct cube *cube, const struct moment *moments)
{
    for (size_t i = 0; i < POSITIONS; i++) {
        if (!moments[i].held)
            continue;
        if (!cube->held)
            cube->first = i;
        cube->held = true;
        cube->last = i;
        cube->figures += moments[i].known;
        if (moments[i].known) {
            cube->known = true;
            cube->last_known = i;
        }
    }
}

static void note_provisional(struct cube *cube, const struct moment *moments, int count)
{
    cube->provisional = POSITIONS;
    for (size_t i = POSITIONS; i-- > 0 && count > 0;) {
        if (moments[i].known == 0)
            continue;
        cube->provisional = i;
        count--;
    }
}

static int compare_leaves(const void *a, const void *b)
{
    const struct key *x = &((const struct leaf *)a)->key;
    const struct key *y = &((const struct leaf *)b)->key;
    if (x->place.index != y->place.index)
        return x->place.index < y->place.index ? -1 : 1;
    if (x->offence.index != y->offence.index)
        return x->offence.index < y->offence.index ? -1 : 1;
    if (x->measure.index != y->measure.index)
        return x->measure.index < y->measure.index ? -1 : 1;
    return 0;
}

static void sort_leaves(struct cube *cube)
{
    if (cube->leaves)
        qsort(cube->leaf, cube->leaves, sizeof *cube->leaf, compare_leaves);
    free(cube->slot);
    cube->slot = NULL;
    cube->slots = 0;
    size_t places = cube->lists->places.count;
    cube->place_start = memory_or_die(calloc(places + 1, sizeof *cube->place_start));
    for (size_t i = 0; i < cube->leaves; i++)
        cube->place_start[cube->leaf[i].key.place.index + 1]++;
    for (size_t i = 0; i < places; i++)
        cube->place_start[i + 1] += cube->place_start[i];
}

void cube_seal(struct cube *cube, int provisional)
{
    struct moment *moments = memory_or_die(calloc(POSITIONS, sizeof *moments));
    survey(cube, moments);
    blank_padding(cube, moments);
    note_range(cube, moments);
    note_provisional(cube, moments, provisional);
    sort_leaves(cube);
    cube->sealed = true;
    free(moments);
}
