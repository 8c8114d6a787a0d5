/* The kinds of page, one file each. */
#ifndef CIFRA_SITE_PAGES_H
#define CIFRA_SITE_PAGES_H

#include "site/page.h"

/* Calls add(list, subject) for each subject that a kind has a page for. */
typedef void add_function(void *list, struct subject subject);

void home_each(struct site *, add_function *, void *);
const char *home_folder(struct arena *, const struct site *, const struct catalogue *,
                        struct subject);
bool home_fill(struct page *, struct subject, struct error *);

void place_each(struct site *, add_function *, void *);
const char *place_folder(struct arena *, const struct site *, const struct catalogue *,
                         struct subject);
bool place_fill(struct page *, struct subject, struct error *);

/* Places without figures of their own, but of places within. They share place_folder().
 */
void region_each(struct site *, add_function *, void *);
bool region_fill(struct page *, struct subject, struct error *);

void offence_each(struct site *, add_function *, void *);
const char *offence_folder(struct arena *, const struct site *,
                           const struct catalogue *, struct subject);
bool offence_fill(struct page *, struct subject, struct error *);

/* Offences of which the country has no figures, but places within have. They share
 * offence_folder(). */
void offence_within_each(struct site *, add_function *, void *);
bool offence_within_fill(struct page *, struct subject, struct error *);

/* What readers ask about, within a state. */
void place_offence_each(struct site *, add_function *, void *);
const char *place_offence_folder(struct arena *, const struct site *,
                                 const struct catalogue *, struct subject);
bool place_offence_fill(struct page *, struct subject, struct error *);
/* The offences that have a page within a place, for each place: found once. */
enum { OFFENCES_WITHIN_MAX = 9 };
struct offences_within {
    size_t count;
    struct offence_id offence[OFFENCES_WITHIN_MAX];
};
/* By place index, in the arena; the site knows already what has a page. */
struct offences_within *offences_within_places(struct arena *, struct site *);
/* The page of an offence within a place; NULL when there is none. */
const char *link_place_offence(const struct page *, struct place_id, struct offence_id);
/* … or else within what the place lies in, or else of the offence; NULL: none. */
const char *link_offence_near(const struct page *, struct place_id, struct offence_id);

void theme_each(struct site *, add_function *, void *);
const char *theme_folder(struct arena *, const struct site *, const struct catalogue *,
                         struct subject);
bool theme_fill(struct page *, struct subject, struct error *);

void source_each(struct site *, add_function *, void *);
const char *source_folder(struct arena *, const struct site *, const struct catalogue *,
                          struct subject);
bool source_fill(struct page *, struct subject, struct error *);

/* The lists of all places, offences, themes, sources; one page each. */
const char *places_folder(struct arena *, const struct site *, const struct catalogue *,
                          struct subject);
bool places_fill(struct page *, struct subject, struct error *);
const char *offences_folder(struct arena *, const struct site *,
                            const struct catalogue *, struct subject);
bool offences_fill(struct page *, struct subject, struct error *);
const char *themes_folder(struct arena *, const struct site *, const struct catalogue *,
                          struct subject);
bool themes_fill(struct page *, struct subject, struct error *);
const char *sources_folder(struct arena *, const struct site *,
                           const struct catalogue *, struct subject);
bool sources_fill(struct page *, struct subject, struct error *);

/* Every place and offence from A to Z; the towns of one state. */
const char *find_folder(struct arena *, const struct site *, const struct catalogue *,
                        struct subject);
bool find_fill(struct page *, struct subject, struct error *);
void find_state_each(struct site *, add_function *, void *);
const char *find_state_folder(struct arena *, const struct site *,
                              const struct catalogue *, struct subject);
bool find_state_fill(struct page *, struct subject, struct error *);
/* Put a place on a list of the page: its name, the link to its page, how many towns lie
 * directly in it and have one, and the link to the page that lists them; "" for what
 * there is not. Returns the item, NULL where the place has no page. */
struct view *add_place(struct page *, const char *list, struct place_id);

/* Any places and offences, by a script; and places side by side, without. */
const char *explore_folder(struct arena *, const struct site *,
                           const struct catalogue *, struct subject);
bool explore_fill(struct page *, struct subject, struct error *);

const char *compare_folder(struct arena *, const struct site *,
                           const struct catalogue *, struct subject);
bool compare_fill(struct page *, struct subject, struct error *);
void compare_offence_each(struct site *, add_function *, void *);
const char *compare_offence_folder(struct arena *, const struct site *,
                                   const struct catalogue *, struct subject);
bool compare_offence_fill(struct page *, struct subject, struct error *);
void compare_place_each(struct site *, add_function *, void *);
const char *compare_place_folder(struct arena *, const struct site *,
                                 const struct catalogue *, struct subject);
bool compare_place_fill(struct page *, struct subject, struct error *);
/* The page that has a state beside its peers; NULL when there is none. */
const char *link_compare_place(const struct page *, struct place_id);
/* The page that has all states by the offence; NULL when there is none. */
const char *link_compare_offence(const struct page *, struct offence_id);

/* Pages of prose, and the data page with its dictionary. */
const char *methods_folder(struct arena *, const struct site *,
                           const struct catalogue *, struct subject);
bool methods_fill(struct page *, struct subject, struct error *);
const char *about_folder(struct arena *, const struct site *, const struct catalogue *,
                         struct subject);
bool about_fill(struct page *, struct subject, struct error *);
const char *data_folder(struct arena *, const struct site *, const struct catalogue *,
                        struct subject);
bool data_fill(struct page *, struct subject, struct error *);
const char *dictionary_folder(struct arena *, const struct site *,
                              const struct catalogue *, struct subject);
bool dictionary_fill(struct page *, struct subject, struct error *);

/* What changed behind the reader's back, and what is not known. */
const char *revisions_folder(struct arena *, const struct site *,
                             const struct catalogue *, struct subject);
bool revisions_fill(struct page *, struct subject, struct error *);
void versions_each(struct site *, add_function *, void *);
const char *versions_folder(struct arena *, const struct site *,
                            const struct catalogue *, struct subject);
bool versions_fill(struct page *, struct subject, struct error *);
/* The page of a place's newest months in each vintage of a source; "" when none. */
const char *link_versions(const struct page *page, const struct holding *holding,
                          struct place_id place);
const char *coverage_folder(struct arena *, const struct site *,
                            const struct catalogue *, struct subject);
bool coverage_fill(struct page *, struct subject, struct error *);
const char *calendar_folder(struct arena *, const struct site *,
                            const struct catalogue *, struct subject);
bool calendar_fill(struct page *, struct subject, struct error *);

/* The rows that figures come from: of every source, and of each state in one. */
const char *receipts_folder(struct arena *, const struct site *,
                            const struct catalogue *, struct subject);
bool receipts_fill(struct page *, struct subject, struct error *);
void receipt_each(struct site *, add_function *, void *);
const char *receipt_folder(struct arena *, const struct site *,
                           const struct catalogue *, struct subject);
bool receipt_fill(struct page *, struct subject, struct error *);

/* The tip sheet, and the international classification. */
const char *tips_folder(struct arena *, const struct site *, const struct catalogue *,
                        struct subject);
bool tips_fill(struct page *, struct subject, struct error *);
const char *iccs_folder(struct arena *, const struct site *, const struct catalogue *,
                        struct subject);
bool iccs_fill(struct page *, struct subject, struct error *);

/* Homicide by the United Nations' count, beside other countries; where it is held. */
bool has_page_world(const struct site *);
void world_each(struct site *, add_function *, void *);
const char *world_folder(struct arena *, const struct site *, const struct catalogue *,
                         struct subject);
bool world_fill(struct page *, struct subject, struct error *);

#endif
