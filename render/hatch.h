/* How a figure that is not known is drawn: what its publisher withholds never looks
 * like what was not reported. */
#ifndef CIFRA_RENDER_HATCH_H
#define CIFRA_RENDER_HATCH_H

#include "base/figure.h"
#include "render/scene.h"

/* The hatch for a figure of this status, which is not known. */
enum role hatch_of(enum status status);

/* Why nothing of a series is known: STATUS_SUPPRESSED where that is all there is to it,
 * else STATUS_NOT_REPORTED. */
enum status series_silence(const struct series *series);

#endif
