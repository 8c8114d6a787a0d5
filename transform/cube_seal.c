/* Closing a cube: padded periods, order, and what is provisional. */
#include "transform/cube_store.h"

#include "base/parallel.h"

#include <stdlib.h>
#include <string.h>

enum { LEAVES_SHARED = 20000 }; /* from so many on, threads share the looking */

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

/* Eight cells at a time; three times eight are two blocks. */
typedef uint16_t lanes __attribute__((vector_size(16)));

/* What a chunk without far cells says, as look_at() would. False when it has some. */
static bool look_at_chunk(struct moment *moments, const struct chunk *chunk)
{
    lanes held[3] = {{0}}, known[3] = {{0}}, counts[3] = {{0}}, far = {0};
    const uint16_t *cell = chunk->cell[0];
    for (size_t i = 0; i < CHUNK * BLOCK; i += 24)
        for (size_t j = 0; j < 3; j++) {
            lanes codes;
            memcpy(&codes, cell + i + 8 * j, sizeof codes);
            held[j] |= codes;
            known[j] -= (lanes)(codes >= CELL_ZERO);
            counts[j] |= (lanes)(codes > CELL_ZERO);
            far |= (lanes)(codes == CELL_FAR);
        }
    for (size_t i = 0; i < 8; i++)
        if (far[i])
            return false;
    for (size_t i = 0; i < 24; i++) {
        moments[i % BLOCK].held |= held[i / 8][i % 8] != 0;
        moments[i % BLOCK].known += known[i / 8][i % 8];
        moments[i % BLOCK].counts |= counts[i / 8][i % 8] != 0;
    }
    return true;
}

/* All planes that hold anything. */
struct survey {
    const struct cube *cube;
    struct moment *moments;
    size_t planes;
    size_t plane[PLANES];
};

/* The figures of one plane, in the order they lie in memory. */
static bool look_at_plane(void *context, size_t index, struct error *err)
{
    const struct survey *survey = context;
    const struct cube *cube = survey->cube;
    const struct plane *plane = &cube->cells.plane[survey->plane[index]];
    size_t position = survey->plane[index] * BLOCK;
    (void)err;
    for (size_t i = 0; i < plane->chunks; i++) {
        const struct chunk *chunk = plane->chunk[i];
        if (!chunk || look_at_chunk(survey->moments + position, chunk))
            continue;
        for (size_t j = 0; j < CHUNK && i * CHUNK + j < cube->leaves; j++)
            for (size_t k = 0; k < BLOCK; k++)
                look_at(&survey->moments[position + k], cube, (uint32_t)(i * CHUNK + j),
                        position + k, chunk->cell[j][k]);
    }
    return true;
}

static void survey(const struct cube *cube, struct moment *moments)
{
    struct error err = {0};
    struct survey survey = {.cube = cube, .moments = moments};
    for (size_t i = 0; i < PLANES; i++)
        if (cube->cells.plane[i].chunks > 0)
            survey.plane[survey.planes++] = i;
    if (cube->leaves >= LEAVES_SHARED) {
        parallel_each(survey.planes, look_at_plane, &survey, &err);
        return;
    }
    for (size_t i = 0; i < survey.planes; i++)
        look_at_plane(&survey, i, &err);
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

/* Sorting by counting, three times: the last digit first. */

static uint32_t digit_of(const struct key *key, int digit)
{
    return digit == 0   ? key->measure.index
           : digit == 1 ? key->offence.index
                        : key->place.index;
}

static void sort_by(const struct leaf *from, struct leaf *to, size_t count, int digit,
                    uint32_t *start, size_t values)
{
    memset(start, 0, (values + 1) * sizeof *start);
    for (size_t i = 0; i < count; i++)
        start[digit_of(&from[i].key, digit) + 1]++;
    for (size_t i = 0; i < values; i++)
        start[i + 1] += start[i];
    for (size_t i = 0; i < count; i++)
        to[start[digit_of(&from[i].key, digit)]++] = from[i];
}

static void sort_leaves(struct cube *cube)
{
    const struct lists *lists = cube->lists;
    size_t most = lists->places.count + lists->offences.count + lists->measures.count;
    struct leaf *spare = memory_or_die(calloc(cube->leaves + 1, sizeof *spare));
    uint32_t *start = memory_or_die(calloc(most + 1, sizeof *start));
    sort_by(cube->leaf, spare, cube->leaves, 0, start, lists->measures.count);
    sort_by(spare, cube->leaf, cube->leaves, 1, start, lists->offences.count);
    sort_by(cube->leaf, spare, cube->leaves, 2, start, lists->places.count);
    free(start);
    free(cube->leaf);
    cube->leaf = spare;
}

/* From series by number to leaves by key. */
static void list_leaves(struct cube *cube)
{
    const struct key *key = index_keys(&cube->view);
    cube->leaves = index_count(&cube->view);
    cube->leaf = memory_or_die(calloc(cube->leaves + 1, sizeof *cube->leaf));
    for (size_t i = 0; i < cube->leaves; i++)
        cube->leaf[i] = (struct leaf){key[i], (uint32_t)i};
    index_close(&cube->view);
    sort_leaves(cube);
}

void cube_note_places(struct cube *cube)
{
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
    list_leaves(cube);
    survey(cube, moments);
    blank_padding(cube, moments);
    note_range(cube, moments);
    note_provisional(cube, moments, provisional);
    cube_note_places(cube);
    cube->sealed = true;
    free(moments);
}
