/* Figures of a run for Prometheus, as node_exporter's textfile collector reads them. */
#ifndef CIFRA_SITE_METRICS_H
#define CIFRA_SITE_METRICS_H

#include "site/source_status.h"

void metrics_write(struct buffer *out, const struct night *night,
                   const struct statuses *statuses);

#endif
