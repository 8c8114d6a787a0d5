/* Months that are compared with the same months a year before, and what is summed over
 * them. */
#ifndef CIFRA_TRANSFORM_STRETCH_H
#define CIFRA_TRANSFORM_STRETCH_H

#include "transform/coverage.h"
#include "transform/cube.h"

struct stretch {
    struct period first, last; /* months */
    bool whole_year;           /* the newest months had no year before them */
};

size_t stretch_months(struct stretch stretch);
int stretch_days(struct stretch stretch);
struct stretch year_earlier(struct stretch stretch);

/* January to the newest month, where the cube holds the same a year before; else the
 * newest whole year that has one before it. False: there is neither. */
bool stretch_of(const struct cube *cube, struct stretch *out);

/* A sum of which every month is known; false: some month is not. */
bool stretch_sum(const struct series *series, struct stretch stretch,
                 struct figure *out);

/* All offences of a place, of the first root that the cube holds; empty when none. */
struct series total_of_place(struct arena *arena, const struct cube *cube,
                             struct place_id place, struct measure_id measure);

/* Is a month of the stretch or of the year before one of nothing at all, and so
 * missing? The coverage is that of the place's total. */
bool stretch_has_hole(const struct series *total, const enum coverage *coverage,
                      struct stretch stretch);

#endif
