#include "ingest/json_shape.h"

#include "base/json.h"
#include "base/number.h"

#include <stdio.h>
#include <string.h>

/* ~1 is a slash, ~0 a tilde; anything else after a tilde is an error. */
static bool unescape(struct text *part)
{
    char *at = (char *)(uintptr_t)part->at; /* our copy */
    size_t length = 0;
    for (size_t i = 0; i < part->length; i++) {
        char c = part->at[i];
        if (c == '~') {
            char next = i + 1 < part->length ? part->at[++i] : '\0';
            if (next != '0' && next != '1')
                return false;
            c = next == '0' ? '~' : '/';
        }
        at[length++] = c;
    }
    part->length = length;
    return true;
}

bool json_pointer_read(struct arena *arena, const char *source,
                       struct json_pointer *out)
{
    struct text rest = arena_copy(arena, text_of(source));
    *out = (struct json_pointer){.source = arena_copy(arena, rest).at};
    if (rest.length == 0)
        return true;
    if (rest.at[0] != '/')
        return false;
    rest.at++;
    rest.length--;
    while (rest.at) {
        if (out->count == JSON_PARTS_MAX)
            return false;
        out->part[out->count] = text_cut(&rest, '/');
        if (!unescape(&out->part[out->count++]))
            return false;
    }
    return true;
}

bool json_pointer_is_key(const struct json_pointer *pointer, size_t k, struct text key)
{
    return k < pointer->count && text_equal(pointer->part[k], key);
}

bool json_pointer_is_index(const struct json_pointer *pointer, size_t k, size_t index)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%zu", index);
    return k < pointer->count && text_is(pointer->part[k], digits);
}

/* The descriptor's object ------------------------------------------------------- */

static bool take_string(struct arena *arena, const struct json_node *node,
                        const char *where, const char *key, const char **out,
                        struct error *err)
{
    struct text text = json_text_of(node);
    if (text.length == 0 || memchr(text.at, 0, text.length))
        return fail(err, ERROR_USAGE, "%s: \"%s\" must hold strings that are not empty",
                    where, key);
    *out = arena_copy(arena, text).at;
    return true;
}

/* A string, or an array of them. */
static bool take_strings(struct arena *arena, const struct json_node *node,
                         const char *where, const char *key, size_t most,
                         const char **out, size_t *count, struct error *err)
{
    bool several = json_kind(node) == JSON_KIND_ARRAY;
    size_t given = several ? json_count(node) : node ? 1 : 0;
    if (given > most)
        return fail(err, ERROR_USAGE, "%s: \"%s\" has more than %zu entries", where,
                    key, most);
    for (size_t i = 0; i < given; i++) {
        const struct json_node *one = several ? json_at(node, i) : node;
        if (!take_string(arena, one, where, key, &out[i], err))
            return false;
    }
    *count = given;
    return true;
}

/* "@key" for the level "key". */
static void mark_levels(struct arena *arena, struct json_shape *shape)
{
    for (size_t i = 0; i < shape->levels; i++)
        shape->level[i] = arena_format(arena, "@%s", shape->level[i]);
}

static bool check_shape(const struct json_shape *shape, const char *where,
                        struct error *err)
{
    if (shape->lines && shape->levels > 0)
        return fail(err, ERROR_USAGE, "%s: \"each\" does not go with \"lines\"", where);
    if (shape->name && !shape->has_names)
        return fail(err, ERROR_USAGE, "%s: \"name\" needs \"columns\"", where);
    return true;
}

bool json_shape_read(struct arena *arena, const struct json_node *object,
                     const char *where, struct json_shape *out, struct error *err)
{
    static const char *const keys[] = {"columns:s", "name:s",     "lines:b",
                                       "each:*",    "may_lack:a", NULL};
    *out = (struct json_shape){0};
    if (!object)
        return true;
    if (!json_expect(object, where, keys, err))
        return false;
    out->has_names = json_get(object, "columns") != NULL;
    out->lines = json_truth(object, "lines", false);
    const char *names = arena_copy(arena, json_text(object, "columns", "")).at;
    if (!json_pointer_read(arena, names, &out->names))
        return fail(err, ERROR_USAGE, "%s: \"columns\" is no JSON pointer: %s", where,
                    names);
    const struct json_node *name = json_get(object, "name");
    if (name && !take_string(arena, name, where, "name", &out->name, err))
        return false;
    if (!take_strings(arena, json_get(object, "each"), where, "each", JSON_LEVELS_MAX,
                      out->level, &out->levels, err) ||
        !take_strings(arena, json_get(object, "may_lack"), where, "may_lack",
                      JSON_LACKS_MAX, out->may_lack, &out->lacks, err))
        return false;
    mark_levels(arena, out);
    return check_shape(out, where, err);
}
