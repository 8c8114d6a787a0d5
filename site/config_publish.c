/* Where else than in public the site is to be, and what lies packed beside its files.
 */
#include "site/config_reading.h"

#include <string.h>

enum { TIMEOUT_MAX = 24 * 60 * 60, PREFIX_MAX = 500 };

static bool is_made_of(const char *string, const char *allowed)
{
    return string[strspn(string, allowed)] == '\0';
}

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

static bool read_timeout(const struct json_node *object, const char *where,
                         int otherwise, int *out, struct error *err)
{
    double seconds = json_number(object, "timeout", otherwise);
    *out = seconds >= 1 && seconds <= TIMEOUT_MAX ? (int)seconds : 0;
    return *out == seconds ||
           fail(err, ERROR_USAGE, "%s: \"timeout\" must be whole seconds, from 1 to %d",
                where, TIMEOUT_MAX);
}

/* Where a key comes from; otherwise "": nowhere, when nothing is said. */
static bool read_key(const struct config_reading *reading,
                     const struct json_node *object, const char *where, const char *key,
                     const char *otherwise, struct credential *out, struct error *err)
{
    struct text from = json_text(object, key, otherwise);
    *out = (struct credential){.prefix = ""};
    return (from.length == 0 && *otherwise == '\0') ||
           reading_secret(reading, where, key, from, &out->from, err);
}

static bool check_place(const struct publish_target *target, const char *where,
                        struct error *err)
{
    const char *host = strstr(target->endpoint, "://");
    bool web = host && (strncmp(target->endpoint, "https://", 8) == 0 ||
                        strncmp(target->endpoint, "http://", 7) == 0);
    if (!web || host[3] == '\0' || !is_made_of(host + 3, LETTERS ".-:[]"))
        return fail(err, ERROR_USAGE,
                    "%s: \"endpoint\" must be like https://s3.example.org", where);
    if (strlen(target->bucket) < 3 || !is_made_of(target->bucket, LETTERS ".-_"))
        return fail(err, ERROR_USAGE, "%s: \"bucket\" is not a bucket's name", where);
    if (!*target->region || !is_made_of(target->region, LETTERS "-"))
        return fail(err, ERROR_USAGE, "%s: \"region\" must be like us-east-1", where);
    return (strlen(target->prefix) <= PREFIX_MAX && target->prefix[0] != '/' &&
            is_made_of(target->prefix, LETTERS ".-_/") &&
            !strstr(target->prefix, "//") && !strstr(target->prefix, "..")) ||
           fail(err, ERROR_USAGE,
                "%s: \"prefix\" must be like crime/site/, of letters, digits and ._-",
                where);
}

static bool read_s3(const struct config_reading *reading,
                    const struct json_node *object, const char *where,
                    struct publish_target *out, struct error *err)
{
    static const char *const keys[] = {
        "!kind:s",  "!endpoint:s",  "!bucket:s",       "prefix:s",  "region:s",
        "key_id:s", "secret_key:s", "session_token:s", "timeout:n", NULL};
    if (!json_expect(object, where, keys, err))
        return false;
    struct text endpoint = json_text(object, "endpoint", "");
    struct text prefix = json_text(object, "prefix", "");
    while (text_ends(endpoint, TEXT("/")))
        endpoint.length--;
    out->endpoint = reading_copy(reading, endpoint);
    out->bucket = reading_copy(reading, json_text(object, "bucket", ""));
    out->region = reading_copy(reading, json_text(object, "region", "us-east-1"));
    out->prefix = reading_copy(reading, prefix);
    if (prefix.length > 0 && !text_ends(prefix, TEXT("/")))
        out->prefix = arena_format(reading->arena, "%s/", out->prefix);
    out->name = arena_format(reading->arena, "s3 %s/%s", out->bucket, out->prefix);
    return check_place(out, where, err) &&
           read_timeout(object, where, 60, &out->timeout, err) &&
           read_key(reading, object, where, "key_id", "env:AWS_ACCESS_KEY_ID",
                    &out->key_id, err) &&
           read_key(reading, object, where, "secret_key", "env:AWS_SECRET_ACCESS_KEY",
                    &out->secret_key, err) &&
           read_key(reading, object, where, "session_token", "", &out->session_token,
                    err);
}

static bool read_command(const struct config_reading *reading,
                         const struct json_node *object, const char *where,
                         struct publish_target *out, struct error *err)
{
    static const char *const keys[] = {"!kind:s", "!argv:a", "timeout:n", NULL};
    if (!json_expect(object, where, keys, err) ||
        !read_timeout(object, where, 600, &out->timeout, err))
        return false;
    const struct json_node *list = json_get(object, "argv");
    size_t count = json_count(list);
    bool good = count > 0 && count <= PUBLISH_WORDS_MAX &&
                json_text_of(json_at(list, 0)).length > 0;
    out->word = arena_array(reading->arena, count + 1, sizeof *out->word);
    for (size_t i = 0; good && i < count; i++) {
        struct text word = json_text_of(json_at(list, i));
        good = json_kind(json_at(list, i)) == JSON_KIND_STRING &&
               (word.length == 0 || !memchr(word.at, '\0', word.length));
        out->word[i] = reading_copy(reading, word);
    }
    out->name = good ? out->word[0] : "";
    return good || fail(err, ERROR_USAGE,
                        "%s: \"argv\" must be a list of 1 to %d strings, a program and "
                        "its arguments",
                        where, PUBLISH_WORDS_MAX);
}

static bool read_targets(const struct config_reading *reading, struct config *out,
                         struct error *err)
{
    const struct json_node *list = json_get(reading->root, "publish");
    out->targets = json_count(list);
    out->target = arena_array(reading->arena, out->targets + 1, sizeof *out->target);
    if (out->targets > PUBLISH_TARGETS_MAX)
        return fail(err, ERROR_LIMIT, "%s: \"publish\" holds more than %d targets",
                    reading->name, PUBLISH_TARGETS_MAX);
    bool good = true;
    for (size_t i = 0; good && i < out->targets; i++) {
        const struct json_node *one = json_at(list, i);
        const char *where =
            arena_format(reading->arena, "%s: \"publish\" %zu", reading->name, i + 1);
        struct text kind = json_text(one, "kind", "");
        good = text_is(kind, "s3") ? read_s3(reading, one, where, out->target + i, err)
               : text_is(kind, "command")
                   ? read_command(reading, one, where, out->target + i, err)
                   : fail(err, ERROR_USAGE,
                          "%s: \"kind\" must be \"s3\" or \"command\"", where);
    }
    return good;
}

static bool read_packings(const struct config_reading *reading, bool *wanted,
                          struct error *err)
{
    const struct json_node *list = json_get(reading->root, "precompress");
    for (size_t i = 0; i < json_count(list); i++) {
        struct text word = json_text_of(json_at(list, i));
        enum packing packing;
        if (!packing_find(word, &packing))
            return fail(err, ERROR_USAGE,
                        "%s: \"precompress\" holds \"gz\" and \"br\", not \"%.*s\"",
                        reading->name, TEXT_ARGS(word));
        wanted[packing] = true;
    }
    return true;
}

bool config_read_publishing(const struct config_reading *reading, struct config *out,
                            struct error *err)
{
    return read_targets(reading, out, err) &&
           read_packings(reading, out->precompress, err);
}
