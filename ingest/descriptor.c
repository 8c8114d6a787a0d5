#include "ingest/descriptor.h"

#include "base/buffer.h"

#include <string.h>

enum { STRING_MAX = 4096 }; /* bytes of any string in a descriptor */

const char *descriptor_where(struct descriptor *descriptor, const char *where,
                             const char *key)
{
    return arena_format(descriptor->arena, "%s: \"%s\"", where, key);
}

const char *descriptor_optional(struct descriptor *descriptor,
                                const struct json_node *object, const char *key)
{
    if (json_kind(json_get(object, key)) != JSON_KIND_STRING)
        return NULL;
    return arena_copy(descriptor->arena, json_text(object, key, "")).at;
}

bool descriptor_is_string(struct descriptor *descriptor, const struct json_node *node,
                          const char *where)
{
    if (json_kind(node) != JSON_KIND_STRING)
        return fail(descriptor->err, ERROR_USAGE, "%s must be a string", where);
    struct text text = json_text_of(node);
    if (text.length == 0)
        return fail(descriptor->err, ERROR_USAGE, "%s is empty", where);
    if (text.length > STRING_MAX)
        return fail(descriptor->err, ERROR_LIMIT, "%s is longer than %d bytes", where,
                    STRING_MAX);
    if (memchr(text.at, 0, text.length))
        return fail(descriptor->err, ERROR_USAGE, "%s holds a NUL", where);
    return true;
}

bool descriptor_is_address(const char *url)
{
    struct text text = text_of(url);
    return text_starts(text, TEXT("https://")) || text_starts(text, TEXT("http://"));
}

bool descriptor_string(struct descriptor *descriptor, const struct json_node *object,
                       const char *where, const char *key, const char **out)
{
    const struct json_node *node = json_get(object, key);
    if (!node)
        return true;
    if (!descriptor_is_string(descriptor, node,
                              descriptor_where(descriptor, where, key)))
        return false;
    *out = arena_copy(descriptor->arena, json_text_of(node)).at;
    return true;
}

bool descriptor_whole(struct descriptor *descriptor, const struct json_node *object,
                      const char *where, const char *key, int otherwise, int least,
                      int most, int *out)
{
    double number = json_number(object, key, otherwise);
    if (!(number >= least && number <= most) || number != (double)(int)number)
        return fail(descriptor->err, ERROR_USAGE,
                    "%s must be a whole number from %d to %d",
                    descriptor_where(descriptor, where, key), least, most);
    *out = (int)number;
    return true;
}

bool descriptor_char(struct descriptor *descriptor, const struct json_node *object,
                     const char *where, const char *key, char *out)
{
    struct text text = json_text(object, key, NULL);
    if (!json_get(object, key))
        return true;
    if (text.length > 1 || (text.length == 1 && (unsigned char)text.at[0] >= 0x80))
        return fail(descriptor->err, ERROR_USAGE,
                    "%s must be one ASCII character or \"\"",
                    descriptor_where(descriptor, where, key));
    *out = text.length ? text.at[0] : '\0';
    return true;
}

bool descriptor_choice(struct descriptor *descriptor, const struct json_node *object,
                       const char *where, const char *key, const char *const *words,
                       int *out)
{
    struct text text = json_text(object, key, words[0]);
    struct buffer all = {0};
    for (*out = 0; words[*out]; (*out)++) {
        if (text_is(text, words[*out])) {
            buffer_free(&all);
            return true;
        }
        buffer_format(&all, "%s\"%s\"", *out ? ", " : "", words[*out]);
    }
    fail(descriptor->err, ERROR_USAGE, "%s is \"%.*s\", which must be one of %.*s",
         descriptor_where(descriptor, where, key), TEXT_ARGS(text),
         TEXT_ARGS(buffer_all(&all)));
    buffer_free(&all);
    return false;
}

bool descriptor_spellings(struct descriptor *descriptor, const struct json_node *node,
                          const char *where, struct source_column *out)
{
    bool several = json_kind(node) == JSON_KIND_ARRAY;
    size_t count = several ? json_count(node) : 1;
    if (count == 0 || count > SOURCE_SPELLINGS_MAX)
        return fail(descriptor->err, ERROR_USAGE, "%s must have 1 to %d spellings",
                    where, SOURCE_SPELLINGS_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct json_node *spelling = several ? json_at(node, i) : node;
        if (!descriptor_is_string(descriptor, spelling, where))
            return false;
        out->spelling[i] = arena_copy(descriptor->arena, json_text_of(spelling)).at;
    }
    out->count = count;
    return true;
}

bool descriptor_column(struct descriptor *descriptor, const struct json_node *object,
                       const char *where, const char *key, struct source_column *out)
{
    const struct json_node *node = json_get(object, key);
    return !node || descriptor_spellings(descriptor, node,
                                         descriptor_where(descriptor, where, key), out);
}

bool descriptor_strings(struct descriptor *descriptor, const struct json_node *array,
                        const char *where, const char ***out, size_t *count)
{
    *count = json_count(array);
    if (*count > SOURCE_VALUES_MAX)
        return fail(descriptor->err, ERROR_LIMIT, "%s has more than %d entries", where,
                    SOURCE_VALUES_MAX);
    *out = arena_array(descriptor->arena, *count + 1, sizeof **out);
    for (size_t i = 0; i < *count; i++) {
        const struct json_node *node = json_at(array, i);
        if (json_kind(node) != JSON_KIND_STRING)
            return fail(descriptor->err, ERROR_USAGE, "%s must hold strings only",
                        where);
        (*out)[i] = arena_copy(descriptor->arena, json_text_of(node)).at;
    }
    return true;
}
