/* Taking files in: by hand, from a folder of files, from their publisher. Nothing
 * enters the snapshot store that the program could not read, whole.
 *
 *   <snapshots>/.incoming/            transfers under way, and parts of those that were
 *                                     interrupted; one run at a time
 *   <snapshots>/.refused/<source>/    bytes that were fetched and refused, each with
 *                                     a .txt that says why; the newest REFUSED_KEPT
 *
 * The holdings must be listed (holdings_list()); what is taken in shows up when they
 * are listed again. */
#ifndef CIFRA_SITE_INTAKE_H
#define CIFRA_SITE_INTAKE_H

#include "ingest/fetch.h"
#include "site/holdings.h"

enum intake_result {
    INTAKE_FAILED,     /* not the file's fault: err says why */
    INTAKE_NEW,        /* in the store now */
    INTAKE_KNOWN,      /* was in the store before */
    INTAKE_MENDED,     /* likewise, and its entry was torn: it is whole again */
    INTAKE_REDATED,    /* likewise, under another day: it has the new one */
    INTAKE_REFUSED,    /* read, and not taken: err says why */
    INTAKE_UNREACHABLE /* not fetched: err says why */
};

enum { REFUSED_KEPT = 5 };

struct intake {
    enum intake_result result;
    struct provenance provenance;
    struct decoded decoded; /* of INTAKE_NEW */
    const char *aside;      /* where its bytes lie when they were refused; NULL */
    size_t aside_gone;      /* so many older ones made room for them */
    bool marked; /* it was in the store as real, and is made up from now on */
};

/* What is known of a file that a person brings. Empty strings for nothing. */
struct brought {
    const char *source;
    const char *file;
    struct day date; /* the day its publisher let it out; zeroed: today */
    const char *url; /* where it was downloaded: http or https */
    const char *note;
    bool synthetic; /* made up, to try the program */
    bool redate;    /* the day is certain: a snapshot of another day gets it */
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

/* Does anybody know an address for this source, the descriptor or the operator, or a
 * folder where its files are dropped? */
bool intake_can_fetch(const struct config *config, const struct source *source);

/* Hold <snapshots>/.incoming for this process; ERROR_CONTRADICTION when another does.
 * lock_release() ends it (site/lock.h). */
bool intake_lock(const struct config *config, int *fd, struct error *err);

/* How transfers get on, for whoever watches; NULL is fine. limits: the usual ones,
 * unless a test has its own. */
struct intake_watch {
    void (*progress)(void *context, const struct fetch_progress *all, size_t count);
    void *context;
    const struct fetch_limits *limits;
    const struct fetch_clock *clock;
};

/* Get what is new of these sources: from the operator's address or the descriptor's,
 * several at once, and from their drop folders; check and keep it. Hold the lock. *out
 * has an intake for each source that has an address and for each file dropped, and
 * *fault an error for each; both live in the arena. False, with the first of the
 * errors, when there was any. The holdings are listed anew when something was taken in.
 */
bool intake_fetch(struct arena *arena, struct holdings *holdings,
                  const struct source *const *sources, size_t sources_count,
                  const struct intake_watch *watch, struct intake **out,
                  struct error **fault, size_t *count, struct error *err);

#endif
