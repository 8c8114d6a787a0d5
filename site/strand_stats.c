#include "site/strand_stats.h"

#include "site/strand_memo.h"
#include "transform/coverage.h"
#include "transform/scatter.h"

#include <math.h>
#include <string.h>

static const double PER = 100000;
enum { RECORD_YEARS_MIN = 3, RECORD_YEARS_MAX = 60 };
/* A change whose near end is printed as 0.0% is none. */
static const double VISIBLE = 0.0005;

/* ---- months of nothing ------------------------------------------------- */

struct silence {
    struct period first;
    size_t count;
    enum coverage *coverage; /* NULL: every month may be believed */
};

struct silences {
    const struct holdings *holdings;
    struct silence **of; /* by holding, then by place; NULL: none in the source */
};

/* All of a source's offences in one place. */
static struct series total_of(struct arena *arena, const struct holdings *holdings,
                              const struct holding *holding, struct place_id place)
{
    const struct offences *offences = &holdings->lists->offences;
    const struct measures *measures = &holdings->lists->measures;
    for (uint32_t i = 0; i < offences->count; i += offences->node[i].span)
        for (uint32_t j = 0; j < measures->count; j += measures->node[j].span) {
            struct key key = {place, {i}, {j}};
            if (cube_holds(holding->current->cube, key))
                return cube_series(arena, holding->current->cube, key);
        }
    return (struct series){0};
}

static struct silence silence_of(struct arena *arena, const struct holdings *holdings,
                                 const struct holding *holding, struct place_id place)
{
    struct silence silence = {0};
    struct arena scratch = {0};
    struct series total = total_of(&scratch, holdings, holding, place);
    enum coverage *coverage = coverage_of(&scratch, &total);
    for (size_t i = 0; i < total.count; i++)
        if (coverage[i] == COVERAGE_ALL_ZERO && !silence.coverage) {
            silence = (struct silence){total.first, total.count, NULL};
            silence.coverage = arena_array(arena, total.count, sizeof *coverage);
            memcpy(silence.coverage, coverage, total.count * sizeof *coverage);
        }
    arena_free(&scratch);
    return silence;
}

static bool may_be_silent(const struct holding *holding)
{
    return holding->current && strcmp(holding->source->subject, "crime") == 0 &&
           cube_step(holding->current->cube) == STEP_MONTH;
}

struct silences *silences_of(struct arena *arena, const struct holdings *holdings)
{
    const struct places *places = &holdings->lists->places;
    struct silences *silences = arena_take(arena, sizeof *silences);
    silences->holdings = holdings;
    silences->of = arena_array(arena, holdings->count, sizeof(void *));
    for (size_t i = 0; i < holdings->count; i++) {
        const struct holding *holding = &holdings->holding[i];
        if (!may_be_silent(holding))
            continue;
        for (uint32_t j = 0; j < places->count; j++) {
            if (holding_reach(holding, places->node[j].kind) != 0)
                continue;
            struct silence silence =
                silence_of(arena, holdings, holding, (struct place_id){j});
            if (!silence.coverage)
                continue;
            if (!silences->of[i])
                silences->of[i] =
                    arena_array(arena, places->count, sizeof **silences->of);
            silences->of[i][j] = silence;
        }
    }
    return silences;
}

bool is_silent(const struct silences *silences, const struct holding *holding,
               struct place_id place, struct period month)
{
    const struct silence *of =
        silences ? silences->of[holding - silences->holdings->holding] : NULL;
    if (!of || !of[place.index].coverage)
        return false;
    int32_t at = month.month - of[place.index].first.month;
    return at >= 0 && (size_t)at < of[place.index].count &&
           of[place.index].coverage[at] == COVERAGE_ALL_ZERO;
}

/* ---- coverage ---------------------------------------------------------- */

static bool is_summed(const struct grounds *grounds, const struct strand *strand)
{
    const struct place *place = place_node(grounds->holdings->lists, strand->key.place);
    return holding_reach(strand->holding, place->kind) > 0;
}

/* Days of a stretch that the place itself did not report. */
static double days_missing(const struct grounds *grounds, const struct strand *strand,
                           struct place_id place, const struct series *series,
                           const struct tally *stretch, bool absent_too)
{
    double days = 0;
    for (struct period at = stretch->first; at.month <= stretch->last.month;
         at = period_after(at, (int)series->step)) {
        struct figure figure = series_at(series, at);
        bool known =
            figure_known(figure) || (figure.status == STATUS_ABSENT && !absent_too);
        if (!known || is_silent(grounds->silences, strand->holding, place, at))
            days += period_days(at, series->step);
    }
    return days;
}

/* The same of the places that are summed up, each by its share of the residents. */
static double share_missing_below(const struct grounds *grounds,
                                  const struct strand *strand,
                                  const struct tally *stretch, double residents)
{
    const struct places *places = &grounds->holdings->lists->places;
    uint32_t from = strand->key.place.index;
    double missing = 0;
    for (uint32_t i = from + 1; i < from + places->node[from].span; i++) {
        struct key key = {{i}, strand->key.offence, strand->key.measure};
        if (holding_reach(strand->holding, places->node[i].kind) != 0)
            continue;
        struct arena scratch = {0};
        struct series series =
            cube_series(&scratch, strand->holding->current->cube, key);
        double days = days_missing(grounds, strand, key.place, &series, stretch, false);
        struct figure people = {0};
        if (days > 0)
            people = population_of(grounds->holdings, key.place,
                                   period_year(stretch->first), NULL);
        if (figure_known(people))
            missing += days * people.value;
        arena_free(&scratch);
    }
    return missing / stretch->days / residents;
}

static double coverage_in(const struct grounds *grounds, const struct strand *strand,
                          const struct tally *stretch)
{
    double missing = days_missing(grounds, strand, strand->key.place, &strand->series,
                                  stretch, true) /
                     stretch->days;
    if (!is_summed(grounds, strand))
        return 1 - missing;
    struct figure people = population_of(grounds->holdings, strand->key.place,
                                         period_year(stretch->first), NULL);
    if (!figure_known(people) || people.value <= 0)
        return 1 - missing;
    double below = share_missing_below(grounds, strand, stretch, people.value);
    return 1 - fmax(missing, below);
}

double strand_coverage(const struct grounds *grounds, const struct strand *strand,
                       const struct tally *stretch)
{
    const struct memo_asked asked = {MEMO_COVERAGE, 0, stretch};
    double coverage;
    if (memo_get(grounds, strand, &asked, &coverage))
        return coverage;
    coverage = coverage_in(grounds, strand, stretch);
    memo_keep(grounds, strand, &asked, &coverage, sizeof coverage);
    return coverage;
}

/* The strand's months without those of nothing. */
static struct series believed(const struct grounds *grounds,
                              const struct strand *strand)
{
    struct series series = strand->series;
    series.figures = arena_array(grounds->arena, series.count, sizeof *series.figures);
    for (size_t i = 0; i < series.count; i++)
        if (!is_silent(grounds->silences, strand->holding, strand->key.place,
                       period_after(series.first, (int)i * (int)series.step)))
            series.figures[i] = strand->series.figures[i];
    return series;
}

struct scatter strand_scatter(const struct grounds *grounds,
                              const struct strand *strand)
{
    const struct memo_asked asked = {.kind = MEMO_SCATTER};
    struct scatter scatter;
    if (memo_get(grounds, strand, &asked, &scatter))
        return scatter;
    struct series series = believed(grounds, strand);
    scatter = scatter_of_months(&series);
    memo_keep(grounds, strand, &asked, &scatter, sizeof scatter);
    return scatter;
}

/* ---- rates ------------------------------------------------------------- */

static double months_of(const struct strand *strand, const struct tally *stretch)
{
    int steps =
        (stretch->last.month - stretch->first.month) / (int)strand->series.step + 1;
    return steps;
}

/* A sum that lacks a part is no lower bound of a rate whose exposure lacks it too. */
static enum status rate_status(const struct strand *strand, const struct tally *stretch,
                               double coverage)
{
    if (stretch->figure.status != STATUS_PARTIAL || coverage >= 1)
        return stretch->figure.status;
    enum status status = STATUS_REPORTED;
    for (struct period at = stretch->first; at.month <= stretch->last.month;
         at = period_after(at, (int)strand->series.step))
        if (series_at(&strand->series, at).status == STATUS_PROVISIONAL)
            status = STATUS_PROVISIONAL;
    return status;
}

static struct rate rate_in(const struct grounds *grounds, const struct strand *strand,
                           const struct tally *stretch)
{
    struct rate rate = {.year = period_year(stretch->first), .cases = strand->holding};
    struct figure people = population_of(grounds->holdings, strand->key.place,
                                         rate.year, &rate.population);
    if (stretch->figure.status == STATUS_SUPPRESSED)
        rate.figure = stretch->figure;
    if (!figure_known(people) || people.value <= 0 || !figure_known(stretch->figure))
        return rate;
    rate.coverage = strand_coverage(grounds, strand, stretch);
    if (!(rate.coverage > 0))
        return rate;
    rate.count = stretch->figure.value;
    rate.person_years = people.value * rate.coverage * stretch->days /
                        period_days(period_of(rate.year, 1), STEP_YEAR);
    struct scatter scatter = scatter_of_sum(strand_scatter(grounds, strand),
                                            months_of(strand, stretch) * rate.coverage);
    rate.figure = (struct figure){rate.count / rate.person_years * PER,
                                  rate_status(strand, stretch, rate.coverage)};
    struct interval counted = count_interval(rate.count, scatter);
    rate.around = (struct interval){counted.low * PER / rate.person_years,
                                    counted.high * PER / rate.person_years};
    rate.too_small = too_small_to_rank(rate.count, counted);
    return rate;
}

struct rate strand_rate(const struct grounds *grounds, const struct strand *strand,
                        const struct tally *stretch)
{
    const struct memo_asked asked = {MEMO_RATE, 0, stretch};
    struct rate rate;
    if (memo_get(grounds, strand, &asked, &rate))
        return rate;
    rate = rate_in(grounds, strand, stretch);
    memo_keep(grounds, strand, &asked, &rate, sizeof rate);
    return rate;
}

/* ---- change ------------------------------------------------------------ */

/* Person-days, or days where residents of either year are not known. */
static bool exposures(const struct grounds *grounds, struct place_id place,
                      const struct tally *later, const struct tally *earlier,
                      double out[2])
{
    const struct tally *tally[] = {later, earlier};
    bool known = true;
    for (size_t i = 0; i < 2; i++) {
        struct figure people =
            population_of(grounds->holdings, place, period_year(tally[i]->first), NULL);
        known &= figure_known(people) && people.value > 0;
        out[i] = people.value * tally[i]->days;
    }
    for (size_t i = 0; i < 2 && !known; i++)
        out[i] = tally[i]->days;
    return known;
}

/* Test and interval can disagree at the edge: then there is no clear change. */
static enum verdict held_up(enum verdict verdict, const struct comparison *found)
{
    bool more = found->around.low > 1 + VISIBLE;
    bool less = found->around.high < 1 - VISIBLE;
    if ((verdict == VERDICT_MORE && !more) || (verdict == VERDICT_LESS && !less))
        return VERDICT_NO_CLEAR;
    return verdict;
}

/* Both stretches and the rates' ratio, without the test, which costs the most. */
static enum comparable set_beside(const struct grounds *grounds,
                                  const struct strand *strand,
                                  const struct tally *stretch, int years,
                                  struct change *out, double exposure[2])
{
    *out = (struct change){.verdict = VERDICT_TOO_FEW};
    bool whole = strand_before(strand, stretch, years, &out->before);
    if (!whole && out->before.figure.status != STATUS_PARTIAL)
        return COMPARABLE_NOT_HELD;
    if (!whole || strand_coverage(grounds, strand, &out->before) < 1)
        return COMPARABLE_GAP_EARLIER;
    if (stretch->figure.status == STATUS_PARTIAL ||
        strand_coverage(grounds, strand, stretch) < 1)
        return COMPARABLE_GAP_NOW;
    out->per_resident =
        exposures(grounds, strand->key.place, stretch, &out->before, exposure);
    double later = stretch->figure.value, earlier = out->before.figure.value;
    out->found.ratio =
        earlier > 0 ? later / earlier * (exposure[1] / exposure[0]) : NAN;
    return COMPARABLE;
}

/* years: from the stretch back to the one before. */
static void test_change(const struct grounds *grounds, const struct strand *strand,
                        const struct tally *stretch, const double exposure[2],
                        int years, struct change *change)
{
    const struct memo_asked asked = {MEMO_CHANGE, years, stretch};
    if (memo_get(grounds, strand, &asked, change))
        return;
    struct scatter scatter =
        scatter_of_sum(strand_scatter(grounds, strand), months_of(strand, stretch));
    double later = stretch->figure.value, earlier = change->before.figure.value;
    change->found = compare_counts(later, exposure[0], earlier, exposure[1], scatter);
    change->verdict =
        held_up(verdict_of(later, earlier, &change->found), &change->found);
    change->across_break =
        grounds->breaks &&
        break_between(grounds->breaks, strand->holding->methodology, strand->key.place,
                      strand->key.offence, change->before.first, stretch->last);
    memo_keep(grounds, strand, &asked, change, sizeof *change);
}

enum comparable strand_change(const struct grounds *grounds,
                              const struct strand *strand, const struct tally *stretch,
                              int years, struct change *out)
{
    double exposure[2];
    enum comparable comparable =
        set_beside(grounds, strand, stretch, years, out, exposure);
    if (comparable == COMPARABLE)
        test_change(grounds, strand, stretch, exposure, years, out);
    return comparable;
}

/* ---- records ----------------------------------------------------------- */

/* How far a year lies below (a search for the highest) or above the stretch: by count
 * and by rate, whichever is nearer; not above 0 where it is as high. */
static double distance(const struct tally *stretch, const struct change *change,
                       bool highest)
{
    double counts = stretch->figure.value - change->before.figure.value;
    double ratio = change->found.ratio;
    if (isnan(ratio)) /* nothing before */
        ratio = counts > 0 ? INFINITY : 1;
    if (!highest) {
        counts = -counts;
        ratio = ratio > 0 ? 1 / ratio : INFINITY;
    }
    return counts > 0 ? ratio - 1 : 0;
}

static bool is_record(const struct grounds *grounds, const struct strand *strand,
                      const struct tally *stretch, bool highest, struct extreme *out)
{
    struct change nearest = {0}, change;
    double least = INFINITY, exposure[2], exposures_then[2] = {0};
    int passed = 0, nearest_years = 0;
    *out = (struct extreme){.highest = highest, .of_series = true};
    for (int years = 1; years < RECORD_YEARS_MAX; years++) {
        enum comparable comparable =
            set_beside(grounds, strand, stretch, years, &change, exposure);
        if (comparable == COMPARABLE_NOT_HELD)
            break;
        out->since = period_year(change.before.first);
        if (comparable != COMPARABLE || change.across_break)
            return false;
        double off = distance(stretch, &change, highest);
        if (!(off > 0)) {
            out->of_series = false;
            break;
        }
        passed++;
        if (off <= least) {
            least = off;
            nearest = change;
            nearest_years = years;
            memcpy(exposures_then, exposure, sizeof exposure);
        }
    }
    if (passed < RECORD_YEARS_MIN)
        return false;
    test_change(grounds, strand, stretch, exposures_then, nearest_years, &nearest);
    return nearest.verdict == (highest ? VERDICT_MORE : VERDICT_LESS);
}

bool strand_record(const struct grounds *grounds, const struct strand *strand,
                   const struct tally *stretch, struct extreme *out)
{
    return is_record(grounds, strand, stretch, true, out) ||
           is_record(grounds, strand, stretch, false, out);
}

const struct break_in *strand_jump(const struct breaks *breaks,
                                   const struct strand *strand, size_t *at)
{
    const struct break_in *level;
    while ((level = break_next(breaks, at, strand->holding->methodology,
                               strand->key.place, strand->key.offence)))
        if (level->date.month > strand->series.first.month &&
            level->date.month <= strand->last.month)
            return level;
    return NULL;
}
