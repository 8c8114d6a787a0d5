/* The release calendar for calendar programs: iCalendar (RFC 5545), one a language. */
#ifndef CIFRA_SITE_CALENDAR_FEED_H
#define CIFRA_SITE_CALENDAR_FEED_H

#include "site/page.h"

#define CALENDAR_FEED "calendar.ics"

/* Put it beside the page: for each source a day for every file it let out, and the day
 * on which the next is expected. */
bool calendar_feed_put(const struct page *page, struct error *err);

#endif
