/* Lambert's conformal conic projection of the ellipsoid, fit to a country. */
#ifndef CIFRA_TRANSFORM_CONIC_H
#define CIFRA_TRANSFORM_CONIC_H

#include "transform/outline.h"

/* A projection: Snyder's n, F and rho_0, and the meridian that points north. */
struct conic {
    double n, f, rho_0, longitude;
};

/* With standard parallels 17.5 and 29.5 N and its origin at 12 N 102 W, on GRS80:
 * INEGI's "MEXICO_ITRF_2008_LCC" without its false easting. */
struct conic conic_mexico(void);

/* For what lies between those degrees: standard parallels one sixth and five sixths of
 * the way from south to north, as atlases have it, and the origin in the middle. East
 * is less than west where a country lies on both sides of 180 degrees. */
struct conic conic_fit(double south, double north, double west, double east);

/* Metres east and north of the origin, from degrees of longitude (x) and latitude (y).
 * Snyder, Map Projections: A Working Manual (USGS Professional Paper 1395, 1987),
 * equations 15-7 to 15-11, 14-15 and 15-9. */
struct point conic_project(const struct conic *conic, struct point degrees);

#endif
