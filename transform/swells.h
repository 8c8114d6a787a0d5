/* Residual categories that swell: "other offences" whose share of a place grows may
 * hide what is counted elsewhere otherwise. */
#ifndef CIFRA_TRANSFORM_SWELLS_H
#define CIFRA_TRANSFORM_SWELLS_H

#include "transform/tips.h"

/* A residual category, or all of them, whose share of a place's total has grown. */
struct swell {
    size_t source;
    struct place_id place;
    struct offence_id offence; /* .index NO_INDEX: all residual categories together */
    struct period first, last;
    double part, total;               /* cases in the later stretch */
    double part_before, total_before; /* a year before */
};

/* Shares that grew by more than `points` percentage points, where both totals are at
 * least SWELL_CASES_MIN; largest growth first. *looked receives how many shares. */
enum { SWELL_CASES_MIN = 200 };
size_t swells_find(struct arena *arena, const struct tips_source *sources, size_t count,
                   struct measure_id measure, double points, struct swell **out,
                   size_t *looked);

#endif
