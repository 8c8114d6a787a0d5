#include "site/query.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/number.h"
#include "site/command_line.h"
#include "site/strand_stats.h"

#include <math.h>
#include <string.h>

enum { SHOWN_MAX = 5 };

/* What is asked for ---------------------------------------------------------------- */

static bool is_name(const struct lists *lists, struct arena *arena,
                    const struct names *names, struct text folded)
{
    for (size_t i = 0; i < lists->languages.count; i++)
        if (text_equal(text_fold(arena, text_of(names->in[i])), folded))
            return true;
    return false;
}

/* Nodes of one name: those of the highest rank count. */
struct matches {
    int rank;
    size_t count;
    uint32_t first;
    struct buffer codes; /* of the first few */
};

static void add_match(struct matches *matches, int rank, uint32_t index,
                      const char *code)
{
    if (matches->count > 0 && rank > matches->rank)
        return;
    if (matches->count == 0 || rank < matches->rank) {
        buffer_clear(&matches->codes);
        matches->count = 0;
        matches->rank = rank;
        matches->first = index;
    }
    if (matches->count < SHOWN_MAX)
        buffer_format(&matches->codes, "%s%s", matches->count ? ", " : "", code);
    matches->count++;
}

static bool take_match(struct matches *matches, const char *what, const char *asked,
                       const char *near, uint32_t *out, struct error *err)
{
    *out = matches->first;
    bool one = matches->count == 1;
    if (matches->count > 1)
        fail(err, ERROR_USAGE, "%zu %ss are called \"%s\": %.*s%s", matches->count,
             what, asked, TEXT_ARGS(buffer_all(&matches->codes)),
             matches->count > SHOWN_MAX ? ", ..." : "");
    else if (!one && near)
        fail(err, ERROR_USAGE, "there is no %s \"%s\"; did you mean \"%s\"?", what,
             asked, near);
    else if (!one)
        fail(err, ERROR_USAGE, "there is no %s \"%s\"", what, asked);
    buffer_free(&matches->codes);
    return one;
}

bool query_place(const struct lists *lists, const char *asked, struct place_id *out,
                 struct error *err)
{
    const struct places *places = &lists->places;
    struct matches matches = {0};
    struct arena arena = {0};
    struct text folded = text_fold(&arena, text_of(asked));
    *out = place_find(lists, text_of(asked));
    for (uint32_t i = 0; out->index == NO_INDEX && i < places->count; i++) {
        const struct place *place = &places->node[i];
        if (strcmp(place->path, asked) == 0)
            out->index = i;
        else if (is_name(lists, &arena, &place->name, folded))
            add_match(&matches, (int)place->kind, i, place->code);
    }
    bool found = out->index != NO_INDEX;
    if (found)
        buffer_free(&matches.codes);
    else
        found = take_match(
            &matches, "place", asked,
            nearest(asked, &places->node->path, sizeof *places->node, places->count),
            &out->index, err);
    arena_free(&arena);
    return found;
}

bool query_offence(const struct lists *lists, const char *asked, struct offence_id *out,
                   struct error *err)
{
    const struct offences *offences = &lists->offences;
    struct matches matches = {0};
    struct arena arena = {0};
    struct text folded = text_fold(&arena, text_of(asked));
    *out = offence_find(lists, text_of(asked));
    bool found = out->index != NO_INDEX;
    for (uint32_t i = 0; !found && i < offences->count; i++) {
        const struct offence *offence = &offences->node[i];
        if (is_name(lists, &arena, &offence->name, folded))
            add_match(&matches, (int)offence->level, i, offence->code);
    }
    if (!found)
        found = take_match(&matches, "offence", asked,
                           nearest(asked, &offences->node->code, sizeof *offences->node,
                                   offences->count),
                           &out->index, err);
    arena_free(&arena);
    return found;
}

/* The answer ------------------------------------------------------------------------
 */

/* What a table is written from; the language is English where there is one. */
struct asking {
    const struct grounds *grounds;
    size_t language;
    struct buffer *out;
};

static size_t english(const struct lists *lists)
{
    for (size_t i = 0; i < lists->languages.count; i++)
        if (strcmp(lists->languages.tag[i], "en") == 0)
            return i;
    return 0;
}

static const char *number(const struct asking *asking, double value, int decimals)
{
    static const struct numerals GROUPED = {",", ".", "-"};
    struct buffer out = {0};
    if (!isfinite(value))
        return "-";
    number_write(&out, value, decimals, &GROUPED);
    const char *copy = arena_copy(asking->grounds->arena, buffer_all(&out)).at;
    buffer_free(&out);
    return copy;
}

static const char *verdict_words(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_TOO_FEW:
        return "too few cases to tell";
    case VERDICT_NO_CLEAR:
        return "no clear change";
    case VERDICT_MORE:
        return "more than chance explains";
    case VERDICT_LESS:
        return "less than chance explains";
    }
    return "";
}

static const char *why_not(enum comparable comparable)
{
    switch (comparable) {
    case COMPARABLE_GAP_NOW:
        return "a part is missing";
    case COMPARABLE_GAP_EARLIER:
        return "a part of the year before is missing";
    case COMPARABLE_NOT_HELD:
    case COMPARABLE:
        break;
    }
    return "";
}

/* The rate's change against the same months of the year before, and what it means. */
static void write_change(const struct asking *asking, const struct strand *strand,
                         const struct tally *tally)
{
    struct change change;
    enum comparable comparable =
        strand_change(asking->grounds, strand, tally, 1, &change);
    double percent = (change.found.ratio - 1) * 100;
    bool known = comparable == COMPARABLE && isfinite(percent);
    buffer_format(asking->out, "  %9s  %s\n",
                  known
                      ? arena_format(asking->grounds->arena, "%s%s%%",
                                     percent > 0 ? "+" : "", number(asking, percent, 1))
                      : "-",
                  comparable != COMPARABLE ? why_not(comparable)
                  : change.across_break
                      ? arena_format(asking->grounds->arena,
                                     "%s, across a known jump of the place's total",
                                     verdict_words(change.verdict))
                      : verdict_words(change.verdict));
}

static void write_year(const struct asking *asking, const struct strand *strand,
                       int year)
{
    struct arena *arena = asking->grounds->arena;
    struct tally tally;
    if (!strand_year(strand, year, &tally))
        return;
    bool whole = period_month(tally.first) == 1 &&
                 (strand->series.step == STEP_YEAR || period_month(tally.last) == 12);
    struct rate rate = strand_rate(asking->grounds, strand, &tally);
    bool rated = figure_known(rate.figure);
    const char *around =
        rated ? arena_format(arena, "%s to %s", number(asking, rate.around.low, 1),
                             number(asking, rate.around.high, 1))
              : "-";
    const char *when =
        whole ? arena_format(arena, "%d", year)
              : arena_format(arena, "%d-%02d/%02d", year, period_month(tally.first),
                             period_month(tally.last));
    buffer_format(asking->out, "%-10s  %11s  %-12s  %9s  %-18s", when,
                  number(asking, tally.figure.value, 0),
                  status_word(tally.figure.status),
                  rated ? number(asking, rate.figure.value, 1) : "-", around);
    write_change(asking, strand, &tally);
}

/* The line by which anybody can check: which file, by its hash. */
static void write_receipt(const struct asking *asking, const struct holding *holding,
                          const char *of)
{
    const struct provenance *from = &holding->current->snapshot.provenance;
    buffer_format(asking->out,
                  "%s: %s, file %s of %04d-%02d-%02d, sha256 %s, fetched %s from %s\n",
                  of, holding->source->id, from->file, from->date.year,
                  from->date.month, from->date.day, from->sha256.hex, from->fetched,
                  *from->url ? from->url : "a file given by hand");
}

static void write_strand(const struct asking *asking, const struct strand *strand)
{
    const struct lists *lists = asking->grounds->holdings->lists;
    const struct holding *people = NULL;
    const struct methodology *methodology = strand->holding->methodology;
    int last = period_year(strand->last);
    buffer_format(asking->out, "\n%s (%s), %s\n",
                  methodology->name.in[asking->language], methodology->code,
                  measure_node(lists, strand->key.measure)->name.in[asking->language]);
    buffer_format(asking->out, "%-10s  %11s  %-12s  %9s  %-18s  %9s\n", "year", "count",
                  "status", "rate", "95% interval", "change");
    for (int year = period_year(strand->series.first); year <= last; year++)
        write_year(asking, strand, year);
    write_receipt(asking, strand->holding, "from");
    population_of(asking->grounds->holdings, strand->key.place, last, &people);
    if (people)
        write_receipt(asking, people, "residents");
}

static size_t write_measures(const struct asking *asking, struct place_id place,
                             struct offence_id offence)
{
    const struct holdings *holdings = asking->grounds->holdings;
    const struct measures *measures = &holdings->lists->measures;
    size_t written = 0;
    for (uint32_t i = 0; i < measures->count; i++) {
        struct strand strands[STRANDS_MAX];
        if (measures->node[i].parent != NO_INDEX)
            continue;
        size_t count = strands_of(asking->grounds->arena, holdings, place, offence,
                                  (struct measure_id){i}, strands);
        for (size_t j = 0; j < count; j++)
            write_strand(asking, &strands[j]);
        written += count;
    }
    return written;
}

bool query_write(const struct holdings *holdings, struct place_id place,
                 struct offence_id offence, struct buffer *out, struct error *err)
{
    struct arena arena = {0};
    const struct lists *lists = holdings->lists;
    struct breaks breaks;
    struct grounds grounds = {&arena, holdings, silences_of(&arena, holdings), &breaks};
    struct asking asking = {&grounds, english(lists), out};
    const char *folder = path_join(&arena, holdings->config->share, "transform/lists");
    if (!breaks_load(&arena, folder, lists, &breaks, err)) {
        arena_free(&arena);
        return false;
    }
    const char *what = offence_node(lists, offence)->name.in[asking.language];
    const char *where = place_node(lists, place)->name.in[asking.language];
    buffer_format(out, "%s (%s), %s (%s)\n", what, offence_node(lists, offence)->code,
                  where, place_node(lists, place)->code);
    buffer_string(out,
                  "rate: for every 100,000 residents and year; change: of the rate "
                  "against the same months of the year before, of the count where "
                  "residents are not known\n");
    bool good =
        write_measures(&asking, place, offence) > 0 ||
        fail(err, ERROR_USAGE, "no source here has a figure of %s in %s", what, where);
    if (good)
        buffer_format(out, "\nthe rows of a figure: cifra trace %s %s YEAR\n",
                      place_node(lists, place)->path,
                      offence_node(lists, offence)->code);
    arena_free(&arena);
    return good;
}
