/* Revisions and coverage of the bundled files, against a recount made apart from the
 * program: both vintages read with Python's csv module, every cell (state, modality,
 * month) that both publish compared. */
#include "tests/site/bundled_files.h"

#include "transform/coverage.h"
#include "transform/first_figures.h"
#include "transform/ledger.h"

#include <math.h>

static struct cube *cubes[4];

static int read_files(void **state)
{
    open_own(state);
    cubes[0] = read_bundled("mx-estatal-2015", "sesnsp_estatal", "2024-02-21");
    cubes[1] = read_bundled("mx-estatal-2015", "sesnsp_estatal", "2024-12-21");
    cubes[2] = read_bundled("mx-estatal-rnid", "sesnsp_estatal_rnid", "2026-02-21");
    cubes[3] = read_bundled("mx-estatal-rnid", "sesnsp_estatal_rnid", "2026-04-18");
    return 0;
}

static int drop_files(void **state)
{
    for (size_t i = 0; i < 4; i++)
        cube_free(cubes[i]);
    return close_own(state);
}

static struct key total_of(const char *place)
{
    return (struct key){place_find(own_holdings.lists, text_of(place)),
                        offence_find(own_holdings.lists, TEXT("fuero-comun")),
                        measure_find(own_holdings.lists, TEXT("investigations"))};
}

static void state_file_of_2024(void **state)
{
    (void)state;
    struct ledger ledger;
    ledger_of(&arena, cubes[0], cubes[1], &ledger);
    assert_int_equal(ledger.all.changed, 428);
    assert_int_equal(ledger.all.appeared, 0);
    assert_int_equal(ledger.all.vanished, 0);
    assert_true(ledger.all.gross == 1722);
    assert_true(ledger.all.net == 272);
    assert_int_equal(ledger.news, 31360);
    assert_int_equal(ledger.count, 428);
}

static void registry_of_2026(void **state)
{
    (void)state;
    struct ledger ledger;
    ledger_of(&arena, cubes[2], cubes[3], &ledger);
    assert_int_equal(ledger.all.changed, 125);
    assert_true(ledger.all.gross == 7447);
    assert_true(ledger.all.net == 109);
    assert_int_equal(ledger.news, 7296);
    struct revised guanajuato =
        ledger_within(&ledger, own_holdings.lists,
                      (struct key){total_of("mx-11").place, {NO_INDEX}, {NO_INDEX}});
    assert_int_equal(guanajuato.changed, 6);
}

static void what_was_undone_is_the_same_the_other_way(void **state)
{
    (void)state;
    struct ledger ledger;
    ledger_of(&arena, cubes[1], cubes[0], &ledger);
    assert_int_equal(ledger.all.changed, 428);
    assert_true(ledger.all.net == -272 - ledger.all.gross + 1722);
    assert_int_equal(ledger.all.vanished, 31360);
}

/* The 32 states' shifts of January 2026 in intentional homicide, apart from the
 * program: quantiles of 5 and 95%, 0 and 0.153844; the country's own, from 1,369 to
 * 1,392, 0.309516: so 1,398 of March may become 1,421.2. */
static void first_figures_of_2026(void **state)
{
    (void)state;
    const struct cube *vintages[] = {cubes[2], cubes[3]};
    struct key key = total_of("mx");
    key.offence = offence_find(own_holdings.lists, TEXT("homicidio-doloso"));
    struct first_figures past = first_figures_of(&arena, vintages, 2);
    struct spread pool[3];
    double own[1];
    first_figures_pool(&past, PLACE_STATE, key.offence, key.measure, 3, pool);
    assert_int_equal(pool[2].pairs, 32);
    assert_true(pool[2].low == 0);
    assert_true(fabs(pool[2].high - 0.153844) < 1e-6);
    assert_int_equal(first_figures_shifts(&past, key, 0, own), 1);
    struct range range =
        spread_range(spread_for(spread_of_shifts(own, 1), pool[0]), 1398);
    assert_true(range.low == 1398);
    assert_true(fabs(range.high - 1421.2413) < 1e-4);
}

/* January is the one month that the newest file revised, in Guanajuato and not in a
 * state of which it changed nothing. */
static void months_that_were_revised(void **state)
{
    (void)state;
    struct ledger ledger;
    bool revised[3];
    size_t untouched = 0;
    const struct places *places = &own_holdings.lists->places;
    ledger_of(&arena, cubes[2], cubes[3], &ledger);
    ledger_months(&ledger, own_holdings.lists, total_of("mx-11").place,
                  period_of(2026, 1), 3, revised);
    assert_true(revised[0] && !revised[1] && !revised[2]);
    for (uint32_t i = 0; i < places->count; i++) {
        struct key within = {{i}, {NO_INDEX}, {NO_INDEX}};
        if (places->node[i].kind != PLACE_STATE)
            continue;
        ledger_months(&ledger, own_holdings.lists, within.place, period_of(2026, 1), 3,
                      revised);
        size_t cells = ledger_within(&ledger, own_holdings.lists, within).changed;
        assert_true(revised[0] == (cells > 0));
        untouched += !cells;
    }
    assert_true(untouched > 0);
}

/* A file that brings a month is news to every place; one's own is to none. */
static void what_a_newer_file_leaves_alone(void **state)
{
    (void)state;
    size_t places = own_holdings.lists->places.count;
    bool *unlike = arena_array(&arena, places, sizeof *unlike);
    assert_false(cube_unlike_places(cubes[2], cubes[3], unlike));
    assert_true(cube_unlike_places(cubes[3], cubes[3], unlike));
    for (size_t i = 0; i < places; i++)
        assert_false(unlike[i]);
}

/* Guanajuato's "otros contra la vida" of January 2026: 112, then 5. */
static void cases_that_moved_between_categories(void **state)
{
    (void)state;
    struct ledger ledger;
    struct movement *movements;
    ledger_of(&arena, cubes[2], cubes[3], &ledger);
    size_t count = ledger_movements(&arena, &ledger, 20, &movements);
    bool found = false;
    for (size_t i = 0; i < count; i++)
        found |=
            movements[i].place.index == total_of("mx-11").place.index &&
            movements[i].from.index ==
                offence_find(own_holdings.lists, TEXT("otros-delitos-contra-la-vida"))
                    .index &&
            movements[i].fell == 107;
    assert_true(found);
}

static void only_oaxaca_has_months_of_nothing(void **state)
{
    (void)state;
    static const int MONTHS[] = {1, 3, 4, 6, 7, 9, 10, 12};
    const struct places *places = &own_holdings.lists->places;
    size_t all = 0, oaxaca = 0;
    for (uint32_t i = 0; i < places->count; i++) {
        if (places->node[i].kind != PLACE_STATE)
            continue;
        struct key key = total_of(places->node[i].code);
        struct series series = cube_series(&arena, cubes[1], key);
        enum coverage *coverage = coverage_of(&arena, &series);
        for (size_t j = 0; j < series.count; j++) {
            if (coverage[j] != COVERAGE_NOT_REPORTED || j + 1 == series.count)
                continue; /* the last month is not published yet */
            all++;
            struct period at = period_after(series.first, (int)j);
            bool known = at.month == period_of(2016, 10).month;
            for (size_t k = 0; k < sizeof MONTHS / sizeof *MONTHS; k++)
                known |= at.month == period_of(2015, MONTHS[k]).month;
            oaxaca += known && key.place.index == total_of("mx-20").place.index;
        }
    }
    assert_int_equal(all, 9);
    assert_int_equal(oaxaca, 9);
}

static bool shifts_at(const char *place, int year, int month)
{
    size_t found;
    struct series series = cube_series(&arena, cubes[1], total_of(place));
    struct level_shift *shifts = level_shifts(&arena, &series, &found);
    for (size_t i = 0; i < found; i++)
        if (shifts[i].at.month == period_of(year, month).month)
            return true;
    return false;
}

static void levels_that_break(void **state)
{
    (void)state;
    size_t found;
    assert_true(shifts_at("mx-31", 2017, 7)); /* Yucatán */
    assert_true(shifts_at("mx-31", 2021, 6));
    assert_true(shifts_at("mx-06", 2016, 1));  /* Colima: the whole of 2015 lies low */
    assert_true(shifts_at("mx-04", 2021, 11)); /* Campeche */
    struct series jalisco = cube_series(&arena, cubes[1], total_of("mx-14"));
    level_shifts(&arena, &jalisco, &found);
    assert_int_equal(found, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(state_file_of_2024),
        cmocka_unit_test(registry_of_2026),
        cmocka_unit_test(first_figures_of_2026),
        cmocka_unit_test(months_that_were_revised),
        cmocka_unit_test(what_a_newer_file_leaves_alone),
        cmocka_unit_test(what_was_undone_is_the_same_the_other_way),
        cmocka_unit_test(cases_that_moved_between_categories),
        cmocka_unit_test(only_oaxaca_has_months_of_nothing),
        cmocka_unit_test(levels_that_break),
    };
    return cmocka_run_group_tests(tests, read_files, drop_files);
}
