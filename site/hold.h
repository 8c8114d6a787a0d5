/* A hold: after `cifra rollback`, public stays at the edition it was pointed at until a
 * person lifts it. Runs take in what is new, publish nothing, and say so each time. It
 * is the file .held in the releases folder. */
#ifndef CIFRA_SITE_HOLD_H
#define CIFRA_SITE_HOLD_H

#include "base/arena.h"
#include "base/error.h"

struct hold {
    const char *before; /* the release that was shown before; NULL when not known */
    const char *since;  /* "2026-05-20T03:17:00Z"; "" when not known */
};

/* Is there a hold? One that cannot be read is one, of which nothing is known. */
bool hold_read(struct arena *arena, const char *releases, struct hold *out);

/* Hold from now on; a hold that is there stays as it is. Hold the lock. */
bool hold_set(struct arena *arena, const char *releases, const char *before,
              struct error *err);

/* Lift it; gone already is fine. */
bool hold_lift(struct arena *arena, const char *releases, struct error *err);

#endif
