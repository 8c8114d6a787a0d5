/* How sure a count or a rate is: intervals for the mean behind an observed count. */
#ifndef CIFRA_TRANSFORM_INTERVAL_H
#define CIFRA_TRANSFORM_INTERVAL_H

#include "base/figure.h"

struct interval {
    double low, high;
};

/* How counts scatter around their mean: variance mean + dispersion * mean². 0 is
 * Poisson. */
struct scatter {
    double dispersion;
};

/* The scatter of a sum of so many independent months of equal mean: dispersion / n. */
struct scatter scatter_of_sum(struct scatter month, double months);

/* 95% interval for the mean, given one count.
 *   Poisson, count < 10: exact, from the chi-square distribution (Garwood 1936):
 *     qchisq(.025, 2x) / 2, qchisq(.975, 2x + 2) / 2.
 *   Poisson, count >= 10: Byar's approximation (Breslow and Day 1987, vol. II, p. 69;
 *     Eayres 2008): x (1 - 1/9x - z/3√x)³, (x+1) (1 - 1/9(x+1) + z/3√(x+1))³.
 *   Over-dispersed: the means for which P(X >= x) and P(X <= x) of the negative
 *     binomial are .025; the high end is INFINITY where no mean is that unlikely. */
struct interval count_interval(double count, struct scatter scatter);

/* The same for a rate per `per` units of exposure: interval * per / exposure. */
struct interval rate_interval(double count, double exposure, double per,
                              struct scatter scatter);

/* Is a rate too unsure to be ranked? When its interval is wider than the rate itself,
 * or fewer than ten cases stand behind it. */
bool too_small_to_rank(double count, struct interval interval);

#endif
