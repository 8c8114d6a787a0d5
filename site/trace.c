#include "site/trace.h"

#include "base/buffer.h"
#include "base/file.h"
#include "site/trace_rows.h"

#include <math.h>
#include <string.h>

/* The period ------------------------------------------------------------------------
 */

static bool read_end(struct text text, struct period *first, struct period *last)
{
    enum step step;
    if (text.length > strlen("2023-05") || !period_parse(text, first, &step))
        return false;
    *last = period_after(*first, (int)step - 1);
    return true;
}

bool trace_period(const char *asked, struct period *first, struct period *last,
                  struct error *err)
{
    struct period ignored;
    struct text whole = text_of(asked);
    const char *between = strstr(asked, "..");
    bool good;
    if (between) {
        struct text from = {asked, (size_t)(between - asked)};
        good = read_end(from, first, &ignored) &&
               read_end(text_of(between + 2), &ignored, last) &&
               first->month <= last->month;
    } else {
        good = read_end(whole, first, last);
    }
    return good ||
           fail(err, ERROR_USAGE,
                "a period must be like 2023, 2023-05 or 2020..2023, not \"%s\"", asked);
}

/* Strands ---------------------------------------------------------------------------
 */

/* A question being answered. */
struct tracing {
    const struct grounds *grounds;
    const struct trace_question *question;
    struct trace *out;
    size_t count;
};

/* What the strand has of the period, in its steps; false: nothing. */
static bool cut_period(const struct strand *strand, const struct trace_question *asked,
                       struct trace *trace)
{
    struct period first = asked->first, last = asked->last;
    if (strand->series.step == STEP_YEAR) {
        first = period_of(period_year(period_after(first, 11)), 1);
        last = period_of(period_year(period_after(last, 1)) - 1, 1);
    }
    if (first.month < strand->series.first.month)
        first = strand->series.first;
    if (last.month > strand->last.month)
        last = strand->last;
    trace->first = first;
    trace->last = last;
    trace->step = strand->series.step;
    return first.month <= last.month;
}

static size_t steps_of(const struct trace *trace)
{
    int step = trace->step == STEP_YEAR ? STEP_YEAR : STEP_MONTH;
    return (size_t)((trace->last.month - trace->first.month) / step) + 1;
}

static bool is_population(const struct holding *holding)
{
    return strcmp(holding->source->subject, "population") == 0;
}

static bool trace_residents(struct tracing *tracing, struct trace *trace,
                            struct error *err)
{
    const struct holdings *holdings = tracing->grounds->holdings;
    struct arena *arena = tracing->grounds->arena;
    const struct holding *people = trace->rate.population;
    struct trace *residents = arena_take(arena, sizeof *residents);
    *residents =
        (struct trace){.holding = people,
                       .key = {trace->key.place,
                               offence_find(holdings->lists,
                                            text_of(people->source->offence.constant)),
                               measure_find(holdings->lists,
                                            text_of(people->source->measure.constant))},
                       .first = period_of(trace->rate.year, 1),
                       .last = period_of(trace->rate.year, 1),
                       .step = STEP_YEAR};
    residents->published =
        population_of(holdings, trace->key.place, trace->rate.year, NULL);
    trace->residents = residents;
    return trace_rows(arena, holdings, NULL, residents->key.measure, residents, err);
}

/* The rate that pages show: of a stretch within one year. */
static bool trace_rate(struct tracing *tracing, const struct strand *strand,
                       struct trace *trace, struct error *err)
{
    struct tally tally = {trace->published, trace->first, trace->last, 0};
    for (size_t i = 0; i < steps_of(trace); i++)
        tally.days += period_days(period_after(trace->first, (int)i * (int)trace->step),
                                  trace->step);
    if (period_year(trace->first) != period_year(trace->last) ||
        is_population(trace->holding) ||
        (strand->holding->methodology && strand->bridged))
        return true;
    trace->rate = strand_rate(tracing->grounds, strand, &tally);
    trace->rated = figure_known(trace->rate.figure);
    return !trace->rated || trace_residents(tracing, trace, err);
}

static bool add_strand(struct tracing *tracing, const struct strand *strand,
                       const struct bridge *bridge, struct measure_id counted,
                       struct error *err)
{
    struct trace trace = {
        .holding = strand->holding, .key = strand->key, .bridged = bridge != NULL};
    if (tracing->count == TRACES_MAX || !cut_period(strand, tracing->question, &trace))
        return true;
    trace.published = series_total(&strand->series, trace.first, steps_of(&trace));
    if (!trace_rows(tracing->grounds->arena, tracing->grounds->holdings, bridge,
                    counted, &trace, err) ||
        !trace_rate(tracing, strand, &trace, err))
        return false;
    /* a list of every case says a zero by having no row */
    if (trace.rows > 0 ||
        (strand->holding->source->lists_all && figure_known(trace.published)))
        tracing->out[tracing->count++] = trace;
    return true;
}

/* The strand of a source that was named, whichever one pages would take. */
static bool strand_from(const struct tracing *tracing, struct measure_id measure,
                        struct strand *out, bool *found, struct error *err)
{
    const struct trace_question *question = tracing->question;
    const struct holdings *holdings = tracing->grounds->holdings;
    const struct holding *holding;
    struct key key = {question->place, question->offence, measure};
    *found = false;
    if (!holdings_find(holdings, question->source, &holding, err))
        return false;
    if (!holding->current)
        return fail(err, ERROR_USAGE, "there is no snapshot of %s that can be read",
                    question->source);
    const struct place *place = place_node(holdings->lists, question->place);
    if (!cube_holds(holding->current->cube, key))
        return true;
    if (holding_reach(holding, place->kind) < 0)
        return fail(err, ERROR_USAGE,
                    "%s does not cover the whole of %s: no sum of it is published",
                    question->source, place->path);
    *out = (struct strand){.holding = holding, .key = key};
    out->series = cube_series(tracing->grounds->arena, holding->current->cube, key);
    *found = series_last_known(&out->series, &out->last);
    return true;
}

static bool add_measure(struct tracing *tracing, struct measure_id measure,
                        struct error *err)
{
    const struct trace_question *question = tracing->question;
    struct strand strands[STRANDS_MAX];
    size_t count = 0;
    if (question->source) {
        bool found;
        if (!strand_from(tracing, measure, strands, &found, err))
            return false;
        count = found;
    } else {
        count = strands_of(tracing->grounds->arena, tracing->grounds->holdings,
                           question->place, question->offence, measure, strands);
    }
    for (size_t i = 0; i < count; i++)
        if (!add_strand(tracing, &strands[i], NULL, measure, err))
            return false;
    return true;
}

/* The bridge ------------------------------------------------------------------------
 */

/* The estimate over a change of method, from every source that counts the new way and
 * covers all of the place. */
static bool add_bridged(struct tracing *tracing, struct measure_id bridged,
                        struct error *err)
{
    const struct holdings *holdings = tracing->grounds->holdings;
    const struct trace_question *question = tracing->question;
    struct arena *arena = tracing->grounds->arena;
    const struct break_in *over = break_bridged(tracing->grounds->breaks);
    struct measure_id counted = {measure_node(holdings->lists, bridged)->parent};
    struct bridge *bridge = arena_take(arena, sizeof *bridge);
    if (!over)
        return true;
    const char *lists = path_join(arena, holdings->config->share, "transform/lists");
    if (!bridge_load(arena, path_join(arena, lists, over->bridge), holdings->lists,
                     bridge, err))
        return false;
    if (counted.index == NO_INDEX)
        counted = measure_find(holdings->lists, TEXT("investigations"));
    for (size_t i = 0; i < holdings->count; i++) {
        const struct holding *holding = &holdings->holding[i];
        struct cube *cube;
        if (!holding->current || holding->methodology != over->after ||
            !holding->source->complete ||
            (question->source && strcmp(question->source, holding->source->id) != 0))
            continue;
        if (!bridge_cube(bridge, holding->current->cube, counted, bridged,
                         holding->source->provisional, &cube, err))
            return false;
        struct strand strand = {.holding = holding,
                                .key = {question->place, question->offence, bridged},
                                .bridged = true};
        strand.series = cube_series(arena, cube, strand.key);
        cube_free(cube);
        if (series_last_known(&strand.series, &strand.last) &&
            !add_strand(tracing, &strand, bridge, counted, err))
            return false;
    }
    return true;
}

/* All -------------------------------------------------------------------------------
 */

/* Does a source of the question have a figure in this measure? */
static bool has_measure(const struct tracing *tracing, struct measure_id measure)
{
    const struct trace_question *question = tracing->question;
    struct strand strands[STRANDS_MAX];
    struct trace ignored;
    size_t count = strands_of(tracing->grounds->arena, tracing->grounds->holdings,
                              question->place, question->offence, measure, strands);
    for (size_t i = 0; i < count; i++)
        if ((!question->source ||
             strcmp(question->source, strands[i].holding->source->id) == 0) &&
            cut_period(&strands[i], question, &ignored))
            return true;
    return false;
}

/* The first measure with a figure, and the names of the others. */
static bool add_first(struct tracing *tracing, const char **also, struct error *err)
{
    const struct measures *measures = &tracing->grounds->holdings->lists->measures;
    struct buffer others = {0};
    bool good = true;
    for (uint32_t i = 0; good && i < measures->count; i++) {
        struct measure_id measure = {i};
        if (measures->node[i].parent != NO_INDEX)
            continue;
        if (tracing->count == 0)
            good = add_measure(tracing, measure, err);
        else if (has_measure(tracing, measure))
            buffer_format(&others, "%s%s", others.length ? ", " : "",
                          measures->node[i].code);
    }
    *also = arena_copy(tracing->grounds->arena, buffer_all(&others)).at;
    buffer_free(&others);
    return good;
}

bool trace_find(const struct grounds *grounds, const struct trace_question *question,
                struct trace out[TRACES_MAX], size_t *count, const char **also,
                struct error *err)
{
    const struct lists *lists = grounds->holdings->lists;
    struct tracing tracing = {grounds, question, out, 0};
    struct measure_id bridged = measure_find(lists, TEXT("investigations.bridged"));
    bool good;
    *also = "";
    if (question->measure.index == NO_INDEX)
        good = add_first(&tracing, also, err);
    else if (question->measure.index == bridged.index)
        good = add_bridged(&tracing, bridged, err);
    else
        good = add_measure(&tracing, question->measure, err);
    *count = tracing.count;
    const char *who = question->source
                          ? arena_format(grounds->arena, "%s has no", question->source)
                          : "no source here has a";
    return good && (tracing.count > 0 ||
                    fail(err, ERROR_USAGE, "%s figure of %s in %s in that period", who,
                         offence_node(lists, question->offence)->code,
                         place_node(lists, question->place)->path));
}

bool trace_agrees(const struct trace *trace)
{
    double sum = figure_known(trace->sum) ? trace->sum.value : 0;
    double published = figure_known(trace->published) ? trace->published.value : 0;
    return fabs(sum - published) <= 1e-9 * fabs(published);
}
