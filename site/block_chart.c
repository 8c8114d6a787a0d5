/* Charts and maps on pages: each is drawn once for a phone and once for a desk, with
 * type of the same size, and the style sheet shows the one that fits. */

#include "site/block_band.h"
#include "site/block_receipts.h"
#include "site/blocks.h"
#include "site/embed.h"
#include "site/pictures.h"
#include "site/prose.h"

#include <math.h>
#include <string.h>

/* Pixels of a picture for each of a chart's; of a town's. */
static const double FRAMED_SCALE = 2, FRAMED_SCALE_OF_MANY = 1;
/* Of a plot that still shows something. */
static const double ROOM_LEAST = 60;
/* A picture whose words leave no room has smaller ones: step by step, at most by half.
 */
static const double WIDE_FROM = 1.4;
static const double SMALLER_STEP = 1.15, SMALLER_MOST = 2.02;
enum { MONTHS_MIN = 24 }; /* fewer show no season */
/* Square pixels: what an outline may lose. */
static const double MAP_DETAIL = 44;
/* With more towns than these a map's page has no room for a link in each of them, or
 * for the map at two widths: the file of the map has both. */
enum { LINKED_MAX = 50, TWICE_MAX = 80 };
/* A map of towns has many lines, and its page much else: a file of its own has room. */
static double town_detail(double width, size_t towns)
{
    if (width != CHART_FRAMED && towns > 2 * TWICE_MAX)
        return 400;
    return width == CHART_WIDE ? 170 : width == CHART_NARROW ? 100 : MAP_DETAIL;
}

bool draw_line(struct arena *arena, const void *chart, struct scene *out,
               struct error *err)
{
    return chart_line(arena, chart, out, err);
}

bool draw_columns(struct arena *arena, const void *chart, struct scene *out,
                  struct error *err)
{
    return chart_columns(arena, chart, out, err);
}

bool draw_bars(struct arena *arena, const void *chart, struct scene *out,
               struct error *err)
{
    return chart_bars(arena, chart, out, err);
}

bool draw_heat(struct arena *arena, const void *chart, struct scene *out,
               struct error *err)
{
    return chart_heat(arena, chart, out, err);
}

/* The chart of a page that is offered for print, too. */
static const char MAIN_CHART[] = "grafica";

static double scale_of(const struct page *page)
{
    return page->one_of_many ? FRAMED_SCALE_OF_MANY : FRAMED_SCALE;
}

/* The address of a file beside the page, which goes into the view. */
static const char *beside(struct page *page, struct view *view, const char *name,
                          const char *suffix)
{
    const char *file = arena_format(page->arena, "%s.%s", name, suffix);
    view_text(view, suffix, file);
    return arena_format(page->arena, "%s/%s", page->folder, file);
}

static bool put_files(struct page *page, struct view *view, const char *name,
                      const struct scene *scene, struct error *err)
{
    struct svg svg;
    struct svg_options options = {.id = "c", .standalone = true};
    struct tree *tree = page->site->tree;
    bool printed = !page->one_of_many && strcmp(name, MAIN_CHART) == 0;
    return paint_svg(page->arena, scene, &options, &svg, err) &&
           tree_put(tree, beside(page, view, name, "svg"), svg.text, err) &&
           put_png(tree, beside(page, view, name, "png"), scene, scale_of(page), err) &&
           (!printed || put_pdf(tree, beside(page, view, name, "pdf"), scene, err));
}

/* A chart being put on a page at each of its widths; width in, scene out. */
struct drawing {
    struct page *page;
    struct chart_frame *frame;
    draw_function *draw;
    const void *chart;
    const struct map_place *places; /* of a map; NULL otherwise */
    bool once;         /* at one width, for a chart that is no page's first */
    const char *layer; /* what its optional marks are; NULL or "": it has none */
    const struct band_note *note; /* on the newest months; NULL */
    const struct strand *strands; /* what it shows; NULL: a map, or no strand of ours */
    size_t strand_count;
    const struct holding *source; /* of a map; NULL */
};

static bool draw_at(const struct drawing *drawing, double width, struct scene *scene,
                    struct error *err);

static bool add_svg(const struct drawing *drawing, struct view *view, const char *name,
                    double width, struct error *err)
{
    struct page *page = drawing->page;
    struct scene scene;
    struct svg svg;
    struct svg_options options = {
        .id = arena_format(page->arena, "%c%zu", *name, page->charts_drawn)};
    if (!draw_at(drawing, width, &scene, err) ||
        !paint_svg(page->arena, &scene, &options, &svg, err))
        return false;
    view_svg(view, name, svg);
    return true;
}

static bool add_drawing(const struct drawing *drawing, const char *list,
                        const char *name, struct error *err)
{
    struct page *page = drawing->page;
    struct chart_frame *frame = drawing->frame;
    frame->words = catalogue_chart_words(page->catalogue);
    if (!frame->description)
        frame->description = word(page->catalogue, "chart.description_table");
    if (page->taker)
        return page->taker->take(page->taker->context, name, drawing, err);
    struct view *view = view_item(page->view, list);
    page->charts_drawn++;
    atomic_fetch_add(&page->site->charts, 1);
    view_text(view, "chart_title", frame->title);
    view_text(view, "chart_subtitle", frame->subtitle ? frame->subtitle : "");
    view_text(view, "chart_source", frame->source ? frame->source : "");
    if (drawing->source)
        receipts_add_source(page, view, drawing->source);
    else
        receipts_add(page, view, drawing->strands, drawing->strand_count);
    view_text(view, "layer", drawing->layer ? drawing->layer : "");
    view_text(view, "layer_id", arena_format(page->arena, "k%zu", page->charts_drawn));
    view_text(view, "png", "");
    view_text(view, "pdf", "");
    view_text(view, "embed", "");
    view_text(view, "band_note", drawing->note ? drawing->note->sentence : "");
    view_text(view, "band_link", drawing->note ? drawing->note->link : "");
    /* A heat map is as good at one width, and heavy: it is drawn once. */
    if (!add_svg(drawing, view, "narrow", CHART_NARROW, err) ||
        (drawing->draw != draw_heat && !drawing->once &&
         !add_svg(drawing, view, "wide", CHART_WIDE, err)))
        return false;
    if (!name || (page->one_of_many && strcmp(name, MAIN_CHART) != 0))
        return true;
    struct scene scene;
    frame->framed = true;
    bool ok = draw_at(drawing, CHART_FRAMED, &scene, err) &&
              put_files(page, view, name, &scene, err);
    frame->framed = false;
    const char *embed =
        embed_picture(page, arena_format(page->arena, "%s.svg", name), frame, &scene);
    view_text(view, "embed", embed);
    if (*embed)
        view_flag(page->view, "has_embeds", true);
    return ok;
}

const struct chart_frame *drawing_words(const struct drawing *drawing)
{
    return drawing->frame;
}

bool drawing_bare(const struct drawing *drawing, double width, struct scene *out,
                  struct error *err)
{
    drawing->frame->framed = false;
    return draw_at(drawing, width, out, err);
}

/* What stands around a plot depends on how high it is, a little: a few tries find the
 * plot that leaves the picture just its height. It may come out higher, where words
 * take more than there is. */
static bool fit_height(const struct drawing *drawing, double width, double height,
                       struct scene *out, struct error *err)
{
    enum { TRIES = 5 };
    struct chart_frame *frame = drawing->frame;
    frame->room = height / 2;
    for (int i = 0; i < TRIES; i++) {
        frame->height = 0;
        if (!draw_at(drawing, width, out, err))
            return false;
        double left = height - out->height;
        if (left >= 0 && left < 1)
            break;
        frame->room = fmax(frame->room + left, ROOM_LEAST);
    }
    frame->height = height;
    return draw_at(drawing, width, out, err);
}

bool drawing_framed(const struct drawing *drawing, const char *source, double width,
                    double height, struct scene *out, struct error *err)
{
    struct chart_frame *frame = drawing->frame;
    const struct chart_frame kept = *frame;
    bool good = true;
    frame->framed = true;
    frame->wide = width > WIDE_FROM * height;
    frame->source = source;
    for (double more = 1; good && more <= SMALLER_MOST; more *= SMALLER_STEP) {
        good = fit_height(drawing, more * width, more * height, out, err);
        if (good && out->height <= more * height)
            break;
    }
    *frame = kept;
    return good;
}

bool block_chart(struct page *page, const char *list, const char *name,
                 draw_function *draw, struct chart_frame *frame,
                 const struct strand *strand, struct error *err)
{
    struct drawing drawing = {.page = page,
                              .frame = frame,
                              .draw = draw,
                              .chart = frame,
                              .strands = strand,
                              .strand_count = strand != NULL};
    return add_drawing(&drawing, list, name, err) ||
           fail_while(err, "chart “%s”", frame->title);
}

const char *say_if_synthetic(const struct page *page, const char *line)
{
    if (!page->site->synthetic)
        return line;
    return arena_format(page->arena, "%s %s", word(page->catalogue, "synthetic.line"),
                        line);
}

/* Who publishes, and the day of each file: the line under a chart. */
static const char *source_line(const struct page *page, const struct strand *strands,
                               size_t count)
{
    const struct catalogue *c = page->catalogue;
    const char *files[STRANDS_MAX];
    for (size_t i = 0; i < count; i++)
        files[i] = say(
            page->arena, c, "chart.source_file", 0,
            (struct part[]){
                {"day", say_day(page->arena, c,
                                strands[i].holding->current->snapshot.provenance.date)},
                {0}});
    return say_if_synthetic(
        page, say(page->arena, c, "chart.source", 0,
                  (struct part[]){
                      {"publisher", strands[count - 1].holding->source->publisher},
                      {"files", say_list(page->arena, c, files, count)},
                      {"site", in_language(page, &page->site->config->title)},
                      {0}}));
}

const char *block_source_line(const struct page *page, const struct strand *strand)
{
    return source_line(page, strand, 1);
}

/* The same for a map of rates: cases and population. */
static const char *map_source_line(const struct page *page,
                                   const struct holding *source)
{
    const struct catalogue *c = page->catalogue;
    const struct holding *people = NULL;
    population_of(page->site->holdings, page->site->country, 2020, &people);
    return say_if_synthetic(
        page,
        say(page->arena, c, "chart.map_source", 0,
            (struct part[]){{"publisher", source->source->publisher},
                            {"day", say_day(page->arena, c,
                                            source->current->snapshot.provenance.date)},
                            {"population", people ? people->source->publisher : ""},
                            {"site", in_language(page, &page->site->config->title)},
                            {0}}));
}

static enum role role_of_strand(size_t index, size_t count)
{
    static const enum role OLDER[] = {ROLE_DATA_2, ROLE_DATA_4, ROLE_DATA_3};
    size_t age = count - 1 - index;
    return age == 0 ? ROLE_DATA_1 : OLDER[(age - 1) % 3];
}

/* Between two ways of counting, and through the months that neither file holds. */
static const char *gap_note(const struct page *page, const struct strand *strands,
                            size_t count)
{
    if (count < 2)
        return NULL;
    struct period from = period_after(strands[count - 2].last, 1);
    struct period to = period_after(strands[count - 1].series.first, -1);
    if (to.month < from.month)
        return NULL;
    return word(page->catalogue, "chart.gap");
}

/* From the first to the last figure that is known: months to come are no gap. */
static struct series known_span(const struct series *series)
{
    struct series span = *series;
    while (span.count && !figure_known(span.figures[span.count - 1]))
        span.count--;
    while (span.count && !figure_known(span.figures[0])) {
        span.figures++;
        span.count--;
        span.first = period_after(span.first, (int)span.step);
    }
    return span;
}

/* "nov 2024" */
static const char *short_month(const struct page *page, struct period period)
{
    return arena_format(
        page->arena, "%s %d",
        catalogue_chart_words(page->catalogue)->month_short[period_month(period) - 1],
        period_year(period));
}

/* The rolling mean with its months behind it; the months alone where they are few. */
static struct chart_series trend_series(const struct page *page,
                                        const struct strand *strand, enum role role)
{
    struct chart_series line = {.role = role, .bridged = strand->bridged};
    struct series *months = arena_take(page->arena, sizeof *months);
    *months = known_span(&strand->series);
    struct series mean = rolling_mean(page->arena, months);
    line.series = known_span(&mean);
    if (line.series.count)
        line.months = months;
    else
        line.series = *months;
    block_band(page, strand, &line);
    /* What the number at the line's end is: a mean of twelve months, or one month. */
    line.label =
        say(page->arena, page->catalogue,
            line.bridged  ? "chart.label_bridged"
            : line.months ? "chart.label_rolling"
                          : "chart.label_months",
            0, (struct part[]){{"month", short_month(page, strand->last)}, {0}});
    return line;
}

/* "Promedio a noviembre de 2024: entre 1,350 y 2,490; al final, 2,131." */
static const char *describe_line(const struct page *page,
                                 const struct chart_series *line)
{
    double low = 0, high = 0, last = 0;
    bool any = false;
    for (size_t i = 0; i < line->series.count; i++) {
        if (!figure_known(line->series.figures[i]))
            continue;
        last = line->series.figures[i].value;
        low = !any || last < low ? last : low;
        high = !any || last > high ? last : high;
        any = true;
    }
    return say(page->arena, page->catalogue, "chart.description_line", 0,
               (struct part[]){{"label", line->label},
                               {"low", say_count(page, low)},
                               {"high", say_count(page, high)},
                               {"last", say_count(page, last)},
                               {0}});
}

static const char *describe_trend(const struct page *page,
                                  const struct chart_series *lines, size_t count)
{
    struct buffer words = {0};
    struct period first =
        lines[0].months ? lines[0].months->first : lines[0].series.first;
    const struct series *end = &lines[count - 1].series;
    for (size_t i = 0; i < count; i++) {
        buffer_string(&words, i ? " " : "");
        buffer_string(&words, describe_line(page, &lines[i]));
    }
    const char *all = arena_copy(page->arena, buffer_all(&words)).at;
    buffer_free(&words);
    return say(
        page->arena, page->catalogue, "chart.description", 0,
        (struct part[]){{"span", say_span(page->arena, page->catalogue, first,
                                          period_after(end->first, (int)end->count - 1),
                                          STEP_MONTH)},
                        {"lines", all},
                        {0}});
}

/* Where a strand takes the place of the one before it, and where its level jumps. */
static size_t add_breaks(const struct page *page, const struct strand *strands,
                         size_t at, struct chart_break *out)
{
    const struct breaks *breaks = page->site->breaks;
    const struct strand *strand = &strands[at];
    const struct methodology *own = strand->holding->methodology;
    size_t count = 0, from = 0;
    if (at > 0) {
        const struct break_in *method =
            break_of_method(breaks, strands[at - 1].holding->methodology, own);
        out[count++] =
            method
                ? (struct chart_break){method->date, in_language(page, &method->reason)}
                : (struct chart_break){own->first, in_language(page, &own->label)};
    }
    for (const struct break_in *level;
         (level =
              break_next(breaks, &from, own, strand->key.place, strand->key.offence));)
        if (level->date.month > strand->series.first.month &&
            level->date.month <= strand->last.month)
            out[count++] =
                (struct chart_break){level->date, in_language(page, &level->reason)};
    return count;
}

bool block_trend(struct page *page, const char *list, const char *name,
                 const struct strand *strands, size_t count, const char *title,
                 struct error *err)
{
    struct chart_series *series = arena_array(page->arena, count, sizeof *series);
    struct chart_break *breaks = arena_array(
        page->arena, count * (1 + page->site->breaks->count), sizeof *breaks);
    size_t break_count = 0;
    bool rolling = false, banded = false;
    for (size_t i = 0; i < count; i++) {
        const struct strand *strand = &strands[i];
        series[i] = trend_series(page, strand, role_of_strand(i, count));
        rolling |= series[i].months != NULL;
        banded |= series[i].band != NULL;
        break_count += add_breaks(page, strands, i, breaks + break_count);
    }
    struct band_note note = band_note_of(page, &strands[count - 1]);
    const char *subtitle =
        word(page->catalogue, strands[count - 1].bridged ? "chart.bridge_subtitle"
                              : rolling                  ? "chart.trend_subtitle"
                                                         : "chart.trend_short");
    if (banded)
        subtitle = arena_format(page->arena, "%s %s", subtitle,
                                word(page->catalogue, "chart.band_subtitle"));
    struct line_chart chart = {
        .frame = {.title = title,
                  .subtitle = subtitle,
                  .description = describe_trend(page, series, count),
                  .source = source_line(page, strands, count)},
        .count = count,
        .series = series,
        .breaks = break_count,
        .break_ = breaks,
        .gap_note = gap_note(page, strands, count),
    };
    struct drawing drawing = {.page = page,
                              .frame = &chart.frame,
                              .draw = draw_line,
                              .chart = &chart,
                              .once = strands[count - 1].bridged,
                              .note = &note,
                              .strands = strands,
                              .strand_count = count};
    return add_drawing(&drawing, list, name, err) ||
           fail_while(err, "chart “%s”", title);
}

/* "2024", or "2024*" where months are missing. */
static const char **year_labels(struct arena *arena, const struct series *years,
                                const int *months)
{
    const char **labels = arena_array(arena, years->count, sizeof *labels);
    for (size_t i = 0; i < years->count; i++)
        labels[i] = arena_format(arena, "%d%s", period_year(years->first) + (int)i,
                                 months[i] < 12 ? "*" : "");
    return labels;
}

bool block_columns(struct page *page, const char *list, const char *name,
                   const struct strand *strand, const char *title, struct error *err)
{
    int *months = NULL;
    struct series years = series_by_year(page->arena, &strand->series, &months);
    if (years.count < 2 || strand->series.step != STEP_MONTH)
        return true;
    bool partial = false;
    for (size_t i = 0; i < years.count; i++)
        partial |= months[i] < 12;
    struct column_chart chart = {
        .frame = {.title = title,
                  .subtitle = word(page->catalogue, partial ? "chart.years_partial"
                                                            : "chart.years_subtitle"),
                  .source = source_line(page, strand, 1)},
        .series = years,
        .months_known = months,
        .labels = year_labels(page->arena, &years, months),
    };
    return block_chart(page, list, name, draw_columns, &chart.frame, strand, err);
}

/* A drawing of nothing but zeros says less than the sentence above it. */
static bool any_case(const struct series *series)
{
    for (size_t i = 0; i < series->count; i++)
        if (figure_known(series->figures[i]) && series->figures[i].value > 0)
            return true;
    return false;
}

bool block_months(struct page *page, const char *list, const struct strand *strand,
                  const char *title, struct error *err)
{
    struct series months = known_span(&strand->series);
    if (months.count < MONTHS_MIN || months.step != STEP_MONTH || !any_case(&months))
        return true;
    struct heat_chart chart = {
        .frame = {.title = title,
                  .subtitle = word(page->catalogue, "chart.months_subtitle"),
                  .source = source_line(page, strand, 1)},
        .series = months,
    };
    return block_chart(page, list, NULL, draw_heat, &chart.frame, strand, err);
}

/* The outline's rings as a chart wants them. */
static void area_rings(struct arena *arena, struct area *area,
                       const struct outline *outline)
{
    size_t *counts = arena_array(arena, outline->rings, sizeof *counts);
    const struct spot **rings = arena_array(arena, outline->rings, sizeof *rings);
    for (size_t i = 0; i < outline->rings; i++) {
        const struct ring *ring = &outline->ring[i];
        struct spot *spots = arena_array(arena, ring->count, sizeof *spots);
        for (size_t j = 0; j < ring->count; j++)
            spots[j] = (struct spot){ring->point[j].x, ring->point[j].y};
        counts[i] = ring->count;
        rings[i] = spots;
    }
    area->rings = outline->rings;
    area->ring_count = counts;
    area->ring = rings;
}

bool fit_states(struct arena *arena, struct site *site, struct error *err)
{
    static const double WIDTHS[CHART_WIDTHS] = {CHART_NARROW, CHART_WIDE, CHART_FRAMED};
    const struct places *places = &site->lists->places;
    struct place_id *states = arena_array(arena, places->count, sizeof *states);
    size_t count = 0;
    for (uint32_t i = 0; i < places->count; i++)
        if (places->node[i].kind == PLACE_STATE)
            states[count++] = (struct place_id){i};
    site->fitted = arena_array(arena, CHART_WIDTHS, sizeof *site->fitted);
    for (size_t i = 0; i < CHART_WIDTHS; i++) {
        struct fitted *fitted = &site->fitted[i];
        fitted->width = WIDTHS[i];
        if (!outlines_fit(arena, site->states, states, count, WIDTHS[i], MAP_DETAIL,
                          &fitted->outline, &fitted->count, &fitted->height, err))
            return false;
    }
    return true;
}

/* The outlines of the places asked for: states are at hand, towns are fitted anew. */
static bool fit_places(const struct drawing *drawing, size_t count, double width,
                       struct fitted *out, struct error *err)
{
    const struct site *site = drawing->page->site;
    bool states =
        place_node(site->lists, drawing->places[0].place)->kind == PLACE_STATE;
    if (states)
        for (size_t i = 0; i < CHART_WIDTHS; i++)
            if (site->fitted[i].width == width) {
                *out = site->fitted[i];
                return true;
            }
    struct place_id *ids = arena_array(drawing->page->arena, count, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        ids[i] = drawing->places[i].place;
    return outlines_fit(drawing->page->arena,
                        states ? site->states : site->municipalities, ids, count, width,
                        states ? MAP_DETAIL : town_detail(width, count), &out->outline,
                        &out->count, &out->height, err);
}

/* On a phone a town is smaller than a finger, and where there are many, everywhere; the
 * table beside the map and the index have links. */
static bool too_small_to_touch(const struct drawing *drawing, double width,
                               size_t towns)
{
    return place_node(drawing->page->site->lists, drawing->places[0].place)->kind ==
               PLACE_MUNICIPALITY &&
           (width == CHART_NARROW || (width == CHART_WIDE && towns > LINKED_MAX));
}

static bool fit_areas(const struct drawing *drawing, struct map_chart *chart,
                      double width, struct error *err)
{
    struct page *page = drawing->page;
    struct fitted fitted;
    if (!fit_places(drawing, chart->count, width, &fitted, err))
        return false;
    struct area *areas = arena_array(page->arena, fitted.count, sizeof *areas);
    for (size_t i = 0; i < fitted.count; i++)
        for (size_t j = 0; j < chart->count; j++)
            if (drawing->places[j].place.index == fitted.outline[i].place.index) {
                areas[i] = chart->area[j];
                if (too_small_to_touch(drawing, width, chart->count))
                    areas[i].link = areas[i].label = NULL;
                area_rings(page->arena, &areas[i], &fitted.outline[i]);
            }
    chart->area = areas;
    chart->count = fitted.count;
    chart->map_height = fitted.height;
    return true;
}

static bool draw_at(const struct drawing *drawing, double width, struct scene *scene,
                    struct error *err)
{
    drawing->frame->width = width;
    if (drawing->draw)
        return drawing->draw(drawing->page->arena, drawing->chart, scene, err);
    struct map_chart chart = *(const struct map_chart *)drawing->chart;
    chart.frame = *drawing->frame;
    return fit_areas(drawing, &chart, width, err) &&
           chart_map(drawing->page->arena, &chart, scene, err);
}

static enum area_sign sign_of(enum cluster_kind kind)
{
    return kind == CLUSTER_HIGH  ? AREA_UP
           : kind == CLUSTER_LOW ? AREA_DOWN
                                 : AREA_PLAIN;
}

bool block_map(struct page *page, const char *list, const char *name,
               const struct map_place *places, size_t count, struct place_id strong,
               const char *title, const char *subtitle, const char *rule,
               const struct holding *source, int decimals, struct error *err)
{
    struct area *areas = arena_array(page->arena, count, sizeof *areas);
    bool layer = false;
    for (size_t i = 0; i < count; i++) {
        areas[i] = (struct area){.figure = places[i].figure,
                                 .label = name_place(page, places[i].place),
                                 .note = places[i].note,
                                 .link = link_place(page, places[i].place),
                                 .strong = places[i].place.index == strong.index,
                                 .sign = sign_of(places[i].cluster)};
        layer |= areas[i].sign != AREA_PLAIN;
    }
    struct map_chart chart = {
        .frame = {.title = title,
                  .subtitle = subtitle,
                  .source = map_source_line(page, source)},
        .count = count,
        .area = areas,
        .decimals = decimals,
        .rule = rule,
    };
    struct drawing drawing = {.page = page,
                              .frame = &chart.frame,
                              .chart = &chart,
                              .source = source,
                              .places = places,
                              .once = count > TWICE_MAX,
                              .layer =
                                  layer ? word(page->catalogue, "clusters.layer") : ""};
    return add_drawing(&drawing, list, name, err) || fail_while(err, "map “%s”", title);
}
