#include "site/figures.h"

#include <stdlib.h>
#include <string.h>

struct figures figures_held(const struct lists *lists, const struct holding *holding,
                            struct place_id place)
{
    return (struct figures){.lists = lists, .holding = holding, .place = place};
}

struct figures figures_none(const struct lists *lists)
{
    return (struct figures){.lists = lists, .place = {NO_INDEX}};
}

void figures_free(struct figures *figures)
{
    free(figures->gathered);
    arena_free(&figures->arena);
    *figures = (struct figures){.lists = figures->lists};
}

/* Gathering ------------------------------------------------------------------------ */

static bool is_same(const struct gathered *one, const struct holding *holding,
                    struct key key, const struct series *series)
{
    return one->holding == holding && one->key.place.index == key.place.index &&
           one->key.offence.index == key.offence.index &&
           one->key.measure.index == key.measure.index &&
           one->series.step == series->step;
}

static bool is_there(const struct figures *figures, const struct holding *holding,
                     struct key key, const struct series *series)
{
    for (size_t i = 0; i < figures->count; i++)
        if (is_same(&figures->gathered[i], holding, key, series))
            return true;
    return false;
}

/* A month after the file's last says nothing, not even that it is missing. */
static struct period last_told(const struct holding *holding)
{
    struct period first, last;
    if (holding->current && cube_range(holding->current->cube, &first, &last))
        return last;
    return (struct period){INT32_MAX};
}

static struct series until(const struct series *series, struct period last)
{
    struct series told = *series;
    while (told.count > 0 &&
           told.first.month + ((int)told.count - 1) * (int)told.step > last.month)
        told.count--;
    return told;
}

static bool is_absent(const struct series *series)
{
    for (size_t i = 0; i < series->count; i++)
        if (series->figures[i].status != STATUS_ABSENT)
            return false;
    return true;
}

void figures_add(struct figures *figures, const struct holding *holding, struct key key,
                 const struct series *series)
{
    struct series told = until(series, last_told(holding));
    if (is_absent(&told) || is_there(figures, holding, key, series))
        return;
    if (figures->count == figures->room) {
        figures->room = figures->room ? 2 * figures->room : 32;
        figures->gathered = memory_or_die(
            realloc(figures->gathered, figures->room * sizeof *figures->gathered));
    }
    struct figure *own = arena_array(&figures->arena, told.count, sizeof *own);
    memcpy(own, told.figures, told.count * sizeof *own);
    told.figures = own;
    figures->gathered[figures->count++] = (struct gathered){holding, key, told};
}

/* Visiting ------------------------------------------------------------------------- */

struct visiting {
    visit_figures *visit;
    void *context;
    const struct holding *holding;
    struct period last;
};

static bool visit_leaf(void *context, struct key key, const struct series *series)
{
    const struct visiting *visiting = context;
    struct series told = until(series, visiting->last);
    return told.count == 0 ||
           visiting->visit(visiting->context, visiting->holding, key, &told);
}

void figures_each(const struct figures *figures, visit_figures *visit, void *context)
{
    for (size_t i = 0; i < figures->count; i++) {
        const struct gathered *one = &figures->gathered[i];
        if (!visit(context, one->holding, one->key, &one->series))
            return;
    }
    if (!figures->holding || !figures->holding->current)
        return;
    struct visiting visiting = {visit, context, figures->holding,
                                last_told(figures->holding)};
    cube_each_in(figures->holding->current->cube, figures->place, visit_leaf,
                 &visiting);
}

/* What is in them ------------------------------------------------------------------ */

struct surveying {
    struct survey *survey;
    struct extent_gatherer extent;
};

static void add_source(struct survey *survey, const struct holding *holding)
{
    for (size_t i = 0; i < survey->sources; i++)
        if (survey->source[i] == holding)
            return;
    if (survey->sources < SURVEY_SOURCES_MAX)
        survey->source[survey->sources++] = holding;
}

/* Returns how many figures there are. */
static size_t count(struct survey *survey, const struct series *series)
{
    size_t figures = 0;
    int year, before = INT32_MIN;
    bool *seen = series->step == STEP_YEAR ? survey->year : survey->month;
    for (size_t i = 0; i < series->count; i++) {
        if (series->figures[i].status == STATUS_ABSENT)
            continue;
        struct period at = period_after(series->first, (int)i * (int)series->step);
        year = period_year(at);
        survey->years += year != before;
        before = year;
        seen[at.month - 12 * YEAR_MIN] = true;
        figures++;
    }
    survey->figures += figures;
    return figures;
}

static size_t slot(uint32_t index, size_t count)
{
    return index == NO_INDEX ? count : index;
}

static bool survey_one(void *context, const struct holding *holding, struct key key,
                       const struct series *series)
{
    struct surveying *surveying = context;
    struct survey *survey = surveying->survey;
    const struct lists *lists = surveying->extent.lists;
    if (count(survey, series) == 0)
        return true;
    if (series->step == STEP_YEAR)
        survey->yearly = true;
    else
        survey->monthly = true;
    add_source(survey, holding);
    extent_place(&surveying->extent, key.place);
    extent_series(&surveying->extent, series, (struct period){INT32_MAX});
    survey->place[slot(key.place.index, lists->places.count)] = true;
    survey->offence[slot(key.offence.index, lists->offences.count)] = true;
    survey->measure[slot(key.measure.index, lists->measures.count)] = true;
    return true;
}

static bool *flags(size_t count)
{
    return memory_or_die(calloc(count + 1, sizeof(bool)));
}

void figures_survey(const struct figures *figures, struct survey *out)
{
    const struct lists *lists = figures->lists;
    struct surveying surveying = {.survey = out};
    *out = (struct survey){.place = flags(lists->places.count),
                           .offence = flags(lists->offences.count),
                           .measure = flags(lists->measures.count)};
    extent_start(&surveying.extent, lists);
    figures_each(figures, survey_one, &surveying);
    out->extent = extent_of(&surveying.extent);
    extent_free(&surveying.extent);
}

void survey_free(struct survey *survey)
{
    free(survey->place);
    free(survey->offence);
    free(survey->measure);
    *survey = (struct survey){0};
}
