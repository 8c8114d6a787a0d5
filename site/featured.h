/* What a page about many offences leads with. */
#ifndef CIFRA_SITE_FEATURED_H
#define CIFRA_SITE_FEATURED_H

#include "site/page.h"

/* The offences that open the themes, in the themes' order, of which the place holds
 * figures: at most `most`; how many. */
size_t featured_offences(const struct page *page, struct place_id place,
                         struct offence_id *out, size_t most);

/* What a place leads with; where it has no figures of its own, what the first with
 * figures of the places directly within it leads with. False: there is none. */
bool leading_offence(const struct page *page, struct place_id place,
                     struct offence_id *out);

/* One line for each: the newest figure, the year before it, a small chart, a link. */
bool featured_list(struct page *page, struct place_id place,
                   const struct offence_id *offences, size_t count, struct error *err);

/* The offences under a root in a place, by the publisher's tree, with the newest months
 * and the newest two whole years of the two newest ways of counting, newest first: the
 * table of a place. What only older ways hold is told of below it, and downloaded. */
void offence_table(struct page *page, const char *list, struct place_id place,
                   struct offence_id root);

#endif
