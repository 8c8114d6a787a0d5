/* Which places touch: who is whose neighbour, from shared outlines.
 *
 * One idea: arcs of a TopoJSON file end where three or more areas meet, and at both
 * ends of a common border, so that places that touch in as little as a point have an
 * end in common (queen contiguity). Nothing is measured, hence nothing depends on a
 * tolerance. */
#ifndef CIFRA_TRANSFORM_NEIGHBOURS_H
#define CIFRA_TRANSFORM_NEIGHBOURS_H

#include "transform/outline.h"

enum { NEIGHBOURS_PLACES_MAX = 20000 };

/* Neighbours of place i: who[first[i]] to who[first[i + 1] - 1], ascending, without
 * itself. */
struct neighbours {
    size_t count;
    size_t *first; /* count + 1 of them */
    size_t *who;   /* index among the places asked for */
};

/* In the arena. A place without an outline, or that touches none of the others (an
 * island), has none. At most NEIGHBOURS_PLACES_MAX places. */
struct neighbours neighbours_of(struct arena *arena, const struct outlines *outlines,
                                const struct place_id *places, size_t count);

/* Of the same places, only those that are kept, numbered anew in their order. */
struct neighbours neighbours_among(struct arena *arena,
                                   const struct neighbours *neighbours,
                                   const bool *kept);

static inline size_t neighbours_count(const struct neighbours *neighbours, size_t i)
{
    return neighbours->first[i + 1] - neighbours->first[i];
}

#endif
