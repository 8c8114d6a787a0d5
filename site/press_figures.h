/* The figures behind the charts of a press kit, as CSV: codes beside labels, status
 * beside value, labels in the edition's first language. */
#ifndef CIFRA_SITE_PRESS_FIGURES_H
#define CIFRA_SITE_PRESS_FIGURES_H

#include "site/press_charts.h"

/* Every month of every way of counting, as in a page's download. */
void press_line_csv(const struct page *page, const struct press_subject *subject,
                    struct buffer *out);
/* The years of the one drawn year by year, with how many months of each are known. */
void press_years_csv(const struct page *page, const struct press_subject *subject,
                     struct buffer *out);
/* Cases, rate for every 100 000 residents and year, and its 95% interval, by state. */
void press_map_csv(struct page *page, const struct press_subject *subject,
                   struct buffer *out);

#endif
