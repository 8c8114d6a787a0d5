/* An offence: the country, each state, how it was done, its victims. */

#include "site/page_offence.h"
#include "site/block_bridge.h"
#include "site/block_clusters.h"
#include "site/block_receipts.h"
#include "site/blocks.h"
#include "site/pages.h"
#include "site/prose.h"

#include <string.h>

void offence_each(struct site *site, add_function *add, void *list)
{
    for (uint32_t i = 0; i < site->lists->offences.count; i++)
        if (site->offence_figures[i])
            add(list, (struct subject){.place = site->country, .offence = {i}});
}

const char *offence_folder(struct arena *arena, const struct site *site,
                           const struct catalogue *catalogue, struct subject subject)
{
    return folder_offence(arena, site, catalogue, subject.offence);
}

static void add_crumbs(struct page *page, struct offence_id offence,
                       struct offence_id here)
{
    const struct offence *node = offence_node(page->site->lists, offence);
    if (node->parent != NO_INDEX)
        add_crumbs(page, (struct offence_id){node->parent}, here);
    else
        page_crumb(page, word(page->catalogue, "nav.offences"),
                   link_to(page, word(page->catalogue, "path.offences")));
    page_crumb(page, name_offence(page, offence),
               offence.index == here.index ? NULL : link_offence(page, offence));
}

void offence_crumbs(struct page *page, struct offence_id offence)
{
    add_crumbs(page, offence, offence);
}

static void add_stats(struct page *page, const struct strand *strands, size_t count,
                      const struct strand *victims, size_t victim_count)
{
    const struct catalogue *c = page->catalogue;
    const struct strand *newest = &strands[count - 1];
    struct tally tally = strand_newest(newest), year = {0};
    const char *unit = short_unit(page, newest->holding->methodology);
    block_stat(page, newest, say_figure(page, tally.figure, 0), unit,
               say_tally_span(page, &tally),
               word(c, tally.figure.status == STATUS_PROVISIONAL ? "stat.provisional"
                                                                 : "stat.reported"));
    const struct strand *whole = block_stat_year(page, strands, count, unit, &year);
    struct tally hurt;
    if (whole && victim_count &&
        strand_year(&victims[0], period_year(year.first), &hurt))
        block_stat(page, &victims[0], say_figure(page, hurt.figure, 0),
                   word(c, "table.victims"), say_tally_span(page, &hurt),
                   word(c, "stat.victims"));
    else
        block_stat_rate(page, whole ? whole : newest, whole ? &year : &tally);
}

/* The columns of the states' table: newest, and last whole year, of each strand; the
 * newest first, which a phone shows. */
struct state_columns {
    size_t count;
    struct state_column {
        const struct holding *holding;
        struct tally stretch;
        bool whole, rows; /* rows: which of the file, in a column of its own */
    } column[4];
    const struct state_column *mapped; /* the newest whole year; NULL: none */
};

/* What the newest strand tells beyond its last whole year. */
static bool newest_stretch(const struct strand *strand, struct tally *out)
{
    struct tally year;
    *out = strand_newest(strand);
    return out->last.month > strand->holding->methodology->first.month &&
           (!strand_full_year(strand, &year) || out->last.month != year.last.month);
}

static void columns_of(const struct page *page, const struct strand *strands,
                       size_t count, struct state_columns *out)
{
    enum { STRANDS = 2 };
    for (size_t i = count; i-- > 0 && i + STRANDS >= count;) {
        const struct holding *holding = strands[i].holding;
        struct tally stretch;
        if (i + 1 == count && newest_stretch(&strands[i], &stretch))
            out->column[out->count++] =
                (struct state_column){.holding = holding, .stretch = stretch};
        if (!strand_full_year(&strands[i], &stretch))
            continue;
        struct state_column *year = &out->column[out->count++];
        *year = (struct state_column){.holding = holding,
                                      .stretch = stretch,
                                      .whole = true,
                                      .rows = has_rows(page, holding, PLACE_STATE)};
        if (!out->mapped)
            out->mapped = year;
    }
}

static void state_row(struct page *page, struct view *body, struct place_id place,
                      struct offence_id offence, const struct state_columns *columns,
                      struct map_place *shown, size_t *few)
{
    struct strand strands[STRANDS_MAX];
    size_t found =
        page_strands(page, place, offence, page->site->investigations, strands);
    const char *within = link_place_offence(page, place, offence);
    struct view *row = table_row(body, name_place(page, place),
                                 within ? within : link_place(page, place));
    for (size_t i = 0; i < columns->count; i++) {
        struct tally tally = columns->column[i].stretch;
        struct rate rate = {0};
        tally.figure = (struct figure){0};
        for (size_t j = 0; j < found; j++)
            if (strands[j].holding == columns->column[i].holding) {
                tally.figure =
                    series_total(&strands[j].series, tally.first,
                                 (size_t)(tally.last.month - tally.first.month) + 1);
                if (columns->column[i].whole)
                    rate = rate_of(page, &strands[j], &tally);
            }
        table_figure_plain(page, row, tally.figure, 0);
        if (!columns->column[i].whole)
            continue;
        table_rate(page, row, &rate);
        if (columns->column[i].rows)
            table_rows(page, row, columns->column[i].holding,
                       (struct key){place, offence, page->site->investigations},
                       period_year(tally.first));
        if (&columns->column[i] == columns->mapped) {
            shown->figure = rate.figure;
            shown->note = say_few(page, &rate);
        }
    }
    *few += shown->note != NULL;
    for (size_t j = 0; j < found; j++)
        download_add(page, &strands[j]);
}

/* Over each way of counting, where there are two, its name: over all its columns. */
static void add_spans(struct page *page, struct view *table,
                      const struct state_columns *columns)
{
    const struct state_column *column = columns->column;
    if (!columns->count || column[0].holding == column[columns->count - 1].holding)
        return;
    size_t wide = 0;
    for (size_t i = 0; i < columns->count; i++) {
        wide += column[i].whole ? 2u + column[i].rows : 1;
        if (i + 1 < columns->count && column[i].holding == column[i + 1].holding)
            continue;
        table_span_add(page, table,
                       in_language(page, &column[i].holding->methodology->label), wide);
        wide = 0;
    }
}

static bool add_states(struct page *page, struct offence_id offence,
                       const struct strand *strands, size_t count, struct error *err)
{
    const struct catalogue *c = page->catalogue;
    const struct places *places = &page->site->lists->places;
    struct place_id country = page->site->country;
    struct state_columns columns = {0};
    columns_of(page, strands, count, &columns);
    struct part parts[] = {
        {"offence", phrase_offence(page, offence)},
        {"of_place", of_place(page, country)},
        {"year", ""},
        {"few", ""},
        {"unit", say_unit(page, strands[count - 1].holding->methodology)},
        {"counted", short_unit(page, strands[count - 1].holding->methodology)},
        {0}};
    struct view *table = table_new(
        page, "state_tables", say(page->arena, c, "table.states_caption", 0, parts),
        word(c, "table.state"));
    bool rows = false;
    for (size_t i = 0; i < columns.count; i++) {
        table_column_of(page, table, &columns.column[i].stretch);
        if (!columns.column[i].whole)
            continue;
        table_column_add(table, word(c, "table.rate"));
        parts[2].value = say_tally_span(page, &columns.column[i].stretch);
        if (columns.column[i].rows)
            table_column_add(table, say(page->arena, c, "table.rows_of", 0, parts));
        rows |= columns.column[i].rows;
    }
    add_spans(page, table, &columns);
    table_legend_add(page, table, "rate.legend");
    if (rows)
        table_legend_add(page, table, "receipts.legend");
    struct view *body = table_body(page, table, NULL, 0);
    struct map_place *shown =
        arena_array(page->arena, places->node[country.index].span, sizeof *shown);
    size_t states = 0, few = 0;
    for (uint32_t i = country.index;
         i < country.index + places->node[country.index].span; i++)
        if (places->node[i].kind == PLACE_STATE ||
            places->node[i].kind == PLACE_ABROAD) {
            struct map_place here = {.place = {i}};
            if (places->node[i].kind == PLACE_ABROAD &&
                strcmp(strands[0].holding->methodology->code, "federal-2012") != 0)
                continue;
            state_row(page, body, here.place, offence, &columns, &here, &few);
            if (places->node[i].kind == PLACE_STATE)
                shown[states++] = here;
        }
    if (!columns.mapped)
        return true;
    parts[2].value = say_tally_span(page, &columns.mapped->stretch);
    parts[3].value = say_too_few(page, few, states);
    const struct clustering *clustering = clustering_of(page->site, country, offence);
    clusters_mark(clustering, period_year(columns.mapped->stretch.first), shown,
                  states);
    block_clusters(page, clustering);
    return block_map(page, "maps", "mapa", shown, states, (struct place_id){NO_INDEX},
                     say(page->arena, c, "map.states_title", 0, parts),
                     say(page->arena, c, "map.rate_subtitle", 0, parts),
                     word(c, "map.rule"), strand_main(strands, count)->holding, 1, err);
}

/* Bars of the parts an offence is made of, in the newest strand's newest stretch. */
static bool add_parts(struct page *page, struct offence_id offence,
                      const struct strand *newest, struct error *err)
{
    enum { BARS_MAX = 24 };
    const struct offences *offences = &page->site->lists->offences;
    struct bar bars[BARS_MAX];
    size_t count = 0;
    struct tally tally = strand_newest(newest);
    for (uint32_t i = offence.index + 1;
         i < offence.index + offences->node[offence.index].span && count < BARS_MAX;
         i++) {
        if (offences->node[i].parent != offence.index)
            continue;
        struct key key = {page->site->country, {i}, page->site->investigations};
        if (!cube_holds(newest->holding->current->cube, key))
            continue;
        struct series series =
            cube_series(page->arena, newest->holding->current->cube, key);
        if (page->figures)
            figures_add(page->figures, newest->holding, key, &series);
        bars[count++] = (struct bar){
            .label = name_offence(page, key.offence),
            .figure = series_total(
                &series, tally.first,
                (size_t)((tally.last.month - tally.first.month) / (int)series.step) +
                    1),
            .link = link_offence(page, key.offence),
            .strong = true};
    }
    if (count < 2)
        return true;
    struct part parts[] = {{"offence", name_offence(page, offence)},
                           {"span", say_tally_span(page, &tally)},
                           {"unit", say_unit(page, newest->holding->methodology)},
                           {0}};
    struct bar_chart chart = {
        .frame = {.title =
                      say(page->arena, page->catalogue, "chart.parts_title", 0, parts),
                  .subtitle = say(page->arena, page->catalogue, "chart.parts_subtitle",
                                  0, parts),
                  .source = block_source_line(page, newest)},
        .count = count,
        .bar = bars};
    return block_chart(page, "parts", NULL, draw_bars, &chart.frame, newest, err);
}

void offence_family(struct page *page, struct offence_id offence)
{
    const struct offences *offences = &page->site->lists->offences;
    for (uint32_t i = offence.index + 1;
         i < offence.index + offences->node[offence.index].span; i++)
        if (offences->node[i].parent == offence.index && page->site->offence_page[i]) {
            view_flag(page->view, "has_parts", true);
            struct view *item = view_item(page->view, "family");
            view_text(item, "part", name_offence(page, (struct offence_id){i}));
            view_text(item, "part_link", link_offence(page, (struct offence_id){i}));
        }
}

/* "0109|0219" as "0109 o 0219". */
static const char *say_codes(const struct page *page, const char *codes)
{
    const char *bar = strchr(codes, '|');
    if (!bar)
        return codes;
    return arena_format(page->arena, "%.*s%s%s", (int)(bar - codes), codes,
                        word(page->catalogue, "iccs.or"), say_codes(page, bar + 1));
}

static const char INTENTIONAL_HOMICIDE[] = "0101"; /* ICCS */

void offence_about(struct page *page, struct offence_id offence)
{
    const struct offence *node = offence_node(page->site->lists, offence);
    view_text(page->view, "about", in_language(page, &node->about));
    view_text(page->view, "residual",
              node->residual ? word(page->catalogue, "offence.residual") : "");
    const char *iccs = "";
    if (*node->iccs) {
        const char *key =
            arena_format(page->arena, "iccs.confidence_%c",
                         node->iccs_confidence ? node->iccs_confidence : 'L');
        iccs = say(page->arena, page->catalogue, "offence.iccs", 0,
                   (struct part[]){{"code", say_codes(page, node->iccs)},
                                   {"confidence", word(page->catalogue, key)},
                                   {0}});
    }
    view_text(page->view, "iccs", iccs);
    bool killed =
        strncmp(node->iccs, INTENTIONAL_HOMICIDE, sizeof INTENTIONAL_HOMICIDE - 1) == 0;
    view_text(page->view, "world_link",
              killed && has_page_world(page->site)
                  ? link_to(page, word(page->catalogue, "path.world"))
                  : "");
}

bool offence_fill(struct page *page, struct subject subject, struct error *err)
{
    struct strand strands[STRANDS_MAX], victims[STRANDS_MAX];
    struct place_id country = page->site->country;
    size_t count = page_strands(page, country, subject.offence,
                                page->site->investigations, strands);
    size_t victim_count = page_victims(page, country, subject.offence, victims);
    if (!count)
        return fail(err, ERROR_CONTRADICTION, "%s has a page and no figures",
                    offence_node(page->site->lists, subject.offence)->code);
    const struct strand *newest = &strands[count - 1];
    const char *lead = block_answer(page, strands, count);
    page_title(page, name_offence(page, subject.offence), lead);
    offence_crumbs(page, subject.offence);
    offence_about(page, subject.offence);
    offence_family(page, subject.offence);
    view_text(page->view, "beside_link", link_compare_offence(page, subject.offence));
    add_stats(page, strands, count, victims, victim_count);
    struct part parts[] = {{"offence", name_offence(page, subject.offence)},
                           {"in_place", in_place(page, country)},
                           {0}};
    block_years(page, strands, count, victims, victim_count,
                say(page->arena, page->catalogue, "table.years_caption", 0, parts));
    for (size_t i = 0; i < count; i++)
        download_add(page, &strands[i]);
    for (size_t i = 0; i < victim_count; i++)
        download_add(page, &victims[i]);
    block_sources(page, strands, count);
    block_sources(page, victims, victim_count);
    block_population_source(page);
    block_limits(page);
    return block_charts(page, "anual", strands, count, parts, err) &&
           add_parts(page, subject.offence, newest, err) &&
           add_states(page, subject.offence, strands, count, err) &&
           block_bridge(page, country, subject.offence, err) &&
           block_card(page, name_offence(page, subject.offence), lead,
                      strand_main(strands, count), err);
}
