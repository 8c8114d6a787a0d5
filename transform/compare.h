/* What changed from one vintage to the next, in three numbers. */
#ifndef CIFRA_TRANSFORM_COMPARE_H
#define CIFRA_TRANSFORM_COMPARE_H

#include "transform/cube.h"

struct difference {
    size_t added;   /* figures known in the newer cube only */
    size_t changed; /* known in both, with another value */
    size_t gone;    /* known in the older cube only */
    double net;     /* newer minus older, over those that changed */
};

/* Both are sealed, and of the same lists and step. */
struct difference cube_compare(const struct cube *older, const struct cube *newer);

#endif
