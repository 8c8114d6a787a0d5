/* A country, a state, a municipality. */

#include "site/block_bridge.h"
#include "site/block_similar.h"
#include "site/blocks.h"
#include "site/explore_data.h"
#include "site/featured.h"
#include "site/feeds.h"
#include "site/pages.h"
#include "site/prose.h"
#include "site/untold.h"

#include <string.h>

void place_each(struct site *site, add_function *add, void *list)
{
    for (uint32_t i = 0; i < site->lists->places.count; i++)
        if (site->place_figures[i])
            add(list, (struct subject){.place = {i}, .offence = {NO_INDEX}});
}

const char *place_folder(struct arena *arena, const struct site *site,
                         const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)catalogue;
    return folder_place(site, subject.place);
}

static void add_stats(struct page *page, const struct strand *strands, size_t count)
{
    const struct catalogue *c = page->catalogue;
    const struct strand *newest = &strands[count - 1];
    const char *offence = name_offence(page, newest->key.offence);
    struct tally tally = strand_newest(newest), year = {0};
    block_stat(page, newest, say_figure(page, tally.figure, 0), offence,
               say_tally_span(page, &tally),
               word(c, tally.figure.status == STATUS_PROVISIONAL ? "stat.provisional"
                                                                 : "stat.reported"));
    const struct strand *whole = block_stat_year(page, strands, count, offence, &year);
    block_stat_rate(page, whole ? whole : newest, whole ? &year : &tally);
}

static void add_population(struct page *page, struct place_id place, int year)
{
    const struct holding *source = NULL;
    struct figure people = population_of(page->site->holdings, place, year, &source);
    if (!figure_known(people))
        return;
    block_source(page, source);
    view_text(page->view, "population",
              say(page->arena, page->catalogue, "place.population", people.value,
                  (struct part[]){{"of", of_place(page, place)},
                                  {"count", say_figure(page, people, 0)},
                                  {"year", arena_format(page->arena, "%d", year)},
                                  {"source", source->source->publisher},
                                  {0}}));
}

/* What is told of the state alone, for the town that lacks it: one way on for each. */
static void add_offences_around(struct page *page, struct place_id place)
{
    const struct place *node = place_node(page->site->lists, place);
    struct place_id state = {node->parent};
    if (node->kind != PLACE_MUNICIPALITY || !has_page_place(page->site, state))
        return;
    const struct offences_within *within = &page->site->within[state.index];
    const char *between = "";
    for (size_t i = 0; i < within->count; i++) {
        struct strand strands[STRANDS_MAX];
        if (page_strands(page, place, within->offence[i], page->site->investigations,
                         strands))
            continue;
        view_text(page->view, "around",
                  say_capital(
                      page->arena,
                      say(page->arena, page->catalogue, "place.around", 0,
                          (struct part[]){{"in_place", in_place(page, state)}, {0}})));
        struct view *item = view_item(page->view, "offences_around");
        view_text(item, "between", between);
        between = " · ";
        view_text(item, "offence", name_offence(page, within->offence[i]));
        view_text(item, "offence_link",
                  link_place_offence(page, state, within->offence[i]));
    }
}

/* The story of one offence in the place: sentences, figures, charts, years. */
static bool add_story(struct page *page, struct place_id place,
                      struct offence_id offence, struct error *err)
{
    struct strand strands[STRANDS_MAX], victims[STRANDS_MAX];
    size_t count =
        page_strands(page, place, offence, page->site->investigations, strands);
    size_t victim_count = page_victims(page, place, offence, victims);
    /* A page of a place has room for two ways of counting; the offence's page, and the
     * datasets, have them all. */
    count = strands_newest(strands, count, 2);
    const struct strand *newest = &strands[count - 1];
    struct tally tally = strand_newest(newest);
    const char *lead = block_answer(page, strands, count);
    page_title(page, full_name_place(page, place), lead);
    add_stats(page, strands, count);
    struct part parts[] = {{"offence", name_offence(page, offence)},
                           {"in_place", in_place(page, place)},
                           {0}};
    block_years(page, strands, count, victims, victim_count,
                say(page->arena, page->catalogue, "table.years_caption", 0, parts));
    for (size_t i = 0; i < victim_count; i++)
        download_add(page, &victims[i]);
    block_sources(page, strands, count);
    block_sources(page, victims, victim_count);
    add_population(page, place, period_year(tally.last));
    block_bridge_line(page, place, offence);
    return block_charts(page, "anual", strands, count, parts, err) &&
           block_card_place(page, place, lead, strand_main(strands, count), err);
}

bool place_fill(struct page *page, struct subject subject, struct error *err)
{
    enum { FEATURED_MAX = 9 };
    struct place_id place = subject.place;
    struct offence_id featured[FEATURED_MAX];
    size_t count = featured_offences(page, place, featured, FEATURED_MAX);
    if (!count)
        return fail(err, ERROR_CONTRADICTION, "%s has a page and no figures",
                    place_node(page->site->lists, place)->code);
    page_crumbs_place(page, place);
    page_feed_place(page, place);
    block_children(page, place);
    block_untold(page, place);
    const struct offences *offences = &page->site->lists->offences;
    for (uint32_t i = 0; i < offences->count; i += offences->node[i].span)
        offence_table(page, "offence_tables", place, (struct offence_id){i});
    block_similar(page, place, featured[0]);
    add_offences_around(page, place);
    block_limits(page);
    view_flag(page->view, "only_homicide",
              count == 1 &&
                  place_node(page->site->lists, place)->kind == PLACE_MUNICIPALITY);
    view_text(page->view, "beside_link", link_compare_place(page, place));
    /* One for all languages; the first one writes it. */
    if (page->language == 0 && !explore_put(page, place, err))
        return false;
    return add_story(page, place, featured[0], err) &&
           block_places(page, place, featured[0], true, err) &&
           (count < 2 || featured_list(page, place, featured, count, err));
}
