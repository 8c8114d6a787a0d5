/* Empirical Bayes rates against R 4.2: Marshall's formulas as spdep::EBest() has them,
 *   n <- c(0,2,5,12,40,311,7,90); x <- c(5300,12000,61000,48000,150000,1721000,9000,
 *     205000); p <- n/x; b <- sum(n)/sum(x)
 *   a <- sum(x*(p-b)^2)/sum(x) - b/mean(x); (b + a*(p-b)/(a + b/x)) * 1e5 */
#include "tests/check.h"

#include "transform/shrink.h"

#include <math.h>

enum { PLACES = 8 };
static const double CASES[PLACES] = {0, 2, 5, 12, 40, 311, 7, 90};
static const double PEOPLE[PLACES] = {5300,   12000,   61000, 48000,
                                      150000, 1721000, 9000,  205000};

static void check_near(double found, double wanted)
{
    if (!(fabs(found - wanted) <= 1e-12 * fabs(wanted)))
        fail_msg("%.15g, wanted %.15g", found, wanted);
}

static void agrees_with_r(void **state)
{
    (void)state;
    static const double wanted[PLACES] = {
        18.0025129335969, 19.8651962088725, 12.5151419857936, 23.4884662562215,
        25.7262124927784, 18.1241653736539, 33.9901063031350, 40.9417894272499};
    double people[PLACES], found[PLACES];
    for (int i = 0; i < PLACES; i++)
        people[i] = PEOPLE[i] / 100000;
    shrink_rates(CASES, people, PLACES, found);
    for (int i = 0; i < PLACES; i++)
        check_near(found[i], wanted[i]);
}

/* The fewer live there, the nearer to all; never past. */
static void draws_towards_all(void **state)
{
    (void)state;
    double found[PLACES], all = 467.0 / 2211300;
    shrink_rates(CASES, PEOPLE, PLACES, found);
    for (int i = 0; i < PLACES; i++) {
        double raw = CASES[i] / PEOPLE[i];
        assert_true((found[i] - all) * (raw - all) >= 0);
        assert_true(fabs(found[i] - all) <= fabs(raw - all));
    }
}

/* 10, 11 and 9 among 1 000 each: a variance of 0.67e-6, less than the 10e-6 of chance.
 */
static void all_alike_when_chance_explains_it(void **state)
{
    (void)state;
    double found[3];
    shrink_rates((double[]){10, 11, 9}, (double[]){1000, 1000, 1000}, 3, found);
    for (int i = 0; i < 3; i++)
        check_near(found[i], 0.01);
}

static void unknown_counts_for_nothing(void **state)
{
    (void)state;
    double found[PLACES + 2], wanted[PLACES], cases[PLACES + 2] = {NAN, 3};
    double people[PLACES + 2] = {1000, 0};
    for (int i = 0; i < PLACES; i++) {
        cases[i + 2] = CASES[i];
        people[i + 2] = PEOPLE[i];
    }
    shrink_rates(CASES, PEOPLE, PLACES, wanted);
    shrink_rates(cases, people, PLACES + 2, found);
    assert_true(isnan(found[0]) && isnan(found[1]));
    for (int i = 0; i < PLACES; i++)
        check_near(found[i + 2], wanted[i]);
    shrink_rates((double[]){0, 0}, (double[]){10, 20}, 2, found);
    assert_true(found[0] == 0 && found[1] == 0);
    shrink_rates(NULL, NULL, 0, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_r),
        cmocka_unit_test(draws_towards_all),
        cmocka_unit_test(all_alike_when_chance_explains_it),
        cmocka_unit_test(unknown_counts_for_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
