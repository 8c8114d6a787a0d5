/* Filling a cube. How figures are stored is told in cube_cells.h. */
#include "transform/cube_store.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS_MIN = 64 };

struct cube *cube_new(const struct lists *lists, enum step step)
{
    struct cube *cube = memory_or_die(calloc(1, sizeof *cube));
    cube->lists = lists;
    cube->step = step;
    return cube;
}

void cube_free(struct cube *cube)
{
    if (!cube)
        return;
    cells_free(&cube->cells);
    free(cube->leaf);
    free(cube->slot);
    free(cube->place_start);
    free(cube);
}

const struct lists *cube_lists(const struct cube *cube) { return cube->lists; }

enum step cube_step(const struct cube *cube) { return cube->step; }

/* From key to series ----------------------------------------------------------- */

static bool same_key(const struct key *a, const struct key *b)
{
    return a->place.index == b->place.index && a->offence.index == b->offence.index &&
           a->measure.index == b->measure.index;
}

static uint64_t hash_of(const struct key *key)
{
    uint64_t hash = (uint64_t)key->place.index << 32 | key->offence.index;
    hash = (hash ^ hash >> 29) * 0xbf58476d1ce4e5b9;
    hash = (hash ^ key->measure.index) * 0x94d049bb133111eb;
    return hash ^ hash >> 31;
}

static uint32_t *slot_of(const struct cube *cube, const struct key *key)
{
    size_t mask = cube->slots - 1;
    for (size_t i = hash_of(key) & mask;; i = (i + 1) & mask) {
        uint32_t *slot = &cube->slot[i];
        if (*slot == 0 || same_key(&cube->leaf[*slot - 1].key, key))
            return slot;
    }
}

static void grow_slots(struct cube *cube)
{
    free(cube->slot);
    cube->slots = cube->slots ? cube->slots * 2 : SLOTS_MIN;
    cube->slot = memory_or_die(calloc(cube->slots, sizeof *cube->slot));
    for (size_t i = 0; i < cube->leaves; i++)
        *slot_of(cube, &cube->leaf[i].key) = (uint32_t)i + 1;
}

static uint32_t new_series(struct cube *cube, const struct key *key)
{
    if (cube->leaves == cube->capacity) {
        cube->capacity += cube->capacity / 2 + SLOTS_MIN;
        cube->leaf =
            memory_or_die(realloc(cube->leaf, cube->capacity * sizeof *cube->leaf));
    }
    uint32_t series = (uint32_t)cube->leaves;
    cube->leaf[cube->leaves++] = (struct leaf){*key, series};
    return series;
}

/* Files repeat the order of their rows year after year: look first where the last
 * row was, then behind it, and only then into the table. */
static uint32_t series_of(struct cube *cube, const struct key *key)
{
    for (size_t i = cube->latest; i < cube->latest + 2u && i < cube->leaves; i++)
        if (same_key(&cube->leaf[i].key, key))
            return cube->latest = (uint32_t)i;
    if (cube->leaves * 3 >= cube->slots * 2)
        grow_slots(cube);
    uint32_t *slot = slot_of(cube, key);
    if (*slot == 0)
        *slot = new_series(cube, key) + 1;
    return cube->latest = *slot - 1;
}

/* Adding ----------------------------------------------------------------------- */

static bool fail_twice(const struct cube *cube, const struct key *key, size_t position,
                       struct error *err)
{
    struct arena arena = {0};
    const struct lists *lists = cube->lists;
    fail(err, ERROR_CONTRADICTION, "%s, %s, %s: %s is given twice",
         place_node(lists, key->place)->name.in[0],
         offence_node(lists, key->offence)->name.in[0],
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
    uint32_t series = series_of(cube, &key);
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

/* Merging ---------------------------------------------------------------------- */

struct merging {
    struct cube *cube;
    const struct cube *other;
    const uint32_t *series; /* ours, for each of theirs */
    size_t first_row;
    bool unique;
};

static const uint16_t NOTHING[BLOCK];

static bool is_near(const uint16_t *block)
{
    for (size_t i = 0; i < BLOCK; i++)
        if (block[i] == CELL_FAR)
            return false;
    return true;
}

static bool merge_block(const struct merging *merging, size_t plane, uint32_t theirs,
                        const struct chunk *from, struct error *err)
{
    const uint16_t *block = from->cell[theirs % CHUNK];
    if (memcmp(block, NOTHING, sizeof NOTHING) == 0)
        return true;
    uint32_t ours = merging->series[theirs];
    struct chunk *to = cells_chunk_made(&merging->cube->cells, plane, ours);
    uint16_t *target = to->cell[ours % CHUNK];
    size_t row = merging->first_row + from->row[theirs % CHUNK] - 1;
    if (is_near(block) && memcmp(target, NOTHING, sizeof NOTHING) == 0) {
        memcpy(target, block, sizeof NOTHING);
        note_row(to, ours, row);
        return true;
    }
    const struct key *key = &merging->other->leaf[theirs].key;
    for (size_t i = 0; i < BLOCK; i++) {
        size_t position = plane * BLOCK + i;
        struct figure figure = cells_get(&merging->other->cells, theirs, position);
        if (!add_figure(merging->cube, key, ours, position, to, figure, merging->unique,
                        err))
            return fail_while(err, "from row %zu on", row);
    }
    note_row(to, ours, row);
    return true;
}

static bool merge_chunk(const struct merging *merging, size_t plane, size_t number,
                        struct error *err)
{
    const struct chunk *from = merging->other->cells.plane[plane].chunk[number];
    size_t first = number * CHUNK;
    for (size_t i = first; i < first + CHUNK && i < merging->other->leaves; i++)
        if (!merge_block(merging, plane, (uint32_t)i, from, err))
            return false;
    return true;
}

static bool merge_planes(const struct merging *merging, struct error *err)
{
    for (size_t plane = 0; plane < PLANES; plane++) {
        const struct plane *from = &merging->other->cells.plane[plane];
        for (size_t i = 0; i < from->chunks; i++)
            if (from->chunk[i] && !merge_chunk(merging, plane, i, err))
                return false;
    }
    return true;
}

bool cube_merge(struct cube *cube, const struct cube *other, size_t first_row,
                bool unique, struct error *err)
{
    uint32_t *series = memory_or_die(calloc(other->leaves + 1, sizeof *series));
    for (size_t i = 0; i < other->leaves; i++)
        series[i] = series_of(cube, &other->leaf[i].key);
    struct merging merging = {cube, other, series, first_row, unique};
    bool merged = merge_planes(&merging, err);
    free(series);
    return merged;
}
