#include "site/block_multiples.h"

#include "site/block_similar.h"
#include "site/blocks.h"
#include "site/prose.h"

#include <math.h>

enum { YEARS_MAX = 40 };
static const double WIDTH = 132, HEIGHT = 66;

/* What all the little charts share. */
struct sharing {
    const struct methodology *methodology;
    struct offence_id offence;
    int first, years;
    double top;
    struct series country;
};

/* The rates of whole years, as far as they are known. */
static struct series rates_of(const struct page *page, const struct sharing *sharing,
                              struct place_id place, struct rate *newest)
{
    struct series series = {period_of(sharing->first, 1), STEP_YEAR,
                            (size_t)sharing->years, NULL};
    series.figures = arena_array(page->arena, series.count, sizeof *series.figures);
    for (int i = 0; i < sharing->years; i++) {
        struct tally tally;
        struct rate rate = {0};
        rate_in_year(page, place, sharing->offence, sharing->methodology,
                     sharing->first + i, &tally, &rate);
        series.figures[i] = rate.figure;
        *newest = rate;
    }
    return series;
}

static void stretch_top(struct sharing *sharing, const struct series *series)
{
    for (size_t i = 0; i < series->count; i++)
        if (figure_known(series->figures[i]))
            sharing->top = fmax(sharing->top, series->figures[i].value);
}

/* The country's whole years up to its newest. */
static bool find_sharing(const struct page *page, struct offence_id offence,
                         struct sharing *out)
{
    struct rate newest;
    int last;
    *out = (struct sharing){.offence = offence};
    if (!newest_year(page, page->site->country, offence, &out->methodology, &last))
        return false;
    out->first = period_year(out->methodology->first);
    if (last - out->first >= YEARS_MAX)
        out->first = last - YEARS_MAX + 1;
    out->years = last - out->first + 1;
    if (out->years < 2)
        return false;
    out->country = rates_of(page, out, page->site->country, &newest);
    stretch_top(out, &out->country);
    return true;
}

/* A round number, at least so much. */
static double round_up(double value)
{
    static const double ROUND[] = {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8};
    double power = pow(10, floor(log10(value)));
    for (size_t i = 0; i < sizeof ROUND / sizeof *ROUND; i++)
        if (value <= ROUND[i] * power)
            return ROUND[i] * power;
    return 10 * power;
}

static bool add_little(struct page *page, const struct sharing *sharing,
                       const struct multiple *place, const struct series *series,
                       const struct rate *newest, struct error *err)
{
    struct little_chart chart = {
        *series,
        place->place.index == page->site->country.index ? NULL : &sharing->country,
        sharing->country.first,
        (size_t)sharing->years,
        sharing->top,
        WIDTH,
        HEIGHT};
    struct svg_options options = {
        .id = arena_format(page->arena, "l%zu", page->charts_drawn++),
        .decorative = true};
    struct scene scene;
    struct svg svg;
    if (!chart_little(page->arena, &chart, &scene, err) ||
        !paint_svg(page->arena, &scene, &options, &svg, err))
        return false;
    page->charts++;
    struct view *item = view_item(page->view, "multiples");
    view_text(item, "place", name_place(page, place->place));
    view_text(item, "place_link", place->link ? place->link : "");
    view_svg(item, "little", svg);
    bool known = figure_known(newest->figure);
    view_text(item, "rate",
              known ? say_rate_value(page, newest)
                    : say_figure(page, newest->figure, 1));
    view_text(item, "mark",
              known && newest->too_small ? word(page->catalogue, "rate.too_small_mark")
                                         : "");
    return true;
}

static void add_words(struct page *page, const struct sharing *sharing,
                      const struct series *series, size_t count)
{
    int last = sharing->first + sharing->years - 1;
    struct part parts[] = {{"offence", name_offence(page, sharing->offence)},
                           {"first", arena_format(page->arena, "%d", sharing->first)},
                           {"last", arena_format(page->arena, "%d", last)},
                           {"top", say_number(page->arena, page->catalogue,
                                              sharing->top, sharing->top < 10 ? 1 : 0)},
                           {"country", name_place(page, page->site->country)},
                           {0}};
    view_text(page->view, "multiples_title",
              say(page->arena, page->catalogue, "multiples.title", 0, parts));
    const char *note = say(page->arena, page->catalogue, "multiples.note", 0, parts);
    view_text(page->view, "multiples_note", say_withheld(page, note, series, count));
}

bool block_multiples(struct page *page, const struct multiple *places, size_t count,
                     struct offence_id offence, struct error *err)
{
    struct sharing sharing;
    struct series *series = arena_array(page->arena, count, sizeof *series);
    struct rate *newest = arena_array(page->arena, count, sizeof *newest);
    if (!find_sharing(page, offence, &sharing))
        return true;
    for (size_t i = 0; i < count; i++) {
        series[i] = rates_of(page, &sharing, places[i].place, &newest[i]);
        stretch_top(&sharing, &series[i]);
    }
    if (!(sharing.top > 0))
        return true;
    sharing.top = round_up(sharing.top);
    add_words(page, &sharing, series, count);
    for (size_t i = 0; i < count; i++)
        if (!add_little(page, &sharing, &places[i], &series[i], &newest[i], err))
            return false;
    return true;
}
