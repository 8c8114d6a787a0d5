/* A line without axes, to stand in a row of a table. */
#include "render/chart.h"

#include <math.h>

#define SPARK_LINE 1.5
#define SPARK_DOT 2.2

struct spark {
    const struct series *series;
    double width, height, highest;
};

static struct spot spark_spot(const struct spark *spark, size_t i)
{
    double room_x = spark->width - 2 * SPARK_DOT - 1;
    double room_y = spark->height - 2 * SPARK_DOT - 1;
    double share =
        spark->series->count > 1 ? (double)i / ((double)spark->series->count - 1) : 1;
    double value = fmax(spark->series->figures[i].value, 0) / spark->highest;
    return (struct spot){SPARK_DOT + 0.5 + share * room_x,
                         SPARK_DOT + 0.5 + (1 - value) * room_y};
}

static void draw_stretch(const struct spark *spark, size_t from, size_t to,
                         struct scene *out)
{
    struct spot *spots = arena_array(out->arena, to - from, sizeof *spots);
    for (size_t i = from; i < to; i++)
        spots[i - from] = spark_spot(spark, i);
    if (to - from == 1)
        scene_dot(out, spots[0], 1, ROLE_DATA_1, ROLE_NONE);
    else
        scene_path(out, spots, to - from, ROLE_DATA_1, SPARK_LINE);
}

bool chart_spark(struct arena *arena, const struct series *series, double width,
                 double height, struct scene *out, struct error *err)
{
    if (!(width >= 10 && height >= 8))
        return fail(err, ERROR_USAGE, "a spark line of %g by %g pixels", width, height);
    scene_start(out, arena, width, height);
    struct spark spark = {series, width, height, 0};
    size_t last = series->count;
    for (size_t i = 0; i < series->count; i++)
        if (figure_known(series->figures[i])) {
            spark.highest = fmax(spark.highest, series->figures[i].value);
            last = i;
        }
    if (last == series->count) {
        scene_bar(out, (struct spot){0, 0}, width, height, ROLE_MISSING);
        return true;
    }
    if (spark.highest <= 0)
        spark.highest = 1;
    double base = height - SPARK_DOT - 0.5;
    scene_line(out, (struct spot){0, base}, (struct spot){width, base}, ROLE_GRID, 1);
    for (size_t i = 0; i < series->count;) {
        size_t end = i;
        while (end < series->count && figure_known(series->figures[end]))
            end++;
        if (end > i)
            draw_stretch(&spark, i, end, out);
        i = end + 1;
    }
    bool firm = series->figures[last].status == STATUS_REPORTED;
    struct mark *dot =
        scene_dot(out, spark_spot(&spark, last), SPARK_DOT,
                  firm ? ROLE_DATA_1 : ROLE_PAPER, firm ? ROLE_NONE : ROLE_DATA_1);
    dot->stroke_width = firm ? 0 : 1.2;
    return true;
}
