/* How far the newest months may still move: what past first figures did.
 *
 * A month's age in a vintage is how many months it stands behind the vintage's last
 * one. For each earlier vintage the figure that a month had at an age is set beside the
 * one it has in the newest vintage, and their shift taken on the scale of square roots,
 *
 *     shift = sqrt(newest) - sqrt(first)
 *
 * on which counts of any size scatter alike (Bartlett, 1936, The square root
 * transformation in analysis of variance, JRSS Supplement 3): so that large places and
 * small ones can stand in one pool, and none or one case does no harm. The range that
 * past shifts suggest for a new figure x is ours:
 *
 *     (sqrt(x) + low)^2  to  (sqrt(x) + high)^2,  nothing below none
 *
 * low and high being the quantiles of 5 and 95% of the place's own shifts, where there
 * are FIRST_FIGURES_ENOUGH of them; else of those of all places of the source's level
 * together, for the same offence and age, widened to the place's own few. A figure that
 * stays what it was is always within. */
#ifndef CIFRA_TRANSFORM_FIRST_FIGURES_H
#define CIFRA_TRANSFORM_FIRST_FIGURES_H

#include "transform/cube.h"

enum {
    FIRST_FIGURES_ENOUGH = 20, /* shifts that make a quantile of 5% */
    FIRST_FIGURES_AGES = 12    /* at most: provisional months of any source */
};

/* The vintages of a source that one can learn from: those that end before the newest,
 * oldest first. */
struct first_figures {
    const struct cube *newest;
    size_t count;
    const struct cube *const *earlier;
    const struct period *last; /* known month of each of the earlier */
};

/* What past shifts span; pairs 0: nothing is known of them. */
struct spread {
    size_t pairs;
    double low, high; /* of shifts: on the scale of square roots */
    bool own;         /* of the place itself, not of all places together */
};

struct range {
    double low, high;
};

/* Learn from these vintages, given oldest first, the last of them the newest. Those
 * that do not end before it, or hold nothing, are left out. In the arena. */
struct first_figures first_figures_of(struct arena *arena,
                                      const struct cube *const *vintages, size_t count);

/* Put the shifts of a key's figures at one age into `shifts`, which has room for one
 * from each earlier vintage; how many. Figures that are not known whole in both
 * vintages make none. */
size_t first_figures_shifts(const struct first_figures *past, struct key key, int age,
                            double *shifts);

/* Quantiles of 5 and 95% (linear between order statistics: Hyndman and Fan, 1996, type
 * 7); of fewer than FIRST_FIGURES_ENOUGH shifts the least and the largest. Sorts
 * them. */
struct spread spread_of_shifts(double *shifts, size_t count);

/* The spread at each age below `ages` of an offence's figures in all places of a kind
 * together. An age without enough pairs takes that of the age below it, whose figures
 * move no less; pairs is 0 where not even the youngest has enough. */
void first_figures_pool(const struct first_figures *past, enum place_kind kind,
                        struct offence_id offence, struct measure_id measure,
                        size_t ages, struct spread *out);

/* The spread for a place, by the rule above, from its own at that age and the pool's;
 * pairs 0 when neither has enough. */
struct spread spread_for(struct spread own, struct spread pool);

/* Where a figure may end; the spread must have pairs. */
struct range spread_range(struct spread spread, double figure);

#endif
