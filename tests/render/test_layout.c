/* Whatever is asked, words neither meet nor leave the picture, and what comes out is
 * well-formed. Thousands of random charts at widths from 320 to 1200. */
#include "../check.h"

#include "pictures.h"

#include "render/labels.h"

#include <math.h>
#include <string.h>

enum { ROUNDS = 700 };

static const char *const PLACES[] = {
    "León",
    "Guanajuato",
    "Estado de México",
    "Veracruz de Ignacio de la Llave",
    "Dolores Hidalgo Cuna de la Independencia Nacional",
    "Y",
    "Parangaricutirimícuaroyyalgomás",
    "Metropolitan Police & <City>"};

static const char *place(struct dice *dice)
{
    return PLACES[dice_below(dice, sizeof PLACES / sizeof *PLACES)];
}

static double width_of(struct dice *dice) { return 320 + dice_below(dice, 881); }

static void finish(struct arena *arena, const struct scene *scene, const char *name,
                   int number)
{
    check_words_apart(scene, name, number);
    assert_true(scene->height > 0 && scene->height < 4000);
    check_svg(arena, scene);
}

static struct chart_series random_line(struct arena *arena, struct dice *dice,
                                       int which)
{
    enum step step = dice_below(dice, 3) == 0 ? STEP_YEAR : STEP_MONTH;
    int year = 2012 + (int)dice_below(dice, 14);
    size_t count = step == STEP_YEAR ? 1 + dice_below(dice, 15) : dice_below(dice, 140);
    struct period first = period_of(year, 1 + (int)dice_below(dice, 12));
    struct chart_series line = {.label = place(dice),
                                .series =
                                    random_series(arena, dice, first, step, count),
                                .role = which == 0                 ? ROLE_DATA_1
                                        : dice_below(dice, 2) == 0 ? ROLE_CONTEXT
                                                                   : ROLE_DATA_2,
                                .bridged = dice_below(dice, 5) == 0};
    if (dice_below(dice, 3) == 0) {
        struct series *months = arena_take(arena, sizeof *months);
        *months = random_series(arena, dice, first, STEP_MONTH, dice_below(dice, 100));
        line.months = months;
    }
    return line;
}

static void test_lines(void **state)
{
    (void)state;
    struct dice dice = {20241221};
    static const char *const reasons[] = {
        "Nueva metodología", "Cambia la fiscalía",
        "Empieza otro registro: las cifras no se comparan con las de antes"};
    for (int i = 0; i < ROUNDS; i++) {
        struct arena arena = {0};
        struct scene scene;
        struct error err = {0};
        struct chart_series lines[4];
        struct chart_break breaks[4];
        struct line_chart chart = {.frame = frame_of(width_of(&dice), i % 2 == 0),
                                   .count = dice_below(&dice, 5),
                                   .series = lines,
                                   .breaks = dice_below(&dice, 5),
                                   .break_ = breaks,
                                   .gap_note = "Nadie publica estos meses"};
        for (size_t j = 0; j < chart.count; j++)
            lines[j] = random_line(&arena, &dice, (int)j);
        for (size_t j = 0; j < chart.breaks; j++)
            breaks[j] =
                (struct chart_break){period_of(2013 + (int)dice_below(&dice, 14), 1),
                                     reasons[dice_below(&dice, 3)]};
        check_done(chart_line(&arena, &chart, &scene, &err), &err);
        finish(&arena, &scene, "line", i);
        arena_free(&arena);
    }
}

static void test_columns(void **state)
{
    (void)state;
    struct dice dice = {99};
    for (int i = 0; i < ROUNDS; i++) {
        struct arena arena = {0};
        struct scene scene;
        struct error err = {0};
        enum step step = dice_below(&dice, 2) == 0 ? STEP_YEAR : STEP_MONTH;
        size_t count = dice_below(&dice, step == STEP_YEAR ? 28 : 130);
        struct period first =
            period_of(1997 + (int)dice_below(&dice, 25),
                      step == STEP_YEAR ? 1 : 1 + (int)dice_below(&dice, 12));
        const char *labels[130];
        int months[130];
        for (size_t j = 0; j < 130; j++) {
            labels[j] = dice_below(&dice, 5) == 0 ? "2024 ene–nov" : "2024";
            months[j] = 1 + (int)dice_below(&dice, 12);
        }
        struct series compared =
            random_series(&arena, &dice, first, step, dice_below(&dice, 30));
        struct column_chart chart = {
            .frame = frame_of(width_of(&dice), i % 2 == 0),
            .series = random_series(&arena, &dice, first, step, count),
            .compared = dice_below(&dice, 2) == 0 ? &compared : NULL,
            .compared_label = "Promedio de los estados",
            .months_known = dice_below(&dice, 2) == 0 ? months : NULL,
            .labels = dice_below(&dice, 2) == 0 ? labels : NULL};
        check_done(chart_columns(&arena, &chart, &scene, &err), &err);
        finish(&arena, &scene, "columns", i);
        arena_free(&arena);
    }
}

static void test_bars(void **state)
{
    (void)state;
    struct dice dice = {5};
    static const char *const notes[] = {
        NULL, "40 por cada 100 mil",
        "más que un año antes, y más de lo que explica el azar"};
    for (int i = 0; i < ROUNDS; i++) {
        struct arena arena = {0};
        struct scene scene;
        struct error err = {0};
        struct bar bars[20];
        struct bar_chart chart = {.frame = frame_of(width_of(&dice), i % 2 == 0),
                                  .count = dice_below(&dice, 20),
                                  .bar = bars};
        struct series figures =
            random_series(&arena, &dice, period_of(2020, 1), STEP_MONTH, 20);
        for (size_t j = 0; j < chart.count; j++)
            bars[j] = (struct bar){.label = place(&dice),
                                   .figure = figures.figures[j],
                                   .note = notes[dice_below(&dice, 3)],
                                   .link = dice_below(&dice, 2) == 0 ? "x/?a&b" : NULL,
                                   .strong = j == 3};
        check_done(chart_bars(&arena, &chart, &scene, &err), &err);
        finish(&arena, &scene, "bars", i);
        arena_free(&arena);
    }
}

static void test_heat(void **state)
{
    (void)state;
    struct dice dice = {31};
    for (int i = 0; i < ROUNDS / 3; i++) {
        struct arena arena = {0};
        struct scene scene;
        struct error err = {0};
        struct heat_chart chart = {
            .frame = frame_of(width_of(&dice), i % 2 == 0),
            .series = random_series(&arena, &dice,
                                    period_of(2010, 1 + (int)dice_below(&dice, 12)),
                                    STEP_MONTH, dice_below(&dice, 200))};
        check_done(chart_heat(&arena, &chart, &scene, &err), &err);
        finish(&arena, &scene, "heat", i);
        arena_free(&arena);
    }
}

static void test_maps(void **state)
{
    (void)state;
    struct dice dice = {8};
    const struct spot square[] = {{10, 10}, {30, 10}, {30, 30}, {10, 30}};
    const struct spot *const rings[] = {square};
    const size_t counts[] = {4};
    for (int i = 0; i < ROUNDS; i++) {
        struct arena arena = {0};
        struct scene scene;
        struct error err = {0};
        struct area areas[60];
        struct map_chart chart = {.frame = frame_of(width_of(&dice), i % 2 == 0),
                                  .count = dice_below(&dice, 60),
                                  .area = areas,
                                  .map_height = 40,
                                  .decimals = (int)dice_below(&dice, 2),
                                  .rule =
                                      "Clases con casi el mismo número de municipios",
                                  .locator = dice_below(&dice, 6) == 0};
        struct series figures =
            random_series(&arena, &dice, period_of(2020, 1), STEP_MONTH, 60);
        /* A range of two numbers of 16 digits is wider than a phone. */
        for (size_t j = 0; j < chart.count; j++)
            figures.figures[j].value = fmin(figures.figures[j].value, 4e9);
        for (size_t j = 0; j < chart.count; j++)
            areas[j] = (struct area){.rings = 1,
                                     .ring_count = counts,
                                     .ring = rings,
                                     .figure = figures.figures[j],
                                     .label = place(&dice),
                                     .link = j % 2 == 0 ? "leon/" : NULL,
                                     .strong = j == 0};
        check_done(chart_map(&arena, &chart, &scene, &err), &err);
        finish(&arena, &scene, "map", i);
        arena_free(&arena);
    }
}

static void test_sparks(void **state)
{
    (void)state;
    struct dice dice = {13};
    for (int i = 0; i < ROUNDS; i++) {
        struct arena arena = {0};
        struct scene scene;
        struct error err = {0};
        struct series series = random_series(&arena, &dice, period_of(2020, 1),
                                             STEP_YEAR, dice_below(&dice, 30));
        check_done(chart_spark(&arena, &series, 90, 24, &scene, &err), &err);
        check_svg(&arena, &scene);
        arena_free(&arena);
    }
}

/* Labels keep their order and their distance, and stay inside while there is room. */
static void test_spreading(void **state)
{
    (void)state;
    struct dice dice = {3};
    for (int i = 0; i < 5000; i++) {
        double centre[8], height[8], wanted[8], sum = 0;
        size_t count = 1 + dice_below(&dice, 8);
        for (size_t j = 0; j < count; j++) {
            wanted[j] = centre[j] = dice_below(&dice, 200);
            height[j] = 10 + dice_below(&dice, 15);
            sum += height[j];
        }
        labels_spread(centre, height, count, 0, 200);
        assert_true(sum <= 200);
        for (size_t j = 0; j < count; j++) {
            assert_true(centre[j] - height[j] / 2 > -1e-9);
            assert_true(centre[j] + height[j] / 2 < 200 + 1e-9);
            for (size_t k = 0; k < j; k++) {
                double apart = fabs(centre[j] - centre[k]);
                assert_true(apart > (height[j] + height[k]) / 2 - 1e-9);
                assert_true(wanted[j] == wanted[k] ||
                            (wanted[j] < wanted[k]) == (centre[j] < centre[k]));
            }
        }
    }
}

static struct series yearly(struct arena *arena, int first, const double *values,
                            size_t count)
{
    struct series series = {period_of(first, 1), STEP_YEAR, count, NULL};
    series.figures = arena_array(arena, count, sizeof *series.figures);
    for (size_t i = 0; i < count; i++)
        series.figures[i] = (struct figure){values[i], STATUS_REPORTED};
    return series;
}

/* A mean of a third is not labelled as none, and a whole number needs no decimal. */
static void test_small_numbers(void **state)
{
    (void)state;
    static const double THIRD[] = {2, 1 / 3.0}, WHOLE[] = {4, 3};
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    struct chart_series lines[2] = {
        {.series = yearly(&arena, 2020, THIRD, 2), .label = "a", .role = ROLE_DATA_1},
        {.series = yearly(&arena, 2020, WHOLE, 2), .label = "b", .role = ROLE_DATA_2}};
    struct line_chart chart = {
        .frame = frame_of(720, false), .count = 2, .series = lines};
    check_done(chart_line(&arena, &chart, &scene, &err), &err);
    bool third = false, whole = false;
    for (size_t i = 0; i < scene.count; i++) {
        const char *text = scene.mark[i].kind == MARK_TEXT ? scene.mark[i].text : "";
        third |= strcmp(text, "0.3") == 0;
        whole |= strcmp(text, "3") == 0;
        assert_string_not_equal(text, "3.0");
    }
    assert_true(third && whole);
    arena_free(&arena);
}

/* A line that ends early amid a later one: its name stands in the plot, where its
 * leader crosses nothing, not beyond the later line. */
static void test_name_of_a_line_that_ends_early(void **state)
{
    (void)state;
    static const double EARLY[] = {150, 150, 155, 150, 155, 150, 150, 150, 155, 150,
                                   150, 155, 150, 155, 150, 160, 160, 160, 162, 164};
    static const double LATE[] = {180, 195, 200, 0, 0, 5, 0, 5, 0, 5};
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    size_t early = sizeof EARLY / sizeof *EARLY, late = sizeof LATE / sizeof *LATE;
    struct chart_series lines[2] = {{.series = yearly(&arena, 1998, EARLY, early),
                                     .label = "December of 17",
                                     .role = ROLE_DATA_2},
                                    {.series = yearly(&arena, 2015, LATE, late),
                                     .label = "late",
                                     .role = ROLE_DATA_1}};
    const struct chart_break counted = {period_of(2013, 1), "counted anew"};
    struct line_chart chart = {.frame = frame_of(720, false),
                               .count = 2,
                               .series = lines,
                               .breaks = 1,
                               .break_ = &counted};
    check_done(chart_line(&arena, &chart, &scene, &err), &err);
    double early_x = -1, late_x = -1;
    for (size_t i = 0; i < scene.count; i++)
        if (scene.mark[i].kind == MARK_TEXT) {
            if (strstr(scene.mark[i].text, "December"))
                early_x = scene.mark[i].at.x;
            if (strcmp(scene.mark[i].text, "late") == 0)
                late_x = scene.mark[i].at.x;
        }
    assert_true(early_x > 0 && early_x < late_x - 60);
    arena_free(&arena);
}

static void test_no_chart_on_no_width(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    struct bar_chart chart = {.frame = frame_of(12, false)};
    assert_false(chart_bars(&arena, &chart, &scene, &err));
    check_error(&err, ERROR_USAGE, "12 pixels");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_bars),
        cmocka_unit_test(test_heat),
        cmocka_unit_test(test_maps),
        cmocka_unit_test(test_sparks),
        cmocka_unit_test(test_spreading),
        cmocka_unit_test(test_no_chart_on_no_width),
        cmocka_unit_test(test_small_numbers),
        cmocka_unit_test(test_name_of_a_line_that_ends_early),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
