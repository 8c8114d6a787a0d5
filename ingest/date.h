/* Years, months and dates as publishers write them in cells. */
#ifndef CIFRA_INGEST_DATE_H
#define CIFRA_INGEST_DATE_H

#include "base/period.h"
#include "base/text.h"

/* Is it a pattern we read? %Y or %y (four or two digits), %m and %d (one or two), %b (a
 * month's name), the time of day by %H or %I, %M, %S, %f (a fraction's digits) and %p
 * (AM or PM), which is checked and dropped; other characters for themselves, and at the
 * end * for whatever follows. A month needs a year and %m or %b, a year only that. Or
 * "epoch ms" or "epoch s": milliseconds or seconds since the beginning of 1970 in UTC,
 * as ArcGIS writes them. */
bool date_pattern_fits(const char *pattern, enum step step);

/* The month, or with STEP_YEAR the January, of a date; false when the text does not
 * follow the pattern or is no date. */
bool date_read(struct text text, const char *pattern, enum step step,
               struct period *period);

/* 1 to 12 from a number or a month's Spanish, English or Portuguese name, whole or cut
 * to three letters or more; 0 for anything else. */
int month_read(struct text text);

#endif
