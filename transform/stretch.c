#include "transform/stretch.h"

enum { MONTHS_A_YEAR = 12 };

size_t stretch_months(struct stretch stretch)
{
    return (size_t)(stretch.last.month - stretch.first.month) + 1;
}

struct stretch year_earlier(struct stretch stretch)
{
    return (struct stretch){period_after(stretch.first, -MONTHS_A_YEAR),
                            period_after(stretch.last, -MONTHS_A_YEAR), false};
}

int stretch_days(struct stretch stretch)
{
    int days = 0;
    for (struct period at = stretch.first; at.month <= stretch.last.month;
         at = period_after(at, 1))
        days += period_days(at, STEP_MONTH);
    return days;
}

bool stretch_sum(const struct series *series, struct stretch stretch,
                 struct figure *out)
{
    *out = series_total(series, stretch.first, stretch_months(stretch));
    return out->status == STATUS_REPORTED || out->status == STATUS_PROVISIONAL;
}

bool stretch_of(const struct cube *cube, struct stretch *out)
{
    struct period first, last;
    if (cube_step(cube) != STEP_MONTH || !cube_range(cube, &first, &last))
        return false;
    *out = (struct stretch){period_of(period_year(last), 1), last, false};
    if (out->first.month - MONTHS_A_YEAR >= first.month)
        return true;
    int year = period_month(last) == 12 ? period_year(last) : period_year(last) - 1;
    *out = (struct stretch){period_of(year, 1), period_of(year, 12), true};
    return out->first.month - MONTHS_A_YEAR >= first.month;
}

struct series total_of_place(struct arena *arena, const struct cube *cube,
                             struct place_id place, struct measure_id measure)
{
    const struct offences *offences = &cube_lists(cube)->offences;
    for (uint32_t i = 0; i < offences->count; i += offences->node[i].span) {
        struct key key = {place, {i}, measure};
        if (cube_holds(cube, key))
            return cube_series(arena, cube, key);
    }
    return (struct series){.step = STEP_MONTH};
}

bool stretch_has_hole(const struct series *total, const enum coverage *coverage,
                      struct stretch stretch)
{
    struct stretch before = year_earlier(stretch);
    for (size_t i = 0; i < total->count; i++) {
        int at = total->first.month + (int)i;
        if (coverage[i] == COVERAGE_ALL_ZERO &&
            ((at >= stretch.first.month && at <= stretch.last.month) ||
             (at >= before.first.month && at <= before.last.month)))
            return true;
    }
    return false;
}
