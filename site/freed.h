/* How many bytes on disk come free when folders and files are removed: a file with
 * several names comes free with its last one. */
#ifndef CIFRA_SITE_FREED_H
#define CIFRA_SITE_FREED_H

#include <stdint.h>

struct freed;

/* Begin counting; freed_close() what was begun. */
struct freed *freed_open(void);

/* What comes free when this goes, too, after all that was added before. Add it before
 * it is removed. */
uint64_t freed_add(struct freed *freed, const char *path);

void freed_close(struct freed *freed);

#endif
