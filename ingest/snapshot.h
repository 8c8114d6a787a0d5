/* The snapshot store: whatever a publisher sent, byte for byte, for ever.
 *
 *   <store>/<source>/<sha256>        the bytes
 *   <store>/<source>/<sha256>.json   where they came from: its provenance
 *
 * Nothing in it is ever overwritten. A snapshot's date is the day its publisher
 * let it out as far as we know, else the day it was fetched; the snapshots of a
 * source in order of date (then hash) are its vintages. */
#ifndef CIFRA_INGEST_SNAPSHOT_H
#define CIFRA_INGEST_SNAPSHOT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "base/period.h"

enum { SNAPSHOT_HEADERS_MAX = 16 };

struct provenance {
    const char *source;  /* id */
    const char *url;     /* without credentials; "" when imported by hand */
    const char *file;    /* name the file had */
    const char *fetched; /* "2024-12-21T06:02:11Z"; UTC */
    struct day date;
    struct sha256 sha256;
    size_t bytes;
    size_t headers;
    const char *header[SNAPSHOT_HEADERS_MAX][2]; /* of the answer: name, value */
    const char *note;                            /* of whoever imported it; "" */
};

struct snapshot {
    struct provenance provenance;
    const char *path; /* of the bytes */
};

/* Keep bytes that lie in a file. When the store holds them already under this
 * source, nothing is written, *is_new is false and the stored provenance stays. */
bool snapshot_keep(const char *store, const char *file, const struct provenance *from,
                   bool *is_new, struct error *err);

/* The vintages of a source, oldest first, in the arena. A torn entry (no bytes, or
 * of another size than its provenance says) is an error that names it. */
bool snapshot_list(struct arena *arena, const char *store, const char *source,
                   struct snapshot **out, size_t *count, struct error *err);

/* Do the bytes still have their hash? */
bool snapshot_verify(const struct snapshot *snapshot, struct error *err);

#endif
