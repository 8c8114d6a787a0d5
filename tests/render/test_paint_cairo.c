#include "../check.h"

#include "pictures.h"
#include "read_png.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static void draw(struct arena *arena, struct scene *scene)
{
    static struct figure figure[24];
    for (int i = 0; i < 24; i++)
        figure[i] =
            (struct figure){100 + i * i, i > 20 ? STATUS_PROVISIONAL : STATUS_REPORTED};
    figure[9] = (struct figure){0, STATUS_NOT_REPORTED};
    struct chart_series line = {.label = "León",
                                .series = {period_of(2023, 1), STEP_MONTH, 24, figure},
                                .role = ROLE_DATA_1};
    struct line_chart chart = {
        .frame = frame_of(400, true), .count = 1, .series = &line};
    struct error err = {0};
    check_done(chart_line(arena, &chart, scene, &err), &err);
}

static bool same(const struct buffer *a, const struct buffer *b)
{
    return a->length == b->length && memcmp(a->at, b->at, a->length) == 0;
}

static void test_png(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    struct buffer first = {0}, second = {0};
    draw(&arena, &scene);
    check_done(paint_png(&scene, 2, &first, &err), &err);
    check_done(paint_png(&scene, 2, &second, &err), &err);
    assert_memory_equal(first.at, "\x89PNG\r\n\x1a\n", 8);
    assert_true(same(&first, &second));
    /* Width, big-endian, in the first chunk. */
    const unsigned char *at = (const unsigned char *)first.at + 16;
    assert_int_equal(at[2] * 256 + at[3], 800);
    buffer_free(&first);
    buffer_free(&second);
    arena_free(&arena);
}

/* The scene as a PNG, read back. */
static cairo_surface_t *picture_of(const struct scene *scene, double scale)
{
    struct error err = {0};
    struct buffer png = {0};
    check_done(paint_png(scene, scale, &png, &err), &err);
    cairo_surface_t *picture = read_png(&png);
    buffer_free(&png);
    return picture;
}

/* The most that a colour of a pixel differs by. */
static int worst_apart(cairo_surface_t *a, cairo_surface_t *b)
{
    size_t width = (size_t)cairo_image_surface_get_width(a);
    size_t height = (size_t)cairo_image_surface_get_height(a);
    int worst = 0;
    for (size_t i = 0; i < width * height; i++) {
        int apart = pixels_apart(pixel_of(a, i % width, i / width),
                                 pixel_of(b, i % width, i / width));
        worst = apart > worst ? apart : worst;
    }
    return worst;
}

enum { DOTS = 16 };

/* Dots a given step apart, some over the edges, in one or in two looks by turns. */
static cairo_surface_t *dots_of(struct arena *arena, double step, bool by_turns)
{
    struct scene scene;
    scene_start(&scene, arena, 100, 60);
    for (int i = 0; i < DOTS; i++)
        scene_dot(&scene, (struct spot){i * step, 2 + i * step / 2}, 2.5, ROLE_DATA_1,
                  ROLE_NONE)
            ->pale = by_turns && i % 2 == 1;
    return picture_of(&scene, 2);
}

/* Many dots are painted another way than few: where they lie on quarters of a pixel
 * they look the same, elsewhere nearly so. */
static void test_many_dots_look_like_few(void **state)
{
    (void)state;
    static const double steps[] = {6.25, 6.1 + 0.013};
    static const int most[] = {32, 64};
    for (size_t i = 0; i < 2; i++) {
        struct arena arena = {0};
        struct scene few;
        cairo_surface_t *at_once = dots_of(&arena, steps[i], false);
        scene_start(&few, &arena, 100, 60);
        for (int j = 0; j < DOTS; j++) {
            scene_dot(&few, (struct spot){j * steps[i], 2 + j * steps[i] / 2}, 2.5,
                      ROLE_DATA_1, ROLE_NONE);
            if (j % 4 == 3) /* what parts them is not seen */
                scene_text(&few, (struct spot){0, 0}, "", 10, ROLE_INK, ANCHOR_START);
        }
        cairo_surface_t *one_by_one = picture_of(&few, 2);
        assert_in_range(worst_apart(at_once, one_by_one), 0, most[i]);
        cairo_surface_t *by_turns = dots_of(&arena, steps[i], true);
        assert_in_range(worst_apart(at_once, by_turns), 60, 255);
        cairo_surface_destroy(at_once);
        cairo_surface_destroy(one_by_one);
        cairo_surface_destroy(by_turns);
        arena_free(&arena);
    }
}

/* Words on a line, with a rim or without, and pixels of the line's colour. */
static int line_left(const char *words, bool halo, double line_y)
{
    struct arena arena = {0};
    struct scene scene;
    int left = 0;
    scene_start(&scene, &arena, 100, 40);
    scene_line(&scene, (struct spot){0, line_y}, (struct spot){100, line_y},
               ROLE_DATA_2, 1);
    scene_text(&scene, (struct spot){10, 24}, words, 12, ROLE_INK, ANCHOR_START)->halo =
        halo;
    cairo_surface_t *picture = picture_of(&scene, 1);
    uint32_t line = pixel_of(picture, 98, (size_t)line_y);
    for (size_t x = 0; x < 100; x++)
        left += pixel_of(picture, x, (size_t)line_y) == line;
    cairo_surface_destroy(picture);
    arena_free(&arena);
    return left;
}

/* A rim hides a line through the words and just below them, and no other. */
static void test_rims_part_lines(void **state)
{
    (void)state;
    static const char words[] = "Homicidios";
    assert_in_range(line_left(words, false, 20.5), 45, 90);
    assert_in_range(line_left(words, true, 20.5), 25, 44);
    assert_in_range(line_left(words, false, 24.5), 80, 99);
    assert_in_range(line_left(words, true, 24.5), 25, 60);
    assert_int_equal(line_left(words, true, 34.5), 100);
    assert_int_equal(line_left("", true, 20.5), 100);
}

static void test_pdf_knows_no_date(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    struct buffer first = {0}, second = {0};
    draw(&arena, &scene);
    setenv("TZ", "America/Mexico_City", 1);
    tzset();
    check_done(paint_pdf(&scene, &first, &err), &err);
    setenv("TZ", "Asia/Tokyo", 1);
    tzset();
    nanosleep(&(struct timespec){.tv_sec = 1, .tv_nsec = 100000000}, NULL);
    check_done(paint_pdf(&scene, &second, &err), &err);
    assert_memory_equal(first.at, "%PDF-", 5);
    assert_true(same(&first, &second));
    assert_null(memmem(first.at, first.length, "CreationDate", 12));
    assert_null(memmem(first.at, first.length, "ModDate", 7));
    buffer_free(&first);
    buffer_free(&second);
    arena_free(&arena);
}

static void test_size_without_measure(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    struct buffer out = {0};
    scene_start(&scene, &arena, 100000, 100);
    assert_false(paint_png(&scene, 1, &out, &err));
    check_error(&err, ERROR_LIMIT, "PNG");
    buffer_free(&out);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_png),
        cmocka_unit_test(test_many_dots_look_like_few),
        cmocka_unit_test(test_rims_part_lines),
        cmocka_unit_test(test_pdf_knows_no_date),
        cmocka_unit_test(test_size_without_measure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
