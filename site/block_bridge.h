/* The bridge of an edition: the registry of 2026 read with the categories of 2015 to
 * 2025, by the publisher's own rules. An estimate, shown apart, dashed, and as a
 * measure of its own in datasets. */
#ifndef CIFRA_SITE_BLOCK_BRIDGE_H
#define CIFRA_SITE_BLOCK_BRIDGE_H

#include "site/page.h"
#include "transform/bridge.h"

struct bridging {
    struct bridge bridge;
    const struct holding *before, *after; /* NULL: one is not held, no bridge */
    struct measure_id measure;            /* investigations.bridged */
    struct cube *cube;                    /* after, at its images; NULL with them */
};

/* Load the rules and carry the registry over, into site->bridging. */
bool bridging_open(struct arena *arena, struct site *site, struct error *err);
void bridging_close(struct site *site);

/* data/bridge.csv: country and states, every offence that both ways of counting have.
 */
bool bridging_export(struct site *site, struct error *err);

/* The section of one offence in one place: sentence, rules, and a chart where they
 * change the published series, in a country with a table of its states; or why there is
 * no bridge. Nothing for offences that neither way of counting has. */
bool block_bridge(struct page *page, struct place_id place, struct offence_id offence,
                  struct error *err);

/* The same in a line, for a page that tells more than one offence: the bridged figure
 * beside the published one and that of before, or that there is no bridge. For
 * countries and states. */
void block_bridge_line(struct page *page, struct place_id place,
                       struct offence_id offence);

#endif
