#include "transform/similar.h"

#include <math.h>
#include <string.h>

struct candidate {
    struct place_id place;
    bool near;       /* of the same region */
    double distance; /* |log| of the ratio of residents */
};

static uint32_t country_of(const struct places *places, uint32_t index)
{
    while (places->node[index].parent != NO_INDEX)
        index = places->node[index].parent;
    return index;
}

static bool same_region(const struct places *places, uint32_t a, uint32_t b)
{
    const struct place *one = &places->node[a], *other = &places->node[b];
    if (one->kind == PLACE_MUNICIPALITY)
        return one->parent == other->parent;
    return *one->region && strcmp(one->region, other->region) == 0;
}

static bool comes_before(const struct candidate *a, const struct candidate *b)
{
    if (a->near != b->near)
        return a->near;
    return a->distance < b->distance;
}

/* Keep the best in order; a candidate that ties stands behind who came before it. */
static size_t insert(struct candidate *best, size_t count, struct candidate new)
{
    size_t at = count;
    while (at > 0 && comes_before(&new, &best[at - 1]))
        at--;
    if (at == SIMILAR_MAX)
        return count;
    size_t kept = count < SIMILAR_MAX ? count : SIMILAR_MAX - 1;
    memmove(&best[at + 1], &best[at], (kept - at) * sizeof *best);
    best[at] = new;
    return kept + 1;
}

size_t similar_places(const struct similar_ground *ground, struct place_id place,
                      struct place_id out[SIMILAR_MAX])
{
    const struct places *places = &ground->lists->places;
    struct candidate best[SIMILAR_MAX];
    size_t count = 0;
    double own = ground->residents[place.index];
    uint32_t country = country_of(places, place.index);
    if (!(own > 0))
        return 0;
    for (uint32_t i = country; i < country + places->node[country].span; i++) {
        if (i == place.index || !ground->eligible[i] ||
            places->node[i].kind != places->node[place.index].kind)
            continue;
        double ratio = ground->residents[i] / own;
        if (!(ratio <= SIMILAR_FACTOR && ratio >= 1.0 / SIMILAR_FACTOR))
            continue;
        struct candidate candidate = {
            {i}, same_region(places, place.index, i), fabs(log(ratio))};
        count = insert(best, count, candidate);
    }
    for (size_t i = 0; i < count; i++)
        out[i] = best[i].place;
    return count;
}
