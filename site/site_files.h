/* All files of a site as readers see it: those of the release, its lists, and what
 * stays of every edition below v/. */
#ifndef CIFRA_SITE_SITE_FILES_H
#define CIFRA_SITE_SITE_FILES_H

#include "base/file.h"

enum site_file_kind {
    SITE_FILE_PINNED, /* below v/<edition>/: the same for ever */
    SITE_FILE_DATA,   /* data, drawings, scripts, styles */
    SITE_FILE_PAGE,
    SITE_FILE_LIST, /* what says which files there are: SHA256SUMS, chain.txt,
                       edition.json */
};

struct site_file {
    const char *path; /* "es/index.html", "v/2026-04-18/edition.json" */
    const char *file; /* on this machine */
    struct sha256 sha256;
    enum site_file_kind kind;
};

/* Of the release in a folder, beside the chain in the releases folder; sorted by path,
 * in the arena. Hashes of lists are computed, the others are read from SHA256SUMS. */
bool site_files(struct arena *arena, const char *releases, const char *folder,
                struct site_file **out, size_t *count, struct error *err);

/* What a server should call the file: "text/html; charset=utf-8". */
const char *site_file_type(const char *path);

#endif
