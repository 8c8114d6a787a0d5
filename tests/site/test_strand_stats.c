/* Rates, changes and records of strands, against R 4.2 and by hand. A million live in
 * the state in every year; 2021 and 2022 have 365 days. */
#include "tests/site/small_strands.h"

#include "transform/scatter.h"

#include <math.h>

static void check_near(double found, double wanted, double tolerance)
{
    if (!(fabs(found - wanted) <= tolerance * fabs(wanted)))
        fail_msg("%.15g, wanted %.15g", found, wanted);
}

static struct rate rate_of_newest(const struct given *given)
{
    struct strand strand = small_strand(given);
    struct grounds grounds = small_grounds();
    struct tally newest = strand_newest(&strand);
    return strand_rate(&grounds, &strand, &newest);
}

/* 400 among a million: 40 per 100 000; Byar's 361.755 and 441.187 (typed into R). */
static void rate_of_a_whole_year(void **state)
{
    (void)state;
    struct rate rate = rate_of_newest(&(struct given){.years = 1, .total = {400}});
    check_near(rate.figure.value, 40, 1e-12);
    check_near(rate.around.low, 36.1755441679239, 1e-9);
    check_near(rate.around.high, 44.1187316921114, 1e-9);
    assert_false(rate.too_small);
    assert_true(rate.coverage == 1 && rate.year == 2022);
    assert_int_equal(rate.figure.status, STATUS_REPORTED);
}

/* January to March is 90 of 365 days: 100 cases are 100 / (1e6 * 90 / 365) * 1e5. */
static void rate_of_a_part_of_a_year(void **state)
{
    (void)state;
    struct rate rate = rate_of_newest(
        &(struct given){.years = 1, .total = {100}, .months = 3, .provisional = 1});
    check_near(rate.figure.value, 40.5555555555556, 1e-12);
    check_near(rate.around.low, 81.3621054905279 * 365 / 900, 1e-9);
    assert_int_equal(rate.figure.status, STATUS_PROVISIONAL);
}

/* 120 a year, 10 a month, November blank: 110 in 335 of 365 days; nothing "at least".
 */
static void exposure_follows_coverage(void **state)
{
    (void)state;
    struct rate rate =
        rate_of_newest(&(struct given){.years = 1, .total = {120}, .blank = 1});
    check_near(rate.figure.value, 11.0 * 365 / 335, 1e-12);
    check_near(rate.coverage, 335.0 / 365, 1e-12);
    assert_int_equal(rate.figure.status, STATUS_REPORTED);
}

/* Of two states of a million one lacks November: 230 in 2e6 * (1 - 30 / 730) years. */
static void exposure_of_a_country_follows_its_states(void **state)
{
    (void)state;
    struct rate rate = rate_of_newest(
        &(struct given){.place = "mx", .years = 1, .total = {120}, .blank = 1});
    check_near(rate.coverage, 1 - 30.0 / 730, 1e-12);
    check_near(rate.person_years, 2e6 * (1 - 30.0 / 730), 1e-12);
    check_near(rate.figure.value, 230 / (2e6 * (1 - 30.0 / 730)) * 1e5, 1e-12);
    assert_int_equal(rate.figure.status, STATUS_REPORTED);
}

static void few_cases_are_flagged(void **state)
{
    (void)state;
    struct rate rate = rate_of_newest(&(struct given){.years = 1, .total = {2}});
    assert_true(rate.too_small);
    check_near(rate.around.low, 0.0242209278543965, 1e-9);
    check_near(rate.around.high, 0.7224687667723958, 1e-9);
    rate = rate_of_newest(&(struct given){.years = 1, .total = {0}});
    assert_true(rate.too_small && rate.figure.value == 0 && rate.around.low == 0);
    check_near(rate.around.high, 0.368887945411394, 1e-9);
    rate = rate_of_newest(&(struct given){.place = "mx-14", .years = 1, .total = {90}});
    assert_int_equal(rate.figure.status, STATUS_ABSENT);
}

/* mu <- days * tapply(y, year, sum)[year] / 365
 * th <- MASS::theta.ml(y, mu, limit = 200, eps = 1e-14); 1 / th
 * uniroot(function(m) pnbinom(300 - 1, 12 * th, mu = m) - .975, c(1, 300), tol = 1e-13)
 * uniroot(function(m) pnbinom(300, 12 * th, mu = m) - .025, c(300, 1500), tol = 1e-13)
 * both for a million, so divided by 10 */
static void scatter_widens_the_interval(void **state)
{
    (void)state;
    static const double months[24] = {10, 40, 5,  33, 12, 60, 8,  22, 41, 3,  17, 50,
                                      9,  38, 44, 2,  21, 55, 13, 6,  30, 48, 11, 23};
    struct strand strand =
        small_strand(&(struct given){.years = 2, .by_month = months});
    struct grounds grounds = small_grounds();
    struct scatter month = strand_scatter(&grounds, &strand);
    struct tally year = strand_newest(&strand);
    struct rate rate = strand_rate(&grounds, &strand, &year);
    assert_true(month.dispersion == scatter_of_months(&strand.series).dispersion);
    check_near(month.dispersion, 0.587061288023308, 1e-8);
    assert_true(year.figure.value == 300);
    check_near(rate.around.low, 19.9430976306879, 1e-8);
    check_near(rate.around.high, 49.5349576771935, 1e-8);
}

static enum comparable compare(const struct given *given, struct change *change)
{
    struct strand strand = small_strand(given);
    struct grounds grounds = small_grounds();
    struct tally newest = strand_newest(&strand);
    return strand_change(&grounds, &strand, &newest, 1, change);
}

/* poisson.test(c(393, 555)), poisson.test(c(16, 25)) */
static void changes_are_tested(void **state)
{
    (void)state;
    struct change change;
    assert_int_equal(
        compare(&(struct given){.years = 2, .total = {555, 393}, .months = 11},
                &change),
        COMPARABLE);
    assert_true(change.before.figure.value == 555 && change.per_resident);
    check_near(change.found.p, 1.59472109702958e-07, 1e-8);
    check_near(change.found.ratio, 0.708108108108108, 1e-12);
    check_near(change.found.around.low, 0.620683985041746, 1e-9);
    check_near(change.found.around.high, 0.807239179370911, 1e-9);
    assert_int_equal(change.verdict, VERDICT_LESS);
    compare(&(struct given){.years = 2, .total = {25, 16}, .months = 3}, &change);
    check_near(change.found.p, 0.211023597608801, 1e-9);
    assert_int_equal(change.verdict, VERDICT_NO_CLEAR);
    compare(&(struct given){.years = 2, .total = {4, 3}, .months = 3}, &change);
    assert_int_equal(change.verdict, VERDICT_TOO_FEW);
}

static void gaps_are_not_compared(void **state)
{
    (void)state;
    struct change change;
    struct given given = {.years = 1, .total = {100}, .months = 3};
    assert_int_equal(compare(&given, &change), COMPARABLE_NOT_HELD);
    given = (struct given){.years = 2, .total = {90, 90}, .months = 3, .blank = 1};
    assert_int_equal(compare(&given, &change), COMPARABLE_GAP_NOW);
    given.blank = 12;
    assert_int_equal(compare(&given, &change), COMPARABLE_GAP_EARLIER);
}

static bool record_of(const double *totals, size_t years, struct extreme *record)
{
    struct given given = {.years = years, .months = 3};
    for (size_t i = 0; i < years; i++)
        given.total[i] = totals[i];
    struct strand strand = small_strand(&given);
    struct grounds grounds = small_grounds();
    struct tally newest = strand_newest(&strand);
    return strand_record(&grounds, &strand, &newest, record);
}

static void records_need_years_and_a_test(void **state)
{
    (void)state;
    struct extreme record;
    assert_true(record_of((double[]){900, 300, 330, 360, 600}, 5, &record));
    assert_true(record.highest && !record.of_series && record.since == 2018);
    assert_true(record_of((double[]){300, 330, 360, 150}, 4, &record));
    assert_true(!record.highest && record.of_series && record.since == 2019);
    /* two years between are too few; 366 is within chance of 360 */
    assert_false(record_of((double[]){900, 330, 360, 600}, 4, &record));
    assert_false(record_of((double[]){300, 330, 360, 366}, 4, &record));
}

/* Sixty a month but for April to June of 2021, when every offence of the state is 0. */
static void months_of_nothing_are_missing(void **state)
{
    (void)state;
    double months[24];
    for (int i = 0; i < 24; i++)
        months[i] = i >= 3 && i < 6 ? 0 : 60;
    struct strand strand =
        small_strand(&(struct given){.years = 2, .by_month = months});
    struct silences *silences = silences_of(&small_arena, &small_holdings);
    struct grounds grounds = small_grounds();
    grounds.silences = silences;
    for (int i = 0; i < 24; i++)
        assert_int_equal(is_silent(silences, strand.holding, strand.key.place,
                                   period_after(strand.series.first, i)),
                         i >= 3 && i < 6);
    struct tally year;
    struct change change;
    assert_true(strand_year(&strand, 2021, &year));
    check_near(strand_coverage(&grounds, &strand, &year), 274.0 / 365, 1e-12);
    check_near(strand_rate(&grounds, &strand, &year).figure.value, 54.0 * 365 / 274,
               1e-12);
    year = strand_newest(&strand);
    assert_int_equal(strand_change(&grounds, &strand, &year, 1, &change),
                     COMPARABLE_GAP_EARLIER);
    assert_true(strand_scatter(&grounds, &strand).dispersion == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rate_of_a_whole_year),
        cmocka_unit_test(rate_of_a_part_of_a_year),
        cmocka_unit_test(exposure_follows_coverage),
        cmocka_unit_test(exposure_of_a_country_follows_its_states),
        cmocka_unit_test(few_cases_are_flagged),
        cmocka_unit_test(scatter_widens_the_interval),
        cmocka_unit_test(changes_are_tested),
        cmocka_unit_test(gaps_are_not_compared),
        cmocka_unit_test(records_need_years_and_a_test),
        cmocka_unit_test(months_of_nothing_are_missing),
    };
    return cmocka_run_group_tests(tests, small_strands_open, small_strands_close);
}
