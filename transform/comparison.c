#include "transform/comparison.h"

#include "base/arena.h"
#include "transform/distribution.h"

#include <math.h>
#include <stdlib.h>

/* Outcomes are "no likelier" within this relative tolerance, as R has it. */
static const double ALIKE = 1 + 1e-7;
static const double TAIL = 0.025, ALPHA = 0.05;
static const double TOO_FEW = 10; /* cases in both periods together */

/* log P(X = x) of the share, beta-binomial when a > 0. */
struct share {
    double n, p, a, b;
};

static double log_share(const struct share *share, double x)
{
    return share->a > 0 ? log_beta_binomial(x, share->n, share->a, share->b)
                        : log_binomial(x, share->n, share->p);
}

/* Sum outwards from the far side of the mode until the outcomes are too unlikely to
 * matter. */
static double tail_sum(const struct share *share, double from, double step,
                       double limit)
{
    double sum = 0;
    for (double x = from; x >= 0 && x <= share->n; x += step) {
        double p = exp(log_share(share, x));
        sum += p;
        if (p < limit)
            break;
    }
    return sum;
}

/* The first x from `inside` outwards that is no likelier than d; the probabilities fall
 * monotonically on that side. */
static double first_unlikely(const struct share *share, double inside, double outside,
                             double log_d)
{
    if (log_share(share, outside) > log_d)
        return -1;
    while (fabs(outside - inside) > 1) {
        double middle = floor((inside + outside) / 2);
        if (log_share(share, middle) <= log_d)
            outside = middle;
        else
            inside = middle;
    }
    return outside;
}

static double two_sided(const struct share *share, double x)
{
    static const double NEGLIGIBLE = 1e-18;
    double mode = floor((share->n + 1) * share->p);
    if (mode > share->n)
        mode = share->n;
    /* A U-shaped beta-binomial has no single mode: add up everything. */
    double log_d = log_share(share, x) + log(ALIKE);
    if (share->a > 0 && (share->a < 1 || share->b < 1)) {
        double sum = 0;
        for (double i = 0; i <= share->n; i++)
            if (log_share(share, i) <= log_d)
                sum += exp(log_share(share, i));
        return fmin(1, sum);
    }
    if (log_share(share, mode) <= log_d)
        return 1;
    double below = x < mode ? x : first_unlikely(share, mode, 0, log_d);
    double above = x > mode ? x : first_unlikely(share, mode, share->n, log_d);
    double sum = 0;
    if (below >= 0)
        sum += tail_sum(share, below, -1, NEGLIGIBLE);
    if (above >= 0)
        sum += tail_sum(share, above, 1, NEGLIGIBLE);
    return fmin(1, sum);
}

/* Clopper and Pearson's interval of the share, as a ratio of rates. */
static struct interval ratio_interval(double later, double earlier, double exposures)
{
    double n = later + earlier;
    double low = later > 0 ? beta_quantile(later, n - later + 1, TAIL) : 0;
    double high = earlier > 0 ? beta_quantile(later + 1, earlier, 1 - TAIL) : 1;
    return (struct interval){low / (1 - low) * exposures,
                             high < 1 ? high / (1 - high) * exposures : INFINITY};
}

/* The log ratio's variance is 1/x + 1/y for Poisson, and 2 d more with dispersion. */
static struct interval widen(struct interval interval, double ratio, double later,
                             double earlier, double dispersion)
{
    if (!(dispersion > 0) || later == 0 || earlier == 0)
        return interval;
    double poisson = 1 / later + 1 / earlier;
    double growth = sqrt((poisson + 2 * dispersion) / poisson);
    struct interval wide;
    wide.low = ratio * pow(interval.low / ratio, growth);
    wide.high = ratio * pow(interval.high / ratio, growth);
    return wide;
}

double chance_of_counts(double later, double later_exposure, double earlier,
                        double earlier_exposure, struct scatter scatter)
{
    double p = later_exposure / (later_exposure + earlier_exposure);
    struct share share = {.n = later + earlier, .p = p};
    if (share.n == 0)
        return 1;
    if (scatter.dispersion > 0) {
        share.a = 2 * p / scatter.dispersion;
        share.b = 2 * (1 - p) / scatter.dispersion;
    }
    return two_sided(&share, later);
}

struct comparison compare_counts(double later, double later_exposure, double earlier,
                                 double earlier_exposure, struct scatter scatter)
{
    struct comparison found = {.ratio = NAN, .around = {0, INFINITY}, .p = 1};
    if (later + earlier == 0)
        return found;
    double exposures = earlier_exposure / later_exposure;
    if (earlier > 0)
        found.ratio = later / earlier * exposures;
    found.p =
        chance_of_counts(later, later_exposure, earlier, earlier_exposure, scatter);
    found.around = widen(ratio_interval(later, earlier, exposures), found.ratio, later,
                         earlier, scatter.dispersion);
    return found;
}

/* The statistic of Krishnamoorthy and Thomson, equation 3.1, for a difference of 0. */
static double e_statistic(double x, double ex, double y, double ey)
{
    double variance = x / (ex * ex) + y / (ey * ey);
    double difference = fabs(x / ex - y / ey);
    return variance > 0 ? difference / sqrt(variance) : 0;
}

double e_test(double later, double later_exposure, double earlier,
              double earlier_exposure)
{
    static const double FAR = 10; /* standard deviations of a Poisson looked at */
    double rate = (later + earlier) / (later_exposure + earlier_exposure);
    double observed =
        e_statistic(later, later_exposure, earlier, earlier_exposure) * (1 - 1e-12);
    double mx = rate * later_exposure, my = rate * earlier_exposure, p = 0;
    double x_high = mx + FAR * sqrt(mx) + FAR, y_high = my + FAR * sqrt(my) + FAR;
    for (double x = fmax(0, floor(mx - FAR * sqrt(mx))); x <= x_high; x++) {
        double inner = 0;
        for (double y = fmax(0, floor(my - FAR * sqrt(my))); y <= y_high; y++)
            if (e_statistic(x, later_exposure, y, earlier_exposure) >= observed)
                inner += exp(log_poisson(y, my));
        p += inner * exp(log_poisson(x, mx));
    }
    return fmin(1, p);
}

struct ranked {
    double p;
    size_t index;
};

static int by_p(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

void adjust_for_many(double *p, size_t count)
{
    struct ranked *ranked = memory_or_die(malloc((count + 1) * sizeof *ranked));
    size_t tests = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(p[i]))
            ranked[tests++] = (struct ranked){p[i], i};
    qsort(ranked, tests, sizeof *ranked, by_p);
    double least = 1;
    for (size_t i = tests; i-- > 0;) {
        least = fmin(least, ranked[i].p * (double)tests / (double)(i + 1));
        p[ranked[i].index] = least;
    }
    free(ranked);
}

enum verdict verdict_of(double later, double earlier, const struct comparison *found)
{
    if (later + earlier < TOO_FEW)
        return VERDICT_TOO_FEW;
    if (!(found->p < ALPHA))
        return VERDICT_NO_CLEAR;
    return found->ratio < 1 ? VERDICT_LESS : VERDICT_MORE;
}
