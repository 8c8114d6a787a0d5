/* Outlines of places, from TopoJSON: shared borders are kept as shared arcs, so
 * that simplifying never opens a gap between neighbours. */
#ifndef CIFRA_TRANSFORM_OUTLINE_H
#define CIFRA_TRANSFORM_OUTLINE_H

#include "transform/lists.h"

struct point {
    double x, y;
};

/* A closed ring; the last point is not the first again. */
struct ring {
    size_t count;
    struct point *point;
};

/* A place's outline: rings by the even-odd rule. */
struct outline {
    struct place_id place;
    size_t rings;
    struct ring *ring;
};

struct outlines;

/* Read a TopoJSON file (gz or plain) whose geometries carry property `id`; our code
 * is prefix + id. It is drawn in Lambert's conformal conic projection: "mx-" with
 * INEGI's standard parallels, any other fit to all that the file holds. Coordinates
 * must be longitudes and latitudes: anything outside ±180, ±90, or a `crs` that says
 * otherwise, is refused. */
bool outlines_load(struct arena *arena, const char *path, const char *prefix,
                   const struct lists *lists, struct outlines **out, struct error *err);

/* Of a country whose borders are in no file. */
struct outlines *outlines_none(struct arena *arena, const struct lists *lists);

/* Has any of the places an outline? */
bool outlines_have(const struct outlines *outlines, const struct place_id *places,
                   size_t count);

/* The outlines of those places, projected to the plane, scaled to fit into
 * width with y downwards, and simplified by Visvalingam's area rule on shared arcs so
 * that no triangle smaller than detail square units remains; islands smaller than
 * that are kept as small triangles when they are a place's only ring. *height is what
 * it came to. Places without an outline are left out of the result. */
bool outlines_fit(struct arena *arena, const struct outlines *outlines,
                  const struct place_id *places, size_t count, double width,
                  double detail, struct outline **out, size_t *found, double *height,
                  struct error *err);

#endif
