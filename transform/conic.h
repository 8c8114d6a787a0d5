/* Lambert's conformal conic projection of the ellipsoid, fit to Mexico. */
#ifndef CIFRA_TRANSFORM_CONIC_H
#define CIFRA_TRANSFORM_CONIC_H

#include "transform/outline.h"

/* Metres east and north of 12 N 102 W, from degrees of longitude (x) and latitude (y),
 * with standard parallels 17.5 and 29.5 N on GRS80: INEGI's "MEXICO_ITRF_2008_LCC"
 * without its false easting. Snyder, Map Projections: A Working Manual (USGS
 * Professional Paper 1395, 1987), equations 15-7 to 15-11, 14-15 and 15-9. */
struct point conic_project(struct point degrees);

#endif
