/* Files that come with the program: a folder of publishers' files and one
 * bundle.json that says of each what it is, where it comes from and its SHA-256. A
 * bundle makes a first edition without a network, and tests with real data. */
#ifndef CIFRA_INGEST_BUNDLE_H
#define CIFRA_INGEST_BUNDLE_H

#include "ingest/snapshot.h"

enum { BUNDLE_ENTRIES_MAX = 1000 };

struct bundle_entry {
    const char *path;             /* of the file */
    struct provenance provenance; /* ready for snapshot_keep() */
    const char *publisher;
    const char *licence;
};

/* Read <folder>/bundle.json and check every file against it; a file that is gone,
 * or has other bytes, is ERROR_CONTRADICTION. Entries come in the order of the file
 * and live in the arena. */
bool bundle_read(struct arena *arena, const char *folder, struct bundle_entry **out,
                 size_t *count, struct error *err);

#endif
