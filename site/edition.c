/* Building an edition: what its pages share, and the files beside them. */

#include "site/edition.h"

#include "base/file.h"
#include "base/parallel.h"
#include "base/version.h"
#include "site/beside.h"
#include "site/block_bridge.h"
#include "site/block_similar.h"
#include "site/blocks.h"
#include "site/clustering.h"
#include "site/code_lists.h"
#include "site/contract.h"
#include "site/databases.h"
#include "site/edition_pages.h"
#include "site/export.h"
#include "site/export_zip.h"
#include "site/featured.h"
#include "site/feeds.h"
#include "site/findings.h"
#include "site/metadata.h"
#include "site/pages.h"
#include "site/press.h"
#include "site/rate_memo.h"
#include "site/receipts.h"
#include "site/site.h"

#include <stdlib.h>
#include <string.h>

/* Whatever a place with figures lies in has a page: what is within must be found. */
static void find_regions(struct site *site)
{
    const struct place *nodes = site->lists->places.node;
    for (size_t i = 0; i < site->lists->places.count; i++)
        if (site->place_figures[i])
            for (uint32_t up = (uint32_t)i; up != NO_INDEX; up = nodes[up].parent)
                site->place_page[up] = true;
}

/* A place has figures when the country's tree holds it and some crime figures do. */
static void find_places(struct arena *arena, struct site *site)
{
    const struct places *places = &site->lists->places;
    site->place_page = arena_array(arena, places->count, sizeof *site->place_page);
    site->place_figures =
        arena_array(arena, places->count, sizeof *site->place_figures);
    for (uint32_t i = 0; i < places->count; i++) {
        struct arena scratch = {0};
        struct page page = {.site = site, .arena = &scratch};
        struct offence_id lead;
        if (places->node[i].kind <= PLACE_MUNICIPALITY)
            site->place_figures[i] =
                featured_offences(&page, (struct place_id){i}, &lead, 1) > 0;
        arena_free(&scratch);
    }
    find_regions(site);
}

/* An offence has a page when it is more than a modality and some place has figures. */
static void find_offences(struct arena *arena, struct site *site)
{
    const struct offences *offences = &site->lists->offences;
    site->offence_page =
        arena_array(arena, offences->count, sizeof *site->offence_page);
    site->offence_figures =
        arena_array(arena, offences->count, sizeof *site->offence_figures);
    for (uint32_t i = 0; i < offences->count; i++) {
        struct arena scratch = {0};
        struct strand strands[STRANDS_MAX];
        if (offences->node[i].level != OFFENCE_MODALITY)
            site->offence_figures[i] =
                strands_of(&scratch, site->holdings, site->country,
                           (struct offence_id){i}, site->investigations, strands) > 0;
        site->offence_page[i] =
            site->offence_figures[i] ||
            (offences->node[i].level != OFFENCE_MODALITY &&
             holdings_hold(site->holdings,
                           (struct key){site->country, {i}, site->investigations}));
        arena_free(&scratch);
    }
}

static bool is_counted(const struct site *site, struct measure_id measure)
{
    const struct offences *offences = &site->lists->offences;
    for (uint32_t i = 0; i < offences->count; i += offences->node[i].span)
        if (holdings_hold(site->holdings, (struct key){site->country, {i}, measure}))
            return true;
    return false;
}

/* Where no file counts investigations, pages tell of victims in their place. */
static void find_counted(struct site *site)
{
    if (!is_counted(site, site->investigations) && is_counted(site, site->victims))
        site->investigations = site->victims;
}

static bool find_ids(struct site *site, struct error *err)
{
    site->country = (struct place_id){0};
    site->investigations = measure_find(site->lists, TEXT("investigations"));
    site->victims = measure_find(site->lists, TEXT("victims"));
    site->population = measure_find(site->lists, TEXT("population"));
    if (!site->lists->places.count || site->investigations.index == NO_INDEX ||
        site->victims.index == NO_INDEX || site->population.index == NO_INDEX)
        return fail(err, ERROR_USAGE,
                    "the code lists lack a country or one of the measures "
                    "investigations, victims, population");
    find_counted(site);
    return true;
}

/* Files of outlines are named by the country's code; without one there are no maps. */
static bool load_outlines_of(struct arena *arena, const struct site *site,
                             const char *kind, struct outlines **out, struct error *err)
{
    const char *folder =
        path_join(arena, site->config->share, "transform/lists/outlines");
    const char *code = place_node(site->lists, site->country)->code;
    const char *path =
        path_join(arena, folder, arena_format(arena, "%s_%s.topo.json.gz", code, kind));
    if (file_exists(path))
        return outlines_load(arena, path, arena_format(arena, "%s-", code), site->lists,
                             out, err);
    *out = outlines_none(arena, site->lists);
    return true;
}

static bool load_outlines(struct arena *arena, struct site *site, struct error *err)
{
    return load_outlines_of(arena, site, "states", &site->states, err) &&
           load_outlines_of(arena, site, "municipalities", &site->municipalities, err);
}

static bool load_breaks(struct arena *arena, struct site *site, struct error *err)
{
    struct breaks *breaks = arena_take(arena, sizeof *breaks);
    site->breaks = breaks;
    return breaks_load(arena, path_join(arena, site->config->share, "transform/lists"),
                       site->lists, breaks, err);
}

static bool open_site(struct arena *arena, struct site *site, struct error *err)
{
    const char *share = site->config->share;
    const struct languages *languages = &site->config->languages;
    if (!find_ids(site, err) ||
        !catalogues_load(arena, path_join(arena, share, "site/messages"), languages,
                         &site->catalogues, err))
        return false;
    catalogues_suit(site->catalogues, languages->count,
                    place_node(site->lists, site->country)->code,
                    tells_of_victims(site) ? "victims" : NULL);
    return templates_load(arena, path_join(arena, share, "site/templates"), languages,
                          (struct catalogue *const *)site->catalogues, &site->templates,
                          err) &&
           load_breaks(arena, site, err) && load_outlines(arena, site, err) &&
           fit_states(arena, site, err);
}

static bool no_missing_words(const struct site *site, struct error *err)
{
    for (size_t i = 0; i < site->config->languages.count; i++) {
        const char *key = catalogue_missing(site->catalogues[i]);
        if (key)
            return fail(err, ERROR_FORMAT, "site/messages/%s.json has no “%s”",
                        site->config->languages.tag[i], key);
    }
    return true;
}

/* All that is published beside pages, in the order of making: the archive of tables
 * comes when they are there. */
static const struct {
    const char *what;
    bool (*make)(struct site *site, struct error *err);
} FILES[] = {
    {"clusters", clusterings_export},      {"the files of sources", sources_export},
    {"databases", databases_export},       {"receipts", receipts_make},
    {"the bridge", bridging_export},       {"tips", findings_export},
    {"the press kit", press_put},          {"feeds", feeds_put},
    {"the archive of tables", zip_export},
};

static bool make_files(struct site *site, struct error *err)
{
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++)
        if (!FILES[i].make(site, err))
            return fail_while(err, "making %s", FILES[i].what);
    return true;
}

/* Words, templates and outlines; and what vintages say of each other: neither needs the
 * other, and each lives in an arena of its own. */
struct opening {
    struct site *site;
    struct arena *words, *vintages;
};

static bool open_either(void *context, size_t index, struct error *err)
{
    const struct opening *opening = context;
    struct site *site = opening->site;
    if (index == 0)
        return open_site(opening->words, site, err);
    site->revisions = revisions_of(opening->vintages, site->holdings);
    site->silences = silences_of(opening->vintages, site->holdings);
    return true;
}

bool edition_build(const struct holdings *holdings, const char *inputs,
                   struct tree *tree, const struct progress *progress,
                   struct edition_counts *out, struct error *err)
{
    struct arena arena = {0}, vintages = {0};
    struct site site = {.config = holdings->config,
                        .holdings = holdings,
                        .lists = holdings->lists,
                        .inputs = inputs,
                        .rates = rate_memo_new(),
                        .synthetic = holdings_synthetic(holdings),
                        .day = edition_day(&arena, holdings),
                        .tree = tree};
    struct opening opening = {&site, &arena, &vintages};
    bool ok = parallel_each(2, open_either, &opening, err);
    if (ok) {
        find_places(&arena, &site);
        find_offences(&arena, &site);
        site.within = offences_within_places(&arena, &site);
        site.residents = residents_of_places(&arena, &site);
        site.bands = bands_of(&arena, holdings);
        site.findings = findings_of(&arena, &site);
        site.datasets = datasets_new();
        ok = edition_setting(&arena, site.config, &site.setting, err) &&
             bridging_open(&arena, &site, err) &&
             clusterings_open(&arena, &site, err) &&
             code_lists_put(&arena, &site, err) &&
             pages_make(&site, progress, make_files, &out->pages, err) &&
             beside_put(&site, err) && datasets_measure(site.datasets, tree, err) &&
             contract_put(&site, err) && metadata_put(&site, err) &&
             tree_put_sums(tree, "data", err) && no_missing_words(&site, err);
    }
    rate_memo_free(site.rates);
    bridging_close(&site);
    clusterings_close(&site);
    out->charts = atomic_load(&site.charts);
    out->datasets = site.datasets ? datasets_count(site.datasets) : 0;
    datasets_free(site.datasets);
    arena_free(&arena);
    arena_free(&vintages);
    return ok;
}

const char *edition_day(struct arena *arena, const struct holdings *holdings)
{
    struct day newest = {0};
    for (size_t i = 0; i < holdings->count; i++) {
        const struct vintage *vintage = holdings->holding[i].current;
        if (vintage && day_compare(vintage->snapshot.provenance.date, newest) > 0)
            newest = vintage->snapshot.provenance.date;
    }
    return arena_format(arena, "%04d-%02d-%02d", newest.year, newest.month, newest.day);
}

/* Add name and hash of every file of a folder under share, in order. */
static bool add_folder(struct arena *arena, struct buffer *sum, const char *share,
                       const char *folder, struct error *err)
{
    struct text *names;
    size_t count;
    const char *path = path_join(arena, share, folder);
    if (!folder_list(arena, path, &names, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct sha256 hash;
        const char *file = path_join(arena, path, names[i].at);
        if (!strchr(names[i].at, '.'))
            continue; /* a folder */
        if (!sha256_of_file(file, &hash, err))
            return false;
        buffer_format(sum, "%s  %s/%s\n", hash.hex, folder, names[i].at);
    }
    return true;
}

static void add_config(struct buffer *sum, const struct config *config)
{
    for (size_t i = 0; i < config->languages.count; i++)
        buffer_format(sum, "%s: %s / %s\n", config->languages.tag[i],
                      config->title.in[i],
                      config->operator_name.in[i] ? config->operator_name.in[i] : "");
    buffer_format(sum, "%s\n%s\n", config->base_url, config->contact);
}

static bool add_share(struct arena *arena, struct buffer *sum, const char *share,
                      struct error *err)
{
    static const char *const FOLDERS[] = {
        "ingest/sources", "transform/lists", "transform/lists/outlines",
        "site/templates", "site/messages",   "site/assets"};
    for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++)
        if (!add_folder(arena, sum, share, FOLDERS[i], err))
            return false;
    return true;
}

/* Lists, descriptors and words: the program's, and the operator's own. */
static bool add_lists(struct arena *arena, struct buffer *sum,
                      const struct config *config, struct error *err)
{
    return add_share(arena, sum, config->share, err) &&
           (!*config->sources || add_folder(arena, sum, config->sources, ".", err));
}

bool edition_lists(struct arena *arena, const struct config *config, struct sha256 *out,
                   struct error *err)
{
    struct buffer sum = {0};
    bool ok = add_lists(arena, &sum, config, err);
    *out = sha256_of(buffer_all(&sum));
    buffer_free(&sum);
    return ok;
}

static bool add_setting(struct arena *arena, struct buffer *sum,
                        const struct config *config, struct error *err)
{
    buffer_string(sum, "cifra " CIFRA_VERSION "\n");
    add_config(sum, config);
    return add_lists(arena, sum, config, err);
}

bool edition_setting(struct arena *arena, const struct config *config,
                     struct sha256 *out, struct error *err)
{
    struct buffer sum = {0};
    bool ok = add_setting(arena, &sum, config, err);
    *out = sha256_of(buffer_all(&sum));
    buffer_free(&sum);
    return ok;
}

/* Sources that are told of without a file are named, too. */
static void add_holding(struct buffer *sum, const struct holding *holding)
{
    buffer_format(sum, "%s\n", holding->source->id);
    for (size_t i = 0; i < holding->vintages; i++) {
        const struct provenance *from = &holding->vintage[i].snapshot.provenance;
        buffer_format(sum, "%s %04d-%02d-%02d\n", from->sha256.hex, from->date.year,
                      from->date.month, from->date.day);
    }
}

bool edition_inputs(struct arena *arena, const struct holdings *holdings,
                    const char **out, struct error *err)
{
    struct buffer sum = {0};
    bool ok = add_setting(arena, &sum, holdings->config, err);
    for (size_t i = 0; i < holdings->count; i++)
        add_holding(&sum, &holdings->holding[i]);
    struct sha256 *hash = arena_take(arena, sizeof *hash);
    *hash = sha256_of(buffer_all(&sum));
    *out = hash->hex;
    buffer_free(&sum);
    return ok;
}
