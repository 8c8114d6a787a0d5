/* Lines over time.
 *
 * Laid out in the order in which things depend on each other: the span of time, the
 * values, the labels' column, with that the plot's width, the notes above it, and
 * at last the labels inside it. When a label finds no room inside the plot it moves
 * to the column, the plot gets narrower, and the layout starts again. */
#include "render/line_layout.h"

#include "render/frame.h"
#include "render/hatch.h"
#include "render/words.h"

#include <math.h>

#define TICK_HEIGHT 52.0 /* of plot for each step of the value axis */
#define EARLY 0.94       /* a line that ends before this share of time ends early */

/* ---- extents ----------------------------------------------------------- */

struct extent {
    int32_t from, to; /* months; to is past the end */
    double lowest, highest;
    bool any, any_known;
};

static void extend(struct extent *extent, const struct series *series)
{
    for (size_t i = 0; i < series->count; i++) {
        struct figure figure = series->figures[i];
        if (figure.status == STATUS_ABSENT)
            continue;
        int32_t from = series->first.month + (int32_t)i * (int32_t)series->step;
        int32_t to = from + (int32_t)series->step;
        extent->from = extent->any && extent->from < from ? extent->from : from;
        extent->to = extent->any && extent->to > to ? extent->to : to;
        extent->any = true;
        if (!figure_known(figure))
            continue;
        extent->lowest = fmin(extent->lowest, figure.value);
        extent->highest = fmax(extent->highest, figure.value);
        extent->any_known = true;
    }
}

static void extend_to_band(struct extent *extent, const struct chart_band *band)
{
    for (size_t i = 0; band != NULL && i < band->low.count; i++)
        if (figure_known(band->low.figures[i])) {
            extent->lowest = fmin(extent->lowest, band->low.figures[i].value);
            extent->highest = fmax(extent->highest, band->high.figures[i].value);
        }
}

static void extend_over_nothing(struct extent *extent, const struct line_chart *chart)
{
    extent->to = 12;
    for (size_t i = 0; i < chart->count; i++) {
        const struct series *series = &chart->series[i].series;
        int32_t months = (int32_t)series->count * (int32_t)series->step;
        if (months == 0 || (extent->from != 0 && series->first.month > extent->from))
            continue;
        extent->from = series->first.month;
        extent->to = series->first.month + months;
    }
}

static struct extent extent_of(const struct line_chart *chart)
{
    struct extent extent = {0};
    for (size_t i = 0; i < chart->count; i++)
        extend(&extent, &chart->series[i].series);
    for (size_t i = 0; i < chart->count; i++)
        if (chart->series[i].months != NULL)
            extend(&extent, chart->series[i].months);
    for (size_t i = 0; i < chart->count; i++) {
        extend_to_band(&extent, chart->series[i].band);
        extend_to_band(&extent, chart->series[i].months_band);
    }
    if (!extent.any)
        extend_over_nothing(&extent, chart);
    return extent;
}

/* ---- layout ------------------------------------------------------------ */

static double plot_height(const struct line_chart *chart)
{
    if (chart->height > 0)
        return chart->height;
    if (chart->frame.room > 0)
        return chart->frame.room;
    double width = chart->frame.width;
    return width < WIDTH_WIDE ? 200 : width < 900 ? 270 : 400;
}

static double zone_middle(const struct line_layout *layout, const struct zone *zone)
{
    double from = time_axis_edge(&layout->time, zone->first);
    double to = time_axis_edge(&layout->time, period_after(zone->first, zone->months));
    return (from + to) / 2;
}

static void add_note(struct line_layout *layout, double x, const char *words,
                     bool centred)
{
    if (words == NULL || *words == '\0' || layout->notes == NOTES_MAX)
        return;
    if (x < layout->plot.left || x > layout->plot.right)
        return;
    layout->note[layout->notes++] =
        (struct note){.x = x, .words = words, .centred = centred};
}

/* The widest stretch of a kind carries the word; its like need not. */
static const struct zone *widest_zone(const struct line_layout *layout,
                                      enum role ground)
{
    const struct zone *widest = NULL;
    for (size_t i = 0; i < layout->zones; i++) {
        const struct zone *zone = &layout->zone[i];
        if (zone->ground == ground && (widest == NULL || zone->months > widest->months))
            widest = zone;
    }
    return widest;
}

static void note_zone(struct line_layout *layout, enum role ground, const char *words)
{
    const struct zone *zone = widest_zone(layout, ground);
    if (zone != NULL && layout->any_known)
        add_note(layout, zone_middle(layout, zone), words, true);
}

static void place_notes(struct line_layout *layout)
{
    const struct line_chart *chart = layout->chart;
    layout->notes = 0;
    for (size_t i = 0; i < chart->breaks; i++)
        add_note(layout, time_axis_edge(&layout->time, chart->break_[i].at),
                 chart->break_[i].reason, false);
    note_zone(layout, ROLE_GRID, chart->gap_note);
    note_zone(layout, ROLE_MISSING, chart->frame.words->not_reported);
    note_zone(layout, ROLE_WITHHELD, chart->frame.words->withheld);
    layout->rail = notes_place(layout->arena, layout->note, layout->notes,
                               layout->plot.left, layout->in.right);
}

/* Dots behind a line are many and faint; words keep clear of the hollow ones. */
static void mark_hollow(struct line_layout *layout, const struct series *months)
{
    for (size_t i = 0; months != NULL && i < months->count; i++) {
        if (months->figures[i].status != STATUS_PROVISIONAL)
            continue;
        struct spot at = line_spot(layout, months, i);
        board_line(&layout->board, at, at);
    }
}

/* What words inside the plot must keep clear of. */
static void mark_lines(struct line_layout *layout)
{
    for (size_t i = 0; i < layout->chart->count; i++) {
        mark_hollow(layout, layout->chart->series[i].months);
        const struct series *series = &layout->chart->series[i].series;
        struct spot from = {0}, to = {0};
        for (size_t j = 0; j < series->count; j++, from = to) {
            if (!figure_known(series->figures[j]))
                continue;
            to = line_spot(layout, series, j);
            bool joined = j > 0 && figure_known(series->figures[j - 1]);
            board_line(&layout->board, joined ? from : to, to);
            layout->label[i].end = to;
        }
    }
    for (size_t i = 0; i < layout->notes; i++)
        board_line(&layout->board, (struct spot){layout->note[i].x, layout->plot.top},
                   (struct spot){layout->note[i].x, layout->plot.bottom});
}

static double column_height(const struct line_layout *layout)
{
    double sum = 0;
    for (size_t i = 0; i < layout->chart->count; i++)
        if (layout->label[i].shown && layout->label[i].beside)
            sum += layout->label[i].height + 4;
    return sum;
}

static bool try_layout(struct line_layout *layout, const struct extent *extent)
{
    const struct line_chart *chart = layout->chart;
    const struct chart_words *words = chart->frame.words;
    struct box in = layout->in;
    layout->board = (struct board){.arena = layout->arena};
    double height = fmax(plot_height(chart), column_height(layout));
    layout->values =
        value_axis_for(extent->lowest, extent->highest,
                       (int)fmin(height / TICK_HEIGHT, 5), chart->decimals == 0);
    double gutter = layout->any_known
                        ? value_axis_width(layout->arena, &layout->values, words) + 9
                        : 0;
    double column = line_label_column(layout);
    layout->plot.left = in.left + gutter;
    layout->plot.right = in.right - fmax(column, 5);
    layout->time.left = layout->plot.left;
    layout->time.right = layout->plot.right;
    place_notes(layout);
    layout->plot.top = in.top + layout->rail + (layout->rail > 0 ? 0 : 7);
    layout->plot.bottom = layout->plot.top + height;
    layout->in.bottom = layout->plot.bottom;
    mark_lines(layout);
    return line_place_labels(layout);
}

static bool ends_early(const struct series *series, const struct time_axis *time)
{
    struct period last;
    if (!series_last_known(series, &last))
        return false;
    double past = last.month - time->first.month;
    double step = (double)series->step;
    return past + step < EARLY * time->months || past + step / 2 < 0.8 * time->months;
}

static void find_layout(struct line_layout *layout)
{
    struct extent extent = extent_of(layout->chart);
    layout->any_known = extent.any_known;
    layout->time.first = (struct period){extent.from};
    layout->time.months = extent.to - extent.from;
    line_find_zones(layout);
    line_measure_labels(layout, layout->in.right - layout->in.left);
    for (size_t i = 0; i < layout->chart->count; i++)
        layout->label[i].beside =
            !ends_early(&layout->chart->series[i].series, &layout->time);
    /* Each failure moves one label to the column, so this ends. */
    while (!try_layout(layout, &extent))
        continue;
}

/* ---- drawing ----------------------------------------------------------- */

static void draw_zones(const struct line_layout *layout, struct scene *scene)
{
    for (size_t i = 0; i < layout->zones; i++) {
        const struct zone *zone = &layout->zone[i];
        double from = time_axis_edge(&layout->time, zone->first);
        double to =
            time_axis_edge(&layout->time, period_after(zone->first, zone->months));
        scene_bar(scene, (struct spot){from, layout->plot.top}, to - from,
                  layout->plot.bottom - layout->plot.top, zone->ground)
            ->pale = zone->ground == ROLE_GRID;
    }
}

/* Why a chart shows nothing: withheld where that is all there is to it. */
static enum status silence_of(const struct line_chart *chart)
{
    enum status why = chart->count > 0 ? STATUS_SUPPRESSED : STATUS_NOT_REPORTED;
    for (size_t i = 0; i < chart->count; i++) {
        const struct chart_series *line = &chart->series[i];
        if (series_silence(line->months ? line->months : &line->series) !=
            STATUS_SUPPRESSED)
            why = STATUS_NOT_REPORTED;
    }
    return why;
}

static bool is_break(const struct line_layout *layout, const struct note *note)
{
    return !note->centred && layout->chart->breaks > 0;
}

static void draw_rules(const struct line_layout *layout, struct scene *scene)
{
    for (size_t i = 0; i < layout->notes; i++) {
        const struct note *note = &layout->note[i];
        double x = round(note->x) + 0.5;
        double from = layout->in.top + note->leader;
        bool whole = is_break(layout, note);
        if (!whole && layout->plot.top - from < 16)
            continue;
        scene_line(scene, (struct spot){x, from},
                   (struct spot){x, whole ? layout->plot.bottom : layout->plot.top - 2},
                   whole ? ROLE_QUIET : ROLE_RULE, 1)
            ->dash = DASH_DOTTED;
    }
}

static void draw(struct line_layout *layout, struct scene *scene)
{
    const struct chart_words *words = layout->chart->frame.words;
    if (layout->any_known) {
        draw_zones(layout, scene);
        value_axis_draw(scene, &layout->values, layout->plot, words, &layout->board);
    } else {
        frame_say_nothing_known(&layout->chart->frame, scene, layout->plot,
                                silence_of(layout->chart));
    }
    time_axis_draw(scene, &layout->time, layout->plot.bottom, words);
    draw_rules(layout, scene);
    line_draw_series(layout, scene);
    notes_draw(scene, layout->note, layout->notes, layout->in.top, &layout->board);
    line_draw_labels(layout, scene);
}

bool chart_line(struct arena *arena, const struct line_chart *chart, struct scene *out,
                struct error *err)
{
    if (chart->count > LINES_MAX)
        return fail(err, ERROR_USAGE,
                    "a line chart of %zu series; %d can be told apart", chart->count,
                    LINES_MAX);
    struct line_layout layout = {.arena = arena, .chart = chart};
    if (!frame_open(arena, &chart->frame, out, &layout.in, err))
        return false;
    find_layout(&layout);
    draw(&layout, out);
    frame_close(&chart->frame, out,
                layout.plot.bottom + time_axis_height(&layout.time));
    return true;
}
