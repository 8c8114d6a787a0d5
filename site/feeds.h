/* The feeds of an edition, each beside the page that it follows, in each language:
 *
 *   es/feed.atom                every file that a publisher let out
 *   es/revisiones/feed.atom     what publishers corrected
 *   es/pistas/feed.atom         changes that chance does not explain
 *   es/mx/jalisco/feed.atom     all of these for the country, and for each state */
#ifndef CIFRA_SITE_FEEDS_H
#define CIFRA_SITE_FEEDS_H

#include "site/page.h"

/* site->revisions and site->findings must be there. */
bool feeds_put(struct site *site, struct error *err);

/* Tell the page's readers of the feed of all files, which every page has, … */
void page_feed_releases(struct page *page);
/* … and of the one beside a page in "path.revisions", "path.tips" … */
void page_feed_of(struct page *page, const char *path);
/* … or of a place; of a town, its state's. */
void page_feed_place(struct page *page, struct place_id place);

#endif
