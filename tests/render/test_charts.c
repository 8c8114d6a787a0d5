/* Each kind of chart, small enough to be checked with a pencil; the note above each
 * says how. Plots are counted in pixels from the left upper corner, y downwards. */
#include "../check.h"

#include "pictures.h"

#include "render/labels.h"

#include <math.h>
#include <string.h>

static struct series yearly(int year, struct figure *figure, size_t count)
{
    return (struct series){period_of(year, 1), STEP_YEAR, count, figure};
}

static void draw_line(struct arena *arena, struct figure *figure, size_t count,
                      struct scene *scene)
{
    struct chart_series line = {
        .label = "León", .series = yearly(2016, figure, count), .role = ROLE_DATA_1};
    struct line_chart chart = {.frame = plain(344), .count = 1, .series = &line};
    struct error err = {0};
    check_done(chart_line(arena, &chart, scene, &err), &err);
}

/* Eight years, the fourth not reported, the sixth a zero, the last provisional; a
 * break at 2021. Highest 90: ticks 0, 50, 100 on a plot 200 high, so a unit is 2 and
 * 40 stands 80 above the ground. Each year is an eighth of the plot's width. */
static void test_line(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    struct figure figure[] = {
        REPORTED(40), REPORTED(60), REPORTED(90), MISSING,
        REPORTED(50), REPORTED(0),  REPORTED(30), {20, STATUS_PROVISIONAL}};
    struct chart_series line = {
        .label = "León", .series = yearly(2016, figure, 8), .role = ROLE_DATA_1};
    struct chart_break change = {period_of(2021, 1), "Nuevo registro"};
    struct line_chart chart = {.frame = plain(344),
                               .count = 1,
                               .series = &line,
                               .breaks = 1,
                               .break_ = &change};
    check_done(chart_line(&arena, &chart, &scene, &err), &err);
    check_golden("render/golden/line.svg", check_svg(&arena, &scene));
    arena_free(&arena);
}

/* 40 is firm, 60 provisional and may end between 30 and 90: the band opens at the firm
 * point. Tick 100 at the top of 200: a unit is 2. */
static void test_line_with_band(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    struct figure figure[] = {REPORTED(40), {60, STATUS_PROVISIONAL}};
    struct figure low[] = {{30, STATUS_PROVISIONAL}},
                  high[] = {{90, STATUS_PROVISIONAL}};
    struct chart_band band = {{period_of(2017, 1), STEP_YEAR, 1, low},
                              {period_of(2017, 1), STEP_YEAR, 1, high}};
    struct chart_series line = {.label = "León",
                                .series = yearly(2016, figure, 2),
                                .role = ROLE_DATA_1,
                                .band = &band};
    struct line_chart chart = {.frame = plain(344), .count = 1, .series = &line};
    check_done(chart_line(&arena, &chart, &scene, &err), &err);
    const struct mark *fan = NULL;
    for (size_t i = 0; i < scene.count; i++)
        if (scene.mark[i].kind == MARK_REGION)
            fan = &scene.mark[i];
    if (!fan)
        fail_msg("no band is drawn");
    assert_int_equal(fan->ring_count[0], 3);
    const struct spot *edge = fan->ring[0];
    assert_true(fabs(edge[0].y - edge[1].y - 100) < 1e-9); /* 40 to 90 */
    assert_true(fabs(edge[2].y - edge[1].y - 120) < 1e-9); /* 90 to 30 */
    assert_true(edge[1].x == edge[2].x && edge[0].x < edge[1].x);
    /* One too thin to be seen is not drawn. */
    low[0].value = 59.9;
    high[0].value = 60;
    check_done(chart_line(&arena, &chart, &scene, &err), &err);
    for (size_t i = 0; i < scene.count; i++)
        assert_int_not_equal(scene.mark[i].kind, MARK_REGION);
    arena_free(&arena);
}

/* Months behind a line: a provisional one is hollow, its range an upright stroke. */
static void test_months_with_ranges(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    struct figure means[] = {REPORTED(50), REPORTED(50)};
    struct figure months[] = {REPORTED(40), {60, STATUS_PROVISIONAL}};
    struct figure low[] = {{0}, {30, STATUS_PROVISIONAL}};
    struct figure high[] = {{0}, {90, STATUS_PROVISIONAL}};
    struct chart_band band = {yearly(2016, low, 2), yearly(2016, high, 2)};
    struct series behind = yearly(2016, months, 2);
    struct chart_series line = {.label = "León",
                                .series = yearly(2016, means, 2),
                                .months = &behind,
                                .months_band = &band,
                                .role = ROLE_DATA_1};
    struct line_chart chart = {.frame = plain(344), .count = 1, .series = &line};
    check_done(chart_line(&arena, &chart, &scene, &err), &err);
    assert_int_equal(marks_of(&scene, MARK_DOT, ROLE_FAINT_1, ROLE_NONE), 1);
    assert_int_equal(marks_of(&scene, MARK_DOT, ROLE_PAPER, ROLE_DATA_1), 1);
    assert_int_equal(marks_of(&scene, MARK_PATH, ROLE_NONE, ROLE_FAINT_1), 1);
    arena_free(&arena);
}

/* A month that was not reported is hatched and said, also where the sum behind it has
 * not begun; months between two series that nobody holds are plain, and have their own
 * words. */
static void test_two_kinds_of_nothing(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    struct figure sums[5] = {[3] = REPORTED(50), [4] = REPORTED(50)};
    struct figure parts[] = {REPORTED(40), MISSING, REPORTED(60), REPORTED(50),
                             REPORTED(50)};
    struct figure later[] = {REPORTED(20), REPORTED(30)};
    struct series behind = yearly(2010, parts, 5);
    struct chart_series lines[] = {
        {.label = "Antes",
         .series = yearly(2010, sums, 5),
         .months = &behind,
         .role = ROLE_DATA_2},
        {.label = "Ahora", .series = yearly(2018, later, 2), .role = ROLE_DATA_1}};
    struct line_chart chart = {
        .frame = plain(720), .count = 2, .series = lines, .gap_note = "No lo tenemos"};
    check_done(chart_line(&arena, &chart, &scene, &err), &err);
    assert_int_equal(marks_of(&scene, MARK_BAR, ROLE_MISSING, ROLE_NONE), 1);
    assert_int_equal(marks_of(&scene, MARK_BAR, ROLE_GRID, ROLE_NONE), 1);
    assert_true(says(&scene, SPANISH.not_reported));
    assert_true(says(&scene, "No lo tenemos"));
    arena_free(&arena);
}

/* A line that ends at 75, where the words beside its end would cover its last months,
 * which are hollow and stand at 90 and 88. */
static void test_words_keep_clear_of_hollow_months(void **state)
{
    (void)state;
    enum { MONTHS = 60 };
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    struct figure sums[MONTHS], months[MONTHS];
    struct figure later[] = {REPORTED(60), REPORTED(70)};
    for (size_t i = 0; i < MONTHS; i++)
        sums[i] = months[i] = (struct figure){70, STATUS_REPORTED};
    sums[MONTHS - 1] = (struct figure){75, STATUS_PROVISIONAL};
    months[MONTHS - 2] = (struct figure){90, STATUS_PROVISIONAL};
    months[MONTHS - 1] = (struct figure){88, STATUS_PROVISIONAL};
    struct series behind = {period_of(2015, 1), STEP_MONTH, MONTHS, months};
    struct chart_series lines[] = {
        {.label = "12 meses a diciembre",
         .series = {period_of(2015, 1), STEP_MONTH, MONTHS, sums},
         .months = &behind,
         .role = ROLE_DATA_2},
        {.label = "Ahora",
         .series = {period_of(2021, 1), STEP_MONTH, 2, later},
         .role = ROLE_DATA_1}};
    struct line_chart chart = {.frame = plain(720), .count = 2, .series = lines};
    check_done(chart_line(&arena, &chart, &scene, &err), &err);
    assert_true(marks_of(&scene, MARK_DOT, ROLE_PAPER, ROLE_DATA_2) >= 2);
    for (size_t i = 0; i < scene.count; i++)
        for (size_t j = 0; j < scene.count; j++) {
            const struct mark *dot = &scene.mark[i], *word = &scene.mark[j];
            if (dot->kind != MARK_DOT || dot->fill != ROLE_PAPER ||
                word->kind != MARK_TEXT)
                continue;
            struct box box =
                text_box(word->at, word->text, word->size, word->bold, word->anchor);
            assert_false(dot->at.x > box.left && dot->at.x < box.right &&
                         dot->at.y > box.top && dot->at.y < box.bottom);
        }
    arena_free(&arena);
}

static void test_line_of_one_point(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct figure figure[] = {REPORTED(12)};
    draw_line(&arena, figure, 1, &scene);
    assert_int_equal(marks_of(&scene, MARK_DOT, ROLE_DATA_1, ROLE_NONE), 1);
    assert_true(says(&scene, "12"));
    arena_free(&arena);
}

static void test_line_of_zeros(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct figure figure[] = {REPORTED(0), REPORTED(0), REPORTED(0)};
    draw_line(&arena, figure, 3, &scene);
    assert_int_equal(marks_of(&scene, MARK_DOT, ROLE_DATA_1, ROLE_NONE), 3);
    assert_int_equal(marks_of(&scene, MARK_PATH, ROLE_NONE, ROLE_DATA_1), 1);
    arena_free(&arena);
}

/* Nothing known says so, at the height it would have had. */
static void test_line_of_nothing(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene known, unknown, empty;
    struct figure some[] = {REPORTED(3), REPORTED(4)};
    struct figure none[] = {MISSING, MISSING};
    draw_line(&arena, some, 2, &known);
    draw_line(&arena, none, 2, &unknown);
    draw_line(&arena, none, 0, &empty);
    assert_true(known.height == unknown.height);
    assert_true(says(&unknown, "sin dato"));
    assert_true(says(&empty, "sin dato"));
    assert_int_equal(marks_of(&unknown, MARK_PATH, ROLE_NONE, ROLE_DATA_1), 0);
    arena_free(&arena);
}

static void test_line_of_huge_figures(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct figure figure[] = {REPORTED(NUMBER_EXACT_MAX), REPORTED(1)};
    draw_line(&arena, figure, 2, &scene);
    check_words_apart(&scene, "huge", 0);
    arena_free(&arena);
}

/* Two registers and the year between them that nobody holds: the first ends in 2023,
 * the second is 2025 alone. */
static void test_line_with_gap(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    struct figure before[] = {REPORTED(4), REPORTED(6), REPORTED(5)};
    struct figure after[] = {REPORTED(3)};
    struct chart_series lines[] = {
        {.label = "Antes", .series = yearly(2021, before, 3), .role = ROLE_DATA_1},
        {.label = "Después", .series = yearly(2025, after, 1), .role = ROLE_DATA_2}};
    struct line_chart chart = {.frame = plain(344),
                               .count = 2,
                               .series = lines,
                               .gap_note = "Nadie publica este año"};
    check_done(chart_line(&arena, &chart, &scene, &err), &err);
    assert_true(says(&scene, "Nadie publica este año"));
    assert_int_equal(marks_of(&scene, MARK_BAR, ROLE_GRID, ROLE_NONE), 1);
    assert_int_equal(marks_of(&scene, MARK_BAR, ROLE_MISSING, ROLE_NONE), 0);
    assert_int_equal(marks_of(&scene, MARK_DOT, ROLE_DATA_2, ROLE_NONE), 1);
    arena_free(&arena);
}

static void test_five_lines_are_too_many(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    struct chart_series lines[5] = {0};
    struct line_chart chart = {.frame = plain(344), .count = 5, .series = lines};
    assert_false(chart_line(&arena, &chart, &scene, &err));
    check_error(&err, ERROR_USAGE, "5 series");
    arena_free(&arena);
}

/* Five years: slots of 68.8, bars 0.76 of that. All values fit above, so there is no
 * axis and the highest, 40, takes the plot's 170: a unit is 4.25. The third year was
 * not reported, the fourth is a zero, the last holds nine months: hollow. */
static void test_columns(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    struct figure figure[] = {REPORTED(20), REPORTED(40), MISSING, REPORTED(0),
                              REPORTED(10)};
    const int months[] = {12, 12, 0, 12, 9};
    const char *const labels[] = {"2020", "2021", "2022", "2023", "2024 ene–sep"};
    struct column_chart chart = {.frame = plain(344),
                                 .series = yearly(2020, figure, 5),
                                 .months_known = months,
                                 .labels = labels};
    check_done(chart_columns(&arena, &chart, &scene, &err), &err);
    check_golden("render/golden/columns.svg", check_svg(&arena, &scene));
    arena_free(&arena);
}

/* Labels above, bars from the left edge, rows of 17 + 15 + 11. The scale leaves the
 * longest bar, 1,000, just the room for its value. */
static void test_bars(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    const struct bar bars[] = {
        {.label = "León", .figure = REPORTED(1000), .strong = true},
        {.label = "Silao", .figure = REPORTED(500), .link = "silao/"},
        {.label = "Celaya", .figure = MISSING},
        {.label = "Atarjea", .figure = REPORTED(0)}};
    struct bar_chart chart = {.frame = plain(344), .count = 4, .bar = bars};
    check_done(chart_bars(&arena, &chart, &scene, &err), &err);
    check_golden("render/golden/bars.svg", check_svg(&arena, &scene));
    arena_free(&arena);
}

/* December to January of the year after next: 1 cell, 12 cells, 1 cell. Figures 1 to
 * 14 make three classes, the fifth month is missing, the last provisional. */
static void test_heat(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    struct figure figure[14];
    for (int i = 0; i < 14; i++)
        figure[i] = (struct figure){i + 1, STATUS_REPORTED};
    figure[4] = (struct figure)MISSING;
    figure[12].status = STATUS_PARTIAL;
    figure[13].status = STATUS_PROVISIONAL;
    struct heat_chart chart = {.frame = plain(344),
                               .series = {period_of(2022, 12), STEP_MONTH, 14, figure}};
    check_done(chart_heat(&arena, &chart, &scene, &err), &err);
    check_golden("render/golden/heat.svg", check_svg(&arena, &scene));
    arena_free(&arena);
}

/* The highest figure of all is in the key, however little room there is for it. */
static void test_heat_names_its_highest(void **state)
{
    (void)state;
    for (double width = 288; width <= 344; width += 8) {
        struct arena arena = {0};
        struct scene scene;
        struct error err = {0};
        struct figure figure[60];
        bool found = false;
        for (int i = 0; i < 60; i++)
            figure[i] = (struct figure){20 + i * i % 157, STATUS_REPORTED};
        figure[30].value = 1234;
        struct heat_chart chart = {
            .frame = plain(width),
            .series = {period_of(2020, 1), STEP_MONTH, 60, figure}};
        check_done(chart_heat(&arena, &chart, &scene, &err), &err);
        for (size_t i = 0; i < scene.count; i++) {
            const struct mark *mark = &scene.mark[i];
            if (mark->kind != MARK_TEXT || strcmp(mark->text, "1,234") != 0)
                continue;
            found = true;
            assert_true(mark->at.x <= width + 0.5);
        }
        assert_true(found);
        arena_free(&arena);
    }
}

/* 0, 50, 100: from the foot to the top in two equal steps. */
static void test_spark(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    struct figure figure[] = {REPORTED(0), REPORTED(50), REPORTED(100)};
    struct series series = yearly(2020, figure, 3);
    check_done(chart_spark(&arena, &series, 90, 24, &scene, &err), &err);
    check_golden("render/golden/spark.svg", check_svg(&arena, &scene));
    arena_free(&arena);
}

/* Twelve years of months that go up and down, one month far above and one far below:
 * both stay, at the top and at the foot, and a table of them stays small. */
static void test_spark_is_thinned(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct scene scene;
    struct error err = {0};
    struct svg svg;
    struct figure figure[144];
    for (int i = 0; i < 144; i++)
        figure[i] = (struct figure){200 + i % 7 * 9 + i % 5 * 4, STATUS_REPORTED};
    figure[50].value = 400;
    figure[51].value = 0;
    struct series series = {period_of(2013, 1), STEP_MONTH, 144, figure};
    check_done(chart_spark(&arena, &series, 120, 32, &scene, &err), &err);
    const struct mark *line = &scene.mark[1];
    assert_int_equal(line->kind, MARK_PATH);
    assert_in_range(line->ring_count[0], 25, 40);
    double top = 32, foot = 0;
    for (size_t i = 0; i < line->ring_count[0]; i++) {
        top = fmin(top, line->ring[0][i].y);
        foot = fmax(foot, line->ring[0][i].y);
        assert_true(i == 0 || line->ring[0][i].x >= line->ring[0][i - 1].x);
    }
    assert_true(top < 3 && foot > 29);
    check_done(paint_svg(&arena, &scene, &(struct svg_options){.decorative = true},
                         &svg, &err),
               &err);
    assert_in_range(svg.text.length, 1, 450);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line),
        cmocka_unit_test(test_line_with_band),
        cmocka_unit_test(test_months_with_ranges),
        cmocka_unit_test(test_two_kinds_of_nothing),
        cmocka_unit_test(test_words_keep_clear_of_hollow_months),
        cmocka_unit_test(test_line_of_one_point),
        cmocka_unit_test(test_line_of_zeros),
        cmocka_unit_test(test_line_of_nothing),
        cmocka_unit_test(test_line_of_huge_figures),
        cmocka_unit_test(test_line_with_gap),
        cmocka_unit_test(test_five_lines_are_too_many),
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_bars),
        cmocka_unit_test(test_heat),
        cmocka_unit_test(test_heat_names_its_highest),
        cmocka_unit_test(test_spark),
        cmocka_unit_test(test_spark_is_thinned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
