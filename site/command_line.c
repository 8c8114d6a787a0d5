#include "site/command_line.h"

#include <string.h>

enum { DISTANCE_MAX = 2, WORD_MAX = 32 };

/* How many letters to add, drop or change (Levenshtein). */
static size_t distance(const char *a, const char *b)
{
    size_t row[WORD_MAX + 1];
    size_t width = strlen(b);
    if (width > WORD_MAX)
        return WORD_MAX;
    for (size_t j = 0; j <= width; j++)
        row[j] = j;
    for (size_t i = 0; a[i]; i++) {
        size_t corner = row[0];
        row[0] = i + 1;
        for (size_t j = 1; j <= width; j++) {
            size_t best = corner + (a[i] != b[j - 1]);
            corner = row[j];
            best = row[j] + 1 < best ? row[j] + 1 : best;
            row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
        }
    }
    return row[width];
}

const char *nearest(const char *asked, const char *const *first, size_t stride,
                    size_t count)
{
    const char *best = NULL;
    size_t least = DISTANCE_MAX + 1;
    for (size_t i = 0; i < count; i++) {
        const char *name =
            *(const char *const *)(const void *)((const char *)first + i * stride);
        size_t far = distance(asked, name);
        if (far < least && far < strlen(name)) {
            best = name;
            least = far;
        }
    }
    return best;
}

static bool fail_unknown(const struct option *options, size_t count, const char *word,
                         struct error *err)
{
    const char *best = word[1] == '-'
                           ? nearest(word + 2, &options->name, sizeof *options, count)
                           : NULL;
    return best ? fail(err, ERROR_USAGE, "there is no option %s; did you mean --%s?",
                       word, best)
                : fail(err, ERROR_USAGE, "there is no option %s; see cifra help", word);
}

static const struct option *find(const struct option *options, size_t count,
                                 const char *word)
{
    for (size_t i = 0; i < count; i++) {
        const char *name = options[i].name;
        size_t length = strlen(name);
        if (word[1] != '-' && word[1] == options[i].letter && word[2] == '\0')
            return &options[i];
        if (word[1] == '-' && strncmp(word + 2, name, length) == 0 &&
            (word[2 + length] == '\0' || word[2 + length] == '='))
            return &options[i];
    }
    return NULL;
}

bool option_read(const struct option *options, size_t options_count, char **words,
                 int count, int *at, void *into, const struct option **found,
                 struct error *err)
{
    const char *word = words[*at];
    const struct option *option = find(options, options_count, word);
    if (!option)
        return fail_unknown(options, options_count, word, err);
    *found = option;
    void *place = (char *)into + option->offset;
    const char *equals = word[1] == '-' ? strchr(word, '=') : NULL;
    if (!option->value) {
        *(bool *)place = true;
        return !equals || fail(err, ERROR_USAGE, "--%s takes no value", option->name);
    }
    if (!equals && *at + 1 >= count)
        return fail(err, ERROR_USAGE, "--%s needs its %s", option->name, option->value);
    *(const char **)place = equals ? equals + 1 : words[++*at];
    return true;
}
