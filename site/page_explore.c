/* Explore: a page for a script, and what it says where there is none. */

#include "site/blocks.h"
#include "site/embed.h"
#include "site/featured.h"
#include "site/pages.h"

const char *explore_folder(struct arena *arena, const struct site *site,
                           const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)site;
    (void)subject;
    return word(catalogue, "path.explore");
}

bool explore_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)err;
    struct offence_id offence;
    page_title(page, word(page->catalogue, "nav.explore"),
               word(page->catalogue, "explore.summary"));
    page_crumb(page, word(page->catalogue, "nav.explore"), NULL);
    bool any = featured_offences(page, subject.place, &offence, 1) > 0;
    view_text(page->view, "default_place", folder_place(page->site, subject.place));
    view_text(page->view, "default_offence",
              any ? offence_node(page->site->lists, offence)->code : "");
    view_text(page->view, "embed", embed_frame(page));
    block_limits(page);
    for (size_t i = 0; i < page->site->holdings->count; i++)
        if (page->site->holdings->holding[i].current)
            block_source(page, &page->site->holdings->holding[i]);
    return true;
}
