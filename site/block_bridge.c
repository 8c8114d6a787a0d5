#include "site/block_bridge.h"

#include "base/file.h"
#include "site/blocks.h"
#include "site/exporters.h"
#include "site/prose.h"

#include <string.h>

/* The edition's bridge ----------------------------------------------------------- */

/* Of the holdings that count this way, the one that covers the whole country. */
static const struct holding *find_holding(const struct site *site,
                                          const struct methodology *methodology)
{
    for (size_t i = 0; i < site->holdings->count; i++) {
        const struct holding *holding = &site->holdings->holding[i];
        if (!holding->current || holding->methodology != methodology ||
            !holding->source->complete)
            continue;
        const struct offences *offences = &site->lists->offences;
        for (uint32_t j = 0; j < offences->count; j += offences->node[j].span)
            if (cube_holds(holding->current->cube,
                           (struct key){site->country, {j}, site->investigations}))
                return holding;
    }
    return NULL;
}

bool bridging_open(struct arena *arena, struct site *site, struct error *err)
{
    const struct break_in *over = break_bridged(site->breaks);
    struct bridging *bridging = arena_take(arena, sizeof *bridging);
    bridging->measure = measure_find(site->lists, TEXT("investigations.bridged"));
    site->bridging = bridging;
    if (!over)
        return true;
    if (bridging->measure.index == NO_INDEX)
        return fail(err, ERROR_USAGE, "measures.csv lacks investigations.bridged");
    const char *lists = path_join(arena, site->config->share, "transform/lists");
    if (!bridge_load(arena, path_join(arena, lists, over->bridge), site->lists,
                     &bridging->bridge, err))
        return false;
    bridging->before = find_holding(site, over->before);
    bridging->after = find_holding(site, over->after);
    return !bridging->before || !bridging->after ||
           bridge_cube(&bridging->bridge, bridging->after->current->cube,
                       site->investigations, bridging->measure,
                       bridging->after->source->provisional, &bridging->cube, err);
}

void bridging_close(struct site *site)
{
    if (site->bridging)
        cube_free(site->bridging->cube);
}

static struct key bridged_key(const struct site *site, struct place_id place,
                              struct offence_id offence)
{
    return (struct key){place, offence, site->bridging->measure};
}

/* Does a bridge lead to this offence: was it counted before, and is it now? */
static bool has_bridge(const struct site *site, struct place_id place,
                       struct offence_id offence)
{
    struct key before = {place, offence, site->investigations};
    return site->bridging->cube &&
           cube_holds(site->bridging->before->current->cube, before) &&
           cube_holds(site->bridging->cube, bridged_key(site, place, offence));
}

bool bridging_export(struct site *site, struct error *err)
{
    const struct bridging *bridging = site->bridging;
    if (!bridging->cube)
        return true;
    struct figures figures = figures_none(site->lists);
    for (uint32_t i = 0; i < site->lists->places.count; i++) {
        struct arena arena = {0};
        enum place_kind kind = site->lists->places.node[i].kind;
        for (uint32_t j = 0; kind <= PLACE_STATE && j < site->lists->offences.count;
             j++) {
            struct key key =
                bridged_key(site, (struct place_id){i}, (struct offence_id){j});
            if (!has_bridge(site, key.place, key.offence))
                continue;
            struct series series =
                bridge_series(&arena, &bridging->bridge, bridging->cube, key, NULL);
            figures_add(&figures, bridging->after, key, &series);
        }
        arena_free(&arena);
    }
    struct arena arena = {0};
    struct dataset dataset = {
        .slug = "bridge",
        .kind = DATASET_BRIDGE,
        .title = dataset_words(&arena, site, "dataset.bridge.title", NULL),
        .about = dataset_words(&arena, site, "dataset.bridge.about", NULL)};
    bool ok = figures_put(site, &dataset, &figures, FIGURES_OF_DERIVED, err);
    figures_free(&figures);
    arena_free(&arena);
    return ok;
}

/* A page's section ----------------------------------------------------------------- */

static bool make_strand(const struct page *page, const struct holding *holding,
                        const struct cube *cube, struct key key, bool bridged,
                        struct strand *out)
{
    *out = (struct strand){.holding = holding, .key = key, .bridged = bridged};
    out->series = cube_series(page->arena, cube, key);
    return series_last_known(&out->series, &out->last);
}

/* Rules that only move lines about below a group tell its reader nothing. */
static bool worth_telling(const struct bridge_rule *rule, enum bridge_use use,
                          struct offence_id offence)
{
    return use == BRIDGE_ADDS || use == BRIDGE_TAKES || use == BRIDGE_NEVER ||
           (use == BRIDGE_WITHIN && rule->target.index == offence.index);
}

static void add_rules(struct page *page, struct view *section,
                      const enum bridge_use *used, struct offence_id offence,
                      bool bridged)
{
    static const char *const KEYS[] = {[BRIDGE_ADDS] = "bridge.adds",
                                       [BRIDGE_TAKES] = "bridge.takes",
                                       [BRIDGE_WITHIN] = "bridge.within",
                                       [BRIDGE_NEVER] = "bridge.never"};
    const struct bridge *bridge = &page->site->bridging->bridge;
    size_t told = 0, inside = 0;
    for (size_t i = 0; i < bridge->count; i++) {
        const struct bridge_rule *rule = &bridge->rule[i];
        if (!worth_telling(rule, used[i], offence)) {
            inside += used[i] == BRIDGE_WITHIN;
            continue;
        }
        struct view *item = view_item(section, "rules");
        view_text(item, "rule_id", rule->id);
        view_text(item, "rule_use",
                  bridged ? word(page->catalogue, KEYS[used[i]]) : "");
        view_text(item, "rule_note", in_language(page, &rule->note));
        view_text(item, "rule_unsure",
                  rule->certain ? "" : word(page->catalogue, "bridge.unsure"));
        told++;
    }
    view_flag(section, "has_rules", told > 0);
    view_text(section, "rules_title",
              word(page->catalogue, bridged ? "bridge.rules" : "bridge.why"));
    view_text(section, "no_rules",
              told     ? ""
              : inside ? word(page->catalogue, "bridge.only_inside")
                       : word(page->catalogue, "bridge.no_rules"));
}

/* The same months of the nearest year that was counted the earlier way; false: of none
 * within ten years are all known. */
static bool counted_before(const struct strand *before, const struct tally *tally,
                           struct tally *out)
{
    for (int years = 1; years <= 10; years++)
        if (strand_before(before, tally, years, out))
            return true;
    return false;
}

/* The registry as it is published, in the months of a bridged figure. */
static struct figure published(const struct page *page, const struct strand *bridged,
                               const struct tally *tally)
{
    struct key key = {bridged->key.place, bridged->key.offence,
                      page->site->investigations};
    struct series plain =
        cube_series(page->arena, page->site->bridging->after->current->cube, key);
    return series_total(&plain, tally->first,
                        (size_t)(tally->last.month - tally->first.month) + 1);
}

/* "De enero a marzo de 2026, con las reglas puente: 1,234 …" */
static const char *say_bridged(const struct page *page, const struct strand *before,
                               const struct strand *bridged)
{
    struct tally tally = strand_newest(bridged), then;
    struct figure plain = published(page, bridged, &tally);
    const char *count = say_figure(page, tally.figure, 0);
    struct part parts[] = {{"when", say_when(page, &tally)},
                           {"bridged", count},
                           {"plain", say_figure(page, plain, 0)},
                           {0}};
    struct part same[] = {{"when", say_when(page, &tally)}, {"count", count}, {0}};
    const char *sentence =
        plain.value == tally.figure.value
            ? say(page->arena, page->catalogue, "bridge.same", 0, same)
            : say(page->arena, page->catalogue, "bridge.figure", 0, parts);
    sentence = say_capital(page->arena, sentence);
    if (!counted_before(before, &tally, &then))
        return sentence;
    return arena_format(
        page->arena, "%s %s", sentence,
        say(page->arena, page->catalogue, "bridge.then", 0,
            (struct part[]){
                {"year", arena_format(page->arena, "%d", period_year(then.first))},
                {"count", say_figure(page, then.figure, 0)},
                {0}}));
}

/* Why there is no bridge to an offence that one of the two has. */
static const char *say_no_bridge(const struct page *page, bool before, bool after)
{
    return word(page->catalogue, before && after ? "bridge.none_alone"
                                 : before        ? "bridge.none_now"
                                                 : "bridge.none_before");
}

/* Only what a continuation needs to be seen against: pages are heavy enough. */
static struct series newest_of(const struct series *series)
{
    enum { SHOWN_MONTHS = 60 };
    struct series newest = *series;
    if (newest.count > SHOWN_MONTHS) {
        size_t cut = newest.count - SHOWN_MONTHS;
        newest.first = period_after(newest.first, (int)cut * (int)newest.step);
        newest.figures += cut;
        newest.count -= cut;
    }
    return newest;
}

/* Where the rules leave the published series as it is, its own chart shows it. */
static bool is_changed(const struct page *page, const struct strand *bridged)
{
    struct key key = {bridged->key.place, bridged->key.offence,
                      page->site->investigations};
    struct series plain =
        cube_series(page->arena, page->site->bridging->after->current->cube, key);
    for (size_t i = 0; i < bridged->series.count; i++) {
        struct period at =
            period_after(bridged->series.first, (int)i * (int)bridged->series.step);
        if (bridged->series.figures[i].value != series_at(&plain, at).value)
            return true;
    }
    return false;
}

static bool draw_bridge(struct page *page, const struct strand strands[2],
                        struct error *err)
{
    struct part parts[] = {{"offence", name_offence(page, strands[0].key.offence)},
                           {"in_place", in_place(page, strands[0].key.place)},
                           {0}};
    return block_trend(
        page, "bridges", NULL, strands, 2,
        say(page->arena, page->catalogue, "chart.bridge_title", 0, parts), err);
}

/* Both strands of an offence in a place; false where there is no bridge. */
static bool make_strands(const struct page *page, struct place_id place,
                         struct offence_id offence, struct strand strands[2])
{
    const struct bridging *bridging = page->site->bridging;
    return has_bridge(page->site, place, offence) &&
           make_strand(page, bridging->before, bridging->before->current->cube,
                       (struct key){place, offence, page->site->investigations}, false,
                       &strands[0]) &&
           make_strand(page, bridging->after, bridging->cube,
                       bridged_key(page->site, place, offence), true, &strands[1]);
}

/* Each state within: as counted before, as published, and by the bridge. */
static void add_states(struct page *page, const struct strand strands[2])
{
    const struct catalogue *c = page->catalogue;
    const struct places *places = &page->site->lists->places;
    struct place_id whole = strands[1].key.place;
    struct tally tally = strand_newest(&strands[1]), then;
    if (places->node[whole.index].kind != PLACE_COUNTRY ||
        !counted_before(&strands[0], &tally, &then))
        return;
    struct part parts[] = {{"offence", name_offence(page, strands[0].key.offence)},
                           {0}};
    struct view *table =
        table_new(page, "bridge_tables", say(page->arena, c, "bridge.states", 0, parts),
                  word(c, "table.state"));
    table_column_of(page, table, &then);
    table_column_add(table,
                     say(page->arena, c, "bridge.column_published", 0,
                         (struct part[]){{"span", say_tally_span(page, &tally)}, {0}}));
    table_column_add(table, word(c, "bridge.column_bridged"));
    struct view *body = table_body(page, table, NULL, 3);
    for (uint32_t i = whole.index; i < whole.index + places->node[whole.index].span;
         i++) {
        struct strand own[2];
        struct place_id state = {i};
        if (places->node[i].kind != PLACE_STATE ||
            !make_strands(page, state, strands[0].key.offence, own))
            continue;
        struct view *row =
            table_row(body, name_place(page, state), link_place(page, state));
        size_t months = (size_t)(tally.last.month - tally.first.month) + 1;
        table_figure_plain(page, row, series_total(&own[0].series, then.first, months),
                           0);
        table_figure(page, row, published(page, &own[1], &tally), 0);
        table_figure(page, row, series_total(&own[1].series, tally.first, months), 0);
    }
}

void block_bridge_line(struct page *page, struct place_id place,
                       struct offence_id offence)
{
    const struct bridging *bridging = page->site->bridging;
    struct key key = {place, offence, page->site->investigations};
    struct strand strands[2];
    if (!bridging->cube || place_node(page->site->lists, place)->kind > PLACE_STATE)
        return;
    bool before = cube_holds(bridging->before->current->cube, key);
    bool after = cube_holds(bridging->after->current->cube, key);
    if (!before && !after)
        return;
    view_text(page->view, "bridge_line",
              make_strands(page, place, offence, strands)
                  ? say_bridged(page, &strands[0], &strands[1])
                  : say_no_bridge(page, before, after));
    view_text(page->view, "bridge_file", link_file(page, "data/bridge.csv"));
}

bool block_bridge(struct page *page, struct place_id place, struct offence_id offence,
                  struct error *err)
{
    const struct bridging *bridging = page->site->bridging;
    struct key key = {place, offence, page->site->investigations};
    if (!bridging->cube)
        return true;
    bool before = cube_holds(bridging->before->current->cube, key);
    bool after = cube_holds(bridging->after->current->cube, key);
    if (!before && !after)
        return true;
    struct view *section = view_item(page->view, "bridge");
    enum bridge_use *used =
        arena_array(page->arena, bridging->bridge.count + 1, sizeof *used);
    struct strand strands[2] = {{0}};
    bridge_series(page->arena, &bridging->bridge, bridging->cube,
                  bridged_key(page->site, place, offence), used);
    bool bridged = make_strands(page, place, offence, strands);
    add_rules(page, section, used, offence, bridged);
    view_text(section, "bridge_sentence",
              bridged ? say_bridged(page, &strands[0], &strands[1])
                      : say_no_bridge(page, before, after));
    view_text(section, "bridge_estimate",
              bridged ? word(page->catalogue, "bridge.estimate") : "");
    if (!bridged) {
        view_text(section, "no_rules", "");
        return true;
    }
    view_text(section, "bridge_file", link_file(page, "data/bridge.csv"));
    download_add(page, &strands[1]);
    if (!is_changed(page, &strands[1]))
        return true;
    add_states(page, strands);
    strands[0].series = newest_of(&strands[0].series);
    return draw_bridge(page, strands, err);
}
