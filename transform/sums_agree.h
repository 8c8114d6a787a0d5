/* Do two counts of the same thing add up to each other?
 *
 * Country = sum of its states = sum of its municipalities plus what is not allocated to
 * any of them: that holds wherever a publisher claims so, by giving totals beside their
 * parts or the same counts in two files, one finer than the other. Descriptors declare
 * it ("totals", "agrees"); this compares the figures. Nothing is corrected: of two that
 * contradict each other nobody here knows the right one. */
#ifndef CIFRA_TRANSFORM_SUMS_AGREE_H
#define CIFRA_TRANSFORM_SUMS_AGREE_H

#include "transform/cube.h"

/* How far two figures may be apart: by so many, or by so much of the whole's, whichever
 * is more. Zeroed: not at all. */
struct sums_tolerance {
    double cases;
    double share;  /* 0.02: two in a hundred */
    bool same_cut; /* both are of one release, so that even provisional figures must
                      agree; else they are left out */
};

/* Compare the sums of `parts` with `whole`, over every place of `whole` that `parts`
 * holds anything in, for each offence that is a leaf in one of them and held by both
 * (modalities with their offence: their cases move between them), in each period where
 * both figures are known in full. Unallocated places count like any other part. The
 * cubes are sealed, of the same lists and step. whole_name is what a reader knows the
 * whole by. ERROR_CONTRADICTION names the place, offence and period that are farthest
 * apart, both figures, and how many more there are. *compared, when not NULL, receives
 * how many pairs of figures were looked at. */
bool sums_agree(const struct cube *whole, const struct cube *parts,
                const struct sums_tolerance *tolerance, const char *whole_name,
                size_t *compared, struct error *err);

#endif
