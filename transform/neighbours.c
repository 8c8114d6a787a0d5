#include "transform/neighbours.h"

#include "transform/topology.h"

#include <stdlib.h>

/* An end of an arc in the outline of one of the places. */
struct corner {
    struct point at;
    size_t place;
};

struct pair {
    size_t of, who;
};

static int compare_corners(const void *a, const void *b)
{
    const struct corner *one = a, *other = b;
    if (one->at.x != other->at.x)
        return one->at.x < other->at.x ? -1 : 1;
    if (one->at.y != other->at.y)
        return one->at.y < other->at.y ? -1 : 1;
    return one->place < other->place ? -1 : one->place > other->place;
}

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *one = a, *other = b;
    if (one->of != other->of)
        return one->of < other->of ? -1 : 1;
    return one->who < other->who ? -1 : one->who > other->who;
}

static const struct shape *shape_of(const struct outlines *outlines,
                                    struct place_id place)
{
    for (size_t i = 0; i < outlines->shapes; i++)
        if (outlines->shape[i].place.index == place.index)
            return &outlines->shape[i];
    return NULL;
}

static size_t arcs_of(const struct shape *shape)
{
    size_t arcs = 0;
    for (size_t i = 0; shape && i < shape->rings; i++)
        arcs += shape->ring[i].count;
    return arcs;
}

static size_t add_corners(const struct outlines *outlines, const struct shape *shape,
                          size_t place, struct corner *corners)
{
    size_t count = 0;
    for (size_t i = 0; shape && i < shape->rings; i++)
        for (size_t j = 0; j < shape->ring[i].count; j++) {
            const struct arc *arc = &outlines->arc[arc_number(shape->ring[i].arc[j])];
            corners[count++] = (struct corner){arc->point[0], place};
            corners[count++] = (struct corner){arc->point[arc->count - 1], place};
        }
    return count;
}

/* All that meet in one corner touch each other. Returns how many pairs; pair NULL only
 * counts them. */
static size_t pair_up(const struct corner *corners, size_t count, struct pair *pair)
{
    size_t pairs = 0;
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && corners[to].at.x == corners[from].at.x &&
                            corners[to].at.y == corners[from].at.y;
             to++) {
        }
        for (size_t i = from; i < to; i++)
            for (size_t j = from; j < to; j++) {
                if (corners[i].place == corners[j].place)
                    continue;
                if (pair)
                    pair[pairs] = (struct pair){corners[i].place, corners[j].place};
                pairs++;
            }
    }
    return pairs;
}

static struct neighbours neighbours_from(struct arena *arena, struct pair *pairs,
                                         size_t count, size_t places)
{
    struct neighbours out = {.count = places,
                             .first = arena_array(arena, places + 1, sizeof *out.first),
                             .who = arena_array(arena, count + 1, sizeof *out.who)};
    size_t held = 0, at = 0;
    for (size_t i = 0; i < places; i++) {
        out.first[i] = held;
        for (; at < count && pairs[at].of == i; at++)
            if (held == out.first[i] || out.who[held - 1] != pairs[at].who)
                out.who[held++] = pairs[at].who;
    }
    out.first[places] = held;
    return out;
}

struct neighbours neighbours_of(struct arena *arena, const struct outlines *outlines,
                                const struct place_id *places, size_t count)
{
    struct arena scratch = {0};
    size_t arcs = 0, corners = 0;
    if (count > NEIGHBOURS_PLACES_MAX)
        count = NEIGHBOURS_PLACES_MAX;
    const struct shape **shapes = arena_array(&scratch, count + 1, sizeof(void *));
    for (size_t i = 0; i < count; i++) {
        shapes[i] = shape_of(outlines, places[i]);
        arcs += arcs_of(shapes[i]);
    }
    struct corner *corner = arena_array(&scratch, 2 * arcs + 1, sizeof *corner);
    for (size_t i = 0; i < count; i++)
        corners += add_corners(outlines, shapes[i], i, corner + corners);
    qsort(corner, corners, sizeof *corner, compare_corners);
    size_t pairs = pair_up(corner, corners, NULL);
    struct pair *pair = arena_array(&scratch, pairs + 1, sizeof *pair);
    pair_up(corner, corners, pair);
    qsort(pair, pairs, sizeof *pair, compare_pairs);
    struct neighbours out = neighbours_from(arena, pair, pairs, count);
    arena_free(&scratch);
    return out;
}

struct neighbours neighbours_among(struct arena *arena,
                                   const struct neighbours *neighbours,
                                   const bool *kept)
{
    struct neighbours out = {0};
    size_t all = neighbours->count, held = 0;
    size_t *number = arena_array(arena, all + 1, sizeof *number);
    for (size_t i = 0; i < all; i++) {
        number[i] = out.count;
        out.count += kept[i];
    }
    out.first = arena_array(arena, out.count + 1, sizeof *out.first);
    out.who = arena_array(arena, neighbours->first[all] + 1, sizeof *out.who);
    for (size_t i = 0; i < all; i++) {
        if (!kept[i])
            continue;
        out.first[number[i]] = held;
        for (size_t j = neighbours->first[i]; j < neighbours->first[i + 1]; j++)
            if (kept[neighbours->who[j]])
                out.who[held++] = number[neighbours->who[j]];
    }
    out.first[out.count] = held;
    return out;
}
