#include "site/json_stat_cube.h"

#include <stdlib.h>
#include <string.h>

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

static void place_periods(struct arena *arena, const struct survey *survey,
                          struct json_stat_cube *cube)
{
    const struct extent *extent = &survey->extent;
    size_t months =
        extent->dated ? (size_t)(extent->last.month - extent->first.month) + 1 : 0;
    size_t first = extent->dated ? (size_t)(extent->first.month - 12 * YEAR_MIN) : 0;
    cube->first = extent->first;
    cube->period = arena_array(arena, 2 * months + 1, sizeof *cube->period);
    cube->step = arena_array(arena, 2 * months + 1, sizeof *cube->step);
    cube->year_at = arena_array(arena, months + 1, sizeof *cube->year_at);
    cube->month_at = arena_array(arena, months + 1, sizeof *cube->month_at);
    cube->monthly = !survey->yearly;
    for (size_t i = 0; i < months; i++) {
        if (survey->year[first + i])
            add_period(cube, cube->year_at, i, STEP_YEAR);
        if (survey->month[first + i])
            add_period(cube, cube->month_at, i, STEP_MONTH);
        else
            cube->monthly = false;
    }
}

static int by_id(const void *a, const void *b)
{
    return strcmp((*(const struct holding *const *)a)->source->id,
                  (*(const struct holding *const *)b)->source->id);
}

void json_stat_cube_of(struct arena *arena, const struct lists *lists,
                       const struct survey *survey, struct json_stat_cube *out)
{
    *out = (struct json_stat_cube){
        .sources = survey->sources,
        .source = arena_array(arena, survey->sources + 1, sizeof *out->source),
        .place = dimension_of(arena, survey->place, lists->places.count),
        .offence = dimension_of(arena, survey->offence, lists->offences.count),
        .measure = dimension_of(arena, survey->measure, lists->measures.count)};
    for (size_t i = 0; i < survey->sources; i++)
        out->source[i] = survey->source[i];
    qsort(out->source, out->sources, sizeof *out->source, by_id);
    place_periods(arena, survey, out);
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

bool json_stat_is_line(const struct json_stat_cube *cube, const struct series *series)
{
    return cube->monthly && series->step == STEP_MONTH &&
           series->first.month == cube->first.month && series->count == cube->periods;
}
