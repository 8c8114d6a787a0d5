/* Axes: round numbers upwards, years and months along.
 *
 * A value axis starts at zero, has few ticks, and steps by 1, 2 or 5 times a power
 * of ten. A time axis counts in months, so that series of months and of years stand
 * on one. */
#ifndef CIFRA_RENDER_AXIS_H
#define CIFRA_RENDER_AXIS_H

#include "render/chart.h"
#include "render/labels.h"

/* The smallest of 1, 2, 5 times a power of ten that is not below a number. */
double nice_above(double number);

struct value_axis {
    double bottom, top; /* multiples of the step; the bottom is 0 unless negative */
    double step;
};

/* An axis that holds 0, lowest and highest with at most ticks steps. whole: only
 * whole numbers are on it. */
struct value_axis value_axis_for(double lowest, double highest, int ticks, bool whole);
size_t value_axis_count(const struct value_axis *axis);
/* "0", "500", "10 mil", "1.5 M": one unit for all ticks of the axis. */
char *value_axis_label(struct arena *arena, const struct value_axis *axis, size_t index,
                       const struct chart_words *words);
/* Where a value stands between y of the bottom and y of the top. */
double value_axis_y(const struct value_axis *axis, double value, struct box plot);
/* The widest label, in TYPE_SMALL. */
double value_axis_width(struct arena *arena, const struct value_axis *axis,
                        const struct chart_words *words);
/* Grid lines over the plot, labels right-aligned to its left, on the board. */
void value_axis_draw(struct scene *scene, const struct value_axis *axis,
                     struct box plot, const struct chart_words *words,
                     struct board *board);

struct time_axis {
    struct period first;
    int months; /* at least 1 */
    double left, right;
};

/* Where a period begins, and where its middle is. */
double time_axis_edge(const struct time_axis *axis, struct period period);
double time_axis_middle(const struct time_axis *axis, struct period period,
                        enum step step);
/* Height the labels take below the base line. */
double time_axis_height(const struct time_axis *axis);
/* Base line, ticks and labels below y; labels stay within 0 and the scene's width. */
void time_axis_draw(struct scene *scene, const struct time_axis *axis, double y,
                    const struct chart_words *words);

#endif
