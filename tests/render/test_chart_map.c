/* Maps, small enough to be checked with a pencil; the note above each says how. */
#include "../check.h"

#include "pictures.h"

#include <math.h>
#include <string.h>

/* Nine squares in a row: 0 0 1 2 3 4 5 6 and one not reported. Zeros stand apart, the
 * six others make two classes, 1–3 and 4–6, coloured as the ramp's 2nd and 5th. */
static void test_map(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    const double value[] = {0, 0, 1, 2, 3, 4, 5, 6, 0};
    struct spot square[9][4];
    const struct spot *ring[9];
    const size_t four = 4;
    struct area area[9];
    for (int i = 0; i < 9; i++) {
        double x = 30.0 * i;
        const struct spot corners[] = {{x, 0}, {x + 30, 0}, {x + 30, 30}, {x, 30}};
        memcpy(square[i], corners, sizeof corners);
        ring[i] = square[i];
        area[i] = (struct area){.rings = 1,
                                .ring_count = &four,
                                .ring = &ring[i],
                                .figure = REPORTED(value[i]),
                                .label = "Plaza",
                                .strong = i == 4};
    }
    area[8].figure = (struct figure)MISSING;
    area[2].link = "plaza/";
    area[1].few = area[3].few = area[8].few = true;
    struct map_chart chart = {.frame = plain(344),
                              .count = 9,
                              .area = area,
                              .map_height = 30,
                              .rule = "Dos clases iguales",
                              .few = "Muy pocos casos"};
    check_done(chart_map(&arena, &chart, &scene, &err), &err);
    check_golden("render/golden/map.svg", check_svg(&arena, &scene));
    arena_free(&arena);
}

/* Dots are on known figures of few cases and on their sample in the key, and nowhere
 * else: what was not reported stays hatched. A page's map is on whole pixels, a file's
 * is not; an area too small for whole pixels keeps its own. */
static void test_map_of_few_cases(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct error err = {0};
    const size_t four = 4;
    const struct spot corners[4][4] = {
        {{0.3, 0}, {30.3, 0}, {30.3, 30}, {0.3, 30}},
        {{30.3, 0}, {60.3, 0}, {60.3, 30}, {30.3, 30}},
        {{60.3, 0}, {90.3, 0}, {90.3, 30}, {60.3, 30}},
        {{90.3, 1.1}, {90.6, 1.1}, {90.6, 1.4}, {90.3, 1.4}}};
    const struct spot *ring[4];
    struct area area[4];
    for (int i = 0; i < 4; i++) {
        ring[i] = corners[i];
        area[i] = (struct area){.rings = 1,
                                .ring_count = &four,
                                .ring = &ring[i],
                                .figure = REPORTED(i + 1.0),
                                .few = i != 1};
    }
    area[2].figure = (struct figure)MISSING;
    struct map_chart chart = {
        .count = 4, .area = area, .map_height = 30, .few = "Muy pocos casos"};
    for (int framed = 0; framed < 2; framed++) {
        struct scene scene;
        chart.frame = frame_of(344, framed);
        check_done(chart_map(&arena, &chart, &scene, &err), &err);
        size_t dotted[2] = {0}, told = 0, whole = 0;
        for (size_t i = 0; i < scene.count; i++) {
            const struct mark *mark = &scene.mark[i];
            assert_false(mark->dotted && mark->fill == ROLE_MISSING);
            if (mark->dotted)
                dotted[mark->kind == MARK_REGION]++;
            told += mark->kind == MARK_TEXT && strcmp(mark->text, chart.few) == 0;
            whole += mark->kind == MARK_REGION &&
                     mark->ring[0][0].x == round(mark->ring[0][0].x);
        }
        assert_int_equal(dotted[true], 2);
        assert_int_equal(dotted[false], 1);
        assert_int_equal(told, 1);
        assert_int_equal(whole, framed ? 0 : 3);
        check_svg(&arena, &scene);
    }
    arena_free(&arena);
}

/* A map of 200 pixels in a picture of 720: its key stands in the 210 left of it, and
 * the map in the middle of what is left, at 210 + (510 - 200) / 2. At 344 there is no
 * room: the key stands below. */
static void test_key_beside_a_narrow_map(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct error err = {0};
    const size_t four = 4;
    const struct spot corners[] = {{0, 0}, {200, 0}, {200, 400}, {0, 400}};
    const struct spot *ring = corners;
    const struct area area = {
        .rings = 1, .ring_count = &four, .ring = &ring, .figure = REPORTED(7)};
    for (int wide = 0; wide < 2; wide++) {
        struct scene scene;
        struct map_chart chart = {.frame = plain(wide ? 720 : 344),
                                  .count = 1,
                                  .area = &area,
                                  .map_width = 200,
                                  .map_height = 400};
        check_done(chart_map(&arena, &chart, &scene, &err), &err);
        assert_int_equal(scene.mark[0].kind, MARK_REGION);
        assert_float_equal(scene.mark[0].ring[0][0].x, wide ? 365 : 72, 1e-9);
        assert_true(wide ? scene.height == 400 : scene.height > 420);
        check_words_apart(&scene, "map", wide);
    }
    arena_free(&arena);
}

/* A framed map keeps to the margins: 24 at this width. */
static void test_framed_map_keeps_its_margins(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    const struct spot square[] = {{0, 0}, {600, 0}, {600, 300}, {0, 300}};
    const struct spot *const ring = square;
    const size_t four = 4;
    const struct area area = {
        .rings = 1, .ring_count = &four, .ring = &ring, .figure = REPORTED(1)};
    struct map_chart chart = {.frame = frame_of(600, true),
                              .count = 1,
                              .area = &area,
                              .map_height = 300,
                              .rule = "Una clase"};
    check_done(chart_map(&arena, &chart, &scene, &err), &err);
    for (size_t i = 0; i < scene.count; i++)
        if (scene.mark[i].kind == MARK_REGION) {
            assert_true(scene.mark[i].ring[0][0].x == 24);
            assert_true(fabs(scene.mark[i].ring[0][2].x - 576) < 1e-9);
            assert_true(fabs(scene.mark[i].ring[0][2].y - scene.mark[i].ring[0][0].y -
                             276) < 1e-9);
        }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_map),
        cmocka_unit_test(test_map_of_few_cases),
        cmocka_unit_test(test_key_beside_a_narrow_map),
        cmocka_unit_test(test_framed_map_keeps_its_margins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
