/* Which rows of which file each figure of an edition comes from.
 *
 * A cube remembers the row that first gave a figure to a leaf in a year. Where a file
 * has one row for each leaf and year, that row is the whole of it: its receipts cost
 * nothing more. Of other files (a row a month, an incident a row, archives of many
 * members) `cifra trace` reads the rows again when asked. */
#ifndef CIFRA_SITE_RECEIPTS_H
#define CIFRA_SITE_RECEIPTS_H

#include "site/dataset.h"
#include "site/page.h"

/* Is the cube's row of each leaf and year all there is to know? */
bool receipts_exact(const struct holding *holding);

/* Write the rows of every CSV that such a source is published as,
 * data/receipts/<source>[/<state>].csv: place_code, offence_code, measure, and a column
 * for each year with the number of the row in the file; and for every source
 * data/receipts/<source>.json, which says which file, columns and formula. When the
 * file was fetched stands in neither, because the same bytes make the same edition
 * whenever they came; `cifra trace` tells. After
 * sources_export(). */
bool receipts_make(struct site *site, struct error *err);

/* Call visit(…) for each CSV of a source that has rows, with their address in the tree
 * and the place they are of (NO_INDEX: all); stops when it returns false, and returns
 * what it did. */
bool receipts_each(struct arena *arena, struct site *site,
                   const struct holding *holding,
                   bool (*visit)(void *context, const char *path,
                                 struct place_id place),
                   void *context);

/* The columns whose cells are added up, as their publisher calls them: twelve months,
 * or "" and how they are found in words of ours where they are not the same in each
 * file. In the arena. */
const char *receipts_columns(struct arena *arena, const struct source *source);
/* The crosswalks, commas between; "" for none. */
const char *receipts_rules(struct arena *arena, const struct source *source);
/* The published rules by which a source's figures are carried over a change of method;
 * "" where none do. */
const char *receipts_bridge(const struct site *site, const struct holding *holding);

/* The rows of a place and all within it: of each offence and year. */
struct receipt_row {
    uint32_t offence;
    int year;
    size_t row;
};
struct receipt_rows {
    int first_year, last_year;
    size_t count; /* in order of offence */
    struct receipt_row *row;
};
struct receipt_rows receipts_of(struct arena *arena, const struct holding *holding,
                                struct place_id place);
/* "26070–26073, 26080" of an offence and all below it in a year; "–" for none. */
const char *receipts_ranges(struct arena *arena, const struct lists *lists,
                            const struct receipt_rows *rows, struct offence_id offence,
                            int year);

/* The same of one key of a place that has rows of its own, in the arena. */
const char *receipts_of_key(struct arena *arena, const struct lists *lists,
                            const struct holding *holding, struct key key, int year);

/* Is there a page of its own for the rows of a place? */
bool has_receipt(const struct site *site, const struct holding *holding,
                 struct place_id place);
/* That page; where there is none, the source's part of the page of all. */
const char *link_receipts_of(const struct page *page, const struct holding *holding,
                             struct place_id place);
/* … of the place that the page is about. */
const char *link_receipts(const struct page *page, const struct holding *holding);

#endif
