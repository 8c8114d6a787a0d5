#include "site/edition_record.h"

#include "base/version.h"
#include "ingest/provenance.h"
#include "site/edition.h"

#include <string.h>

/* Writing ---------------------------------------------------------------------- */

static void write_names(struct buffer *out, const char *key,
                        const struct languages *languages, const struct names *names)
{
    buffer_format(out, "    \"%s\": {", key);
    for (size_t i = 0; i < languages->count; i++) {
        buffer_format(out, "%s\"%s\": ", i ? ", " : "", languages->tag[i]);
        json_write_string(out, text_of(names->in[i] ? names->in[i] : ""));
    }
    buffer_string(out, "},\n");
}

static void write_config(struct buffer *out, const struct config *config)
{
    buffer_string(out, "  \"configuration\": {\n    \"languages\": [");
    for (size_t i = 0; i < config->languages.count; i++)
        buffer_format(out, "%s\"%s\"", i ? ", " : "", config->languages.tag[i]);
    buffer_string(out, "],\n");
    write_names(out, "title", &config->languages, &config->title);
    write_names(out, "operator", &config->languages, &config->operator_name);
    buffer_string(out, "    \"base_url\": ");
    json_write_string(out, text_of(config->base_url));
    buffer_string(out, ",\n    \"contact\": ");
    json_write_string(out, text_of(config->contact));
    buffer_string(out, "\n  },\n");
}

static void write_snapshot(struct buffer *out, const struct vintage *vintage)
{
    const struct provenance *from = &vintage->snapshot.provenance;
    buffer_format(out, "    {\"source\": \"%s\", \"sha256\": \"%s\"", from->source,
                  from->sha256.hex);
    if (from->date.month)
        buffer_format(out, ", \"date\": \"%04d-%02d-%02d\"", from->date.year,
                      from->date.month, from->date.day);
    if (from->synthetic)
        buffer_string(out, ", \"synthetic\": true");
    if (from->accepted && *from->accepted) {
        buffer_string(out, ", \"accepted\": ");
        json_write_string(out, text_of(from->accepted));
    }
    if (vintage->snapshot.fault) {
        buffer_string(out, ", \"fault\": ");
        json_write_string(out, text_of(vintage->snapshot.fault));
    }
    buffer_char(out, '}');
}

static void write_snapshots(struct buffer *out, const struct holdings *holdings)
{
    bool any = false;
    buffer_string(out, "  \"sources\": [");
    for (size_t i = 0; i < holdings->count; i++)
        buffer_format(out, "%s\"%s\"", i ? ", " : "", holdings->holding[i].source->id);
    buffer_string(out, "],\n  \"snapshots\": [\n");
    for (size_t i = 0; i < holdings->count; i++)
        for (size_t j = 0; j < holdings->holding[i].vintages; j++) {
            buffer_string(out, any ? ",\n" : "");
            write_snapshot(out, &holdings->holding[i].vintage[j]);
            any = true;
        }
    buffer_string(out, "\n  ]\n");
}

bool edition_record_write(struct arena *arena, const struct holdings *holdings,
                          const char **out, struct error *err)
{
    struct sha256 lists;
    struct buffer lines = {0};
    if (!edition_lists(arena, holdings->config, &lists, err))
        return false;
    buffer_format(&lines, "  \"made_by\": {\"cifra\": \"%s\", \"lists\": \"%s\"},\n",
                  CIFRA_VERSION, lists.hex);
    write_config(&lines, holdings->config);
    write_snapshots(&lines, holdings);
    *out = arena_copy(arena, buffer_all(&lines)).at;
    buffer_free(&lines);
    return true;
}

/* Reading ---------------------------------------------------------------------- */

static const char *copy(struct arena *arena, struct text text)
{
    return arena_copy(arena, text).at;
}

static bool read_hash(const struct json_node *node, const char *key, struct sha256 *out)
{
    struct text hash = json_text(node, key, "");
    if (!is_sha256(hash))
        return false;
    memcpy(out->hex, hash.at, SHA256_HEX);
    return true;
}

static void read_names(struct arena *arena, const struct json_node *node,
                       const struct languages *languages, struct names *out)
{
    *out = (struct names){0};
    for (size_t i = 0; i < languages->count; i++)
        out->in[i] = copy(arena, json_text(node, languages->tag[i], ""));
}

static bool read_config(struct arena *arena, const struct json_node *node,
                        struct config *out)
{
    const struct json_node *tags = json_get(node, "languages");
    size_t count = json_count(tags);
    if (count == 0 || count > LANGUAGES_MAX)
        return false;
    out->languages = (struct languages){.count = count};
    for (size_t i = 0; i < count; i++)
        out->languages.tag[i] = copy(arena, json_text_of(json_at(tags, i)));
    read_names(arena, json_get(node, "title"), &out->languages, &out->title);
    read_names(arena, json_get(node, "operator"), &out->languages, &out->operator_name);
    out->base_url = copy(arena, json_text(node, "base_url", ""));
    out->contact = copy(arena, json_text(node, "contact", ""));
    return true;
}

static bool read_snapshot(struct arena *arena, const struct json_node *node,
                          struct recorded *out)
{
    struct text date = json_text(node, "date", "");
    const struct json_node *fault = json_get(node, "fault");
    *out = (struct recorded){.source = copy(arena, json_text(node, "source", "")),
                             .synthetic = json_truth(node, "synthetic", false),
                             .accepted = copy(arena, json_text(node, "accepted", "")),
                             .fault = fault ? copy(arena, json_text_of(fault)) : NULL};
    return read_hash(node, "sha256", &out->sha256) &&
           (date.length == 0 || day_parse(date, &out->date));
}

static bool read_lists(struct arena *arena, const struct json_node *root,
                       struct edition_record *out, struct config *config)
{
    const struct json_node *sources = json_get(root, "sources");
    const struct json_node *snapshots = json_get(root, "snapshots");
    if (json_count(sources) > SOURCES_MAX)
        return false;
    out->sources = json_count(sources);
    out->source = arena_array(arena, out->sources + 1, sizeof *out->source);
    for (size_t i = 0; i < out->sources; i++)
        out->source[i] = config->want[i] =
            copy(arena, json_text_of(json_at(sources, i)));
    config->wanted = out->sources;
    config->urls = config->drops = config->credentials = 0;
    config->drop = "";
    out->snapshots = json_count(snapshots);
    out->snapshot = arena_array(arena, out->snapshots + 1, sizeof *out->snapshot);
    for (size_t i = 0; i < out->snapshots; i++)
        if (!read_snapshot(arena, json_at(snapshots, i), &out->snapshot[i]))
            return false;
    return out->sources > 0;
}

bool edition_record_read(struct arena *arena, const struct json_node *root,
                         const char *name, struct edition_record *out,
                         struct config *config, struct error *err)
{
    const struct json_node *made_by = json_get(root, "made_by");
    *out = (struct edition_record){.version =
                                       copy(arena, json_text(made_by, "cifra", ""))};
    return (read_hash(made_by, "lists", &out->lists) &&
            read_config(arena, json_get(root, "configuration"), config) &&
            read_lists(arena, root, out, config)) ||
           fail(err, ERROR_FORMAT, "%s does not say what the edition was made from",
                name);
}

/* Applying --------------------------------------------------------------------- */

static const struct vintage *find(const struct holding *holding,
                                  const struct recorded *recorded)
{
    for (size_t i = 0; i < holding->vintages; i++)
        if (strcmp(holding->vintage[i].snapshot.provenance.sha256.hex,
                   recorded->sha256.hex) == 0)
            return &holding->vintage[i];
    return NULL;
}

/* As it was then: its day may have been corrected since, or a loss let through. */
static struct vintage as_it_was(const struct vintage *now,
                                const struct recorded *recorded)
{
    struct vintage then = *now;
    then.snapshot.provenance.date = recorded->date;
    then.snapshot.provenance.synthetic = recorded->synthetic;
    then.snapshot.provenance.accepted = recorded->accepted;
    if (recorded->fault && !now->snapshot.fault) {
        then.snapshot.fault = then.fault = recorded->fault;
        then.fault_kind = ERROR_CONTRADICTION;
        then.torn = true;
    }
    return then;
}

static bool apply(struct arena *arena, const struct edition_record *record,
                  struct holding *holding, struct error *err)
{
    const char *id = holding->source->id;
    struct vintage *kept = arena_array(arena, record->snapshots + 1, sizeof *kept);
    size_t count = 0;
    for (size_t i = 0; i < record->snapshots; i++) {
        const struct recorded *recorded = &record->snapshot[i];
        if (strcmp(recorded->source, id) != 0)
            continue;
        const struct vintage *now = find(holding, recorded);
        if (!now)
            return fail(err, ERROR_CONTRADICTION,
                        "the edition was made from a snapshot of %s that is not in the "
                        "store: %s",
                        id, recorded->sha256.hex);
        if (now->snapshot.fault && !recorded->fault)
            return fail(err, ERROR_CONTRADICTION, "the snapshot %.12s of %s: %s",
                        recorded->sha256.hex, id, now->snapshot.fault);
        kept[count++] = as_it_was(now, recorded);
    }
    holding->vintage = kept;
    holding->vintages = count;
    holding_mark_synthetic(arena, holding);
    return true;
}

bool edition_record_apply(struct arena *arena, const struct edition_record *record,
                          struct holdings *holdings, struct error *err)
{
    for (size_t i = 0; i < holdings->count; i++)
        if (!apply(arena, record, &holdings->holding[i], err))
            return false;
    return true;
}
