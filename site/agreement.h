/* Sources that must add up: what descriptors declare under "totals" and "agrees", held
 * against each other before anything is published (transform/sums_agree.h). */
#ifndef CIFRA_SITE_AGREEMENT_H
#define CIFRA_SITE_AGREEMENT_H

#include "site/holdings.h"

/* Does either of the two declare that their sums agree? */
bool agreement_declared(const struct source *a, const struct source *b);

/* A source as it would be if only the rows of its i-th total were in the file, with the
 * place that they sum. Borrows from the source. */
struct source agreement_total_rows(const struct source *source, size_t i);
/* Is that total the sum of the rest? Counts must agree to the last one. */
bool agreement_with_total(const struct cube *total, const struct cube *cube,
                          struct error *err);

/* Does a file on its way into the store, as the newest vintage of `own`, add up with
 * the newest good vintage of each source that it should, where that is not younger? */
bool agreement_check(struct arena *arena, const struct holdings *holdings,
                     const struct holding *own, const struct cube *cube,
                     struct day date, struct error *err);

/* Once each source's current vintage is decided: of two that do not agree, the younger
 * is the update that is kept back (of the same day, the finer), and the one before it
 * stays. What was accepted is not compared. Faults live in the arena.
 *
 * What a descriptor states as tolerance holds for files of one quarter; the share grows
 * with the time between their days, as corrections do. Files that end with the same
 * period agree in provisional figures, too. */
void agreement_settle(struct arena *arena, struct holdings *holdings);

#endif
