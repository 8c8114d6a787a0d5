/* Two pictures are held for the same only when they are. */
#include "tests/check.h"

#include "render/picture.h"

#include <string.h>

static struct arena arena;

static const char *hash(const struct scene *scene, const char *format, double scale)
{
    struct sha256 *out = arena_take(&arena, sizeof *out);
    assert_true(picture_made_of(scene, format, scale, out));
    return out->hex;
}

static struct scene *small(void)
{
    static const struct spot path[] = {{1, 2}, {3, 4}, {5, 1}};
    struct scene *scene = arena_take(&arena, sizeof *scene);
    scene_start(scene, &arena, 100, 50);
    scene_text(scene, (struct spot){5, 20}, "México", 12, ROLE_INK, ANCHOR_START);
    scene_path(scene, path, 3, ROLE_DATA_1, 1.5);
    scene_dot(scene, (struct spot){9, 9}, 2, ROLE_DATA_2, ROLE_NONE);
    return scene;
}

static int free_arena(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static void knows_the_same_picture(void **state)
{
    (void)state;
    struct scene *told = small();
    told->mark[2].tip = "a tip is not painted";
    told->mark[2].link = "nor is a link";
    assert_string_equal(hash(small(), "png", 2), hash(told, "png", 2));
    assert_string_not_equal(hash(small(), "png", 2), hash(small(), "png", 1));
    assert_string_not_equal(hash(small(), "png", 2), hash(small(), "pdf", 2));
}

static void sees_every_change(void **state)
{
    (void)state;
    const char *before = hash(small(), "png", 1);
    struct scene *scene = small();
    struct mark *text = &scene->mark[0], *path = &scene->mark[1],
                *dot = &scene->mark[2];
    struct spot bent[] = {{1, 2}, {3, 4.001}, {5, 1}};
    const struct spot *ring = bent, *const *kept = path->ring;
#define CHANGED(lvalue, value)                                                         \
    do {                                                                               \
        __typeof__(lvalue) was = (lvalue);                                             \
        (lvalue) = (value);                                                            \
        assert_string_not_equal(before, hash(scene, "png", 1));                        \
        (lvalue) = was;                                                                \
        assert_string_equal(before, hash(scene, "png", 1));                            \
    } while (0)
    CHANGED(scene->width, 101);
    CHANGED(scene->height, 51);
    CHANGED(scene->count, 2);
    CHANGED(text->text, "Mexico");
    CHANGED(text->size, 13);
    CHANGED(text->bold, true);
    CHANGED(text->halo, true);
    CHANGED(text->anchor, ANCHOR_END);
    CHANGED(text->at.x, 5.5);
    CHANGED(path->ring, &ring);
    CHANGED(path->dash, DASH_DOTTED);
    CHANGED(path->stroke, ROLE_DATA_3);
    CHANGED(path->stroke_width, 2);
    CHANGED(dot->kind, MARK_BAR);
    CHANGED(dot->fill, ROLE_MISSING);
    CHANGED(dot->pale, true);
    CHANGED(dot->width, 3);
    CHANGED(dot->height, 3);
    assert_ptr_equal(path->ring, kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(knows_the_same_picture, free_arena),
        cmocka_unit_test_teardown(sees_every_change, free_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
