/* The public ledger: what each source changed from one vintage to the next. */
#ifndef CIFRA_SITE_REVISIONS_H
#define CIFRA_SITE_REVISIONS_H

#include "site/holdings.h"
#include "transform/ledger.h"

struct site;

/* Two consecutive good vintages of a source, and what lies between them. */
struct edition_step {
    const struct vintage *older, *newer;
    struct ledger ledger;
    size_t movements;
    struct movement *movement; /* of at least MOVEMENT_LEAST cases */
    const uint32_t *unlike;    /* by place index: how many places before it are not the
                                  same in both (cube_unlike_places()); NULL: all */
};

struct revisions {
    size_t steps; /* newest first */
    struct edition_step *step;
};

enum { MOVEMENT_LEAST = 20 };

/* One for each holding, by its index; in the arena. */
struct revisions *revisions_of(struct arena *arena, const struct holdings *holdings);

/* The oldest vintage of a source from which on every good one says the same of a place
 * and of all within it, in the same rows, and spans the same periods: the current one,
 * where that changed anything of them. */
const struct vintage *unchanged_since(const struct site *site,
                                      const struct holding *holding,
                                      struct place_id place);

/* What a file depends on that holds a source's figures, or rows, in a place and all
 * within it, and is called `kind`: the program and its lists, and the vintage since
 * which they are the same. False where there is no telling. */
bool made_of_figures(const struct site *site, const struct holding *holding,
                     struct place_id place, const char *kind, struct sha256 *out);

/* Every revised cell of a source, by the holding's index, as the dataset
 * "revisions/<source>". */
bool revisions_put(const struct site *site, size_t holding, struct error *err);

/* Reference month by vintage, for the country and its states and each offence that is
 * more than a modality: the newest TRIANGLE_MONTHS months that more than one vintage
 * publishes; as the dataset
 * "triangles/<source>". */
enum { TRIANGLE_MONTHS = 24 };
bool triangles_put(const struct site *site, size_t holding, struct error *err);

/* The last month that more than one good vintage publishes; false for a source of years
 * or without two such vintages. */
bool triangle_until(const struct holding *holding, struct period *last);
/* What a source's triangles count. */
struct measure_id triangle_measure(const struct lists *lists,
                                   const struct holding *holding);

#endif
