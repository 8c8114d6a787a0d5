/* The sink that fills a cube: publisher's words in, figures in our codes out.
 *
 * A word that no crosswalk knows never guesses its way in: the mapper reads on to
 * collect all of them, and mapper_finish() fails with the list and their rows. */
#ifndef CIFRA_TRANSFORM_MAPPER_H
#define CIFRA_TRANSFORM_MAPPER_H

#include "base/observation.h"
#include "transform/crosswalk.h"
#include "transform/cube.h"

struct mapping {
    const struct lists *lists;
    const struct crosswalk *places;
    const struct crosswalk *offences;
    const struct crosswalk *measures;
    enum step step;
    bool unique;    /* one row per leaf and period */
    bool lists_all; /* no row for what did not happen: cube_fill_silent() */
    bool grid;      /* every place has every offence of its year, and no place that was
                       there a year before is gone */
    int provisional;
};

struct mapper;

struct mapper *mapper_new(const struct mapping *mapping);
struct sink *mapper_sink(struct mapper *mapper);
/* Check what was promised (no unknown word, unique, grid, at least one known
 * figure), seal the cube and hand it over; the mapper is freed either way.
 * ERROR_UNKNOWN_WORD lists up to 20 words with role and first row, and how many
 * more there are. */
bool mapper_finish(struct mapper *mapper, struct cube **out, struct error *err);
void mapper_free(struct mapper *mapper);

#endif
