/* How much more than chance a place's months scatter. */
#ifndef CIFRA_TRANSFORM_SCATTER_H
#define CIFRA_TRANSFORM_SCATTER_H

#include "transform/interval.h"

/* The shape θ of a negative binomial (variance μ + μ²/θ) that is likeliest for counts
 * with the given means: Newton's method as MASS::theta.ml (Venables and Ripley 2002,
 * section 7.4). INFINITY when the counts scatter no more than a Poisson would. */
double shape_likeliest(const double *count, const double *mean, size_t n);

/* The scatter of a monthly series around its calendar years' means, scaled by days. It
 * is Poisson unless the data show otherwise: unless Pearson's χ² exceeds its 95% point.
 * Months that are not known are left out; under 24 known months it is Poisson. */
struct scatter scatter_of_months(const struct series *months);

#endif
