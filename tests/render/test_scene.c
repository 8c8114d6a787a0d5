/* Putting one drawing into another. */
#include "render/scene.h"

#include "tests/check.h"

static void moves_every_mark_and_leaves_the_part_as_it_was(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene whole, part;
    const struct spot line[2] = {{1, 2}, {3, 4}};
    scene_start(&whole, &arena, 100, 100);
    scene_start(&part, &arena, 10, 10);
    scene_path(&part, line, 2, ROLE_DATA_1, 1.5);
    scene_dot(&part, (struct spot){3, 4}, 2, ROLE_DATA_1, ROLE_NONE);
    scene_insert(&whole, &part, (struct spot){50, 60});
    assert_int_equal(whole.count, 2);
    assert_true(whole.mark[0].ring[0][0].x == 51 && whole.mark[0].ring[0][0].y == 62);
    assert_true(whole.mark[0].ring[0][1].x == 53 && whole.mark[0].ring[0][1].y == 64);
    assert_true(whole.mark[1].at.x == 53 && whole.mark[1].at.y == 64);
    assert_true(whole.mark[1].width == 2 && whole.mark[0].stroke_width == 1.5);
    assert_true(part.mark[0].ring[0][0].x == 1 && part.mark[1].at.x == 3);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moves_every_mark_and_leaves_the_part_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
