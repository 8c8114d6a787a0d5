/* Small multiples: the yearly rate of one offence in many places, each a little chart
 * and a link, all on one scale, with the country's behind it in grey. */
#ifndef CIFRA_SITE_BLOCK_MULTIPLES_H
#define CIFRA_SITE_BLOCK_MULTIPLES_H

#include "site/page.h"

/* A place of them, and where its chart leads; NULL: nowhere. */
struct multiple {
    struct place_id place;
    const char *link;
};

/* Into "multiples", in the order given, with "multiples_title" and "multiples_note".
 * Whole years counted the way that the country's newest whole year was. Nothing where
 * the country has fewer than two such years. */
bool block_multiples(struct page *page, const struct multiple *places, size_t count,
                     struct offence_id offence, struct error *err);

#endif
