#include "transform/whole.h"

#include "base/buffer.h"
#include "transform/coverage.h"
#include "transform/cube_store.h"

enum { NAMES_SHOWN = 5 };

/* Which years each place has any row in: [places][years]. */
struct presence {
    const struct lists *lists;
    int first_year;
    size_t years;
    bool *has;
};

static bool note(void *context, struct key key, const struct series *series)
{
    struct presence *presence = context;
    for (size_t i = 0; i < series->count; i++) {
        struct period at = period_after(series->first, (int)i * (int)series->step);
        size_t year = (size_t)(period_year(at) - presence->first_year);
        if (series->figures[i].status != STATUS_ABSENT)
            presence->has[key.place.index * presence->years + year] = true;
    }
    return true;
}

/* The root of the tree a place stands in. */
static uint32_t country_of(const struct lists *lists, uint32_t place)
{
    while (lists->places.node[place].parent != NO_INDEX)
        place = lists->places.node[place].parent;
    return place;
}

/* Has the country any row of that level in the year? */
static bool counts_in(const struct presence *presence, uint32_t country, size_t year,
                      enum place_kind level)
{
    const struct places *places = &presence->lists->places;
    for (uint32_t i = country; i < country + places->node[country].span; i++)
        if (places->node[i].kind == level && presence->has[i * presence->years + year])
            return true;
    return false;
}

static bool check_year(const struct presence *presence, size_t year,
                       enum place_kind level, struct error *err)
{
    const struct places *places = &presence->lists->places;
    struct buffer names = {0};
    size_t missing = 0;
    for (uint32_t i = 0; i < places->count; i++) {
        if (places->node[i].kind != level ||
            presence->has[i * presence->years + year] ||
            !counts_in(presence, country_of(presence->lists, i), year, level))
            continue;
        if (missing++ < NAMES_SHOWN)
            buffer_format(&names, "%s%s", missing > 1 ? ", " : "",
                          places->node[i].name.in[0]);
    }
    if (missing)
        fail(err, ERROR_CONTRADICTION,
             "the file claims the whole country, and has no row in %d for %.*s%s",
             presence->first_year + (int)year, TEXT_ARGS(buffer_all(&names)),
             missing > NAMES_SHOWN ? " and others" : "");
    buffer_free(&names);
    return missing == 0;
}

bool whole_check(const struct cube *cube, enum place_kind level, struct error *err)
{
    struct period first, last;
    if (level > PLACE_STATE || !cube_held(cube, &first, &last))
        return true;
    struct arena arena = {0};
    struct presence presence = {
        .lists = cube_lists(cube),
        .first_year = period_year(first),
        .years = (size_t)(period_year(last) - period_year(first)) + 1};
    presence.has = arena_array(&arena, presence.lists->places.count * presence.years,
                               sizeof(bool));
    cube_each(cube, note, &presence);
    bool good = true;
    for (size_t year = 0; good && year < presence.years; year++)
        good = check_year(&presence, year, level, err);
    arena_free(&arena);
    return good;
}

/* Zeros that cannot be ------------------------------------------------------------ */

/* Everything a place has, summed over its own leaves. */
static struct series own_total(struct arena *arena, const struct cube *cube,
                               size_t place)
{
    struct series total = {cube_period(cube, cube->first), cube->step,
                           cube->last - cube->first + 1, NULL};
    total.figures = arena_array(arena, total.count, sizeof *total.figures);
    for (size_t i = cube->place_start[place]; i < cube->place_start[place + 1]; i++)
        for (size_t j = 0; j < total.count; j++)
            total.figures[j] = figure_sum(
                total.figures[j],
                cells_get(&cube->cells, cube->leaf[i].series, cube->first + j));
    return total;
}

static void blank(struct cube *cube, size_t place, size_t position)
{
    for (size_t i = cube->place_start[place]; i < cube->place_start[place + 1]; i++) {
        uint32_t series = cube->leaf[i].series;
        if (!figure_known(cells_get(&cube->cells, series, position)))
            continue;
        cells_put(&cube->cells, series, position,
                  (struct figure){0, STATUS_NOT_REPORTED});
        cube->figures--;
    }
}

size_t whole_blank_zeros(struct cube *cube)
{
    const struct places *places = &cube->lists->places;
    size_t blanked = 0;
    for (size_t i = 0; cube->held && i < places->count; i++) {
        struct arena arena = {0};
        if (places->node[i].kind != PLACE_STATE ||
            cube->place_start[i] == cube->place_start[i + 1])
            continue;
        struct series total = own_total(&arena, cube, i);
        enum coverage *coverage = coverage_of(&arena, &total);
        for (size_t j = 0; j < total.count; j++)
            if (coverage[j] == COVERAGE_ALL_ZERO) {
                blank(cube, i, cube->first + j);
                blanked++;
            }
        arena_free(&arena);
    }
    return blanked;
}
