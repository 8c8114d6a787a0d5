/* What other pages say, too, of when a source is expected. */
#ifndef CIFRA_SITE_PAGE_CALENDAR_H
#define CIFRA_SITE_PAGE_CALENDAR_H

#include "site/page.h"

/* Put into the view: "next", when the next figures are expected, or that none are;
 * "grace", until when that is in time; "late", what is said after that day, and
 * "late_after", the day for the script that looks. Empty for what is not known. */
void calendar_expect(const struct page *page, struct view *view,
                     const struct holding *holding);

/* The one whose newest good file is the newest of all; NULL: none has any. */
const struct holding *newest_holding(const struct holdings *holdings);

/* Why a vintage with a fault is kept back, in the page's language: of which kind the
 * fault is. Its own words are the program's, in English. */
const char *vintage_fault_kind(const struct page *page, const struct vintage *vintage);

#endif
