#include "tests/transform/made_world.h"

#include <string.h>

static struct figure reported(double value)
{
    return (struct figure){value, STATUS_REPORTED};
}

static const struct figure BLANK = {0, STATUS_NOT_REPORTED};
static const struct figure HIDDEN = {0, STATUS_SUPPRESSED};

static struct key key(const char *place, const char *offence, const char *measure)
{
    return world_key(&lists, place, offence, measure);
}

static void add(struct cube *cube, struct key at, int year, int month, size_t count,
                const struct figure *figures)
{
    struct error err = {0};
    check_done(
        cube_add(cube, at, period_of(year, month), count, figures, 9, true, &err),
        &err);
}

static struct figure at(const struct cube *cube, struct key where, int year, int month)
{
    struct series series = cube_series(&arena, cube, where);
    return series_at(&series, period_of(year, month));
}

static void an_empty_cube_is_empty(void **state)
{
    (void)state;
    struct period first, last;
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct key mexico = key("mx", "comun", "investigations");
    cube_seal(cube, 1);
    assert_false(cube_range(cube, &first, &last));
    assert_false(cube_held(cube, &first, &last));
    assert_false(cube_holds(cube, mexico));
    assert_int_equal(cube_series(&arena, cube, mexico).count, 0);
    assert_int_equal(cube_leaves(cube), 0);
    cube_free(cube);
    cube_free(NULL);
}

static void parents_are_sums(void **state)
{
    (void)state;
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct key inv = key("mx-20001", "doloso.arma", "investigations");
    add(cube, inv, 2020, 1, 2, (struct figure[]){reported(3), reported(0)});
    add(cube, key("mx-20002", "doloso.otro", "investigations"), 2020, 1, 2,
        (struct figure[]){reported(4), reported(1)});
    add(cube, key("mx-01001", "culposo", "investigations"), 2020, 1, 1,
        (struct figure[]){reported(100000)});
    cube_seal(cube, 0);
    check_figure(at(cube, inv, 2020, 2), STATUS_REPORTED, 0);
    check_figure(at(cube, key("mx-20", "doloso", "investigations"), 2020, 1),
                 STATUS_REPORTED, 7);
    check_figure(at(cube, key("mx", "comun", "investigations"), 2020, 1),
                 STATUS_REPORTED, 100007);
    check_figure(at(cube, key("mx", "culposo", "investigations"), 2020, 2),
                 STATUS_ABSENT, 0);
    check_figure(at(cube, key("mx", "robo", "investigations"), 2020, 1), STATUS_ABSENT,
                 0);
    assert_true(cube_holds(cube, key("mx", "homicidio", "investigations")));
    assert_false(cube_holds(cube, key("mx-01", "doloso", "investigations")));
    assert_false(cube_holds(cube, key("mx", "comun", "victims")));
    assert_true(cube_knows(cube, inv));
    assert_false(cube_knows(cube, key("mx-20", "doloso.arma", "investigations")));
    assert_int_equal(cube_leaves(cube), 3);
    assert_int_equal(cube_figures(cube), 5);
    cube_free(cube);
}

/* A month that a place left blank makes the sums above it partial, not smaller. */
static void unknown_parts_make_sums_partial(void **state)
{
    (void)state;
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct key oaxaca = key("mx-20001", "robo", "investigations");
    add(cube, oaxaca, 2015, 1, 3, (struct figure[]){BLANK, reported(8), HIDDEN});
    add(cube, key("mx-01001", "robo", "investigations"), 2015, 1, 3,
        (struct figure[]){reported(5), reported(5), BLANK});
    struct key mexico = key("mx", "comun", "investigations");
    cube_seal(cube, 0);
    check_figure(at(cube, oaxaca, 2015, 1), STATUS_NOT_REPORTED, 0);
    check_figure(at(cube, mexico, 2015, 1), STATUS_PARTIAL, 5);
    check_figure(at(cube, mexico, 2015, 2), STATUS_REPORTED, 13);
    check_figure(at(cube, oaxaca, 2015, 3), STATUS_SUPPRESSED, 0);
    check_figure(at(cube, mexico, 2015, 3), STATUS_SUPPRESSED, 0);
    cube_free(cube);
}

static void the_newest_periods_are_provisional(void **state)
{
    (void)state;
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct key leaf = key("mx-20001", "robo", "investigations");
    add(cube, leaf, 2020, 11, 4,
        (struct figure[]){reported(1), reported(2), reported(3), BLANK});
    add(cube, key("mx-20002", "robo", "investigations"), 2020, 11, 3,
        (struct figure[]){reported(1), BLANK, reported(0)});
    struct key oaxaca = key("mx-20", "robo", "investigations");
    cube_seal(cube, 2);
    check_figure(at(cube, oaxaca, 2020, 11), STATUS_REPORTED, 2);
    check_figure(at(cube, leaf, 2020, 12), STATUS_PROVISIONAL, 2);
    check_figure(at(cube, oaxaca, 2020, 12), STATUS_PARTIAL, 2);
    check_figure(at(cube, oaxaca, 2021, 1), STATUS_PROVISIONAL, 3);
    check_figure(at(cube, oaxaca, 2021, 2), STATUS_NOT_REPORTED, 0);
    struct period first, last;
    assert_true(cube_range(cube, &first, &last));
    assert_int_equal(first.month, period_of(2020, 11).month);
    assert_int_equal(last.month, period_of(2021, 1).month);
    assert_true(cube_held(cube, &first, &last));
    assert_int_equal(last.month, period_of(2021, 2).month);
    cube_free(cube);
}

/* Any part of a series is that part of it; what lies outside is left out. */
static void a_part_of_a_series(void **state)
{
    (void)state;
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct figure figures[30];
    for (size_t i = 0; i < 30; i++)
        figures[i] = i % 7 == 3 ? BLANK : reported((double)i);
    add(cube, key("mx-20001", "robo", "investigations"), 2020, 11, 30, figures);
    add(cube, key("mx-20002", "robo", "investigations"), 2021, 2, 20, figures);
    cube_seal(cube, 3);
    struct key oaxaca = key("mx-20", "robo", "investigations");
    struct series whole = cube_series(&arena, cube, oaxaca);
    for (int from = -5; from < 35; from += 3)
        for (int to = from - 1; to < 36; to += 4) {
            struct series part = cube_series_within(&arena, cube, oaxaca,
                                                    period_after(whole.first, from),
                                                    period_after(whole.first, to));
            size_t count = 0;
            for (int i = from; i <= to; i++) {
                struct period at = period_after(whole.first, i);
                struct figure figure = series_at(&whole, at);
                check_figure(series_at(&part, at), figure.status, figure.value);
                count += i >= 0 && i < (int)whole.count;
            }
            assert_int_equal(part.count, count);
        }
    cube_free(cube);
}

/* August 2026: months to come hold zeros everywhere. */
static void padding_is_not_reported(void **state)
{
    (void)state;
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct key one = key("mx-20001", "robo", "investigations");
    struct key two = key("mx-01001", "robo", "investigations");
    struct figure ones[12], twos[12];
    for (size_t i = 0; i < 12; i++) {
        ones[i] = reported(i < 7 && i != 3 ? 10 : 0);
        twos[i] = i == 9 ? BLANK : reported(i == 6 ? 2 : 0);
    }
    add(cube, one, 2026, 1, 12, ones);
    add(cube, two, 2026, 1, 12, twos);
    cube_seal(cube, 1);
    check_figure(at(cube, one, 2026, 4), STATUS_REPORTED, 0);
    check_figure(at(cube, two, 2026, 6), STATUS_REPORTED, 0);
    check_figure(at(cube, two, 2026, 7), STATUS_PROVISIONAL, 2);
    for (int month = 8; month <= 12; month++) {
        check_figure(at(cube, one, 2026, month), STATUS_NOT_REPORTED, 0);
        check_figure(at(cube, key("mx", "comun", "investigations"), 2026, month),
                     STATUS_NOT_REPORTED, 0);
    }
    struct period first, last;
    assert_true(cube_range(cube, &first, &last));
    assert_int_equal(period_month(last), 7);
    assert_int_equal(cube_figures(cube), 14);
    cube_free(cube);
}

/* Oaxaca, 2015: months of nothing but zeros, first or last, while others count. What
 * that means is for the quality rules to say; the cube keeps what was published. */
static void zeros_of_one_place_stay(void **state)
{
    (void)state;
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct key oaxaca = key("mx-20", "robo", "investigations");
    add(cube, oaxaca, 2015, 1, 3,
        (struct figure[]){reported(0), reported(7), reported(0)});
    add(cube, key("mx-01", "robo", "investigations"), 2015, 1, 3,
        (struct figure[]){reported(5), reported(0), reported(1)});
    cube_seal(cube, 0);
    check_figure(at(cube, oaxaca, 2015, 1), STATUS_REPORTED, 0);
    check_figure(at(cube, oaxaca, 2015, 3), STATUS_REPORTED, 0);
    check_figure(at(cube, key("mx", "robo", "investigations"), 2015, 3),
                 STATUS_REPORTED, 1);
    cube_free(cube);
}

static void a_cube_of_zeros_stays(void **state)
{
    (void)state;
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct key leaf = key("mx-20001", "robo", "investigations");
    add(cube, leaf, 2020, 1, 2, (struct figure[]){reported(0), reported(0)});
    cube_seal(cube, 0);
    check_figure(at(cube, leaf, 2020, 2), STATUS_REPORTED, 0);
    assert_int_equal(cube_figures(cube), 2);
    cube_free(cube);
}

static void years_are_a_step(void **state)
{
    (void)state;
    struct cube *cube = cube_new(&lists, STEP_YEAR);
    struct key leaf = key("mx-20", "comun", "victims");
    struct figure figures[51];
    struct error err = {0};
    for (size_t i = 0; i < 51; i++)
        figures[i] = reported(4e6 + (double)i);
    add(cube, leaf, 1990, 1, 51, figures);
    cube_seal(cube, 0);
    check_figure(at(cube, leaf, 1990, 1), STATUS_REPORTED, 4e6);
    check_figure(at(cube, key("mx", "comun", "victims"), 2040, 1), STATUS_REPORTED,
                 4000050);
    assert_int_equal(cube_series(&arena, cube, leaf).count, 51);
    assert_int_equal(cube_step(cube), STEP_YEAR);
    cube_free(cube);
    cube = cube_new(&lists, STEP_YEAR);
    assert_false(cube_add(cube, leaf, period_of(1990, 3), 1, figures, 2, true, &err));
    check_error(&err, ERROR_FORMAT, "a year must begin in January, not in month 3");
    cube_free(cube);
}

static void years_have_limits(void **state)
{
    (void)state;
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct key leaf = key("mx-20", "comun", "victims");
    struct figure figures[13];
    for (size_t i = 0; i < 13; i++)
        figures[i] = reported(1);
    add(cube, leaf, YEAR_MIN, 1, 1, figures);
    add(cube, leaf, YEAR_MAX, 1, 12, figures);
    struct error err = {0};
    assert_false(
        cube_add(cube, leaf, period_of(YEAR_MAX, 1), 13, figures, 2, false, &err));
    check_error(&err, ERROR_LIMIT, "not within 1700 to 2200");
    err = (struct error){0};
    assert_false(
        cube_add(cube, leaf, period_of(YEAR_MIN - 1, 12), 1, figures, 2, false, &err));
    check_error(&err, ERROR_LIMIT, "1699");
    cube_seal(cube, 0);
    check_figure(at(cube, leaf, YEAR_MAX, 12), STATUS_REPORTED, 1);
    cube_free(cube);
}

static void what_a_whole_list_does_not_name_is_zero(void **state)
{
    (void)state;
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct key robo = key("mx-20001", "robo", "investigations");
    struct key culposo = key("mx-20001", "culposo", "investigations");
    struct key other = key("mx-20002", "robo", "investigations");
    struct figure two[] = {reported(2)};
    add(cube, robo, 2020, 1, 1, two);
    add(cube, culposo, 2020, 3, 1, two);
    add(cube, robo, 2020, 5, 1, (struct figure[]){BLANK});
    add(cube, culposo, 2020, 5, 1, two);
    add(cube, other, 2020, 2, 1, two);
    cube_fill_silent(cube);
    cube_seal(cube, 0);
    check_figure(at(cube, robo, 2020, 1), STATUS_REPORTED, 2);
    check_figure(at(cube, culposo, 2020, 1), STATUS_REPORTED, 0);
    check_figure(at(cube, robo, 2020, 3), STATUS_REPORTED, 0);
    assert_int_equal(at(cube, robo, 2020, 2).status, STATUS_ABSENT);
    assert_int_equal(at(cube, robo, 2020, 5).status, STATUS_NOT_REPORTED);
    assert_int_equal(at(cube, other, 2020, 1).status, STATUS_ABSENT);
    cube_free(cube);
}

static void twice_is_a_contradiction_or_a_sum(void **state)
{
    (void)state;
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct key leaf = key("mx-20001", "robo", "investigations");
    struct error err = {0};
    add(cube, leaf, 2020, 1, 2, (struct figure[]){{0, STATUS_ABSENT}, BLANK});
    add(cube, leaf, 2020, 1, 1, (struct figure[]){reported(3)});
    assert_false(cube_add(cube, leaf, period_of(2020, 2), 1,
                          (struct figure[]){reported(3)}, 9, true, &err));
    check_error(&err, ERROR_CONTRADICTION,
                "Abejones, Robo, Carpetas: 2020-02 is given twice");
    err = (struct error){0};
    check_done(cube_add(cube, leaf, period_of(2020, 1), 3,
                        (struct figure[]){reported(65530), reported(2), reported(2.5)},
                        9, false, &err),
               &err);
    check_done(cube_add(cube, leaf, period_of(2020, 3), 1,
                        (struct figure[]){reported(-0.5)}, 9, false, &err),
               &err);
    cube_seal(cube, 0);
    check_figure(at(cube, leaf, 2020, 1), STATUS_REPORTED, 65533);
    check_figure(at(cube, leaf, 2020, 2), STATUS_PARTIAL, 2);
    check_figure(at(cube, leaf, 2020, 3), STATUS_REPORTED, 2);
    cube_free(cube);
}

static void rows_are_remembered(void **state)
{
    (void)state;
    struct cube *part = cube_new(&lists, STEP_MONTH);
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct key leaf = key("mx-20001", "robo", "investigations");
    struct error err = {0};
    size_t row = 0;
    struct figure one[] = {reported(1)};
    check_done(cube_add(cube, leaf, period_of(2019, 5), 1, one, 17, true, &err), &err);
    check_done(cube_add(cube, leaf, period_of(2019, 6), 1, one, 18, true, &err), &err);
    check_done(cube_add(part, leaf, period_of(2019, 7), 1, one, 3, true, &err), &err);
    check_done(cube_add(part, leaf, period_of(2020, 1), 1, one, 4, true, &err), &err);
    check_done(cube_merge(cube, part, 100, true, &err), &err);
    cube_free(part);
    cube_seal(cube, 0);
    assert_true(cube_row(cube, leaf, period_of(2019, 12), &row));
    assert_int_equal(row, 17);
    assert_true(cube_row(cube, leaf, period_of(2020, 12), &row));
    assert_int_equal(row, 104);
    assert_false(cube_row(cube, leaf, period_of(2021, 1), &row));
    assert_false(cube_row(cube, leaf, period_of(1200, 1), &row));
    assert_false(cube_row(cube, key("mx-20", "robo", "investigations"),
                          period_of(2019, 12), &row));
    cube_free(cube);
}

static void a_merge_knows_what_is_twice(void **state)
{
    (void)state;
    struct cube *part = cube_new(&lists, STEP_MONTH);
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct key leaf = key("mx-20001", "robo", "investigations");
    struct error err = {0};
    struct figure two[] = {reported(1), {1e9, STATUS_REPORTED}};
    check_done(cube_add(cube, leaf, period_of(2019, 5), 2, two, 17, true, &err), &err);
    check_done(cube_add(part, leaf, period_of(2019, 6), 2, two, 3, true, &err), &err);
    assert_false(cube_merge(cube, part, 100, true, &err));
    check_error(&err, ERROR_CONTRADICTION,
                "from row 103 on: Abejones, Robo, Carpetas: 2019-06 is given twice");
    err = (struct error){0};
    check_done(cube_merge(cube, part, 100, false, &err), &err);
    cube_seal(cube, 0);
    check_figure(at(cube, leaf, 2019, 6), STATUS_REPORTED, 1e9 + 1);
    check_figure(at(cube, leaf, 2019, 7), STATUS_REPORTED, 1e9);
    cube_free(part);
    cube_free(cube);
}

/* Properties -------------------------------------------------------------------- */

enum { RUNS = 300, MONTHS = 72 };

/* The same figures, held plainly: for each leaf a line from 2015-01 on. */
struct plain {
    struct figure *figures; /* [place][offence][measure][month] */
};

static struct figure *plain_line(const struct plain *plain, size_t place,
                                 size_t offence, size_t measure)
{
    size_t leaf =
        (place * lists.offences.count + offence) * lists.measures.count + measure;
    return plain->figures + leaf * MONTHS;
}

static void plain_add(struct plain *plain, const struct run *run)
{
    struct figure *line = plain_line(plain, run->key.place.index,
                                     run->key.offence.index, run->key.measure.index);
    size_t first = (size_t)(run->first.month - period_of(2015, 1).month);
    for (size_t i = 0; i < run->count; i++)
        line[first + i] = figure_sum(line[first + i], run->figures[i]);
}

static void check_sum(const struct plain *plain, const struct cube *cube,
                      struct key node)
{
    struct figure sums[MONTHS] = {0};
    size_t place = node.place.index, offence = node.offence.index;
    size_t measure = node.measure.index;
    for (size_t p = place; p < place + lists.places.node[place].span; p++)
        for (size_t o = offence; o < offence + lists.offences.node[offence].span; o++)
            for (size_t m = measure; m < measure + lists.measures.node[measure].span;
                 m++)
                for (size_t i = 0; i < MONTHS; i++)
                    sums[i] = figure_sum(sums[i], plain_line(plain, p, o, m)[i]);
    struct series series = cube_series(&arena, cube, node);
    for (int i = 0; i < MONTHS; i++) {
        struct period period = period_after(period_of(2015, 1), i);
        check_figure(series_at(&series, period), sums[i].status, sums[i].value);
    }
}

static void make_runs(struct run *runs, uint64_t seed)
{
    for (size_t i = 0; i < RUNS; i++)
        runs[i] = chance_run(&lists, &seed);
    /* Closes the cube with a count, so that nothing looks like padding. */
    runs[0].first = period_of(2020, 12);
    runs[0].count = 1;
    runs[0].figures[0] = reported(7);
}

static struct cube *fill(const struct run *runs, size_t count)
{
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct error err = {0};
    for (size_t i = 0; i < count; i++)
        check_done(cube_add(cube, runs[i].key, runs[i].first, runs[i].count,
                            runs[i].figures, i, false, &err),
                   &err);
    return cube;
}

static void any_node_is_the_sum_of_its_leaves(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct run runs[RUNS];
        size_t leaves =
            lists.places.count * lists.offences.count * lists.measures.count;
        struct plain plain = {
            arena_array(&arena, leaves * MONTHS, sizeof(struct figure))};
        make_runs(runs, seed);
        for (size_t i = 0; i < RUNS; i++)
            plain_add(&plain, &runs[i]);
        struct cube *cube = fill(runs, RUNS);
        cube_seal(cube, 0);
        for (uint32_t p = 0; p < lists.places.count; p++)
            for (uint32_t o = 0; o < lists.offences.count; o++)
                for (uint32_t m = 0; m < lists.measures.count; m++)
                    check_sum(&plain, cube, (struct key){{p}, {o}, {m}});
        cube_free(cube);
    }
}

static void order_does_not_matter(void **state)
{
    (void)state;
    for (uint64_t seed = 11; seed <= 15; seed++) {
        struct run runs[RUNS];
        make_runs(runs, seed);
        struct cube *ordered = fill(runs, RUNS);
        uint64_t shuffle = seed;
        for (uint32_t i = RUNS - 1; i > 0; i--) {
            uint32_t j = chance(&shuffle, i + 1);
            struct run run = runs[i];
            runs[i] = runs[j];
            runs[j] = run;
        }
        struct cube *shuffled = fill(runs, RUNS);
        cube_seal(ordered, 3);
        cube_seal(shuffled, 3);
        check_same_cube(ordered, shuffled);
        cube_free(ordered);
        cube_free(shuffled);
    }
}

static void merging_any_parts_gives_the_same(void **state)
{
    (void)state;
    for (uint64_t seed = 21; seed <= 25; seed++) {
        struct run runs[RUNS];
        struct error err = {0};
        make_runs(runs, seed);
        struct cube *whole = fill(runs, RUNS);
        struct cube *merged = cube_new(&lists, STEP_MONTH);
        uint64_t cuts = seed;
        for (size_t at_ = 0; at_ < RUNS;) {
            size_t count = 1 + chance(&cuts, 120);
            count = count < RUNS - at_ ? count : RUNS - at_;
            struct cube *part = fill(runs + at_, count);
            check_done(cube_merge(merged, part, at_, false, &err), &err);
            cube_free(part);
            at_ += count;
        }
        cube_seal(whole, 3);
        cube_seal(merged, 3);
        check_same_cube(whole, merged);
        cube_free(whole);
        cube_free(merged);
    }
}

static bool count_statuses(void *context, struct key key_, const struct series *series)
{
    (void)key_;
    size_t *seen = context;
    for (size_t i = 0; i < series->count; i++) {
        seen[series->figures[i].status]++;
        if (!figure_known(series->figures[i]))
            assert_true(series->figures[i].value == 0);
    }
    return true;
}

static void statuses_come_out_as_they_went_in(void **state)
{
    (void)state;
    size_t seen[STATUS_SUPPRESSED + 1] = {0}, put[STATUS_SUPPRESSED + 1] = {0};
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    uint64_t seed = 5;
    for (uint32_t i = 0; i < lists.places.count; i++) {
        struct run run = chance_run(&lists, &seed);
        run.key.place.index = i;
        run.first = period_of(2020, 1);
        run.count = 12;
        run.figures[0] = run.figures[11] = reported(1);
        for (size_t j = 1; j < 11; j++)
            run.figures[j] = chance_figure(&seed);
        for (size_t j = 0; j < 12; j++)
            put[run.figures[j].status]++;
        add(cube, run.key, 2020, 1, 12, run.figures);
    }
    cube_seal(cube, 0);
    cube_each(cube, count_statuses, seen);
    assert_memory_equal(seen, put, sizeof seen);
    cube_free(cube);
}

static bool stop_at_once(void *context, struct key key_, const struct series *series)
{
    (void)key_;
    (void)series;
    ++*(int *)context;
    return false;
}

static void a_visit_can_stop(void **state)
{
    (void)state;
    int visits = 0;
    struct run runs[RUNS];
    make_runs(runs, 3);
    struct cube *cube = fill(runs, RUNS);
    cube_seal(cube, 0);
    cube_each(cube, stop_at_once, &visits);
    assert_int_equal(visits, 1);
    cube_free(cube);
}

/* More series than a chunk holds, in year-major order. */
static void many_series_in_many_years(void **state)
{
    (void)state;
    static struct place nodes[3000];
    struct lists wide = lists;
    for (uint32_t i = 0; i < 3000; i++)
        nodes[i] = (struct place){.parent = i ? 0 : NO_INDEX, .span = i ? 1 : 3000};
    wide.places = (struct places){.count = 3000, .node = nodes};
    struct cube *cube = cube_new(&wide, STEP_MONTH);
    struct error err = {0};
    for (int year = 2015; year < 2018; year++)
        for (uint32_t i = 3000; i-- > 1;) {
            struct key leaf = {{i}, {6}, {0}};
            struct figure figure = reported(year == 2016 ? 70000 + i : i);
            check_done(
                cube_add(cube, leaf, period_of(year, 4), 1, &figure, i, true, &err),
                &err);
        }
    cube_seal(cube, 0);
    struct key all = {{0}, {0}, {0}};
    check_figure(at(cube, all, 2015, 4), STATUS_REPORTED, 2999 * 3000 / 2);
    check_figure(at(cube, all, 2016, 4), STATUS_REPORTED,
                 2999 * 3000 / 2 + 2999 * 70000.0);
    check_figure(at(cube, (struct key){{2999}, {6}, {0}}, 2017, 4), STATUS_REPORTED,
                 2999);
    cube_free(cube);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_cube_is_empty),
        cmocka_unit_test(parents_are_sums),
        cmocka_unit_test(unknown_parts_make_sums_partial),
        cmocka_unit_test(the_newest_periods_are_provisional),
        cmocka_unit_test(a_part_of_a_series),
        cmocka_unit_test(padding_is_not_reported),
        cmocka_unit_test(zeros_of_one_place_stay),
        cmocka_unit_test(a_cube_of_zeros_stays),
        cmocka_unit_test(years_are_a_step),
        cmocka_unit_test(years_have_limits),
        cmocka_unit_test(what_a_whole_list_does_not_name_is_zero),
        cmocka_unit_test(twice_is_a_contradiction_or_a_sum),
        cmocka_unit_test(rows_are_remembered),
        cmocka_unit_test(a_merge_knows_what_is_twice),
        cmocka_unit_test(any_node_is_the_sum_of_its_leaves),
        cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test(merging_any_parts_gives_the_same),
        cmocka_unit_test(statuses_come_out_as_they_went_in),
        cmocka_unit_test(a_visit_can_stop),
        cmocka_unit_test(many_series_in_many_years),
    };
    return cmocka_run_group_tests(tests, make_world, drop_world);
}
