/* The site's scripts: our own, put together of a few small files each, and what they
 * read that depends on the language. None is needed to read the site. */
#ifndef CIFRA_SITE_SCRIPTS_H
#define CIFRA_SITE_SCRIPTS_H

#include "site/site.h"

/* Put find.js, explore.js and, for each language, search-index.<tag>.js and
 * explore-words.<tag>.js into the tree. */
bool scripts_put(struct site *site, struct error *err);

#endif
