#include "transform/first_figures.h"

#include <math.h>
#include <stdlib.h>

static const double TAIL = 0.05;

struct first_figures first_figures_of(struct arena *arena,
                                      const struct cube *const *vintages, size_t count)
{
    struct first_figures past = {0};
    struct period first, newest, last;
    if (!count || !cube_range(vintages[count - 1], &first, &newest))
        return past;
    const struct cube **earlier = arena_array(arena, count, sizeof(struct cube *));
    struct period *lasts = arena_array(arena, count, sizeof *lasts);
    past.newest = vintages[count - 1];
    for (size_t i = 0; i + 1 < count; i++)
        if (cube_range(vintages[i], &first, &last) && last.month < newest.month) {
            earlier[past.count] = vintages[i];
            lasts[past.count++] = last;
        }
    past.earlier = earlier;
    past.last = lasts;
    return past;
}

/* A sum of which a part is not known grows when that arrives: that is no revision. */
static bool is_whole(struct figure figure)
{
    return (figure.status == STATUS_REPORTED || figure.status == STATUS_PROVISIONAL) &&
           figure.value >= 0;
}

/* The shift of the month of that age in one earlier vintage. */
static bool shift_in(const struct first_figures *past, size_t vintage,
                     const struct series *then, const struct series *now, int age,
                     double *shift)
{
    struct period month = period_after(past->last[vintage], -age);
    struct figure first = series_at(then, month), newest = series_at(now, month);
    if (!is_whole(first) || !is_whole(newest))
        return false;
    *shift = sqrt(newest.value) - sqrt(first.value);
    return true;
}

/* The shifts of ages below `ages`, those of each age in a row of its own. */
struct shifts {
    size_t ages, room;
    size_t *count;
    double *shift; /* ages * room */
};

static void add_shifts(struct shifts *shifts, const struct first_figures *past,
                       struct key key)
{
    if (!cube_holds(past->newest, key))
        return;
    struct arena arena = {0};
    struct series now = cube_series(&arena, past->newest, key);
    for (size_t i = 0; i < past->count; i++) {
        struct series then = cube_series(&arena, past->earlier[i], key);
        for (size_t age = 0; age < shifts->ages; age++) {
            double *at = &shifts->shift[age * shifts->room + shifts->count[age]];
            shifts->count[age] += shift_in(past, i, &then, &now, (int)age, at);
        }
    }
    arena_free(&arena);
}

size_t first_figures_shifts(const struct first_figures *past, struct key key, int age,
                            double *shifts)
{
    struct arena arena = {0};
    size_t count = 0;
    if (past->count && cube_holds(past->newest, key)) {
        struct series now = cube_series(&arena, past->newest, key);
        for (size_t i = 0; i < past->count; i++) {
            struct series then = cube_series(&arena, past->earlier[i], key);
            count += shift_in(past, i, &then, &now, age, &shifts[count]);
        }
    }
    arena_free(&arena);
    return count;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double quantile(const double *sorted, size_t count, double p)
{
    double at = p * (double)(count - 1);
    size_t below = (size_t)at;
    if (below + 1 >= count)
        return sorted[count - 1];
    return sorted[below] + (at - (double)below) * (sorted[below + 1] - sorted[below]);
}

struct spread spread_of_shifts(double *shifts, size_t count)
{
    struct spread spread = {.pairs = count};
    if (!count)
        return spread;
    double tail = count >= FIRST_FIGURES_ENOUGH ? TAIL : 0;
    qsort(shifts, count, sizeof *shifts, by_value);
    spread.low = quantile(shifts, count, tail);
    spread.high = quantile(shifts, count, 1 - tail);
    return spread;
}

static size_t places_of(const struct places *places, enum place_kind kind)
{
    size_t count = 0;
    for (uint32_t i = 0; i < places->count; i++)
        count += places->node[i].kind == kind;
    return count;
}

void first_figures_pool(const struct first_figures *past, enum place_kind kind,
                        struct offence_id offence, struct measure_id measure,
                        size_t ages, struct spread *out)
{
    struct arena arena = {0};
    const struct places *places = &cube_lists(past->newest)->places;
    struct shifts shifts = {.ages = ages,
                            .room = places_of(places, kind) * past->count};
    shifts.count = arena_array(&arena, ages, sizeof *shifts.count);
    shifts.shift = arena_array(&arena, ages * shifts.room + 1, sizeof *shifts.shift);
    for (uint32_t i = 0; i < places->count; i++)
        if (places->node[i].kind == kind)
            add_shifts(&shifts, past, (struct key){{i}, offence, measure});
    for (size_t age = 0; age < ages; age++) {
        if (shifts.count[age] >= FIRST_FIGURES_ENOUGH)
            out[age] =
                spread_of_shifts(&shifts.shift[age * shifts.room], shifts.count[age]);
        else
            out[age] = age ? out[age - 1] : (struct spread){0};
    }
    arena_free(&arena);
}

struct spread spread_for(struct spread own, struct spread pool)
{
    struct spread spread = pool;
    if (own.pairs >= FIRST_FIGURES_ENOUGH) {
        spread = own;
        spread.own = true;
    } else if (own.pairs && pool.pairs) {
        spread.low = fmin(own.low, pool.low);
        spread.high = fmax(own.high, pool.high);
    }
    spread.low = fmin(spread.low, 0);
    spread.high = fmax(spread.high, 0);
    return spread;
}

struct range spread_range(struct spread spread, double figure)
{
    double root = sqrt(fmax(figure, 0));
    double low = fmax(root + spread.low, 0), high = root + spread.high;
    /* What does not move stays the very number it was. */
    return (struct range){spread.low < 0 ? low * low : figure,
                          spread.high > 0 ? high * high : figure};
}
