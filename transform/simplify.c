/* Points still there are a doubly linked list; those that may go stand in a binary
 * heap, smallest triangle first. Each knows its seat in the heap, so that a neighbour's
 * triangle can change in logarithmic time. */
#include "transform/simplify.h"

#include <math.h>

#define NO_SEAT SIZE_MAX

struct vertex {
    struct point point;
    double area; /* of the triangle with both neighbours */
    size_t before, after;
    size_t seat; /* in the heap; NO_SEAT for one that is gone or must stay */
};

struct line {
    struct vertex *vertex;
    size_t *heap; /* of vertices */
    size_t seats;
};

static double triangle(struct point a, struct point b, struct point c)
{
    return fabs((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) / 2;
}

static double area_at(const struct line *line, size_t i)
{
    const struct vertex *vertex = &line->vertex[i];
    return triangle(line->vertex[vertex->before].point, vertex->point,
                    line->vertex[vertex->after].point);
}

/* The heap ---------------------------------------------------------------------- */

static bool goes_first(const struct line *line, size_t a, size_t b)
{
    const struct vertex *x = &line->vertex[a], *y = &line->vertex[b];
    return x->area < y->area || (x->area == y->area && a < b);
}

static void sit(struct line *line, size_t seat, size_t vertex)
{
    line->heap[seat] = vertex;
    line->vertex[vertex].seat = seat;
}

static void move_up(struct line *line, size_t seat)
{
    size_t vertex = line->heap[seat];
    while (seat > 0 && goes_first(line, vertex, line->heap[(seat - 1) / 2])) {
        sit(line, seat, line->heap[(seat - 1) / 2]);
        seat = (seat - 1) / 2;
    }
    sit(line, seat, vertex);
}

static void move_down(struct line *line, size_t seat)
{
    size_t vertex = line->heap[seat];
    for (size_t child; (child = 2 * seat + 1) < line->seats; seat = child) {
        if (child + 1 < line->seats &&
            goes_first(line, line->heap[child + 1], line->heap[child]))
            child++;
        if (!goes_first(line, line->heap[child], vertex))
            break;
        sit(line, seat, line->heap[child]);
    }
    sit(line, seat, vertex);
}

static size_t take_first(struct line *line)
{
    size_t first = line->heap[0];
    line->vertex[first].seat = NO_SEAT;
    if (--line->seats > 0) {
        sit(line, 0, line->heap[line->seats]);
        move_down(line, 0);
    }
    return first;
}

/* Removing ---------------------------------------------------------------------- */

static void measure_again(struct line *line, size_t i)
{
    if (line->vertex[i].seat == NO_SEAT)
        return;
    line->vertex[i].area = area_at(line, i);
    move_up(line, line->vertex[i].seat);
    move_down(line, line->vertex[i].seat);
}

static void remove_first(struct line *line)
{
    const struct vertex *gone = &line->vertex[take_first(line)];
    line->vertex[gone->before].after = gone->after;
    line->vertex[gone->after].before = gone->before;
    measure_again(line, gone->before);
    measure_again(line, gone->after);
}

/* All vertices linked around; the ends of a line that is no ring are given no seat. */
static struct line line_of(struct arena *scratch, const struct point *points,
                           size_t count, bool ring)
{
    struct line line = {arena_array(scratch, count, sizeof *line.vertex),
                        arena_array(scratch, count, sizeof *line.heap), 0};
    for (size_t i = 0; i < count; i++)
        line.vertex[i] = (struct vertex){.point = points[i],
                                         .before = i ? i - 1 : count - 1,
                                         .after = i + 1 < count ? i + 1 : 0,
                                         .seat = NO_SEAT};
    for (size_t i = ring ? 0 : 1; i + (ring ? 0 : 1) < count; i++) {
        line.vertex[i].area = area_at(&line, i);
        sit(&line, line.seats++, i);
        move_up(&line, line.seats - 1);
    }
    return line;
}

/* Those left, in order. The ends of a line have no seat and stay all the same. */
static size_t collect(const struct line *line, size_t count, bool ring,
                      struct point *points)
{
    size_t left = 0;
    for (size_t i = 0; i < count; i++)
        if (line->vertex[i].seat != NO_SEAT || (!ring && (i == 0 || i == count - 1)))
            points[left++] = line->vertex[i].point;
    return left;
}

size_t simplify_line(struct arena *scratch, struct point *points, size_t count,
                     double detail)
{
    if (count < 3)
        return count;
    struct line line = line_of(scratch, points, count, false);
    while (line.seats > 0 && line.vertex[line.heap[0]].area < detail)
        remove_first(&line);
    return collect(&line, count, false, points);
}

size_t simplify_ring(struct arena *scratch, struct point *points, size_t count,
                     size_t keep)
{
    if (count <= keep)
        return count;
    struct line line = line_of(scratch, points, count, true);
    while (line.seats > keep)
        remove_first(&line);
    return collect(&line, count, true, points);
}
