#include "transform/coverage.h"

#include <math.h>
#include <stdlib.h>

enum { SIDE = 6 }; /* months on either side of a level shift */
static const double APART = 1.1, MEDIANS_APART = 1.6;

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double median_of(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_value);
    return count % 2 ? values[count / 2]
                     : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static double median_known(const struct series *total)
{
    struct arena arena = {0};
    double *values = arena_array(&arena, total->count + 1, sizeof *values), median = 0;
    size_t count = 0;
    for (size_t i = 0; i < total->count; i++)
        if (figure_known(total->figures[i]))
            values[count++] = total->figures[i].value;
    if (count)
        median = median_of(values, count);
    arena_free(&arena);
    return median;
}

static enum coverage coverage_at(struct figure figure, double median)
{
    if (figure_known(figure) && figure.value == 0 && median >= ALL_ZERO_MEDIAN)
        return COVERAGE_ALL_ZERO;
    switch (figure.status) {
    case STATUS_ABSENT:
        return COVERAGE_NONE;
    case STATUS_REPORTED:
        return COVERAGE_REPORTED;
    case STATUS_PROVISIONAL:
        return COVERAGE_PROVISIONAL;
    case STATUS_PARTIAL:
        return COVERAGE_PARTIAL;
    case STATUS_NOT_REPORTED:
        return COVERAGE_NOT_REPORTED;
    case STATUS_SUPPRESSED:
        return COVERAGE_WITHHELD;
    }
    return COVERAGE_NONE;
}

enum coverage *coverage_of(struct arena *arena, const struct series *total)
{
    enum coverage *coverage = arena_array(arena, total->count, sizeof *coverage);
    double median = median_known(total);
    for (size_t i = 0; i < total->count; i++)
        coverage[i] = coverage_at(total->figures[i], median);
    return coverage;
}

/* Known months in order of time. */
struct known {
    size_t count;
    double *value;
    struct period *at;
};

static struct known known_months(struct arena *arena, const struct series *total)
{
    struct known known = {.value = arena_array(arena, total->count, sizeof(double)),
                          .at =
                              arena_array(arena, total->count, sizeof(struct period))};
    const enum coverage *coverage = coverage_of(arena, total);
    for (size_t i = 0; i < total->count; i++)
        if (coverage[i] == COVERAGE_REPORTED || coverage[i] == COVERAGE_PROVISIONAL) {
            known.value[known.count] = total->figures[i].value;
            known.at[known.count++] = period_after(total->first, (int)i);
        }
    return known;
}

/* Lowest, highest and median of one side's months. */
struct side {
    double low, high, median;
};

static struct side side_of(const double *values)
{
    double sorted[SIDE];
    for (size_t i = 0; i < SIDE; i++)
        sorted[i] = values[i];
    struct side side = {.median = median_of(sorted, SIDE)};
    side.low = sorted[0];
    side.high = sorted[SIDE - 1];
    return side;
}

/* How many times the nearest months of the two sides differ; 0 for no shift. */
static double contrast(const struct known *known, size_t at)
{
    struct side before = side_of(known->value + at - SIDE);
    struct side after = side_of(known->value + at);
    if (before.low > after.high * APART && before.median > after.median * MEDIANS_APART)
        return before.low / fmax(after.high, 1);
    if (after.low > before.high * APART && after.median > before.median * MEDIANS_APART)
        return after.low / fmax(before.high, 1);
    return 0;
}

struct level_shift *level_shifts(struct arena *arena, const struct series *total,
                                 size_t *found)
{
    struct known known = known_months(arena, total);
    struct level_shift *shifts =
        arena_array(arena, known.count / SIDE + 1, sizeof *shifts);
    *found = 0;
    for (size_t i = SIDE; i + SIDE <= known.count; i++) {
        size_t best = i;
        if (contrast(&known, i) == 0)
            continue;
        for (size_t j = i + 1; j < i + SIDE && j + SIDE <= known.count; j++)
            if (contrast(&known, j) > contrast(&known, best))
                best = j;
        shifts[(*found)++] = (struct level_shift){
            known.at[best], side_of(known.value + best - SIDE).median,
            side_of(known.value + best).median};
        i = best + SIDE - 1;
    }
    return shifts;
}
