#include "transform/compare.h"

#include "base/arena.h"

enum { ARENA_LEAVES = 256 }; /* leaves looked up before their memory is given back */

struct comparing {
    const struct cube *other;
    struct arena arena;
    size_t leaves;
    bool backwards; /* from the older cube: only what is gone counts */
    struct difference *out;
};

static void compare_figure(struct comparing *comparing, struct figure here,
                           struct figure there)
{
    struct difference *out = comparing->out;
    if (!figure_known(here))
        return;
    if (!figure_known(there))
        ++*(comparing->backwards ? &out->gone : &out->added);
    else if (!comparing->backwards &&
             (here.value < there.value || here.value > there.value)) {
        out->changed++;
        out->net += here.value - there.value;
    }
}

static bool compare_leaf(void *context, struct key key, const struct series *series)
{
    struct comparing *comparing = context;
    struct series other = {.first = series->first, .step = series->step};
    if (cube_holds(comparing->other, key))
        other = cube_series(&comparing->arena, comparing->other, key);
    for (size_t i = 0; i < series->count; i++) {
        struct period period = period_after(series->first, (int)i * (int)series->step);
        compare_figure(comparing, series->figures[i], series_at(&other, period));
    }
    if (++comparing->leaves % ARENA_LEAVES == 0)
        arena_free(&comparing->arena);
    return true;
}

static void compare_with(const struct cube *cube, const struct cube *other,
                         bool backwards, struct difference *out)
{
    struct comparing comparing = {.other = other, .backwards = backwards, .out = out};
    cube_each_unlike(cube, other, compare_leaf, &comparing);
    arena_free(&comparing.arena);
}

struct difference cube_compare(const struct cube *older, const struct cube *newer)
{
    struct difference out = {0};
    compare_with(newer, older, false, &out);
    compare_with(older, newer, true, &out);
    return out;
}
