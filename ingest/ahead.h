/* Reading a packed stream on a thread of its own, so that unpacking and decoding go on
 * at the same time. */
#ifndef CIFRA_INGEST_AHEAD_H
#define CIFRA_INGEST_AHEAD_H

#include "ingest/container.h"

struct ahead;

/* The stream belongs to the reader until it is closed. NULL when no thread is to be
 * had: read the stream itself then. */
struct ahead *ahead_open(struct stream *stream);
/* As stream_read(). */
bool ahead_read(struct ahead *ahead, void *into, size_t size, size_t *got,
                struct error *err);
void ahead_close(struct ahead *ahead); /* NULL is fine */

#endif
