/* Is a file as whole as it claims, and does every zero in it stand to reason? */
#ifndef CIFRA_TRANSFORM_WHOLE_H
#define CIFRA_TRANSFORM_WHOLE_H

#include "transform/cube.h"

/* A source whose rows add up to a whole country must have a row, in every year it
 * holds, for each place of the level its rows are of, in each country it has rows for
 * at all. ERROR_CONTRADICTION names year and places. Only for countries and states:
 * towns come and go. */
bool whole_check(const struct cube *cube, enum place_kind level, struct error *err);

/* In a place where every leaf is zero for a period, though its median period has at
 * least ALL_ZERO_MEDIAN cases, those zeros are nobody's count: they become not
 * reported. For states only, and only of sources in which every place has every line.
 * How many place-periods it were. */
size_t whole_blank_zeros(struct cube *cube);

#endif
