/* The places within a place, with the rate of one offence in each: map and table. */

#include "site/block_clusters.h"
#include "site/block_receipts.h"
#include "site/blocks.h"
#include "site/prose.h"
#include "site/untold.h"

#include <math.h>
#include <stdlib.h>

const char *say_few(const struct page *page, const struct rate *rate)
{
    if (!figure_known(rate->figure) || !rate->too_small)
        return NULL;
    return say(page->arena, page->catalogue, "map.tip_few", rate->count, NULL);
}

static bool add_map(struct page *page, const struct within *within,
                    const struct clustering *clustering, struct place_id place,
                    struct offence_id offence, struct error *err)
{
    struct map_place *shown = arena_array(page->arena, within->count, sizeof *shown);
    for (size_t i = 0; i < within->count; i++)
        shown[i] = (struct map_place){within->place[i], within->rate[i].figure,
                                      say_few(page, &within->rate[i]), CLUSTER_NONE};
    clusters_mark(clustering, within->year, shown, within->count);
    struct part parts[] = {{"offence", phrase_offence(page, offence)},
                           {"of_place", of_place(page, place)},
                           {"year", arena_format(page->arena, "%d", within->year)},
                           {"few", say_too_few(page, within->few, within->count)},
                           {"counted", short_unit(page, within->source->methodology)},
                           {0}};
    bool country = place_node(page->site->lists, place)->kind == PLACE_COUNTRY;
    return block_map(
        page, "maps", "mapa", shown, within->count, (struct place_id){NO_INDEX},
        say(page->arena, page->catalogue,
            country ? "map.states_title" : "map.municipalities_title", 0, parts),
        say(page->arena, page->catalogue, "map.rate_subtitle", 0, parts),
        word(page->catalogue, "map.rule"), within->source, 1, err);
}

/* A table of so many places at most: Oaxaca has 570 towns, and a page its limit. */
enum { TOLD_MAX = 40 };

struct sized {
    double residents;
    size_t index;
};

static int most_first(const void *a, const void *b)
{
    const struct sized *one = a, *two = b;
    if (one->residents != two->residents)
        return one->residents > two->residents ? -1 : 1;
    return one->index < two->index ? -1 : one->index > two->index;
}

/* Which places the table has: all, or those with the most residents. */
static const bool *told_of(struct arena *arena, const struct within *within)
{
    bool *told = arena_array(arena, within->count, sizeof *told);
    struct sized *sized = arena_array(arena, within->count, sizeof *sized);
    for (size_t i = 0; i < within->count; i++)
        sized[i] = (struct sized){within->rate[i].person_years, i};
    qsort(sized, within->count, sizeof *sized, most_first);
    for (size_t i = 0; i < within->count && i < TOLD_MAX; i++)
        told[sized[i].index] = true;
    return told;
}

static void add_rest(struct page *page, struct view *table, size_t all)
{
    if (all <= TOLD_MAX)
        return;
    view_text(view_item(table, "legends"), "more",
              say(page->arena, page->catalogue, "table.most_told", 0,
                  (struct part[]){{"n", arena_format(page->arena, "%d", TOLD_MAX)},
                                  {"all", say_count(page, (double)all)},
                                  {0}}));
}

/* all: how many places there are, of which the table has the largest. */
static void add_table(struct page *page, const struct within *within, size_t all,
                      struct place_id place, struct offence_id offence)
{
    const struct catalogue *c = page->catalogue;
    bool towns = place_node(page->site->lists, place)->kind == PLACE_STATE;
    bool rows = has_rows(page, within->source,
                         place_node(page->site->lists, within->place[0])->kind);
    struct part parts[] = {{"offence", name_offence(page, offence)},
                           {"year", arena_format(page->arena, "%d", within->year)},
                           {0}};
    struct view *table = table_new(
        page, "place_tables", say(page->arena, c, "table.children_caption", 0, parts),
        word(c, "table.place"));
    table_column_add(table, counted_word(page));
    table_column_add(table, word(c, "table.rate"));
    if (towns)
        table_column_add(table, word(c, "table.smoothed"));
    table_legend_add(page, table, "rate.legend");
    if (rows) {
        table_column_add(table, say(page->arena, c, "table.rows_of", 0, parts));
        table_legend_add(page, table, "receipts.legend");
    }
    if (towns)
        table_legend_add(page, table, "table.smoothed_legend");
    add_rest(page, table, all);
    const bool *told = told_of(page->arena, within);
    struct view *body = table_body(page, table, NULL, 2u + towns + rows);
    bool all_known = true; /* then its legend is shorter */
    bool withheld = false;
    for (size_t i = 0; i < within->count; i++) {
        if (!told[i])
            continue;
        struct view *row = table_row(body, name_place(page, within->place[i]),
                                     link_place(page, within->place[i]));
        table_figure_plain(page, row, within->tally[i].figure, 0);
        table_rate(page, row, &within->rate[i]);
        all_known &= figure_known(within->rate[i].figure);
        withheld |= within->rate[i].figure.status == STATUS_SUPPRESSED;
        struct figure smoothed = {0};
        if (!isnan(within->smoothed[i]))
            smoothed = (struct figure){within->smoothed[i], STATUS_REPORTED};
        if (towns)
            table_figure(page, row, smoothed, 1);
        struct key key = {within->place[i], offence, page->site->investigations};
        if (rows)
            table_rows(page, row, within->source, key, within->year);
    }
    view_flag(table, "sure", all_known);
    if (withheld)
        table_legend_add(page, table, "table.withheld_legend");
}

const char *say_too_few(const struct page *page, size_t few, size_t all)
{
    if (few == 0)
        return "";
    return say(page->arena, page->catalogue, "map.too_few", (double)few,
               (struct part[]){{"n", arena_format(page->arena, "%zu", few)},
                               {"all", arena_format(page->arena, "%zu", all)},
                               {0}});
}

/* What the same source counts in the state that year without a town. */
static struct figure unallocated_of(struct page *page, const struct within *within,
                                    struct place_id place, struct offence_id offence)
{
    const struct places *places = &page->site->lists->places;
    struct figure sum = {0};
    for (uint32_t i = place.index + 1; i < place.index + places->node[place.index].span;
         i++) {
        struct key key = {{i}, offence, page->site->investigations};
        if (places->node[i].kind != PLACE_UNALLOCATED)
            continue;
        struct series series =
            cube_series(page->arena, within->source->current->cube, key);
        for (size_t j = 0; j < series.count; j++)
            if (period_year(period_after(series.first, (int)j * (int)series.step)) ==
                within->year)
                sum = figure_sum(sum, series.figures[j]);
    }
    return sum;
}

/* " De 3 de los 46 municipios el archivo no trae todo ese año …"; "" where it does. */
static const char *say_lacking(const struct page *page, const struct within *within,
                               size_t lacking, size_t towns)
{
    if (!lacking)
        return "";
    return say(page->arena, page->catalogue, "place.lacking", (double)lacking,
               (struct part[]){{"year", arena_format(page->arena, "%d", within->year)},
                               {"towns", say_count(page, (double)towns)},
                               {0}});
}

/* "En 2025, 12 de 1,916 carpetas … no se asignaron a ningún municipio …", and whether
 * some town lacks that year, so that the others are not all there is. */
static void say_unallocated(struct page *page, const struct within *within,
                            struct place_id place, struct offence_id offence)
{
    struct figure without = unallocated_of(page, within, place, offence);
    struct figure all = without;
    size_t towns = towns_in(page->site, place), lacking = towns;
    for (size_t i = 0; i < within->count; i++) {
        all = figure_sum(all, within->tally[i].figure);
        lacking -= figure_known(within->tally[i].figure);
    }
    if (lacking && without.value > 0)
        all.status = STATUS_PARTIAL;
    struct part parts[] = {{"offence", phrase_offence(page, offence)},
                           {"year", arena_format(page->arena, "%d", within->year)},
                           {"all", say_figure(page, all, 0)},
                           {0}};
    const char *key =
        lacking && without.value == 0 ? "place.unallocated_none" : "place.unallocated";
    const char *told = figure_known(without) ? say(page->arena, page->catalogue, key,
                                                   without.value, parts)
                                             : "";
    const char *lack = say_lacking(page, within, lacking, towns);
    view_text(
        page->view, "unallocated",
        arena_format(page->arena, "%s%s%s", told, *told && *lack ? " " : "", lack));
}

/* Of the cases, and of the people their rates stand on. */
static void add_sources(struct page *page, const struct within *within)
{
    const struct holding *people = NULL;
    block_source(page, within->source);
    population_of(page->site->holdings, within->place[0], within->year, &people);
    if (people)
        block_source(page, people);
}

void block_children(struct page *page, struct place_id place)
{
    const struct places *places = &page->site->lists->places;
    for (uint32_t i = place.index + 1; i < place.index + places->node[place.index].span;
         i++) {
        struct place_id child = {i};
        if (places->node[i].parent != place.index || !has_page_place(page->site, child))
            continue;
        view_flag(page->view, "has_children", true);
        struct view *item = view_item(page->view, "children");
        view_text(item, "child", name_place(page, child));
        view_text(item, "child_link", link_place(page, child));
    }
}

bool block_places(struct page *page, struct place_id place, struct offence_id offence,
                  bool table, struct error *err)
{
    const struct clustering *clustering = clustering_of(page->site, place, offence);
    struct within within =
        clustering ? clustering->within : within_of(page, place, offence);
    if (within.count < 2 || !within.year)
        return true;
    add_sources(page, &within);
    if (table)
        add_table(page, &within, within.count, place, offence);
    if (place_node(page->site->lists, place)->kind == PLACE_STATE)
        say_unallocated(page, &within, place, offence);
    block_clusters(page, clustering);
    return add_map(page, &within, clustering, place, offence, err);
}

void block_towns(struct page *page, struct place_id place, struct offence_id offence)
{
    const struct places *places = &page->site->lists->places;
    uint32_t end = place.index + places->node[place.index].span;
    struct sized *towns = arena_array(page->arena, end - place.index, sizeof *towns);
    struct place_id largest[TOLD_MAX];
    size_t count = 0;
    for (uint32_t i = place.index + 1; i < end; i++) {
        struct key key = {{i}, offence, page->site->investigations};
        double residents = page->site->residents[i];
        if (places->node[i].kind == PLACE_MUNICIPALITY &&
            has_figures_place(page->site, key.place) &&
            holdings_hold(page->site->holdings, key))
            towns[count++] = (struct sized){isnan(residents) ? 0 : residents, i};
    }
    qsort(towns, count, sizeof *towns, most_first);
    size_t told = count < TOLD_MAX ? count : TOLD_MAX;
    for (size_t i = 0; i < told; i++)
        largest[i] = (struct place_id){(uint32_t)towns[i].index};
    struct within within = within_these(page, largest, told, offence);
    if (told < 2 || !within.year)
        return;
    add_sources(page, &within);
    add_table(page, &within, count, place, offence);
}
