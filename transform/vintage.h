/* May one vintage of a source follow another? */
#ifndef CIFRA_TRANSFORM_VINTAGE_H
#define CIFRA_TRANSFORM_VINTAGE_H

#include "transform/cube.h"

/* Publishers revise, but what they once published does not go away unsaid: the newer
 * cube must not end before the older, and each leaf with known figures in the older
 * must have some in the newer. Both are sealed, and of the same lists.
 * ERROR_CONTRADICTION says in one sentence what is gone. */
bool vintage_check(const struct cube *older, const struct cube *newer,
                   struct error *err);

#endif
