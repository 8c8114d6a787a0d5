/* Bytes out of whatever they were packed in, as a stream, bounded.
 *
 * Bombs are met by three limits: bytes unpacked, ratio of unpacked to packed once
 * past a floor, and members. */
#ifndef CIFRA_INGEST_CONTAINER_H
#define CIFRA_INGEST_CONTAINER_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

struct stream;

/* Open a file, packed or not. pattern is a glob (fnmatch, case and accents folded)
 * for the member's base name; NULL takes the largest member ending in suffix. */
struct stream *stream_open(struct arena *arena, const char *path, const char *pattern,
                           const char *suffix, struct error *err);

/* The next bytes, at most size of them; *got is 0 at the end. */
bool stream_read(struct stream *stream, void *into, size_t size, size_t *got,
                 struct error *err);

const char *stream_member(const struct stream *stream); /* "" for a plain file */
void stream_close(struct stream *stream);               /* NULL is fine */

#endif
