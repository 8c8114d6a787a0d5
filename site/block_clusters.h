/* Neighbours that are high or low together: signs for a map, words and a table. */
#ifndef CIFRA_SITE_BLOCK_CLUSTERS_H
#define CIFRA_SITE_BLOCK_CLUSTERS_H

#include "site/blocks.h"
#include "site/clustering.h"

/* Mark the map's places that are in a cluster of that year. */
void clusters_mark(const struct clustering *clustering, int year,
                   struct map_place *places, size_t count);

/* What was looked for, and what was found, into "clusters": also when it is nothing.
 * Nothing when nothing was looked for (NULL). */
void block_clusters(struct page *page, const struct clustering *clustering);

#endif
