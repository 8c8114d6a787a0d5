/* One of many small charts that share a scale: a line before a grey one. */
#include "render/chart.h"
#include "render/hatch.h"

#include <math.h>

#define LITTLE_LINE 2.0
#define CONTEXT_LINE 1.2
#define LITTLE_DOT 2.6

static struct spot little_spot(const struct little_chart *chart,
                               const struct series *series, size_t i)
{
    double steps = chart->periods > 1 ? (double)chart->periods - 1 : 1;
    double at = (double)(series->first.month - chart->first.month) / series->step;
    double room = chart->width - 2 * LITTLE_DOT - 2;
    double share = fmin(fmax(series->figures[i].value, 0) / chart->top, 1);
    return (struct spot){LITTLE_DOT + 1 + (at + (double)i) / steps * room,
                         LITTLE_DOT + 1 +
                             (1 - share) * (chart->height - LITTLE_DOT - 2)};
}

static void draw_line(const struct little_chart *chart, const struct series *series,
                      enum role role, double width, struct scene *out)
{
    struct spot *spots = arena_array(out->arena, series->count + 1, sizeof *spots);
    size_t count = 0;
    for (size_t i = 0; i <= series->count; i++) {
        if (i < series->count && figure_known(series->figures[i])) {
            spots[count++] = little_spot(chart, series, i);
            continue;
        }
        if (count == 1)
            scene_dot(out, spots[0], width / 2, role, ROLE_NONE);
        else if (count > 1)
            scene_path(out, spots, count, role, width);
        spots += count;
        count = 0;
    }
}

/* The ground of each period that is withheld, half a step to either side. */
static void draw_grounds(const struct little_chart *chart, struct scene *out)
{
    const struct series *series = &chart->series;
    double step = (chart->width - 2 * LITTLE_DOT - 2) /
                  (chart->periods > 1 ? (double)chart->periods - 1 : 1);
    for (size_t i = 0; i < series->count; i++) {
        if (series->figures[i].status != STATUS_SUPPRESSED)
            continue;
        double middle = little_spot(chart, series, i).x;
        double left = fmax(middle - step / 2, 0);
        double right = fmin(middle + step / 2, chart->width);
        scene_bar(out, (struct spot){left, 0}, right - left, chart->height,
                  ROLE_WITHHELD);
    }
}

bool chart_little(struct arena *arena, const struct little_chart *chart,
                  struct scene *out, struct error *err)
{
    if (!(chart->width >= 20 && chart->height >= 16 && chart->top > 0))
        return fail(err, ERROR_USAGE, "a little chart of %g by %g pixels up to %g",
                    chart->width, chart->height, chart->top);
    scene_start(out, arena, chart->width, chart->height);
    struct period last;
    if (!series_last_known(&chart->series, &last)) {
        scene_bar(out, (struct spot){0, 0}, chart->width, chart->height,
                  hatch_of(series_silence(&chart->series)));
        return true;
    }
    draw_grounds(chart, out);
    double base = chart->height - 1;
    scene_line(out, (struct spot){0, base}, (struct spot){chart->width, base},
               ROLE_RULE, 1);
    if (chart->context)
        draw_line(chart, chart->context, ROLE_CONTEXT, CONTEXT_LINE, out);
    draw_line(chart, &chart->series, ROLE_DATA_1, LITTLE_LINE, out);
    size_t end =
        (size_t)((last.month - chart->series.first.month) / (int)chart->series.step);
    bool firm = chart->series.figures[end].status == STATUS_REPORTED;
    struct mark *dot =
        scene_dot(out, little_spot(chart, &chart->series, end), LITTLE_DOT,
                  firm ? ROLE_DATA_1 : ROLE_PAPER, firm ? ROLE_NONE : ROLE_DATA_1);
    dot->stroke_width = firm ? 0 : 1.2;
    return true;
}
