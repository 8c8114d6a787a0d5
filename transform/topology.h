/* Outlines as they lie in a TopoJSON file: arcs, and rings as chains of arcs. */
#ifndef CIFRA_TRANSFORM_TOPOLOGY_H
#define CIFRA_TRANSFORM_TOPOLOGY_H

#include "transform/conic.h"

struct arc {
    size_t count;
    struct point *point; /* degrees of longitude and latitude */
};

/* A ring: arcs end to end; ~i is arc i backwards. Pairs of an arc and itself backwards,
 * which enclose nothing, are left out. */
struct chain {
    size_t count;
    int32_t *arc;
};

struct shape {
    struct place_id place;
    size_t rings;
    struct chain *ring;
};

struct outlines {
    const struct lists *lists;
    struct conic conic;
    size_t arcs;
    struct arc *arc;
    size_t shapes;
    struct shape *shape; /* by place */
};

static inline size_t arc_number(int32_t arc) { return (size_t)(arc < 0 ? ~arc : arc); }

#endif
