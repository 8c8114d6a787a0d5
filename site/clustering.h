/* Clusters of an edition: for each offence the states, and for each state whose
 * municipalities have figures these, that are high or low together with their
 * neighbours. Looked for once, before any page, and published as a dataset. */
#ifndef CIFRA_SITE_CLUSTERING_H
#define CIFRA_SITE_CLUSTERING_H

#include "site/within.h"
#include "transform/clusters.h"

/* The places within a place, one offence. */
struct clustering {
    struct place_id place;
    struct offence_id offence;
    struct arena arena;
    struct within within;
    struct neighbours neighbours; /* by within's places */
    struct clusters found;
    struct cluster *cluster; /* by within's places */
};

struct clusterings {
    size_t count;
    struct clustering *of; /* by place, then offence */
};

/* The country by every offence that has a page, and each state by the offence that its
 * own page maps; where at least two places have a rate. Sets site->clusterings. */
bool clusterings_open(struct arena *arena, struct site *site, struct error *err);
void clusterings_close(struct site *site);

/* NULL when none was looked for. */
const struct clustering *clustering_of(const struct site *site, struct place_id place,
                                       struct offence_id offence);

/* data/clusters.csv: every place that was looked at, tested or not. */
bool clusterings_export(struct site *site, struct error *err);

#endif
