/* The one helper that shares work over threads. */
#ifndef CIFRA_BASE_PARALLEL_H
#define CIFRA_BASE_PARALLEL_H

#include "base/error.h"

#include <stddef.h>

/* How many threads to use: CIFRA_THREADS when set (1 to 64), else the processors
 * this process may run on. */
size_t parallel_width(void);

/* Call work(context, index, err) once for each index below count, from several
 * threads. The failure of the lowest failing index is the one reported; after a
 * failure no new index is started. */
bool parallel_each(size_t count,
                   bool (*work)(void *context, size_t index, struct error *err),
                   void *context, struct error *err);

#endif
