/* Telling a watcher that a run began, went well or did not (healthchecks.io's way): a
 * POST to an address of the operator's. */
#ifndef CIFRA_INGEST_PING_H
#define CIFRA_INGEST_PING_H

#include "base/error.h"
#include "base/text.h"

enum { PING_BODY_MAX = 10000 }; /* bytes; the last ones of what is longer are sent */

/* POST the body to url with ending ("", "/start", "/fail") put to it; three tries of
 * ten seconds each. Messages do not hold the address, which is a secret. authorities as
 * in the configuration, NULL for the system's. */
bool ping_send(const char *url, const char *ending, struct text body,
               const char *authorities, struct error *err);

#endif
