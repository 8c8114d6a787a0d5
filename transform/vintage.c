#include "transform/vintage.h"

#include "base/buffer.h"

enum { NAMES_SHOWN = 5 };

enum { PLACE_REPORTED = 1, PLACE_KEPT = 2 }; /* by the older, by the newer */

/* What the newer vintage misses, gathered leaf by leaf. */
struct loss {
    const struct cube *newer;
    size_t leaves;        /* with known figures in the older */
    size_t gone;          /* of them */
    struct key first;     /* gone */
    unsigned char *place; /* flags, by place */
};

static bool is_known(const struct series *series)
{
    for (size_t i = 0; i < series->count; i++)
        if (figure_known(series->figures[i]))
            return true;
    return false;
}

static bool look_at(void *context, struct key key, const struct series *series)
{
    struct loss *loss = context;
    if (!is_known(series))
        return true;
    loss->leaves++;
    loss->place[key.place.index] |= PLACE_REPORTED;
    if (cube_knows(loss->newer, key)) {
        loss->place[key.place.index] |= PLACE_KEPT;
        return true;
    }
    if (loss->gone++ == 0)
        loss->first = key;
    return true;
}

static size_t name_places(const struct lists *lists, const struct loss *loss,
                          struct buffer *names)
{
    size_t gone = 0;
    for (size_t i = 0; i < lists->places.count; i++) {
        if (loss->place[i] != PLACE_REPORTED)
            continue;
        if (gone++ < NAMES_SHOWN)
            buffer_format(names, "%s%s", gone > 1 ? ", " : "",
                          lists->places.node[i].name.in[0]);
    }
    if (gone > NAMES_SHOWN)
        buffer_format(names, " and %zu more", gone - NAMES_SHOWN);
    return gone;
}

static bool fail_places(const struct loss *loss, size_t places, struct text names,
                        struct error *err)
{
    return fail(err, ERROR_CONTRADICTION,
                "the new vintage has nothing for %zu %s that the one before reports: "
                "%.*s (%zu of %zu series are gone)",
                places, places == 1 ? "place" : "places", TEXT_ARGS(names), loss->gone,
                loss->leaves);
}

static bool fail_leaves(const struct lists *lists, const struct loss *loss,
                        struct error *err)
{
    return fail(err, ERROR_CONTRADICTION,
                "the new vintage lacks %zu of the %zu series that the one before "
                "reports; the first is %s, %s, %s",
                loss->gone, loss->leaves,
                place_node(lists, loss->first.place)->name.in[0],
                offence_node(lists, loss->first.offence)->name.in[0],
                measure_node(lists, loss->first.measure)->name.in[0]);
}

static bool check_leaves(const struct cube *older, const struct cube *newer,
                         struct error *err)
{
    const struct lists *lists = cube_lists(older);
    struct arena arena = {0};
    struct buffer names = {0};
    struct loss loss = {.newer = newer,
                        .place = arena_array(&arena, lists->places.count, 1)};
    cube_each(older, look_at, &loss);
    size_t places = name_places(lists, &loss, &names);
    if (places)
        fail_places(&loss, places, buffer_all(&names), err);
    else if (loss.gone)
        fail_leaves(lists, &loss, err);
    buffer_free(&names);
    arena_free(&arena);
    return loss.gone == 0;
}

static bool check_end(const struct cube *older, const struct cube *newer,
                      struct error *err)
{
    struct period first, was, is;
    if (!cube_range(older, &first, &was))
        return true;
    struct arena arena = {0};
    bool fine = true;
    if (!cube_range(newer, &first, &is))
        fine = fail(err, ERROR_CONTRADICTION,
                    "the new vintage has no known figure, the one before reaches %s",
                    period_iso(&arena, was, cube_step(older)));
    else if (is.month < was.month)
        fine = fail(err, ERROR_CONTRADICTION,
                    "the new vintage ends with %s, the one before with %s",
                    period_iso(&arena, is, cube_step(newer)),
                    period_iso(&arena, was, cube_step(older)));
    arena_free(&arena);
    return fine;
}

bool vintage_check(const struct cube *older, const struct cube *newer,
                   struct error *err)
{
    return check_end(older, newer, err) && check_leaves(older, newer, err);
}
