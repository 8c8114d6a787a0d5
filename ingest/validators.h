/* What a server says by which a file can be known again: its ETag and Last-Modified
 * (RFC 9110, 8.8), and what part of it we hold.
 *
 * They serve twice: to ask for a file only if it is not the one in the store (304),
 * and to go on with a transfer that was interrupted (206). */
#ifndef CIFRA_INGEST_VALIDATORS_H
#define CIFRA_INGEST_VALIDATORS_H

#include "ingest/snapshot.h"

/* Empty strings for nothing. */
struct validators {
    const char *etag;
    const char *modified;
};

/* Those a snapshot's headers hold. An address with a part that is masked may stand for
 * another file by now, so that a date alone does not count for it. Borrowed. */
struct validators validators_of(const struct provenance *from);

/* What may stand in If-Range: a strong ETag, else Last-Modified, else NULL. */
const char *validators_strong(const struct validators *validators);

/* "bytes 500-999/1234" of a Content-Range header. */
struct content_range {
    size_t first, last;
    size_t total; /* 0: not known */
};
bool content_range_read(struct text value, struct content_range *out);

/* A transfer that was interrupted: <path> holds the bytes, <path>.json this. */
struct part {
    const char *url; /* SHA-256 of the address: it may hold what nobody should read */
    struct validators validators;
    size_t total; /* 0: not known */
};

/* Write what is known of the part at path. */
bool part_remember(const char *path, const struct part *part, struct error *err);
/* What was remembered, in the arena; false when there is nothing usable. */
bool part_recall(struct arena *arena, const char *path, struct part *out);
/* Remove the part and what is known of it; gone already is fine. */
void part_forget(const char *path);

#endif
