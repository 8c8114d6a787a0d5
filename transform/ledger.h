/* What a publisher changed from one vintage to the next, cell by cell.
 *
 * Only periods that the older vintage had published are revisions; what the newer one
 * adds behind them is new, and counted apart. */
#ifndef CIFRA_TRANSFORM_LEDGER_H
#define CIFRA_TRANSFORM_LEDGER_H

#include "transform/cube.h"

enum revision_kind {
    REVISION_CHANGED,  /* known in both, with another value */
    REVISION_APPEARED, /* known now, and not then, in a period then published */
    REVISION_VANISHED  /* known then, and not now */
};

struct revision {
    enum revision_kind kind;
    struct key key; /* a leaf */
    struct period period;
    double before, after; /* 0 where not known */
};

/* Sums over revisions. */
struct revised {
    size_t changed, appeared, vanished; /* cells */
    double gross;                       /* sum of |after - before| */
    double net;                         /* sum of (after - before) */
};

struct ledger {
    struct revised all;
    size_t news; /* cells known now in periods that were not yet published then */
    size_t count;
    struct revision *revision; /* in order of place, offence, measure, period */
};

/* Compare two sealed cubes of the same lists and step; all lives in the arena. */
void ledger_of(struct arena *arena, const struct cube *older, const struct cube *newer,
               struct ledger *out);

/* Sums over those revisions that lie at or below a key; NO_INDEX in one of its ids
 * means any. */
struct revised ledger_within(const struct ledger *ledger, const struct lists *lists,
                             struct key within);

/* Which of `count` months from `first` on have a revised cell in a place or below it:
 * revised[i] for each. */
void ledger_months(const struct ledger *ledger, const struct lists *lists,
                   struct place_id place, struct period first, size_t count,
                   bool *revised);

void revised_add(struct revised *revised, const struct revision *revision);

/* A joint movement between two categories of one place: what fell in one and rose in
 * another by a similar amount, in the same period and vintage change. */
struct movement {
    struct place_id place;
    struct period period;
    struct offence_id from, to; /* types or subtypes */
    double fell, rose;
};

/* The movements of a ledger in which, for one place and period, one offence fell by at
 * least `least` cases and another rose by half to twice as much; largest first. */
size_t ledger_movements(struct arena *arena, const struct ledger *ledger, double least,
                        struct movement **out);

#endif
