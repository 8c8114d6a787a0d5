#include "base/period.h"

#include "base/arena.h"

static int floor_divide(int a, int b) { return a / b - (a % b < 0); }

struct period period_of(int year, int month)
{
    return (struct period){12 * year + month - 1};
}

int period_year(struct period period) { return floor_divide(period.month, 12); }

int period_month(struct period period)
{
    return period.month - 12 * period_year(period) + 1;
}

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

int period_days(struct period period, enum step step)
{
    int year = period_year(period);
    int month = period_month(period);
    if (step == STEP_MONTH)
        return days_in_month(year, month);
    /* A year may start in April: the February that counts is the next one. */
    return 365 + is_leap(month > 2 ? year + 1 : year);
}

char *period_iso(struct arena *arena, struct period period, enum step step)
{
    int year = period_year(period);
    if (step == STEP_YEAR)
        return arena_format(arena, "%04d", year);
    return arena_format(arena, "%04d-%02d", year, period_month(period));
}

/* Exactly length digits at text.at + start. */
static bool digits(struct text text, size_t start, size_t length, int *number)
{
    *number = 0;
    for (size_t i = start; i < start + length; i++) {
        char c = text.at[i];
        if (c < '0' || c > '9')
            return false;
        *number = 10 * *number + c - '0';
    }
    return true;
}

static bool parse_year(struct text text, int *year)
{
    return text.length >= 4 && digits(text, 0, 4, year) && *year >= YEAR_MIN &&
           *year <= YEAR_MAX;
}

static bool parse_month(struct text text, int *year, int *month)
{
    return text.length >= 7 && parse_year(text, year) && text.at[4] == '-' &&
           digits(text, 5, 2, month) && *month >= 1 && *month <= 12;
}

static bool parse_day(struct text text, int *year, int *month, int *day)
{
    return text.length == 10 && parse_month(text, year, month) && text.at[7] == '-' &&
           digits(text, 8, 2, day) && *day >= 1 && *day <= days_in_month(*year, *month);
}

bool period_parse(struct text text, struct period *period, enum step *step)
{
    int year, month = 1, day;
    bool good = text.length == 4   ? parse_year(text, &year)
                : text.length == 7 ? parse_month(text, &year, &month)
                                   : parse_day(text, &year, &month, &day);
    if (!good)
        return false;
    *period = period_of(year, month);
    *step = text.length == 4 ? STEP_YEAR : STEP_MONTH;
    return true;
}

bool day_parse(struct text text, struct day *day)
{
    int y, m, d;
    if (!parse_day(text, &y, &m, &d))
        return false;
    *day = (struct day){(int16_t)y, (int8_t)m, (int8_t)d};
    return true;
}

int day_compare(struct day a, struct day b)
{
    if (a.year != b.year)
        return a.year - b.year;
    return a.month != b.month ? a.month - b.month : a.day - b.day;
}

/* Years from March on, so that the leap day stands last, in eras of 400 years of the
 * Gregorian calendar, all of the same length; day 719 468 of the first is 1970-01-01.
 */
enum { DAYS_OF_ERA = 146097, DAYS_TO_1970 = 719468 };

long day_number(struct day day)
{
    long year = day.month > 2 ? day.year : day.year - 1;
    long from_march = (day.month + 9) % 12;
    long in_year = (153 * from_march + 2) / 5 + day.day - 1;
    return year * 365 + year / 4 - year / 100 + year / 400 + in_year - DAYS_TO_1970;
}

struct day day_of_number(long number)
{
    long days = number + DAYS_TO_1970, era = days / DAYS_OF_ERA;
    long of_era = days % DAYS_OF_ERA;
    long year =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / (DAYS_OF_ERA - 1)) / 365;
    long in_year = of_era - (365 * year + year / 4 - year / 100);
    long from_march = (5 * in_year + 2) / 153;
    long month = from_march < 10 ? from_march + 3 : from_march - 9;
    return (struct day){(int16_t)(year + era * 400 + (month <= 2)), (int8_t)month,
                        (int8_t)(in_year - (153 * from_march + 2) / 5 + 1)};
}
