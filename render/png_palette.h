/* Pixels as a PNG with a colour table.
 *
 * Charts hold few colours: paper, ink, a hue, and the shades between them at the
 * edges. With at most 256 of them the picture is exact; with more, the table keeps
 * those that would be missed most and the others take their nearest. */
#ifndef CIFRA_RENDER_PNG_PALETTE_H
#define CIFRA_RENDER_PNG_PALETTE_H

#include "base/buffer.h"
#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

/* Borrowed rows of 0xRRGGBB; the highest byte is not looked at. */
struct pixels {
    size_t width, height; /* at least 1 each */
    size_t stride;        /* pixels from a row to the next */
    const uint32_t *at;
};

/* Append the PNG. The bytes depend on the pixels only. */
bool png_palette(const struct pixels *pixels, struct buffer *out, struct error *err);

#endif
