#include "site/config_publish.h"

#include "base/file.h"

#include <string.h>

enum { TIMEOUT_MAX = 24 * 60 * 60, PREFIX_MAX = 500 };

static const char *copy(struct arena *arena, struct text text)
{
    return arena_copy(arena, text).at;
}

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

/* "env:NAME" or "file:PATH", the latter relative as all paths are. */
static bool read_secret(struct arena *arena, const char *folder,
                        const struct json_node *object, const char *where,
                        const char *key, const char *otherwise, struct credential *out,
                        struct error *err)
{
    struct text from = json_text(object, key, otherwise);
    *out = (struct credential){.prefix = ""};
    if (from.length == 0 && *otherwise == '\0')
        return true;
    if (from.length < 5 ||
        !(text_starts(from, TEXT("env:")) || text_starts(from, TEXT("file:"))))
        return fail(err, ERROR_USAGE,
                    "%s: \"%s\" must be env:NAME or file:PATH: a secret does not stand "
                    "in a configuration",
                    where, key);
    out->from = copy(arena, from);
    if (text_starts(from, TEXT("file:")))
        out->from = arena_format(arena, "file:%s",
                                 path_join(arena, folder, out->from + strlen("file:")));
    return true;
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

static bool read_s3(struct arena *arena, const char *folder,
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
    out->endpoint = copy(arena, endpoint);
    out->bucket = copy(arena, json_text(object, "bucket", ""));
    out->region = copy(arena, json_text(object, "region", "us-east-1"));
    out->prefix = copy(arena, prefix);
    if (prefix.length > 0 && !text_ends(prefix, TEXT("/")))
        out->prefix = arena_format(arena, "%s/", out->prefix);
    out->name = arena_format(arena, "s3 %s/%s", out->bucket, out->prefix);
    return check_place(out, where, err) &&
           read_timeout(object, where, 60, &out->timeout, err) &&
           read_secret(arena, folder, object, where, "key_id", "env:AWS_ACCESS_KEY_ID",
                       &out->key_id, err) &&
           read_secret(arena, folder, object, where, "secret_key",
                       "env:AWS_SECRET_ACCESS_KEY", &out->secret_key, err) &&
           read_secret(arena, folder, object, where, "session_token", "",
                       &out->session_token, err);
}

static bool read_command(struct arena *arena, const struct json_node *object,
                         const char *where, struct publish_target *out,
                         struct error *err)
{
    static const char *const keys[] = {"!kind:s", "!argv:a", "timeout:n", NULL};
    if (!json_expect(object, where, keys, err) ||
        !read_timeout(object, where, 600, &out->timeout, err))
        return false;
    const struct json_node *list = json_get(object, "argv");
    size_t count = json_count(list);
    bool good = count > 0 && count <= PUBLISH_WORDS_MAX &&
                json_text_of(json_at(list, 0)).length > 0;
    out->word = arena_array(arena, count + 1, sizeof *out->word);
    for (size_t i = 0; good && i < count; i++) {
        struct text word = json_text_of(json_at(list, i));
        good = json_kind(json_at(list, i)) == JSON_KIND_STRING &&
               (word.length == 0 || !memchr(word.at, '\0', word.length));
        out->word[i] = copy(arena, word);
    }
    out->name = good ? out->word[0] : "";
    return good || fail(err, ERROR_USAGE,
                        "%s: \"argv\" must be a list of 1 to %d strings, a program and "
                        "its arguments",
                        where, PUBLISH_WORDS_MAX);
}

bool config_publish_read(struct arena *arena, const char *name, const char *folder,
                         const struct json_node *root, struct publish_target **out,
                         size_t *count, struct error *err)
{
    const struct json_node *list = json_get(root, "publish");
    *count = json_count(list);
    *out = arena_array(arena, *count + 1, sizeof **out);
    if (*count > PUBLISH_TARGETS_MAX)
        return fail(err, ERROR_LIMIT, "%s: \"publish\" holds more than %d targets",
                    name, PUBLISH_TARGETS_MAX);
    bool good = true;
    for (size_t i = 0; good && i < *count; i++) {
        const struct json_node *one = json_at(list, i);
        const char *where = arena_format(arena, "%s: \"publish\" %zu", name, i + 1);
        struct text kind = json_text(one, "kind", "");
        good = text_is(kind, "s3") ? read_s3(arena, folder, one, where, *out + i, err)
               : text_is(kind, "command")
                   ? read_command(arena, one, where, *out + i, err)
                   : fail(err, ERROR_USAGE,
                          "%s: \"kind\" must be \"s3\" or \"command\"", where);
    }
    return good;
}

bool config_precompress(const char *name, const struct json_node *root, bool *wanted,
                        struct error *err)
{
    const struct json_node *list = json_get(root, "precompress");
    for (size_t i = 0; i < json_count(list); i++) {
        struct text word = json_text_of(json_at(list, i));
        enum packing packing;
        if (!packing_find(word, &packing))
            return fail(err, ERROR_USAGE,
                        "%s: \"precompress\" holds \"gz\" and \"br\", not \"%.*s\"",
                        name, TEXT_ARGS(word));
        wanted[packing] = true;
    }
    return true;
}
