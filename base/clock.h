/* What time it is: the only clock that tells days.
 *
 * What is fetched is dated by it, and whether a source is late is found with it; no
 * edition depends on it. CIFRA_NOW in the environment ("2026-05-20" or
 * "2026-05-20T03:17:00Z") stands in for it, to try what a run does on another day. */
#ifndef CIFRA_BASE_CLOCK_H
#define CIFRA_BASE_CLOCK_H

#include "base/arena.h"
#include "base/period.h"

#include <time.h>

/* Seconds since 1970, UTC. */
time_t clock_seconds(void);

/* Today, in UTC. */
struct day clock_day(void);

/* Now, as "2026-05-20T03:17:00Z", in the arena. */
const char *clock_iso(struct arena *arena);

/* Those seconds as "2026-05-20T03:17:00Z", in the arena; and back: -1 for what is not
 * written so. */
const char *clock_write(struct arena *arena, time_t seconds);
time_t clock_read(struct text text);

#endif
