/* Writing the small parts of SVG: what must be escaped, numbers, path data.
 *
 * Lengths are rounded to tenths of a pixel. Relative moves are counted from what was
 * written, so that roundings never add up. */
#ifndef CIFRA_RENDER_SVG_WRITE_H
#define CIFRA_RENDER_SVG_WRITE_H

#include "base/buffer.h"
#include "render/scene.h"

/* A string as XML text or as the inside of a quoted attribute. What XML 1.0 cannot
 * hold (controls, bytes that are not UTF-8) becomes U+FFFD. NULL writes nothing. */
void svg_escape(struct buffer *out, const char *string);

/* A space, the name, and the escaped value in quotes. */
void svg_attribute(struct buffer *out, const char *name, const char *value);
void svg_length(struct buffer *out, const char *name, double length);
void svg_number(struct buffer *out, double number);

/* Where the path data being written stands, in tenths; zeroed where they begin. */
struct svg_path {
    long x, y;
    bool begun; /* so that the next move may be counted from here */
};

/* Move to the first spot and draw to the others; a single one draws a line of no
 * length, which round ends make a dot. */
void svg_ring(struct buffer *out, struct svg_path *path, const struct spot *spots,
              size_t count, bool closed);

#endif
