/* What a dataset covers: periods and places, gathered while it is written. */
#ifndef CIFRA_SITE_EXTENT_H
#define CIFRA_SITE_EXTENT_H

#include "base/figure.h"
#include "transform/lists.h"

struct extent {
    bool dated; /* first, last and step say something */
    struct period first, last;
    enum step step;         /* the finer one, where both occur */
    size_t places;          /* how many different ones */
    struct place_id within; /* the smallest place that holds all; NO_INDEX: none does */
    enum place_kind finest; /* the smallest kind among them */
};

/* Gathers; belongs to one thread at a time. */
struct extent_gatherer {
    const struct lists *lists;
    bool *seen; /* by place index */
    struct extent extent;
};

/* The lists must outlive it. */
void extent_start(struct extent_gatherer *gatherer, const struct lists *lists);
void extent_free(struct extent_gatherer *gatherer);

void extent_place(struct extent_gatherer *gatherer, struct place_id place);
/* Both periods included. */
void extent_periods(struct extent_gatherer *gatherer, struct period first,
                    struct period last, enum step step);
/* Those periods of a series that are not absent and not after `until`. */
void extent_series(struct extent_gatherer *gatherer, const struct series *series,
                   struct period until);

/* Widen an extent by one that covers other places. */
void extent_join(const struct lists *lists, struct extent *extent,
                 const struct extent *other);

/* What was gathered so far. */
struct extent extent_of(const struct extent_gatherer *gatherer);

#endif
