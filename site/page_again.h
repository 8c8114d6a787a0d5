/* Pages of towns that would come out as they are in the edition before are taken over
 * from it, with their pictures and downloads: a new file mostly changes few of
 * thousands. What such a page is made of is told by
 *
 * - the ground that all of them stand on: the program, its lists and words, which
 *   places and offences have pages, residents, sources, what bands are learnt from;
 * - for each place that it shows figures of, and each source that speaks for the place,
 *   the file since which nothing of it has changed (site/reads.h).
 *
 * A page that asks for figures of other places is made anew each time. */
#ifndef CIFRA_SITE_PAGE_AGAIN_H
#define CIFRA_SITE_PAGE_AGAIN_H

#include "site/reads.h"

/* Of a site that is open; .hex is "" where there is no telling. */
struct sha256 ground_of(const struct site *site);

/* What the pages of a subject are made of; false where there is no telling. */
bool page_made_of(const struct site *site, const struct reads *reads, const char *name,
                  struct sha256 *out);

/* What is known of pages beside their files, in all languages together. */
struct page_known {
    struct day newest; /* of the files behind their figures */
    size_t charts;
};

/* Take over all pages of a name (their folder without the language), and register their
 * download; *again is false when they have to be made. ERROR_CONTRADICTION when there
 * is a download of that name already. */
bool pages_again(const struct site *site, const char *name,
                 const struct sha256 *made_of, bool *again, struct page_known *known,
                 struct error *err);
/* They were made, in this thread since tree_group_begin(): may the next edition have
 * them again? made_of NULL: it may not. */
void pages_keep(const struct site *site, const char *name, const struct sha256 *made_of,
                const struct page_known *known);

#endif
