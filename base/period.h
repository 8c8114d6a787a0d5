/* Months and years, without a calendar library or a clock.
 *
 * A period is a month, counted from January of year 0; a series of years steps
 * by twelve. No time zone enters anywhere. */
#ifndef CIFRA_BASE_PERIOD_H
#define CIFRA_BASE_PERIOD_H

#include "base/text.h"

#include <stdint.h>

enum step { STEP_MONTH = 1, STEP_YEAR = 12 };

enum { YEAR_MIN = 1700, YEAR_MAX = 2200 }; /* what we accept as a year */

struct period {
    int32_t month; /* 12 * year + month - 1 */
};

/* month is 1 to 12. */
struct period period_of(int year, int month);
int period_year(struct period period);
int period_month(struct period period); /* 1 to 12 */
static inline struct period period_after(struct period period, int months)
{
    return (struct period){period.month + months};
}
/* Days in the month (28 to 31), or in the year for STEP_YEAR. */
int period_days(struct period period, enum step step);
/* "2015-03", or "2015" for STEP_YEAR: ISO 8601. The string lives in the arena. */
char *period_iso(struct arena *arena, struct period period, enum step step);
/* Read "2015-03", "2015-03-15" (the day is dropped) or "2015"; false for
 * anything else. */
bool period_parse(struct text text, struct period *period, enum step *step);

/* A calendar day, "2024-12-21"; for provenance. */
struct day {
    int16_t year;
    int8_t month; /* 1 to 12; 0 in a zeroed day, which is no day */
    int8_t day;   /* 1 to 31 */
};

bool day_parse(struct text text, struct day *day);
/* Negative, zero or positive, as a comes before, is, or comes after b. */
int day_compare(struct day a, struct day b);
/* Days since 1970-01-01, and back. */
long day_number(struct day day);
struct day day_of_number(long number);

#endif
