/* Reading one file in a process that is shut in. */
#ifndef CIFRA_SITE_HOLDINGS_APART_H
#define CIFRA_SITE_HOLDINGS_APART_H

#include "site/holdings_inside.h"

/* Start the process that holdings_read_cube() asks, where the system has the means. */
bool holdings_apart_start(struct holdings *holdings, struct error *err);

/* As holdings_read_cube(), by that process. */
bool holdings_read_apart(struct arena *arena, const struct holdings *holdings,
                         const struct source *source, int total, const char *path,
                         struct day date, struct decoded *decoded, struct cube **cube,
                         struct error *err);

/* Have a page read for its newest link, by the rule of a source (site/links_apart.h).
 */
bool holdings_ask_link(const struct holdings *holdings, const char *source,
                       const char *base, int input, struct buffer *said,
                       struct error *err);

#endif
