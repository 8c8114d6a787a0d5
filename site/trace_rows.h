/* The sink that keeps the rows of one figure. */
#ifndef CIFRA_SITE_TRACE_ROWS_H
#define CIFRA_SITE_TRACE_ROWS_H

#include "site/trace.h"

/* Decode the current snapshot of trace->holding once more and fill in what the trace
 * says of rows. bridge is NULL but for a bridged trace, whose rows count as `measure`
 * in the source. In a process that is shut in, forked for it, so only while there is
 * one thread. */
bool trace_rows(struct arena *arena, const struct holdings *holdings,
                const struct bridge *bridge, struct measure_id measure,
                struct trace *trace, struct error *err);

/* The same, in this process. */
bool trace_rows_here(struct arena *arena, const struct holdings *holdings,
                     const struct crosswalks *crosswalks, const struct bridge *bridge,
                     struct measure_id measure, struct trace *trace, struct error *err);

#endif
