#include "tests/transform/made_world.h"

#include "transform/vintage.h"

/* Places times two offences, a year of months from January on; one leaf may go. */
static struct cube *vintage(size_t places, size_t months, bool without_last)
{
    static const char *const place[] = {"mx-01001", "mx-01002", "mx-20001", "mx-20002",
                                        "mx-20999", "mx-20",    "mx-01",    "mx"};
    static const char *const offence[] = {"doloso", "robo"};
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct figure figures[12] = {{0}};
    struct error err = {0};
    for (size_t i = 0; i < 12; i++)
        figures[i] = i < months ? (struct figure){(double)i + 1, STATUS_REPORTED}
                                : (struct figure){0, STATUS_NOT_REPORTED};
    for (size_t i = 0; i < places * 2 - without_last; i++)
        check_done(
            cube_add(cube,
                     world_key(&lists, place[i / 2], offence[i % 2], "investigations"),
                     period_of(2020, 1), 12, figures, i, true, &err),
            &err);
    cube_seal(cube, 1);
    return cube;
}

static bool check(struct cube *older, struct cube *newer, struct error *err)
{
    *err = (struct error){0};
    bool fine = vintage_check(older, newer, err);
    cube_free(older);
    cube_free(newer);
    return fine;
}

static void a_vintage_may_grow(void **state)
{
    (void)state;
    struct error err;
    check_done(check(vintage(2, 6, false), vintage(2, 6, false), &err), &err);
    check_done(check(vintage(2, 6, false), vintage(3, 7, false), &err), &err);
    check_done(check(vintage(2, 6, true), vintage(2, 6, false), &err), &err);
    check_done(check(vintage(0, 6, false), vintage(0, 6, false), &err), &err);
}

static void a_vintage_must_not_shrink(void **state)
{
    (void)state;
    struct error err;
    assert_false(check(vintage(2, 7, false), vintage(2, 6, false), &err));
    check_error(&err, ERROR_CONTRADICTION,
                "the new vintage ends with 2020-06, the one before with 2020-07");
    assert_false(check(vintage(2, 7, false), vintage(0, 6, false), &err));
    check_error(&err, ERROR_CONTRADICTION, "has no known figure");
    assert_false(check(vintage(2, 7, false), vintage(2, 7, true), &err));
    check_error(&err, ERROR_CONTRADICTION,
                "lacks 1 of the 4 series that the one before reports; the first is El "
                "Llano, Robo, Carpetas");
    assert_false(check(vintage(2, 7, false), vintage(1, 8, true), &err));
    check_error(&err, ERROR_CONTRADICTION,
                "nothing for 1 place that the one before reports: El Llano (3 of 4 "
                "series are gone)");
    assert_false(check(vintage(8, 7, false), vintage(1, 8, false), &err));
    check_error(&err, ERROR_CONTRADICTION,
                "7 places that the one before reports: México, Oaxaca, Acatlán, "
                "Abejones, Otros and 2 more (14 of 16");
}

/* The leaf is there and all blank: what was known is gone all the same. */
static void a_blank_leaf_is_a_loss(void **state)
{
    (void)state;
    struct error err = {0};
    struct cube *older = vintage(1, 6, false);
    struct cube *newer = cube_new(&lists, STEP_MONTH);
    struct figure one = {1, STATUS_REPORTED}, blank = {0, STATUS_NOT_REPORTED};
    struct key robbery = world_key(&lists, "mx-01001", "robo", "investigations");
    struct key murder = world_key(&lists, "mx-01001", "doloso", "investigations");
    check_done(cube_add(newer, robbery, period_of(2020, 7), 1, &one, 1, true, &err),
               &err);
    check_done(cube_add(newer, murder, period_of(2020, 7), 1, &blank, 1, true, &err),
               &err);
    cube_seal(newer, 0);
    assert_false(check(older, newer, &err));
    check_error(&err, ERROR_CONTRADICTION, "the first is Aguascalientes, Homicidio");
}

/* One leaf of so many months from January 2020, all of one value. */
static struct cube *level(size_t months, double value)
{
    struct error err = {0};
    struct figure figures[36];
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    for (size_t i = 0; i < months; i++)
        figures[i] = (struct figure){value, STATUS_REPORTED};
    check_done(cube_add(cube, world_key(&lists, "mx-01001", "robo", "investigations"),
                        period_of(2020, 1), months, figures, 1, true, &err),
               &err);
    return cube;
}

static void a_figure_once_published_stays(void **state)
{
    (void)state;
    struct error err = {0};
    struct figure one = {100, STATUS_REPORTED};
    struct key robbery = world_key(&lists, "mx-01001", "robo", "investigations");
    struct cube *older = level(24, 100), *newer = cube_new(&lists, STEP_MONTH);
    for (int month = 0; month < 24; month++)
        if (month != 5 && month != 6)
            check_done(cube_add(newer, robbery, period_after(period_of(2020, 1), month),
                                1, &one, 1, true, &err),
                       &err);
    cube_seal(older, 3);
    cube_seal(newer, 3);
    assert_false(check(older, newer, &err));
    check_error(&err, ERROR_CONTRADICTION,
                "no figure in 2 places of the table where the one before has one; the "
                "first is Aguascalientes, Robo, 2020-06");
}

static bool may_move(double was, double is, struct error *err)
{
    struct cube *older = level(12, was), *newer = level(13, is);
    cube_seal(older, 0);
    cube_seal(newer, 0);
    return check(older, newer, err);
}

static void a_total_moves_within_what_corrections_do(void **state)
{
    (void)state;
    struct error err;
    assert_true(may_move(100, 98.5, &err));
    assert_true(may_move(100, 104.5, &err));
    assert_true(may_move(10, 8.5, &err)); /* 18 cases of 120: no matter */
    assert_false(may_move(1000, 950, &err));
    check_error(&err, ERROR_CONTRADICTION,
                "Aguascalientes, 2020: the new vintage has 11,400 cases where the one "
                "before has 12,000, 5.0% fewer; up to 2% is taken for a correction");
    assert_false(may_move(1000, 1060, &err));
    check_error(&err, ERROR_CONTRADICTION, "6.0% more; up to 5% is taken");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_vintage_may_grow),
        cmocka_unit_test(a_vintage_must_not_shrink),
        cmocka_unit_test(a_blank_leaf_is_a_loss),
        cmocka_unit_test(a_figure_once_published_stays),
        cmocka_unit_test(a_total_moves_within_what_corrections_do),
    };
    return cmocka_run_group_tests(tests, make_world, drop_world);
}
