/* How often a source is released: an ISO 8601 repeating interval. */
#ifndef CIFRA_INGEST_CADENCE_H
#define CIFRA_INGEST_CADENCE_H

#include "base/text.h"

struct cadence {
    int months, days; /* between two releases, one of the two; both 0: no more come */
};

/* Read "R/P1M", "R/P3M", "R/P1Y", "R/P2W", "R/P1D"; "R0/P1M" is what was released every
 * month and is no more. False for anything else. */
bool cadence_read(struct text text, struct cadence *out);

#endif
