/* Most of the time goes into the scatter of each series; a family of some ten thousand
 * series takes a second. */
#include "transform/tips.h"

#include "transform/coverage.h"
#include "transform/scatter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double FALSE_SHARE = 0.05, REVISED_SHARE = 0.05;
enum { SHIFT_MONTHS = 24, MONTHS_A_YEAR = 12 };

/* Stretches -------------------------------------------------------------------- */

struct stretch {
    struct period first, last;
    bool whole_year;
};

static size_t months_of(struct stretch stretch)
{
    return (size_t)(stretch.last.month - stretch.first.month) + 1;
}

static struct stretch year_earlier(struct stretch stretch)
{
    return (struct stretch){period_after(stretch.first, -MONTHS_A_YEAR),
                            period_after(stretch.last, -MONTHS_A_YEAR), false};
}

static int days_of(struct stretch stretch)
{
    int days = 0;
    for (struct period at = stretch.first; at.month <= stretch.last.month;
         at = period_after(at, 1))
        days += period_days(at, STEP_MONTH);
    return days;
}

/* A sum of which every month is known; false: some month is not. */
static bool sum_of(const struct series *series, struct stretch stretch,
                   struct figure *out)
{
    *out = series_total(series, stretch.first, months_of(stretch));
    return out->status == STATUS_REPORTED || out->status == STATUS_PROVISIONAL;
}

/* January to the newest month, where the cube holds the same a year before; else the
 * newest whole year that has one before it. */
static bool stretch_of(const struct cube *cube, struct stretch *out)
{
    struct period first, last;
    if (cube_step(cube) != STEP_MONTH || !cube_range(cube, &first, &last))
        return false;
    *out = (struct stretch){period_of(period_year(last), 1), last, false};
    if (out->first.month - MONTHS_A_YEAR >= first.month)
        return true;
    int year = period_month(last) == 12 ? period_year(last) : period_year(last) - 1;
    *out = (struct stretch){period_of(year, 1), period_of(year, 12), true};
    return out->first.month - MONTHS_A_YEAR >= first.month;
}

/* One source being looked through ---------------------------------------------- */

struct looking {
    struct arena *arena;
    const struct tips_source *source;
    const struct lists *lists;
    size_t number;
    struct measure_id measure;
    struct stretch stretch;
    residents_function *residents;
    void *context;
    double residents_later, residents_earlier; /* of the place looked at */
    struct tips *tips;
    size_t capacity;
};

static struct series total_of(struct arena *arena, const struct cube *cube,
                              struct place_id place, struct measure_id measure)
{
    const struct offences *offences = &cube_lists(cube)->offences;
    for (uint32_t i = 0; i < offences->count; i += offences->node[i].span) {
        struct key key = {place, {i}, measure};
        if (cube_holds(cube, key))
            return cube_series(arena, cube, key);
    }
    return (struct series){.step = STEP_MONTH};
}

/* Is a month of either stretch one of nothing at all, and so missing? */
static bool has_hole(struct arena *arena, const struct series *total,
                     struct stretch stretch)
{
    enum coverage *coverage = coverage_of(arena, total);
    struct stretch before = year_earlier(stretch);
    for (size_t i = 0; i < total->count; i++) {
        int at = total->first.month + (int)i;
        if (coverage[i] == COVERAGE_ALL_ZERO &&
            ((at >= stretch.first.month && at <= stretch.last.month) ||
             (at >= before.first.month && at <= before.last.month)))
            return true;
    }
    return false;
}

/* The series without the months in which its place's total is one of nothing. */
static struct series without_holes(struct arena *arena, const struct series *series,
                                   const struct series *total)
{
    struct series known = *series;
    enum coverage *coverage = coverage_of(arena, total);
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
static bool child_says_it(struct arena *arena, const struct cube *cube, struct key key,
                          const struct series *series)
{
    const struct offences *offences = &cube_lists(cube)->offences;
    uint32_t root = key.offence.index;
    for (uint32_t i = root + 1; i < root + offences->node[root].span; i++) {
        struct key child = {key.place, {i}, key.measure};
        if (offences->node[i].parent != root ||
            offences->node[i].level == OFFENCE_MODALITY || !cube_holds(cube, child))
            continue;
        struct series below = cube_series(arena, cube, child);
        if (same_series(series, &below))
            return true;
    }
    return false;
}

static void add_tip(struct looking *looking, const struct tip *tip)
{
    struct tips *tips = looking->tips;
    if (tips->count == looking->capacity) {
        looking->capacity = 2 * looking->capacity + 256;
        tips->tip =
            memory_or_die(realloc(tips->tip, looking->capacity * sizeof *tips->tip));
    }
    tips->tip[tips->count++] = *tip;
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
        if (!sum_of(series, stretch, &sum)) {
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

static void compare(struct looking *looking, struct key key,
                    const struct series *series)
{
    struct tips *tips = looking->tips;
    struct stretch stretch = looking->stretch, before = year_earlier(stretch);
    struct figure later, earlier;
    if (!sum_of(series, stretch, &later) || !sum_of(series, before, &earlier)) {
        tips->unpaired[looking->number]++;
        return;
    }
    if (later.value + earlier.value < TIP_CASES_FEW) {
        tips->too_few[looking->number]++;
        return;
    }
    struct tip tip = {.source = looking->number,
                      .key = key,
                      .first = stretch.first,
                      .last = stretch.last,
                      .whole_year = stretch.whole_year,
                      .later = later.value,
                      .earlier = earlier.value,
                      .later_exposure = days_of(stretch),
                      .earlier_exposure = days_of(before),
                      .residents = looking->residents_later};
    if (looking->residents_later > 0 && looking->residents_earlier > 0) {
        tip.later_exposure *= looking->residents_later;
        tip.earlier_exposure *= looking->residents_earlier;
    }
    tip.scatter = scatter_of_sum(scatter_of_months(series), (double)months_of(stretch));
    tip.found = compare_counts(tip.later, tip.later_exposure, tip.earlier,
                               tip.earlier_exposure, tip.scatter);
    if (later.status == STATUS_PROVISIONAL || earlier.status == STATUS_PROVISIONAL)
        tip.caveats |= TIP_PROVISIONAL;
    tips->compared[looking->number]++;
    add_tip(looking, &tip);
}

static bool is_compared(const struct offence *offence)
{
    return offence->level == OFFENCE_TYPE || offence->level == OFFENCE_SUBTYPE ||
           offence->level == OFFENCE_KIND;
}

static void look_at_place(struct looking *looking, struct place_id place)
{
    const struct cube *cube = looking->source->cube;
    const struct offences *offences = &looking->lists->offences;
    struct arena arena = {0};
    struct series total = total_of(&arena, cube, place, looking->measure);
    int year = period_year(looking->stretch.first);
    looking->residents_later = looking->residents_earlier = NAN;
    if (looking->residents) {
        looking->residents_later = looking->residents(looking->context, place, year);
        looking->residents_earlier =
            looking->residents(looking->context, place, year - 1);
    }
    for (uint32_t i = 0; i < offences->count; i++) {
        struct key key = {place, {i}, looking->measure};
        if (!is_compared(&offences->node[i]) || !cube_holds(cube, key))
            continue;
        struct series series = cube_series(&arena, cube, key);
        if (child_says_it(&arena, cube, key, &series))
            continue;
        series = without_holes(&arena, &series, &total);
        compare(looking, key, &series);
    }
    arena_free(&arena);
}

static void count_unpaired(struct looking *looking, struct place_id place)
{
    const struct offences *offences = &looking->lists->offences;
    for (uint32_t i = 0; i < offences->count; i++) {
        struct key key = {place, {i}, looking->measure};
        if (is_compared(&offences->node[i]) && cube_holds(looking->source->cube, key))
            looking->tips->unpaired[looking->number]++;
    }
}

static void look_through(struct looking *looking)
{
    const struct places *places = &looking->lists->places;
    bool any = stretch_of(looking->source->cube, &looking->stretch);
    for (uint32_t i = 0; i < places->count; i++) {
        if (places->node[i].kind != looking->source->level)
            continue;
        if (any)
            look_at_place(looking, (struct place_id){i});
        else
            count_unpaired(looking, (struct place_id){i});
    }
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

static void add_caveats(const struct tips_source *source, struct tip *tip)
{
    struct arena arena = {0};
    const struct lists *lists = cube_lists(source->cube);
    struct series own = cube_series(&arena, source->cube, tip->key);
    struct series total =
        total_of(&arena, source->cube, tip->key.place, tip->key.measure);
    own = without_holes(&arena, &own, &total);
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
    struct looking looking = {
        .arena = arena, .residents = residents, .context = context, .tips = out};
    for (size_t i = 0; i < count; i++) {
        looking.number = i;
        looking.source = &sources[i];
        looking.measure = sources[i].measure;
        looking.lists = cube_lists(sources[i].cube);
        look_through(&looking);
    }
    keep_survivors(arena, out);
    for (size_t i = 0; i < out->count; i++)
        add_caveats(&sources[out->tip[i].source], &out->tip[i]);
}

/* Residual categories ------------------------------------------------------------ */

static double growth(const struct swell *swell)
{
    return swell->part / swell->total - swell->part_before / swell->total_before;
}

static int by_growth(const void *a, const void *b)
{
    const struct swell *x = a, *y = b;
    double left = growth(x), right = growth(y);
    if (left != right)
        return left > right ? -1 : 1;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    if (x->place.index != y->place.index)
        return x->place.index < y->place.index ? -1 : 1;
    return x->offence.index < y->offence.index ? -1
                                               : x->offence.index > y->offence.index;
}

/* Shares being looked at. */
struct swelling {
    size_t count, capacity, looked;
    double points;
    struct swell *swell;
};

static void judge(struct swelling *swelling, const struct swell *swell)
{
    swelling->looked++;
    if (!(100 * growth(swell) > swelling->points))
        return;
    if (swelling->count == swelling->capacity) {
        swelling->capacity = 2 * swelling->capacity + 64;
        swelling->swell =
            memory_or_die(realloc(swelling->swell, swelling->capacity * sizeof *swell));
    }
    swelling->swell[swelling->count++] = *swell;
}

static void judge_place(struct swelling *swelling, const struct tips_source *source,
                        struct stretch stretch, struct measure_id measure,
                        struct swell swell)
{
    struct arena arena = {0};
    const struct offences *offences = &cube_lists(source->cube)->offences;
    struct series total = total_of(&arena, source->cube, swell.place, measure);
    struct figure now, then;
    struct swell all = swell;
    bool any = false, known = total.count && sum_of(&total, stretch, &now) &&
                              sum_of(&total, year_earlier(stretch), &then) &&
                              now.value >= SWELL_CASES_MIN &&
                              then.value >= SWELL_CASES_MIN &&
                              !has_hole(&arena, &total, stretch);
    if (known) {
        all.total = swell.total = now.value;
        all.total_before = swell.total_before = then.value;
    }
    for (uint32_t i = 0; known && i < offences->count; i++) {
        struct key key = {swell.place, {i}, measure};
        if (!offences->node[i].residual || !cube_holds(source->cube, key))
            continue;
        struct series series = cube_series(&arena, source->cube, key);
        if (!sum_of(&series, stretch, &now) ||
            !sum_of(&series, year_earlier(stretch), &then))
            continue;
        any = true;
        swell.offence.index = i;
        all.part += swell.part = now.value;
        all.part_before += swell.part_before = then.value;
        judge(swelling, &swell);
    }
    if (any)
        judge(swelling, &all);
    arena_free(&arena);
}

size_t swells_find(struct arena *arena, const struct tips_source *sources, size_t count,
                   struct measure_id measure, double points, struct swell **out,
                   size_t *looked)
{
    struct swelling swelling = {.points = points};
    for (size_t i = 0; i < count; i++) {
        const struct places *places = &cube_lists(sources[i].cube)->places;
        struct stretch stretch;
        if (!stretch_of(sources[i].cube, &stretch))
            continue;
        for (uint32_t j = 0; j < places->count; j++)
            if (places->node[j].kind == sources[i].level)
                judge_place(&swelling, &sources[i], stretch, measure,
                            (struct swell){.source = i,
                                           .place = {j},
                                           .offence = {NO_INDEX},
                                           .first = stretch.first,
                                           .last = stretch.last});
    }
    *out = arena_array(arena, swelling.count + 1, sizeof **out);
    if (swelling.count) {
        qsort(swelling.swell, swelling.count, sizeof **out, by_growth);
        memcpy(*out, swelling.swell, swelling.count * sizeof **out);
    }
    free(swelling.swell);
    *looked = swelling.looked;
    return swelling.count;
}
