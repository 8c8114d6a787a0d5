/* Inside the painters that use cairo: what pictures and printed pages share. */
#ifndef CIFRA_RENDER_PAINT_CAIRO_H
#define CIFRA_RENDER_PAINT_CAIRO_H

#include "base/buffer.h"
#include "render/scene.h"

#include <cairo.h>

/* Whatever the machine's settings: antialiasing, hinting and metrics. */
void cairo_steady(cairo_t *cr);
/* Draw a scene's marks, without paper. */
void cairo_marks(cairo_t *cr, const struct scene *scene);
/* A stream's writer; the closure is a struct buffer. */
cairo_status_t cairo_take_bytes(void *closure, const unsigned char *bytes,
                                unsigned int length);

#endif
