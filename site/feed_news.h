/* What there is to tell in a feed: entries made of vintages, ledgers and tips. */
#ifndef CIFRA_SITE_FEED_NEWS_H
#define CIFRA_SITE_FEED_NEWS_H

#include "site/atom.h"
#include "site/page.h"

/* A feed being filled; links are made for the page, which is never written. */
struct news {
    struct page *page;
    struct feed feed;
    size_t capacity;
};

/* Address of a page in the feed's language: whole where the site has an address, else
 * relative to the feed. */
const char *news_link(const struct page *page, const char *folder);

/* Each file of each source that was good. */
void news_releases(struct news *news);
/* Each step between two of them. */
void news_revisions(struct news *news);
/* The tips of all places. */
void news_tips(struct news *news);
/* Of one place: each file that counts it, with what was corrected there, and what the
 * newest says; the tips of it and of what lies in it. */
void news_place(struct news *news, struct place_id place);

#endif
