/* The chain of editions, and what stays of each for ever.
 *
 *   <releases>/v/chain.txt     the hash of each edition.json, oldest first
 *   <releases>/v/key.pem       the operator's public key
 *   <releases>/v/<edition>/    for each edition:
 *     edition.json             what it is, what it was made from, and the hash of the
 *                              edition.json before
 *     edition.json.sig         the operator's signature, if there is a key
 *     SHA256SUMS               of the whole edition, pages too
 *     …                        its data and drawings
 *   <release>/edition.json     which of them that release is: after a rollback it is
 * not the last of the chain
 *
 * An edition is named by its day, the second of a day by its release. The site itself
 * is a pure function of its inputs; which edition came before is not, so none of this
 * is in SHA256SUMS: edition.json holds the hash of SHA256SUMS instead, and chain.txt,
 * which `sha256sum -c` can check from the top of the site, that of edition.json. Files
 * are links to those of the release, so that an edition costs what changed. Pages do
 * not stay: `cifra rebuild` makes them again. */
#ifndef CIFRA_SITE_CHAIN_H
#define CIFRA_SITE_CHAIN_H

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"

enum { CHAIN_MAX = 100000, EDITION_JSON_MAX = 4 << 20 };

#define EDITION_JSON "edition.json"
#define EDITION_SIGNATURE "edition.json.sig"
#define EDITION_KEY "key.pem"

struct chain_link {
    const char *edition;  /* "2026-04-18", "2026-04-18-3fa9c2d41b07" */
    struct sha256 sha256; /* of its edition.json */
};

struct chain {
    size_t count; /* oldest first */
    struct chain_link *link;
};

/* What edition.json says of itself. */
struct edition_head {
    const char *edition, *day, *release;
    struct sha256 sums;   /* of SHA256SUMS */
    const char *previous; /* NULL for the first */
    struct sha256 previous_sha256;
    const char *key; /* of the operator, in hexadecimal; NULL: not signed */
};

/* An edition that is about to be shown. */
struct made {
    const char *day, *release, *folder; /* the release's name, and where it lies */
    const char *record;                 /* lines of edition.json */
    const char *key;                    /* file of the operator's key; NULL */
    struct text sums;
};

/* Is it what an edition may be called? */
bool chain_is_name(const char *name);

/* Does the file of an edition stay: is it neither page, script nor style? */
bool chain_keeps(const char *path);

/* Read a chain.txt; every line must be as we write it. In the arena. */
bool chain_parse(struct arena *arena, struct text bytes, const char *name,
                 struct chain *out, struct error *err);

/* The chain of a releases folder; empty when there is none. */
bool chain_read(struct arena *arena, const char *releases, struct chain *out,
                struct error *err);

/* Read what an edition.json says of itself, in the arena. */
bool edition_head_read(struct arena *arena, const struct json_node *root,
                       const char *name, struct edition_head *out, struct error *err);

/* Add an edition at the end, unless the chain has one with the same SHA256SUMS, and
 * keep of it what stays. An edition that a killed run left without its line gets that
 * first. In made->folder, edition.json becomes a link to that of the edition. Hold the
 * lock of the releases. */
bool chain_add(const char *releases, const struct made *made, struct error *err);

/* Make the chain reachable from a release: v and chain.txt in it become links. */
bool chain_show(const char *release, struct error *err);

#endif
