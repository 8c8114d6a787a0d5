#include "render/axis.h"

#include "render/words.h"

#include <math.h>

enum { MONTHS_LABELLED_MAX = 30 }; /* a longer axis names years only */

#define LABEL_GAP 8.0 /* between words along an axis */
#define TICK 4.0

/* ---- values ------------------------------------------------------------ */

double nice_above(double number)
{
    if (!(number > 0) || !isfinite(number))
        return 1;
    double power = pow(10, floor(log10(number)));
    const double steps[] = {1, 2, 5, 10};
    for (int i = 0; i < 4; i++)
        if (steps[i] * power >= number * (1 - 1e-9))
            return steps[i] * power;
    return 10 * power;
}

struct value_axis value_axis_for(double lowest, double highest, int ticks, bool whole)
{
    double low = fmin(lowest, 0);
    double high = fmax(highest, 0);
    if (high - low <= 0)
        high = 1;
    double step = nice_above((high - low) / (ticks < 1 ? 1 : ticks));
    if (whole && step < 1)
        step = 1;
    return (struct value_axis){.bottom = floor(low / step + 1e-9) * step,
                               .top = ceil(high / step - 1e-9) * step,
                               .step = step};
}

size_t value_axis_count(const struct value_axis *axis)
{
    return (size_t)lround((axis->top - axis->bottom) / axis->step) + 1;
}

static double tick_of(const struct value_axis *axis, size_t index)
{
    return axis->bottom + (double)index * axis->step;
}

static int decimals_of(double step)
{
    int decimals = 0;
    for (; decimals < 6 && fabs(step - round(step)) > 1e-9 * step; decimals++)
        step *= 10;
    return decimals;
}

char *value_axis_label(struct arena *arena, const struct value_axis *axis, size_t index,
                       const struct chart_words *words)
{
    double value = tick_of(axis, index);
    double top = fmax(axis->top, -axis->bottom);
    double unit = 1;
    const char *suffix = "";
    if (top >= 1e6 && axis->step >= 1e5) {
        unit = 1e6;
        suffix = words->million;
    } else if (top >= 1e4 && axis->step >= 1e3) {
        unit = 1e3;
        suffix = words->thousand;
    }
    if (fabs(value) < axis->step / 2)
        return words_number(arena, words, 0, 0);
    int decimals = decimals_of(axis->step / unit);
    return arena_format(arena, "%s%s",
                        words_number(arena, words, value / unit, decimals), suffix);
}

double value_axis_y(const struct value_axis *axis, double value, struct box plot)
{
    double share = (value - axis->bottom) / (axis->top - axis->bottom);
    return plot.bottom - share * (plot.bottom - plot.top);
}

double value_axis_width(struct arena *arena, const struct value_axis *axis,
                        const struct chart_words *words)
{
    double widest = 0;
    for (size_t i = 0; i < value_axis_count(axis); i++) {
        const char *label = value_axis_label(arena, axis, i, words);
        widest = fmax(widest, text_width(label, TYPE_SMALL, false));
    }
    return widest;
}

void value_axis_draw(struct scene *scene, const struct value_axis *axis,
                     struct box plot, const struct chart_words *words,
                     struct board *board)
{
    size_t count = value_axis_count(axis);
    for (size_t i = 0; i < count; i++) {
        double value = tick_of(axis, i);
        double y = round(value_axis_y(axis, value, plot)) + 0.5;
        bool zero = fabs(value) < axis->step / 2;
        if (!zero)
            scene_line(scene, (struct spot){plot.left, y}, (struct spot){plot.right, y},
                       ROLE_GRID, 1);
    }
    for (size_t i = 0; i < count; i++) {
        double y = value_axis_y(axis, tick_of(axis, i), plot);
        struct spot at = {plot.left - LABEL_GAP, y + 0.34 * TYPE_SMALL};
        const char *label = value_axis_label(scene->arena, axis, i, words);
        scene_text(scene, at, label, TYPE_SMALL, ROLE_QUIET, ANCHOR_END);
        board_add(board, text_box(at, label, TYPE_SMALL, false, ANCHOR_END));
    }
}

/* ---- time -------------------------------------------------------------- */

double time_axis_edge(const struct time_axis *axis, struct period period)
{
    double share = (double)(period.month - axis->first.month) / axis->months;
    return axis->left + share * (axis->right - axis->left);
}

double time_axis_middle(const struct time_axis *axis, struct period period,
                        enum step step)
{
    double from = time_axis_edge(axis, period);
    double to = time_axis_edge(axis, period_after(period, (int)step));
    return (from + to) / 2;
}

static bool names_months(const struct time_axis *axis)
{
    return axis->months <= MONTHS_LABELLED_MAX && axis->months % 12 != 0;
}

double time_axis_height(const struct time_axis *axis)
{
    return TICK + LINE_SMALL + (names_months(axis) ? LINE_SMALL : 0) + 3;
}

/* Write a word centred at x where it stays in the picture and clear of the word
 * before, whose right end is *taken. */
static bool write_along(struct scene *scene, double x, double y, const char *word,
                        double *taken)
{
    double half = text_width(word, TYPE_SMALL, false) / 2;
    double at = fmin(fmax(x, half), scene->width - half);
    if (at - half < *taken + LABEL_GAP)
        return false;
    scene_text(scene, (struct spot){at, y}, word, TYPE_SMALL, ROLE_QUIET,
               ANCHOR_MIDDLE);
    *taken = at + half;
    return true;
}

static struct period axis_end(const struct time_axis *axis)
{
    return period_after(axis->first, axis->months);
}

/* The middle of that part of a year which is on the axis. */
static double year_middle(const struct time_axis *axis, int year)
{
    double from = time_axis_edge(axis, period_of(year, 1));
    double to = time_axis_edge(axis, period_of(year + 1, 1));
    return (fmax(from, axis->left) + fmin(to, axis->right)) / 2;
}

/* Name every so many years that the words keep clear of each other. */
static int years_between_names(const struct time_axis *axis)
{
    static const int steps[] = {1, 2, 5, 10, 20, 50, 100};
    double year = 12 * (axis->right - axis->left) / axis->months;
    double word = text_width("2000", TYPE_SMALL, false) + LABEL_GAP;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i] * year >= word)
            return steps[i];
    return 200;
}

/* How much of a year is on the axis: months. */
static int months_shown(const struct time_axis *axis, int year)
{
    int32_t from = period_of(year, 1).month, to = from + 12;
    int32_t end = axis_end(axis).month;
    return (to < end ? to : end) -
           (from > axis->first.month ? from : axis->first.month);
}

static void draw_years(struct scene *scene, const struct time_axis *axis, double y)
{
    int first = period_year(axis->first);
    int last = period_year(period_after(axis_end(axis), -1));
    int step = years_between_names(axis);
    double taken = -INFINITY;
    int named = 0;
    for (int year = first; year <= last; year++) {
        if (year % step != 0 || (months_shown(axis, year) < 4 && axis->months > 12))
            continue;
        const char *word = arena_format(scene->arena, "%d", year);
        named += write_along(scene, year_middle(axis, year), y, word, &taken);
    }
    if (named == 0)
        write_along(scene, year_middle(axis, first), y,
                    arena_format(scene->arena, "%d", first), &taken);
}

static int months_between_names(const struct time_axis *axis,
                                const struct chart_words *words)
{
    static const int steps[] = {1, 2, 3, 6, 12};
    double month = (axis->right - axis->left) / axis->months;
    double word = 0;
    for (int i = 0; i < 12; i++)
        word = fmax(word, text_width(words->month_short[i], TYPE_SMALL, false));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i] * month >= word + LABEL_GAP)
            return steps[i];
    return 12;
}

static void draw_months(struct scene *scene, const struct time_axis *axis, double y,
                        const struct chart_words *words)
{
    int step = months_between_names(axis, words);
    double taken = -INFINITY;
    for (int i = 0; i < axis->months; i++) {
        struct period period = period_after(axis->first, i);
        int month = period_month(period) - 1;
        if (month % step == 0)
            write_along(scene, time_axis_middle(axis, period, STEP_MONTH), y,
                        words->month_short[month], &taken);
    }
    draw_years(scene, axis, y + LINE_SMALL);
}

static void draw_ticks(struct scene *scene, const struct time_axis *axis, double y,
                       int every)
{
    double apart = every * (axis->right - axis->left) / axis->months;
    if (apart < 4)
        return;
    for (int i = 0; i < axis->months; i++) {
        struct period period = period_after(axis->first, i);
        if ((period_month(period) - 1) % every != 0)
            continue;
        double x = round(time_axis_edge(axis, period)) + 0.5;
        scene_line(scene, (struct spot){x, y}, (struct spot){x, y + TICK}, ROLE_RULE,
                   1);
    }
}

void time_axis_draw(struct scene *scene, const struct time_axis *axis, double y,
                    const struct chart_words *words)
{
    double line = round(y) + 0.5;
    bool months = names_months(axis);
    scene_line(scene, (struct spot){axis->left, line}, (struct spot){axis->right, line},
               ROLE_RULE, 1);
    draw_ticks(scene, axis, line, months ? 1 : 12);
    double base = y + TICK + TYPE_SMALL;
    if (months)
        draw_months(scene, axis, base, words);
    else
        draw_years(scene, axis, base);
}
