/* Sums against totals, small enough to add up by hand: Oaxaca has Abejones, Acatlán and
 * what is not allocated to any. */
#include "tests/transform/made_world.h"

#include "transform/sums_agree.h"

/* One row of three months from January 2020 on; a negative figure is a blank cell. */
static void put(struct cube *cube, const char *place, const char *offence, int january,
                int february, int march)
{
    const int values[] = {january, february, march};
    struct figure figures[3];
    struct error err = {0};
    for (size_t i = 0; i < 3; i++)
        figures[i] = values[i] < 0 ? (struct figure){0, STATUS_NOT_REPORTED}
                                   : (struct figure){values[i], STATUS_REPORTED};
    check_done(cube_add(cube, world_key(&lists, place, offence, "investigations"),
                        period_of(2020, 1), 3, figures, 0, true, &err),
               &err);
}

/* Oaxaca: 100, 200, 300; its parts 60 + 39 + 1, 120 + 70 + 10, 300 + 0 + 0. */
static struct cube *states(int provisional)
{
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    put(cube, "mx-20", "doloso.arma", 80, 150, 250);
    put(cube, "mx-20", "doloso.otro", 20, 50, 50);
    put(cube, "mx-01", "robo", 7, 7, 7);
    cube_seal(cube, provisional);
    return cube;
}

static struct cube *towns(int unallocated, int march, int provisional)
{
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    put(cube, "mx-20001", "doloso", 60, 120, march);
    put(cube, "mx-20002", "doloso", 39, 70, 0);
    put(cube, "mx-20999", "doloso", unallocated, 10, 0);
    cube_seal(cube, provisional);
    return cube;
}

static bool check(struct cube *whole, struct cube *parts, double cases, double share,
                  bool same_cut, size_t *compared, struct error *err)
{
    const struct sums_tolerance tolerance = {cases, share, same_cut};
    *err = (struct error){0};
    bool good = sums_agree(whole, parts, &tolerance, "the state file", compared, err);
    cube_free(whole);
    cube_free(parts);
    return good;
}

static void the_unallocated_count(void **state)
{
    (void)state;
    struct error err;
    size_t compared;
    check_done(check(states(0), towns(1, 300, 0), 0, 0, false, &compared, &err), &err);
    assert_int_equal(compared,
                     3); /* homicide in three months; robbery is in one only */
    assert_false(check(states(0), towns(0, 300, 0), 0, 0, false, NULL, &err));
    check_error(
        &err, ERROR_CONTRADICTION,
        "Oaxaca, Homicidio doloso, 2020-01: the parts add up to 99 where the "
        "state file has 100 (sums compared: 3; apart by more than 0 and 0%: 1)");
}

static void a_blank_part_is_no_contradiction(void **state)
{
    (void)state;
    struct error err;
    size_t compared;
    check_done(check(states(0), towns(-1, 300, 0), 0, 0, false, &compared, &err), &err);
    assert_int_equal(compared, 2);
}

static void the_tolerance_is_the_larger_of_two(void **state)
{
    (void)state;
    struct error err;
    check_done(check(states(0), towns(4, 303, 0), 3, 0, false, NULL, &err), &err);
    check_done(check(states(0), towns(4, 303, 0), 0, 0.03, false, NULL, &err), &err);
    assert_false(check(states(0), towns(4, 303, 0), 2, 0.01, false, NULL, &err));
    check_error(&err, ERROR_CONTRADICTION, "2020-01: the parts add up to 103");
}

/* March is 9 apart, January 1: the one that is farther apart is named. */
static void names_what_is_farthest_apart(void **state)
{
    (void)state;
    struct error err;
    assert_false(check(states(0), towns(0, 309, 0), 0, 0, false, NULL, &err));
    check_error(&err, ERROR_CONTRADICTION,
                "2020-03: the parts add up to 309 where the state file has 300 (sums "
                "compared: 3; apart by more than 0 and 0%: 2)");
}

static void provisional_figures_agree_within_a_cut(void **state)
{
    (void)state;
    struct error err;
    size_t compared;
    check_done(check(states(1), towns(1, 309, 1), 0, 0, false, &compared, &err), &err);
    assert_int_equal(compared, 2);
    assert_false(check(states(1), towns(1, 309, 1), 0, 0, true, NULL, &err));
    check_error(&err, ERROR_CONTRADICTION, "2020-03");
}

/* Totals of the country against states, and the other way of nesting offences: the
 * parts have the modalities, the whole has not. */
static void a_country_sums_its_states(void **state)
{
    (void)state;
    struct error err;
    size_t compared;
    struct cube *country = cube_new(&lists, STEP_MONTH);
    put(country, "mx", "doloso", 100, 200, 300);
    put(country, "mx", "robo", 7, 8, 7);
    cube_seal(country, 0);
    assert_false(check(country, states(0), 0, 0, false, &compared, &err));
    assert_int_equal(compared, 6);
    check_error(&err, ERROR_CONTRADICTION,
                "México, Robo, 2020-02: the parts add up to 7 where the state file has "
                "8");
}

static void nothing_in_common_is_no_contradiction(void **state)
{
    (void)state;
    struct error err;
    size_t compared;
    struct cube *other = cube_new(&lists, STEP_MONTH);
    put(other, "mx-01002", "culposo", 1, 2, 3);
    cube_seal(other, 0);
    check_done(check(states(0), other, 0, 0, false, &compared, &err), &err);
    assert_int_equal(compared, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_world(the_unallocated_count),
        in_world(a_blank_part_is_no_contradiction),
        in_world(the_tolerance_is_the_larger_of_two),
        in_world(names_what_is_farthest_apart),
        in_world(provisional_figures_agree_within_a_cut),
        in_world(a_country_sums_its_states),
        in_world(nothing_in_common_is_no_contradiction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
