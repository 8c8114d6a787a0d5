/* Is a site what its editions say it is? Every file against SHA256SUMS, that against
 * the edition that names it, each edition against the chain, signatures against the
 * key.
 *
 * The site is read through a reader: a folder, or a web server. */
#ifndef CIFRA_SITE_VERIFY_H
#define CIFRA_SITE_VERIFY_H

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "site/packing.h"

/* A file that was looked for. */
struct looked {
    bool found;
    struct sha256 sha256;
    const char *why; /* when it was not found; in the arena of the call */
};

struct site_reader {
    void *context;
    /* The hash of each file. A file that is not to be had is no failure. */
    bool (*hash)(void *context, struct arena *arena, const char *const *paths,
                 size_t count, struct looked *out, struct error *err);
    /* All of a small file, in the arena; at most limit bytes. */
    bool (*read)(void *context, struct arena *arena, const char *path, size_t limit,
                 struct text *out, struct error *err);
    /* Every file there is below a folder ("" for all), sorted; NULL: nobody can know.
     */
    bool (*list)(void *context, struct arena *arena, const char *folder,
                 const char *const **paths, size_t *count, struct error *err);
    /* Does a packed copy unpack to a file? Otherwise *why says what is wrong. There is
     * one where there is list. */
    bool (*unpacks)(void *context, struct arena *arena, const char *packed,
                    const char *plain, enum packing packing, const char **why);
};

/* What is wrong, one at a time: path and sentence. */
struct verify_watch {
    void (*fault)(void *context, const char *path, const char *sentence);
    /* How far it is. */
    void (*step)(void *context, const char *what, size_t done, size_t all);
    void *context;
};

struct verified {
    size_t files, editions, kept, signatures, faults; /* kept: files of editions */
    size_t packed;                                    /* copies beside the files */
    const char
        *edition; /* the one the site shows; NULL when none names its SHA256SUMS */
    const char *newest; /* of the chain; NULL */
    const char *key;    /* of the newest signed one, in hexadecimal; NULL */
};

/* Check all of it. key: a public key in hexadecimal that must have signed the newest
 * edition, and every other that is signed; NULL. False with err when the site cannot be
 * read at all; faults are counted. Words live in the arena. */
bool verify_site(struct arena *arena, const struct site_reader *reader, const char *key,
                 const struct verify_watch *watch, struct verified *out,
                 struct error *err);

/* Readers of a folder and of an address ("https://…/"). scratch is a folder of the
 * caller's for what is fetched; authorities as in the configuration. They live in the
 * arena. */
void verify_folder(struct arena *arena, const char *folder, struct site_reader *out);
void verify_address(struct arena *arena, const char *address, const char *scratch,
                    const char *authorities, struct site_reader *out);

#endif
