/* Pictures small enough to know every pixel of, read back by libpng through cairo. */
#include "../check.h"

#include "read_png.h"
#include "render/png_palette.h"

enum { SIDE = 100, DEPTH_AT = 24, TYPE_AT = 25 };

static cairo_surface_t *read_back(const struct buffer *png, size_t width, size_t height)
{
    cairo_surface_t *surface = read_png(png);
    assert_int_equal(cairo_image_surface_get_width(surface), width);
    assert_int_equal(cairo_image_surface_get_height(surface), height);
    return surface;
}

static void write_picture(const struct pixels *pixels, struct buffer *out)
{
    struct error err = {0};
    check_done(png_palette(pixels, out, &err), &err);
}

static int depth_of(const struct buffer *png)
{
    assert_int_equal(png->at[TYPE_AT], 3);
    return png->at[DEPTH_AT];
}

/* The largest difference in a channel between the pixels and the PNG of them. */
static int worst_of(const struct pixels *pixels, const struct buffer *png)
{
    int worst = 0;
    cairo_surface_t *surface = read_back(png, pixels->width, pixels->height);
    for (size_t y = 0; y < pixels->height; y++)
        for (size_t x = 0; x < pixels->width; x++) {
            int off = pixels_apart(pixels->at[y * pixels->stride + x],
                                   pixel_of(surface, x, y));
            worst = off > worst ? off : worst;
        }
    cairo_surface_destroy(surface);
    return worst;
}

/* Stripes of colours, each at least one pixel; the highest byte is rubbish. */
static struct pixels striped(uint32_t *at, size_t width, size_t height,
                             uint32_t colours)
{
    for (size_t i = 0; i < SIDE * SIDE; i++)
        at[i] = 0xab000000 | (uint32_t)(i * 7 % colours) * 0x010307;
    return (struct pixels){width, height, SIDE, at};
}

static void check_exact(size_t width, size_t height, uint32_t colours, int depth)
{
    static uint32_t at[SIDE * SIDE];
    struct buffer png = {0};
    struct pixels pixels = striped(at, width, height, colours);
    write_picture(&pixels, &png);
    assert_int_equal(depth_of(&png), depth);
    assert_int_equal(worst_of(&pixels, &png), 0);
    buffer_free(&png);
}

static void test_few_colours_are_exact(void **state)
{
    (void)state;
    check_exact(1, 1, 1, 4);
    check_exact(2, 3, 6, 4);
    check_exact(SIDE - 1, SIDE, 16, 4);
    check_exact(SIDE, SIDE, 16, 4);
    check_exact(SIDE - 1, SIDE, 17, 8);
    check_exact(SIDE, SIDE, 256, 8);
}

static void test_equal_rows(void **state)
{
    (void)state;
    static uint32_t at[SIDE * SIDE];
    struct buffer png = {0};
    for (size_t i = 0; i < SIDE * SIDE; i++)
        at[i] = (uint32_t)(i % SIDE < i / SIDE / 7 ? 0x112233 : 0xfcfbf8);
    struct pixels pixels = {SIDE - 5, SIDE, SIDE, at};
    write_picture(&pixels, &png);
    assert_int_equal(worst_of(&pixels, &png), 0);
    buffer_free(&png);
}

/* Three ramps of 255 shades, a pixel each, beside three flat colours: the flat ones
 * stay as they are, a ramp takes steps no eye sees. */
static void test_many_colours_look_the_same(void **state)
{
    (void)state;
    static uint32_t at[SIDE * SIDE];
    static const uint32_t flat[] = {0xfcfbf8, 0xa8301c, 0x1c2024};
    struct buffer first = {0}, second = {0};
    for (size_t i = 0; i < SIDE * SIDE; i++)
        at[i] = flat[i / SIDE / 34];
    for (size_t i = 0; i < 3 * 255; i++)
        at[i * 13] = (uint32_t)(i % 255) << 8 * (i / 255);
    struct pixels pixels = {SIDE, SIDE, SIDE, at};
    write_picture(&pixels, &first);
    write_picture(&pixels, &second);
    assert_int_equal(depth_of(&first), 8);
    assert_in_range(worst_of(&pixels, &first), 1, 12);
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.at, second.at, first.length);
    cairo_surface_t *surface = read_back(&first, SIDE, SIDE);
    for (size_t i = 0; i < SIDE * SIDE; i++)
        if (i % 13 != 0)
            assert_int_equal(pixel_of(surface, i % SIDE, i / SIDE),
                             flat[i / SIDE / 34]);
    cairo_surface_destroy(surface);
    buffer_free(&first);
    buffer_free(&second);
}

/* More than the tables hold at first: every pixel a colour of its own. */
static void test_every_pixel_another(void **state)
{
    (void)state;
    enum { WIDE = 300 };
    uint32_t *at = test_malloc(WIDE * WIDE * sizeof *at);
    struct buffer png = {0};
    for (uint32_t i = 0; i < WIDE * WIDE; i++)
        at[i] = i * 181;
    struct pixels pixels = {WIDE, WIDE, WIDE, at};
    write_picture(&pixels, &png);
    assert_in_range(worst_of(&pixels, &png), 1, 128);
    buffer_free(&png);
    test_free(at);
}

static void test_no_room(void **state)
{
    (void)state;
    static uint32_t at[SIDE * SIDE];
    struct buffer png = {.limit = 80};
    struct error err = {0};
    struct pixels pixels = striped(at, SIDE, SIDE, 40);
    assert_false(png_palette(&pixels, &png, &err));
    check_error(&err, ERROR_LIMIT, "too large");
    buffer_free(&png);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_few_colours_are_exact),
        cmocka_unit_test(test_equal_rows),
        cmocka_unit_test(test_many_colours_look_the_same),
        cmocka_unit_test(test_every_pixel_another),
        cmocka_unit_test(test_no_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
