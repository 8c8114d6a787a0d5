#include "site/figure_year.h"

bool year_months(const struct series *series, int year,
                 struct figure months[YEAR_MONTHS])
{
    bool any = false;
    for (int i = 0; i < YEAR_MONTHS; i++) {
        months[i] = series_at(series, period_of(year, i + 1));
        any |= months[i].status != STATUS_ABSENT;
    }
    return any;
}

bool year_status(const struct figure months[YEAR_MONTHS], enum status *out)
{
    *out = STATUS_ABSENT;
    for (int i = 0; i < YEAR_MONTHS; i++) {
        if (months[i].status == STATUS_ABSENT)
            continue;
        if (*out != STATUS_ABSENT && *out != months[i].status)
            return false;
        *out = months[i].status;
    }
    return true;
}

void year_status_write(struct buffer *out, const struct figure months[YEAR_MONTHS])
{
    enum status common;
    if (year_status(months, &common)) {
        buffer_string(out, status_word(common));
        return;
    }
    for (int i = 0; i < YEAR_MONTHS; i++) {
        buffer_string(out, i ? " " : "");
        buffer_string(out, status_word(months[i].status));
    }
}
