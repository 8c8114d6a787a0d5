/* A dry run: fetching into a copy of the store that is thrown away.
 *
 * The copy is made of hard links, so that it costs no room: bytes in a store are never
 * changed, and what stands beside them is replaced by a rename, which leaves the
 * store's own as it was. */
#ifndef CIFRA_SITE_REHEARSAL_H
#define CIFRA_SITE_REHEARSAL_H

#include "base/arena.h"
#include "base/error.h"

/* Make the copy of a store below the folder of states, and tell its path; a copy that
 * was left behind goes away first. A store that is not there yet has an empty copy. */
bool rehearsal_open(struct arena *arena, const char *store, const char *state,
                    const char **copy, struct error *err);

/* Throw it away. */
void rehearsal_close(const char *copy);

#endif
