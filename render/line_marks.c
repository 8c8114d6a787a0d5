/* The lines themselves: known figures joined, everything else left open. */
#include "render/line_layout.h"

#define MONTH_DOT 1.7
#define MARKER 3.0
#define RANGE_WIDTH 3.0
#define RANGE_LEAST 0.5
#define MARKERS_APART 9.0 /* hollow markers nearer than this become a smear */

struct spot line_spot(const struct line_layout *layout, const struct series *series,
                      size_t index)
{
    struct period period = period_after(series->first, (int)index * (int)series->step);
    return (struct spot){
        time_axis_middle(&layout->time, period, series->step),
        value_axis_y(&layout->values, series->figures[index].value, layout->plot)};
}

/* Where a value would stand at the period of a series. */
static struct spot value_spot(const struct line_layout *layout,
                              const struct series *series, size_t index, double value)
{
    return (struct spot){line_spot(layout, series, index).x,
                         value_axis_y(&layout->values, value, layout->plot)};
}

/* A band may begin and end elsewhere than the series it belongs to. */
static bool in_band(const struct chart_band *band, const struct series *series,
                    size_t index, double *low, double *high)
{
    struct period at = period_after(series->first, (int)index * (int)series->step);
    struct figure from = series_at(&band->low, at), to = series_at(&band->high, at);
    *low = from.value;
    *high = to.value;
    return figure_known(from) && figure_known(to);
}

static struct mark *soften(struct mark *mark, enum role role)
{
    mark->pale = role != ROLE_DATA_1;
    return mark;
}

static enum role band_role(enum role role)
{
    return role == ROLE_DATA_1 ? ROLE_FAINT_1 : role;
}

/* Ranges that are thinner than their line are not seen. */
static bool is_seen(struct spot from, struct spot to)
{
    return from.y - to.y >= RANGE_LEAST;
}

/* A range of its own for each figure, behind its dot. */
static void draw_ranges(const struct line_layout *layout, const struct series *series,
                        const struct chart_band *band, enum role role,
                        struct scene *scene)
{
    double low, high;
    for (size_t i = 0; i < series->count; i++) {
        if (!in_band(band, series, i, &low, &high))
            continue;
        struct spot from = value_spot(layout, series, i, low);
        struct spot to = value_spot(layout, series, i, high);
        if (is_seen(from, to))
            soften(scene_line(scene, from, to, band_role(role), RANGE_WIDTH), role);
    }
}

/* The band from `from` up to `to`, opening at the figure before it if there is one:
 * what is firm does not move. */
static void draw_fan(const struct line_layout *layout, const struct chart_series *line,
                     size_t from, size_t to, struct scene *scene)
{
    const struct series *series = &line->series;
    struct spot *edge = arena_array(layout->arena, 2 * (to - from) + 1, sizeof *edge);
    size_t *count = arena_take(layout->arena, sizeof *count);
    const struct spot **ring = arena_take(layout->arena, sizeof(struct spot *));
    double low, high;
    bool seen = false;
    if (from > 0 && figure_known(series->figures[from - 1]))
        edge[(*count)++] = line_spot(layout, series, from - 1);
    for (size_t i = from; i < to; i++) {
        in_band(line->band, series, i, &low, &high);
        edge[(*count)++] = value_spot(layout, series, i, high);
    }
    for (size_t i = to; i-- > from;) {
        in_band(line->band, series, i, &low, &high);
        edge[*count] = value_spot(layout, series, i, low);
        seen |= is_seen(edge[(*count)++], value_spot(layout, series, i, high));
    }
    *ring = edge;
    if (seen)
        soften(scene_region(scene, 1, count, ring, band_role(line->role)), line->role);
}

static void draw_band(const struct line_layout *layout, const struct chart_series *line,
                      struct scene *scene)
{
    const struct series *series = &line->series;
    double low, high;
    if (line->months != NULL && line->months_band != NULL)
        draw_ranges(layout, line->months, line->months_band, line->role, scene);
    for (size_t i = 0; line->band != NULL && i < series->count; i++) {
        size_t end = i;
        while (end < series->count && in_band(line->band, series, end, &low, &high))
            end++;
        bool opens = i > 0 && figure_known(series->figures[i - 1]);
        if (end - i > 1 || (end > i && opens))
            draw_fan(layout, line, i, end, scene);
        else if (end > i)
            draw_ranges(layout, series, line->band, line->role, scene);
        i = end;
    }
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
    for (size_t i = 0; i < months->count; i++) {
        struct figure figure = months->figures[i];
        if (!figure_known(figure))
            continue;
        struct spot at = line_spot(layout, months, i);
        if (figure.status == STATUS_PROVISIONAL)
            scene_dot(scene, at, MONTH_DOT, ROLE_PAPER, line->role);
        else
            soften(scene_dot(scene, at, MONTH_DOT, role, ROLE_NONE), line->role);
    }
}

void line_draw_series(const struct line_layout *layout, struct scene *scene)
{
    const struct line_chart *chart = layout->chart;
    for (size_t i = chart->count; i > 0; i--)
        draw_band(layout, &chart->series[i - 1], scene);
    for (size_t i = chart->count; i > 0; i--)
        draw_months(layout, &chart->series[i - 1], scene);
    for (size_t i = chart->count; i > 0; i--)
        draw_line(layout, &chart->series[i - 1], scene);
    for (size_t i = chart->count; i > 0; i--)
        draw_markers(layout, &chart->series[i - 1], scene);
}
