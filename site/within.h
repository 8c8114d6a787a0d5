/* One offence in one year, in every place within a place: counts, rates, smoothed
 * rates. What maps and tables of places show, and what clusters are looked for in. */
#ifndef CIFRA_SITE_WITHIN_H
#define CIFRA_SITE_WITHIN_H

#include "site/page.h"
#include "site/strand_stats.h"

/* One year of every place within, counted by one source. */
struct within {
    size_t count, few;            /* few: so many are too small to rank */
    int year;                     /* 0: none of them has a whole year */
    const struct holding *source; /* of the place that has that year first */
    struct place_id *place;       /* those that have figures */
    struct tally *tally;
    struct rate *rate; /* .figure withheld or absent where it is not known */
    double *smoothed;  /* for every 100 000 and year; NAN */
};

/* The newest whole year that any place directly within has; a place whose newest whole
 * year is an older one has no rate. In the page's arena; its language does not matter.
 */
struct within within_of(struct page *page, struct place_id place,
                        struct offence_id offence);

/* The same of these places, whatever they lie in. */
struct within within_these(struct page *page, const struct place_id *places,
                           size_t count, struct offence_id offence);

/* Cases, and residents in hundreds of thousands of person-years, of each place; NAN
 * where its rate is not known. */
void within_counts(const struct within *within, double *cases, double *people);

#endif
