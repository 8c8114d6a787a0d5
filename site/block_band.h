/* The band of a chart of months, and the sentence that says what it is. */
#ifndef CIFRA_SITE_BLOCK_BAND_H
#define CIFRA_SITE_BLOCK_BAND_H

#include "site/page.h"

/* What is said below a chart about its newest months. */
struct band_note {
    const char *sentence; /* "" when no month is provisional */
    const char *link;     /* to every version of these months; "" */
};

/* Give a chart's line, whose series and months are set, the bands of its strand's
 * provisional months: of the months, and of the mean of twelve that they are part of,
 * whose bounds are the means of all low and of all high figures. */
void block_band(const struct page *page, const struct strand *strand,
                struct chart_series *line);

/* What the strand's band is, or why there is none. */
struct band_note band_note_of(const struct page *page, const struct strand *strand);

#endif
