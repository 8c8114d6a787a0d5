/* Similar places, by a rule that anyone can follow: places of the same kind and country
 * whose residents are within a factor of the place's own; those of its own region
 * first, a town's region being its state; then by how near their numbers of residents
 * are. Nothing that is counted enters the choice, so that a place can never be
 * compared with whom it flatters. */
#ifndef CIFRA_TRANSFORM_SIMILAR_H
#define CIFRA_TRANSFORM_SIMILAR_H

#include "transform/lists.h"

enum { SIMILAR_FACTOR = 2, SIMILAR_MAX = 5 };

/* What the rule looks at, by place index. */
struct similar_ground {
    const struct lists *lists;
    const double *residents; /* in one year; NAN: not known */
    const bool *eligible;    /* may be named: has figures of its own */
};

/* The places similar to one, best first, at most SIMILAR_MAX; how many. Equally near
 * ones stand in the order of the list. None when the place's residents are not
 * known. */
size_t similar_places(const struct similar_ground *ground, struct place_id place,
                      struct place_id out[SIMILAR_MAX]);

#endif
