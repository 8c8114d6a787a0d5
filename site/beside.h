/* What lies beside the pages of all languages: style, scripts, icon, robots.txt, the
 * door and the page for who is lost. */
#ifndef CIFRA_SITE_BESIDE_H
#define CIFRA_SITE_BESIDE_H

#include "site/site.h"

/* Put all of it into the tree. */
bool beside_put(struct site *site, struct error *err);

#endif
