/* Rates of small places, shrunk towards the rate of all of them together, or towards
 * that of their neighbourhood.
 *
 * One idea: a place of few residents says little about its own risk, so its rate is
 * drawn towards the common one, the more so the less it says. The raw rate always
 * stands beside it. */
#ifndef CIFRA_TRANSFORM_SHRINK_H
#define CIFRA_TRANSFORM_SHRINK_H

#include "transform/neighbours.h"

/* Global empirical Bayes rates, per unit of exposure (Marshall 1991, Applied Statistics
 * 40(2), 283-294, section 3; spdep's EBest()). With m the rate of all, n the mean
 * exposure and s2 the variance of the raw rates around m weighted by exposure, the
 * variance of the risks themselves is estimated by A = s2 - m / n, not below 0, and
 *   shrunk = m + A / (A + m / exposure) * (raw - m).
 * A place whose count or exposure is NAN, or whose exposure is not above 0, gets NAN
 * and counts for nothing. */
void shrink_rates(const double *count, const double *exposure, size_t places,
                  double *shrunk);

/* Local empirical Bayes rates (Marshall 1991, section 4; spdep's EBlocal(geoda =
 * TRUE)): the same formula for each place with m, n and s2 those of itself and its
 * neighbours alone. Places without a neighbour that is known keep their raw rate, there
 * being nothing to draw them to; unknown ones are NAN and nobody's neighbours. */
void shrink_rates_nearby(const double *count, const double *exposure,
                         const struct neighbours *neighbours, double *shrunk);

#endif
