#include "site/config.h"

#include "base/file.h"
#include "ingest/address.h"
#include "site/config_reading.h"

#include <string.h>

enum { KEEP_RELEASES_MAX = 1000, KEEP_DAYS_MAX = 36500 };

static const char *const KEYS[] = {
    "title:*",          "base_url:s",
    "operator:*",       "contact:s",
    "languages:a",      "sources:a",
    "urls:o",           "descriptors:s",
    "snapshots:s",      "releases:s",
    "public:s",         "keep_releases:n",
    "drop:*",           "attempts:n",
    "authorities:s",    "credentials:o",
    "signing_key:s",    "state:s",
    "metrics:s",        "ping_url:s",
    "on_failure:a",     "keep_monthly:n",
    "keep_leftovers:n", "publish:a",
    "precompress:a",    NULL,
};

static bool read_base_url(const struct config_reading *reading, const char **out,
                          struct error *err)
{
    struct text url = json_text(reading->root, "base_url", "");
    *out = "";
    if (url.length == 0)
        return true;
    if (!reading_is_web_folder(url))
        return fail(err, ERROR_USAGE,
                    "%s: \"base_url\" must be like https://example.org/crime/",
                    reading->name);
    *out = arena_format(reading->arena, "%.*s%s", TEXT_ARGS(url),
                        text_ends(url, TEXT("/")) ? "" : "/");
    return true;
}

/* "somebody@example.org": no more than what a mail program takes for one. */
static bool is_mail(struct text text)
{
    struct text domain = text;
    struct text name = text_cut(&domain, '@');
    if (name.length == 0 || domain.length == 0)
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                    ".!#$%*+-/=?^_~@",
                    text.at[i]) ||
            text.at[i] == '\0')
            return false;
    return !memchr(domain.at, '@', domain.length);
}

static bool is_contact(struct text text)
{
    struct text rest = text;
    if (text_starts(text, TEXT("mailto:"))) {
        text_cut(&rest, ':');
        return is_mail(rest);
    }
    return is_mail(text) || address_is_web(text);
}

static bool read_contact(const struct config_reading *reading, const char **out,
                         struct error *err)
{
    struct text contact = json_text(reading->root, "contact", "");
    *out = reading_copy(reading, contact);
    if (contact.length > 0 && !is_contact(contact))
        return fail(err, ERROR_USAGE,
                    "%s: \"contact\" must be an e-mail or web address", reading->name);
    return true;
}

static bool read_wanted(const struct config_reading *reading, struct config *out,
                        struct error *err)
{
    const struct json_node *list = json_get(reading->root, "sources");
    size_t count = json_count(list);
    if ((list && count == 0) || count > SOURCES_MAX)
        return fail(err, ERROR_USAGE,
                    "%s: \"sources\" holds 1 to %d ids; leave it out for all sources",
                    reading->name, SOURCES_MAX);
    for (size_t i = 0; i < count; i++) {
        struct text id = json_text_of(json_at(list, i));
        if (id.length == 0)
            return fail(err, ERROR_USAGE, "%s: \"sources\": item %zu is not an id",
                        reading->name, i + 1);
        out->want[out->wanted++] = reading_copy(reading, id);
    }
    return true;
}

static bool read_folders(const struct config_reading *reading, struct config *out,
                         struct error *err)
{
    return reading_folder(reading, "snapshots", "var/snapshots", &out->snapshots,
                          err) &&
           reading_folder(reading, "releases", "var/releases", &out->releases, err) &&
           reading_folder(reading, "public", "public", &out->public_, err) &&
           reading_folder(reading, "signing_key", "", &out->signing_key, err) &&
           reading_folder(reading, "descriptors", "", &out->sources, err);
}

static bool read_keep(const struct config_reading *reading, struct config *out,
                      struct error *err)
{
    return reading_whole(reading, "keep_releases", 3, 1, KEEP_RELEASES_MAX,
                         &out->keep_releases, err) &&
           reading_whole(reading, "keep_monthly", 0, 0, KEEP_RELEASES_MAX,
                         &out->keep_monthly, err) &&
           reading_whole(reading, "keep_leftovers", 90, 1, KEEP_DAYS_MAX,
                         &out->keep_leftovers, err);
}

static bool read_all(const struct config_reading *reading, struct config *out,
                     struct error *err)
{
    if (reading->root && !json_expect(reading->root, reading->name, KEYS, err))
        return false;
    return config_read_names(reading, out, err) &&
           read_base_url(reading, &out->base_url, err) &&
           read_contact(reading, &out->contact, err) &&
           read_wanted(reading, out, err) && read_folders(reading, out, err) &&
           config_read_fetching(reading, out, err) && read_keep(reading, out, err) &&
           config_read_publishing(reading, out, err) &&
           config_read_watching(reading, out, err);
}

/* A line that begins with // is a comment: blanks take its place, so that what is said
 * of the rest names the right lines. */
static void blank_comments(char *at, size_t length)
{
    for (char *end = at + length; at < end;) {
        char *line = at, *next = memchr(at, '\n', (size_t)(end - at));
        at = next ? next + 1 : end;
        while (line < at && (*line == ' ' || *line == '\t'))
            line++;
        if (at - line >= 2 && line[0] == '/' && line[1] == '/')
            memset(line, ' ', (size_t)((next ? next : end) - line));
    }
}

static struct json_node *open_config(struct arena *arena, const char *path,
                                     struct error *err)
{
    struct text bytes;
    if (!file_given(path, err) || !file_read(arena, path, JSON_BYTES_MAX, &bytes, err))
        return NULL;
    char *copied = arena_take(arena, bytes.length + 1);
    memcpy(copied, bytes.at, bytes.length);
    blank_comments(copied, bytes.length);
    return json_parse((struct text){copied, bytes.length}, path, err);
}

bool config_load(struct arena *arena, const char *path, const char *share,
                 struct config *out, struct error *err)
{
    struct config config = {.share = arena_copy(arena, text_of(share)).at,
                            .folder = ""};
    struct config_reading reading = {.arena = arena, .name = "defaults", .folder = ""};
    struct json_node *root = NULL;
    if (path) {
        reading.name = path;
        config.folder = reading.folder = path_folder(arena, path);
        root = open_config(arena, path, err);
        if (!root)
            return false;
        reading.root = root;
    }
    bool good = read_all(&reading, &config, err);
    if (root)
        json_close(root);
    if (good)
        *out = config;
    return good;
}
