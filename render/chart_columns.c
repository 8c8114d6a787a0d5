/* Columns: counts by year or month, zero-based.
 *
 * When every value fits above its column the values are written there and the chart
 * needs no axis; else it has an axis, and the last value is written. */
#include "render/axis.h"
#include "render/chart.h"
#include "render/frame.h"
#include "render/hatch.h"
#include "render/words.h"

#include <math.h>
#include <string.h>

#define ABOVE 5.0 /* from a column to its value */
#define MISSING_HEIGHT 26.0
#define RAISED_MAX 16.0 /* a value higher above its column would seem another's */

struct columns {
    struct arena *arena;
    const struct column_chart *chart;
    struct scene *scene;
    struct box plot;
    struct value_axis values;
    struct time_axis time;
    double slot, bar;
    struct board board;
    bool all_written; /* each value stands above its column */
};

static const struct series *series_of(const struct columns *columns)
{
    return &columns->chart->series;
}

static const char *value_words(const struct columns *columns, size_t i)
{
    struct figure figure = series_of(columns)->figures[i];
    return words_number(columns->arena, columns->chart->frame.words, figure.value,
                        columns->chart->decimals);
}

/* Fewer than twelve months, or a figure that may still change. */
static bool is_incomplete(const struct columns *columns, size_t i)
{
    const int *months = columns->chart->months_known;
    struct figure figure = series_of(columns)->figures[i];
    return figure.status != STATUS_REPORTED || (months != NULL && months[i] < 12);
}

static double highest_of(const struct series *series, double highest)
{
    for (size_t i = 0; series != NULL && i < series->count; i++)
        if (figure_known(series->figures[i]))
            highest = fmax(highest, series->figures[i].value);
    return highest;
}

static bool any_known(const struct series *series)
{
    struct period last;
    return series_last_known(series, &last);
}

static bool values_fit(const struct columns *columns, double slot)
{
    for (size_t i = 0; i < series_of(columns)->count; i++)
        if (figure_known(series_of(columns)->figures[i]) &&
            text_width(value_words(columns, i), TYPE_SMALL, false) > slot - 2)
            return false;
    return true;
}

/* ---- layout ------------------------------------------------------------ */

static void find_layout(struct columns *columns, struct box in)
{
    const struct column_chart *chart = columns->chart;
    const struct series *series = &chart->series;
    double width = in.right - in.left;
    double height = chart->frame.room > 0 ? chart->frame.room
                    : width < WIDTH_WIDE  ? 170
                    : width < 900         ? 220
                                          : 340;
    double count = fmax((double)series->count, 1);
    columns->all_written = values_fit(columns, width / count);
    columns->values =
        value_axis_for(0, highest_of(chart->compared, highest_of(series, 0)),
                       (int)fmin(height / 50, 5), chart->decimals == 0);
    double gutter =
        columns->all_written
            ? 0
            : value_axis_width(columns->arena, &columns->values, chart->frame.words) +
                  9;
    columns->plot = (struct box){in.left + gutter, in.top + TYPE_SMALL + ABOVE + 2,
                                 in.right, in.top + TYPE_SMALL + ABOVE + 2 + height};
    if (columns->all_written && any_known(series)) /* no ticks: use all the height */
        columns->values.top =
            fmax(highest_of(chart->compared, highest_of(series, 0)), 1e-9);
    columns->slot = (in.right - columns->plot.left) / count;
    columns->bar =
        columns->slot > 8 ? fmin(columns->slot * 0.76, 64) : columns->slot * 0.86;
    columns->time = (struct time_axis){.first = series->first,
                                       .months = (int)count * (int)series->step,
                                       .left = columns->plot.left,
                                       .right = columns->plot.right};
}

static double slot_middle(const struct columns *columns, size_t i)
{
    return columns->plot.left + ((double)i + 0.5) * columns->slot;
}

/* ---- drawing ----------------------------------------------------------- */

static char *column_tip(const struct columns *columns, size_t i)
{
    const struct column_chart *chart = columns->chart;
    const struct chart_words *words = chart->frame.words;
    struct period period =
        period_after(chart->series.first, (int)i * (int)chart->series.step);
    const char *label =
        chart->labels != NULL && chart->labels[i] != NULL
            ? chart->labels[i]
            : words_period(columns->arena, words, period, chart->series.step);
    return arena_format(
        columns->arena, "%s: %s", label,
        words_figure(columns->arena, words, chart->series.figures[i], chart->decimals));
}

static void draw_column(const struct columns *columns, size_t i, bool tips)
{
    struct figure figure = series_of(columns)->figures[i];
    struct box plot = columns->plot;
    double left = slot_middle(columns, i) - columns->bar / 2;
    struct mark *mark;
    if (figure_known(figure)) {
        double y = value_axis_y(&columns->values, fmax(figure.value, 0), plot);
        double height = plot.bottom - y;
        bool hollow = is_incomplete(columns, i) && columns->bar > 3;
        if (figure.value == 0) { /* a line on the ground: a zero is something known */
            mark = scene_bar(columns->scene, (struct spot){left, plot.bottom - 2},
                             columns->bar, 2, ROLE_DATA_1);
        } else if (hollow) {
            mark = scene_bar(columns->scene, (struct spot){left + 0.75, y + 0.75},
                             columns->bar - 1.5, fmax(height - 1.5, 0), ROLE_PAPER);
            mark->stroke = ROLE_DATA_1;
            mark->stroke_width = 1.5;
        } else {
            mark = scene_bar(columns->scene, (struct spot){left, y}, columns->bar,
                             height, ROLE_DATA_1);
            mark->pale = is_incomplete(columns, i);
        }
    } else if (figure.status != STATUS_ABSENT) {
        mark =
            scene_bar(columns->scene, (struct spot){left, plot.bottom - MISSING_HEIGHT},
                      columns->bar, MISSING_HEIGHT, hatch_of(figure.status));
    } else {
        return;
    }
    if (tips)
        mark->tip = column_tip(columns, i);
}

static double top_of(const struct columns *columns, size_t i)
{
    struct figure figure = series_of(columns)->figures[i];
    double value = figure_known(figure) ? fmax(figure.value, 0) : 0;
    return value_axis_y(&columns->values, value, columns->plot);
}

/* Over its column and those next to it that it reaches. */
static double clear_top(const struct columns *columns, struct box words)
{
    double top = columns->plot.bottom;
    for (size_t i = 0; i < series_of(columns)->count; i++) {
        double left = slot_middle(columns, i) - columns->bar / 2;
        if (left < words.right && left + columns->bar > words.left)
            top = fmin(top, top_of(columns, i));
    }
    return top;
}

/* A compared step at these words' height: they stand above it instead. */
static double above_step(const struct columns *columns, size_t i, double top)
{
    const struct series *series = series_of(columns);
    if (columns->chart->compared == NULL)
        return top;
    struct figure figure =
        series_at(columns->chart->compared,
                  period_after(series->first, (int)i * (int)series->step));
    double y = value_axis_y(&columns->values, figure.value, columns->plot);
    bool through = figure_known(figure) && y < top && y > top - ABOVE - TYPE_SMALL;
    return through ? y - 1 : top;
}

static void draw_value(struct columns *columns, size_t i)
{
    struct figure figure = series_of(columns)->figures[i];
    const char *value = value_words(columns, i);
    double half = text_width(value, TYPE_SMALL, false) / 2;
    double x = fmin(fmax(slot_middle(columns, i), half), columns->scene->width - half);
    struct spot at = {x, 0};
    double top =
        clear_top(columns, text_box(at, value, TYPE_SMALL, false, ANCHOR_MIDDLE));
    if (top < top_of(columns, i) - RAISED_MAX)
        return;
    at.y = above_step(columns, i, top) - ABOVE;
    struct box box = text_box(at, value, TYPE_SMALL, false, ANCHOR_MIDDLE);
    if (!board_has_no_words(&columns->board, box))
        return;
    board_add(&columns->board, box);
    scene_text(columns->scene, at, value, TYPE_SMALL, ROLE_INK, ANCHOR_MIDDLE)->halo =
        figure.value > 0;
}

static void draw_missing_words(struct columns *columns, size_t i)
{
    const char *words = words_status(columns->chart->frame.words,
                                     series_of(columns)->figures[i].status);
    if (text_width(words, TYPE_SMALL, false) > columns->slot - 2)
        return; /* the key says it */
    struct spot at = {slot_middle(columns, i),
                      columns->plot.bottom - MISSING_HEIGHT - ABOVE};
    struct box box = text_box(at, words, TYPE_SMALL, false, ANCHOR_MIDDLE);
    if (!board_has_no_words(&columns->board, box))
        return;
    board_add(&columns->board, box);
    scene_text(columns->scene, at, words, TYPE_SMALL, ROLE_QUIET, ANCHOR_MIDDLE);
}

static void draw_values(struct columns *columns)
{
    const struct series *series = series_of(columns);
    size_t last = series->count;
    for (size_t i = 0; i < series->count; i++)
        if (figure_known(series->figures[i]))
            last = i;
    if (last < series->count)
        draw_value(columns, last);
    double zero = text_width("0", TYPE_SMALL, false);
    for (size_t i = 0; i < series->count; i++) {
        struct figure figure = series->figures[i];
        bool written =
            columns->all_written || (figure.value == 0 && columns->slot > zero + 2);
        if (figure_known(figure) && written && i != last)
            draw_value(columns, i);
        else if (figure.status != STATUS_ABSENT && !figure_known(figure))
            draw_missing_words(columns, i);
    }
}

/* What it is compared with: a step over each column. */
static void draw_compared(const struct columns *columns)
{
    const struct series *compared = columns->chart->compared;
    if (compared == NULL)
        return;
    for (size_t i = 0; i < compared->count; i++) {
        struct figure figure = compared->figures[i];
        struct period period =
            period_after(compared->first, (int)i * (int)compared->step);
        double from = time_axis_edge(&columns->time, period);
        double to =
            time_axis_edge(&columns->time, period_after(period, (int)compared->step));
        if (!figure_known(figure) || from < columns->plot.left - 0.01 ||
            to > columns->plot.right + 0.01)
            continue;
        double y = value_axis_y(&columns->values, figure.value, columns->plot);
        scene_line(columns->scene, (struct spot){from, y}, (struct spot){to, y},
                   ROLE_QUIET, 2);
    }
}

/* A label as lines below a column, no wider than its slot unless a word is. */
static size_t wrap_label(const struct columns *columns, size_t i, const char ***lines,
                         double *width)
{
    const char *label = columns->chart->labels[i];
    double room = fmax(columns->slot - 4, 12);
    size_t count = 0;
    for (bool torn = true; torn; room *= 1.2) {
        count = text_wrap(columns->arena, label, TYPE_SMALL, false, room, lines);
        size_t length = count > 0 ? count - 1 : 0; /* one space for each line's end */
        *width = 0;
        for (size_t j = 0; j < count; j++) {
            *width = fmax(*width, text_width((*lines)[j], TYPE_SMALL, false));
            length += strlen((*lines)[j]);
        }
        torn = length > strlen(label == NULL ? "" : label);
    }
    return count;
}

/* Every so many labels, counted from the last one, that none meet. */
static size_t label_stride(const struct columns *columns)
{
    size_t count = series_of(columns)->count;
    double widest = 0;
    for (size_t i = 0; i < count; i++) {
        const char **lines;
        double width;
        wrap_label(columns, i, &lines, &width);
        widest = fmax(widest, width);
    }
    return (size_t)ceil((widest + 4) / columns->slot);
}

/* Names under columns, from the last backwards; returns the height taken. */
static double draw_labels(const struct columns *columns)
{
    const struct column_chart *chart = columns->chart;
    double y = columns->plot.bottom;
    if (chart->labels == NULL) {
        time_axis_draw(columns->scene, &columns->time, y, chart->frame.words);
        return time_axis_height(&columns->time);
    }
    scene_line(columns->scene, (struct spot){columns->plot.left, round(y) + 0.5},
               (struct spot){columns->plot.right, round(y) + 0.5}, ROLE_RULE, 1);
    size_t stride = label_stride(columns);
    double taken = INFINITY, height = 0;
    for (size_t i = chart->series.count; i > 0; i -= i > stride ? stride : i) {
        const char **lines;
        double width;
        size_t count = wrap_label(columns, i - 1, &lines, &width);
        double x = fmin(fmax(slot_middle(columns, i - 1), width / 2),
                        columns->scene->width - width / 2);
        if (count == 0 || x + width / 2 > taken - 3)
            continue;
        taken = x - width / 2;
        labels_lines(columns->scene, (struct spot){x, y + 4 + TYPE_SMALL}, lines, count,
                     TYPE_SMALL, LINE_SMALL, ROLE_QUIET, ANCHOR_MIDDLE, false);
        height = fmax(height, LINE_SMALL * (double)count);
    }
    return height + 8;
}

static double draw_key(const struct columns *columns, struct box in, double y)
{
    const struct chart_words *words = columns->chart->frame.words;
    bool provisional = false, partial = false, missing = false, withheld = false;
    for (size_t i = 0; i < series_of(columns)->count; i++) {
        enum status status = series_of(columns)->figures[i].status;
        provisional |= status == STATUS_PROVISIONAL;
        missing |= status == STATUS_NOT_REPORTED;
        withheld |= status == STATUS_SUPPRESSED;
        partial |= status == STATUS_PARTIAL ||
                   (status == STATUS_REPORTED && is_incomplete(columns, i));
    }
    const char *both =
        arena_format(columns->arena, "%s, %s", words->partial, words->provisional);
    const struct key_item items[] = {
        {ROLE_PAPER, ROLE_DATA_1,
         partial && provisional ? both
         : provisional          ? words->provisional
         : partial              ? words->partial
                                : NULL},
        {ROLE_MISSING, ROLE_NONE, missing ? words->not_reported : NULL},
        {ROLE_WITHHELD, ROLE_NONE, withheld ? words->withheld : NULL},
        {ROLE_NONE, ROLE_QUIET,
         columns->chart->compared != NULL ? columns->chart->compared_label : NULL}};
    return frame_key(columns->scene, items, sizeof items / sizeof *items, in, y);
}

bool chart_columns(struct arena *arena, const struct column_chart *chart,
                   struct scene *out, struct error *err)
{
    struct columns columns = {.arena = arena, .chart = chart, .scene = out};
    struct box in;
    if (!frame_open(arena, &chart->frame, out, &in, err))
        return false;
    find_layout(&columns, in);
    columns.board = (struct board){.arena = arena};
    bool known = any_known(&chart->series);
    if (!known) {
        frame_say_nothing_known(&chart->frame, out, columns.plot,
                                series_silence(&chart->series));
    } else {
        if (!columns.all_written)
            value_axis_draw(out, &columns.values, columns.plot, chart->frame.words,
                            &columns.board);
        for (size_t i = 0; i < chart->series.count; i++)
            draw_column(&columns, i, chart->series.count <= 60);
        draw_compared(&columns);
        draw_values(&columns);
    }
    double bottom = columns.plot.bottom + draw_labels(&columns);
    if (known)
        bottom = draw_key(&columns, in, bottom);
    frame_close(&chart->frame, out, bottom);
    return true;
}
