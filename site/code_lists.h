/* The lists of codes that figures are coded with, published as datasets
 * "codes/places", "codes/offences", … just as the program reads them. */
#ifndef CIFRA_SITE_CODE_LISTS_H
#define CIFRA_SITE_CODE_LISTS_H

#include "site/site.h"

/* Put and register them; the tables that describe them live in the arena. */
bool code_lists_put(struct arena *arena, const struct site *site, struct error *err);

#endif
