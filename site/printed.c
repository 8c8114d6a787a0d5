#include "site/printed.h"
#include "base/buffer.h"
#include "base/number.h"

static const char *keep(struct arena *arena, struct buffer *words)
{
    const char *copy = arena_copy(arena, buffer_all(words)).at;
    buffer_free(words);
    return copy;
}

const char *printed_words(struct arena *arena, const char *words)
{
    struct buffer out = {0};
    text_printable(&out, text_of(words));
    return keep(arena, &out);
}

const char *printed_number(struct arena *arena, size_t number)
{
    static const struct numerals numerals = {",", ".", "-"};
    struct buffer out = {0};
    number_write(&out, (double)number, 0, &numerals);
    return keep(arena, &out);
}

const char *printed_count(struct arena *arena, size_t number, const char *one)
{
    return arena_format(arena, "%s %s%s", printed_number(arena, number), one,
                        number == 1 ? "" : "s");
}

const char *printed_day(struct arena *arena, struct day day)
{
    if (day.month == 0)
        return "unknown day";
    return arena_format(arena, "%04d-%02d-%02d", day.year, day.month, day.day);
}
