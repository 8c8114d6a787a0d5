#include "site/clustering.h"

#include "base/csv.h"
#include "base/parallel.h"
#include "site/featured.h"

#include <math.h>
#include <stdlib.h>

/* Looking ------------------------------------------------------------------------- */

static bool maps_municipalities(const struct site *site, uint32_t place)
{
    const struct places *places = &site->lists->places;
    if (places->node[place].kind != PLACE_STATE || !site->place_page[place])
        return false;
    for (uint32_t i = place + 1; i < place + places->node[place].span; i++)
        if (site->place_page[i] && places->node[i].kind == PLACE_MUNICIPALITY)
            return true;
    return false;
}

static void add(struct clusterings *clusterings, struct place_id place,
                struct offence_id offence)
{
    clusterings->of[clusterings->count++] =
        (struct clustering){.place = place, .offence = offence};
}

static void list_subjects(struct arena *arena, struct site *site)
{
    const struct lists *lists = site->lists;
    struct clusterings *out = site->clusterings;
    out->of = arena_array(arena, lists->offences.count + lists->places.count,
                          sizeof *out->of);
    for (uint32_t i = 0; i < lists->offences.count; i++)
        if (site->offence_page[i])
            add(out, site->country, (struct offence_id){i});
    for (uint32_t i = 0; i < lists->places.count; i++) {
        struct arena scratch = {0};
        struct page page = {.site = site, .arena = &scratch};
        struct offence_id lead;
        if (maps_municipalities(site, i) &&
            leading_offence(&page, (struct place_id){i}, &lead))
            add(out, (struct place_id){i}, lead);
        arena_free(&scratch);
    }
}

static bool look(void *context, size_t index, struct error *err)
{
    (void)err;
    struct site *site = context;
    struct clustering *of = &site->clusterings->of[index];
    struct arena *arena = &of->arena;
    struct page page = {.site = site, .arena = arena};
    of->within = within_of(&page, of->place, of->offence);
    size_t count = of->within.count;
    bool country = of->place.index == site->country.index;
    double *cases = arena_array(arena, count + 1, sizeof *cases);
    double *people = arena_array(arena, count + 1, sizeof *people);
    within_counts(&of->within, cases, people);
    of->neighbours = neighbours_of(arena, country ? site->states : site->municipalities,
                                   of->within.place, count);
    of->cluster = arena_array(arena, count + 1, sizeof *of->cluster);
    of->found = clusters_find(cases, people, &of->neighbours, of->cluster);
    return true;
}

bool clusterings_open(struct arena *arena, struct site *site, struct error *err)
{
    site->clusterings = arena_take(arena, sizeof *site->clusterings);
    list_subjects(arena, site);
    return parallel_each(site->clusterings->count, look, site, err);
}

void clusterings_close(struct site *site)
{
    for (size_t i = 0; site->clusterings && i < site->clusterings->count; i++)
        arena_free(&site->clusterings->of[i].arena);
}

static int compare_clusterings(const void *key, const void *item)
{
    const struct clustering *a = key, *b = item;
    if (a->place.index != b->place.index)
        return a->place.index < b->place.index ? -1 : 1;
    return (a->offence.index > b->offence.index) -
           (a->offence.index < b->offence.index);
}

const struct clustering *clustering_of(const struct site *site, struct place_id place,
                                       struct offence_id offence)
{
    struct clustering key = {.place = place, .offence = offence};
    const struct clustering *found =
        bsearch(&key, site->clusterings->of, site->clusterings->count,
                sizeof *site->clusterings->of, compare_clusterings);
    return found && found->within.year && found->found.known >= 2 ? found : NULL;
}

/* Telling -------------------------------------------------------------------------- */

static void add_cell(struct buffer *out, const char *text)
{
    csv_write(out, text_of(text));
    buffer_char(out, ',');
}

static void add_number(struct buffer *out, double number)
{
    if (isfinite(number))
        buffer_format(out, "%.6g", number);
    buffer_char(out, ',');
}

static const char *verdict_code(const struct cluster *cluster)
{
    if (isnan(cluster->z))
        return "not_tested";
    return cluster->kind == CLUSTER_HIGH  ? "high"
           : cluster->kind == CLUSTER_LOW ? "low"
                                          : "none";
}

static void add_row(struct buffer *out, const struct site *site,
                    const struct clustering *of, size_t i)
{
    const struct cluster *cluster = &of->cluster[i];
    const struct place *place = place_node(site->lists, of->within.place[i]);
    add_cell(out, place_node(site->lists, of->place)->code);
    add_cell(out, place->code);
    add_cell(out, place->name.in[0]);
    add_cell(out, offence_node(site->lists, of->offence)->code);
    add_cell(out, of->within.source->methodology->code);
    add_cell(out, holding_cited(of->within.source));
    buffer_format(out, "%d,%.0f,", of->within.year, of->within.rate[i].count);
    add_number(out, of->within.rate[i].figure.value);
    add_number(out, cluster->smoothed);
    add_number(out, cluster->nearby);
    add_number(out, cluster->around);
    buffer_format(out, "%zu,", neighbours_count(&of->neighbours, i));
    add_number(out, cluster->z);
    add_number(out, cluster->p);
    add_number(out, cluster->p_adjusted);
    buffer_format(out, "%s\r\n", verdict_code(cluster));
}

/* Remember a source once, and the year. */
static void told(struct dataset *dataset, const struct holding **sources,
                 struct extent_gatherer *extent, const struct clustering *of)
{
    struct period year = period_of(of->within.year, 1);
    extent_periods(extent, year, year, STEP_YEAR);
    for (size_t i = 0; i < dataset->sources; i++)
        if (sources[i] == of->within.source)
            return;
    sources[dataset->sources++] = of->within.source;
}

bool clusterings_export(struct site *site, struct error *err)
{
    struct buffer out = {0};
    struct extent_gatherer extent;
    const struct holding **sources =
        memory_or_die(calloc(site->holdings->count + 1, sizeof(void *)));
    struct dataset dataset = {.slug = "clusters",
                              .kind = DATASET_CLUSTERS,
                              .table = &TABLE_CLUSTERS,
                              .source = sources};
    extent_start(&extent, site->lists);
    table_header(&out, &TABLE_CLUSTERS);
    for (size_t i = 0; i < site->clusterings->count; i++) {
        const struct clustering *of = &site->clusterings->of[i];
        size_t before = dataset.rows;
        for (size_t j = 0; of->within.year && j < of->within.count; j++)
            if (figure_known(of->within.rate[j].figure)) {
                add_row(&out, site, of, j);
                extent_place(&extent, of->within.place[j]);
                dataset.rows++;
            }
        if (dataset.rows > before)
            told(&dataset, sources, &extent, of);
    }
    dataset.extent = extent_of(&extent);
    extent_free(&extent);
    bool ok = dataset_put(site, &dataset, &out, err);
    free(sources);
    return ok;
}
