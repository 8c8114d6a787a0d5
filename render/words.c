#include "render/words.h"

#include "base/buffer.h"

#include <math.h>
#include <string.h>

static char *keep(struct arena *arena, struct buffer *buffer)
{
    char *kept = (char *)arena_copy(arena, buffer_all(buffer)).at;
    buffer_free(buffer);
    return kept;
}

char *words_number(struct arena *arena, const struct chart_words *words, double value,
                   int decimals)
{
    return number_string(arena, value, decimals, &words->numerals);
}

char *words_fill(struct arena *arena, const char *pattern, const char *key,
                 const char *value)
{
    const char *hole = arena_format(arena, "{%s}", key);
    struct buffer buffer = {0};
    const char *at = pattern;
    for (const char *next; (next = strstr(at, hole)) != NULL;) {
        buffer_add(&buffer, at, (size_t)(next - at));
        buffer_string(&buffer, value);
        at = next + strlen(hole);
    }
    buffer_string(&buffer, at);
    return keep(arena, &buffer);
}

char *words_period(struct arena *arena, const struct chart_words *words,
                   struct period period, enum step step)
{
    char *year = arena_format(arena, "%d", period_year(period));
    if (step == STEP_YEAR)
        return year;
    const char *month = words->month_long[period_month(period) - 1];
    char *filled = words_fill(arena, words->month_year, "month", month);
    return words_fill(arena, filled, "year", year);
}

const char *words_status(const struct chart_words *words, enum status status)
{
    switch (status) {
    case STATUS_PROVISIONAL:
        return words->provisional;
    case STATUS_PARTIAL:
        return words->partial;
    case STATUS_SUPPRESSED:
        return words->withheld;
    case STATUS_NOT_REPORTED:
    case STATUS_ABSENT:
        return words->not_reported;
    case STATUS_REPORTED:
        break;
    }
    return NULL;
}

char *words_figure(struct arena *arena, const struct chart_words *words,
                   struct figure figure, int decimals)
{
    const char *status = words_status(words, figure.status);
    if (!figure_known(figure))
        return arena_format(arena, "%s", status);
    char *number = words_number(arena, words, figure.value, decimals);
    return status == NULL ? number : arena_format(arena, "%s (%s)", number, status);
}
