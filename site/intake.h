/* Taking files in: by hand, from a folder of files, from their publisher. Nothing
 * enters the snapshot store that the program could not read, whole.
 *
 *   <snapshots>/.incoming/            transfers under way; one run at a time
 *   <snapshots>/.refused/<source>/    bytes that were fetched and refused, each with
 *                                     a .txt that says why
 *
 * The holdings must be listed (holdings_list()); what is taken in shows up when they
 * are listed again. */
#ifndef CIFRA_SITE_INTAKE_H
#define CIFRA_SITE_INTAKE_H

#include "site/holdings.h"

enum intake_result {
    INTAKE_FAILED,     /* not the file's fault: err says why */
    INTAKE_NEW,        /* in the store now */
    INTAKE_KNOWN,      /* was in the store before */
    INTAKE_REFUSED,    /* read, and not taken: err says why */
    INTAKE_UNREACHABLE /* not fetched: err says why */
};

struct intake {
    enum intake_result result;
    struct provenance provenance;
    struct decoded decoded; /* of INTAKE_NEW */
};

/* What is known of a file that a person brings. Empty strings for nothing. */
struct brought {
    const char *source;
    const char *file;
    struct day date; /* the day its publisher let it out; zeroed: today */
    const char *url; /* where it was downloaded */
    const char *note;
};

/* Check a file and keep it. When it is refused (*out says so, err why) the store is
 * as it was; false for anything. */
bool intake_file(struct arena *arena, const struct holdings *holdings,
                 const struct brought *brought, struct intake *out, struct error *err);

/* Take in the files of a bundle (ingest/bundle.h), several at once, leaving out
 * sources that the configuration does not want. Each has a result and an error
 * of its own, in the order of bundle.json; the first error is the function's, too. */
bool intake_bundle(struct arena *arena, const struct holdings *holdings,
                   const char *folder, struct intake **out, struct error **fault,
                   size_t *count, struct error *err);

/* Does anybody know an address for this source: its descriptor or the operator? */
bool intake_can_fetch(const struct config *config, const struct source *source);

/* Hold <snapshots>/.incoming for this process; ERROR_CONTRADICTION when another does.
 * The lock ends when *fd is closed. */
bool intake_lock(const struct config *config, int *fd, struct error *err);

/* Fetch one source, from the operator's address or the descriptor's, the first that
 * answers; check it and keep it. Hold the lock. Like intake_file(). progress may be
 * NULL. */
bool intake_fetch(struct arena *arena, const struct holdings *holdings,
                  const struct source *source,
                  void (*progress)(void *context, size_t bytes, size_t expected),
                  void *context, struct intake *out, struct error *err);

/* Today, in UTC. */
struct day today(void);

#endif
