/* The languages of the site, and what is said in each of them. */
#include "site/config_reading.h"

enum { TAG_MAX = 16 };

/* "es", "zh-hant": what may stand in an address and in <html lang>. */
static bool is_tag(struct text tag)
{
    if (tag.length < 2 || tag.length > TAG_MAX || tag.at[0] == '-' ||
        tag.at[tag.length - 1] == '-')
        return false;
    for (size_t i = 0; i < tag.length; i++)
        if (!(tag.at[i] >= 'a' && tag.at[i] <= 'z') && tag.at[i] != '-')
            return false;
    return true;
}

static bool add_language(const struct config_reading *reading, struct text tag,
                         struct languages *languages, struct error *err)
{
    if (!is_tag(tag))
        return fail(err, ERROR_USAGE,
                    "%s: \"languages\" holds tags like \"es\", not \"%.*s\"",
                    reading->name, TEXT_ARGS(tag));
    for (size_t i = 0; i < languages->count; i++)
        if (text_is(tag, languages->tag[i]))
            return fail(err, ERROR_USAGE, "%s: \"languages\" holds \"%.*s\" twice",
                        reading->name, TEXT_ARGS(tag));
    languages->tag[languages->count++] = reading_copy(reading, tag);
    return true;
}

static bool read_languages(const struct config_reading *reading, struct languages *out,
                           struct error *err)
{
    const struct json_node *list = json_get(reading->root, "languages");
    if (!list) {
        *out = (struct languages){2, {"es", "en"}};
        return true;
    }
    size_t count = json_count(list);
    if (count == 0 || count > LANGUAGES_MAX)
        return fail(err, ERROR_USAGE, "%s: \"languages\" holds 1 to %d tags, not %zu",
                    reading->name, LANGUAGES_MAX, count);
    for (size_t i = 0; i < count; i++)
        if (!add_language(reading, json_text_of(json_at(list, i)), out, err))
            return false;
    return true;
}

/* Names in each language ---------------------------------------------------- */

static void same_in_all(const struct languages *languages, const char *name,
                        struct names *out)
{
    for (size_t i = 0; i < languages->count; i++)
        out->in[i] = name;
}

static bool read_translations(const struct config_reading *reading, const char *key,
                              const struct languages *languages, struct names *out,
                              struct error *err)
{
    const struct json_node *object = json_get(reading->root, key);
    const char *keys[LANGUAGES_MAX + 1] = {0};
    for (size_t i = 0; i < languages->count; i++)
        keys[i] = arena_format(reading->arena, "!%s:s", languages->tag[i]);
    if (!json_expect(object,
                     arena_format(reading->arena, "%s: \"%s\"", reading->name, key),
                     keys, err))
        return false;
    for (size_t i = 0; i < languages->count; i++)
        out->in[i] = reading_copy(reading, json_text(object, languages->tag[i], ""));
    return true;
}

/* A string for all languages, or an object with one string for each. */
static bool read_names(const struct config_reading *reading, const char *key,
                       const char *otherwise, const struct languages *languages,
                       struct names *out, struct error *err)
{
    const struct json_node *node = json_get(reading->root, key);
    if (json_kind(node) == JSON_KIND_OBJECT)
        return read_translations(reading, key, languages, out, err);
    if (node && json_kind(node) != JSON_KIND_STRING)
        return fail(err, ERROR_USAGE,
                    "%s: \"%s\" must be a string, or an object with one per language",
                    reading->name, key);
    same_in_all(languages,
                reading_copy(reading, json_text(reading->root, key, otherwise)), out);
    return true;
}

bool config_read_names(const struct config_reading *reading, struct config *out,
                       struct error *err)
{
    const struct languages *languages = &out->languages;
    return read_languages(reading, &out->languages, err) &&
           read_names(reading, "title", "Cifra", languages, &out->title, err) &&
           read_names(reading, "operator", "", languages, &out->operator_name, err);
}
