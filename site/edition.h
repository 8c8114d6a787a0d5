/* An edition: the whole site as a function of holdings, configuration and version. */
#ifndef CIFRA_SITE_EDITION_H
#define CIFRA_SITE_EDITION_H

#include "site/holdings.h"
#include "site/tree.h"

struct edition_counts {
    size_t pages, charts, datasets;
};

/* SHA-256 of all that the site depends on: version, configuration, every file under
 * share and of the operator's own descriptors, the snapshots' hashes. In the arena. */
bool edition_inputs(struct arena *arena, const struct holdings *holdings,
                    const char **out, struct error *err);

/* SHA-256 of what comes with the program, and of the operator's own descriptors: lists,
 * templates, messages, assets. */
bool edition_lists(struct arena *arena, const struct config *config, struct sha256 *out,
                   struct error *err);

/* SHA-256 of all that the site depends on but for snapshots. */
bool edition_setting(struct arena *arena, const struct config *config,
                     struct sha256 *out, struct error *err);

/* The day of the newest snapshot in use, "2026-04-18": what an edition is named by. */
const char *edition_day(struct arena *arena, const struct holdings *holdings);

/* Write every page, chart and dataset into the tree, several at once. */
bool edition_build(const struct holdings *holdings, const char *inputs,
                   struct tree *tree, const struct progress *progress,
                   struct edition_counts *out, struct error *err);

#endif
