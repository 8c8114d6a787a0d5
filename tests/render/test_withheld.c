/* What a publisher withholds, beside what was not reported, what is zero and what is
 * provisional: in every kind of chart it looks like none of them, and has its word. */
#include "../check.h"

#include "pictures.h"
#include "read_png.h"

#include "render/hatch.h"

#include <math.h>
#include <string.h>

#define WITHHELD                                                                       \
    {                                                                                  \
        0, STATUS_SUPPRESSED                                                           \
    }
#define YOUNG(number)                                                                  \
    {                                                                                  \
        (number), STATUS_PROVISIONAL                                                   \
    }

/* Of each kind one, known figures between them. */
static struct figure figures[] = {REPORTED(9), MISSING,     REPORTED(0), WITHHELD,
                                  WITHHELD,    REPORTED(4), REPORTED(6), YOUNG(8)};
enum { FIGURES = sizeof figures / sizeof *figures };

static struct arena arena;

static struct series stepped(enum step step, struct figure *figure, size_t count)
{
    return (struct series){period_of(2016, 1), step, count, figure};
}

static struct scene line_of(struct figure *figure, size_t count)
{
    struct chart_series line = {.label = "León",
                                .series = stepped(STEP_YEAR, figure, count),
                                .role = ROLE_DATA_1};
    struct line_chart chart = {.frame = plain(720), .count = 1, .series = &line};
    struct scene scene;
    struct error err = {0};
    check_done(chart_line(&arena, &chart, &scene, &err), &err);
    return scene;
}

static struct scene columns_of(double width, struct figure *figure, size_t count)
{
    struct column_chart chart = {.frame = plain(width),
                                 .series = stepped(STEP_YEAR, figure, count)};
    struct scene scene;
    struct error err = {0};
    check_done(chart_columns(&arena, &chart, &scene, &err), &err);
    return scene;
}

static struct scene heat_of(struct figure *figure, size_t count)
{
    struct heat_chart chart = {.frame = plain(344),
                               .series = stepped(STEP_MONTH, figure, count)};
    struct scene scene;
    struct error err = {0};
    check_done(chart_heat(&arena, &chart, &scene, &err), &err);
    return scene;
}

static size_t grounds(const struct scene *scene, enum role role)
{
    size_t count = 0;
    for (size_t i = 0; i < scene->count; i++)
        count += scene->mark[i].fill == role;
    return count;
}

static const char *tip_of(const struct scene *scene, enum role fill)
{
    for (size_t i = 0; i < scene->count; i++)
        if (scene->mark[i].fill == fill && scene->mark[i].tip != NULL)
            return scene->mark[i].tip;
    return "";
}

/* One stretch of one year, one of two, each with its word above. */
static void in_a_line_chart(void **state)
{
    (void)state;
    struct scene scene = line_of(figures, FIGURES);
    assert_int_equal(grounds(&scene, ROLE_MISSING), 1);
    assert_int_equal(grounds(&scene, ROLE_WITHHELD), 1);
    assert_true(says(&scene, SPANISH.not_reported));
    assert_true(says(&scene, SPANISH.withheld));
    double width[2] = {0};
    for (size_t i = 0; i < scene.count; i++)
        if (role_is_hatch(scene.mark[i].fill))
            width[scene.mark[i].fill == ROLE_WITHHELD] = scene.mark[i].width;
    assert_true(fabs(width[1] - 2 * width[0]) < 1e-9);
}

/* A month that one line has withheld and another not reported is not known: no more is
 * true of both. */
static void in_one_of_two_lines(void **state)
{
    (void)state;
    struct figure one[] = {REPORTED(9), WITHHELD, WITHHELD, REPORTED(7)};
    struct figure other[] = {REPORTED(5), REPORTED(5), MISSING, REPORTED(5)};
    struct chart_series lines[] = {
        {.label = "León", .series = stepped(STEP_YEAR, one, 4), .role = ROLE_DATA_1},
        {.label = "Silao",
         .series = stepped(STEP_YEAR, other, 4),
         .role = ROLE_DATA_2}};
    struct line_chart chart = {.frame = plain(720), .count = 2, .series = lines};
    struct scene scene;
    struct error err = {0};
    check_done(chart_line(&arena, &chart, &scene, &err), &err);
    assert_int_equal(grounds(&scene, ROLE_WITHHELD), 1);
    assert_int_equal(grounds(&scene, ROLE_MISSING), 1);
}

/* A column for each, words above where they fit, and in the key: a sample each. */
static void in_columns(void **state)
{
    (void)state;
    struct scene scene = columns_of(720, figures, FIGURES);
    assert_int_equal(grounds(&scene, ROLE_MISSING), 1 + 1);
    assert_int_equal(grounds(&scene, ROLE_WITHHELD), 2 + 1);
    assert_true(says(&scene, SPANISH.withheld));
    assert_string_equal(tip_of(&scene, ROLE_WITHHELD), "2019: reservado");
    assert_string_equal(tip_of(&scene, ROLE_MISSING), "2017: sin dato");
}

/* Cells and key; no provisional dot on what is not known. */
static void in_a_heat_map(void **state)
{
    (void)state;
    struct scene scene = heat_of(figures, FIGURES);
    assert_int_equal(marks_of(&scene, MARK_BAR, ROLE_MISSING, ROLE_MISSING), 1 + 1);
    assert_int_equal(marks_of(&scene, MARK_BAR, ROLE_WITHHELD, ROLE_WITHHELD), 2 + 1);
    assert_true(says(&scene, SPANISH.withheld));
    assert_true(says(&scene, SPANISH.not_reported));
    assert_string_equal(tip_of(&scene, ROLE_WITHHELD), "abril de 2016: reservado");
}

/* Areas, and rows of the key with how many places each has. */
static void on_a_map(void **state)
{
    (void)state;
    static struct spot square[FIGURES][4];
    static const struct spot *ring[FIGURES];
    static const size_t four = 4;
    struct area area[FIGURES];
    for (int i = 0; i < FIGURES; i++) {
        const double x = 30.0 * i;
        const struct spot corners[] = {{x, 0}, {x + 30, 0}, {x + 30, 30}, {x, 30}};
        memcpy(square[i], corners, sizeof corners);
        ring[i] = square[i];
        area[i] = (struct area){.rings = 1,
                                .ring_count = &four,
                                .ring = &ring[i],
                                .figure = figures[i],
                                .label = "Plaza",
                                .few = true};
    }
    struct map_chart chart = {
        .frame = plain(344), .count = FIGURES, .area = area, .map_height = 30};
    struct scene scene;
    struct error err = {0};
    check_done(chart_map(&arena, &chart, &scene, &err), &err);
    assert_int_equal(marks_of(&scene, MARK_REGION, ROLE_WITHHELD, ROLE_RULE), 2);
    assert_int_equal(marks_of(&scene, MARK_REGION, ROLE_MISSING, ROLE_RULE), 1);
    assert_int_equal(marks_of(&scene, MARK_BAR, ROLE_WITHHELD, ROLE_RULE), 1);
    assert_true(says(&scene, SPANISH.withheld));
    assert_true(says(&scene, SPANISH.not_reported));
    assert_true(says(&scene, "2 lugares"));
    assert_string_equal(tip_of(&scene, ROLE_WITHHELD), "Plaza: reservado");
    for (size_t i = 0; i < scene.count; i++)
        assert_false(scene.mark[i].dotted && role_is_hatch(scene.mark[i].fill));
}

static void beside_bars(void **state)
{
    (void)state;
    const struct bar bars[] = {{.label = "León", .figure = REPORTED(10)},
                               {.label = "Silao", .figure = MISSING},
                               {.label = "Celaya", .figure = WITHHELD}};
    struct bar_chart chart = {.frame = plain(344), .count = 3, .bar = bars};
    struct scene scene;
    struct error err = {0};
    check_done(chart_bars(&arena, &chart, &scene, &err), &err);
    assert_int_equal(grounds(&scene, ROLE_MISSING), 1);
    assert_int_equal(grounds(&scene, ROLE_WITHHELD), 1);
    assert_true(says(&scene, SPANISH.withheld));
    assert_true(says(&scene, SPANISH.not_reported));
}

/* Two of eight figures, half a step to either side; one in a hundred is still seen. */
static void in_a_spark_line(void **state)
{
    (void)state;
    struct scene scene;
    struct error err = {0};
    struct series series = stepped(STEP_YEAR, figures, FIGURES);
    check_done(chart_spark(&arena, &series, 120, 32, &scene, &err), &err);
    assert_int_equal(grounds(&scene, ROLE_WITHHELD), 1);
    assert_int_equal(grounds(&scene, ROLE_MISSING), 0);
    assert_in_range(scene.mark[0].width, 30, 36);
    struct figure many[100];
    for (int i = 0; i < 100; i++)
        many[i] = (struct figure)REPORTED(i);
    many[99] = (struct figure)WITHHELD;
    series = stepped(STEP_MONTH, many, 100);
    check_done(chart_spark(&arena, &series, 120, 32, &scene, &err), &err);
    assert_int_equal(scene.mark[0].fill, ROLE_WITHHELD);
    assert_in_range(scene.mark[0].width, 3, 6);
    assert_true(scene.mark[0].at.x + scene.mark[0].width <= 120);
}

/* Where nothing is known, a chart says why; withheld only where that is all. */
static void of_everything(void **state)
{
    (void)state;
    struct figure all[] = {WITHHELD, WITHHELD, {0, STATUS_ABSENT}};
    struct figure mixed[] = {WITHHELD, MISSING};
    struct scene of_all[] = {line_of(all, 3), columns_of(344, all, 3), heat_of(all, 3)};
    struct scene of_mixed[] = {line_of(mixed, 2), columns_of(344, mixed, 2),
                               heat_of(mixed, 2)};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(grounds(&of_all[i], ROLE_WITHHELD), 1);
        assert_true(says(&of_all[i], SPANISH.withheld));
        assert_false(says(&of_all[i], SPANISH.not_reported));
        assert_int_equal(grounds(&of_mixed[i], ROLE_MISSING), 1);
        assert_true(says(&of_mixed[i], SPANISH.not_reported));
        assert_false(says(&of_mixed[i], SPANISH.withheld));
    }
    struct scene spark;
    struct error err = {0};
    struct series series = stepped(STEP_YEAR, all, 3);
    check_done(chart_spark(&arena, &series, 120, 32, &spark, &err), &err);
    assert_int_equal(spark.mark[0].fill, ROLE_WITHHELD);
}

/* ---- painted ----------------------------------------------------------- */

static void two_hatches(struct scene *scene)
{
    scene_start(scene, &arena, 60, 30);
    scene->title = "Dos";
    scene_bar(scene, (struct spot){0, 0}, 30, 30, ROLE_MISSING);
    scene_bar(scene, (struct spot){30, 0}, 30, 30, ROLE_WITHHELD);
}

/* Two patterns, and the second has lines both ways: no colour is needed. */
static void as_svg(void **state)
{
    (void)state;
    struct scene scene;
    two_hatches(&scene);
    struct text svg = check_svg(&arena, &scene);
    assert_non_null(strstr(svg.at, "id=\"t-h\""));
    assert_non_null(strstr(svg.at, "class=\"l-missing\" stroke-width=\"1.2\" "
                                   "d=\"M3 0v6\""));
    assert_non_null(strstr(svg.at, "id=\"t-x\""));
    assert_non_null(strstr(svg.at, "class=\"l-withheld\" stroke-width=\"1.2\" "
                                   "d=\"M3 0v6M0 3h6\""));
    assert_non_null(strstr(svg.at, "fill=\"url(#t-h)\" d=\"M0 0"));
    assert_non_null(strstr(svg.at, "fill=\"url(#t-x)\" d=\"M30 0"));
    const char *style = paint_style().at;
    assert_non_null(strstr(style, ".l-withheld{stroke:var(--c-withheld)}"));
    const char *forced = strstr(style, "forced-colors:active");
    assert_non_null(forced);
    assert_non_null(strstr(forced, "--c-withheld:CanvasText"));
}

static bool is_dark(cairo_surface_t *picture, int x, int y)
{
    return (pixel_of(picture, (size_t)x, (size_t)y) & 0xff) < 0xe0;
}

/* Seen in a mirror a hatch is another one, unless its lines run both ways. */
static void as_a_picture(void **state)
{
    (void)state;
    struct scene scene;
    struct error err = {0};
    struct buffer png = {0};
    /* A square of eight steps along its edge: its mirror image has lines in the same
     * places. */
    double side = 6 * sqrt(2) * 8;
    for (int i = 0; i < 2; i++) {
        scene_start(&scene, &arena, side, side);
        scene_bar(&scene, (struct spot){0, 0}, side, side,
                  i ? ROLE_WITHHELD : ROLE_MISSING);
        check_done(paint_png(&scene, 2, &png, &err), &err);
        cairo_surface_t *picture = read_png(&png);
        int width = (int)(2 * side), same = 0, dark = 0;
        for (int y = 0; y < width; y++)
            for (int x = 0; x < width; x++) {
                dark += is_dark(picture, x, y);
                same += is_dark(picture, x, y) && is_dark(picture, width - 1 - x, y);
            }
        assert_true(dark > 0);
        if (i)
            assert_true(same > 0.8 * dark);
        else
            assert_true(same < 0.4 * dark);
        cairo_surface_destroy(picture);
        buffer_free(&png);
    }
}

static int let_go(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_a_line_chart), cmocka_unit_test(in_one_of_two_lines),
        cmocka_unit_test(in_columns),      cmocka_unit_test(in_a_heat_map),
        cmocka_unit_test(on_a_map),        cmocka_unit_test(beside_bars),
        cmocka_unit_test(in_a_spark_line), cmocka_unit_test(of_everything),
        cmocka_unit_test(as_svg),          cmocka_unit_test(as_a_picture),
    };
    return cmocka_run_group_tests(tests, NULL, let_go);
}
