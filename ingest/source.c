/* Each object of a descriptor has one function here or, for "fetch" and "rows", in
 * source_fetch.c and source_rows.c, in the order of the page that documents them,
 * ingest/sources/README.md. Unknown keys and wrong kinds are refused by
 * json_expect(), so the functions only take what they know to be there. */
#include "ingest/source.h"

#include "base/file.h"
#include "base/text.h"
#include "ingest/cadence.h"
#include "ingest/decode.h"
#include "ingest/descriptor.h"
#include "ingest/encoding.h"

#include <string.h>

enum {
    HEADER_ROW_MAX = 100,
    HEADER_ROWS_MAX = 8,
    AGE_DAYS_MAX = 3660,
    PROVISIONAL_MAX = 120,
    CASES_APART_MAX = 1000000
};

/* {"es": "…", "en": "…"}: what is not said in a language is said in the edition's first
 * one, so that a further language need not be added to every descriptor. */
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
        if (!out->in[i] && i > 0)
            out->in[i] = out->in[0];
        if (!out->in[i])
            return fail(descriptor->err, ERROR_USAGE, "%s says nothing in \"%s\"", here,
                        tag);
    }
    return true;
}

/* Publisher, licence, release, transfer ------------------------------------- */

static bool read_address(struct descriptor *descriptor, const struct json_node *object,
                         const char *where, const char *key, const char **out)
{
    if (!descriptor_string(descriptor, object, where, key, out))
        return false;
    if (*out && !descriptor_is_address(*out))
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

static bool read_until(struct descriptor *descriptor, const struct json_node *object,
                       const char *where)
{
    struct text until = json_text(object, "until", "");
    enum step step;
    return until.length == 0 || period_parse(until, &descriptor->out->until, &step) ||
           fail(descriptor->err, ERROR_USAGE,
                "%s must be a month or a year: \"2025-12\"",
                descriptor_where(descriptor, where, "until"));
}

static bool read_release(struct descriptor *descriptor, const struct json_node *object,
                         const char *where)
{
    static const char *const keys[] = {"!cadence:s", "max_age_days:n", "provisional:n",
                                       "until:s", NULL};
    struct source *out = descriptor->out;
    struct cadence cadence;
    if (!json_expect(object, where, keys, descriptor->err) ||
        !descriptor_string(descriptor, object, where, "cadence", &out->cadence))
        return false;
    if (!cadence_read(text_of(out->cadence), &cadence))
        return fail(descriptor->err, ERROR_USAGE,
                    "%s must be an ISO 8601 repeating interval, such as \"R/P1M\"",
                    descriptor_where(descriptor, where, "cadence"));
    return read_until(descriptor, object, where) &&
           descriptor_whole(descriptor, object, where, "max_age_days", 0, 0,
                            AGE_DAYS_MAX, &out->max_age_days) &&
           descriptor_whole(descriptor, object, where, "provisional", 0, 0,
                            PROVISIONAL_MAX, &out->provisional);
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
    if (out->pointer && out->pointer[0] != '/')
        return fail(descriptor->err, ERROR_USAGE,
                    "%s: \"rows\" must be a JSON pointer, which begins with /", where);
    return true;
}

static bool read_file(struct descriptor *descriptor, const struct json_node *object,
                      const char *where)
{
    static const char *const keys[] = {"!format:s",
                                       "member:s",
                                       "members:s",
                                       "sheet:s",
                                       "rows:s",
                                       "json:o",
                                       "encoding:s",
                                       "delimiter:s",
                                       "group:s",
                                       "decimal:s",
                                       "whole:b",
                                       "header_row:n",
                                       "header_rows:n",
                                       "ends_at_blank:b",
                                       "open_end:b",
                                       "sheets:s",
                                       NULL};
    static const char *const how_many[] = {"one", "all", NULL};
    int members, sheets;
    struct source *out = descriptor->out;
    out->decimal = '.';
    out->whole = json_truth(object, "whole", true);
    out->open_end = json_truth(object, "open_end", false);
    out->ends_at_blank = json_truth(object, "ends_at_blank", false);
    if (!json_expect(object, where, keys, descriptor->err) ||
        !descriptor_choice(descriptor, object, where, "members", how_many, &members) ||
        !descriptor_choice(descriptor, object, where, "sheets", how_many, &sheets))
        return false;
    out->all_members = members == 1;
    out->all_sheets = sheets == 1;
    return descriptor_string(descriptor, object, where, "sheet", &out->sheet) &&
           descriptor_string(descriptor, object, where, "rows", &out->pointer) &&
           json_shape_read(descriptor->arena, json_get(object, "json"),
                           descriptor_where(descriptor, where, "json"), &out->json,
                           descriptor->err) &&
           descriptor_string(descriptor, object, where, "format", &out->format) &&
           descriptor_string(descriptor, object, where, "member", &out->member) &&
           descriptor_string(descriptor, object, where, "encoding", &out->encoding) &&
           descriptor_char(descriptor, object, where, "delimiter", &out->delimiter) &&
           descriptor_char(descriptor, object, where, "group", &out->group) &&
           descriptor_char(descriptor, object, where, "decimal", &out->decimal) &&
           descriptor_whole(descriptor, object, where, "header_row", 0, 0,
                            HEADER_ROW_MAX, &out->header_row) &&
           descriptor_whole(descriptor, object, where, "header_rows", 1, 1,
                            HEADER_ROWS_MAX, &out->header_rows) &&
           check_file(descriptor, where);
}

/* Meaning, and the whole -------------------------------------------------------- */

static bool read_agrees(struct descriptor *descriptor, const struct json_node *object,
                        const char *where)
{
    static const char *const keys[] = {"!with:s", "percent:n", "cases:n", NULL};
    struct source_agrees *out = &descriptor->out->agrees;
    return json_expect(object, where, keys, descriptor->err) &&
           descriptor_string(descriptor, object, where, "with", &out->with) &&
           descriptor_whole(descriptor, object, where, "percent", 0, 0, 100,
                            &out->percent) &&
           descriptor_whole(descriptor, object, where, "cases", 0, 0, CASES_APART_MAX,
                            &out->cases) &&
           (strcmp(out->with, descriptor->out->id) != 0 ||
            fail(descriptor->err, ERROR_USAGE, "%s: a source agrees with another",
                 where));
}

static bool read_meaning(struct descriptor *descriptor, const struct json_node *object,
                         const char *where)
{
    static const char *const keys[] = {
        "!subject:s", "methodology:s", "!level:s", "!complete:b", "!unique:b",
        "!grid:b",    "synthetic:b",   "agrees:o", "lists_all:b", NULL};
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
    out->lists_all = json_truth(object, "lists_all", false);
    out->synthetic = json_truth(object, "synthetic", false);
    if (subject == 0 && !out->methodology)
        return fail(descriptor->err, ERROR_USAGE, "%s: crime needs a \"methodology\"",
                    where);
    return !json_get(object, "agrees") ||
           read_agrees(descriptor, json_get(object, "agrees"),
                       descriptor_where(descriptor, where, "agrees"));
}

/* What needs more than one field to be judged. */
static bool check_rows(struct descriptor *descriptor, const char *where)
{
    const struct source *out = descriptor->out;
    bool wide =
        out->period.shape == PERIOD_YEAR_MONTHS || out->period.shape == PERIOD_WIDE;
    int headers = out->place.header + out->offence.header + out->measure.header;
    if (wide && (out->values > 0 || out->status_column.count > 0))
        return fail(descriptor->err, ERROR_USAGE,
                    "%s: \"value\", \"values\" and \"status\" are for long rows; here "
                    "each month or year has a column",
                    where);
    if (headers != (out->values > 1))
        return fail(descriptor->err, ERROR_USAGE,
                    "%s: with several \"values\", and only then, one of place, offence "
                    "and measure must be their \"header\"",
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
           source_read_fetch(descriptor, json_get(root, "fetch"),
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

/* Columns named ------------------------------------------------------------------ */

/* A list of names being collected. */
struct columns {
    struct text *out;
    size_t most;
    size_t count;
};

static void add_column(struct columns *columns, const struct source_column *column)
{
    for (size_t i = 0; i < column->count; i++) {
        struct text name = text_of(column->spelling[i]);
        bool known = false;
        for (size_t j = 0; j < columns->count && j < columns->most && !known; j++)
            known = text_equal(columns->out[j], name);
        if (known)
            continue;
        if (columns->count < columns->most)
            columns->out[columns->count] = name;
        columns->count++;
    }
}

static void add_columns(struct columns *columns, const struct source_column *column,
                        size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_column(columns, &column[i]);
}

size_t source_columns(const struct source *source, struct text *out, size_t most)
{
    const struct source_period *period = &source->period;
    struct columns columns = {out, most, 0};
    add_columns(&columns, source->place.column, source->place.count);
    add_columns(&columns, source->offence.column, source->offence.count);
    add_columns(&columns, source->measure.column, source->measure.count);
    add_column(&columns, &period->year);
    add_column(&columns, &period->month);
    add_column(&columns, &period->date);
    add_columns(&columns, period->month_columns, 12);
    add_columns(&columns, source->value, source->values);
    add_column(&columns, &source->status_column);
    add_columns(&columns, source->fill, source->fills);
    for (size_t i = 0; i < source->filters; i++)
        add_column(&columns, &source->filter[i].column);
    return columns.count;
}
