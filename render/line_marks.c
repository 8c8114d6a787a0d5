/* The lines themselves: known figures joined, everything else left open. */
#include "render/line_layout.h"

#define MONTH_DOT 1.7
#define MARKER 3.0
#define MARKERS_APART 9.0 /* hollow markers nearer than this become a smear */

struct spot line_spot(const struct line_layout *layout, const struct series *series,
                      size_t index)
{
    struct period period = period_after(series->first, (int)index * (int)series->step);
    return (struct spot){
        time_axis_middle(&layout->time, period, series->step),
        value_axis_y(&layout->values, series->figures[index].value, layout->plot)};
}

static double line_width(enum role role)
{
    return role == ROLE_DATA_1 ? 2.5 : role == ROLE_CONTEXT ? 1.75 : 2;
}

static bool is_firm(struct figure figure) { return figure.status == STATUS_REPORTED; }

/* A stretch of known figures, drawn in full strength while firm and pale from the
 * last firm one on. */
static void draw_stretch(const struct line_layout *layout,
                         const struct chart_series *line, size_t from, size_t to,
                         struct scene *scene)
{
    const struct series *series = &line->series;
    struct spot *spots = arena_array(layout->arena, to - from, sizeof *spots);
    for (size_t i = from; i < to; i++)
        spots[i - from] = line_spot(layout, series, i);
    for (size_t i = from; i + 1 < to;) {
        bool firm = is_firm(series->figures[i]) && is_firm(series->figures[i + 1]);
        size_t end = i + 1;
        while (end + 1 < to && firm == (is_firm(series->figures[end]) &&
                                        is_firm(series->figures[end + 1])))
            end++;
        struct mark *mark = scene_path(scene, &spots[i - from], end - i + 1, line->role,
                                       line_width(line->role));
        mark->pale = !firm;
        mark->dash = line->bridged ? DASH_BRIDGED : DASH_NONE;
        i = end;
    }
}

static void draw_line(const struct line_layout *layout, const struct chart_series *line,
                      struct scene *scene)
{
    const struct series *series = &line->series;
    for (size_t i = 0; i < series->count;) {
        size_t end = i;
        while (end < series->count && figure_known(series->figures[end]))
            end++;
        if (end - i > 1)
            draw_stretch(layout, line, i, end, scene);
        i = end + 1;
    }
}

static bool stands_alone(const struct series *series, size_t i)
{
    bool before = i > 0 && figure_known(series->figures[i - 1]);
    bool after = i + 1 < series->count && figure_known(series->figures[i + 1]);
    return !before && !after;
}

static bool is_last_known(const struct series *series, size_t index)
{
    for (size_t i = index + 1; i < series->count; i++)
        if (figure_known(series->figures[i]))
            return false;
    return true;
}

/* Dots where the line alone would not tell: single figures, reported zeros, figures
 * that may still change, and the last one. */
static void draw_markers(const struct line_layout *layout,
                         const struct chart_series *line, struct scene *scene)
{
    const struct series *series = &line->series;
    double apart = (layout->plot.right - layout->plot.left) * (double)series->step /
                   layout->time.months;
    for (size_t i = 0; i < series->count; i++) {
        struct figure figure = series->figures[i];
        if (!figure_known(figure))
            continue;
        bool last = is_last_known(series, i);
        bool alone = stands_alone(series, i);
        if (is_firm(figure) && !last && !alone && figure.value != 0)
            continue;
        struct spot at = line_spot(layout, series, i);
        if (is_firm(figure) && (last || alone))
            scene_dot(scene, at, MARKER + 0.5, line->role, ROLE_NONE);
        else if (is_firm(figure))
            scene_dot(scene, at, 2, line->role, ROLE_NONE);
        else if (!is_firm(figure) && (last || alone || apart >= MARKERS_APART))
            scene_dot(scene, at, MARKER, ROLE_PAPER, line->role);
    }
}

static void draw_months(const struct line_layout *layout,
                        const struct chart_series *line, struct scene *scene)
{
    const struct series *months = line->months;
    if (months == NULL)
        return;
    enum role role = line->role == ROLE_DATA_1 ? ROLE_FAINT_1 : line->role;
    for (size_t i = 0; i < months->count; i++)
        if (figure_known(months->figures[i]))
            scene_dot(scene, line_spot(layout, months, i), MONTH_DOT, role, ROLE_NONE)
                ->pale = line->role != ROLE_DATA_1;
}

void line_draw_series(const struct line_layout *layout, struct scene *scene)
{
    const struct line_chart *chart = layout->chart;
    for (size_t i = chart->count; i > 0; i--)
        draw_months(layout, &chart->series[i - 1], scene);
    for (size_t i = chart->count; i > 0; i--)
        draw_line(layout, &chart->series[i - 1], scene);
    for (size_t i = chart->count; i > 0; i--)
        draw_markers(layout, &chart->series[i - 1], scene);
}
