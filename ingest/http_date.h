/* Dates in HTTP headers (RFC 9110, 5.6.7). */
#ifndef CIFRA_INGEST_HTTP_DATE_H
#define CIFRA_INGEST_HTTP_DATE_H

#include "base/text.h"

/* Seconds since 1970 of "Sun, 06 Nov 1994 08:49:37 GMT"; false for anything else. The
 * two obsolete forms are not read: a server that writes them is treated as silent. */
bool http_date_read(struct text text, int64_t *seconds);

#endif
