/* What an edition was made from, and whether all of it: a night with nothing new still
 * says that a source is kept back. Lines that follow in the stamp say from which
 * snapshots (site/record.h). */
#ifndef CIFRA_SITE_STAMP_H
#define CIFRA_SITE_STAMP_H

#include "site/holdings.h"

/* Everything the edition depends on, in one hash: its inputs (edition_inputs()), this
 * executable, and what of the store is neither bytes nor day. In the arena. */
bool stamp_make(struct arena *arena, const struct holdings *holdings,
                const char *inputs, const char **out, struct error *err);

/* The whole stamp, as it is left beside the edition. In the arena. */
const char *stamp_write(struct arena *arena, const struct holdings *holdings,
                        const char *stamp);

/* Is no source kept back? */
bool stamp_is_complete(const struct holdings *holdings);

/* Is the edition in place, with the stamp that was found (tree_stamp(), or NULL), made
 * from exactly this, and was all of it good? Never, when a
 * snapshot could not be read: the next run tries again. */
bool stamp_is_published(const char *found, const char *stamp, bool *complete);

#endif
