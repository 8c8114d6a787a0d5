/* Which months of a place are known, and where its level breaks. */
#ifndef CIFRA_TRANSFORM_COVERAGE_H
#define CIFRA_TRANSFORM_COVERAGE_H

#include "transform/cube.h"

/* What is known of a place in one period, over all its offences. */
enum coverage {
    COVERAGE_NONE,         /* no row */
    COVERAGE_NOT_REPORTED, /* blank in every row */
    COVERAGE_WITHHELD,     /* nothing is known, and some of it is withheld */
    COVERAGE_ALL_ZERO,     /* zero in every row where that cannot be: missing */
    COVERAGE_PARTIAL,      /* some rows blank */
    COVERAGE_REPORTED,
    COVERAGE_PROVISIONAL
};

/* A place whose median period has at least this many cases does not have a period of
 * none: at a mean of 20 that is expected once in 485 million periods. */
enum { ALL_ZERO_MEDIAN = 20 };

/* One value for each period of the place's total series, which is given too. The array
 * lives in the arena. */
enum coverage *coverage_of(struct arena *arena, const struct series *total);

/* A lasting change of level, as a change of recording would leave it. */
struct level_shift {
    struct period at;     /* first period of the new level */
    double before, after; /* medians of the six periods on either side */
};

/* Level shifts of a monthly total: where all of six months lie below all of the six
 * before them (or above), the nearest two by a tenth at least, and the medians differ
 * by 1.6 times at least. Of neighbouring candidates the one whose two sides lie
 * farthest apart is taken, and the next lies six months on at least. Unknown and
 * all-zero months are left out. *found of them, in order of time, in the arena. */
struct level_shift *level_shifts(struct arena *arena, const struct series *total,
                                 size_t *found);

#endif
