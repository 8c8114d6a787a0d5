/* Is a file that promises a full grid full? */
#ifndef CIFRA_TRANSFORM_GRID_H
#define CIFRA_TRANSFORM_GRID_H

#include "transform/cube.h"

/* In each year, each place that has a row must have one for every pair of offence and
 * measure that any place has, and no place that had rows in the last year before may
 * have none. A year is twelve months; in a cube of years, one. The cube is sealed.
 * ERROR_CONTRADICTION says in one sentence what is missing, and how many. */
bool grid_check(const struct cube *cube, struct error *err);

#endif
