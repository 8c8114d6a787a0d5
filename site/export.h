/* Everything of each source, in every format that it is offered in.
 *
 * A source is one file of each format; or, where it tells of the municipalities of
 * states, one for each state with a year in each row, because a nation's would be too
 * long for any program to open. */
#ifndef CIFRA_SITE_EXPORT_H
#define CIFRA_SITE_EXPORT_H

#include "site/site.h"

/* "sources/mx-estatal-2015", in the arena. */
const char *source_slug(struct arena *arena, const struct source *source);

/* Write the current vintage of each holding, register it as the dataset of its source,
 * and with it the ledgers of what the source changed. */
bool sources_export(struct site *site, struct error *err);

#endif
