#include "site/within.h"

#include "site/prose.h"
#include "transform/shrink.h"

#include <math.h>

static const double PER = 100000;

/* The newest whole year of a place's newest strand that has one. */
static bool whole_year(struct page *page, struct place_id place,
                       struct offence_id offence, struct strand *strand,
                       struct tally *year)
{
    struct strand strands[STRANDS_MAX];
    size_t found =
        page_strands(page, place, offence, page->site->investigations, strands);
    for (size_t i = found; i-- > 0;)
        if (strand_full_year(&strands[i], year)) {
            *strand = strands[i];
            return true;
        }
    return false;
}

/* A place whose newest whole year is an older one has no rate of the year shown. */
static void add_rate(struct page *page, struct within *within, size_t at,
                     struct offence_id offence)
{
    struct strand strand;
    struct tally *year = &within->tally[at];
    if (!whole_year(page, within->place[at], offence, &strand, year) ||
        period_year(year->first) != within->year)
        *year = (struct tally){0};
    else
        within->rate[at] = rate_of(page, &strand, year);
    within->few += within->rate[at].too_small;
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

struct within within_of(struct page *page, struct place_id place,
                        struct offence_id offence)
{
    const struct places *places = &page->site->lists->places;
    struct arena *arena = page->arena;
    size_t span = places->node[place.index].span;
    struct within within = {.place = arena_array(arena, span, sizeof *within.place),
                            .tally = arena_array(arena, span, sizeof *within.tally),
                            .rate = arena_array(arena, span, sizeof *within.rate),
                            .smoothed = arena_array(arena, span, sizeof(double))};
    for (uint32_t i = place.index + 1; i < place.index + span; i++) {
        struct place_id child = {i};
        struct strand strand;
        struct tally year;
        if (places->node[i].parent != place.index || !has_page_place(page->site, child))
            continue;
        within.place[within.count++] = child;
        if (whole_year(page, child, offence, &strand, &year) &&
            period_year(year.first) > within.year) {
            within.year = period_year(year.first);
            within.source = strand.holding;
        }
    }
    for (size_t i = 0; i < within.count; i++)
        add_rate(page, &within, i, offence);
    smooth(arena, &within);
    return within;
}
