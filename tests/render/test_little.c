/* Small multiples: one scale, a grey line behind, gaps where nothing is known. */
#include "tests/check.h"

#include "pictures.h"

#include "render/chart.h"

#include <math.h>

static struct arena arena;

static struct little_chart chart_of(struct figure *figures, size_t count)
{
    return (struct little_chart){
        .series = {period_of(2015, 1), STEP_YEAR, count, figures},
        .first = period_of(2015, 1),
        .periods = count,
        .top = 100,
        .width = 132,
        .height = 66};
}

static struct scene drawn(const struct little_chart *chart)
{
    struct scene scene;
    struct error err = {0};
    check_done(chart_little(&arena, chart, &scene, &err), &err);
    return scene;
}

static const struct mark *last_of(const struct scene *scene, enum mark_kind kind,
                                  enum role stroke)
{
    for (size_t i = scene->count; i-- > 0;)
        if (scene->mark[i].kind == kind &&
            (stroke == ROLE_NONE || scene->mark[i].stroke == stroke))
            return &scene->mark[i];
    return NULL;
}

/* The same figure stands at the same height, whatever else its chart holds. */
static void figures_share_a_scale(void **state)
{
    (void)state;
    struct figure low[] = {{5, STATUS_REPORTED}, {50, STATUS_REPORTED}};
    struct figure high[] = {{100, STATUS_REPORTED}, {50, STATUS_REPORTED}};
    struct little_chart one = chart_of(low, 2), other = chart_of(high, 2);
    struct scene a = drawn(&one), b = drawn(&other);
    assert_true(last_of(&a, MARK_DOT, ROLE_NONE)->at.y ==
                last_of(&b, MARK_DOT, ROLE_NONE)->at.y);
    const struct mark *line = last_of(&b, MARK_PATH, ROLE_DATA_1);
    assert_true(line->ring[0][0].y < line->ring[0][1].y);
}

static void a_gap_parts_the_line_and_ends_hollow(void **state)
{
    (void)state;
    struct figure figures[] = {{5, STATUS_REPORTED},     {6, STATUS_REPORTED},
                               {0, STATUS_NOT_REPORTED}, {7, STATUS_REPORTED},
                               {8, STATUS_PROVISIONAL},  {0, STATUS_ABSENT}};
    struct little_chart chart = chart_of(figures, 6);
    struct scene scene = drawn(&chart);
    size_t lines = 0;
    for (size_t i = 0; i < scene.count; i++)
        lines += scene.mark[i].kind == MARK_PATH && scene.mark[i].stroke == ROLE_DATA_1;
    assert_int_equal(lines, 2);
    assert_int_equal(last_of(&scene, MARK_DOT, ROLE_NONE)->fill, ROLE_PAPER);
}

static void the_context_is_drawn_behind(void **state)
{
    (void)state;
    struct figure figures[] = {{5, STATUS_REPORTED}, {6, STATUS_REPORTED}};
    struct little_chart chart = chart_of(figures, 2);
    struct series context = chart.series;
    chart.context = &context;
    struct scene scene = drawn(&chart);
    assert_true(last_of(&scene, MARK_PATH, ROLE_CONTEXT) <
                last_of(&scene, MARK_PATH, ROLE_DATA_1));
}

static void nothing_known_is_hatched(void **state)
{
    (void)state;
    struct figure figures[] = {{0, STATUS_NOT_REPORTED}, {0, STATUS_ABSENT}};
    struct little_chart chart = chart_of(figures, 2);
    struct scene scene = drawn(&chart);
    assert_int_equal(scene.count, 1);
    assert_int_equal(scene.mark[0].fill, ROLE_MISSING);
    struct error err = {0};
    chart.top = 0;
    assert_false(chart_little(&arena, &chart, &scene, &err));
    check_error(&err, ERROR_USAGE, "a little chart of 132 by 66 pixels up to 0");
}

/* A year between two that is withheld has a ground of its own, half a year to either
 * side; one that was not reported is a gap. */
static void what_is_withheld_has_its_hatch(void **state)
{
    (void)state;
    struct figure figures[] = {{4, STATUS_REPORTED},
                               {0, STATUS_SUPPRESSED},
                               {4, STATUS_REPORTED},
                               {0, STATUS_NOT_REPORTED},
                               {4, STATUS_REPORTED}};
    struct little_chart chart = chart_of(figures, 5);
    struct scene scene = drawn(&chart);
    assert_int_equal(marks_of(&scene, MARK_BAR, ROLE_WITHHELD, ROLE_NONE), 1);
    assert_int_equal(marks_of(&scene, MARK_BAR, ROLE_MISSING, ROLE_NONE), 0);
    double step = (132 - 2 * 2.6 - 2) / 4;
    assert_true(fabs(scene.mark[0].at.x - (2.6 + 1 + step / 2)) < 1e-9);
    assert_true(fabs(scene.mark[0].width - step) < 1e-9);
    struct figure all[] = {{0, STATUS_SUPPRESSED}, {0, STATUS_ABSENT}};
    chart = chart_of(all, 2);
    scene = drawn(&chart);
    assert_int_equal(scene.count, 1);
    assert_int_equal(scene.mark[0].fill, ROLE_WITHHELD);
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
        cmocka_unit_test(figures_share_a_scale),
        cmocka_unit_test(a_gap_parts_the_line_and_ends_hollow),
        cmocka_unit_test(the_context_is_drawn_behind),
        cmocka_unit_test(nothing_known_is_hatched),
        cmocka_unit_test(what_is_withheld_has_its_hatch),
    };
    return cmocka_run_group_tests(tests, NULL, let_go);
}
