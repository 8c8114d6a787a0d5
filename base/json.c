#include "base/json.h"

#include "base/buffer.h"
#include "base/file.h"

#include <jansson.h>
#include <string.h>

static json_t *inside(const struct json_node *node)
{
    return (json_t *)(uintptr_t)node;
}

static struct json_node *outside(const json_t *value)
{
    return (struct json_node *)(uintptr_t)value;
}

struct json_node *json_parse(struct text bytes, const char *name, struct error *err)
{
    json_error_t wrong;
    const char *at = bytes.length ? bytes.at : "";
    json_t *root = json_loadb(at, bytes.length, JSON_REJECT_DUPLICATES, &wrong);
    if (!root)
        fail(err, ERROR_FORMAT, "%s:%d:%d: %s", name, wrong.line, wrong.column,
             wrong.text);
    return outside(root);
}

struct json_node *json_open(const char *path, struct error *err)
{
    struct arena arena = {0};
    struct text bytes;
    struct json_node *root = NULL;
    if (file_read(&arena, path, JSON_BYTES_MAX, &bytes, err))
        root = json_parse(bytes, path, err);
    arena_free(&arena);
    return root;
}

void json_close(struct json_node *root) { json_decref(inside(root)); }

enum json_kind json_kind(const struct json_node *node)
{
    if (!node)
        return JSON_KIND_NONE;
    switch (json_typeof(inside(node))) {
    case JSON_OBJECT:
        return JSON_KIND_OBJECT;
    case JSON_ARRAY:
        return JSON_KIND_ARRAY;
    case JSON_STRING:
        return JSON_KIND_STRING;
    case JSON_INTEGER:
    case JSON_REAL:
        return JSON_KIND_NUMBER;
    case JSON_TRUE:
    case JSON_FALSE:
        return JSON_KIND_BOOL;
    case JSON_NULL:
        break;
    }
    return JSON_KIND_NULL;
}

const struct json_node *json_get(const struct json_node *object, const char *key)
{
    return outside(json_object_get(inside(object), key));
}

size_t json_count(const struct json_node *array_or_object)
{
    const json_t *value = inside(array_or_object);
    return json_is_array(value) ? json_array_size(value) : json_object_size(value);
}

const struct json_node *json_at(const struct json_node *array, size_t index)
{
    return outside(json_array_get(inside(array), index));
}

const struct json_node *json_entry(const struct json_node *object, size_t index,
                                   struct text *key)
{
    json_t *value = inside(object);
    void *entry = json_object_iter(value);
    for (; entry && index > 0; index--)
        entry = json_object_iter_next(value, entry);
    *key = text_of(entry ? json_object_iter_key(entry) : NULL);
    return entry ? outside(json_object_iter_value(entry)) : NULL;
}

struct text json_text_of(const struct json_node *node)
{
    const json_t *value = inside(node);
    return (struct text){json_string_value(value), json_string_length(value)};
}

struct text json_text(const struct json_node *object, const char *key,
                      const char *otherwise)
{
    const struct json_node *node = json_get(object, key);
    if (json_kind(node) != JSON_KIND_STRING)
        return text_of(otherwise);
    return json_text_of(node);
}

double json_number_of(const struct json_node *node)
{
    return json_kind(node) == JSON_KIND_NUMBER ? json_number_value(inside(node)) : 0;
}

double json_number(const struct json_node *object, const char *key, double otherwise)
{
    const struct json_node *node = json_get(object, key);
    if (json_kind(node) != JSON_KIND_NUMBER)
        return otherwise;
    return json_number_value(inside(node));
}

bool json_truth(const struct json_node *object, const char *key, bool otherwise)
{
    const struct json_node *node = json_get(object, key);
    if (json_kind(node) != JSON_KIND_BOOL)
        return otherwise;
    return json_is_true(inside(node));
}

/* What is expected ---------------------------------------------------------- */

/* "!name:kind" taken apart. */
struct rule {
    bool required;
    struct text name;
    char kind;
};

static struct rule rule_of(const char *key)
{
    bool required = key[0] == '!';
    struct text rest = text_of(key + required);
    struct text name = text_cut(&rest, ':');
    return (struct rule){required, name, rest.length ? rest.at[0] : '*'};
}

/* The words for a kind's letter; NULL when anything goes. */
static const char *words_for(char letter, enum json_kind *kind)
{
    static const struct {
        char letter;
        enum json_kind kind;
        const char *words;
    } kinds[] = {
        {'s', JSON_KIND_STRING, "a string"}, {'n', JSON_KIND_NUMBER, "a number"},
        {'b', JSON_KIND_BOOL, "a boolean"},  {'o', JSON_KIND_OBJECT, "an object"},
        {'a', JSON_KIND_ARRAY, "an array"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].letter == letter) {
            *kind = kinds[i].kind;
            return kinds[i].words;
        }
    return NULL;
}

static bool check_rule(const struct json_node *object, const char *where,
                       const char *key, struct error *err)
{
    struct rule rule = rule_of(key);
    const struct json_node *node =
        outside(json_object_getn(inside(object), rule.name.at, rule.name.length));
    if (!node && rule.required)
        return fail(err, ERROR_USAGE, "%s: \"%.*s\" is missing", where,
                    TEXT_ARGS(rule.name));
    enum json_kind kind;
    const char *words = words_for(rule.kind, &kind);
    if (node && words && json_kind(node) != kind)
        return fail(err, ERROR_USAGE, "%s: \"%.*s\" must be %s", where,
                    TEXT_ARGS(rule.name), words);
    return true;
}

static bool is_allowed(const char *key, const char *const *keys)
{
    for (; *keys; keys++)
        if (text_is(rule_of(*keys).name, key))
            return true;
    return false;
}

static bool fail_stranger(const char *where, const char *stranger,
                          const char *const *keys, struct error *err)
{
    struct buffer allowed = {0};
    for (size_t i = 0; keys[i]; i++) {
        if (i > 0)
            buffer_string(&allowed, ", ");
        buffer_text(&allowed, rule_of(keys[i]).name);
    }
    fail(err, ERROR_USAGE, "%s: \"%s\" is not known here; allowed: %.*s", where,
         stranger, TEXT_ARGS(buffer_all(&allowed)));
    buffer_free(&allowed);
    return false;
}

bool json_expect(const struct json_node *object, const char *where,
                 const char *const *keys, struct error *err)
{
    if (json_kind(object) != JSON_KIND_OBJECT)
        return fail(err, ERROR_USAGE, "%s must be an object", where);
    const char *key;
    json_t *value;
    json_object_foreach(inside(object), key, value)
    {
        if (!is_allowed(key, keys))
            return fail_stranger(where, key, keys, err);
    }
    for (; *keys; keys++)
        if (!check_rule(object, where, *keys, err))
            return false;
    return true;
}

/* Writing ------------------------------------------------------------------- */

static void write_escaped(struct buffer *out, unsigned char byte)
{
    static const char plain[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    const char *found = byte ? strchr(plain, byte) : NULL;
    if (found)
        buffer_format(out, "\\%c", letters[found - plain]);
    else
        buffer_format(out, "\\u%04x", byte);
}

static void write_string(struct buffer *out, struct text text)
{
    buffer_char(out, '"');
    size_t start = 0;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte >= ' ' && byte != '"' && byte != '\\')
            continue;
        buffer_add(out, text.at + start, i - start);
        write_escaped(out, byte);
        start = i + 1;
    }
    if (text.length > start)
        buffer_add(out, text.at + start, text.length - start);
    buffer_char(out, '"');
}

void json_write_string(struct buffer *out, struct text text)
{
    if (text_is_utf8(text)) {
        write_string(out, text);
        return;
    }
    struct buffer mended = {0};
    text_mend(&mended, text);
    write_string(out, buffer_all(&mended));
    buffer_free(&mended);
}
