#include "transform/swells.h"

#include "transform/stretch.h"

#include <stdlib.h>
#include <string.h>

static double growth(const struct swell *swell)
{
    return swell->part / swell->total - swell->part_before / swell->total_before;
}

static int by_growth(const void *a, const void *b)
{
    const struct swell *x = a, *y = b;
    double left = growth(x), right = growth(y);
    if (left != right)
        return left > right ? -1 : 1;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    if (x->place.index != y->place.index)
        return x->place.index < y->place.index ? -1 : 1;
    return x->offence.index < y->offence.index ? -1
                                               : x->offence.index > y->offence.index;
}

/* Shares being looked at. */
struct swelling {
    size_t count, capacity, looked;
    double points;
    struct swell *swell;
};

static void judge(struct swelling *swelling, const struct swell *swell)
{
    swelling->looked++;
    if (!(100 * growth(swell) > swelling->points))
        return;
    if (swelling->count == swelling->capacity) {
        swelling->capacity = 2 * swelling->capacity + 64;
        swelling->swell =
            memory_or_die(realloc(swelling->swell, swelling->capacity * sizeof *swell));
    }
    swelling->swell[swelling->count++] = *swell;
}

static void judge_place(struct swelling *swelling, const struct tips_source *source,
                        struct stretch stretch, struct measure_id measure,
                        struct swell swell)
{
    struct arena arena = {0};
    const struct offences *offences = &cube_lists(source->cube)->offences;
    struct series total = total_of_place(&arena, source->cube, swell.place, measure);
    struct figure now, then;
    struct swell all = swell;
    bool any = false,
         known = total.count && stretch_sum(&total, stretch, &now) &&
                 stretch_sum(&total, year_earlier(stretch), &then) &&
                 now.value >= SWELL_CASES_MIN && then.value >= SWELL_CASES_MIN &&
                 !stretch_has_hole(&total, coverage_of(&arena, &total), stretch);
    if (known) {
        all.total = swell.total = now.value;
        all.total_before = swell.total_before = then.value;
    }
    for (uint32_t i = 0; known && i < offences->count; i++) {
        struct key key = {swell.place, {i}, measure};
        if (!offences->node[i].residual || !cube_holds(source->cube, key))
            continue;
        struct series series = cube_series(&arena, source->cube, key);
        if (!stretch_sum(&series, stretch, &now) ||
            !stretch_sum(&series, year_earlier(stretch), &then))
            continue;
        any = true;
        swell.offence.index = i;
        all.part += swell.part = now.value;
        all.part_before += swell.part_before = then.value;
        judge(swelling, &swell);
    }
    if (any)
        judge(swelling, &all);
    arena_free(&arena);
}

size_t swells_find(struct arena *arena, const struct tips_source *sources, size_t count,
                   struct measure_id measure, double points, struct swell **out,
                   size_t *looked)
{
    struct swelling swelling = {.points = points};
    for (size_t i = 0; i < count; i++) {
        const struct places *places = &cube_lists(sources[i].cube)->places;
        struct stretch stretch;
        if (!stretch_of(sources[i].cube, &stretch))
            continue;
        for (uint32_t j = 0; j < places->count; j++)
            if (places->node[j].kind == sources[i].level)
                judge_place(&swelling, &sources[i], stretch, measure,
                            (struct swell){.source = i,
                                           .place = {j},
                                           .offence = {NO_INDEX},
                                           .first = stretch.first,
                                           .last = stretch.last});
    }
    *out = arena_array(arena, swelling.count + 1, sizeof **out);
    if (swelling.count) {
        qsort(swelling.swell, swelling.count, sizeof **out, by_growth);
        memcpy(*out, swelling.swell, swelling.count * sizeof **out);
    }
    free(swelling.swell);
    *looked = swelling.looked;
    return swelling.count;
}
