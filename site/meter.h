/* How a transfer is getting on, in one line. */
#ifndef CIFRA_SITE_METER_H
#define CIFRA_SITE_METER_H

#include "base/buffer.h"
#include "ingest/fetch.h"

/* For a person who watches a terminal so many columns wide:
 * "mx-municipal-2015  ▕██████────▏  52%  69.1 of 132.3 MB  4.2 MB/s  0:15 left". */
void meter_bar(struct buffer *out, const struct fetch_progress *progress, int columns);

/* For a log: "fetching mx-municipal-2015: 69.1 of 132.3 MB, 4.2 MB/s". */
void meter_line(struct buffer *out, const struct fetch_progress *progress);

#endif
