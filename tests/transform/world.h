/* A small world for the tests of transform/: lists of two states with three and two
 * municipalities, a few offences and measures, and chance that is the same each run. */
#ifndef CIFRA_TESTS_TRANSFORM_WORLD_H
#define CIFRA_TESTS_TRANSFORM_WORLD_H

#include "tests/check.h"

#include "transform/cube.h"

/* Write the CSV files of a list folder; NULL leaves the world's own. */
struct list_texts {
    const char *places;
    const char *offences;
    const char *measures;
    const char *methodologies;
    const char *themes;
    const char *theme_offences;
};

bool world_write(const char *folder, const struct list_texts *texts, struct error *err);

/* Write and load the world's own lists. */
void world_load(struct arena *arena, struct lists *out);

struct key world_key(const struct lists *lists, const char *place, const char *offence,
                     const char *measure);

/* The next number of a fixed sequence, below limit. */
uint32_t chance(uint64_t *state, uint32_t limit);

/* One run of figures for a cube or a sink. */
struct run {
    struct key key;
    struct period first;
    size_t count;
    struct figure figures[12];
};

/* Figures of every status, sometimes large, fractional or negative (quarters, so that
 * sums are exact in any order). */
struct figure chance_figure(uint64_t *state);
/* A run of months in 2015 to 2019, anywhere in the world. */
struct run chance_run(const struct lists *lists, uint64_t *state);

void check_figure(struct figure actual, enum status status, double value);
void check_series(const struct series *actual, const struct series *expected);
/* Do both hold the same figures for every leaf? */
void check_same_cube(const struct cube *a, const struct cube *b);

#endif
