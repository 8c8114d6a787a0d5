#include "read_png.h"

#include "../check.h"

#include <stdlib.h>
#include <string.h>

struct bytes {
    const struct buffer *buffer;
    size_t at;
};

static cairo_status_t give_bytes(void *closure, unsigned char *out, unsigned int length)
{
    struct bytes *bytes = closure;
    if (length > bytes->buffer->length - bytes->at)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(out, bytes->buffer->at + bytes->at, length);
    bytes->at += length;
    return CAIRO_STATUS_SUCCESS;
}

cairo_surface_t *read_png(const struct buffer *png)
{
    struct bytes bytes = {png, 0};
    cairo_surface_t *picture =
        cairo_image_surface_create_from_png_stream(give_bytes, &bytes);
    assert_int_equal(cairo_surface_status(picture), CAIRO_STATUS_SUCCESS);
    return picture;
}

uint32_t pixel_of(cairo_surface_t *picture, size_t x, size_t y)
{
    const unsigned char *row = cairo_image_surface_get_data(picture) +
                               y * (size_t)cairo_image_surface_get_stride(picture);
    uint32_t pixel;
    memcpy(&pixel, row + x * sizeof pixel, sizeof pixel);
    return pixel & 0xffffff;
}

int pixels_apart(uint32_t a, uint32_t b)
{
    int worst = 0;
    for (int bit = 0; bit < 24; bit += 8) {
        int apart = abs((int)(a >> bit & 255) - (int)(b >> bit & 255));
        worst = apart > worst ? apart : worst;
    }
    return worst;
}
