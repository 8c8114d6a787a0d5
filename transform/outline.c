/* Fitting outlines into a drawing. Each arc is projected, scaled and simplified once
 * and then used by every ring that it belongs to: neighbours share their border to the
 * last bit. */
#include "transform/simplify.h"
#include "transform/topology.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Coordinates are rounded to this part of a unit, so that no machine's last bit of a
 * sine reaches a page. */
static const double ROUNDING = 1000;

enum { RING_MIN = 3 };

struct fitting {
    const struct outlines *outlines;
    struct arena *arena;
    struct arena scratch;
    const struct shape **shape; /* those asked for */
    size_t shapes;
    struct arc *exact;  /* by arc: in the plane; empty where not used */
    struct arc *simple; /* the same, simplified */
    double left, right, bottom, top;
};

static const struct shape *shape_of(const struct outlines *outlines,
                                    struct place_id place)
{
    size_t low = 0, high = outlines->shapes;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (outlines->shape[middle].place.index < place.index)
            low = middle + 1;
        else
            high = middle;
    }
    bool found =
        low < outlines->shapes && outlines->shape[low].place.index == place.index;
    return found ? &outlines->shape[low] : NULL;
}

/* Arcs -------------------------------------------------------------------------- */

static void project_arc(struct fitting *fitting, size_t number)
{
    const struct arc *arc = &fitting->outlines->arc[number];
    struct arc *out = &fitting->exact[number];
    if (out->count > 0)
        return;
    out->point = arena_array(&fitting->scratch, arc->count, sizeof *out->point);
    for (size_t i = 0; i < arc->count; i++) {
        struct point point = conic_project(&fitting->outlines->conic, arc->point[i]);
        fitting->left = fmin(fitting->left, point.x);
        fitting->right = fmax(fitting->right, point.x);
        fitting->bottom = fmin(fitting->bottom, point.y);
        fitting->top = fmax(fitting->top, point.y);
        out->point[out->count++] = point;
    }
}

static void project_shapes(struct fitting *fitting)
{
    for (size_t i = 0; i < fitting->shapes; i++)
        for (size_t j = 0; j < fitting->shape[i]->rings; j++) {
            const struct chain *chain = &fitting->shape[i]->ring[j];
            for (size_t k = 0; k < chain->count; k++)
                project_arc(fitting, arc_number(chain->arc[k]));
        }
}

static double rounded(double number) { return round(number * ROUNDING) / ROUNDING; }

static void scale_arcs(struct fitting *fitting, double scale, double detail)
{
    for (size_t i = 0; i < fitting->outlines->arcs; i++) {
        struct arc *arc = &fitting->exact[i], *simple = &fitting->simple[i];
        if (arc->count == 0)
            continue;
        for (size_t j = 0; j < arc->count; j++)
            arc->point[j] =
                (struct point){rounded((arc->point[j].x - fitting->left) * scale),
                               rounded((fitting->top - arc->point[j].y) * scale)};
        simple->point =
            arena_array(&fitting->scratch, arc->count, sizeof *simple->point);
        memcpy(simple->point, arc->point, arc->count * sizeof *arc->point);
        simple->count =
            simplify_line(&fitting->scratch, simple->point, arc->count, detail);
    }
}

/* Rings ------------------------------------------------------------------------- */

static bool same_point(struct point a, struct point b)
{
    return a.x == b.x && a.y == b.y;
}

static void add_point(struct ring *ring, struct point point)
{
    if (ring->count == 0 || !same_point(ring->point[ring->count - 1], point))
        ring->point[ring->count++] = point;
}

/* A chain as points, none twice in a row, nor the first again at the end. */
static struct ring ring_of(struct arena *arena, const struct arc *arcs,
                           const struct chain *chain)
{
    struct ring ring = {0};
    size_t room = 0;
    for (size_t i = 0; i < chain->count; i++)
        room += arcs[arc_number(chain->arc[i])].count;
    ring.point = arena_array(arena, room, sizeof *ring.point);
    for (size_t i = 0; i < chain->count; i++) {
        const struct arc *arc = &arcs[arc_number(chain->arc[i])];
        for (size_t j = 0; j < arc->count; j++)
            add_point(&ring, arc->point[chain->arc[i] < 0 ? arc->count - 1 - j : j]);
    }
    while (ring.count > 1 && same_point(ring.point[0], ring.point[ring.count - 1]))
        ring.count--;
    return ring;
}

static double area_of(const struct ring *ring)
{
    double twice = 0;
    for (size_t i = 0; i < ring->count; i++) {
        struct point a = ring->point[i];
        struct point b = ring->point[i + 1 < ring->count ? i + 1 : 0];
        twice += a.x * b.y - b.x * a.y;
    }
    return fabs(twice) / 2;
}

/* The place's largest ring as a triangle, for one so small that nothing was left. */
static void keep_triangle(struct fitting *fitting, const struct shape *shape,
                          struct outline *out)
{
    struct ring largest = {0};
    for (size_t i = 0; i < shape->rings; i++) {
        struct ring ring = ring_of(&fitting->scratch, fitting->exact, &shape->ring[i]);
        if (ring.count >= RING_MIN &&
            (largest.count == 0 || area_of(&ring) > area_of(&largest)))
            largest = ring;
    }
    if (largest.count == 0)
        return;
    largest.count =
        simplify_ring(&fitting->scratch, largest.point, largest.count, RING_MIN);
    struct ring *kept = &out->ring[out->rings++];
    kept->count = largest.count;
    kept->point = arena_array(fitting->arena, largest.count, sizeof *kept->point);
    memcpy(kept->point, largest.point, largest.count * sizeof *kept->point);
}

static struct outline outline_of(struct fitting *fitting, const struct shape *shape)
{
    struct outline out = {.place = shape->place};
    out.ring = arena_array(fitting->arena, shape->rings, sizeof *out.ring);
    for (size_t i = 0; i < shape->rings; i++) {
        struct ring ring = ring_of(fitting->arena, fitting->simple, &shape->ring[i]);
        if (ring.count >= RING_MIN)
            out.ring[out.rings++] = ring;
    }
    if (out.rings == 0)
        keep_triangle(fitting, shape, &out);
    return out;
}

/* ------------------------------------------------------------------------------- */

static void find_shapes(struct fitting *fitting, const struct place_id *places,
                        size_t count)
{
    fitting->shape = arena_array(&fitting->scratch, count, sizeof(void *));
    for (size_t i = 0; i < count; i++) {
        const struct shape *shape = shape_of(fitting->outlines, places[i]);
        if (shape && shape->rings > 0)
            fitting->shape[fitting->shapes++] = shape;
    }
}

static bool fit(struct fitting *fitting, double width, double detail,
                struct outline **out, size_t *found, double *height, struct error *err)
{
    size_t arcs = fitting->outlines->arcs;
    fitting->exact = arena_array(&fitting->scratch, arcs, sizeof *fitting->exact);
    fitting->simple = arena_array(&fitting->scratch, arcs, sizeof *fitting->simple);
    project_shapes(fitting);
    if (!(fitting->right > fitting->left))
        return fail(err, ERROR_CONTRADICTION, "none of the places has an extent");
    double scale = width / (fitting->right - fitting->left);
    scale_arcs(fitting, scale, detail);
    *out = arena_array(fitting->arena, fitting->shapes, sizeof **out);
    for (size_t i = 0; i < fitting->shapes; i++) {
        (*out)[*found] = outline_of(fitting, fitting->shape[i]);
        *found += (*out)[*found].rings > 0;
    }
    *height = rounded((fitting->top - fitting->bottom) * scale);
    return true;
}

struct outlines *outlines_none(struct arena *arena, const struct lists *lists)
{
    struct outlines *outlines = arena_take(arena, sizeof *outlines);
    outlines->lists = lists;
    return outlines;
}

bool outlines_have(const struct outlines *outlines, const struct place_id *places,
                   size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct shape *shape = shape_of(outlines, places[i]);
        if (shape && shape->rings > 0)
            return true;
    }
    return false;
}

bool outlines_fit(struct arena *arena, const struct outlines *outlines,
                  const struct place_id *places, size_t count, double width,
                  double detail, struct outline **out, size_t *found, double *height,
                  struct error *err)
{
    struct fitting fitting = {.outlines = outlines,
                              .arena = arena,
                              .left = INFINITY,
                              .right = -INFINITY,
                              .bottom = INFINITY,
                              .top = -INFINITY};
    find_shapes(&fitting, places, count);
    *found = 0;
    *out = NULL;
    *height = 0;
    bool fitted =
        fitting.shapes == 0 || fit(&fitting, width, detail, out, found, height, err);
    arena_free(&fitting.scratch);
    return fitted;
}
