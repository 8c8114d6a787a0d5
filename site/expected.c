#include "site/expected.h"

#include "ingest/cadence.h"

/* The same day some months later, or the last one of a shorter month. */
static struct day months_after(struct day day, int months)
{
    struct period period = period_after(period_of(day.year, day.month), months);
    int last = period_days(period, STEP_MONTH);
    return (struct day){(int16_t)period_year(period), (int8_t)period_month(period),
                        (int8_t)(day.day < last ? day.day : last)};
}

static struct day days_after(struct day day, int days)
{
    return day_of_number(day_number(day) + days);
}

struct expected expected_of(const struct source *source, struct day newest)
{
    struct expected expected = {0};
    struct cadence cadence;
    if (!newest.month || !cadence_read(text_of(source->cadence), &cadence))
        return expected;
    if (cadence.months > 0)
        expected.next = months_after(newest, cadence.months);
    else if (cadence.days > 0)
        expected.next = days_after(newest, cadence.days);
    if (source->max_age_days > 0)
        expected.last_grace = days_after(newest, source->max_age_days);
    return expected;
}

bool expected_late(const struct expected *expected, struct day today)
{
    return expected->last_grace.month && day_compare(today, expected->last_grace) > 0;
}

int months_lacking(const struct source *source, const struct cube *cube,
                   struct period *last)
{
    struct period first;
    if (source->until.month == 0 || cube_step(cube) != STEP_MONTH ||
        !cube_range(cube, &first, last) || last->month >= source->until.month)
        return 0;
    return source->until.month - last->month;
}
