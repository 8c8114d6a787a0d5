/* Many small dots at once in a picture: the cairo painter's own. */
#ifndef CIFRA_RENDER_DOTS_H
#define CIFRA_RENDER_DOTS_H

#include "render/scene.h"

struct _cairo; /* cairo's cairo_t */

/* Paint count dots (DOT marks of one radius) with the source of cr, on an image. Their
 * centres are rounded to quarters of a pixel. */
void dots_show(struct _cairo *cr, const struct mark *dot, size_t count);

#endif
