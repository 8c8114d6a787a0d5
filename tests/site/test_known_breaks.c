/* The level breaks that transform/lists/breaks.csv lists, against the bundled state
 * file: each is a shift that the rule of the coverage page finds, in that very month.
 */
#include "tests/check.h"

#include "site/holdings.h"
#include "transform/breaks.h"
#include "transform/coverage.h"

static struct arena arena;
static struct config config;
static struct holdings holdings;
static struct cube *cube;
static struct breaks breaks;

static int read_file(void **state)
{
    struct error err = {0};
    struct day date;
    *state = temporary_folder();
    check_done(config_load(&arena, NULL, ".", &config, &err), &err);
    config.snapshots = *state;
    assert_true(day_parse(TEXT("2024-12-21"), &date));
    check_done(
        holdings_open(&arena, &config, &holdings, &err) &&
            holdings_list(&arena, &holdings, &err) &&
            holdings_check(&arena, &holdings, "mx-estatal-2015",
                           "ingest/bundled/sesnsp_estatal_2024-12-21.csv.xz", date,
                           NULL, &cube, &err) &&
            breaks_load(&arena, "transform/lists", holdings.lists, &breaks, &err),
        &err);
    return 0;
}

static int drop_file(void **state)
{
    cube_free(cube);
    holdings_close(&holdings);
    drop_folder(*state);
    arena_free(&arena);
    return 0;
}

static bool is_found(const struct break_in *it)
{
    struct key key = {it->place, offence_find(holdings.lists, TEXT("fuero-comun")),
                      measure_find(holdings.lists, TEXT("investigations"))};
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
