/* Inside the holdings: reading one file, for those who read all of them and those who
 * look at one. */
#ifndef CIFRA_SITE_HOLDINGS_INSIDE_H
#define CIFRA_SITE_HOLDINGS_INSIDE_H

#include "site/holdings.h"
#include "transform/mapper.h"

/* A file's own rows, for holdings_read_cube(); else the index of one of its totals. */
enum { NO_TOTAL = -1 };

/* Read a file as a source's vintage of that day into a cube, which is the caller's,
 * with every check that needs no other vintage; or the rows of one of the totals that
 * stand in it. In a process that is shut in, where there are such. */
bool holdings_read_cube(struct arena *arena, const struct holdings *holdings,
                        const struct source *source, int total, const char *path,
                        struct day date, struct decoded *decoded, struct cube **cube,
                        struct error *err);

/* The same, in this process. */
bool holdings_read_here(struct arena *arena, const struct lists *lists,
                        const struct source *source,
                        const struct crosswalks *crosswalks, const char *path,
                        struct day date, struct decoded *decoded, struct cube **cube,
                        struct error *err);

/* Do the totals that stand in the file sum the rest of it? */
bool holdings_check_totals(const struct holdings *holdings, const struct source *source,
                           const char *path, struct day date, const struct cube *cube,
                           struct error *err);

#endif
