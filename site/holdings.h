/* Everything an edition knows: each source, its vintages, the figures of each.
 *
 * The newest vintage that reads without a fault is the one published. A newer one
 * that does not is kept back: its fault is told on the site and in the exit code,
 * and the last good one stays. So is one whose entry in the store is torn, whatever its
 * age. What a vintage has lost may be accepted: that stands in its provenance. */
#ifndef CIFRA_SITE_HOLDINGS_H
#define CIFRA_SITE_HOLDINGS_H

#include "ingest/decode.h"
#include "ingest/snapshot.h"
#include "ingest/source.h"
#include "site/config.h"
#include "transform/crosswalk.h"
#include "transform/cube.h"
#include "transform/lists.h"

struct apart;

struct vintage {
    struct snapshot snapshot;
    struct decoded decoded;
    struct cube *cube; /* NULL when it could not be read */
    const char *fault; /* why not; NULL */
    enum error_kind fault_kind;
    bool torn; /* the fault is the store's: to import the file again mends it, or the
                  next reading, when it was the machine's */
    bool lost; /* the fault is what it lost or moved against the one before, or sums
                  that do not agree: that can be accepted */
};

struct holding {
    const struct source *source;
    const struct methodology *methodology;
    size_t vintages; /* oldest first */
    struct vintage *vintage;
    struct vintage *current; /* NULL when there is none */
    bool synthetic;          /* is any of it made up? */
    const char *cited;       /* how datasets name it: the source's id, and whether it is
                                made up; NULL: by its id */
    struct vintage *held_back; /* newest, when it is not the current one, else the
                                  newest torn one; NULL */
    struct vintage *waiting;   /* newest of all, and not among .vintages: no verdict was
                                  come to, and what is published knows nothing of it;
                                  NULL */
};

struct holdings {
    const struct config *config;
    struct lists *lists;
    size_t sources;
    struct source *source;
    size_t count; /* of the holdings, those an edition tells of: with a snapshot, or
                     named in the configuration; in order of id */
    struct holding *holding; /* one per source; behind those, the rest */
    struct day as_of;        /* no snapshot after this day is listed; zeroed: all are */
    const struct record *served; /* what is published, where holdings_read() may leave a
                                    vintage waiting; NULL */
    const char *accept; /* ids of sources, commas between, whose losses are let through;
                           NULL */
    struct apart *apart; /* the process that reads files; NULL: this one does */
};

/* The three crosswalks of a source. */
struct crosswalks {
    struct crosswalk *places;
    struct crosswalk *offences;
    struct crosswalk *measures;
};

/* Told, now and then, what is being read: for progress; NULL is fine. */
struct progress {
    void (*step)(void *context, const char *what, size_t done, size_t all);
    void *context;
};

/* Load lists and descriptors (of share, and of the configured further folder, whose
 * sources stand in for ours of the same id). Lives in the arena, and must stay where it
 * is. Starts the process that reads files for it (base/apart.h), so only while there is
 * one thread. */
bool holdings_open(struct arena *arena, const struct config *config,
                   struct holdings *out, struct error *err);

/* Find every vintage in the store up to .as_of, without reading any: enough to know
 * whether there is anything new. Moves the holdings about. */
bool holdings_list(struct arena *arena, struct holdings *holdings, struct error *err);

/* Read every vintage listed (holdings_list() first) into cubes, several at once, and
 * decide which is current. A vintage that cannot be read, that ends before the last
 * good one or lost some of it, whose sums do not agree with what they should, or that
 * tells of crimes after its own day, is not a failure of this function: its fault says
 * why. */
bool holdings_read(struct arena *arena, struct holdings *holdings,
                   const struct progress *progress, struct error *err);

/* The holding of a source; ERROR_USAGE when there is none of that id. */
bool holdings_find(const struct holdings *holdings, const char *source,
                   const struct holding **out, struct error *err);

/* Where the crosswalk of that name is: an operator's own stands beside their
 * descriptors and goes before ours. NULL for NULL. */
const char *holdings_crosswalk_path(struct arena *arena, const struct config *config,
                                    const char *name);
/* Are the crosswalks there that a source's descriptor names? Says which is not. */
bool holdings_crosswalks_there(struct arena *arena, const struct config *config,
                               const struct source *source, struct error *err);

/* Load the crosswalks of a source: the operator's own before ours. Lives in the
 * arena. */
bool holdings_crosswalks(struct arena *arena, const struct holdings *holdings,
                         const struct source *source, struct crosswalks *out,
                         struct error *err);

/* After holdings_read(): did each reading come to a verdict on its snapshot? If not
 * (ERROR_SYSTEM says which one) what is made of the rest differs from what the same
 * store says on another day, and must not be published. A vintage that waits is no
 * part of the store yet. */
bool holdings_are_read(const struct holdings *holdings, struct error *err);

/* Is there one? */
bool holdings_wait(const struct holdings *holdings);

/* Is the source one whose losses are let through? */
bool holdings_accepts(const struct holdings *holdings, const char *source);

/* The vintage that reads without a fault and comes before another; NULL: none. */
struct vintage *holding_before(const struct holding *holding,
                               const struct vintage *vintage);

/* Let through what the newest vintage of a source has lost (after holdings_read()): it
 * becomes the current one, and its provenance says so from then on. *sentence names
 * the loss; NULL when there was none to accept. */
bool holdings_accept(struct arena *arena, struct holdings *holdings, const char *source,
                     const char **sentence, struct error *err);

/* Decode one file as a source's vintage of that day would be, with every check; it
 * fails when one that needs another vintage could not be made. The
 * newest good vintage in the store that is not younger must not end later, nor hold
 * what the file lacks; the same between the file and the next younger one. The file's
 * own snapshot does not count. For `cifra check` and before anything enters the store.
 * decoded and cube may be NULL; the cube belongs to the caller. */
bool holdings_check(struct arena *arena, const struct holdings *holdings,
                    const char *source, const char *file, struct day date,
                    struct decoded *decoded, struct cube **cube, struct error *err);
/* The same; but where the source's losses are let through, what the file lost against
 * the older vintage is, and *accepted says what: NULL when nothing was lost. */
bool holdings_check_accepting(struct arena *arena, const struct holdings *holdings,
                              const char *source, const char *file, struct day date,
                              struct decoded *decoded, const char **accepted,
                              struct error *err);

/* The newest vintage that reads and is not younger than the day; false when there is
 * none, or err says why: one that may read another time is not passed over. The cube is
 * the caller's unless it is (*out)->cube. */
bool holdings_last_good(struct arena *arena, const struct holdings *holdings,
                        const struct holding *holding, struct day date,
                        const struct vintage **out, struct cube **cube,
                        struct error *err);

/* Does any of what an edition tells of hold made-up figures? */
bool holdings_synthetic(const struct holdings *holdings);
/* How datasets name a holding: "mx-municipal-2015", "synthetic:mx-municipal-2015". */
const char *holding_cited(const struct holding *holding);

/* Say anew whether any of its vintages is made up: after they were changed. */
void holding_mark_synthetic(struct arena *arena, struct holding *holding);

/* Frees the cubes, and ends the process that reads files. */
void holdings_close(struct holdings *holdings);

#endif
