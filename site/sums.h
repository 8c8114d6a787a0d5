/* SHA256SUMS as we write it and as sha256sum(1) reads it: a line for each file, sorted
 * by path, the hash, two spaces, the path. */
#ifndef CIFRA_SITE_SUMS_H
#define CIFRA_SITE_SUMS_H

#include "base/error.h"
#include "base/file.h"

enum { SUMS_MAX = 256 << 20 }; /* bytes of a SHA256SUMS */

struct summed {
    struct sha256 sha256;
    const char *path;
};

/* The lines, in the arena. ERROR_FORMAT for what we cannot have written: another
 * layout, another order, a path twice or one that leaves the tree. name is what
 * messages call it. */
bool sums_read(struct arena *arena, struct text bytes, const char *name,
               struct summed **out, size_t *count, struct error *err);

/* Is it a path that may be published: parts of a-z A-Z 0-9 . _ - with slashes between,
 * none of them . or .., and none of the names that a release keeps for itself
 * (RELEASE_SUMS, RELEASE_CHAIN, EDITION_JSON, below RELEASE_EDITIONS)? */
bool sums_path_is_good(const char *path);

#endif
