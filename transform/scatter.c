#include "transform/scatter.h"

#include "base/arena.h"
#include "transform/distribution.h"

#include <math.h>

enum { MONTHS_MIN = 24, ROUNDS_MAX = 200, FEW = 16 };
static const double CLOSE = 1e-10, SHAPE_MIN = 1e-6, SHAPE_MAX = 1e7, CHANCE = 0.05;

/* A function's values at a shape and some cases more: most months of a town have none
 * or few, so each of those few is worked out once. */
struct values {
    double (*of)(double x);
    double shape;
    double few[FEW];
    bool known[FEW];
};

static double value_at(struct values *values, double y)
{
    if (!(y >= 0 && y < FEW && y == trunc(y)))
        return values->of(values->shape + y);
    size_t at = (size_t)y;
    if (!values->known[at]) {
        values->few[at] = values->of(values->shape + y);
        values->known[at] = true;
    }
    return values->few[at];
}

static double score(const double *y, const double *mean, size_t n, double shape)
{
    struct values digamma = {.of = digamma_of, .shape = shape};
    double none = value_at(&digamma, 0), logarithm = log(shape), sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += value_at(&digamma, y[i]) - none + logarithm + 1 - log(shape + mean[i]) -
               (y[i] + shape) / (mean[i] + shape);
    return sum;
}

static double information(const double *y, const double *mean, size_t n, double shape)
{
    struct values trigamma = {.of = trigamma_of, .shape = shape};
    double none = value_at(&trigamma, 0), sum = 0;
    for (size_t i = 0; i < n; i++) {
        double both = mean[i] + shape;
        sum += none - value_at(&trigamma, y[i]) - 1 / shape + 2 / both -
               (y[i] + shape) / (both * both);
    }
    return sum;
}

/* Where Newton's steps run away (a month of nothing among hundreds will do that), the
 * score's root is found by halving; it falls through zero once. */
static double shape_halving(const double *y, const double *mean, size_t n)
{
    double low = log(SHAPE_MIN), high = log(SHAPE_MAX);
    if (score(y, mean, n, SHAPE_MAX) > 0)
        return INFINITY;
    for (int i = 0; i < ROUNDS_MAX; i++) {
        double middle = (low + high) / 2;
        if (score(y, mean, n, exp(middle)) > 0)
            low = middle;
        else
            high = middle;
    }
    return exp(high);
}

double shape_likeliest(const double *y, const double *mean, size_t n)
{
    double squares = 0;
    for (size_t i = 0; i < n; i++)
        squares += (y[i] / mean[i] - 1) * (y[i] / mean[i] - 1);
    double shape = squares > 0 ? (double)n / squares : INFINITY;
    for (int i = 0; i < ROUNDS_MAX && shape < SHAPE_MAX; i++) {
        double step = score(y, mean, n, shape) / information(y, mean, n, shape);
        shape = fabs(shape + step);
        if (fabs(step) < CLOSE * shape)
            return shape;
    }
    return shape_halving(y, mean, n);
}

/* Known months, each with the mean of its year for as many days. */
struct months {
    size_t count, years;
    double *value, *mean;
};

static void add_year(struct months *out, const struct series *series, size_t from,
                     size_t to)
{
    double sum = 0, days = 0;
    size_t first = out->count;
    for (size_t i = from; i < to; i++) {
        struct figure figure = series->figures[i];
        if (figure.status != STATUS_REPORTED && figure.status != STATUS_PROVISIONAL)
            continue;
        double length = period_days(period_after(series->first, (int)i), STEP_MONTH);
        out->value[out->count] = figure.value;
        out->mean[out->count++] = length;
        sum += figure.value;
        days += length;
    }
    if (sum == 0) { /* no mean to scatter around */
        out->count = first;
        return;
    }
    for (size_t i = first; i < out->count; i++)
        out->mean[i] *= sum / days;
    out->years++;
}

static struct months months_of(struct arena *arena, const struct series *series)
{
    struct months out = {.value = arena_array(arena, series->count + 1, sizeof(double)),
                         .mean = arena_array(arena, series->count + 1, sizeof(double))};
    size_t from = 0;
    for (size_t i = 1; i <= series->count; i++)
        if (i == series->count ||
            period_month(period_after(series->first, (int)i)) == 1) {
            add_year(&out, series, from, i);
            from = i;
        }
    return out;
}

struct scatter scatter_of_months(const struct series *series)
{
    struct arena arena = {0};
    struct scatter scatter = {0};
    struct months months = {0};
    if (series->step == STEP_MONTH)
        months = months_of(&arena, series);
    if (months.count >= MONTHS_MIN) {
        double square = 0, freedom = (double)(months.count - months.years);
        for (size_t i = 0; i < months.count; i++) {
            double off = months.value[i] - months.mean[i];
            square += off * off / months.mean[i];
        }
        if (gamma_upper(freedom / 2, square / 2) < CHANCE)
            scatter.dispersion =
                1 / shape_likeliest(months.value, months.mean, months.count);
    }
    arena_free(&arena);
    return scatter;
}
