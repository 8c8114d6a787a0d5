/* An offence of which there are no figures of the country, only of places in it. */

#include "site/blocks.h"
#include "site/page_offence.h"
#include "site/pages.h"
#include "site/prose.h"

void offence_within_each(struct site *site, add_function *add, void *list)
{
    for (uint32_t i = 0; i < site->lists->offences.count; i++)
        if (site->offence_page[i] && !site->offence_figures[i])
            add(list, (struct subject){.place = site->country, .offence = {i}});
}

/* The places directly in the country that lead to figures of the offence. */
static void add_places(struct page *page, struct offence_id offence)
{
    const struct places *places = &page->site->lists->places;
    uint32_t country = page->site->country.index;
    for (uint32_t i = country + 1; i < country + places->node[country].span;
         i += places->node[i].span) {
        struct place_id child = {i};
        struct key key = {child, offence, page->site->investigations};
        if (!has_page_place(page->site, child) ||
            !holdings_hold(page->site->holdings, key))
            continue;
        const char *near = link_place_offence(page, child, offence);
        view_flag(page->view, "has_children", true);
        struct view *item = view_item(page->view, "children");
        view_text(item, "child", name_place(page, child));
        view_text(item, "child_link", near ? near : link_place(page, child));
    }
}

bool offence_within_fill(struct page *page, struct subject subject, struct error *err)
{
    struct place_id country = page->site->country;
    struct part parts[] = {{"offence", phrase_offence(page, subject.offence)},
                           {"in_place", in_place(page, country)},

                           {0}};
    const char *lead =
        say(page->arena, page->catalogue, "offence_within.lead", 0, parts);
    page_title(page, name_offence(page, subject.offence), lead);
    view_text(page->view, "lead", lead);
    offence_crumbs(page, subject.offence);
    offence_about(page, subject.offence);
    offence_family(page, subject.offence);
    add_places(page, subject.offence);
    block_limits(page);
    block_towns(page, country, subject.offence);
    block_card_of(page, country);
    return block_places(page, country, subject.offence, true, err);
}
