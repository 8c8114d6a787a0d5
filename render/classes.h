/* Cutting figures into classes for one-hue maps.
 *
 * Cuts are quantiles of the known figures, moved to round numbers that lie between
 * the same neighbours; equal cuts fall together, so there may be fewer classes than
 * asked for. Zeros get a class of their own when they are many. Figures are compared
 * as they are written, rounded to the chart's decimals, so that the key is true. */
#ifndef CIFRA_RENDER_CLASSES_H
#define CIFRA_RENDER_CLASSES_H

#include "base/arena.h"
#include "base/figure.h"
#include "render/chart.h"

enum { CLASSES_MAX = 6 };

struct classes {
    size_t count;
    double from[CLASSES_MAX]; /* the lowest figure a class may hold */
    double to[CLASSES_MAX];   /* the highest, included */
    size_t members[CLASSES_MAX];
    bool zero_apart; /* zeros are in no class */
    size_t zeros;
    size_t missing;  /* figures not known, absent ones included … */
    size_t withheld; /* … and these not */
    int decimals;
};

struct classes classes_cut(struct arena *arena, const struct figure *figure,
                           size_t count, int decimals);
/* The role of a figure: a map role, paper for a zero apart, a hatch when not
 * known. */
enum role classes_role(const struct classes *classes, struct figure figure);
enum role classes_fill(const struct classes *classes, size_t index);
/* "120–349" */
char *classes_words(struct arena *arena, const struct classes *classes, size_t index,
                    const struct chart_words *words);

#endif
