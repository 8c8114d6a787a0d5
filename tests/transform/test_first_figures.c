/* Worked by hand. Four municipalities; five earlier vintages end in January to May
 * 2015, the newest in June; every first figure is 100, whose root is 10. By June one
 * figure has become 81 (root 9: a shift of -1), one 121 (+1), one 144 (+2), and 17
 * stayed: sorted, -1, seventeen zeros, 1, 2. The quantile of 5% lies 0.05 * 19 = 0.95
 * of the way from the first to the second: -0.05; that of 95%, 18.05, between 1 and
 * 2: 1.05. */
#include "tests/transform/world.h"

#include "transform/first_figures.h"

#include <math.h>

enum { EARLIER = 5, PLACES = 4 };
static const char *const CODES[PLACES] = {"mx-01001", "mx-01002", "mx-20001",
                                          "mx-20002"};

static struct arena arena;
static struct lists lists;
static struct cube *vintage[EARLIER + 1];

static double figure_of(size_t vintage_index, size_t place, int month)
{
    if (vintage_index < EARLIER)
        return 100;
    return place == 0 && month == 0   ? 81
           : place == 1 && month == 1 ? 121
           : place == 2 && month == 2 ? 144
                                      : 100;
}

static void near(double actual, double expected)
{
    if (fabs(actual - expected) > 1e-9)
        fail_msg("%.12g is not %.12g", actual, expected);
}

static struct key key_of(const char *place)
{
    return world_key(&lists, place, "doloso", "investigations");
}

static struct cube *make_vintage(size_t index, size_t months)
{
    struct error err = {0};
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    for (size_t p = 0; p < PLACES; p++) {
        struct figure figures[12];
        for (size_t m = 0; m < months; m++)
            figures[m] = (struct figure){figure_of(index, p, (int)m), STATUS_REPORTED};
        check_done(cube_add(cube, key_of(CODES[p]), period_of(2015, 1), months, figures,
                            0, false, &err),
                   &err);
    }
    cube_seal(cube, 3);
    return cube;
}

static int make_vintages(void **state)
{
    (void)state;
    world_load(&arena, &lists);
    for (size_t i = 0; i <= EARLIER; i++)
        vintage[i] = make_vintage(i, i + 1);
    return 0;
}

static int free_vintages(void **state)
{
    (void)state;
    for (size_t i = 0; i <= EARLIER; i++)
        cube_free(vintage[i]);
    arena_free(&arena);
    return 0;
}

static struct first_figures learnt(void)
{
    return first_figures_of(&arena, (const struct cube *const *)vintage, EARLIER + 1);
}

static void pool_of_all_places(void **state)
{
    (void)state;
    struct first_figures past = learnt();
    struct spread pool[3];
    struct key key = key_of("mx");
    assert_int_equal(past.count, EARLIER);
    first_figures_pool(&past, PLACE_MUNICIPALITY, key.offence, key.measure, 3, pool);
    assert_int_equal(pool[0].pairs, 20);
    near(pool[0].low, -0.05);
    near(pool[0].high, 1.05);
    /* A month of age 1 has only 16 pairs: it is taken to move as one of age 0. */
    assert_int_equal(pool[1].pairs, 20);
    near(pool[2].high, 1.05);
    first_figures_pool(&past, PLACE_STATE, key.offence, key.measure, 3, pool);
    assert_int_equal(pool[0].pairs, 0); /* 10: too few */
}

/* The country: 400 (root 20) at first. In January's vintage 400 became 381, in
 * February's 421, in March's 444. */
static void own_shifts_of_a_sum(void **state)
{
    (void)state;
    struct first_figures past = learnt();
    double shifts[EARLIER];
    assert_int_equal(first_figures_shifts(&past, key_of("mx"), 0, shifts), 5);
    near(shifts[0], sqrt(381) - 20);
    near(shifts[1], sqrt(421) - 20);
    near(shifts[2], sqrt(444) - 20);
    near(shifts[3], 0);
    assert_int_equal(first_figures_shifts(&past, key_of("mx"), 1, shifts), 4);
    struct spread own = spread_of_shifts(shifts, 4);
    near(own.low, sqrt(381) - 20); /* so few: the least and the largest */
}

static void where_a_figure_may_end(void **state)
{
    (void)state;
    struct spread pool = {.pairs = 20, .low = -0.05, .high = 1.05};
    struct spread few = {.pairs = 4, .low = -1, .high = 0};
    struct spread many = {.pairs = 20, .low = 0.5, .high = 1};
    struct range range = spread_range(spread_for((struct spread){0}, pool), 400);
    near(range.low, 19.95 * 19.95);  /* 398.0025 */
    near(range.high, 21.05 * 21.05); /* 443.1025 */
    range = spread_range(spread_for(few, pool), 400);
    near(range.low, 361);
    near(range.high, 443.1025);
    /* Enough of its own: the pool does not count; staying what it is always does. */
    struct spread own = spread_for(many, pool);
    assert_true(own.own);
    range = spread_range(own, 400);
    near(range.low, 400);
    near(range.high, 441);
    range = spread_range(spread_for(few, pool), 0); /* nothing below none */
    near(range.low, 0);
    near(range.high, 1.1025);
    assert_int_equal(spread_for(few, (struct spread){0}).pairs, 0);
}

static void what_makes_no_pair(void **state)
{
    (void)state;
    const struct cube *alone[] = {vintage[5]};
    const struct cube *same[] = {vintage[5], vintage[5]};
    assert_int_equal(first_figures_of(&arena, alone, 1).count, 0);
    assert_int_equal(first_figures_of(&arena, same, 2).count, 0); /* no time passed */
    assert_int_equal(first_figures_of(&arena, NULL, 0).count, 0);
    /* A part then, the whole now: it arrived late, nobody revised it. */
    struct error err = {0};
    struct cube *partial = cube_new(&lists, STEP_MONTH);
    struct figure figures[] = {{90, STATUS_PARTIAL}};
    check_done(cube_add(partial, key_of("mx-01001"), period_of(2015, 1), 1, figures, 0,
                        false, &err),
               &err);
    cube_seal(partial, 1);
    const struct cube *late[] = {partial, vintage[5]};
    struct first_figures past = first_figures_of(&arena, late, 2);
    double shift;
    assert_int_equal(past.count, 1);
    assert_int_equal(first_figures_shifts(&past, key_of("mx-01001"), 0, &shift), 0);
    assert_int_equal(first_figures_shifts(&past, key_of("mx-01002"), 0, &shift), 0);
    cube_free(partial);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pool_of_all_places), cmocka_unit_test(own_shifts_of_a_sum),
        cmocka_unit_test(where_a_figure_may_end), cmocka_unit_test(what_makes_no_pair)};
    return cmocka_run_group_tests(tests, make_vintages, free_vintages);
}
