/* The statistics against R 4.2 (r-base-core, MASS). How each reference was made stands
 * beside it; R is not needed to run this. */
#include "tests/check.h"

#include "base/arena.h"
#include "transform/comparison.h"
#include "transform/distribution.h"
#include "transform/interval.h"
#include "transform/scatter.h"

#include <math.h>
#include <stdint.h>

static const struct scatter POISSON = {0};

static void check_near(double found, double wanted, double tolerance)
{
    if (fabs(found - wanted) > tolerance * fmax(fabs(wanted), 1e-300))
        fail_msg("%.15g, wanted %.15g", found, wanted);
}

/* pgamma(x, a), pgamma(x, a, lower = FALSE), qgamma(p, a) */
static void gamma_functions(void **state)
{
    (void)state;
    check_near(gamma_lower(0.5, 0.1), 0.345279153981423, 1e-13);
    check_near(gamma_lower(3, 2.5), 0.45618688411667, 1e-13);
    check_near(gamma_upper(3, 2.5), 0.54381311588333, 1e-13);
    check_near(gamma_lower(100, 90), 0.15822098918643, 1e-12);
    check_near(gamma_lower(1e5, 100300), 0.828636311251208, 1e-11);
    check_near(gamma_lower(1e9, 1e9), 0.50000420522087, 1e-8);
    check_near(gamma_quantile(0.5, 0.025), 0.000491034558587628, 1e-12);
    check_near(gamma_quantile(10, 0.975), 17.0848034514192, 1e-13);
    check_near(gamma_quantile(1000, 0.001), 905.120790934977, 1e-12);
}

/* pbeta, qbeta, qnorm, digamma, trigamma */
static void other_functions(void **state)
{
    (void)state;
    check_near(beta_lower(2, 3, 0.4), 0.5248, 1e-13);
    check_near(beta_lower(50, 60, 0.5), 0.830907293901669, 1e-12);
    check_near(beta_lower(2581, 2635, 0.49), 0.242991288133115, 1e-10);
    check_near(beta_lower(0.3, 0.7, 0.01), 0.215768572503186, 1e-13);
    check_near(beta_quantile(2, 3, 0.025), 0.067585986488543, 1e-12);
    check_near(beta_quantile(26, 16, 0.975), 0.757989032821311, 1e-12);
    check_near(normal_quantile(1e-10), -6.36134090240406, 1e-13);
    check_near(normal_quantile(0.025), -1.95996398454005, 1e-13);
    check_near(normal_quantile(0.3), -0.524400512708041, 1e-13);
    check_near(normal_quantile(0.999999), 4.75342430881709, 1e-11);
    check_near(digamma_of(0.1), -10.4237549404111, 1e-13);
    check_near(digamma_of(1), -0.577215664901532, 1e-12);
    check_near(digamma_of(25), 3.19874251285197, 1e-13);
    check_near(trigamma_of(0.1), 101.433299150793, 1e-13);
    check_near(trigamma_of(3.7), 0.310037857670038, 1e-12);
    check_near(trigamma_of(1e4), 0.000100005000166667, 1e-13);
    /* dnbinom, pnbinom(3, size = 2.5, mu = 7), dpois, ppois(3, 7) */
    check_near(log_negative_binomial(3, 7, 2.5), -2.37227598756665, 1e-13);
    check_near(negative_binomial_lower(3, 7, 2.5), 0.278621126780819, 1e-12);
    check_near(log_poisson(3, 7), -2.95402902206212, 1e-13);
    check_near(poisson_lower(3, 7), 0.0817654162447216, 1e-13);
}

static void check_interval(double count, struct scatter scatter, double low,
                           double high)
{
    struct interval found = count_interval(count, scatter);
    check_near(found.low, low, 1e-9);
    check_near(found.high, high, 1e-9);
}

/* qchisq(.025, 2x) / 2, qchisq(.975, 2x + 2) / 2; Byar's formula typed into R; uniroot
 * over pnbinom(x, size, mu = m) - .025. */
static void intervals_of_a_count(void **state)
{
    (void)state;
    check_interval(0, POISSON, 0, 3.68887945411394);
    check_interval(1, POISSON, 0.0253178079842899, 5.5716433909389);
    check_interval(5, POISSON, 1.62348639011842, 11.6683320793227);
    check_interval(9, POISSON, 4.11537309737833, 17.0848034514192);
    check_interval(10, POISSON, 4.78744991396756, 18.3914586057565);
    check_interval(25, POISSON, 16.1742659216572, 36.9064506921854);
    check_interval(2581, POISSON, 2482.37708131191, 2682.5364314026);
    check_interval(25290, POISSON, 24979.2583947922, 25603.6420650363);
    check_interval(0, (struct scatter){1.0 / 5}, 0, 5.45639552591273);
    check_interval(16, (struct scatter){1.0 / 20}, 8.10060074942412, 32.4966357801511);
    check_interval(300, (struct scatter){1.0 / 50}, 225.730728260862, 413.279691975872);
}

static void a_rate_is_its_count_over_exposure(void **state)
{
    (void)state;
    struct interval found = rate_interval(2581, 6422483, 100000, POISSON);
    check_near(found.low, 2482.37708131191 / 64.22483, 1e-9);
    check_near(found.high, 2682.5364314026 / 64.22483, 1e-9);
    assert_true(too_small_to_rank(9, count_interval(9, POISSON)));
    assert_true(too_small_to_rank(12, count_interval(12, POISSON)));
    assert_false(too_small_to_rank(100, count_interval(100, POISSON)));
}

static void check_comparison(double x, double ex, double y, double ey, double p,
                             double ratio, double low, double high)
{
    struct comparison found = compare_counts(x, ex, y, ey, POISSON);
    check_near(found.p, p, 1e-7);
    check_near(found.ratio, ratio, 1e-12);
    check_near(found.around.low, low, 1e-9);
    check_near(found.around.high, high, 1e-9);
}

/* poisson.test(c(x, y), c(ex, ey)) */
static void two_counts(void **state)
{
    (void)state;
    check_comparison(16, 1, 25, 1, 0.211023597608801, 0.64, 0.319280301824288,
                     1.24694953550437);
    check_comparison(25, 1, 16, 1, 0.211023597608801, 1.5625, 0.801957073263208,
                     3.1320441451798);
    check_comparison(0, 1, 5, 1, 0.0625, 0, 0, 1.09127910518255);
    check_comparison(393, 334, 555, 335, 1.90773187796749e-07, 0.71022819226412,
                     0.622542320326303, 0.809656063141482);
    check_comparison(2581, 365, 2634, 365, 0.471483810072134, 0.979878511769172,
                     0.927744396530845, 1.03493441556212);
    check_comparison(3, 90, 12, 91, 0.0351969413459805, 0.252777777777778,
                     0.0457758954233113, 0.936671284759012);
    struct comparison none = compare_counts(0, 1, 0, 1, POISSON);
    assert_true(none.p == 1 && isnan(none.ratio));
}

/* sum(pr[pr <= pr[26]]) of choose(41, x) beta(x + 20, 41 - x + 20) / beta(20, 20) */
static void two_counts_that_scatter(void **state)
{
    (void)state;
    struct comparison found = compare_counts(25, 1, 16, 1, (struct scatter){0.05});
    check_near(found.p, 0.380773073459203, 1e-10);
    struct comparison poisson = compare_counts(25, 1, 16, 1, POISSON);
    assert_true(found.around.low < poisson.around.low);
    assert_true(found.around.high > poisson.around.high);
}

/* Krishnamoorthy and Thomson's double sum written out in R with outer(); 16 against 25
 * gives .165, as published at andrewpwheeler.com/2018/04/29. */
static void e_tests(void **state)
{
    (void)state;
    check_near(e_test(25, 1, 16, 1), 0.164796317854727, 1e-10);
    check_near(e_test(3, 90, 12, 91), 0.0211563300111928, 1e-10);
    check_near(e_test(0, 1, 5, 1), 0.0197560522908832, 1e-10);
}

/* p.adjust(p, "BH") */
static void many_tests(void **state)
{
    (void)state;
    double p[] = {0.01, 0.02, 0.03, 0.04, 0.05, 0.9, NAN, 0.001};
    static const double WANTED[] = {
        0.035, 0.0466666666666667, 0.0525, 0.056, 0.0583333333333333, 0.9, NAN, 0.007};
    adjust_for_many(p, 8);
    for (size_t i = 0; i < 8; i++)
        if (i == 6)
            assert_true(isnan(p[i]));
        else
            check_near(p[i], WANTED[i], 1e-12);
}

static const double Y[24] = {68,  71, 60, 89, 77, 94, 66, 80, 73, 59, 85, 90,
                             101, 64, 72, 95, 88, 76, 62, 70, 99, 81, 57, 93};

/* theta.ml(y, mu) and glm.nb(y ~ year)$theta, with mu the mean of each year */
static void likeliest_shape(void **state)
{
    (void)state;
    double mean[24], first = 0, second = 0;
    for (size_t i = 0; i < 12; i++) {
        first += Y[i] / 12;
        second += Y[i + 12] / 12;
    }
    for (size_t i = 0; i < 24; i++)
        mean[i] = i < 12 ? first : second;
    check_near(shape_likeliest(Y, mean, 24), 65.4981861276, 1e-11);
}

/* Months of nothing among hundreds, as Oaxaca's: Newton's steps run away, and the
 * series must not pass for a Poisson. With x successes missing in a share of months,
 * the shape solves the score: checked by its sign on either side. */
static void likeliest_shape_of_a_holed_series(void **state)
{
    (void)state;
    double count[48], mean[48];
    for (int i = 0; i < 48; i++) {
        count[i] = i % 12 == 0 ? 0 : 900;
        mean[i] = 825;
    }
    double shape = shape_likeliest(count, mean, 48);
    assert_true(isfinite(shape) && shape > 0.1 && shape < 20);
    double best = 0, at[] = {shape * 0.99, shape, shape * 1.01};
    double likelihood[3] = {0};
    for (int k = 0; k < 3; k++)
        for (int i = 0; i < 48; i++)
            likelihood[k] += log_negative_binomial(count[i], mean[i], at[k]);
    best = likelihood[1];
    assert_true(best > likelihood[0] && best > likelihood[2]);
}

static void scatter_only_where_data_show_it(void **state)
{
    (void)state;
    struct figure figures[24];
    struct series series = {period_of(2022, 1), STEP_MONTH, 24, figures};
    for (size_t i = 0; i < 24; i++)
        figures[i] = (struct figure){Y[i], STATUS_REPORTED};
    assert_true(scatter_of_months(&series).dispersion > 0.005);
    for (size_t i = 0; i < 24; i++)
        figures[i].value = 50 + (double)(i % 3);
    assert_true(scatter_of_months(&series).dispersion == 0);
    series.count = 23;
    assert_true(scatter_of_months(&series).dispersion == 0);
}

/* Coverage by simulation, with a generator of our own and a fixed seed. --------------
 */

static uint64_t seed;

static double uniform(void)
{
    /* SplitMix64 (Steele, Lea and Flood 2014). */
    uint64_t z = (seed += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return ((double)((z ^ (z >> 31)) >> 11) + 0.5) / 9007199254740992.0;
}

static double poisson_draw(double mean)
{
    /* Knuth's product of uniforms, thirty of the mean at a time. */
    double x = 0;
    for (; mean > 30; mean -= 30)
        for (double product = uniform(); product > exp(-30.0); product *= uniform())
            x++;
    double product = uniform();
    for (; product > exp(-mean); product *= uniform())
        x++;
    return x;
}

static double covered(double mean_low, double mean_high, double dispersion, int rounds)
{
    int inside = 0;
    struct scatter scatter = {dispersion};
    for (int i = 0; i < rounds; i++) {
        double mean = mean_low * pow(mean_high / mean_low, uniform());
        double rate = mean;
        if (dispersion > 0)
            rate *= gamma_quantile(1 / dispersion, uniform()) * dispersion;
        struct interval found = count_interval(poisson_draw(rate), scatter);
        inside += found.low <= mean && mean <= found.high;
    }
    return (double)inside / rounds;
}

/* A discrete interval covers at least what it promises, and below a mean of five a
 * little more: .98 at a mean of one is the least that any interval that never falls
 * below .95 can have (Garwood's table). So bands are taken, from five upwards. */
static void intervals_cover_what_they_promise(void **state)
{
    (void)state;
    static const double BANDS[][2] = {{5, 20}, {20, 100}, {100, 1000}};
    seed = 20260418;
    for (size_t i = 0; i < 3; i++) {
        double poisson = covered(BANDS[i][0], BANDS[i][1], 0, 20000);
        double wide = covered(BANDS[i][0], BANDS[i][1], 0.05, 2000);
        if (poisson < 0.94 || poisson > 0.97 || wide < 0.935 || wide > 0.975)
            fail_msg("means of %g to %g: %.4f and %.4f", BANDS[i][0], BANDS[i][1],
                     poisson, wide);
    }
    double small = covered(1, 5, 0, 20000);
    assert_true(small >= 0.95 && small <= 0.985);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gamma_functions),
        cmocka_unit_test(other_functions),
        cmocka_unit_test(intervals_of_a_count),
        cmocka_unit_test(a_rate_is_its_count_over_exposure),
        cmocka_unit_test(two_counts),
        cmocka_unit_test(two_counts_that_scatter),
        cmocka_unit_test(e_tests),
        cmocka_unit_test(many_tests),
        cmocka_unit_test(likeliest_shape),
        cmocka_unit_test(likeliest_shape_of_a_holed_series),
        cmocka_unit_test(scatter_only_where_data_show_it),
        cmocka_unit_test(intervals_cover_what_they_promise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
