/* Whose figures a page is made from. A town's page has those of the town, of the places
 * it lies in and of its peers, and no others: what a newer file changes elsewhere
 * leaves it as it is. */
#ifndef CIFRA_SITE_READS_H
#define CIFRA_SITE_READS_H

#include "site/site.h"
#include "transform/similar.h"

enum { READS_MAX = 1 + SIMILAR_MAX + 4 };

struct reads {
    size_t count;
    struct place_id place[READS_MAX];
    bool beyond; /* others were asked for, too: no telling what it is made from */
};

struct reads reads_of_town(const struct site *site, struct place_id town);
/* A page is asking for figures of a place. */
void reads_note(struct reads *reads, struct place_id place);

/* The oldest vintage of a source from which on every good one says the same of all
 * these places that the source can speak for (see unchanged_since()); its current one
 * where it speaks for none, or there is no telling. */
const struct vintage *reads_since(const struct site *site, const struct reads *reads,
                                  const struct holding *holding);

#endif
