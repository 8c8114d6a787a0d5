/* Words inside areas: every case is drawn on squared paper. */
#include "../check.h"

#include "pictures.h"

#include "render/map_labels.h"

#include <math.h>
#include <string.h>

static const size_t FOUR = 4;
static const size_t TWO_FOURS[] = {4, 4};
static const struct spot SQUARE[] = {{0, 0}, {100, 0}, {100, 50}, {0, 50}};
static const struct spot HOLE[] = {{45, 20}, {55, 20}, {55, 30}, {45, 30}};
static const struct spot *const RINGS[] = {SQUARE, HOLE};

/* 40 by 20 in 100 by 50: in the middle, within one step of trying. */
static void test_a_box_stands_in_the_middle(void **state)
{
    (void)state;
    const struct plate plate = {1, &FOUR, RINGS};
    struct spot at = {0};
    assert_true(plate_holds(&plate, 40, 20, &at));
    assert_true(fabs(at.x - 30) <= 3 && fabs(at.y - 15) <= 3);
    assert_false(plate_holds(&plate, 99, 20, &at));
    assert_false(plate_holds(&plate, 40, 49, &at));
}

/* A hole of 10 in the middle: 40 by 20 finds 45 beside it, 50 by 20 nowhere. */
static void test_a_box_keeps_clear_of_holes(void **state)
{
    (void)state;
    const struct plate plate = {2, TWO_FOURS, RINGS};
    struct spot at = {0};
    assert_true(plate_holds(&plate, 40, 20, &at));
    assert_true(at.x + 40 <= 45 || at.x >= 55);
    assert_false(plate_holds(&plate, 50, 20, &at));
}

/* An angle whose centre lies outside of it. */
static void test_a_box_finds_an_arm(void **state)
{
    (void)state;
    static const size_t six = 6;
    static const struct spot angle[] = {{0, 0},   {100, 0},  {100, 20},
                                        {20, 20}, {20, 100}, {0, 100}};
    static const struct spot *const ring = angle;
    const struct plate plate = {1, &six, &ring};
    struct spot at = {0};
    assert_true(plate_holds(&plate, 50, 12, &at));
    assert_true(at.y + 12 <= 20);
    assert_true(plate_holds(&plate, 12, 50, &at));
    assert_true(at.x + 12 <= 20);
    assert_false(plate_holds(&plate, 50, 50, &at));
}

static size_t written(struct arena *arena, double width, const char *name)
{
    const struct spot corners[] = {{0, 0}, {width, 0}, {width, 50}, {0, 50}};
    const struct spot *const ring = corners;
    const struct plate plate = {1, &FOUR, &ring};
    struct scene scene;
    scene_start(&scene, arena, 300, 50);
    plate_write(&scene, &plate, name, "40.2", ROLE_INK);
    for (size_t i = 0; i < scene.count; i++) {
        double half =
            text_width(scene.mark[i].text, scene.mark[i].size, scene.mark[i].bold) / 2;
        assert_true(scene.mark[i].at.x - half >= 0);
        assert_true(scene.mark[i].at.x + half <= width);
    }
    if (scene.count > 0)
        assert_string_equal(scene.mark[scene.count - 1].text, "40.2");
    check_words_apart(&scene, "words", (int)width);
    return scene.count;
}

/* A name in one line, in two, none, and no figure either. */
static void test_words_that_have_no_room_are_left_out(void **state)
{
    (void)state;
    struct arena arena = {0};
    assert_int_equal(written(&arena, 150, "San Luis Potosí"), 2);
    assert_int_equal(written(&arena, 75, "San Luis Potosí"), 3);
    assert_int_equal(written(&arena, 40, "San Luis Potosí"), 1);
    assert_int_equal(written(&arena, 20, "San Luis Potosí"), 0);
    arena_free(&arena);
}

/* On paper an area says what it is; on a page its tip does. */
static void test_a_map_on_paper(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct error err = {0};
    const struct area area = {.rings = 1,
                              .ring_count = &FOUR,
                              .ring = RINGS,
                              .figure = {7, STATUS_REPORTED},
                              .label = "Plaza"};
    for (int paper = 0; paper < 2; paper++) {
        struct scene scene;
        struct map_chart chart = {
            .frame = frame_of(344, false), .count = 1, .area = &area, .map_height = 50};
        bool told = false;
        chart.frame.on_paper = paper;
        check_done(chart_map(&arena, &chart, &scene, &err), &err);
        for (size_t i = 0; i < scene.count; i++)
            told |= scene.mark[i].kind == MARK_TEXT &&
                    strcmp(scene.mark[i].text, "Plaza") == 0;
        assert_true(told == paper);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_box_stands_in_the_middle),
        cmocka_unit_test(test_a_box_keeps_clear_of_holes),
        cmocka_unit_test(test_a_box_finds_an_arm),
        cmocka_unit_test(test_words_that_have_no_room_are_left_out),
        cmocka_unit_test(test_a_map_on_paper),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
