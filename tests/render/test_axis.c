#include "../check.h"

#include "pictures.h"

#include "render/axis.h"

#include <math.h>

static void test_nice_numbers(void **state)
{
    (void)state;
    assert_true(nice_above(1) == 1);
    assert_true(nice_above(1.01) == 2);
    assert_true(nice_above(3) == 5);
    assert_true(nice_above(51) == 100);
    assert_true(nice_above(0) == 1);
    assert_true(nice_above(NAN) == 1);
    assert_true(fabs(nice_above(0.03) - 0.05) < 1e-12);
}

/* Ticks hold the figures, are few, and the range has less than a step to spare. */
static void test_axis_holds_its_figures(void **state)
{
    (void)state;
    struct dice dice = {77};
    for (int i = 0; i < 20000; i++) {
        double high = exp(dice_below(&dice, 40000) / 1000.0 - 3);
        int ticks = 1 + (int)dice_below(&dice, 7);
        bool whole = dice_below(&dice, 2) == 0;
        struct value_axis axis = value_axis_for(0, high, ticks, whole);
        assert_true(axis.bottom == 0);
        assert_true(axis.top >= high * (1 - 1e-9));
        assert_true(axis.top - high < axis.step * 1.0001);
        assert_true(value_axis_count(&axis) <= (size_t)ticks + 2);
        assert_true(!whole || fmod(axis.step, 1) == 0);
    }
}

static void check_labels(double high, const char *expected_top)
{
    struct arena arena = {0};
    struct value_axis axis = value_axis_for(0, high, 4, true);
    size_t count = value_axis_count(&axis);
    check_text(text_of(value_axis_label(&arena, &axis, 0, &SPANISH)), "0");
    check_text(text_of(value_axis_label(&arena, &axis, count - 1, &SPANISH)),
               expected_top);
    arena_free(&arena);
}

static void test_labels(void **state)
{
    (void)state;
    check_labels(0, "1");
    check_labels(3, "3");
    check_labels(2505, "3,000");
    check_labels(9100, "10 mil");
    check_labels(34000, "40 mil");
    check_labels(1.2e6, "1.5 M");
    check_labels(2.1e7, "30 M");
}

static void test_negative_figures(void **state)
{
    (void)state;
    struct value_axis axis = value_axis_for(-12, 30, 4, true);
    assert_true(axis.bottom == -20 && axis.top == 40 && axis.step == 20);
}

static void test_time(void **state)
{
    (void)state;
    struct time_axis axis = {period_of(2015, 1), 24, 100, 340};
    assert_true(time_axis_edge(&axis, period_of(2016, 1)) == 220);
    assert_true(time_axis_middle(&axis, period_of(2015, 1), STEP_MONTH) == 105);
    assert_true(time_axis_middle(&axis, period_of(2016, 1), STEP_YEAR) == 280);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nice_numbers),
        cmocka_unit_test(test_axis_holds_its_figures),
        cmocka_unit_test(test_labels),
        cmocka_unit_test(test_negative_figures),
        cmocka_unit_test(test_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
