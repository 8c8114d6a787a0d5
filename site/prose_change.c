/* Sentences about change, and how sure a rate is: what the test says, in plain words.
 * No per cent stands without its interval. */

#include "site/prose.h"

#include <math.h>

static const double TIMES_FROM = 2; /* a ratio told as times, not as per cent */

struct grounds grounds_of(const struct page *page)
{
    const struct site *site = page->site;
    return (struct grounds){page->arena, site->holdings, site->silences, site->breaks};
}

static bool is_provisional(const struct tally *tally)
{
    return tally->figure.status == STATUS_PROVISIONAL;
}

static const char *say_year(const struct page *page, const struct tally *tally)
{
    return arena_format(page->arena, "%d", period_year(tally->first));
}

static bool is_one_month(const struct tally *tally)
{
    return tally->first.month == tally->last.month;
}

/* "compare.same_months", "compare.same_month" or "compare.year_before" with an ending.
 */
static const char *span_key(const struct page *page, const struct tally *tally,
                            const char *ending)
{
    return arena_format(page->arena, "compare.%s%s",
                        is_calendar_year(tally) ? "year_before"
                        : is_one_month(tally)   ? "same_month"
                                                : "same_months",
                        ending);
}

/* A sentence about the newest figures there are, or about those of a way of counting
 * that is over: the key as it is, or with "_then". */
enum tense { TENSE_NOW, TENSE_THEN };

static const char *key_in(const struct page *page, enum tense tense, const char *key)
{
    return tense == TENSE_NOW ? key : arena_format(page->arena, "%s_then", key);
}

static const char *say_still(const struct page *page, const struct tally *tally,
                             enum tense tense, const char *key)
{
    return is_provisional(tally) ? word(page->catalogue, key_in(page, tense, key)) : "";
}

/* "29" of a ratio of .71 or 1.29; "2.4" of times. Near 1 time, and near 100% less, with
 * one decimal more: an end of an interval must not look like no change, or like none.
 */
static const char *say_amount(const struct page *page, double ratio, bool times,
                              bool fine)
{
    double amount = times ? ratio : 100 * fabs(ratio - 1);
    int decimals = times ? ratio < 10 : fine || amount < 1;
    if (times && ratio < 1.095)
        decimals = 2;
    if (!times && ratio < 0.01 && ratio > 0) {
        amount = fmin(amount, 99.9);
        decimals = 1;
    }
    return say_number(page->arena, page->catalogue, amount, decimals);
}

/* "29% menos (entre 19% y 38% menos)", "2.4 veces la cifra de antes (…)". */
static const char *say_size(const struct page *page, const struct comparison *found)
{
    bool times = found->ratio >= TIMES_FROM;
    bool fine = fabs(found->ratio - 1) < 0.1;
    bool more = found->ratio > 1;
    const char *key = times ? "change.times" : more ? "change.more" : "change.less";
    double near = more ? found->around.low : found->around.high;
    double far = more ? found->around.high : found->around.low;
    return say(page->arena, page->catalogue, key, 0,
               (struct part[]){{"size", say_amount(page, found->ratio, times, fine)},
                               {"near", say_amount(page, near, times, fine)},
                               {"far", say_amount(page, far, times, fine)},
                               {0}});
}

static const char *say_verdict(const struct page *page, const struct tally *tally,
                               const struct change *change, enum tense tense)
{
    const struct catalogue *c = page->catalogue;
    bool same = tally->figure.value == change->before.figure.value;
    const char *still = say_still(page, tally, tense, "change.still");
    struct part parts[] = {{"still", still}, {0}};
    switch (change->verdict) {
    case VERDICT_TOO_FEW:
        return say(page->arena, c, "change.too_few", 0, parts);
    case VERDICT_NO_CLEAR:
        return say(page->arena, c, same ? "change.same" : "change.none", 0, parts);
    case VERDICT_MORE:
    case VERDICT_LESS:
        break;
    }
    if (!(change->found.ratio > 0)) /* from none, or to none */
        return say(page->arena, c,
                   tally->figure.value > 0 ? "change.from_none"
                                           : key_in(page, tense, "change.to_none"),
                   0, parts);
    still = say_still(page, tally, tense, "change.still_though");
    return say(page->arena, c,
               key_in(page, tense,
                      change->per_resident ? "change.per_resident" : "change.per_day"),
               0,
               (struct part[]){
                   {"size", say_size(page, &change->found)}, {"still", still}, {0}});
}

/* The highest or lowest in years, with a space before it; "" when it is not. */
static const char *say_record(const struct page *page, const struct grounds *grounds,
                              const struct strand *strand, const struct tally *tally)
{
    struct extreme record;
    if (!strand_record(grounds, strand, tally, &record))
        return "";
    const char *key =
        arena_format(page->arena, "record.%s%s%s", record.highest ? "high" : "low",
                     record.of_series ? "_of_series" : "",
                     is_calendar_year(tally) ? "_year"
                     : is_one_month(tally)   ? "_month"
                                             : "");
    return say(
        page->arena, page->catalogue, key, 0,
        (struct part[]){{"year", arena_format(page->arena, "%d", record.since)}, {0}});
}

static const char *say_new_method(const struct page *page, const struct strand *strand,
                                  const struct tally *tally)
{
    struct period first = strand->holding->methodology->first;
    if (period_year(first) != period_year(tally->first))
        return "";
    return say(page->arena, page->catalogue, "compare.new_method", 0,
               (struct part[]){{"month", say_period(page->arena, page->catalogue, first,
                                                    STEP_MONTH)},
                               {0}});
}

static const char *say_compared(const struct page *page, const struct strand *strand,
                                const struct tally *tally, enum tense tense)
{
    const struct catalogue *c = page->catalogue;
    struct grounds grounds = grounds_of(page);
    struct change change;
    enum comparable comparable = strand_change(&grounds, strand, tally, 1, &change);
    if (comparable == COMPARABLE_NOT_HELD)
        return tense == TENSE_NOW ? say_new_method(page, strand, tally) : "";
    double before = change.before.figure.value;
    struct part parts[] = {{"year", say_year(page, &change.before)},
                           {"n", say_figure(page, change.before.figure, 0)},
                           {0}};
    if (comparable == COMPARABLE_GAP_EARLIER)
        return say(page->arena, c, span_key(page, tally, "_gap"), 0, parts);
    const char *fact = say(page->arena, c, span_key(page, tally, ""), before, parts);
    if (comparable == COMPARABLE_GAP_NOW)
        return arena_format(page->arena, "%s %s", fact,
                            word(c, key_in(page, tense, "compare.gap_now")));
    if (before == 0 && tally->figure.value == 0)
        return say(page->arena, c, span_key(page, tally, "_neither"), 0, parts);
    const char *record = say_record(page, &grounds, strand, tally);
    const char *jump = change.across_break ? word(c, "change.across_break") : "";
    return arena_format(page->arena, "%s %s%s%s%s%s", fact,
                        say_verdict(page, tally, &change, tense), *record ? " " : "",
                        record, *jump ? " " : "", jump);
}

const char *say_comparison(const struct page *page, const struct strand *strand,
                           const struct tally *tally)
{
    bool over = strand->holding->source->until.month != 0;
    return say_compared(page, strand, tally, over ? TENSE_THEN : TENSE_NOW);
}

/* ---- the way of counting before ---------------------------------------- */

/* Its newest months, when they are of a later year than its last whole one. */
static const char *say_earlier_months(const struct page *page,
                                      const struct tally *newest)
{
    return say(page->arena, page->catalogue, "compare.earlier_months",
               newest->figure.value,
               (struct part[]){{"when", say_when(page, newest)},
                               {"n", say_figure(page, newest->figure, 0)},
                               {0}});
}

const char *say_earlier(const struct page *page, const struct strand *strands,
                        size_t count)
{
    if (count < 2)
        return "";
    const struct strand *now = &strands[count - 1], *earlier = &strands[count - 2];
    struct tally year, before, newest = strand_newest(now);
    if (!strand_full_year(earlier, &year))
        return "";
    const char *unit = in_language(page, &earlier->holding->methodology->unit);
    const char *whole =
        say(page->arena, page->catalogue,
            *unit ? "compare.earlier_unit" : "compare.earlier", year.figure.value,
            (struct part[]){{"year", say_year(page, &year)},
                            {"count", say_figure(page, year.figure, 0)},
                            {"unit", unit},
                            {0}});
    struct grounds grounds = grounds_of(page);
    struct change change;
    if (strand_change(&grounds, now, &newest, 1, &change) != COMPARABLE_NOT_HELD)
        return whole;
    newest = strand_newest(earlier);
    const char *compared = say_compared(page, earlier, &newest, TENSE_THEN);
    if (!*compared || !strand_before(earlier, &newest, 1, &before))
        return whole;
    bool later = newest.last.month > year.last.month;
    return arena_format(page->arena, "%s%s%s %s", whole, later ? " " : "",
                        later ? say_earlier_months(page, &newest) : "", compared);
}

/* ---- in a headline ----------------------------------------------------- */

static const char *finding_key(const struct tally *tally, const struct change *change)
{
    if (tally->figure.value == 0 && change->before.figure.value == 0)
        return "finding.neither";
    switch (change->verdict) {
    case VERDICT_TOO_FEW:
        return "finding.too_few";
    case VERDICT_NO_CLEAR:
        return "finding.none";
    case VERDICT_MORE:
        return "finding.more";
    case VERDICT_LESS:
        break;
    }
    return "finding.less";
}

/* Of the newest stretch that has a year before; a jump of level between the two leaves
 * nothing that a headline could say in a few words. */
const char *say_finding(const struct page *page, const struct strand *strands,
                        size_t count, const char *title)
{
    struct grounds grounds = grounds_of(page);
    size_t tried = count < 2 ? count : 2;
    for (size_t i = 0; i < tried; i++) {
        const struct strand *strand = &strands[count - 1 - i];
        struct tally newest = strand_newest(strand);
        struct change change;
        enum comparable comparable =
            strand_change(&grounds, strand, &newest, 1, &change);
        if (comparable == COMPARABLE_NOT_HELD)
            continue;
        if (comparable != COMPARABLE || change.across_break)
            return title;
        return say(page->arena, page->catalogue, finding_key(&newest, &change), 0,
                   (struct part[]){
                       {"title", title}, {"span", say_tally_span(page, &newest)}, {0}});
    }
    return title;
}

/* ---- rates ------------------------------------------------------------- */

/* Tenths, and hundredths where a tenth would say nothing. */
static int rate_decimals(const struct rate *rate)
{
    return rate->figure.value > 0 && rate->figure.value < 1 ? 2 : 1;
}

const char *say_rate_value(const struct page *page, const struct rate *rate)
{
    return say_figure(page, rate->figure, rate_decimals(rate));
}

static const char *say_bounds(const struct page *page, const struct rate *rate,
                              const char *between, const char *above)
{
    int decimals = rate_decimals(rate);
    const struct catalogue *c = page->catalogue;
    bool open = !isfinite(rate->around.high);
    return say(
        page->arena, c, open ? above : between, 0,
        (struct part[]){
            {"low", say_number(page->arena, c, rate->around.low, decimals)},
            {"high",
             open ? "" : say_number(page->arena, c, rate->around.high, decimals)},
            {0}});
}

const char *say_rate_span(const struct page *page, const struct rate *rate)
{
    return say_bounds(page, rate, "rate.span", "rate.span_open");
}

const char *say_rate_note(const struct page *page, const struct rate *rate)
{
    const struct catalogue *c = page->catalogue;
    const char *few = rate->too_small ? word(c, "rate.too_small") : "";
    const char *covered = "";
    if (rate->coverage < 1)
        covered =
            say(page->arena, c, "rate.coverage", 0,
                (struct part[]){{"percent", say_number(page->arena, c,
                                                       floor(rate->coverage * 100), 0)},
                                {0}});
    return say(page->arena, c, "rate.note", 0,
               (struct part[]){
                   {"between", say_bounds(page, rate, "rate.between", "rate.above")},
                   {"year", arena_format(page->arena, "%d", rate->year)},
                   {"source", rate->population->source->publisher},
                   {"few", few},
                   {"covered", covered},
                   {0}});
}

struct rate rate_of(const struct page *page, const struct strand *strand,
                    const struct tally *stretch)
{
    struct grounds grounds = grounds_of(page);
    return strand_rate(&grounds, strand, stretch);
}

const char *say_rate(const struct page *page, const struct strand *strand,
                     const struct tally *stretch)
{
    struct rate rate = rate_of(page, strand, stretch);
    if (!figure_known(rate.figure))
        return "";
    return say(page->arena, page->catalogue, "rate.phrase", 0,
               (struct part[]){{"rate", say_rate_value(page, &rate)}, {0}});
}
