#include "site/strand.h"

#include <string.h>

static int rank_of_level(const char *level)
{
    static const char *const LEVELS[] = {"country", "state", "municipality"};
    for (int i = 0; i < 3; i++)
        if (strcmp(level, LEVELS[i]) == 0)
            return i;
    return -1;
}

static int rank_of_kind(enum place_kind kind)
{
    switch (kind) {
    case PLACE_COUNTRY:
        return 0;
    case PLACE_STATE:
    case PLACE_ABROAD:
        return 1;
    case PLACE_MUNICIPALITY:
    case PLACE_UNALLOCATED:
        return 2;
    }
    return -1;
}

int holding_reach(const struct holding *holding, enum place_kind kind)
{
    int reach = rank_of_level(holding->source->level) - rank_of_kind(kind);
    return reach > 0 && !holding->source->complete ? -1 : reach;
}

bool holdings_hold(const struct holdings *holdings, struct key key)
{
    bool held = false;
    for (size_t i = 0; i < holdings->count && !held; i++) {
        const struct holding *holding = &holdings->holding[i];
        held = holding->current && strcmp(holding->source->subject, "crime") == 0 &&
               cube_holds(holding->current->cube, key);
    }
    return held;
}

static bool strand_earlier(const struct strand *a, const struct strand *b)
{
    return a->holding->methodology->first.month < b->holding->methodology->first.month;
}

/* A strand of the same methodology is replaced by one that is nearer. */
static size_t strand_insert(struct strand *strands, size_t count, struct strand new,
                            enum place_kind kind)
{
    for (size_t i = 0; i < count; i++) {
        if (strands[i].holding->methodology != new.holding->methodology)
            continue;
        if (holding_reach(new.holding, kind) < holding_reach(strands[i].holding, kind))
            strands[i] = new;
        return count;
    }
    if (count == STRANDS_MAX)
        return count;
    size_t at = count;
    for (; at > 0 && strand_earlier(&new, &strands[at - 1]); at--)
        strands[at] = strands[at - 1];
    strands[at] = new;
    return count + 1;
}

size_t strands_of(struct arena *arena, const struct holdings *holdings,
                  struct place_id place, struct offence_id offence,
                  struct measure_id measure, struct strand strands[STRANDS_MAX])
{
    size_t count = 0;
    struct key key = {place, offence, measure};
    enum place_kind kind = place_node(holdings->lists, place)->kind;
    for (size_t i = 0; i < holdings->count; i++) {
        const struct holding *holding = &holdings->holding[i];
        if (!holding->current || strcmp(holding->source->subject, "crime") != 0 ||
            holding_reach(holding, kind) < 0 ||
            !cube_holds(holding->current->cube, key))
            continue;
        struct strand new = {.holding = holding, .key = key};
        new.series = cube_series(arena, holding->current->cube, key);
        new.memo = strand_memo_new(arena);
        if (series_last_known(&new.series, &new.last))
            count = strand_insert(strands, count, new, kind);
    }
    return count;
}

size_t strands_newest(struct strand *strands, size_t count, size_t most)
{
    if (count <= most)
        return count;
    memmove(strands, strands + count - most, most * sizeof *strands);
    return most;
}

const struct strand *strand_main(const struct strand *strands, size_t count)
{
    static const int MONTHS_WORTH_DRAWING = 24;
    for (size_t i = count; i-- > 0;)
        if (strands[i].last.month - strands[i].series.first.month + 1 >=
            MONTHS_WORTH_DRAWING)
            return &strands[i];
    return &strands[count - 1];
}

static struct tally tally_of(const struct series *series, struct period first,
                             struct period last)
{
    struct tally tally = {.first = first, .last = last};
    size_t count = (size_t)((last.month - first.month) / (int)series->step) + 1;
    tally.figure = series_total(series, first, count);
    for (struct period at = first; at.month <= last.month;
         at = period_after(at, (int)series->step))
        tally.days += period_days(at, series->step);
    return tally;
}

struct tally strand_newest(const struct strand *strand)
{
    struct period first = period_of(period_year(strand->last), 1);
    if (first.month < strand->series.first.month)
        first = strand->series.first;
    return tally_of(&strand->series, first, strand->last);
}

static bool is_whole(const struct tally *tally)
{
    return tally->figure.status == STATUS_REPORTED ||
           tally->figure.status == STATUS_PROVISIONAL;
}

bool strand_full_year(const struct strand *strand, struct tally *out)
{
    int steps = 12 / (int)strand->series.step;
    int from = period_year(strand->last);
    for (int year = from; year >= period_year(strand->series.first); year--) {
        struct period first = period_of(year, 1);
        *out = tally_of(&strand->series, first,
                        period_after(first, (steps - 1) * (int)strand->series.step));
        if (is_whole(out))
            return true;
    }
    return false;
}

bool strand_before(const struct strand *strand, const struct tally *tally, int years,
                   struct tally *out)
{
    *out = tally_of(&strand->series, period_after(tally->first, -12 * years),
                    period_after(tally->last, -12 * years));
    return is_whole(out);
}

bool strand_year(const struct strand *strand, int year, struct tally *out)
{
    struct period first = period_of(year, 1), last = period_after(first, 11);
    if (strand->series.step == STEP_YEAR)
        last = first;
    if (last.month > strand->last.month)
        last = strand->last;
    if (first.month < strand->series.first.month)
        first = strand->series.first;
    if (last.month < first.month)
        return false;
    *out = tally_of(&strand->series, first, last);
    return figure_known(out->figure);
}

bool strand_unsaid(const struct strand *strand, struct unsaid *out)
{
    const struct series *series = &strand->series;
    struct period first, reached = strand->last;
    cube_range(strand->holding->current->cube, &first, &reached);
    *out = (struct unsaid){.first = period_after(strand->last, (int)series->step),
                           .last = strand->last};
    struct period end =
        period_after(series->first, ((int)series->count - 1) * (int)series->step);
    for (struct period at = out->first; at.month <= end.month;
         at = period_after(at, (int)series->step)) {
        bool withheld = series_at(series, at).status == STATUS_SUPPRESSED;
        if (withheld)
            out->withheld = at;
        else if (at.month <= reached.month)
            out->missing = true;
        if (withheld || at.month <= reached.month)
            out->last = at;
    }
    return out->last.month > strand->last.month;
}

bool strand_blank_year(const struct strand *strand, int year, struct tally *out)
{
    const struct series *series = &strand->series;
    struct period last =
        period_after(series->first, ((int)series->count - 1) * (int)series->step);
    struct period from = period_of(year, 1),
                  to = period_after(from, 12 - (int)series->step);
    bool held = false;
    from = from.month < series->first.month ? series->first : from;
    to = to.month > last.month ? last : to;
    for (struct period at = from; at.month <= to.month;
         at = period_after(at, (int)series->step))
        held |= series_at(series, at).status != STATUS_ABSENT;
    if (!held)
        return false;
    *out = tally_of(series, from, to);
    return !figure_known(out->figure);
}

bool strand_withholds(const struct strand *strand, int year)
{
    struct figure sum = series_total(&strand->series, period_of(year, 1),
                                     12 / (size_t)strand->series.step);
    return sum.status == STATUS_SUPPRESSED;
}

static bool all_known(const struct series *series, size_t from, size_t count)
{
    for (size_t i = from; i < from + count; i++)
        if (!figure_known(series->figures[i]))
            return false;
    return true;
}

struct series rolling_mean(struct arena *arena, const struct series *months)
{
    struct series mean = *months;
    mean.figures = arena_array(arena, months->count, sizeof *mean.figures);
    for (size_t i = 11; i < months->count; i++) {
        struct period first = period_after(months->first, (int)i - 11);
        if (all_known(months, i - 11, 12)) {
            struct figure sum = series_total(months, first, 12);
            mean.figures[i] = (struct figure){sum.value / 12, sum.status};
        } else if (months->figures[i].status == STATUS_SUPPRESSED)
            mean.figures[i] = months->figures[i];
    }
    return mean;
}

struct figure population_of(const struct holdings *holdings, struct place_id place,
                            int year, const struct holding **source)
{
    enum place_kind kind = place_node(holdings->lists, place)->kind;
    const struct holding *best = NULL;
    for (size_t i = 0; i < holdings->count; i++) {
        const struct holding *holding = &holdings->holding[i];
        if (!holding->current || strcmp(holding->source->subject, "population") != 0 ||
            holding_reach(holding, kind) < 0)
            continue;
        if (!best || holding_reach(holding, kind) < holding_reach(best, kind))
            best = holding;
    }
    if (source)
        *source = best;
    if (!best)
        return (struct figure){0};
    struct key key = {
        place, offence_find(holdings->lists, text_of(best->source->offence.constant)),
        measure_find(holdings->lists, text_of(best->source->measure.constant))};
    if (key.offence.index == NO_INDEX || key.measure.index == NO_INDEX)
        return (struct figure){0};
    return cube_figure(best->current->cube, key, period_of(year, 1));
}
