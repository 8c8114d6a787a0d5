#include "ingest/retry.h"

#include "ingest/http_date.h"

enum { DIGITS_MAX = 9 };

bool retry_fits_status(long status)
{
    return status == 408 || status == 429 || status == 500 || status == 502 ||
           status == 503 || status == 504;
}

int64_t retry_wait(const struct retry_rules *rules, int failures, uint32_t random)
{
    int64_t wait = rules->first;
    for (int i = 1; i < failures && wait < rules->longest; i++)
        wait *= 2;
    wait = wait < rules->longest ? wait : rules->longest;
    return wait - wait / 2 + (int64_t)random % (wait / 2 + 1);
}

static bool read_seconds(struct text value, int64_t *seconds)
{
    if (value.length == 0 || value.length > DIGITS_MAX)
        return false;
    *seconds = 0;
    for (size_t i = 0; i < value.length; i++) {
        if (value.at[i] < '0' || value.at[i] > '9')
            return false;
        *seconds = *seconds * 10 + (value.at[i] - '0');
    }
    return true;
}

bool retry_after_read(struct text value, int64_t now, int64_t *wait)
{
    int64_t seconds;
    value = text_trim(value);
    if (!read_seconds(value, &seconds)) {
        if (!http_date_read(value, &seconds))
            return false;
        seconds = seconds > now ? seconds - now : 0;
    }
    *wait = seconds * 1000;
    return true;
}
