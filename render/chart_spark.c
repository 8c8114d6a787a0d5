/* A line without axes, to stand in a row of a table.
 *
 * Tables hold hundreds of them, so a line is thinned to about one spot in COLUMN
 * pixels, on whole pixels across: of a column's figures the one that is farthest
 * from the spot before. The ends, the highest and the lowest are always kept. */
#include "render/chart.h"
#include "render/hatch.h"

#include <math.h>

#define SPARK_LINE 1.5
#define SPARK_DOT 2.2
#define COLUMN 4.0
#define GROUND_LEAST 6.0 /* pixels across: less shows no hatch */

struct spark {
    const struct series *series;
    double width, height;
    size_t highest, lowest, last; /* places of figures */
    double top;                   /* the figure that stands at the top; above 0 */
};

static double value_at(const struct spark *spark, size_t i)
{
    return fmax(spark->series->figures[i].value, 0);
}

static double base_of(const struct spark *spark)
{
    return spark->height - SPARK_DOT - 0.5;
}

static struct spot spark_spot(const struct spark *spark, size_t i)
{
    double room_x = spark->width - 2 * SPARK_DOT - 1;
    double room_y = spark->height - 2 * SPARK_DOT - 1;
    double share =
        spark->series->count > 1 ? (double)i / ((double)spark->series->count - 1) : 1;
    double value = value_at(spark, i) / spark->top;
    return (struct spot){round(SPARK_DOT + 0.5 + share * room_x),
                         SPARK_DOT + 0.5 + (1 - value) * room_y};
}

/* The figure that stands for the column that begins at a place; *next is where the
 * one behind it begins. */
static size_t pick_of_column(const struct spark *spark, size_t from, size_t to,
                             size_t before, size_t *next)
{
    double end = spark_spot(spark, from).x + COLUMN;
    size_t pick = from, i = from;
    for (; i < to && (i == from || spark_spot(spark, i).x < end); i++) {
        if (i == spark->highest || i == spark->lowest) {
            *next = i + 1;
            return i;
        }
        if (fabs(value_at(spark, i) - value_at(spark, before)) >
            fabs(value_at(spark, pick) - value_at(spark, before)))
            pick = i;
    }
    *next = i;
    return pick;
}

static void draw_stretch(const struct spark *spark, size_t from, size_t to,
                         struct scene *out)
{
    if (to - from == 1) {
        scene_dot(out, spark_spot(spark, from), 1, ROLE_DATA_1, ROLE_NONE);
        return;
    }
    struct spot *spots = arena_array(out->arena, to - from, sizeof *spots);
    size_t count = 0, pick = from;
    spots[count++] = spark_spot(spark, from);
    for (size_t i = from + 1; i + 1 < to;) {
        pick = pick_of_column(spark, i, to - 1, pick, &i);
        spots[count++] = spark_spot(spark, pick);
    }
    spots[count++] = spark_spot(spark, to - 1);
    scene_path(out, spots, count, ROLE_DATA_1, SPARK_LINE);
}

/* The ground of a stretch that is withheld, from half a step before it to half a step
 * behind it. */
static void draw_ground(const struct spark *spark, size_t from, size_t to,
                        struct scene *out)
{
    double half = spark->width / 2 / fmax((double)spark->series->count - 1, 1);
    double left = spark_spot(spark, from).x - half;
    double right = spark_spot(spark, to - 1).x + half;
    double lacking = fmax(GROUND_LEAST - (right - left), 0) / 2;
    left = fmax(left - lacking, 0);
    right = fmin(right + lacking, spark->width);
    scene_bar(out, (struct spot){left, 0}, right - left, base_of(spark), ROLE_WITHHELD);
}

static void draw_grounds(const struct spark *spark, struct scene *out)
{
    const struct series *series = spark->series;
    for (size_t i = 0; i < series->count;) {
        size_t end = i;
        while (end < series->count && series->figures[end].status == STATUS_SUPPRESSED)
            end++;
        if (end > i)
            draw_ground(spark, i, end, out);
        i = end + 1;
    }
}

/* Returns false when no figure is known. */
static bool find_extremes(struct spark *spark)
{
    const struct series *series = spark->series;
    bool any = false;
    for (size_t i = 0; i < series->count; i++) {
        if (!figure_known(series->figures[i]))
            continue;
        if (!any || value_at(spark, i) > value_at(spark, spark->highest))
            spark->highest = i;
        if (!any || value_at(spark, i) < value_at(spark, spark->lowest))
            spark->lowest = i;
        spark->last = i;
        any = true;
    }
    if (any)
        spark->top = value_at(spark, spark->highest);
    if (spark->top <= 0)
        spark->top = 1;
    return any;
}

bool chart_spark(struct arena *arena, const struct series *series, double width,
                 double height, struct scene *out, struct error *err)
{
    if (!(width >= 10 && height >= 8))
        return fail(err, ERROR_USAGE, "a spark line of %g by %g pixels", width, height);
    scene_start(out, arena, width, height);
    struct spark spark = {.series = series, .width = width, .height = height};
    if (!find_extremes(&spark)) {
        scene_bar(out, (struct spot){0, 0}, width, height,
                  hatch_of(series_silence(series)));
        return true;
    }
    draw_grounds(&spark, out);
    double base = base_of(&spark);
    scene_line(out, (struct spot){0, base}, (struct spot){width, base}, ROLE_GRID, 1);
    for (size_t i = 0; i < series->count;) {
        size_t end = i;
        while (end < series->count && figure_known(series->figures[end]))
            end++;
        if (end > i)
            draw_stretch(&spark, i, end, out);
        i = end + 1;
    }
    bool firm = series->figures[spark.last].status == STATUS_REPORTED;
    struct mark *dot =
        scene_dot(out, spark_spot(&spark, spark.last), SPARK_DOT,
                  firm ? ROLE_DATA_1 : ROLE_PAPER, firm ? ROLE_NONE : ROLE_DATA_1);
    dot->stroke_width = firm ? 0 : 1.2;
    return true;
}
