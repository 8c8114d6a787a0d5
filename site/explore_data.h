/* The figures of one place for the explore page, compact: data/explore/<folder>.js.
 *
 *   cifra.figures("mx/guanajuato", {"first": 1997, "residents": [4600000, …],
 *     "series": {"homicidio-doloso": {"cnsp-2015": ["2015-01", "70,81p,n,0*3",
 * 0.01]}}});
 *
 * residents are those of each year from the first; null: not known. A series has its
 * first month (or year, "2015", where it is one of years), then its figures: a number,
 * followed by a letter unless it is simply reported: p provisional, m at least so many
 * (a part is missing). n alone: not reported; w: withheld; -: no row. "*3": three times
 * the same. Behind them, how the months scatter beyond chance (transform/interval.h); 0
 * where they do not. A month in which a place reports nothing but zeros counts as not
 * reported, as it does for rates. An offence of which a place's file holds only one of
 * several parts is left out. */
#ifndef CIFRA_SITE_EXPLORE_DATA_H
#define CIFRA_SITE_EXPLORE_DATA_H

#include "base/buffer.h"
#include "site/page.h"

/* Write one series' figures, without those absent at both ends; *first receives the
 * period of the first one written. Nothing for a series without figures. */
void explore_figures_write(const struct series *series, struct period *first,
                           struct buffer *out);

/* Put the file of a place, of every offence that has a page. */
bool explore_put(struct page *page, struct place_id place, struct error *err);

#endif
