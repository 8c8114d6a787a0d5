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

/* Have an answer that a server gave for a source looked at (site/answers_apart.h). */
struct look;
bool holdings_ask_look(const struct holdings *holdings, const char *source,
                       const struct look *look, const char *base, int input,
                       struct buffer *said, struct error *err);

#endif
