/* Each object of a descriptor has one function here or, for "rows", in
 * source_rows.c, in the order of the page that documents them,
 * ingest/sources/README.md. Unknown keys and wrong kinds are refused by
 * json_expect(), so the functions only take what they know to be there. */
#include "ingest/source.h"

#include "base/file.h"
#include "ingest/decode.h"
#include "ingest/descriptor.h"
#include "ingest/encoding.h"

#include <string.h>

enum {
    TRANSFER_DEFAULT = 1024, /* MiB of one transfer, unless said otherwise */
    TRANSFER_MAX = 65536,
    HEADER_ROW_MAX = 100,
    AGE_DAYS_MAX = 3660,
    PROVISIONAL_MAX = 120
};

/* {"es": "…", "en": "…"}: one for each language of the edition at least. */
static bool read_names(struct descriptor *descriptor, const struct json_node *object,
                       const char *where, const char *key, struct names *out)
{
    const struct json_node *names = json_get(object, key);
    const char *here = descriptor_where(descriptor, where, key);
    for (size_t i = 0; i < json_count(names); i++) {
        struct text tag;
        const struct json_node *name = json_entry(names, i, &tag);
        const char *there =
            arena_format(descriptor->arena, "%s: \"%.*s\"", here, TEXT_ARGS(tag));
        if (!descriptor_is_string(descriptor, name, there))
            return false;
    }
    for (size_t i = 0; i < descriptor->languages->count; i++) {
        const char *tag = descriptor->languages->tag[i];
        out->in[i] = descriptor_optional(descriptor, names, tag);
        if (!out->in[i])
            return fail(descriptor->err, ERROR_USAGE, "%s says nothing in \"%s\"", here,
                        tag);
    }
    return true;
}

/* Publisher, licence, release, transfer ------------------------------------- */

static bool is_address(const char *url)
{
    struct text text = text_of(url);
    return text_starts(text, TEXT("https://")) || text_starts(text, TEXT("http://"));
}

static bool read_address(struct descriptor *descriptor, const struct json_node *object,
                         const char *where, const char *key, const char **out)
{
    if (!descriptor_string(descriptor, object, where, key, out))
        return false;
    if (*out && !is_address(*out))
        return fail(descriptor->err, ERROR_USAGE,
                    "%s must begin with https:// or http://",
                    descriptor_where(descriptor, where, key));
    return true;
}

static bool read_publisher(struct descriptor *descriptor,
                           const struct json_node *object, const char *where)
{
    static const char *const keys[] = {"!name:s", "!url:s", "!landing:s", NULL};
    struct source *out = descriptor->out;
    return json_expect(object, where, keys, descriptor->err) &&
           descriptor_string(descriptor, object, where, "name", &out->publisher) &&
           read_address(descriptor, object, where, "url", &out->publisher_url) &&
           read_address(descriptor, object, where, "landing", &out->landing);
}

static bool read_licence(struct descriptor *descriptor, const struct json_node *object,
                         const char *where)
{
    static const char *const keys[] = {"!name:s", "!url:s", NULL};
    struct source *out = descriptor->out;
    return json_expect(object, where, keys, descriptor->err) &&
           descriptor_string(descriptor, object, where, "name", &out->licence) &&
           read_address(descriptor, object, where, "url", &out->licence_url);
}

static bool read_release(struct descriptor *descriptor, const struct json_node *object,
                         const char *where)
{
    static const char *const keys[] = {"!cadence:s", "max_age_days:n", "provisional:n",
                                       NULL};
    struct source *out = descriptor->out;
    if (!json_expect(object, where, keys, descriptor->err) ||
        !descriptor_string(descriptor, object, where, "cadence", &out->cadence))
        return false;
    if (!text_starts(text_of(out->cadence), TEXT("R/P")))
        return fail(descriptor->err, ERROR_USAGE,
                    "%s must be an ISO 8601 repeating interval, such as \"R/P1M\"",
                    descriptor_where(descriptor, where, "cadence"));
    return descriptor_whole(descriptor, object, where, "max_age_days", 0, 0,
                            AGE_DAYS_MAX, &out->max_age_days) &&
           descriptor_whole(descriptor, object, where, "provisional", 0, 0,
                            PROVISIONAL_MAX, &out->provisional);
}

static bool read_urls(struct descriptor *descriptor, const struct json_node *urls,
                      const char *where)
{
    struct source *out = descriptor->out;
    if (json_count(urls) > SOURCE_URLS_MAX)
        return fail(descriptor->err, ERROR_LIMIT, "%s has more than %d addresses",
                    where, SOURCE_URLS_MAX);
    for (size_t i = 0; i < json_count(urls); i++) {
        const struct json_node *node = json_at(urls, i);
        if (!descriptor_is_string(descriptor, node, where))
            return false;
        const char *url = arena_copy(descriptor->arena, json_text_of(node)).at;
        if (!is_address(url) && !text_starts(text_of(url), TEXT("file://")))
            return fail(descriptor->err, ERROR_USAGE,
                        "%s: \"%s\" must begin with https://, http:// or file://",
                        where, url);
        out->url[out->urls++] = url;
    }
    return true;
}

static bool read_fetch(struct descriptor *descriptor, const struct json_node *object,
                       const char *where)
{
    static const char *const keys[] = {"urls:a", "max_mebibytes:n", NULL};
    int mebibytes = TRANSFER_DEFAULT;
    if (object && (!json_expect(object, where, keys, descriptor->err) ||
                   !read_urls(descriptor, json_get(object, "urls"),
                              descriptor_where(descriptor, where, "urls")) ||
                   !descriptor_whole(descriptor, object, where, "max_mebibytes",
                                     TRANSFER_DEFAULT, 1, TRANSFER_MAX, &mebibytes)))
        return false;
    descriptor->out->bytes_max = (size_t)mebibytes << 20;
    return true;
}

/* File ------------------------------------------------------------------------ */

static bool check_file(struct descriptor *descriptor, const char *where)
{
    const struct source *out = descriptor->out;
    enum encoding_kind kind;
    bool known = false;
    for (size_t i = 0; i < DECODERS_COUNT; i++)
        known |= strcmp(DECODERS[i].format, out->format) == 0;
    if (!known)
        return fail(descriptor->err, ERROR_USAGE, "%s: no decoder reads \"%s\"", where,
                    out->format);
    if (!encoding_of_name(out->encoding, &kind))
        return fail(descriptor->err, ERROR_USAGE,
                    "%s: \"encoding\" must be \"utf-8\" or \"windows-1252\"", where);
    if (out->group == out->decimal)
        return fail(descriptor->err, ERROR_USAGE,
                    "%s: \"group\" and \"decimal\" are the same", where);
    return true;
}

static bool read_file(struct descriptor *descriptor, const struct json_node *object,
                      const char *where)
{
    static const char *const keys[] = {
        "!format:s", "member:s", "encoding:s",   "delimiter:s", "group:s",
        "decimal:s", "whole:b",  "header_row:n", "open_end:b",  NULL};
    struct source *out = descriptor->out;
    out->decimal = '.';
    out->whole = json_truth(object, "whole", true);
    out->open_end = json_truth(object, "open_end", false);
    return json_expect(object, where, keys, descriptor->err) &&
           descriptor_string(descriptor, object, where, "format", &out->format) &&
           descriptor_string(descriptor, object, where, "member", &out->member) &&
           descriptor_string(descriptor, object, where, "encoding", &out->encoding) &&
           descriptor_char(descriptor, object, where, "delimiter", &out->delimiter) &&
           descriptor_char(descriptor, object, where, "group", &out->group) &&
           descriptor_char(descriptor, object, where, "decimal", &out->decimal) &&
           descriptor_whole(descriptor, object, where, "header_row", 1, 1,
                            HEADER_ROW_MAX, &out->header_row) &&
           check_file(descriptor, where);
}

/* Meaning, and the whole -------------------------------------------------------- */

static bool read_meaning(struct descriptor *descriptor, const struct json_node *object,
                         const char *where)
{
    static const char *const keys[] = {"!subject:s",  "methodology:s", "!level:s",
                                       "!complete:b", "!unique:b",     "!grid:b",
                                       NULL};
    static const char *const subjects[] = {"crime", "population", NULL};
    struct source *out = descriptor->out;
    int subject;
    if (!json_expect(object, where, keys, descriptor->err) ||
        !descriptor_choice(descriptor, object, where, "subject", subjects, &subject) ||
        !descriptor_string(descriptor, object, where, "methodology",
                           &out->methodology) ||
        !descriptor_string(descriptor, object, where, "level", &out->level))
        return false;
    out->subject = subjects[subject];
    out->complete = json_truth(object, "complete", false);
    out->unique = json_truth(object, "unique", false);
    out->grid = json_truth(object, "grid", false);
    if (subject == 0 && !out->methodology)
        return fail(descriptor->err, ERROR_USAGE, "%s: crime needs a \"methodology\"",
                    where);
    return true;
}

static bool check_rows(struct descriptor *descriptor, const char *where)
{
    const struct source *out = descriptor->out;
    bool wide = out->period.shape == PERIOD_YEAR_MONTHS ||
                out->period.shape == PERIOD_WIDE_YEARS;
    if (wide && out->value.count > 0)
        return fail(
            descriptor->err, ERROR_USAGE,
            "%s: \"value\" is for long rows; here each month or year has a column",
            where);
    return true;
}

static bool read_descriptor(struct descriptor *descriptor, const struct json_node *root,
                            const char *where)
{
    static const char *const keys[] = {
        "!name:o", "!note:o", "!publisher:o", "!licence:o", "!release:o",
        "fetch:o", "!file:o", "!rows:o",      "!meaning:o", NULL};
    struct source *out = descriptor->out;
    return json_expect(root, where, keys, descriptor->err) &&
           read_names(descriptor, root, where, "name", &out->name) &&
           read_names(descriptor, root, where, "note", &out->note) &&
           read_publisher(descriptor, json_get(root, "publisher"),
                          descriptor_where(descriptor, where, "publisher")) &&
           read_licence(descriptor, json_get(root, "licence"),
                        descriptor_where(descriptor, where, "licence")) &&
           read_release(descriptor, json_get(root, "release"),
                        descriptor_where(descriptor, where, "release")) &&
           read_fetch(descriptor, json_get(root, "fetch"),
                      descriptor_where(descriptor, where, "fetch")) &&
           read_file(descriptor, json_get(root, "file"),
                     descriptor_where(descriptor, where, "file")) &&
           source_read_rows(descriptor, json_get(root, "rows"),
                            descriptor_where(descriptor, where, "rows")) &&
           read_meaning(descriptor, json_get(root, "meaning"),
                        descriptor_where(descriptor, where, "meaning")) &&
           check_rows(descriptor, where);
}

/* The file's name without folder and .json; NULL when it cannot be an id. */
static const char *id_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    struct text name = text_of(slash ? slash + 1 : path);
    if (!text_ends(name, TEXT(".json")))
        return NULL;
    name.length -= strlen(".json");
    for (size_t i = 0; i < name.length; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", name.at[i]))
            return NULL;
    return name.length > 0 && name.at[0] != '-' ? arena_copy(arena, name).at : NULL;
}

bool source_load(struct arena *arena, const char *path,
                 const struct languages *languages, struct source *out,
                 struct error *err)
{
    *out = (struct source){.id = id_of(arena, path)};
    if (!out->id)
        return fail(err, ERROR_USAGE,
                    "%s: a descriptor's name must be lower-case letters, digits and "
                    "hyphens, then .json",
                    path);
    struct json_node *root = json_open(path, err);
    if (!root)
        return false;
    struct descriptor descriptor = {arena, languages, out, err};
    bool good = read_descriptor(&descriptor, root, path);
    json_close(root);
    return good;
}

bool sources_load(struct arena *arena, const char *folder,
                  const struct languages *languages, struct source **out, size_t *count,
                  struct error *err)
{
    struct text *names;
    size_t files;
    *count = 0;
    if (!folder_list(arena, folder, &names, &files, err))
        return false;
    struct source *sources = arena_array(arena, files + 1, sizeof *sources);
    for (size_t i = 0; i < files; i++) {
        if (!text_ends(names[i], TEXT(".json")))
            continue;
        if (*count == SOURCES_MAX)
            return fail(err, ERROR_LIMIT, "%s holds more than %d descriptors", folder,
                        SOURCES_MAX);
        const char *path = path_join(arena, folder, names[i].at);
        if (!source_load(arena, path, languages, &sources[*count], err))
            return false;
        (*count)++;
    }
    *out = sources;
    return true;
}
