/* When does a picture come out the same? */
#ifndef CIFRA_RENDER_PICTURE_H
#define CIFRA_RENDER_PICTURE_H

#include "base/file.h"
#include "render/scene.h"

/* A hash of all that the bytes of a picture depend on: the scene's marks, its format
 * ("png") and scale, and the painter. The painter is this program, byte for byte, the
 * version of cairo, and how a trial picture of letters and lines comes out, which tells
 * of fonts. False where the program cannot read itself: then there is no telling. */
bool picture_made_of(const struct scene *scene, const char *format, double scale,
                     struct sha256 *out);

#endif
