/* The band on the newest months: how far each source's first figures have moved, and so
 * how far the newest ones may (transform/first_figures.h). */
#ifndef CIFRA_SITE_BANDS_H
#define CIFRA_SITE_BANDS_H

#include "site/strand.h"
#include "transform/first_figures.h"

/* What each holding's vintages teach; read by any number of threads. */
struct site;
struct bands;

/* Learn from all good vintages of each monthly source with provisional months: for
 * every offence that is more than a modality and every measure that is not a part of
 * another. In the arena; the holdings must outlive it. */
struct bands *bands_of(struct arena *arena, const struct holdings *holdings);

/* Where a strand's provisional months may end. */
enum band_found {
    BAND_FOUND,
    BAND_NOTHING_NEW, /* no month of it is provisional: there is nothing to say */
    BAND_TOO_FEW,     /* not enough pairs of figures, or none at these ages */
};
struct band {
    struct series low, high; /* span the strand's months; absent outside the band */
    struct period newest;    /* its newest provisional month … */
    struct figure figure;    /* … the figure of it … */
    struct range range;      /* … where that may end … */
    struct spread spread;    /* … and what this was learnt from */
    int soonest, latest;     /* months from those vintages to the newest */
    size_t vintages;         /* how many earlier ones there were */
};
enum band_found band_of(struct arena *arena, const struct bands *bands,
                        const struct holdings *holdings, const struct strand *strand,
                        struct band *out);

/* The ranges of a source's provisional months, for the country and its states and each
 * offence that is more than a modality, as the dataset "first-figures/<source>". */
bool bands_put(const struct site *site, const struct holding *holding,
               struct error *err);
/* Add to a sum all that a source's bands rest on beside the newest figures of the place
 * that each is of. */
void bands_ground(const struct bands *bands, const struct holdings *holdings,
                  const struct holding *holding, struct buffer *sum);
/* Has the source ranges to put? */
bool bands_known(const struct bands *bands, const struct holdings *holdings,
                 const struct holding *holding);

#endif
