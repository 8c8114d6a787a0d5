/* What an edition has for newsrooms: a brief to print, in each language, and a kit of
 * charts, figures and words in one ZIP. Both lie below data/press/. */
#ifndef CIFRA_SITE_PRESS_H
#define CIFRA_SITE_PRESS_H

#include "site/page.h"

/* Make all of it; before pages, which tell its size. */
bool press_put(struct site *site, struct error *err);

/* Links to brief and kit with their sizes, for the template "press". */
void block_press(struct page *page);

#endif
