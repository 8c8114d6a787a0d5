/* Fewer points for the same line: Visvalingam and Whyatt, "Line generalisation by
 * repeated elimination of points", The Cartographic Journal 30 (1993). */
#ifndef CIFRA_TRANSFORM_SIMPLIFY_H
#define CIFRA_TRANSFORM_SIMPLIFY_H

#include "transform/outline.h"

/* Take away, again and again, the point whose triangle with its two neighbours is
 * smallest, while that is smaller than detail. The two ends stay. Works in place and
 * returns how many points are left; equal triangles go in order of the points. */
size_t simplify_line(struct arena *scratch, struct point *points, size_t count,
                     double detail);

/* The same around a ring, until no more than keep points are left. */
size_t simplify_ring(struct arena *scratch, struct point *points, size_t count,
                     size_t keep);

#endif
