#include "base/figure.h"

#include "base/arena.h"

static bool either(struct figure a, struct figure b, enum status status)
{
    return a.status == status || b.status == status;
}

/* Neither is absent. Each answer depends on what is among the parts and not on
 * their order, so sums may be taken in any order. */
static enum status status_of_sum(struct figure a, struct figure b)
{
    bool known = figure_known(a), other = figure_known(b);
    if (known != other)
        return STATUS_PARTIAL;
    if (!known)
        return either(a, b, STATUS_SUPPRESSED) ? STATUS_SUPPRESSED
                                               : STATUS_NOT_REPORTED;
    if (either(a, b, STATUS_PARTIAL))
        return STATUS_PARTIAL;
    return either(a, b, STATUS_PROVISIONAL) ? STATUS_PROVISIONAL : STATUS_REPORTED;
}

static double value_of(struct figure figure)
{
    return figure_known(figure) ? figure.value : 0;
}

struct figure figure_sum(struct figure a, struct figure b)
{
    if (a.status == STATUS_REPORTED && b.status == STATUS_REPORTED) /* most are */
        return (struct figure){a.value + b.value, STATUS_REPORTED};
    if (a.status == STATUS_ABSENT)
        return b;
    if (b.status == STATUS_ABSENT)
        return a;
    return (struct figure){value_of(a) + value_of(b), status_of_sum(a, b)};
}

const char *status_word(enum status status)
{
    switch (status) {
    case STATUS_REPORTED:
        return "reported";
    case STATUS_PROVISIONAL:
        return "provisional";
    case STATUS_PARTIAL:
        return "partial";
    case STATUS_NOT_REPORTED:
        return "not_reported";
    case STATUS_SUPPRESSED:
        return "suppressed";
    case STATUS_ABSENT:
        break;
    }
    return "absent";
}

struct figure series_at(const struct series *series, struct period period)
{
    int64_t months = (int64_t)period.month - series->first.month;
    if (months < 0 || months % (int)series->step != 0)
        return (struct figure){0};
    size_t index = (size_t)(months / (int)series->step);
    return index < series->count ? series->figures[index] : (struct figure){0};
}

static struct figure absent_as_blank(struct figure figure)
{
    if (figure.status == STATUS_ABSENT)
        figure.status = STATUS_NOT_REPORTED;
    return figure;
}

struct figure series_total(const struct series *series, struct period first,
                           size_t count)
{
    struct figure total = {0};
    int64_t months = (int64_t)first.month - series->first.month;
    bool held = months % (int)series->step == 0;
    int64_t index = months / (int)series->step;
    for (size_t i = 0; i < count; i++, index++) {
        struct figure figure = {0};
        if (held && index >= 0 && index < (int64_t)series->count)
            figure = series->figures[index];
        total = figure_sum(total, absent_as_blank(figure));
    }
    return total;
}

static struct series years_of(struct arena *arena, const struct series *monthly)
{
    int first = period_year(monthly->first);
    int last = period_year(period_after(monthly->first, (int)monthly->count - 1));
    size_t count = monthly->count ? (size_t)(last - first) + 1 : 0;
    return (struct series){.first = period_of(first, 1),
                           .step = STEP_YEAR,
                           .count = count,
                           .figures = arena_array(arena, count, sizeof(struct figure))};
}

struct series series_by_year(struct arena *arena, const struct series *monthly,
                             int **months)
{
    bool yearly = monthly->step == STEP_YEAR;
    struct series years = yearly ? *monthly : years_of(arena, monthly);
    int *known = arena_array(arena, years.count, sizeof *known);
    if (months)
        *months = known;
    for (size_t i = 0; i < monthly->count; i++) {
        struct figure figure = monthly->figures[i];
        if (yearly) {
            known[i] = figure_known(figure) ? 12 : 0;
            continue;
        }
        struct period period = period_after(monthly->first, (int)i);
        int year = period_year(period) - period_year(years.first);
        years.figures[year] = figure_sum(years.figures[year], figure);
        known[year] += figure_known(figure);
    }
    return years;
}

bool series_last_known(const struct series *series, struct period *last)
{
    for (size_t i = series->count; i > 0; i--) {
        if (!figure_known(series->figures[i - 1]))
            continue;
        *last = period_after(series->first, (int)(i - 1) * (int)series->step);
        return true;
    }
    return false;
}
