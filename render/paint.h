/* The painters: a scene in, bytes of a drawing format out. */
#ifndef CIFRA_RENDER_PAINT_H
#define CIFRA_RENDER_PAINT_H

#include "base/buffer.h"
#include "base/error.h"
#include "render/scene.h"

/* SVG that may stand inside a page. Only paint_svg() makes one, so whatever is
 * inside was escaped here. */
struct svg {
    struct text text;
};

struct svg_options {
    const char *id;     /* prefix for ids inside, unique on its page */
    const char *class_; /* of the <svg>; NULL */
    bool standalone;    /* a file of its own: XML prolog, namespace, styles for
                           light and dark inside */
    bool decorative;    /* aria-hidden: its words stand beside it */
};

/* Real <text>, <title>, <desc>, role="img"; roles become the classes of
 * paint_style(). The text lives in the arena. */
bool paint_svg(struct arena *arena, const struct scene *scene,
               const struct svg_options *options, struct svg *out, struct error *err);

/* The style sheet that gives roles their colours, light and dark, forced colours and
 * print, for pages; paint_svg() puts the same one into standalone files. */
struct text paint_style(void);

/* Append a PNG of the scene at scale pixels a unit, on light paper. Byte-identical
 * for the same scene and fonts. At most 256 colours; see render/png_palette.h. */
bool paint_png(const struct scene *scene, double scale, struct buffer *out,
               struct error *err);
/* Append a one-page PDF, without dates. */
bool paint_pdf(const struct scene *scene, struct buffer *out, struct error *err);

#endif
