/* One run at a time: a folder is held by whoever locks the file .lock in it, which says
 * who that is.
 *
 * The system lets go of the lock when its process ends, however that happens, so that
 * a lock is never stale. What a killed run leaves is its name in the file, and the next
 * one tells of it. */
#ifndef CIFRA_SITE_LOCK_H
#define CIFRA_SITE_LOCK_H

#include "base/arena.h"
#include "base/error.h"

/* Hold the folder, which must exist; ERROR_CONTRADICTION "another run is at work in …
 * (process 12 on ourhost, since 2026-05-20T03:17:00Z)" when somebody does. *former is
 * who held it last and did not let go, in the same words; NULL. */
bool lock_take(struct arena *arena, const char *folder, int *fd, const char **former,
               struct error *err);

/* Let go, in good order. */
void lock_release(int fd);

#endif
