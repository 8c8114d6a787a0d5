/* One walk over the leaves collects the pairs of offence and measure that each year
 * has at any place, and counts each place's own. A place that has fewer in a year
 * lacks some, because its pairs are a part of all. Only then a second walk finds out
 * which. */
#include "transform/grid.h"

#include "base/buffer.h"

enum { NAMES_SHOWN = 5 };

struct grid {
    const struct lists *lists;
    struct arena arena;
    int first_year;
    size_t years;
    size_t pairs;   /* offences x measures */
    bool *has;      /* [pairs][years]: does any place have the pair? */
    size_t *wanted; /* [years]: pairs */
    uint32_t *held; /* [places][years]: pairs */
};

static size_t pair_of(const struct grid *grid, struct key key)
{
    return key.offence.index * grid->lists->measures.count + key.measure.index;
}

static bool collect(void *context, struct key key, const bool *held)
{
    struct grid *grid = context;
    bool *has = grid->has + pair_of(grid, key) * grid->years;
    uint32_t *count = grid->held + key.place.index * grid->years;
    for (size_t year = 0; year < grid->years; year++) {
        if (!held[year])
            continue;
        count[year]++;
        grid->wanted[year] += !has[year];
        has[year] = true;
    }
    return true;
}

/* Places gone ------------------------------------------------------------------- */

static uint32_t held_by(const struct grid *grid, size_t place, size_t year)
{
    return grid->held[place * grid->years + year];
}

/* The last year before that has any row; false for the first one. */
static bool year_before(const struct grid *grid, size_t year, size_t *before)
{
    for (size_t i = year; i-- > 0;) {
        if (grid->wanted[i] == 0)
            continue;
        *before = i;
        return true;
    }
    return false;
}

static size_t name_gone(const struct grid *grid, size_t year, size_t before,
                        struct buffer *names)
{
    size_t gone = 0;
    for (size_t i = 0; i < grid->lists->places.count; i++) {
        if (held_by(grid, i, before) == 0 || held_by(grid, i, year) > 0)
            continue;
        if (gone++ < NAMES_SHOWN)
            buffer_format(names, "%s%s", gone > 1 ? ", " : "",
                          grid->lists->places.node[i].name.in[0]);
    }
    if (gone > NAMES_SHOWN)
        buffer_format(names, " and %zu more", gone - NAMES_SHOWN);
    return gone;
}

static bool check_places(const struct grid *grid, size_t year, struct error *err)
{
    size_t before = 0;
    struct buffer names = {0};
    if (grid->wanted[year] == 0 || !year_before(grid, year, &before))
        return true;
    size_t gone = name_gone(grid, year, before, &names);
    if (gone)
        fail(err, ERROR_CONTRADICTION, "%zu %s of %d %s no row in %d: %.*s", gone,
             gone == 1 ? "place" : "places", grid->first_year + (int)before,
             gone == 1 ? "has" : "have", grid->first_year + (int)year,
             TEXT_ARGS(buffer_all(&names)));
    buffer_free(&names);
    return gone == 0;
}

/* Pairs missing ----------------------------------------------------------------- */

static size_t count_missing(const struct grid *grid, size_t year, size_t *first_place)
{
    size_t missing = 0;
    for (size_t i = grid->lists->places.count; i-- > 0;) {
        uint32_t held = held_by(grid, i, year);
        if (held == 0 || held == grid->wanted[year])
            continue;
        missing += grid->wanted[year] - held;
        *first_place = i;
    }
    return missing;
}

/* Looking for one pair that a place lacks in a year. */
struct search {
    const struct grid *grid;
    size_t place;
    size_t year;
    bool *has; /* [pairs]: by the place */
};

static bool search_leaf(void *context, struct key key, const bool *held)
{
    struct search *search = context;
    if (key.place.index == search->place && held[search->year])
        search->has[pair_of(search->grid, key)] = true;
    return key.place.index <= search->place;
}

static size_t first_missing(struct grid *grid, const struct cube *cube, size_t place,
                            size_t year)
{
    struct search search = {grid, place, year,
                            arena_array(&grid->arena, grid->pairs, sizeof(bool))};
    cube_each_year(cube, search_leaf, &search);
    size_t pair = 0;
    while (search.has[pair] || !grid->has[pair * grid->years + year])
        pair++;
    return pair;
}

static bool check_pairs(struct grid *grid, const struct cube *cube, size_t year,
                        struct error *err)
{
    size_t place = 0;
    size_t missing = count_missing(grid, year, &place);
    if (missing == 0)
        return true;
    size_t pair = first_missing(grid, cube, place, year);
    size_t measures = grid->lists->measures.count;
    return fail(err, ERROR_CONTRADICTION,
                "%d lacks %zu of its series; the first is %s, %s, %s",
                grid->first_year + (int)year, missing,
                grid->lists->places.node[place].name.in[0],
                offence_told(&grid->arena, grid->lists,
                             (struct offence_id){(uint32_t)(pair / measures)}),
                grid->lists->measures.node[pair % measures].name.in[0]);
}

bool grid_check(const struct cube *cube, struct error *err)
{
    struct period first, last;
    const struct lists *lists = cube_lists(cube);
    struct grid grid = {.lists = lists};
    if (!cube_held(cube, &first, &last))
        return true;
    grid.first_year = period_year(first);
    grid.years = (size_t)(period_year(last) - grid.first_year) + 1;
    grid.pairs = lists->offences.count * lists->measures.count;
    grid.has = arena_array(&grid.arena, grid.pairs * grid.years, sizeof *grid.has);
    grid.wanted = arena_array(&grid.arena, grid.years, sizeof *grid.wanted);
    grid.held =
        arena_array(&grid.arena, lists->places.count * grid.years, sizeof *grid.held);
    cube_each_year(cube, collect, &grid);
    bool full = true;
    for (size_t year = 0; year < grid.years && full; year++)
        full = check_places(&grid, year, err) && check_pairs(&grid, cube, year, err);
    arena_free(&grid.arena);
    return full;
}
