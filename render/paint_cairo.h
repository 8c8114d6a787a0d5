/* Inside the painters that use cairo: what pictures and printed pages share. */
#ifndef CIFRA_RENDER_PAINT_CAIRO_H
#define CIFRA_RENDER_PAINT_CAIRO_H

#include "base/buffer.h"
#include "render/scene.h"

/* cairo_t and cairo_surface_t, by the names cairo gives what they stand for. */
struct _cairo;
struct _cairo_surface;

/* Whatever the machine's settings: antialiasing, hinting and metrics. */
void cairo_steady(struct _cairo *cr);
/* Draw a scene's marks, without paper. */
void cairo_marks(struct _cairo *cr, const struct scene *scene);
/* A surface whose pages become a PDF in the buffer; sizes in points. */
struct _cairo_surface *cairo_pdf_into(struct buffer *out, double width, double height);

#endif
