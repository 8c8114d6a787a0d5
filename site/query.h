/* One question on the command line: an offence in a place, year by year, each way of
 * counting for itself, with the file that every table comes from. */
#ifndef CIFRA_SITE_QUERY_H
#define CIFRA_SITE_QUERY_H

#include "site/holdings.h"

/* The place of a code ("mx-11"), a path ("mx/guanajuato") or a name in any language;
 * of several with the name, the one that holds the others. ERROR_USAGE otherwise. */
bool query_place(const struct lists *lists, const char *asked, struct place_id *out,
                 struct error *err);

/* The offence of a code or a name, likewise. */
bool query_offence(const struct lists *lists, const char *asked, struct offence_id *out,
                   struct error *err);

/* Write the tables, in plain words (holdings_read() first); false, with ERROR_USAGE,
 * when no source has a figure. */
bool query_write(const struct holdings *holdings, struct place_id place,
                 struct offence_id offence, struct buffer *out, struct error *err);

#endif
