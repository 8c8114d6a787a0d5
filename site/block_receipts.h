/* Receipts beside figures: the rows of the file that a figure is the sum of, or where
 * they are told.
 *
 * Short ones are written out; where many rows add up to a figure, or a page has no
 * room, there is a link to the same offence in the receipts of the place. */
#ifndef CIFRA_SITE_BLOCK_RECEIPTS_H
#define CIFRA_SITE_BLOCK_RECEIPTS_H

#include "site/page.h"

/* The line of an offence in the receipts of a place and a source: on the page of its
 * own that a state has, else what the source's receipts are. */
const char *link_receipt(const struct page *page, const struct holding *holding,
                         struct place_id place, struct offence_id offence);

/* "26070–26073": the rows of one year of a place that has rows of its own; "" where
 * those of its parts are added up, where they are scattered, or the file has many for
 * each figure. */
const char *say_rows(const struct page *page, const struct holding *holding,
                     struct key key, int year);

/* Can they be told of that kind of place at all? Not of victims, whose file has a row
 * for each sex and age. */
bool has_rows(const struct page *page, const struct holding *holding,
              enum place_kind kind);

/* One link for each strand, named by its years, into the view of the chart or table
 * that shows them. */
void receipts_add(const struct page *page, struct view *view,
                  const struct strand *strands, size_t count);
/* … one for all of a source, named by its file. */
void receipts_add_source(const struct page *page, struct view *view,
                         const struct holding *holding);

#endif
