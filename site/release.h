/* Releases on disk: which one is public, switching to another, sweeping up.
 *
 *   <releases>/2026-04-18-3fa9c2d41b07/         an edition, complete: it got its name
 *                                               by a rename after all was durable
 *   <releases>/2026-04-18-3fa9c2d41b07.stamp    what it was made from
 *   <releases>/v/                               what stays of each (site/chain.h)
 *   <releases>/.staging/                        one being built
 *   <releases>/.lock                            held by the run that builds
 *   <releases>/.held                            after a rollback (site/hold.h)
 *   <public>                                    a link to one of them
 *
 * Only things named like these are ever removed. */
#ifndef CIFRA_SITE_RELEASE_H
#define CIFRA_SITE_RELEASE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"

enum { RELEASE_NAME_LENGTH = 23 }; /* a day, a hyphen, twelve digits of a hash */

#define RELEASE_SUMS "SHA256SUMS"
/* Links to the chain of editions and to what stays of each (site/chain.h). */
#define RELEASE_CHAIN "chain.txt"
#define RELEASE_EDITIONS "v"

/* Is this what we call a release? */
bool release_is_name(const char *name);

/* The folder of the release that public links to, with no link in its path; NULL when
 * there is none yet or it is gone. ERROR_USAGE when something stands in its place
 * that is not a link of ours. */
bool release_current(struct arena *arena, const char *public_, const char **folder,
                     struct error *err);

/* What a killed run has left behind in the releases folder, in the arena. */
bool releases_leftovers(struct arena *arena, const char *releases, const char ***paths,
                        size_t *count, struct error *err);

/* Remove what a killed run has left behind. Hold the lock. */
bool releases_sweep(struct arena *arena, const char *releases, const char *public_,
                    struct error *err);

/* Point public at a release, by one rename. */
bool release_switch(struct arena *arena, const char *releases, const char *public_,
                    const char *name, struct error *err);

/* A hash of the names, sizes and times of change of all that lies in a release: another
 * one once anything in it was touched, added or removed. */
bool release_fingerprint(const char *release, struct sha256 *out, struct error *err);

#endif
