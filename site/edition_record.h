/* What an edition was made from, as lines of its edition.json (site/chain.h): all that
 * is needed to build it again, in a folder that holds the snapshots and nothing else.
 *
 *   made_by         version of cifra, hash of its lists, descriptors, templates and
 *                   messages
 *   configuration   what of it shows on the site
 *   sources         those that the edition tells of
 *   snapshots       each with its day, and what was known of it, at that time */
#ifndef CIFRA_SITE_EDITION_RECORD_H
#define CIFRA_SITE_EDITION_RECORD_H

#include "base/json.h"
#include "site/holdings.h"

/* A snapshot as it was when the edition was made. */
struct recorded {
    const char *source;
    struct sha256 sha256;
    struct day date;
    bool synthetic;
    const char *accepted, *fault; /* "", NULL */
};

struct edition_record {
    const char *version;
    struct sha256 lists;
    size_t sources;
    const char **source;
    size_t snapshots; /* in order of source, then as the vintages were */
    struct recorded *snapshot;
};

/* The lines, for tree_describe(); in the arena. */
bool edition_record_write(struct arena *arena, const struct holdings *holdings,
                          const char **out, struct error *err);

/* Read them; what they say of the configuration goes into *config. In the arena. */
bool edition_record_read(struct arena *arena, const struct json_node *root,
                         const char *name, struct edition_record *out,
                         struct config *config, struct error *err);

/* Leave of the holdings (holdings_list() first) what the edition had, as it was then.
 * ERROR_CONTRADICTION when a snapshot is not in the store. */
bool edition_record_apply(struct arena *arena, const struct edition_record *record,
                          struct holdings *holdings, struct error *err);

#endif
