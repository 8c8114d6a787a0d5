/* Two vintages of chance figures, of which few differ: what is visited is what a plain
 * comparison of all series finds. */
#include "tests/check.h"
#include "tests/transform/made_world.h"

#include <string.h>

enum { RUNS = 300, ROUNDS = 40, SEEN_MAX = 2 * RUNS, PLACES_MAX = 64 };

struct seen {
    size_t count;
    struct key key[SEEN_MAX];
};

static void throw_runs(struct run *runs, uint64_t *dice)
{
    for (size_t i = 0; i < RUNS; i++)
        runs[i] = chance_run(&lists, dice);
}

/* The first run is in the first row, or further down; so many months are provisional.
 */
static struct cube *fill_from(const struct run *runs, size_t row, int provisional)
{
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct error err = {0};
    for (size_t i = 0; i < RUNS; i++)
        check_done(cube_add(cube, runs[i].key, runs[i].first, runs[i].count,
                            runs[i].figures, row + i, false, &err),
                   &err);
    cube_seal(cube, provisional);
    return cube;
}

static struct cube *fill(const struct run *runs) { return fill_from(runs, 0, 0); }

static bool is_same(struct figure a, struct figure b)
{
    return a.status == b.status && a.value <= b.value && a.value >= b.value;
}

static bool note(void *context, struct key key, const struct series *series)
{
    struct seen *seen = context;
    (void)series;
    assert_true(seen->count < SEEN_MAX);
    seen->key[seen->count++] = key;
    return true;
}

/* Leaves of one cube, found out series by series to have another in the other. */
struct plainly {
    const struct cube *cube, *other;
    struct seen seen;
};

/* A leaf's own line, whatever lies below it. */
struct asked {
    struct key key;
    bool found;
    struct series series;
};

static bool find(void *context, struct key key, const struct series *series)
{
    struct asked *asked = context;
    if (key.place.index != asked->key.place.index ||
        key.offence.index != asked->key.offence.index ||
        key.measure.index != asked->key.measure.index)
        return true;
    asked->found = true;
    asked->series = *series;
    asked->series.figures = arena_array(&arena, series->count, sizeof *series->figures);
    memcpy(asked->series.figures, series->figures,
           series->count * sizeof *series->figures);
    return false;
}

static bool look(void *context, struct key key, const struct series *series)
{
    struct plainly *plainly = context;
    struct asked asked = {.key = key};
    cube_each_in(plainly->other, key.place, find, &asked);
    bool same = asked.found;
    for (size_t i = 0; same && i < 72; i++) {
        struct period at = period_after(period_of(2015, 1), (int)i);
        same = is_same(series_at(series, at), series_at(&asked.series, at));
    }
    assert_int_equal(cube_same_leaf(plainly->cube, plainly->other, key), same);
    if (!same)
        note(&plainly->seen, key, series);
    return true;
}

static void check_unlike(const struct cube *cube, const struct cube *other)
{
    struct plainly plainly = {.cube = cube, .other = other};
    struct seen seen = {0};
    cube_each(cube, look, &plainly);
    cube_each_unlike(cube, other, note, &seen);
    assert_int_equal(seen.count, plainly.seen.count);
    assert_memory_equal(seen.key, plainly.seen.key, seen.count * sizeof *seen.key);
}

static void finds_what_differs(void **state)
{
    (void)state;
    uint64_t dice = 5;
    struct run runs[RUNS];
    throw_runs(runs, &dice);
    /* Beyond what a cell holds, and again where only that is other. */
    runs[0].figures[0] = (struct figure){100000, STATUS_REPORTED};
    struct cube *older = fill(runs);
    check_unlike(older, older);
    for (size_t round = 0; round < ROUNDS; round++) {
        size_t at = round == 0 ? 0 : chance(&dice, RUNS);
        if (round % 3 == 0)
            runs[at].figures[0].value += 1;
        else
            runs[at] = chance_run(&lists, &dice);
        struct cube *newer = fill(runs);
        check_unlike(newer, older);
        check_unlike(older, newer);
        cube_free(newer);
    }
    cube_free(older);
}

/* The places of what is visited, and no others. */
static void check_places(const struct cube *cube, const struct cube *other)
{
    bool unlike[PLACES_MAX] = {0}, wanted[PLACES_MAX] = {0};
    struct seen seen = {0};
    cube_each_unlike(cube, other, note, &seen);
    cube_each_unlike(other, cube, note, &seen);
    for (size_t i = 0; i < seen.count; i++)
        wanted[seen.key[i].place.index] = true;
    assert_true(cube_unlike_places(cube, other, unlike));
    assert_memory_equal(unlike, wanted, sizeof wanted);
}

static void tells_the_places_that_differ(void **state)
{
    (void)state;
    uint64_t dice = 7;
    struct run runs[RUNS];
    bool unlike[PLACES_MAX] = {0};
    throw_runs(runs, &dice);
    assert_true(lists.places.count <= PLACES_MAX);
    struct cube *older = fill(runs);
    check_places(older, older);
    for (size_t round = 0; round < ROUNDS; round++) {
        runs[chance(&dice, RUNS)].figures[0].value += 1;
        struct cube *newer = fill(runs);
        check_places(newer, older);
        check_places(older, newer);
        cube_free(newer);
    }
    struct cube *same = fill(runs), *lower = fill_from(runs, 1, 0);
    assert_true(cube_unlike_places(same, lower, unlike));
    for (size_t i = 0; i < RUNS; i++)
        assert_true(unlike[runs[i].key.place.index]);
    cube_free(same);
    cube_free(lower);
    cube_free(older);
}

static void tells_of_no_place_where_spans_differ(void **state)
{
    (void)state;
    uint64_t dice = 8;
    struct run runs[RUNS];
    bool unlike[PLACES_MAX] = {0};
    throw_runs(runs, &dice);
    struct cube *older = fill(runs), *marked = fill_from(runs, 0, 2);
    struct cube *empty = cube_new(&lists, STEP_MONTH);
    cube_seal(empty, 0);
    assert_false(cube_unlike_places(older, empty, unlike));
    assert_false(cube_unlike_places(older, marked, unlike));
    cube_free(older);
    cube_free(marked);
    cube_free(empty);
}

static bool stop(void *context, struct key key, const struct series *series)
{
    (void)key;
    (void)series;
    ++*(size_t *)context;
    return false;
}

static void stops_and_takes_empty_cubes(void **state)
{
    (void)state;
    uint64_t dice = 6;
    struct run runs[RUNS];
    throw_runs(runs, &dice);
    struct cube *full = fill(runs), *empty = cube_new(&lists, STEP_MONTH);
    size_t visits = 0;
    cube_seal(empty, 0);
    cube_each_unlike(full, empty, stop, &visits);
    assert_int_equal(visits, 1);
    cube_each_unlike(empty, full, stop, &visits);
    assert_int_equal(visits, 1);
    check_unlike(full, empty);
    cube_free(full);
    cube_free(empty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_differs),
        cmocka_unit_test(tells_the_places_that_differ),
        cmocka_unit_test(tells_of_no_place_where_spans_differ),
        cmocka_unit_test(stops_and_takes_empty_cubes),
    };
    return cmocka_run_group_tests(tests, make_world, drop_world);
}
