/* What an edition knows of: sources, and the vintages that are in the store. */
#include "site/holdings.h"

#include "base/apart.h"
#include "base/file.h"
#include "site/command_line.h"
#include "site/holdings_apart.h"

#include <stdlib.h>
#include <string.h>

/* Opening ---------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct source *)a)->id, ((const struct source *)b)->id);
}

static struct source *source_of(struct source *sources, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(sources[i].id, id) == 0)
            return &sources[i];
    return NULL;
}

/* Ours, and the operator's in place of ours or beside them. */
static bool load_sources(struct arena *arena, struct holdings *out, struct error *err)
{
    const struct config *config = out->config;
    struct source *ours, *theirs = NULL;
    size_t count, further = 0;
    if (!sources_load(arena, path_join(arena, config->share, "ingest/sources"),
                      &config->languages, &ours, &count, err))
        return false;
    if (*config->sources && !sources_load(arena, config->sources, &config->languages,
                                          &theirs, &further, err))
        return false;
    struct source *all = arena_array(arena, count + further, sizeof *all);
    for (size_t i = 0; i < count; i++)
        all[i] = ours[i];
    for (size_t i = 0; i < further; i++) {
        struct source *same = source_of(all, count, theirs[i].id);
        *(same ? same : &all[count++]) = theirs[i];
    }
    qsort(all, count, sizeof *all, by_id);
    out->source = all;
    out->sources = count;
    return true;
}

static bool fail_unknown(const struct holdings *holdings, const char *where,
                         const char *id, struct error *err)
{
    struct buffer known = {0};
    const char *best = holdings->sources == 0
                           ? NULL
                           : nearest(id, &holdings->source->id,
                                     sizeof *holdings->source, holdings->sources);
    if (best)
        return fail(err, ERROR_USAGE,
                    "%sthere is no source \"%s\"; did you mean \"%s\"?", where, id,
                    best);
    for (size_t i = 0; i < holdings->sources; i++)
        buffer_format(&known, "%s%s", i ? ", " : "", holdings->source[i].id);
    fail(err, ERROR_USAGE, "%sthere is no source \"%s\"; there are: %.*s", where, id,
         TEXT_ARGS(buffer_all(&known)));
    buffer_free(&known);
    return false;
}

/* Leave only the sources that the configuration wants. */
static bool choose(struct holdings *out, struct error *err)
{
    const struct config *config = out->config;
    for (size_t i = 0; i < config->urls; i++)
        if (!source_of(out->source, out->sources, config->url[i][0]))
            return fail_unknown(out, "\"urls\": ", config->url[i][0], err);
    for (size_t i = 0; i < config->wanted; i++)
        if (!source_of(out->source, out->sources, config->want[i]))
            return fail_unknown(out, "\"sources\": ", config->want[i], err);
    for (size_t i = 0; i < config->credentials; i++)
        if (!source_of(out->source, out->sources, config->credential[i].source))
            return fail_unknown(out, "\"credentials\": ", config->credential[i].source,
                                err);
    for (size_t i = 0; i < config->drops; i++)
        if (!source_of(out->source, out->sources, config->drop_folder[i][0]))
            return fail_unknown(out, "\"drop\": ", config->drop_folder[i][0], err);
    size_t kept = 0;
    for (size_t i = 0; i < out->sources; i++) {
        bool wanted = config->wanted == 0;
        for (size_t j = 0; j < config->wanted; j++)
            wanted = wanted || strcmp(config->want[j], out->source[i].id) == 0;
        if (wanted)
            out->source[kept++] = out->source[i];
    }
    out->sources = kept;
    return true;
}

static bool find_methodology(const struct lists *lists, struct holding *holding,
                             struct error *err)
{
    const struct source *source = holding->source;
    if (!source->methodology)
        return true; /* only population may be without one */
    holding->methodology = methodology_find(lists, source->methodology);
    return holding->methodology ||
           fail(err, ERROR_USAGE, "source %s: there is no methodology \"%s\"",
                source->id, source->methodology);
}

/* What a source's sums should be the figures of must be there, wanted or not. */
static bool check_agrees(const struct holdings *holdings, struct error *err)
{
    for (size_t i = 0; i < holdings->sources; i++) {
        const struct source *source = &holdings->source[i];
        if (source->agrees.with &&
            !source_of(holdings->source, holdings->sources, source->agrees.with))
            return fail_unknown(
                holdings, "\"agrees\" of a descriptor: ", source->agrees.with, err);
    }
    return true;
}

bool holdings_open(struct arena *arena, const struct config *config,
                   struct holdings *out, struct error *err)
{
    *out = (struct holdings){.config = config};
    out->lists = arena_take(arena, sizeof *out->lists);
    if (!lists_load(arena, path_join(arena, config->share, "transform/lists"),
                    &config->languages, out->lists, err) ||
        !load_sources(arena, out, err) || !check_agrees(out, err) || !choose(out, err))
        return false;
    out->holding = arena_array(arena, out->sources, sizeof *out->holding);
    for (size_t i = 0; i < out->sources; i++) {
        out->holding[i].source = &out->source[i];
        if (!find_methodology(out->lists, &out->holding[i], err) ||
            !holdings_crosswalks_there(arena, config, &out->source[i], err))
            return false;
    }
    out->count = out->sources;
    return holdings_apart_start(out, err);
}

bool holdings_find(const struct holdings *holdings, const char *source,
                   const struct holding **out, struct error *err)
{
    for (size_t i = 0; i < holdings->sources; i++)
        if (strcmp(holdings->holding[i].source->id, source) == 0) {
            *out = &holdings->holding[i];
            return true;
        }
    fail_unknown(holdings, "", source, err);
    return false;
}

void holdings_close(struct holdings *holdings)
{
    apart_stop(holdings->apart);
    holdings->apart = NULL;
    for (size_t i = 0; holdings->holding && i < holdings->sources; i++)
        for (size_t j = 0; j < holdings->holding[i].vintages; j++) {
            cube_free(holdings->holding[i].vintage[j].cube);
            holdings->holding[i].vintage[j].cube = NULL;
        }
}

/* Listing ---------------------------------------------------------------------- */

/* An older vintage counts, too: revisions are figures of both. */
void holding_mark_synthetic(struct arena *arena, struct holding *holding)
{
    const char *id = holding->source->id;
    holding->synthetic = holding->source->synthetic;
    for (size_t i = 0; i < holding->vintages; i++)
        holding->synthetic |= holding->vintage[i].snapshot.provenance.synthetic;
    holding->cited = holding->synthetic ? arena_format(arena, "synthetic:%s", id) : id;
}

bool holdings_synthetic(const struct holdings *holdings)
{
    for (size_t i = 0; i < holdings->count; i++)
        if (holdings->holding[i].vintages > 0 && holdings->holding[i].synthetic)
            return true;
    return false;
}

const char *holding_cited(const struct holding *holding)
{
    return holding->cited ? holding->cited : holding->source->id;
}

static bool list(struct arena *arena, const struct holdings *holdings,
                 struct holding *holding, struct error *err)
{
    const struct config *config = holdings->config;
    struct snapshot *snapshots;
    size_t count;
    if (!snapshot_list(arena, config->snapshots, holding->source->id, &snapshots,
                       &count, err))
        return false;
    holding->vintage = arena_array(arena, count, sizeof *holding->vintage);
    for (size_t i = 0; i < count; i++)
        holding->vintage[i] = (struct vintage){
            .snapshot = snapshots[i],
            .fault = snapshots[i].fault,
            .fault_kind = snapshots[i].fault ? ERROR_CONTRADICTION : ERROR_NONE,
            .torn = snapshots[i].fault != NULL};
    while (holdings->as_of.month && count > 0 &&
           day_compare(snapshots[count - 1].provenance.date, holdings->as_of) > 0)
        count--; /* they are in order of day */
    holding->vintages = count;
    holding_mark_synthetic(arena, holding);
    return true;
}

static bool is_named(const struct config *config, const char *source)
{
    for (size_t i = 0; i < config->wanted; i++)
        if (strcmp(config->want[i], source) == 0)
            return true;
    for (size_t i = 0; i < config->urls; i++)
        if (strcmp(config->url[i][0], source) == 0)
            return true;
    for (size_t i = 0; i < config->drops; i++)
        if (strcmp(config->drop_folder[i][0], source) == 0)
            return true;
    return false;
}

/* Does an edition tell of it? */
static bool is_told(const struct holdings *holdings, const struct holding *holding)
{
    return holding->vintages > 0 || is_named(holdings->config, holding->source->id);
}

/* Those that an edition tells of first, each in order of id. */
static void put_in_order(struct arena *arena, struct holdings *holdings)
{
    size_t count = holdings->sources, rest = 0;
    struct holding *each = arena_array(arena, count, sizeof *each);
    holdings->count = 0;
    for (size_t i = 0; i < count; i++) /* sources are in order of id */
        each[holdings->holding[i].source - holdings->source] = holdings->holding[i];
    for (size_t i = 0; i < count; i++)
        if (is_told(holdings, &each[i]))
            holdings->holding[holdings->count++] = each[i];
    for (size_t i = 0; i < count; i++)
        if (!is_told(holdings, &each[i]))
            holdings->holding[holdings->count + rest++] = each[i];
}

bool holdings_list(struct arena *arena, struct holdings *holdings, struct error *err)
{
    for (size_t i = 0; i < holdings->sources; i++)
        if (!list(arena, holdings, &holdings->holding[i], err))
            return false;
    put_in_order(arena, holdings);
    return true;
}
