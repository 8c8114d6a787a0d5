/* Explore: a page for a script, and what it says where there is none. */

#include "site/blocks.h"
#include "site/embed.h"
#include "site/featured.h"
#include "site/pages.h"

#include <math.h>

const char *explore_folder(struct arena *arena, const struct site *site,
                           const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)site;
    (void)subject;
    return word(catalogue, "path.explore");
}

/* The country, or else the place of most residents that has figures. */
static struct place_id place_opened(const struct site *site, struct place_id country)
{
    struct place_id found = country;
    double most = -1;
    for (uint32_t i = 0; i < site->lists->places.count; i++) {
        double residents = isnan(site->residents[i]) ? 0 : site->residents[i];
        if (has_figures_place(site, country) || !site->place_figures[i] ||
            residents <= most)
            continue;
        found = (struct place_id){i};
        most = residents;
    }
    return found;
}

bool explore_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)err;
    struct offence_id offence;
    page_title(page, word(page->catalogue, "nav.explore"),
               word(page->catalogue, "explore.summary"));
    page_crumb(page, word(page->catalogue, "nav.explore"), NULL);
    struct place_id opened = place_opened(page->site, subject.place);
    bool any = featured_offences(page, opened, &offence, 1) > 0;
    view_text(page->view, "default_place", folder_place(page->site, opened));
    view_text(page->view, "default_offence",
              any ? offence_node(page->site->lists, offence)->code : "");
    view_text(page->view, "embed", embed_frame(page));
    block_limits(page);
    for (size_t i = 0; i < page->site->holdings->count; i++)
        if (page->site->holdings->holding[i].current)
            block_source(page, &page->site->holdings->holding[i]);
    return true;
}
