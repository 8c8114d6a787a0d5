#include "site/block_band.h"

#include "site/pages.h"
#include "site/prose.h"

#include <math.h>

/* A figure too small for percentages to mean anything. */
static const double PERCENT_LEAST = 100;

/* One bound of the mean of twelve months: firm months stay, others go to their own. */
static struct series mean_bound(struct arena *arena, const struct series *mean,
                                const struct series *months,
                                const struct series *months_bound)
{
    struct series bound = *mean;
    bound.figures = arena_array(arena, mean->count, sizeof *bound.figures);
    for (size_t i = 0; i < mean->count; i++) {
        double moved = 0;
        bool any = false;
        for (int back = 0; back < 12; back++) {
            struct period at = period_after(mean->first, (int)i - back);
            struct figure to = series_at(months_bound, at);
            if (!figure_known(to))
                continue;
            any = true;
            moved += to.value - series_at(months, at).value;
        }
        if (any && figure_known(mean->figures[i]))
            bound.figures[i] = (struct figure){mean->figures[i].value + moved / 12,
                                               STATUS_PROVISIONAL};
    }
    return bound;
}

void block_band(const struct page *page, const struct strand *strand,
                struct chart_series *line)
{
    struct band found;
    if (band_of(page->arena, page->site->bands, page->site->holdings, strand, &found) !=
        BAND_FOUND)
        return;
    struct chart_band *months = arena_take(page->arena, sizeof *months);
    *months = (struct chart_band){found.low, found.high};
    line->band = months;
    if (!line->months)
        return;
    struct chart_band *mean = arena_take(page->arena, sizeof *mean);
    mean->low = mean_bound(page->arena, &line->series, line->months, &months->low);
    mean->high = mean_bound(page->arena, &line->series, line->months, &months->high);
    line->months_band = months;
    line->band = mean;
}

/* "+2.7%", "−0.3%", "0%" */
static const char *say_moved(const struct page *page, double to, double from)
{
    double percent = 100 * (to / from - 1);
    int decimals = fabs(percent) < 0.05 || fabs(percent) >= 10 ? 0 : 1;
    return arena_format(page->arena, "%s%s%%", percent >= 0.05 ? "+" : "",
                        say_number(page->arena, page->catalogue,
                                   fabs(percent) < 0.05 ? 0 : percent, decimals));
}

static const char *say_band(const struct page *page, const struct band *band)
{
    double from = round(band->range.low), to = round(band->range.high);
    struct part parts[] = {
        {"low", band->figure.value > 0
                    ? say_moved(page, band->range.low, band->figure.value)
                    : ""},
        {"high", band->figure.value > 0
                     ? say_moved(page, band->range.high, band->figure.value)
                     : ""},
        {"n", say_count(page, band->latest)},
        {"pairs", say_count(page, (double)band->spread.pairs)},
        {"month", say_period(page->arena, page->catalogue, band->newest, STEP_MONTH)},
        {"from", say_count(page, from)},
        {"to", say_count(page, to)},
        {0}};
    return say(page->arena, page->catalogue,
               from == to                           ? "chart.band_still"
               : band->figure.value < PERCENT_LEAST ? "chart.band_small"
                                                    : "chart.band",
               band->latest, parts);
}

struct band_note band_note_of(const struct page *page, const struct strand *strand)
{
    struct band_note note = {"", ""};
    struct band band;
    switch (
        band_of(page->arena, page->site->bands, page->site->holdings, strand, &band)) {
    case BAND_FOUND:
        note.sentence = say_band(page, &band);
        note.link = link_versions(page, strand->holding, strand->key.place);
        break;
    case BAND_TOO_FEW:
        note.sentence = word(page->catalogue, "chart.band_few");
        break;
    case BAND_NOTHING_NEW:
        break;
    }
    return note;
}
