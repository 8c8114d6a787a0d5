/* What to paste into a page elsewhere to show a chart, or the explorer, there: plain
 * HTML that asks nobody and runs nothing of ours on that page. */
#ifndef CIFRA_SITE_EMBED_H
#define CIFRA_SITE_EMBED_H

#include "render/chart.h"
#include "site/page.h"

/* A picture beside the page, that leads to the page, with words for who cannot see it;
 * "" where the site has no address. */
const char *embed_picture(const struct page *page, const char *file,
                          const struct chart_frame *frame, const struct scene *scene);
/* The page itself in a frame, named by its heading; likewise. */
const char *embed_frame(const struct page *page);

#endif
