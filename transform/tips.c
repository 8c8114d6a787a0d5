/* Most of the time goes into the scatter of each series; a family of some ten thousand
 * series takes a second. */
#include "transform/tips.h"

#include "base/parallel.h"
#include "transform/coverage.h"
#include "transform/scatter.h"
#include "transform/stretch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double FALSE_SHARE = 0.05, REVISED_SHARE = 0.05;
enum { SHIFT_MONTHS = 24, MONTHS_A_YEAR = 12 };

/* One source being looked through ---------------------------------------------- */

struct looking {
    const struct tips_source *source;
    const struct lists *lists;
    size_t number;
    struct measure_id measure;
    struct stretch stretch;
    residents_function *residents;
    void *context;
    struct place_id *place;   /* of the source's level */
    struct place_tips *found; /* for each of them */
};

/* What came of one place. */
struct place_tips {
    size_t compared, unpaired, too_few;
    size_t count, capacity;
    struct tip *tip;
};

/* A place being looked at. */
struct sight {
    const struct looking *looking;
    struct place_id place;
    double residents_later, residents_earlier; /* NAN: not known */
    struct series total;
    const enum coverage *coverage; /* of the total */
    struct series *series;         /* by offence, once asked for: step 0 before */
    struct place_tips *found;
};

static const struct series *series_of(struct arena *arena, const struct sight *sight,
                                      uint32_t offence)
{
    const struct looking *looking = sight->looking;
    struct series *series = &sight->series[offence];
    if (!series->step)
        *series = cube_series(arena, looking->source->cube,
                              (struct key){sight->place, {offence}, looking->measure});
    return series;
}

/* The series without the months in which its place's total is one of nothing. */
static struct series without_holes(struct arena *arena, const struct series *series,
                                   const struct series *total,
                                   const enum coverage *coverage)
{
    struct series known = *series;
    known.figures = arena_array(arena, series->count, sizeof *known.figures);
    for (size_t i = 0; i < series->count; i++) {
        known.figures[i] = series->figures[i];
        if (i < total->count && coverage[i] == COVERAGE_ALL_ZERO)
            known.figures[i] = (struct figure){0, STATUS_NOT_REPORTED};
    }
    return known;
}

static bool shifted(struct arena *arena, const struct series *series, struct period end)
{
    size_t found;
    struct level_shift *shifts = level_shifts(arena, series, &found);
    for (size_t i = 0; i < found; i++)
        if (shifts[i].at.month > end.month - SHIFT_MONTHS &&
            shifts[i].at.month <= end.month)
            return true;
    return false;
}

static bool same_series(const struct series *a, const struct series *b)
{
    if (a->count != b->count || a->first.month != b->first.month)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->figures[i].status != b->figures[i].status ||
            a->figures[i].value != b->figures[i].value)
            return false;
    return true;
}

/* Does one of its children, other than a modality, hold just the same? */
static bool child_says_it(struct arena *arena, const struct sight *sight,
                          struct key key)
{
    const struct cube *cube = sight->looking->source->cube;
    const struct offences *offences = &sight->looking->lists->offences;
    uint32_t root = key.offence.index;
    for (uint32_t i = root + 1; i < root + offences->node[root].span; i++) {
        struct key child = {key.place, {i}, key.measure};
        if (offences->node[i].parent == root &&
            offences->node[i].level != OFFENCE_MODALITY && cube_holds(cube, child) &&
            same_series(series_of(arena, sight, root), series_of(arena, sight, i)))
            return true;
    }
    return false;
}

static void add_tip(struct place_tips *found, const struct tip *tip)
{
    if (found->count == found->capacity) {
        found->capacity = 2 * found->capacity + 4;
        found->tip =
            memory_or_die(realloc(found->tip, found->capacity * sizeof *found->tip));
    }
    found->tip[found->count++] = *tip;
}

/* Since which year have the same months not had as many (as few)? */
static void find_extreme(const struct series *series, struct tip *tip)
{
    struct stretch stretch = {tip->first, tip->last, false};
    bool up = tip->later > tip->earlier;
    tip->extreme_since = period_year(tip->first);
    tip->extreme_of_all = true;
    for (;;) {
        struct figure sum;
        stretch = year_earlier(stretch);
        if (stretch.first.month < series->first.month)
            return;
        if (!stretch_sum(series, stretch, &sum)) {
            tip->extreme_of_all = false;
            return;
        }
        if (up ? sum.value >= tip->later : sum.value <= tip->later) {
            tip->extreme_of_all = false;
            return;
        }
        tip->extreme_since = period_year(stretch.first);
    }
}

static void compare(const struct sight *sight, struct key key,
                    const struct series *series)
{
    const struct looking *looking = sight->looking;
    struct place_tips *found = sight->found;
    struct stretch stretch = looking->stretch, before = year_earlier(stretch);
    struct figure later, earlier;
    if (!stretch_sum(series, stretch, &later) ||
        !stretch_sum(series, before, &earlier)) {
        found->unpaired++;
        return;
    }
    if (later.value + earlier.value < TIP_CASES_FEW) {
        found->too_few++;
        return;
    }
    struct tip tip = {.source = looking->number,
                      .key = key,
                      .first = stretch.first,
                      .last = stretch.last,
                      .whole_year = stretch.whole_year,
                      .later = later.value,
                      .earlier = earlier.value,
                      .later_exposure = stretch_days(stretch),
                      .earlier_exposure = stretch_days(before),
                      .residents = sight->residents_later};
    if (sight->residents_later > 0 && sight->residents_earlier > 0) {
        tip.later_exposure *= sight->residents_later;
        tip.earlier_exposure *= sight->residents_earlier;
    }
    tip.scatter =
        scatter_of_sum(scatter_of_months(series), (double)stretch_months(stretch));
    tip.found.p = chance_of_counts(tip.later, tip.later_exposure, tip.earlier,
                                   tip.earlier_exposure, tip.scatter);
    if (later.status == STATUS_PROVISIONAL || earlier.status == STATUS_PROVISIONAL)
        tip.caveats |= TIP_PROVISIONAL;
    found->compared++;
    add_tip(found, &tip);
}

static bool is_compared(const struct offence *offence)
{
    return offence->level == OFFENCE_TYPE || offence->level == OFFENCE_SUBTYPE ||
           offence->level == OFFENCE_KIND;
}

static double residents_in(const struct looking *looking, struct place_id place,
                           int year)
{
    return looking->residents ? looking->residents(looking->context, place, year) : NAN;
}

static void look_at_offences(struct arena *arena, const struct sight *sight)
{
    const struct looking *looking = sight->looking;
    const struct cube *cube = looking->source->cube;
    const struct offences *offences = &looking->lists->offences;
    for (uint32_t i = 0; i < offences->count; i++) {
        struct key key = {sight->place, {i}, looking->measure};
        if (!is_compared(&offences->node[i]) || !cube_holds(cube, key))
            continue;
        if (child_says_it(arena, sight, key))
            continue;
        struct series series = without_holes(arena, series_of(arena, sight, i),
                                             &sight->total, sight->coverage);
        compare(sight, key, &series);
    }
}

static bool look_at_place(void *context, size_t index, struct error *err)
{
    const struct looking *looking = context;
    struct arena arena = {0};
    int year = period_year(looking->stretch.first);
    struct sight sight = {.looking = looking,
                          .place = looking->place[index],
                          .found = &looking->found[index]};
    sight.residents_later = residents_in(looking, sight.place, year);
    sight.residents_earlier = residents_in(looking, sight.place, year - 1);
    sight.total =
        total_of_place(&arena, looking->source->cube, sight.place, looking->measure);
    sight.coverage = coverage_of(&arena, &sight.total);
    sight.series =
        arena_array(&arena, looking->lists->offences.count, sizeof *sight.series);
    look_at_offences(&arena, &sight);
    arena_free(&arena);
    (void)err;
    return true;
}

static size_t count_offences(const struct looking *looking, struct place_id place)
{
    const struct offences *offences = &looking->lists->offences;
    size_t count = 0;
    for (uint32_t i = 0; i < offences->count; i++) {
        struct key key = {place, {i}, looking->measure};
        count +=
            is_compared(&offences->node[i]) && cube_holds(looking->source->cube, key);
    }
    return count;
}

static size_t find_places(struct arena *arena, struct looking *looking)
{
    const struct places *places = &looking->lists->places;
    size_t count = 0;
    looking->place = arena_array(arena, places->count, sizeof *looking->place);
    for (uint32_t i = 0; i < places->count; i++)
        if (places->node[i].kind == looking->source->level)
            looking->place[count++] = (struct place_id){i};
    looking->found = arena_array(arena, count, sizeof *looking->found);
    return count;
}

/* In the order of places. */
static void take(struct tips *tips, size_t *capacity, size_t number,
                 struct place_tips *found)
{
    tips->compared[number] += found->compared;
    tips->unpaired[number] += found->unpaired;
    tips->too_few[number] += found->too_few;
    while (tips->count + found->count > *capacity) {
        *capacity = 2 * *capacity + 256;
        tips->tip = memory_or_die(realloc(tips->tip, *capacity * sizeof *tips->tip));
    }
    if (found->count > 0)
        memcpy(tips->tip + tips->count, found->tip, found->count * sizeof *found->tip);
    tips->count += found->count;
    free(found->tip);
}

static void look_through(struct looking *looking, struct tips *tips, size_t *capacity)
{
    struct arena arena = {0};
    struct error none = {0}; /* looking cannot fail */
    size_t count = find_places(&arena, looking);
    if (stretch_of(looking->source->cube, &looking->stretch))
        parallel_each(count, look_at_place, looking, &none);
    else
        for (size_t i = 0; i < count; i++)
            looking->found[i].unpaired = count_offences(looking, looking->place[i]);
    for (size_t i = 0; i < count; i++)
        take(tips, capacity, looking->number, &looking->found[i]);
    arena_free(&arena);
}

/* Caveats, of those that survive ------------------------------------------------ */

static bool is_revised(const struct lists *lists, const struct tips_source *source,
                       const struct tip *tip)
{
    double moved = 0;
    struct stretch before =
        year_earlier((struct stretch){tip->first, tip->last, false});
    uint32_t place = tip->key.place.index, offence = tip->key.offence.index;
    uint32_t measure = tip->key.measure.index;
    for (size_t i = 0; i < source->ledgers; i++)
        for (size_t j = 0; j < source->ledger[i].count; j++) {
            const struct revision *revision = &source->ledger[i].revision[j];
            const struct key *at = &revision->key;
            int month = revision->period.month;
            if (at->place.index >= place &&
                at->place.index < place + place_node(lists, tip->key.place)->span &&
                at->offence.index >= offence &&
                at->offence.index <
                    offence + offence_node(lists, tip->key.offence)->span &&
                at->measure.index >= measure &&
                at->measure.index <
                    measure + measure_node(lists, tip->key.measure)->span &&
                ((month >= tip->first.month && month <= tip->last.month) ||
                 (month >= before.first.month && month <= before.last.month)))
                moved += fabs(revision->after - revision->before);
        }
    return moved >= REVISED_SHARE * (tip->later + tip->earlier) && moved > 0;
}

/* What only survivors need: how large the change is, and what to bear in mind. */
static void tell_more(const struct tips_source *source, struct tip *tip)
{
    struct arena arena = {0};
    const struct lists *lists = cube_lists(source->cube);
    struct series own = cube_series(&arena, source->cube, tip->key);
    struct series total =
        total_of_place(&arena, source->cube, tip->key.place, tip->key.measure);
    own = without_holes(&arena, &own, &total, coverage_of(&arena, &total));
    tip->found = compare_counts(tip->later, tip->later_exposure, tip->earlier,
                                tip->earlier_exposure, tip->scatter);
    if (offence_node(lists, tip->key.offence)->residual)
        tip->caveats |= TIP_RESIDUAL;
    if (shifted(&arena, &total, tip->last))
        tip->caveats |= TIP_PLACE_SHIFT;
    if (shifted(&arena, &own, tip->last))
        tip->caveats |= TIP_SERIES_SHIFT;
    if (tip->residents < TIP_PEOPLE_FEW)
        tip->caveats |= TIP_SMALL;
    if (is_revised(lists, source, tip))
        tip->caveats |= TIP_REVISED;
    if (source->breaks &&
        break_between(source->breaks, source->methodology, tip->key.place,
                      tip->key.offence, period_after(tip->first, -MONTHS_A_YEAR),
                      tip->last))
        tip->caveats |= TIP_BREAK;
    if (source->superseded)
        tip->caveats |= TIP_SUPERSEDED;
    tip->extreme_since = period_year(tip->first);
    if (tip->earlier > 0) /* else it was not in use: there is no record to beat */
        find_extreme(&own, tip);
    arena_free(&arena);
}

static int by_evidence(const void *a, const void *b)
{
    const struct tip *x = a, *y = b;
    if (x->found.p != y->found.p)
        return x->found.p < y->found.p ? -1 : 1;
    double left = fabs(x->later - x->earlier), right = fabs(y->later - y->earlier);
    if (left != right)
        return left > right ? -1 : 1;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    if (x->key.place.index != y->key.place.index)
        return x->key.place.index < y->key.place.index ? -1 : 1;
    return x->key.offence.index < y->key.offence.index ? -1 : 1;
}

/* Adjust for all, keep what survives. */
static void keep_survivors(struct arena *arena, struct tips *tips)
{
    double *p = arena_array(arena, tips->count + 1, sizeof *p);
    size_t kept = 0;
    for (size_t i = 0; i < tips->count; i++)
        p[i] = tips->tip[i].found.p;
    adjust_for_many(p, tips->count);
    tips->comparisons = tips->count;
    for (size_t i = 0; i < tips->count; i++)
        if (p[i] <= FALSE_SHARE) {
            tips->tip[kept] = tips->tip[i];
            tips->tip[kept++].p_adjusted = p[i];
        }
    if (kept)
        qsort(tips->tip, kept, sizeof *tips->tip, by_evidence);
    struct tip *own = arena_array(arena, kept + 1, sizeof *own);
    if (kept)
        memcpy(own, tips->tip, kept * sizeof *own);
    free(tips->tip);
    tips->tip = own;
    tips->count = kept;
}

void tips_find(struct arena *arena, const struct tips_source *sources, size_t count,
               residents_function *residents, void *context, struct tips *out)
{
    *out = (struct tips){.sources = count,
                         .compared = arena_array(arena, count + 1, sizeof(size_t)),
                         .unpaired = arena_array(arena, count + 1, sizeof(size_t)),
                         .too_few = arena_array(arena, count + 1, sizeof(size_t))};
    struct looking looking = {.residents = residents, .context = context};
    size_t capacity = 0;
    for (size_t i = 0; i < count; i++) {
        looking.number = i;
        looking.source = &sources[i];
        looking.measure = sources[i].measure;
        looking.lists = cube_lists(sources[i].cube);
        look_through(&looking, out, &capacity);
    }
    keep_survivors(arena, out);
    for (size_t i = 0; i < out->count; i++)
        tell_more(&sources[out->tip[i].source], &out->tip[i]);
}
