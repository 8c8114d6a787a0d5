/* Strands from two small sources: the states' file of one methodology, 2020 to 2021,
 * and a municipal one that does not cover the country. */
#include "tests/check.h"

#include "site/strand.h"

#include <string.h>

static struct arena arena;
static struct lists lists;
static struct languages languages = {2, {"es", "en"}};
static struct source sources[3];
static struct vintage vintages[3];
static struct holding holding[3];
static struct holdings holdings;

static struct key key_of(const char *place, const char *offence, const char *measure)
{
    struct key key = {place_find(&lists, text_of(place)),
                      offence_find(&lists, text_of(offence)),
                      measure_find(&lists, text_of(measure))};
    assert_true(key.place.index != NO_INDEX && key.offence.index != NO_INDEX &&
                key.measure.index != NO_INDEX);
    return key;
}

/* months figures of one value from January of a year. */
static void fill(size_t at, struct key key, int year, size_t months, double value)
{
    struct figure figures[48];
    struct error err = {0};
    for (size_t i = 0; i < months; i++)
        figures[i] = (struct figure){value, STATUS_REPORTED};
    check_done(cube_add(vintages[at].cube, key, period_of(year, 1), months, figures, 1,
                        true, &err),
               &err);
}

static void add_source(size_t at, const char *id, const char *subject,
                       const char *level, bool complete, const char *methodology)
{
    sources[at] = (struct source){
        .id = id, .subject = subject, .level = level, .complete = complete};
    sources[at].offence.constant = "population";
    sources[at].measure.constant = "population";
    vintages[at].cube =
        cube_new(&lists, strcmp(subject, "crime") == 0 ? STEP_MONTH : STEP_YEAR);
    holding[at] = (struct holding){.source = &sources[at],
                                   .methodology = methodology_find(&lists, methodology),
                                   .vintages = 1,
                                   .vintage = &vintages[at],
                                   .current = &vintages[at]};
}

static int make_holdings(void **state)
{
    (void)state;
    struct error err = {0};
    struct figure people = {2000000, STATUS_REPORTED};
    check_done(lists_load(&arena, "transform/lists", &languages, &lists, &err), &err);
    add_source(0, "states", "crime", "state", true, "cnsp-2015");
    add_source(1, "towns", "crime", "municipality", false, "cnsp-2015");
    add_source(2, "people", "population", "state", true, "conapo");
    fill(0, key_of("mx-11", "homicidio-doloso.con-arma-de-fuego", "investigations"),
         2020, 22, 10);
    fill(0, key_of("mx-14", "homicidio-doloso.con-arma-de-fuego", "investigations"),
         2020, 22, 5);
    fill(1, key_of("mx-11020", "homicidio-doloso.con-arma-de-fuego", "investigations"),
         2020, 12, 3);
    check_done(cube_add(vintages[2].cube, key_of("mx-11", "population", "population"),
                        period_of(2020, 1), 1, &people, 1, true, &err),
               &err);
    for (size_t i = 0; i < 3; i++)
        cube_seal(vintages[i].cube, i == 0 ? 2 : 0);
    holdings = (struct holdings){.lists = &lists, .count = 3, .holding = holding};
    return 0;
}

static int drop_holdings(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++)
        cube_free(vintages[i].cube);
    arena_free(&arena);
    return 0;
}

static size_t strands_at(const char *place, struct strand strands[STRANDS_MAX])
{
    struct key key = key_of(place, "homicidio-doloso", "investigations");
    return strands_of(&arena, &holdings, key.place, key.offence, key.measure, strands);
}

static void sums_states_into_the_country(void **state)
{
    (void)state;
    struct strand strands[STRANDS_MAX];
    struct tally tally;
    assert_int_equal(strands_at("mx", strands), 1);
    assert_ptr_equal(strands[0].holding, &holding[0]);
    assert_true(strand_full_year(&strands[0], &tally));
    assert_int_equal(period_year(tally.first), 2020);
    assert_true(tally.figure.value == 180);
    assert_int_equal(tally.days, 366);
}

static void never_sums_a_source_that_is_not_whole(void **state)
{
    (void)state;
    struct strand strands[STRANDS_MAX];
    assert_int_equal(strands_at("mx-11", strands), 1);
    assert_ptr_equal(strands[0].holding, &holding[0]);
    assert_int_equal(strands_at("mx-11020", strands), 1);
    assert_ptr_equal(strands[0].holding, &holding[1]);
    assert_int_equal(strands_at("mx-11001", strands), 0);
}

static void newest_stretch_and_the_same_a_year_before(void **state)
{
    (void)state;
    struct strand strands[STRANDS_MAX];
    struct tally tally, before;
    strands_at("mx-11", strands);
    tally = strand_newest(&strands[0]);
    assert_int_equal(tally.first.month, period_of(2021, 1).month);
    assert_int_equal(tally.last.month, period_of(2021, 10).month);
    assert_int_equal(tally.figure.status, STATUS_PROVISIONAL);
    assert_true(tally.figure.value == 100);
    assert_true(strand_before(&strands[0], &tally, 1, &before));
    assert_int_equal(before.figure.status, STATUS_REPORTED);
    assert_true(before.figure.value == 100);
    assert_false(strand_before(&strands[0], &tally, 2, &before));
    assert_false(strand_year(&strands[0], 2019, &before));
}

static void a_rolling_mean_needs_twelve_months(void **state)
{
    (void)state;
    struct strand strands[STRANDS_MAX];
    strands_at("mx-11", strands);
    struct series mean = rolling_mean(&arena, &strands[0].series);
    assert_int_equal(mean.count, 22);
    assert_int_equal(mean.figures[10].status, STATUS_ABSENT);
    assert_int_equal(mean.figures[11].status, STATUS_REPORTED);
    assert_true(mean.figures[11].value == 10);
    assert_int_equal(mean.figures[21].status, STATUS_PROVISIONAL);
}

/* Two years: March of the first is withheld, all of the second, but for one blank
 * month; then a year that was not reported, and a month. A mean is not known for a year
 * after, but only what is withheld itself says so. */
static void withheld_years_and_months(void **state)
{
    (void)state;
    struct figure figures[37];
    for (int i = 0; i < 37; i++)
        figures[i] = (struct figure){i < 12 || i == 36 ? 10 : 0,
                                     i < 12 || i == 36 ? STATUS_REPORTED
                                     : i < 24          ? STATUS_SUPPRESSED
                                                       : STATUS_NOT_REPORTED};
    figures[2] = (struct figure){0, STATUS_SUPPRESSED};
    figures[20] = (struct figure){0, STATUS_NOT_REPORTED};
    struct strand strand = {.series = {period_of(2020, 1), STEP_MONTH, 37, figures},
                            .last = period_of(2023, 1)};
    struct tally year;
    assert_false(strand_withholds(&strand, 2020)); /* known in part */
    assert_true(strand_withholds(&strand, 2021));
    assert_false(strand_withholds(&strand, 2022));
    assert_false(strand_withholds(&strand, 2019));
    assert_false(strand_blank_year(&strand, 2020, &year));
    assert_true(strand_blank_year(&strand, 2021, &year));
    assert_int_equal(year.figure.status, STATUS_SUPPRESSED);
    assert_int_equal(year.last.month, period_of(2021, 12).month);
    assert_true(strand_blank_year(&strand, 2022, &year));
    assert_int_equal(year.figure.status, STATUS_NOT_REPORTED);
    assert_false(strand_blank_year(&strand, 2024, &year)); /* the file has no row */
    struct series mean = rolling_mean(&arena, &strand.series);
    assert_int_equal(mean.figures[11].status, STATUS_ABSENT);
    assert_int_equal(mean.figures[12].status, STATUS_SUPPRESSED);
    assert_int_equal(mean.figures[20].status, STATUS_ABSENT);
    for (int i = 24; i < 36; i++)
        figures[i].status = STATUS_ABSENT;
    assert_false(strand_blank_year(&strand, 2022, &year));
}

static void population_of_a_place_and_year(void **state)
{
    (void)state;
    const struct holding *source;
    struct place_id guanajuato = key_of("mx-11", "population", "population").place;
    struct figure people = population_of(&holdings, guanajuato, 2020, &source);
    assert_true(people.value == 2000000);
    assert_ptr_equal(source, &holding[2]);
    people = population_of(&holdings, guanajuato, 2021, NULL);
    assert_int_equal(people.status, STATUS_ABSENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_states_into_the_country),
        cmocka_unit_test(never_sums_a_source_that_is_not_whole),
        cmocka_unit_test(newest_stretch_and_the_same_a_year_before),
        cmocka_unit_test(a_rolling_mean_needs_twelve_months),
        cmocka_unit_test(withheld_years_and_months),
        cmocka_unit_test(population_of_a_place_and_year),
    };
    return cmocka_run_group_tests(tests, make_holdings, drop_holdings);
}
