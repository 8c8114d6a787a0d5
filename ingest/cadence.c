#include "ingest/cadence.h"

#include "base/number.h"

enum { STEPS_MAX = 1000 };

bool cadence_read(struct text text, struct cadence *out)
{
    int64_t count;
    bool over = text_starts(text, TEXT("R0/P"));
    size_t before = over ? 4 : 3;
    *out = (struct cadence){0};
    if ((!over && !text_starts(text, TEXT("R/P"))) || text.length < before + 2)
        return false;
    struct text digits = {text.at + before, text.length - before - 1};
    if (!number_whole(digits, &count) || count < 1 || count > STEPS_MAX)
        return false;
    int steps = over ? 0 : (int)count;
    switch (text.at[text.length - 1]) {
    case 'Y':
        out->months = 12 * steps;
        return true;
    case 'M':
        out->months = steps;
        return true;
    case 'W':
        out->days = 7 * steps;
        return true;
    case 'D':
        out->days = steps;
        return true;
    default:
        return false;
    }
}
