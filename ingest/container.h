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

/* Get ready to open files where nothing of the system can be read any more. */
void container_prepare(void);

/* Open a file, packed or not. A workbook (.xlsx), though a zip, is one file. pattern is
 * a glob (fnmatch, case and accents folded) for the member's base name; NULL takes the
 * largest member ending in suffix, and refuses an archive in which others have the same
 * columns as that: a table in parts, of which one would be read. */
struct stream *stream_open(struct arena *arena, const char *path, const char *pattern,
                           const char *suffix, struct error *err);

/* The next bytes, at most size of them; *got is 0 at the end. */
bool stream_read(struct stream *stream, void *into, size_t size, size_t *got,
                 struct error *err);

/* The first bytes, at most STREAM_PEEK of them, without taking them; only before
 * anything else is read. They live as long as the stream. */
enum { STREAM_PEEK = 512 };
bool stream_peek(struct stream *stream, struct text *out, struct error *err);

/* Is it packed, and the only one of its archive that is being read? */
bool stream_is_packed(const struct stream *stream);

/* Bytes of a file that is not packed, which can be read anywhere and by several threads
 * at once; 0 for a packed one. */
uint64_t stream_size(const struct stream *stream);
/* Up to size bytes from an offset, as many as there are. */
bool stream_read_at(const struct stream *stream, uint64_t offset, void *into,
                    size_t size, size_t *got, struct error *err);

/* One of several members to be read. */
struct member {
    const char *name;
    uint64_t size;  /* bytes unpacked */
    size_t index;   /* from 1, in the archive */
    uint64_t alike; /* the same for members that begin alike; 0: not known */
};

/* List the members that fit, in the archive's order, at least one; a file that is no
 * archive counts as its only member, "". *apart: can the archive be opened several
 * times to read members at the same time, without unpacking all that stand before them?
 */
bool stream_members(struct arena *arena, const char *path, const char *pattern,
                    const char *suffix, struct member **out, size_t *count, bool *apart,
                    struct error *err);
/* Open a file to read several members, and go to the first, and on to later ones. */
struct stream *stream_open_all(struct arena *arena, const char *path,
                               struct error *err);
bool stream_go(struct stream *stream, const struct member *member, struct error *err);

const char *stream_member(const struct stream *stream); /* "" for a plain file */
void stream_close(struct stream *stream);               /* NULL is fine */

#endif
