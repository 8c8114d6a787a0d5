/* A country or state of which there are no figures as a whole, only of places in it:
 * what leads to those. */

#include "site/blocks.h"
#include "site/featured.h"
#include "site/feeds.h"
#include "site/pages.h"
#include "site/prose.h"
#include "site/untold.h"

void region_each(struct site *site, add_function *add, void *list)
{
    for (uint32_t i = 0; i < site->lists->places.count; i++)
        if (site->place_page[i] && !site->place_figures[i])
            add(list, (struct subject){.place = {i}, .offence = {NO_INDEX}});
}

bool region_fill(struct page *page, struct subject subject, struct error *err)
{
    struct place_id place = subject.place;
    struct offence_id offence;
    const char *lead = say(page->arena, page->catalogue, "region.lead",
                           (double)figures_within(page->site, place),
                           (struct part[]){{"place", name_place(page, place)}, {0}});
    page_title(page, full_name_place(page, place), lead);
    view_text(page->view, "lead", lead);
    page_crumbs_place(page, place);
    page_feed_place(page, place);
    block_children(page, place);
    block_untold(page, place);
    add_place(page, "groups", place);
    block_limits(page);
    return block_card_place(page, place, lead, NULL, err) &&
           (!leading_offence(page, place, &offence) ||
            block_places(page, place, offence, true, err));
}
