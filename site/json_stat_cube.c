#include "site/json_stat_cube.h"

#include <stdlib.h>
#include <string.h>

/* What occurs -------------------------------------------------------------------- */

struct seeing {
    const struct lists *lists;
    bool *place, *offence, *measure, *year, *month;
    struct period first;
};

static size_t slot(uint32_t index, size_t count)
{
    return index == NO_INDEX ? count : index;
}

static bool see(void *context, const struct holding *holding, struct key key,
                const struct series *series)
{
    const struct seeing *seeing = context;
    const struct lists *lists = seeing->lists;
    bool any = false;
    (void)holding;
    for (size_t i = 0; i < series->count; i++) {
        if (series->figures[i].status == STATUS_ABSENT)
            continue;
        size_t at = (size_t)(series->first.month + (int)i * (int)series->step -
                             seeing->first.month);
        *(series->step == STEP_YEAR ? &seeing->year[at] : &seeing->month[at]) = true;
        any = true;
    }
    if (!any)
        return true;
    seeing->place[slot(key.place.index, lists->places.count)] = true;
    seeing->offence[slot(key.offence.index, lists->offences.count)] = true;
    seeing->measure[slot(key.measure.index, lists->measures.count)] = true;
    return true;
}

static struct dimension dimension_of(struct arena *arena, const bool *seen,
                                     size_t count)
{
    struct dimension dimension = {
        .index = arena_array(arena, count + 1, sizeof *dimension.index),
        .position = arena_array(arena, count + 1, sizeof *dimension.position)};
    for (size_t i = 0; i <= count; i++) {
        dimension.position[i] = seen[i] ? (uint32_t)dimension.count : NO_INDEX;
        if (seen[i])
            dimension.index[dimension.count++] = (uint32_t)i;
    }
    return dimension;
}

static void add_period(struct json_stat_cube *cube, uint32_t *at, size_t offset,
                       enum step step)
{
    cube->period[cube->periods] = period_after(cube->first, (int)offset);
    cube->step[cube->periods] = step;
    at[offset] = (uint32_t)cube->periods++;
}

static void place_periods(struct arena *arena, const struct seeing *seeing,
                          size_t months, struct json_stat_cube *cube)
{
    cube->period = arena_array(arena, 2 * months + 1, sizeof *cube->period);
    cube->step = arena_array(arena, 2 * months + 1, sizeof *cube->step);
    cube->year_at = arena_array(arena, months + 1, sizeof *cube->year_at);
    cube->month_at = arena_array(arena, months + 1, sizeof *cube->month_at);
    for (size_t i = 0; i < months; i++) {
        if (seeing->year[i])
            add_period(cube, cube->year_at, i, STEP_YEAR);
        if (seeing->month[i])
            add_period(cube, cube->month_at, i, STEP_MONTH);
    }
}

static int by_id(const void *a, const void *b)
{
    return strcmp((*(const struct holding *const *)a)->source->id,
                  (*(const struct holding *const *)b)->source->id);
}

void json_stat_cube_of(struct arena *arena, const struct figures *figures,
                       const struct survey *survey, struct json_stat_cube *out)
{
    const struct lists *lists = figures->lists;
    size_t months =
        survey->extent.dated
            ? (size_t)(survey->extent.last.month - survey->extent.first.month) + 1
            : 0;
    struct seeing seeing = {
        .lists = lists,
        .place = arena_array(arena, lists->places.count + 1, sizeof(bool)),
        .offence = arena_array(arena, lists->offences.count + 1, sizeof(bool)),
        .measure = arena_array(arena, lists->measures.count + 1, sizeof(bool)),
        .year = arena_array(arena, months + 1, sizeof(bool)),
        .month = arena_array(arena, months + 1, sizeof(bool)),
        .first = survey->extent.first};
    *out = (struct json_stat_cube){
        .sources = survey->sources,
        .source = arena_array(arena, survey->sources + 1, sizeof *out->source),
        .first = survey->extent.first};
    figures_each(figures, see, &seeing);
    for (size_t i = 0; i < survey->sources; i++)
        out->source[i] = survey->source[i];
    qsort(out->source, out->sources, sizeof *out->source, by_id);
    out->place = dimension_of(arena, seeing.place, lists->places.count);
    out->offence = dimension_of(arena, seeing.offence, lists->offences.count);
    out->measure = dimension_of(arena, seeing.measure, lists->measures.count);
    place_periods(arena, &seeing, months, out);
    out->rows =
        out->sources * out->place.count * out->offence.count * out->measure.count;
}

/* Where a figure stands ----------------------------------------------------------- */

static size_t position(const struct dimension *dimension, uint32_t index, size_t none)
{
    return dimension->position[index == NO_INDEX ? none : index];
}

size_t json_stat_row(const struct json_stat_cube *cube, const struct lists *lists,
                     const struct holding *holding, struct key key)
{
    size_t row = 0;
    while (row + 1 < cube->sources && cube->source[row] != holding)
        row++;
    row = row * cube->place.count +
          position(&cube->place, key.place.index, lists->places.count);
    row = row * cube->offence.count +
          position(&cube->offence, key.offence.index, lists->offences.count);
    return row * cube->measure.count +
           position(&cube->measure, key.measure.index, lists->measures.count);
}

size_t json_stat_column(const struct json_stat_cube *cube, struct period period,
                        enum step step)
{
    size_t offset = (size_t)(period.month - cube->first.month);
    return step == STEP_YEAR ? cube->year_at[offset] : cube->month_at[offset];
}
