#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

enum { SECONDS_OF_DAY = 24 * 60 * 60 };

/* Two digits, or -1. */
static int two_digits(const char *at)
{
    if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
        return -1;
    return (at[0] - '0') * 10 + at[1] - '0';
}

time_t clock_read(struct text text)
{
    struct day day;
    if (text.length < 10 || !day_parse((struct text){text.at, 10}, &day))
        return -1;
    time_t seconds = (time_t)day_number(day) * SECONDS_OF_DAY;
    if (text.length == 10)
        return seconds;
    if (text.length != 20 || text.at[10] != 'T' || text.at[13] != ':' ||
        text.at[16] != ':' || text.at[19] != 'Z')
        return -1;
    int hour = two_digits(text.at + 11), minute = two_digits(text.at + 14),
        second = two_digits(text.at + 17);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return -1;
    return seconds + (hour * 60 + minute) * 60 + second;
}

time_t clock_seconds(void)
{
    const char *instead = getenv("CIFRA_NOW");
    time_t seconds = instead ? clock_read(text_of(instead)) : -1;
    return seconds >= 0 ? seconds : time(NULL);
}

struct day clock_day(void)
{
    return day_of_number((long)(clock_seconds() / SECONDS_OF_DAY));
}

const char *clock_write(struct arena *arena, time_t seconds)
{
    struct day day = day_of_number((long)(seconds / SECONDS_OF_DAY));
    int rest = (int)(seconds % SECONDS_OF_DAY);
    return arena_format(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", day.year, day.month,
                        day.day, rest / 3600, rest / 60 % 60, rest % 60);
}

const char *clock_iso(struct arena *arena)
{
    return clock_write(arena, clock_seconds());
}
