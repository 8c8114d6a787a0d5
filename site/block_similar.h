/* A place beside its country and state and the places similar to it. */
#ifndef CIFRA_SITE_BLOCK_SIMILAR_H
#define CIFRA_SITE_BLOCK_SIMILAR_H

#include "site/page.h"
#include "transform/similar.h"

/* Residents of each place in the edition's year, by place index; NAN: not known. In
 * the arena. */
double *residents_of_places(struct arena *arena, const struct site *site);

/* The places on whose pages the place would stand as a peer: see transform/similar.h.
 * Only places that have a page. */
size_t peers_of(const struct site *site, struct place_id place,
                struct place_id out[SIMILAR_MAX]);

/* The rate of an offence in one calendar year and one way of counting; false when
 * nothing of the year is known, or it is not over yet: the figures of both are then
 * withheld or absent. */
bool rate_in_year(const struct page *page, struct place_id place,
                  struct offence_id offence, const struct methodology *methodology,
                  int year, struct tally *tally, struct rate *rate);

/* The newest year of which a place knows every month, and how it was counted. */
bool newest_year(const struct page *page, struct place_id place,
                 struct offence_id offence, const struct methodology **methodology,
                 int *year);

/* The address of the explore page that shows these places and this offence. */
const char *link_explore(const struct page *page, const struct place_id *places,
                         size_t count, struct offence_id offence);

/* Add a row for a place: residents, investigations of an offence in a year, their rate;
 * the last two are left open where not the whole year is known. Their sources are among
 * the page's. Without a link when it is the page's own. */
struct rate row_of_place(struct page *page, struct view *body, struct place_id place,
                         bool own, struct offence_id offence,
                         const struct methodology *methodology, int year);

/* Into "similar_tables": the place, what it lies in, and its peers, each with the rate
 * of one offence in the newest whole year that the place and what it lies in have; a
 * "similar_year" that says so when the place has a newer one. Nothing for a country. */
void block_similar(struct page *page, struct place_id place, struct offence_id offence);

#endif
