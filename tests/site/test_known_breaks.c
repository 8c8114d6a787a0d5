/* The level breaks that transform/lists/breaks.csv lists, against the bundled state
 * file: each is a shift that the rule of the coverage page finds, in that very month.
 */
#include "tests/site/bundled_files.h"

#include "transform/breaks.h"
#include "transform/coverage.h"

static struct cube *cube;
static struct breaks breaks;

static int read_file(void **state)
{
    struct error err = {0};
    open_own(state);
    cube = read_bundled("mx-estatal-2015", "sesnsp_estatal", "2024-12-21");
    check_done(
        breaks_load(&arena, "transform/lists", own_holdings.lists, &breaks, &err),
        &err);
    return 0;
}

static int drop_file(void **state)
{
    cube_free(cube);
    return close_own(state);
}

static bool is_found(const struct break_in *it)
{
    struct key key = {it->place, offence_find(own_holdings.lists, TEXT("fuero-comun")),
                      measure_find(own_holdings.lists, TEXT("investigations"))};
    struct series total = cube_series(&arena, cube, key);
    size_t found;
    struct level_shift *shifts = level_shifts(&arena, &total, &found);
    for (size_t i = 0; i < found; i++)
        if (shifts[i].at.month == it->date.month)
            return true;
    return false;
}

static void each_is_found_by_the_rule(void **state)
{
    (void)state;
    size_t levels = 0;
    for (size_t i = 0; i < breaks.count; i++) {
        const struct break_in *it = &breaks.row[i];
        if (it->kind != BREAK_LEVEL)
            continue;
        assert_string_equal(it->after->code, "cnsp-2015");
        if (!is_found(it))
            fail_msg("%s is listed, and the rule does not find it", it->code);
        levels++;
    }
    assert_int_equal(levels, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_is_found_by_the_rule)};
    return cmocka_run_group_tests(tests, read_file, drop_file);
}
