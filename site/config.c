#include "site/config.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/json.h"
#include "ingest/address.h"
#include "site/config_watch.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { KEEP_RELEASES_MAX = 1000, KEEP_DAYS_MAX = 36500, TAG_MAX = 16 };

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

/* A configuration being read: what messages call it, and where its relative folders
 * start. */
struct reading {
    struct arena *arena;
    const char *name;
    const char *folder;
    const struct json_node *root;
};

static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return "";
    return arena_format(arena, "%.*s", (int)(slash == path ? 1 : slash - path), path);
}

static const char *copy(struct arena *arena, struct text text)
{
    return arena_copy(arena, text).at;
}

/* Languages ----------------------------------------------------------------- */

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

static bool add_language(const struct reading *reading, struct text tag,
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
    languages->tag[languages->count++] = copy(reading->arena, tag);
    return true;
}

static bool read_languages(const struct reading *reading, struct languages *out,
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

static bool read_translations(const struct reading *reading, const char *key,
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
        out->in[i] = copy(reading->arena, json_text(object, languages->tag[i], ""));
    return true;
}

/* A string for all languages, or an object with one string for each. */
static bool read_names(const struct reading *reading, const char *key,
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
                copy(reading->arena, json_text(reading->root, key, otherwise)), out);
    return true;
}

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

static bool read_base_url(const struct reading *reading, const char **out,
                          struct error *err)
{
    struct text url = json_text(reading->root, "base_url", "");
    *out = "";
    if (url.length == 0)
        return true;
    if (!address_is_web(url) || memchr(url.at, '?', url.length) ||
        memchr(url.at, '#', url.length))
        return fail(err, ERROR_USAGE,
                    "%s: \"base_url\" must be like https://example.org/crime/",
                    reading->name);
    *out = arena_format(reading->arena, "%.*s%s", TEXT_ARGS(url),
                        text_ends(url, TEXT("/")) ? "" : "/");
    return true;
}

static bool read_urls(const struct reading *reading, struct config *out,
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
        const char *host = copy(reading->arena, url);
        host = strstr(host, "://") + strlen("://");
        if (memchr(host, '@', strcspn(host, "/?#")))
            return fail(err, ERROR_USAGE,
                        "%s: \"urls\": the address of %.*s holds a user or a password; "
                        "they belong into \"credentials\"",
                        reading->name, TEXT_ARGS(source));
        out->url[out->urls][0] = copy(reading->arena, source);
        out->url[out->urls++][1] = copy(reading->arena, url);
    }
    return true;
}

/* Credentials ------------------------------------------------------------------ */

/* "file:key.txt" is relative, as all paths are. */
static const char *whence(const struct reading *reading, struct text from)
{
    const char *string = copy(reading->arena, from);
    if (!text_starts(from, TEXT("file:")))
        return string;
    return arena_format(
        reading->arena, "file:%s",
        path_join(reading->arena, reading->folder, string + strlen("file:")));
}

static bool is_name(const char *string)
{
    return *string &&
           !string[strspn(string, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "abcdefghijklmnopqrstuvwxyz0123456789-_.$")];
}

static bool read_credential(const struct reading *reading, const char *source,
                            const struct json_node *object, struct credential *out,
                            struct error *err)
{
    static const char *const keys[] = {"!from:s", "header:s", "query:s", "prefix:s",
                                       NULL};
    const char *where = arena_format(reading->arena, "%s: \"credentials\": \"%s\"",
                                     reading->name, source);
    if (!json_expect(object, where, keys, err))
        return false;
    struct text from = json_text(object, "from", "");
    const char *header = copy(reading->arena, json_text(object, "header", ""));
    const char *query = copy(reading->arena, json_text(object, "query", ""));
    bool known = text_starts(from, TEXT("env:")) || text_starts(from, TEXT("file:"));
    if (!known || from.length < 5)
        return fail(
            err, ERROR_USAGE,
            "%s: \"from\" must be env:NAME or file:PATH: a secret does not stand "
            "in a configuration",
            where);
    if (is_name(header) == is_name(query))
        return fail(
            err, ERROR_USAGE,
            "%s needs a \"header\" or a \"query\", one of them, and a name there",
            where);
    *out = (struct credential){
        .from = whence(reading, from),
        .header = *header ? header : NULL,
        .query = *query ? query : NULL,
        .prefix = copy(reading->arena, json_text(object, "prefix", ""))};
    return !strpbrk(out->prefix, "\r\n") ||
           fail(err, ERROR_USAGE, "%s: \"prefix\" holds a line end", where);
}

static bool read_credentials(const struct reading *reading, struct config *out,
                             struct error *err)
{
    const struct json_node *object = json_get(reading->root, "credentials");
    size_t count = json_count(object);
    struct source_credential *list =
        arena_array(reading->arena, count + 1, sizeof *list);
    for (size_t i = 0; i < count; i++) {
        struct text source;
        const struct json_node *one = json_entry(object, i, &source);
        list[i].source = copy(reading->arena, source);
        if (!read_credential(reading, list[i].source, one, &list[i].credential, err))
            return false;
    }
    out->credential = list;
    out->credentials = count;
    return true;
}

/* Drop folders ------------------------------------------------------------------ */

static bool read_drop(const struct reading *reading, struct config *out,
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
            path_join(reading->arena, reading->folder, copy(reading->arena, all));
    out->drop_folder = arena_array(reading->arena, count + 1, sizeof *out->drop_folder);
    for (size_t i = 0; i < count; i++) {
        struct text source;
        struct text folder = json_text_of(json_entry(node, i, &source));
        if (folder.length == 0)
            return fail(err, ERROR_USAGE, "%s: \"drop\": the folder of %.*s is none",
                        reading->name, TEXT_ARGS(source));
        out->drop_folder[out->drops][0] = copy(reading->arena, source);
        out->drop_folder[out->drops++][1] =
            path_join(reading->arena, reading->folder, copy(reading->arena, folder));
    }
    return true;
}

/* The rest ------------------------------------------------------------------ */

static bool read_wanted(const struct reading *reading, struct config *out,
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
        out->want[out->wanted++] = copy(reading->arena, id);
    }
    return true;
}

static bool read_folder(const struct reading *reading, const char *key,
                        const char *otherwise, const char **out, struct error *err)
{
    const char *path = copy(reading->arena, json_text(reading->root, key, otherwise));
    if (*path == '\0' && *otherwise != '\0')
        return fail(err, ERROR_USAGE, "%s: \"%s\" must not be empty", reading->name,
                    key);
    *out = *path ? path_join(reading->arena, reading->folder, path) : "";
    return true;
}

static bool read_watching(const struct reading *reading, struct config *out,
                          struct error *err)
{
    return read_folder(reading, "state", "var/state", &out->state, err) &&
           read_folder(reading, "metrics", "", &out->metrics, err) &&
           config_ping(reading->arena, reading->name, reading->root, &out->ping_url,
                       err) &&
           config_on_failure(reading->arena, reading->name, reading->folder,
                             reading->root, &out->on_failure, err);
}

static bool read_folders(const struct reading *reading, struct config *out,
                         struct error *err)
{
    return read_folder(reading, "snapshots", "var/snapshots", &out->snapshots, err) &&
           read_folder(reading, "releases", "var/releases", &out->releases, err) &&
           read_folder(reading, "public", "public", &out->public_, err) &&
           read_folder(reading, "authorities", "", &out->authorities, err) &&
           read_folder(reading, "signing_key", "", &out->signing_key, err) &&
           read_folder(reading, "descriptors", "", &out->sources, err);
}

static bool read_whole(const struct reading *reading, const char *key, int otherwise,
                       int least, int most, int *out, struct error *err)
{
    double number = json_number(reading->root, key, otherwise);
    if (!(number >= least && number <= most) || number != (double)(int)number)
        return fail(err, ERROR_USAGE, "%s: \"%s\" must be a whole number from %d to %d",
                    reading->name, key, least, most);
    *out = (int)number;
    return true;
}

static bool read_keep(const struct reading *reading, struct config *out,
                      struct error *err)
{
    return read_whole(reading, "keep_releases", 3, 1, KEEP_RELEASES_MAX,
                      &out->keep_releases, err) &&
           read_whole(reading, "keep_monthly", 0, 0, KEEP_RELEASES_MAX,
                      &out->keep_monthly, err) &&
           read_whole(reading, "keep_leftovers", 90, 1, KEEP_DAYS_MAX,
                      &out->keep_leftovers, err);
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

static bool read_contact(const struct reading *reading, const char **out,
                         struct error *err)
{
    struct text contact = json_text(reading->root, "contact", "");
    *out = copy(reading->arena, contact);
    if (contact.length > 0 && !is_contact(contact))
        return fail(err, ERROR_USAGE,
                    "%s: \"contact\" must be an e-mail or web address", reading->name);
    return true;
}

static bool read_all(const struct reading *reading, struct config *out,
                     struct error *err)
{
    struct languages *languages = &out->languages;
    if (reading->root && !json_expect(reading->root, reading->name, KEYS, err))
        return false;
    return read_languages(reading, languages, err) &&
           read_names(reading, "title", "Cifra", languages, &out->title, err) &&
           read_names(reading, "operator", "", languages, &out->operator_name, err) &&
           read_base_url(reading, &out->base_url, err) &&
           read_contact(reading, &out->contact, err) &&
           read_wanted(reading, out, err) && read_urls(reading, out, err) &&
           read_folders(reading, out, err) && read_drop(reading, out, err) &&
           read_credentials(reading, out, err) &&
           read_whole(reading, "attempts", 5, 1, FETCH_ATTEMPTS_MAX, &out->attempts,
                      err) &&
           read_keep(reading, out, err) &&
           config_publish_read(reading->arena, reading->name, reading->folder,
                               reading->root, &out->target, &out->targets, err) &&
           config_precompress(reading->name, reading->root, out->precompress, err) &&
           read_watching(reading, out, err);
}

/* Finding the share ---------------------------------------------------------- */

static bool is_share(struct arena *arena, const char *folder)
{
    return file_exists(path_join(arena, folder, "transform/lists")) &&
           file_exists(path_join(arena, folder, "ingest/sources"));
}

static bool need_share(struct arena *arena, const char *folder, const char *who,
                       const char **out, struct error *err)
{
    *out = folder;
    return is_share(arena, folder) || fail(err, ERROR_USAGE,
                                           "%s: %s does not hold transform/lists and "
                                           "ingest/sources",
                                           who, folder);
}

static const char *executable_folder(struct arena *arena)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    path[length > 0 ? length : 0] = '\0';
    return folder_of(arena, path);
}

bool config_find_share(struct arena *arena, const char *given, const char **out,
                       struct error *err)
{
    static const char *const places[] = {"..", "../..", "../share/cifra", NULL};
    const char *environment = getenv("CIFRA_SHARE");
    if (given)
        return need_share(arena, given, "--share", out, err);
    if (environment && *environment)
        return need_share(arena, environment, "CIFRA_SHARE", out, err);
    const char *folder = executable_folder(arena);
    for (size_t i = 0; places[i]; i++) {
        char real[PATH_MAX];
        if (!realpath(path_join(arena, folder, places[i]), real) ||
            !is_share(arena, real))
            continue;
        *out = copy(arena, text_of(real));
        return true;
    }
    return fail(err, ERROR_USAGE,
                "the folder with lists and templates is not found near the program; "
                "name it with --share");
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
    struct config config = {.share = copy(arena, text_of(share)), .folder = ""};
    struct reading reading = {.arena = arena, .name = "defaults", .folder = ""};
    struct json_node *root = NULL;
    if (path) {
        reading.name = path;
        config.folder = reading.folder = folder_of(arena, path);
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
