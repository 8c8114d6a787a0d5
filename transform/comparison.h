/* Has it changed? Two counts compared, and many comparisons held to account. */
#ifndef CIFRA_TRANSFORM_COMPARISON_H
#define CIFRA_TRANSFORM_COMPARISON_H

#include "transform/interval.h"

#include <stddef.h>

/* What a test of two counts found. */
struct comparison {
    double ratio; /* of the rates, later to earlier; NAN when the earlier is 0 */
    struct interval around; /* 95% interval of the ratio; high may be INFINITY */
    double p;               /* two-sided: how often chance alone does as much or more */
};

/* Compare a later with an earlier count, with their exposures (days, person-years).
 * Given the sum of both, the later is binomial with p = its share of the exposure when
 * the rates are equal: Przyborowski and Wilenski (1940); R's poisson.test(). With
 * over-dispersion it is beta-binomial with shapes 2 p / d and 2 (1 - p) / d, which is
 * exact for equal exposures. The two-sided p adds the outcomes that are no likelier
 * than the one observed. The interval of the ratio is that of the share: Clopper and
 * Pearson (1934), widened on the log scale by the variance's growth where
 * over-dispersed. */
struct comparison compare_counts(double later, double later_exposure, double earlier,
                                 double earlier_exposure, struct scatter scatter);

/* The p of that comparison alone, at a fraction of the cost. */
double chance_of_counts(double later, double later_exposure, double earlier,
                        double earlier_exposure, struct scatter scatter);

/* The e-test of Krishnamoorthy and Thomson (2004, J. Stat. Plan. Inf. 119, 23-35) for
 * equal rates, two-sided. More powerful than the conditional test for small counts. */
double e_test(double later, double later_exposure, double earlier,
              double earlier_exposure);

/* Adjust p values in place for a false-discovery rate: Benjamini and Hochberg (1995),
 * as R's p.adjust(method = "BH"). NAN stays NAN and does not count. */
void adjust_for_many(double *p, size_t count);

/* What can be said in words. */
enum verdict {
    VERDICT_TOO_FEW,  /* so few cases that no test could tell */
    VERDICT_NO_CLEAR, /* a difference of this size is common by chance */
    VERDICT_MORE,     /* more than chance explains */
    VERDICT_LESS
};
enum verdict verdict_of(double later, double earlier, const struct comparison *found);

#endif
