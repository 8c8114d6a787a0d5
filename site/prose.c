#include "site/prose.h"

#include <string.h>

const char *say_count(const struct page *page, double count)
{
    return say_number(page->arena, page->catalogue, count, 0);
}

const char *say_figure(const struct page *page, struct figure figure, int decimals)
{
    if (!figure_known(figure))
        return word(page->catalogue, figure.status == STATUS_SUPPRESSED
                                         ? "status.suppressed"
                                         : "status.not_reported");
    const char *number =
        say_number(page->arena, page->catalogue, figure.value, decimals);
    if (figure.status != STATUS_PARTIAL)
        return number;
    return say(page->arena, page->catalogue, "status.at_least", 0,
               (struct part[]){{"number", number}, {0}});
}

static const struct measure *counted(const struct page *page)
{
    return &page->site->lists->measures.node[page->site->investigations.index];
}

const char *counted_word(const struct page *page)
{
    const char *unit = in_language(page, &counted(page)->unit);
    return say(page->arena, page->catalogue, "table.investigations", 0,
               (struct part[]){{"unit", say_capital(page->arena, unit)}, {0}});
}

static bool has_withheld(const struct series *series)
{
    for (size_t i = 0; i < series->count; i++)
        if (series->figures[i].status == STATUS_SUPPRESSED)
            return true;
    return false;
}

const char *say_withheld(const struct page *page, const char *note,
                         const struct series *series, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (has_withheld(&series[i]))
            return arena_format(page->arena, "%s %s", note,
                                word(page->catalogue, "chart.withheld"));
    return note;
}

const char *say_unit(const struct page *page, const struct methodology *methodology)
{
    const char *own = in_language(page, &methodology->unit);
    return *own ? say_capital(page->arena, own)
                : say(page->arena, page->catalogue, "unit.counted", 0,
                      (struct part[]){{"name", in_language(page, &counted(page)->name)},
                                      {0}});
}

const char *short_unit(const struct page *page, const struct methodology *methodology)
{
    return *in_language(page, &methodology->unit) ? say_unit(page, methodology)
                                                  : counted_word(page);
}

/* A town's name alone may be that of a town in another state. */
static const char *with_state(const struct page *page, struct place_id place,
                              const char *words)
{
    const struct place *node = place_node(page->site->lists, place);
    if (node->kind != PLACE_MUNICIPALITY || node->parent == NO_INDEX)
        return words;
    return arena_format(page->arena, "%s, %s", words,
                        name_place(page, (struct place_id){node->parent}));
}

const char *full_name_place(const struct page *page, struct place_id place)
{
    return with_state(page, place, name_place(page, place));
}

const char *in_place(const struct page *page, struct place_id place)
{
    return with_state(page, place,
                      in_language(page, &place_node(page->site->lists, place)->in));
}

const char *of_place(const struct page *page, struct place_id place)
{
    return in_language(page, &place_node(page->site->lists, place)->of);
}

const char *phrase_offence(const struct page *page, struct offence_id offence)
{
    return in_language(page, &offence_node(page->site->lists, offence)->phrase);
}

bool is_calendar_year(const struct tally *tally)
{
    return period_month(tally->first) == 1 && period_month(tally->last) == 12 &&
           period_year(tally->first) == period_year(tally->last);
}

const char *say_tally_span(const struct page *page, const struct tally *tally)
{
    enum step step = is_calendar_year(tally) ? STEP_YEAR : STEP_MONTH;
    struct period last = step == STEP_YEAR ? tally->first : tally->last;
    return say_span(page->arena, page->catalogue, tally->first, last, step);
}

const char *say_when(const struct page *page, const struct tally *tally)
{
    const char *key = is_calendar_year(tally)                   ? "when.year"
                      : tally->first.month == tally->last.month ? "when.month"
                                                                : "when.months";
    return say(page->arena, page->catalogue, key, 0,
               (struct part[]){{"span", say_tally_span(page, tally)}, {0}});
}

/* ": 44 al día", ": una cada 1.5 días", or nothing where that would mislead: few cases
 * have no pace. */
static const char *say_pace(const struct page *page, const struct tally *tally)
{
    static const double PACE_CASES_MIN = 10;
    double per_day = tally->figure.value / tally->days;
    if (tally->figure.value < PACE_CASES_MIN || tally->figure.status == STATUS_PARTIAL)
        return "";
    double shown = per_day >= 1 ? per_day : 1 / per_day;
    const char *number =
        say_number(page->arena, page->catalogue, shown, shown < 10 ? 1 : 0);
    if (shown < 1.05)
        return word(page->catalogue, "pace.daily");
    return say(page->arena, page->catalogue,
               per_day >= 1 ? "pace.per_day" : "pace.every", shown,
               (struct part[]){{"number", number}, {0}});
}

/* The form of the sentence: one of the methodology's own, or one for its unit, or by
 * the kind of place. */
static const char *lead_key(const struct page *page, const struct strand *strand,
                            const char *form)
{
    const char *own =
        arena_format(page->arena, "%s.%s", form, strand->holding->methodology->code);
    if (catalogue_has(page->catalogue, own))
        return own;
    if (*in_language(page, &strand->holding->methodology->unit))
        return arena_format(page->arena, "%s.counted", form);
    enum place_kind kind = place_node(page->site->lists, strand->key.place)->kind;
    return arena_format(page->arena, "%s.%s", form,
                        kind == PLACE_COUNTRY        ? "country"
                        : kind == PLACE_MUNICIPALITY ? "town"
                                                     : "state");
}

const char *say_lead(const struct page *page, const struct strand *strand,
                     const struct tally *tally)
{
    const char *form = tally->figure.value == 0 ? "lead_zero" : "lead";
    const char *key = lead_key(page, strand, form);
    const char *sentence =
        say(page->arena, page->catalogue, key, tally->figure.value,
            (struct part[]){
                {"when", say_when(page, tally)},
                {"in_place", in_place(page, strand->key.place)},
                {"count", say_figure(page, tally->figure, 0)},
                {"offence", phrase_offence(page, strand->key.offence)},
                {"pace", say_pace(page, tally)},
                {"unit", in_language(page, &strand->holding->methodology->unit)},
                {0}});
    return say_capital(page->arena, sentence);
}

const char *say_unsaid(const struct page *page, const struct strand *strand)
{
    const struct catalogue *c = page->catalogue;
    enum step step = strand->series.step;
    struct unsaid unsaid;
    if (strand->bridged || !strand_unsaid(strand, &unsaid))
        return "";
    const char *key = !unsaid.withheld.month ? "unsaid.missing"
                      : unsaid.missing       ? "unsaid.both"
                                             : "unsaid.withheld";
    if (unsaid.first.month == unsaid.last.month)
        key = arena_format(page->arena, "%s_one", key);
    return say(
        page->arena, c, key, 0,
        (struct part[]){{"first", say_period(page->arena, c, unsaid.first, step)},
                        {"last", say_period(page->arena, c, unsaid.last, step)},
                        {0}});
}

const char *say_opening(const struct page *page, const struct strand *strand,
                        const struct tally *tally)
{
    const char *lead = say_lead(page, strand, tally);
    const char *unsaid = say_unsaid(page, strand);
    return *unsaid ? arena_format(page->arena, "%s %s", lead, unsaid) : lead;
}
