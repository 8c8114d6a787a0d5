#include "ingest/http_date.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { DATE_MAX = 40 };

/* 0 to 11; -1 for none. */
static int month_of(const char *name)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const char *found = strlen(name) == 3 ? strstr(months, name) : NULL;
    return found && (found - months) % 3 == 0 ? (int)(found - months) / 3 : -1;
}

static bool is_time(const struct tm *tm)
{
    return tm->tm_mon >= 0 && tm->tm_mday >= 1 && tm->tm_mday <= 31 &&
           tm->tm_year >= 70 && tm->tm_hour <= 23 && tm->tm_min <= 59 &&
           tm->tm_sec <= 60;
}

bool http_date_read(struct text text, int64_t *seconds)
{
    char date[DATE_MAX] = "", month[4], zone[4];
    struct tm tm = {0};
    int end = 0;
    text = text_trim(text);
    if (text.length >= sizeof date)
        return false;
    memcpy(date, text.at, text.length);
    if (sscanf(date, "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d %3[A-Z]%n",
               &tm.tm_mday, month, &tm.tm_year, &tm.tm_hour, &tm.tm_min, &tm.tm_sec,
               zone, &end) != 7 ||
        date[end] != '\0' || strcmp(zone, "GMT") != 0)
        return false;
    tm.tm_mon = month_of(month);
    tm.tm_year -= 1900;
    if (!is_time(&tm))
        return false;
    *seconds = timegm(&tm);
    return true;
}
