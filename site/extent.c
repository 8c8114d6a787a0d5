#include "site/extent.h"

#include <stdlib.h>

void extent_start(struct extent_gatherer *gatherer, const struct lists *lists)
{
    *gatherer = (struct extent_gatherer){
        .lists = lists,
        .seen = memory_or_die(calloc(lists->places.count + 1, sizeof(bool)))};
}

void extent_free(struct extent_gatherer *gatherer)
{
    free(gatherer->seen);
    gatherer->seen = NULL;
}

void extent_place(struct extent_gatherer *gatherer, struct place_id place)
{
    if (place.index != NO_INDEX)
        gatherer->seen[place.index] = true;
}

static void widen(struct extent *extent, struct period first, struct period last,
                  enum step step)
{
    if (!extent->dated || first.month < extent->first.month)
        extent->first = first;
    if (!extent->dated || last.month > extent->last.month)
        extent->last = last;
    if (!extent->dated || step < extent->step)
        extent->step = step;
    extent->dated = true;
}

void extent_periods(struct extent_gatherer *gatherer, struct period first,
                    struct period last, enum step step)
{
    widen(&gatherer->extent, first, last, step);
}

void extent_series(struct extent_gatherer *gatherer, const struct series *series,
                   struct period until)
{
    size_t from = 0, to = series->count;
    int step = (int)series->step;
    while (to > 0 && (series->figures[to - 1].status == STATUS_ABSENT ||
                      series->first.month + ((int)to - 1) * step > until.month))
        to--;
    while (from < to && series->figures[from].status == STATUS_ABSENT)
        from++;
    if (from < to)
        extent_periods(gatherer, period_after(series->first, (int)from * step),
                       period_after(series->first, ((int)to - 1) * step), series->step);
}

/* The smallest place that holds both; NO_INDEX when none does. */
static uint32_t holds_both(const struct places *places, uint32_t a, uint32_t b)
{
    while (a != NO_INDEX && (b < a || b >= a + places->node[a].span))
        a = places->node[a].parent;
    return a;
}

struct extent extent_of(const struct extent_gatherer *gatherer)
{
    const struct places *places = &gatherer->lists->places;
    struct extent extent = gatherer->extent;
    extent.within.index = NO_INDEX;
    for (uint32_t i = 0; i < places->count; i++) {
        if (!gatherer->seen[i])
            continue;
        if (extent.places == 0)
            extent.within.index = i;
        else if (extent.within.index != NO_INDEX)
            extent.within.index = holds_both(places, extent.within.index, i);
        if (places->node[i].kind > extent.finest)
            extent.finest = places->node[i].kind;
        extent.places++;
    }
    return extent;
}

void extent_join(const struct lists *lists, struct extent *extent,
                 const struct extent *other)
{
    if (other->dated)
        widen(extent, other->first, other->last, other->step);
    if (extent->places == 0)
        extent->within = other->within;
    else if (other->places > 0)
        extent->within.index =
            extent->within.index == NO_INDEX || other->within.index == NO_INDEX
                ? NO_INDEX
                : holds_both(&lists->places, extent->within.index, other->within.index);
    if (other->places > 0 && other->finest > extent->finest)
        extent->finest = other->finest;
    extent->places += other->places;
}
