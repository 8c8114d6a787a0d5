#include "site/within.h"

#include "site/prose.h"
#include "transform/shrink.h"

#include <math.h>

static const double PER = 100000;

/* The newest of a place's strands that has a whole year, its newest in *year; NULL. */
static const struct strand *whole_year(const struct strand *strands, size_t count,
                                       struct tally *year)
{
    for (size_t i = count; i-- > 0;)
        if (strand_full_year(&strands[i], year))
            return &strands[i];
    return NULL;
}

/* What is left to say of a place without that whole year: that it is withheld, or
 * nothing. */
static struct figure without(const struct strand *strands, size_t count, int year)
{
    for (size_t i = 0; i < count; i++)
        if (strand_withholds(&strands[i], year))
            return (struct figure){0, STATUS_SUPPRESSED};
    return (struct figure){0};
}

/* A place whose newest whole year is an older one has no rate of the year shown. */
static void add_rate(struct page *page, struct within *within, size_t at,
                     struct offence_id offence)
{
    struct strand strands[STRANDS_MAX];
    size_t count = page_strands(page, within->place[at], offence,
                                page->site->investigations, strands);
    struct tally *year = &within->tally[at];
    struct rate *rate = &within->rate[at];
    const struct strand *strand = whole_year(strands, count, year);
    if (strand && period_year(year->first) == within->year) {
        *rate = rate_of(page, strand, year);
    } else {
        *year = (struct tally){.figure = without(strands, count, within->year)};
        rate->figure = year->figure;
    }
    within->few += rate->too_small;
}

void within_counts(const struct within *within, double *cases, double *people)
{
    for (size_t i = 0; i < within->count; i++) {
        bool known = figure_known(within->rate[i].figure);
        cases[i] = known ? within->rate[i].count : NAN;
        people[i] = known ? within->rate[i].person_years / PER : NAN;
    }
}

static void smooth(struct arena *arena, struct within *within)
{
    double *cases = arena_array(arena, within->count, sizeof *cases);
    double *people = arena_array(arena, within->count, sizeof *people);
    within_counts(within, cases, people);
    shrink_rates(cases, people, within->count, within->smoothed);
}

struct within within_these(struct page *page, const struct place_id *places,
                           size_t count, struct offence_id offence)
{
    struct arena *arena = page->arena;
    struct within within = {.place = arena_array(arena, count, sizeof *within.place),
                            .tally = arena_array(arena, count, sizeof *within.tally),
                            .rate = arena_array(arena, count, sizeof *within.rate),
                            .smoothed = arena_array(arena, count, sizeof(double))};
    for (size_t i = 0; i < count; i++) {
        struct strand strands[STRANDS_MAX];
        struct tally year;
        within.place[within.count++] = places[i];
        size_t found =
            page_strands(page, places[i], offence, page->site->investigations, strands);
        const struct strand *strand = whole_year(strands, found, &year);
        if (strand && period_year(year.first) > within.year) {
            within.year = period_year(year.first);
            within.source = strand->holding;
        }
    }
    for (size_t i = 0; i < within.count; i++)
        add_rate(page, &within, i, offence);
    smooth(arena, &within);
    return within;
}

struct within within_of(struct page *page, struct place_id place,
                        struct offence_id offence)
{
    const struct places *places = &page->site->lists->places;
    size_t span = places->node[place.index].span, count = 0;
    struct place_id *found = arena_array(page->arena, span, sizeof *found);
    for (uint32_t i = place.index + 1; i < place.index + span;
         i += places->node[i].span)
        if (has_figures_place(page->site, (struct place_id){i}))
            found[count++] = (struct place_id){i};
    return within_these(page, found, count, offence);
}
