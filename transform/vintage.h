/* May one vintage of a source follow another? */
#ifndef CIFRA_TRANSFORM_VINTAGE_H
#define CIFRA_TRANSFORM_VINTAGE_H

#include "transform/cube.h"

/* Publishers revise, but what they once published does not go away unsaid: the newer
 * cube must not end before the older, each figure known in the older must be known in
 * the newer, and no state's total of a year, over figures known in both, may fall by
 * more than 2% or rise by more than 5% (and 25 cases), times the quarters between the
 * ends of the two where there is more than one. Both are sealed, and of the same
 * lists. ERROR_CONTRADICTION says in one sentence what is gone or has moved. */
bool vintage_check(const struct cube *older, const struct cube *newer,
                   struct error *err);

#endif
