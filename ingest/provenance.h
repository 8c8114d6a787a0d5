/* A snapshot's provenance as a JSON file: <hash>.json beside the bytes. */
#ifndef CIFRA_INGEST_PROVENANCE_H
#define CIFRA_INGEST_PROVENANCE_H

#include "base/buffer.h"
#include "ingest/snapshot.h"

/* The same provenance makes the same bytes. */
void provenance_write(struct buffer *out, const struct provenance *from);

/* Its words live in the arena. ERROR_FORMAT for what provenance_write() cannot have
 * written. */
bool provenance_read(struct arena *arena, const char *path, struct provenance *out,
                     struct error *err);

/* Is it a SHA-256, in small hexadecimal digits? */
bool is_sha256(struct text text);

#endif
