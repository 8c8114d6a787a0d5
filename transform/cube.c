/* Filling a cube. How figures are stored is told in cube_cells.h. */
#include "transform/cube_store.h"

#include <stdlib.h>
#include <string.h>

struct cube *cube_new(const struct lists *lists, enum step step)
{
    struct cube *cube = memory_or_die(calloc(1, sizeof *cube));
    cube->lists = lists;
    cube->step = step;
    index_open(&cube->view, lists, NULL);
    return cube;
}

struct cube *cube_part(const struct cube *cube)
{
    struct cube *part = memory_or_die(calloc(1, sizeof *part));
    part->lists = cube->lists;
    part->step = cube->step;
    index_open(&part->view, cube->lists, &cube->view);
    return part;
}

void cube_free(struct cube *cube)
{
    if (!cube)
        return;
    cells_free(&cube->cells);
    index_close(&cube->view);
    free(cube->leaf);
    free(cube->place_start);
    free(cube);
}

void cube_thin(struct cube *cube, const struct cube *base)
{
    cells_thin(&cube->cells, &base->cells);
}

const struct lists *cube_lists(const struct cube *cube) { return cube->lists; }

enum step cube_step(const struct cube *cube) { return cube->step; }

/* Adding ----------------------------------------------------------------------- */

static bool fail_twice(const struct cube *cube, const struct key *key, size_t position,
                       struct error *err)
{
    struct arena arena = {0};
    const struct lists *lists = cube->lists;
    fail(err, ERROR_CONTRADICTION, "%s, %s, %s: %s is given twice",
         place_node(lists, key->place)->name.in[0],
         offence_told(&arena, lists, key->offence),
         measure_node(lists, key->measure)->name.in[0],
         period_iso(&arena, cube_period(cube, position), cube->step));
    arena_free(&arena);
    return false;
}

static void note_row(struct chunk *chunk, uint32_t series, size_t row)
{
    uint32_t *noted = &chunk->row[series % CHUNK];
    if (*noted == 0)
        *noted = row < UINT32_MAX ? (uint32_t)row + 1 : UINT32_MAX;
}

static bool add_figure(struct cube *cube, const struct key *key, uint32_t series,
                       size_t position, struct chunk *chunk, struct figure figure,
                       bool unique, struct error *err)
{
    uint16_t *cell = &chunk->cell[series % CHUNK][position % BLOCK];
    uint16_t code = cell_code(figure);
    if (code == CELL_ABSENT)
        return true;
    if (*cell == CELL_ABSENT && code != CELL_FAR) {
        *cell = code;
        return true;
    }
    if (*cell != CELL_ABSENT && unique)
        return fail_twice(cube, key, position, err);
    if (*cell >= CELL_ZERO && code >= CELL_ZERO &&
        code - CELL_ZERO <= CELL_MAX - *cell) {
        *cell = (uint16_t)(*cell + (code - CELL_ZERO));
        return true;
    }
    cells_put(&cube->cells, series, position,
              figure_sum(cells_get(&cube->cells, series, position), figure));
    return true;
}

/* The position of a run's first period, when all of the run is within the cube. */
static bool position_of(const struct cube *cube, struct period first, size_t count,
                        size_t *position, struct error *err)
{
    int step = (int)cube->step;
    if (first.month < 0 || first.month % step != 0)
        return fail(err, ERROR_FORMAT, "a year must begin in January, not in month %d",
                    period_month(first));
    size_t steps = (size_t)(first.month / step), origin = cube_origin(cube->step);
    if (period_year(first) < YEAR_MIN || count > POSITIONS ||
        (steps + count - 1) * (size_t)step >= 12u * (YEAR_MAX + 1))
        return fail(err, ERROR_LIMIT, "figures of %d and later are not within %d to %d",
                    period_year(first), YEAR_MIN, YEAR_MAX);
    *position = steps - origin;
    return true;
}

bool cube_add(struct cube *cube, struct key key, struct period first, size_t count,
              const struct figure *figures, size_t row, bool unique, struct error *err)
{
    size_t position = 0;
    if (count == 0)
        return true;
    if (!position_of(cube, first, count, &position, err))
        return false;
    uint32_t series = index_series(&cube->view, key);
    struct chunk *chunk = NULL;
    for (size_t i = 0; i < count; i++, position++) {
        if (!chunk || position % BLOCK == 0)
            chunk = cells_chunk_made(&cube->cells, position / BLOCK, series);
        if (!add_figure(cube, &key, series, position, chunk, figures[i], unique, err))
            return false;
        if (figures[i].status != STATUS_ABSENT)
            note_row(chunk, series, row);
    }
    return true;
}

bool cube_count(struct cube *cube, struct key key, struct period first, size_t count,
                const uint16_t *counts, size_t row, bool unique, struct error *err)
{
    static const uint16_t nothing[BLOCK];
    size_t position = 0;
    if (!position_of(cube, first, count, &position, err))
        return false;
    uint32_t series = index_series(&cube->view, key);
    if (count == BLOCK && position % BLOCK == 0) {
        struct chunk *chunk = cells_chunk_made(&cube->cells, position / BLOCK, series);
        uint16_t *cell = chunk->cell[series % CHUNK];
        if (memcmp(cell, nothing, sizeof nothing) == 0) {
            for (size_t i = 0; i < BLOCK; i++)
                cell[i] = (uint16_t)(counts[i] + CELL_ZERO);
            note_row(chunk, series, row);
            return true;
        }
    }
    for (size_t i = 0; i < count; i++, position++) {
        struct chunk *chunk = cells_chunk_made(&cube->cells, position / BLOCK, series);
        struct figure figure = {counts[i], STATUS_REPORTED};
        if (!add_figure(cube, &key, series, position, chunk, figure, unique, err))
            return false;
        note_row(chunk, series, row);
    }
    return true;
}

/* Merging ---------------------------------------------------------------------- */

struct merging {
    struct cube *cube;
    const struct cube *other;
    const uint32_t *series; /* ours, for each of theirs; NULL when they are the same */
    const struct key *key;  /* of theirs */
    size_t first_row;
    bool unique;
};

static bool is_blank(const uint16_t *block)
{
    static const uint16_t nothing[BLOCK];
    return memcmp(block, nothing, sizeof nothing) == 0;
}

static bool is_near(const uint16_t *block)
{
    bool far = false;
    for (size_t i = 0; i < BLOCK; i++)
        far |= block[i] == CELL_FAR;
    return !far;
}

static bool merge_block(const struct merging *merging, size_t plane, uint32_t theirs,
                        const struct chunk *from, struct error *err)
{
    const uint16_t *block = from->cell[theirs % CHUNK];
    if (is_blank(block))
        return true;
    uint32_t ours = merging->series ? merging->series[theirs] : theirs;
    struct chunk *to = cells_chunk_made(&merging->cube->cells, plane, ours);
    uint16_t *target = to->cell[ours % CHUNK];
    size_t row = merging->first_row + from->row[theirs % CHUNK] - 1;
    if (is_near(block) && is_blank(target)) {
        memcpy(target, block, sizeof from->cell[0]);
        note_row(to, ours, row);
        return true;
    }
    for (size_t i = 0; i < BLOCK; i++) {
        size_t position = plane * BLOCK + i;
        struct figure figure = cells_get(&merging->other->cells, theirs, position);
        if (!add_figure(merging->cube, &merging->key[theirs], ours, position, to,
                        figure, merging->unique, err))
            return fail_while(err, "from row %zu on", row);
    }
    note_row(to, ours, row);
    return true;
}

static bool merge_plane(const struct merging *merging, size_t plane, size_t series,
                        struct error *err)
{
    const struct plane *from = &merging->other->cells.plane[plane];
    for (size_t i = 0; i < series && i < from->chunks * CHUNK; i++)
        if (from->chunk[i / CHUNK] &&
            !merge_block(merging, plane, (uint32_t)i, from->chunk[i / CHUNK], err))
            return false;
    return true;
}

bool cube_merge(struct cube *cube, struct cube *other, size_t first_row, bool unique,
                struct error *err)
{
    size_t count = index_count(&other->view);
    struct merging merging = {.cube = cube,
                              .other = other,
                              .key = index_keys(&other->view),
                              .first_row = first_row,
                              .unique = unique};
    uint32_t *series = NULL;
    if (cube->view.index == other->view.index) {
        cells_move(&cube->cells, &other->cells, first_row);
    } else {
        merging.series = series = memory_or_die(calloc(count + 1, sizeof *series));
        for (size_t i = 0; i < count; i++)
            series[i] = index_series(&cube->view, merging.key[i]);
    }
    bool merged = true;
    for (size_t plane = 0; plane < PLANES && merged; plane++)
        merged = merge_plane(&merging, plane, count, err);
    free(series);
    return merged;
}
