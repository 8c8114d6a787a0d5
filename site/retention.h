/* Which releases are kept with their pages. What stays of every edition for ever
 * (site/chain.h) is not touched. */
#ifndef CIFRA_SITE_RETENTION_H
#define CIFRA_SITE_RETENTION_H

#include "base/arena.h"
#include "base/error.h"

struct retention {
    const char *shown; /* the release that public links to: kept in any case */
    const char *also;  /* another one that is; NULL */
    int newest;        /* so many are kept, the shown one among them */
    int monthly;       /* and of so many months that have one, the newest of each */
};

/* The names of the releases that are not kept, newest first, in the arena. */
bool retention_beyond(struct arena *arena, const char *releases,
                      const struct retention *retention, const char ***names,
                      size_t *count, struct error *err);

/* Drop a release: it loses its name before its files, so that whatever bears a
 * release's name is complete. Hold the lock. */
bool retention_drop(struct arena *arena, const char *releases, const char *name,
                    struct error *err);

/* Drop all that are not kept. Hold the lock. */
bool retention_apply(struct arena *arena, const char *releases,
                     const struct retention *retention, struct error *err);

#endif
