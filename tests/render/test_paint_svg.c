#include "../check.h"

#include "pictures.h"

#include <stdlib.h>
#include <string.h>

static struct text painted(struct arena *arena, const struct scene *scene,
                           const struct svg_options *options)
{
    struct svg svg;
    struct error err = {0};
    check_done(paint_svg(arena, scene, options, &svg, &err), &err);
    return svg.text;
}

static bool holds(struct text text, const char *words)
{
    return memmem(text.at, text.length, words, strlen(words)) != NULL;
}

/* One mark of each kind, two lines that share a path, three dots that do, a hatch,
 * a tip and a halo. Checked against the file by reading it: places are the ones
 * below, rounded to tenths, moves relative to what was written. */
static void test_every_kind_of_mark(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    scene_start(&scene, &arena, 200, 100.5);
    scene.title = "Una figura";
    scene.description = "De todo un poco.";
    scene_line(&scene, (struct spot){0, 10.5}, (struct spot){200, 10.5}, ROLE_GRID, 1);
    scene_line(&scene, (struct spot){0, 20.5}, (struct spot){200, 20.5}, ROLE_GRID, 1);
    for (int i = 0; i < 3; i++)
        scene_dot(&scene, (struct spot){10 + 0.33 * i, 30}, 1.5, ROLE_FAINT_1,
                  ROLE_NONE);
    const struct spot line[] = {{1, 1}, {2.04, 2.04}, {3.08, 3.08}, {3.08, 9}, {8, 9}};
    scene_path(&scene, line, 5, ROLE_DATA_1, 2.5)->dash = DASH_BRIDGED;
    scene_bar(&scene, (struct spot){20, 40}, 15, 20, ROLE_MISSING);
    scene_bar(&scene, (struct spot){40, 40}, 15, 20, ROLE_MAP_3)->tip = "marzo: 3";
    scene_bar(&scene, (struct spot){60, 40}, 15, 20, ROLE_MAP_3)->tip = "abril: 4";
    scene_dot(&scene, (struct spot){90, 40}, 3, ROLE_PAPER, ROLE_DATA_1)->pale = true;
    const size_t counts[] = {4, 3};
    const struct spot outer[] = {{100, 40}, {130, 40}, {130, 70}, {100, 70}};
    const struct spot inner[] = {{110, 50}, {120, 50}, {120, 60}};
    const struct spot *const rings[] = {outer, inner};
    scene_region(&scene, 2, counts, rings, ROLE_MAP_5);
    struct mark *text =
        scene_text(&scene, (struct spot){199, 90}, "León", 13, ROLE_INK, ANCHOR_END);
    text->bold = true;
    text->halo = true;
    check_golden("render/golden/marks.svg",
                 painted(&arena, &scene, &(struct svg_options){.id = "m"}));
    check_svg(&arena, &scene);
    arena_free(&arena);
}

/* Two squares that share an edge. */
static struct text two_regions(struct arena *arena, bool apart, const char *tip)
{
    static const size_t four = 4;
    static const struct spot left[] = {{0, 0}, {9, 0}, {9, 9}, {0, 9}};
    static const struct spot right[] = {{9, 0}, {18, 0}, {18, 9}, {9, 9}};
    static const struct spot *const first = left, *const second = right;
    struct scene scene;
    scene_start(&scene, arena, 20, 10);
    for (int i = 0; i < 2; i++) {
        struct mark *mark =
            scene_region(&scene, 1, &four, i ? &second : &first, ROLE_MAP_3);
        mark->apart = apart;
        mark->tip = tip;
        mark->dotted = apart;
    }
    check_svg(arena, &scene);
    return painted(arena, &scene, &(struct svg_options){.id = "j"});
}

/* Regions share a path when they lie apart and say nothing. */
static void test_regions_that_lie_apart_are_joined(void **state)
{
    (void)state;
    struct arena arena = {0};
    static const char both[] = "d=\"M0 0h9v9h-9zM9 0h9v9h-9z\"";
    assert_true(holds(two_regions(&arena, true, NULL), both));
    assert_false(holds(two_regions(&arena, false, NULL), both));
    assert_false(holds(two_regions(&arena, true, "Plaza"), both));
    arena_free(&arena);
}

/* Dots come as a pattern of the fill's own, which stands in for its class. */
static void test_dots_are_a_pattern(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct text dotted = two_regions(&arena, true, NULL);
    assert_true(holds(dotted, "<pattern id=\"j-m3\""));
    assert_true(holds(dotted, "<path fill=\"url(#j-m3)\""));
    assert_false(holds(two_regions(&arena, false, NULL), "<pattern"));
    arena_free(&arena);
}

static void test_nothing_escapes(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    const char *evil = "<&>\"']]></text><script>\x01\xff\xc3(\xef\xbf\xbf";
    scene_start(&scene, &arena, 100, 100);
    scene.title = evil;
    scene.description = evil;
    scene_text(&scene, (struct spot){1, 20}, evil, 12, ROLE_INK, ANCHOR_START)->tip =
        evil;
    struct mark *bar = scene_bar(&scene, (struct spot){0, 0}, 9, 9, ROLE_DATA_1);
    bar->link = evil;
    bar->tip = evil;
    struct text svg = check_svg(&arena, &scene);
    assert_false(holds(svg, "<script"));
    assert_false(holds(svg, "]]>"));
    assert_true(holds(svg, "&lt;&amp;&gt;&quot;&#39;]]&gt;&lt;/text&gt;&lt;script&gt;"
                           "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd(\xef\xbf\xbd"));
    arena_free(&arena);
}

static void test_links_are_not_hidden_in_an_image(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    scene_start(&scene, &arena, 100, 100);
    scene.title = "Un mapa";
    struct mark *bar = scene_bar(&scene, (struct spot){0, 0}, 9, 9, ROLE_DATA_1);
    assert_true(
        holds(check_svg(&arena, &scene), "role=\"img\" aria-labelledby=\"t-t\""));
    bar->link = "leon/";
    bar->tip = "León: 312";
    struct text svg = check_svg(&arena, &scene);
    assert_true(holds(svg, "role=\"group\""));
    assert_false(holds(svg, "role=\"img\""));
    assert_true(holds(svg, "<a href=\"leon/\"><title>León: 312</title><path"));
    arena_free(&arena);
}

static void test_decorative(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    scene_start(&scene, &arena, 100, 100);
    scene.title = "Dicho al lado";
    struct text svg =
        painted(&arena, &scene, &(struct svg_options){.id = "t", .decorative = true});
    assert_true(holds(svg, "aria-hidden=\"true\""));
    assert_false(holds(svg, "Dicho"));
    arena_free(&arena);
}

static void test_standalone(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    scene_start(&scene, &arena, 100, 100);
    scene.title = "Sola";
    struct text svg =
        painted(&arena, &scene, &(struct svg_options){.id = "t", .standalone = true});
    assert_true(holds(svg, "<?xml version=\"1.0\""));
    assert_true(holds(svg, "xmlns=\"http://www.w3.org/2000/svg\""));
    assert_true(holds(svg, "prefers-color-scheme:dark"));
    arena_free(&arena);
}

/* A thousand steps of a third of a pixel: roundings must not add up. */
static void test_roundings_do_not_add_up(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct spot line[1000];
    for (int i = 0; i < 1000; i++)
        line[i] = (struct spot){i / 3.0, i % 2};
    scene_start(&scene, &arena, 400, 10);
    scene.title = "Larga";
    scene_path(&scene, line, 1000, ROLE_INK, 1);
    struct text svg = check_svg(&arena, &scene);
    const char *at = strstr(svg.at, " d=\"M0 0l");
    assert_non_null(at);
    double x = 0, number;
    char *end;
    for (at += 9; *at != '"'; at = end) {
        number = strtod(at, &end);
        x += number;
        number = strtod(end, &end);
    }
    assert_true(x > 332.9 && x < 333.1);
    arena_free(&arena);
}

static void test_lengths_that_are_none(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    scene_start(&scene, &arena, 100, 100);
    scene.title = "x";
    scene_line(&scene, (struct spot){0.0 / 0.0, 1e300}, (struct spot){1, 1}, ROLE_INK,
               1);
    scene_path(&scene, NULL, 0, ROLE_INK, 1);
    scene_text(&scene, (struct spot){1, 1}, NULL, 12, ROLE_INK, ANCHOR_START);
    struct text svg = check_svg(&arena, &scene);
    assert_false(holds(svg, "nan"));
    assert_false(holds(svg, "inf"));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind_of_mark),
        cmocka_unit_test(test_regions_that_lie_apart_are_joined),
        cmocka_unit_test(test_dots_are_a_pattern),
        cmocka_unit_test(test_nothing_escapes),
        cmocka_unit_test(test_links_are_not_hidden_in_an_image),
        cmocka_unit_test(test_decorative),
        cmocka_unit_test(test_standalone),
        cmocka_unit_test(test_roundings_do_not_add_up),
        cmocka_unit_test(test_lengths_that_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
