/* How sources are fetched: from where, with which secret, and what people bring. */
#include "site/config_reading.h"

#include "base/file.h"

#include <string.h>

/* Addresses ----------------------------------------------------------------- */

/* Where a source is fetched from. */
static bool is_address(struct text url)
{
    if (!text_starts(url, TEXT("https://")) && !text_starts(url, TEXT("http://")) &&
        !text_starts(url, TEXT("file://")))
        return false;
    for (size_t i = 0; i < url.length; i++)
        if ((unsigned char)url.at[i] <= ' ' || strchr("\"<>\\^`{|}\x7f", url.at[i]))
            return false;
    return true;
}

static bool read_urls(const struct config_reading *reading, struct config *out,
                      struct error *err)
{
    const struct json_node *urls = json_get(reading->root, "urls");
    size_t count = json_count(urls);
    if (count > SOURCES_MAX)
        return fail(err, ERROR_LIMIT, "%s: \"urls\" holds %zu addresses, at most %d",
                    reading->name, count, SOURCES_MAX);
    for (size_t i = 0; i < count; i++) {
        struct text source;
        struct text url = json_text_of(json_entry(urls, i, &source));
        if (!is_address(url))
            return fail(err, ERROR_USAGE,
                        "%s: \"urls\": the address of %.*s must start with https://, "
                        "http:// or file://, without spaces",
                        reading->name, TEXT_ARGS(source));
        const char *host = reading_copy(reading, url);
        host = strstr(host, "://") + strlen("://");
        if (memchr(host, '@', strcspn(host, "/?#")))
            return fail(err, ERROR_USAGE,
                        "%s: \"urls\": the address of %.*s holds a user or a password; "
                        "they belong into \"credentials\"",
                        reading->name, TEXT_ARGS(source));
        out->url[out->urls][0] = reading_copy(reading, source);
        out->url[out->urls++][1] = reading_copy(reading, url);
    }
    return true;
}

/* Credentials ------------------------------------------------------------------ */

static bool is_name(const char *string)
{
    return *string &&
           !string[strspn(string, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "abcdefghijklmnopqrstuvwxyz0123456789-_.$")];
}

static bool read_credential(const struct config_reading *reading, const char *source,
                            const struct json_node *object, struct credential *out,
                            struct error *err)
{
    static const char *const keys[] = {"!from:s", "header:s", "query:s", "prefix:s",
                                       NULL};
    const char *where = arena_format(reading->arena, "%s: \"credentials\": \"%s\"",
                                     reading->name, source);
    if (!json_expect(object, where, keys, err))
        return false;
    *out = (struct credential){0};
    if (!reading_secret(reading, where, "from", json_text(object, "from", ""),
                        &out->from, err))
        return false;
    const char *header = reading_copy(reading, json_text(object, "header", ""));
    const char *query = reading_copy(reading, json_text(object, "query", ""));
    if (*header ? *query || !is_name(header) : !is_name(query))
        return fail(
            err, ERROR_USAGE,
            "%s needs a \"header\" or a \"query\", one of them, and a name there",
            where);
    out->header = *header ? header : NULL;
    out->query = *query ? query : NULL;
    out->prefix = reading_copy(reading, json_text(object, "prefix", ""));
    return !strpbrk(out->prefix, "\r\n") ||
           fail(err, ERROR_USAGE, "%s: \"prefix\" holds a line end", where);
}

static bool read_credentials(const struct config_reading *reading, struct config *out,
                             struct error *err)
{
    const struct json_node *object = json_get(reading->root, "credentials");
    size_t count = json_count(object);
    struct source_credential *list =
        arena_array(reading->arena, count + 1, sizeof *list);
    for (size_t i = 0; i < count; i++) {
        struct text source;
        const struct json_node *one = json_entry(object, i, &source);
        list[i].source = reading_copy(reading, source);
        if (!read_credential(reading, list[i].source, one, &list[i].credential, err))
            return false;
    }
    out->credential = list;
    out->credentials = count;
    return true;
}

/* Drop folders ------------------------------------------------------------------ */

static bool read_drop(const struct config_reading *reading, struct config *out,
                      struct error *err)
{
    const struct json_node *node = json_get(reading->root, "drop");
    size_t count = json_kind(node) == JSON_KIND_OBJECT ? json_count(node) : 0;
    struct text all = json_text_of(node);
    out->drop = "";
    if (node && json_kind(node) != JSON_KIND_OBJECT && all.length == 0)
        return fail(
            err, ERROR_USAGE,
            "%s: \"drop\" must be a folder, or an object with one for each source",
            reading->name);
    if (all.length > 0)
        out->drop =
            path_join(reading->arena, reading->folder, reading_copy(reading, all));
    out->drop_folder = arena_array(reading->arena, count + 1, sizeof *out->drop_folder);
    for (size_t i = 0; i < count; i++) {
        struct text source;
        struct text folder = json_text_of(json_entry(node, i, &source));
        if (folder.length == 0)
            return fail(err, ERROR_USAGE, "%s: \"drop\": the folder of %.*s is none",
                        reading->name, TEXT_ARGS(source));
        out->drop_folder[out->drops][0] = reading_copy(reading, source);
        out->drop_folder[out->drops++][1] =
            path_join(reading->arena, reading->folder, reading_copy(reading, folder));
    }
    return true;
}

bool config_read_fetching(const struct config_reading *reading, struct config *out,
                          struct error *err)
{
    return read_urls(reading, out, err) && read_drop(reading, out, err) &&
           reading_folder(reading, "authorities", "", &out->authorities, err) &&
           read_credentials(reading, out, err) &&
           reading_whole(reading, "attempts", 5, 1, FETCH_ATTEMPTS_MAX, &out->attempts,
                         err);
}
