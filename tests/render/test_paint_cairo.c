#include "../check.h"

#include "pictures.h"

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
        cmocka_unit_test(test_pdf_knows_no_date),
        cmocka_unit_test(test_size_without_measure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
