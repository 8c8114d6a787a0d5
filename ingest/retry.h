/* When to try again, as curl's --retry does: what may pass with time is tried again
 * after 1 s, 2 s, 4 s … or when the server says; what will not pass is not.
 *
 * Pure: the clock and the dice are the caller's, so that tests do not wait. */
#ifndef CIFRA_INGEST_RETRY_H
#define CIFRA_INGEST_RETRY_H

#include "base/text.h"

/* All times are milliseconds. */
struct retry_rules {
    int attempts;      /* for one address, the first included */
    int64_t first;     /* the first wait … */
    int64_t longest;   /* … doubles up to this */
    int64_t after_max; /* the longest Retry-After that is waited for */
};

/* 408, 429, 500, 502, 503, 504. */
bool retry_fits_status(long status);

/* How long to wait after so many failures (from 1): between half of the doubled time
 * and all of it, so that many clients do not come back at once. random is any number.
 */
int64_t retry_wait(const struct retry_rules *rules, int failures, uint32_t random);

/* The milliseconds that a Retry-After header (seconds, or a date against now, in
 * seconds since 1970) asks for; false when it says neither. */
bool retry_after_read(struct text value, int64_t now, int64_t *wait);

#endif
