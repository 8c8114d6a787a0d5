/* The snapshot store: whatever a publisher sent, byte for byte, for ever.
 *
 *   <store>/<source>/<sha256>        the bytes
 *   <store>/<source>/<sha256>.json   where they came from: its provenance
 *   <store>/.withdrawn/<source>/     what was taken in by mistake
 *
 * Bytes are never overwritten, unless they are no longer those of their name. A
 * snapshot's date is the day its publisher let it out as far as we know, else the day
 * it was fetched; the snapshots of a source in order of date (then hash) are its
 * vintages. */
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
    const char *accepted; /* the loss that somebody let through, in a sentence; "" */
    bool synthetic;       /* made up, to try the program: once so, always so */
    bool mirror; /* had from somebody who keeps the publisher's files; note: whom */
};

struct snapshot {
    struct provenance provenance;
    const char *path;  /* of the bytes */
    const char *fault; /* the entry is torn, and why; NULL. Where its provenance cannot
                          be read, that holds the source and the hash alone */
};

/* Keep bytes that lie in a file. When the store holds them already under this
 * source, *is_new is false and the stored provenance stays. An entry whose bytes are
 * gone or others by now gets them back, one whose provenance cannot be read a new
 * one. */
bool snapshot_keep(const char *store, const char *file, const struct provenance *from,
                   bool *is_new, struct error *err);

/* The vintages of a source, oldest first, in the arena. A torn entry (no bytes, or
 * of another size than its provenance says, or that cannot be read) has a fault; one
 * without a day stands first. */
bool snapshot_list(struct arena *arena, const char *store, const char *source,
                   struct snapshot **out, size_t *count, struct error *err);

/* Write the provenance of an entry anew: with another date, or what was accepted. */
bool snapshot_amend(const char *store, const struct provenance *now, struct error *err);

/* Move an entry, torn or not, to <store>/.withdrawn/<source>/, where nothing is ever
 * overwritten either. */
bool snapshot_withdraw(const char *store, const struct snapshot *snapshot,
                       struct error *err);

/* Do the bytes still have their hash? */
bool snapshot_verify(const struct snapshot *snapshot, struct error *err);

#endif
