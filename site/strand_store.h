/* The strands that the pages of one subject ask for: again and again, and in each
 * language. Read once, with what is worked out of them. For one thread. */
#ifndef CIFRA_SITE_STRAND_STORE_H
#define CIFRA_SITE_STRAND_STORE_H

#include "site/strand.h"

struct strand_store;

/* Lives in the arena, as does all that it gives. */
struct strand_store *strand_store_new(struct arena *arena,
                                      const struct holdings *holdings);

/* As strands_of(). What lies behind the strands is shared: it is not to be changed. */
size_t strand_store_get(struct strand_store *store, struct key key,
                        struct strand strands[STRANDS_MAX]);

#endif
