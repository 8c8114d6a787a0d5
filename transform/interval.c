#include "transform/interval.h"

#include "transform/distribution.h"

#include <math.h>

static const double TAIL = 0.025;
static const double Z = 1.959963984540054;
static const double EXACT_BELOW = 10;
static const double MEAN_MAX = 1e12;

struct scatter scatter_of_sum(struct scatter month, double months)
{
    return (struct scatter){months > 0 ? month.dispersion / months : 0};
}

static struct interval exact_poisson(double count)
{
    double low = count > 0 ? gamma_quantile(count, TAIL) : 0;
    return (struct interval){low, gamma_quantile(count + 1, 1 - TAIL)};
}

static struct interval byar(double count)
{
    double above = count + 1;
    struct interval interval;
    interval.low = count * pow(1 - 1 / (9 * count) - Z / (3 * sqrt(count)), 3);
    interval.high = above * pow(1 - 1 / (9 * above) + Z / (3 * sqrt(above)), 3);
    return interval;
}

/* How far P(X <= count) is below p; rising with the mean. */
static double below(double mean, const double *context)
{
    return context[2] - negative_binomial_lower(context[0], mean, context[1]);
}

/* The mean at which P(X <= count) falls to p. */
static double mean_at(double count, double shape, double p)
{
    double context[3] = {count, shape, p}, high = 2 * count + 10;
    while (below(high, context) < 0 && high < MEAN_MAX)
        high *= 4;
    return high < MEAN_MAX ? root_between(below, context, 0, high) : INFINITY;
}

struct interval count_interval(double count, struct scatter scatter)
{
    if (scatter.dispersion > 0) {
        double shape = 1 / scatter.dispersion;
        double low = count > 0 ? mean_at(count - 1, shape, 1 - TAIL) : 0;
        return (struct interval){low, mean_at(count, shape, TAIL)};
    }
    return count < EXACT_BELOW ? exact_poisson(count) : byar(count);
}

struct interval rate_interval(double count, double exposure, double per,
                              struct scatter scatter)
{
    struct interval interval = count_interval(count, scatter);
    return (struct interval){interval.low * per / exposure,
                             interval.high * per / exposure};
}

bool too_small_to_rank(double count, struct interval interval)
{
    return count < EXACT_BELOW || interval.high - interval.low > count;
}
