/* A PNG read back by libpng through cairo, for the tests that look at pixels. */
#ifndef CIFRA_TESTS_RENDER_READ_PNG_H
#define CIFRA_TESTS_RENDER_READ_PNG_H

#include "base/buffer.h"

#include <cairo.h>
#include <stdint.h>

/* Fails the test when it is none; to be destroyed. */
cairo_surface_t *read_png(const struct buffer *png);

/* Red, green and blue, eight bits each. */
uint32_t pixel_of(cairo_surface_t *picture, size_t x, size_t y);

/* The largest difference in one of the three between two pixels. */
int pixels_apart(uint32_t a, uint32_t b);

#endif
