/* Rates that many pages ask for: a town is the peer of others, in every language.
 * Worked out once for an edition; any number of threads may ask. */
#ifndef CIFRA_SITE_RATE_MEMO_H
#define CIFRA_SITE_RATE_MEMO_H

#include "site/strand_stats.h"

struct rate_memo;

/* Of which year of what, counted how. */
struct rate_asked {
    struct place_id place;
    struct offence_id offence;
    const struct methodology *methodology;
    int year;
};

struct rate_found {
    bool known; /* the year is over, and something of it is known; else the figures
                   below are withheld or absent */
    struct tally tally;
    struct rate rate;
};

struct rate_memo *rate_memo_new(void);
void rate_memo_free(struct rate_memo *memo); /* NULL is fine */

/* False when nobody has worked it out yet. NULL is a memo that remembers nothing. */
bool rate_memo_get(struct rate_memo *memo, const struct rate_asked *asked,
                   struct rate_found *out);
/* Two threads may have worked out the same: both found the same. */
void rate_memo_put(struct rate_memo *memo, const struct rate_asked *asked,
                   const struct rate_found *found);

#endif
