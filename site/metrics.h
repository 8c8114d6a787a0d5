/* Figures of a run for Prometheus, as node_exporter's textfile collector reads them. */
#ifndef CIFRA_SITE_METRICS_H
#define CIFRA_SITE_METRICS_H

#include "site/source_status.h"

/* Append them: of the run, and of each source that an edition tells of. */
void metrics_write(struct buffer *out, const struct night *night,
                   const struct statuses *statuses);

#endif
