/* An offence within a state: what readers ask about, one page each. The offence that a
 * state's own page tells of has none. */

#include "site/block_similar.h"
#include "site/blocks.h"
#include "site/featured.h"
#include "site/feeds.h"
#include "site/pages.h"
#include "site/prose.h"

/* Those of a place that have a page of their own within it. */
static void find_offences(struct site *site, struct place_id place,
                          struct offences_within *out)
{
    struct arena arena = {0};
    struct page page = {.site = site, .arena = &arena};
    struct offence_id featured[OFFENCES_WITHIN_MAX];
    size_t count = 0;
    if (place_node(site->lists, place)->kind == PLACE_STATE &&
        has_page_place(site, place))
        count = featured_offences(&page, place, featured, OFFENCES_WITHIN_MAX);
    for (size_t i = 1; i < count; i++)
        if (has_page_offence(site, featured[i]))
            out->offence[out->count++] = featured[i];
    arena_free(&arena);
}

struct offences_within *offences_within_places(struct arena *arena, struct site *site)
{
    size_t count = site->lists->places.count;
    struct offences_within *within = arena_array(arena, count, sizeof *within);
    for (uint32_t i = 0; i < count; i++)
        find_offences(site, (struct place_id){i}, &within[i]);
    return within;
}

void place_offence_each(struct site *site, add_function *add, void *list)
{
    for (uint32_t i = 0; i < site->lists->places.count; i++)
        for (size_t j = 0; j < site->within[i].count; j++)
            add(list,
                (struct subject){.place = {i}, .offence = site->within[i].offence[j]});
}

const char *place_offence_folder(struct arena *arena, const struct site *site,
                                 const struct catalogue *catalogue,
                                 struct subject subject)
{
    return arena_format(arena, "%s/%s", folder_place(site, subject.place),
                        folder_offence(arena, site, catalogue, subject.offence));
}

const char *link_place_offence(const struct page *page, struct place_id place,
                               struct offence_id offence)
{
    const struct offences_within *within = &page->site->within[place.index];
    for (size_t i = 0; i < within->count; i++)
        if (within->offence[i].index == offence.index)
            return link_to(page,
                           place_offence_folder(
                               page->arena, page->site, page->catalogue,
                               (struct subject){.place = place, .offence = offence}));
    return NULL;
}

const char *link_offence_near(const struct page *page, struct place_id place,
                              struct offence_id offence)
{
    const char *link = link_place_offence(page, place, offence);
    const struct place *node = place_node(page->site->lists, place);
    if (!link && node->parent != NO_INDEX)
        link = link_place_offence(page, (struct place_id){node->parent}, offence);
    return link ? link : link_offence(page, offence);
}

static void add_stats(struct page *page, const struct strand *strands, size_t count)
{
    const struct catalogue *c = page->catalogue;
    const struct strand *newest = &strands[count - 1];
    const char *unit = short_unit(page, newest->holding->methodology);
    struct tally tally = strand_newest(newest), year = {0};
    block_stat(page, newest, say_figure(page, tally.figure, 0), unit,
               say_tally_span(page, &tally),
               word(c, tally.figure.status == STATUS_PROVISIONAL ? "stat.provisional"
                                                                 : "stat.reported"));
    const struct strand *whole = block_stat_year(page, strands, count, unit, &year);
    block_stat_rate(page, whole ? whole : newest, whole ? &year : &tally);
}

/* What the offence is, and where else it and the place are told of. */
static void add_links(struct page *page, struct place_id place,
                      struct offence_id offence)
{
    const struct catalogue *c = page->catalogue;
    struct part parts[] = {{"place", name_place(page, place)},
                           {"offence", name_offence(page, offence)},
                           {0}};
    view_text(page->view, "about",
              in_language(page, &offence_node(page->site->lists, offence)->about));
    view_text(page->view, "place_link", link_place(page, place));
    view_text(page->view, "place_words",
              say(page->arena, c, "place_offence.place", 0, parts));
    view_text(page->view, "offence_link", link_offence(page, offence));
    view_text(page->view, "offence_words",
              say(page->arena, c, "place_offence.offence", 0, parts));
    view_text(page->view, "beside_link", link_compare_place(page, place));
}

bool place_offence_fill(struct page *page, struct subject subject, struct error *err)
{
    struct strand strands[STRANDS_MAX], victims[STRANDS_MAX];
    struct place_id place = subject.place;
    struct offence_id offence = subject.offence;
    size_t count =
        page_strands(page, place, offence, page->site->investigations, strands);
    size_t victim_count = page_victims(page, place, offence, victims);
    const char *lead = block_answer(page, strands, count);
    struct part parts[] = {{"offence", name_offence(page, offence)},
                           {"in_place", in_place(page, place)},
                           {0}};
    page->one_of_many = true; /* of hundreds: lighter files */
    page_title(page, say(page->arena, page->catalogue, "chart.trend_title", 0, parts),
               lead);
    page_crumbs_within(page, place, name_offence(page, offence));
    page_feed_place(page, place);
    add_links(page, place, offence);
    add_stats(page, strands, count);
    block_years(page, strands, count, victims, victim_count,
                say(page->arena, page->catalogue, "table.years_caption", 0, parts));
    for (size_t i = 0; i < count; i++)
        download_add(page, &strands[i]);
    for (size_t i = 0; i < victim_count; i++)
        download_add(page, &victims[i]);
    block_sources(page, strands, count);
    block_sources(page, victims, victim_count);
    block_similar(page, place, offence);
    block_population_source(page);
    block_limits(page);
    block_card_of(page, place);
    return block_charts(page, NULL, strands, count, parts, err);
}
