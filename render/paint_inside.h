/* What the painters that use cairo share: render/paint_cairo.c has it. */
#ifndef CIFRA_RENDER_PAINT_INSIDE_H
#define CIFRA_RENDER_PAINT_INSIDE_H

#include "base/buffer.h"
#include "render/scene.h"

struct _cairo;         /* cairo's cairo_t */
struct _cairo_surface; /* cairo's cairo_surface_t */

/* Have antialiasing and metrics as they are in all that we paint. */
void paint_options(struct _cairo *cr);

/* Draw the marks of a scene where cr is, without paper below them. */
void paint_marks(struct _cairo *cr, const struct scene *scene);

/* A PDF that goes to a buffer, in points. To be destroyed. */
struct _cairo_surface *paint_pdf_surface(struct buffer *out, double width,
                                         double height);

#endif
