/* The front page: the state of things in words, and three ways in. */

#include "site/blocks.h"
#include "site/featured.h"
#include "site/page_calendar.h"
#include "site/pages.h"
#include "site/press.h"
#include "site/prose.h"

void home_each(struct site *site, add_function *add, void *list)
{
    add(list, (struct subject){.place = site->country, .offence = {NO_INDEX}});
}

const char *home_folder(struct arena *arena, const struct site *site,
                        const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)site;
    (void)catalogue;
    (void)subject;
    return "";
}

static void add_states(struct page *page)
{
    const struct places *places = &page->site->lists->places;
    for (uint32_t i = 0; i < places->count; i++)
        if (places->node[i].kind == PLACE_STATE)
            add_place(page, "states", (struct place_id){i});
}

/* Of the country itself nothing is known. */
static const char *say_nothing_of_it(struct page *page)
{
    size_t told = figures_within(page->site, page->site->country);
    struct part country[] = {{"country", name_place(page, page->site->country)}, {0}};
    return say(page->arena, page->catalogue, told ? "home.places_only" : "places.none",
               (double)told, country);
}

static void add_themes(struct page *page)
{
    const struct themes *themes = &page->site->lists->themes;
    view_flag(page->view, "has_themes", themes->count > 0);
    for (size_t i = 0; i < themes->count; i++) {
        struct view *item = view_item(page->view, "themes");
        view_text(item, "theme", in_language(page, &themes->node[i].name));
        view_text(item, "theme_link", link_theme(page, &themes->node[i]));
    }
}

/* A sentence about the country. */
static const char *say_of(struct page *page, const char *key)
{
    struct part country[] = {{"country", name_place(page, page->site->country)}, {0}};
    return say(page->arena, page->catalogue, key, 0, country);
}

bool home_fill(struct page *page, struct subject subject, struct error *err)
{
    enum { FEATURED_MAX = 9 };
    struct offence_id featured[FEATURED_MAX];
    size_t count = featured_offences(page, subject.place, featured, FEATURED_MAX);
    const char *lead = say_nothing_of_it(page);
    struct strand strands[STRANDS_MAX];
    const struct strand *shown = NULL;
    view_text(page->view, "comparison", "");
    view_text(page->view, "earlier", "");
    if (count) {
        size_t found = page_strands(page, subject.place, featured[0],
                                    page->site->investigations, strands);
        struct tally tally = strand_newest(&strands[found - 1]);
        lead = say_opening(page, &strands[found - 1], &tally);
        shown = strand_main(strands, found);
        view_text(page->view, "comparison",
                  say_comparison(page, &strands[found - 1], &tally));
        view_text(page->view, "earlier", say_earlier(page, strands, found));
    }
    page_title(page, in_language(page, &page->site->config->title),
               say_of(page, "home.summary"));
    view_text(page->view, "heading", say_of(page, "home.heading"));
    view_text(page->view, "what", say_of(page, "home.what"));
    view_text(page->view, "lead", lead);
    const char *country_link = link_place(page, subject.place);
    view_text(page->view, "country_link", country_link ? country_link : "");
    view_text(page->view, "country", name_place(page, subject.place));
    view_text(page->view, "country_words", say_of(page, "home.country"));
    bool world = !country_link && has_page_world(page->site);
    view_text(page->view, "world_link",
              world ? link_to(page, word(page->catalogue, "path.world")) : "");
    view_text(page->view, "tips_link",
              link_to(page, word(page->catalogue, "path.tips")));
    block_press(page);
    add_states(page);
    add_themes(page);
    for (size_t i = 0; i < page->site->holdings->count; i++) {
        const struct holding *holding = &page->site->holdings->holding[i];
        if (!holding->current)
            continue;
        block_source(page, holding);
        calendar_expect(page, view_item(page->view, "expectations"), holding);
    }
    return featured_list(page, subject.place, featured, count, err) &&
           (!count || block_places(page, subject.place, featured[0], false, err)) &&
           block_card(page, say_of(page, "home.heading"), lead, shown, err);
}
