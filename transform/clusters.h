/* Neighbours whose rates are high, or low, together: more than chance explains?
 *
 * One idea: shuffle the rates over the map; how often would a place and its neighbours
 * have a mean as far from everybody's as this one? */
#ifndef CIFRA_TRANSFORM_CLUSTERS_H
#define CIFRA_TRANSFORM_CLUSTERS_H

#include "transform/neighbours.h"

enum { CLUSTER_PLACES_MIN = 20 };  /* with fewer the normal distribution says little */
extern const double CLUSTER_LEVEL; /* false-discovery rate: 0.05 */

/* Gi*, as a standard score: the sum over a place and its neighbours against that of as
 * many places drawn at random (Ord and Getis 1995, Geographical Analysis 27, 286-306,
 * eq. 14.2 of Getis and Ord 1996; spdep's localG() with include.self() and binary
 * weights),
 *   (sum_j x_j - k m) / (s * sqrt((n k - k²) / (n - 1))),
 * k the number of places in the sum, m and s mean and standard deviation (divisor n) of
 * all n. A place without neighbours has NAN, and so has every place when all values are
 * the same, or when all are in the sum. It counts in m and s all the same. */
void local_g(const double *value, const struct neighbours *neighbours, double *z);

enum cluster_kind {
    CLUSTER_NONE, /* no more than chance explains */
    CLUSTER_HIGH, /* with its neighbours: high */
    CLUSTER_LOW
};

struct cluster {
    double smoothed;   /* what was tested; NAN: nothing known */
    double nearby;     /* smoothed towards the neighbours instead; shown, not tested */
    double around;     /* mean smoothed rate of the place and its neighbours */
    double z;          /* NAN: not tested */
    double p;          /* two-sided, normal */
    double p_adjusted; /* over all places tested: Benjamini and Hochberg (1995) */
    enum cluster_kind kind;
};

enum clusters_answer {
    CLUSTERS_TOO_FEW, /* places with a rate and a neighbour */
    CLUSTERS_SAME,    /* all rates are the same once smoothed: nothing to find */
    CLUSTERS_NONE,    /* nothing survives */
    CLUSTERS_SOME
};

struct clusters {
    enum clusters_answer answer;
    size_t known;  /* places with a rate */
    size_t alone;  /* of these, so many touch none of the others */
    size_t tested; /* 0 unless asked */
    size_t high, low;
};

/* Test every place's empirical-Bayes rate (shrink_rates(), so that a rate of few people
 * does not pass for a high one) with its neighbours'. Places whose count or exposure is
 * not known are nobody's neighbours. out has as many as there are neighbours->count. */
struct clusters clusters_find(const double *count, const double *exposure,
                              const struct neighbours *neighbours, struct cluster *out);

#endif
