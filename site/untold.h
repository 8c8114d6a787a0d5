/* Towns of which no file holds a figure, in a state of whose other towns some do: a
 * town without a page is named where its readers look for it. */
#ifndef CIFRA_SITE_UNTOLD_H
#define CIFRA_SITE_UNTOLD_H

#include "site/page.h"

/* How many municipalities a state has, those without a page included. */
size_t towns_in(const struct site *site, struct place_id state);
/* The next town without a page after *at, which starts as the state; false after the
 * last, and where no town of the state has one. */
bool untold_next(const struct site *site, struct place_id state, struct place_id *at);

/* Name them on the state's page, or the first of many and the list that has all. */
void block_untold(struct page *page, struct place_id state);
/* Name them all. */
void block_untold_all(struct page *page, struct place_id state);

#endif
