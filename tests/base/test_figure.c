#include "tests/check.h"

#include "base/arena.h"
#include "base/figure.h"

static const struct figure absent = {0, STATUS_ABSENT};
static const struct figure two = {2, STATUS_REPORTED};
static const struct figure zero = {0, STATUS_REPORTED};
static const struct figure early = {3, STATUS_PROVISIONAL};
static const struct figure part = {5, STATUS_PARTIAL};
static const struct figure blank = {0, STATUS_NOT_REPORTED};
static const struct figure hidden = {0, STATUS_SUPPRESSED};

static void check_figure(struct figure figure, double value, enum status status)
{
    assert_string_equal(status_word(figure.status), status_word(status));
    assert_true(figure.value >= value && figure.value <= value);
}

static void knows_what_is_known(void **state)
{
    (void)state;
    assert_true(figure_known(zero));
    assert_true(figure_known(early));
    assert_true(figure_known(part));
    assert_false(figure_known(absent));
    assert_false(figure_known(blank));
    assert_false(figure_known(hidden));
}

static void sums_by_the_rule(void **state)
{
    (void)state;
    check_figure(figure_sum(two, two), 4, STATUS_REPORTED);
    check_figure(figure_sum(zero, zero), 0, STATUS_REPORTED);
    check_figure(figure_sum(absent, two), 2, STATUS_REPORTED);
    check_figure(figure_sum(absent, absent), 0, STATUS_ABSENT);
    check_figure(figure_sum(absent, blank), 0, STATUS_NOT_REPORTED);
    check_figure(figure_sum(two, blank), 2, STATUS_PARTIAL);
    check_figure(figure_sum(hidden, early), 3, STATUS_PARTIAL);
    check_figure(figure_sum(two, early), 5, STATUS_PROVISIONAL);
    check_figure(figure_sum(early, part), 8, STATUS_PARTIAL);
    check_figure(figure_sum(blank, blank), 0, STATUS_NOT_REPORTED);
    check_figure(figure_sum(hidden, hidden), 0, STATUS_SUPPRESSED);
    check_figure(figure_sum(hidden, blank), 0, STATUS_SUPPRESSED);
}

/* A parent is the same whatever the order in which its children come. */
static void order_never_matters(void **state)
{
    (void)state;
    const struct figure all[] = {absent, two, zero, early, part, blank, hidden};
    enum { N = sizeof all / sizeof *all };
    for (int i = 0; i < N * N * N; i++) {
        struct figure a = all[i % N], b = all[i / N % N], c = all[i / N / N];
        struct figure left = figure_sum(figure_sum(a, b), c);
        struct figure right = figure_sum(a, figure_sum(b, c));
        check_figure(left, right.value, right.status);
        struct figure swapped = figure_sum(b, a);
        check_figure(figure_sum(a, b), swapped.value, swapped.status);
    }
}

static void finds_periods(void **state)
{
    (void)state;
    struct figure figures[] = {two, early};
    struct series months = {period_of(2020, 12), STEP_MONTH, 2, figures};
    check_figure(series_at(&months, period_of(2020, 12)), 2, STATUS_REPORTED);
    check_figure(series_at(&months, period_of(2021, 1)), 3, STATUS_PROVISIONAL);
    check_figure(series_at(&months, period_of(2021, 2)), 0, STATUS_ABSENT);
    check_figure(series_at(&months, period_of(2020, 11)), 0, STATUS_ABSENT);
    struct series years = {period_of(2020, 1), STEP_YEAR, 2, figures};
    check_figure(series_at(&years, period_of(2021, 1)), 3, STATUS_PROVISIONAL);
    check_figure(series_at(&years, period_of(2021, 2)), 0, STATUS_ABSENT);
}

static void totals(void **state)
{
    (void)state;
    struct figure figures[] = {two, two, absent, two};
    struct series months = {period_of(2020, 1), STEP_MONTH, 4, figures};
    check_figure(series_total(&months, period_of(2020, 1), 2), 4, STATUS_REPORTED);
    check_figure(series_total(&months, period_of(2020, 1), 3), 4, STATUS_PARTIAL);
    check_figure(series_total(&months, period_of(2020, 3), 1), 0, STATUS_NOT_REPORTED);
    check_figure(series_total(&months, period_of(2020, 4), 2), 2, STATUS_PARTIAL);
    check_figure(series_total(&months, period_of(2020, 1), 0), 0, STATUS_ABSENT);
}

static void sums_years(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct figure figures[15] = {two, two, blank}; /* November 2019 on */
    figures[14] = early;                           /* January 2021 */
    struct series monthly = {period_of(2019, 11), STEP_MONTH, 15, figures};
    int *months;
    struct series years = series_by_year(&arena, &monthly, &months);
    assert_int_equal(years.count, 3);
    assert_int_equal(years.step, STEP_YEAR);
    assert_int_equal(years.first.month, period_of(2019, 1).month);
    check_figure(years.figures[0], 4, STATUS_REPORTED);
    check_figure(years.figures[1], 0, STATUS_NOT_REPORTED);
    check_figure(years.figures[2], 3, STATUS_PROVISIONAL);
    assert_int_equal(months[0], 2);
    assert_int_equal(months[1], 0);
    assert_int_equal(months[2], 1);
    struct series same = series_by_year(&arena, &years, &months);
    assert_ptr_equal(same.figures, years.figures);
    assert_int_equal(months[0], 12);
    assert_int_equal(months[1], 0);
    monthly.count = 0;
    assert_int_equal(series_by_year(&arena, &monthly, NULL).count, 0);
    arena_free(&arena);
}

static void finds_the_last_known(void **state)
{
    (void)state;
    struct figure figures[] = {two, zero, blank, absent};
    struct series years = {period_of(2018, 1), STEP_YEAR, 4, figures};
    struct period last;
    assert_true(series_last_known(&years, &last));
    assert_int_equal(last.month, period_of(2019, 1).month);
    years.count = 0;
    assert_false(series_last_known(&years, &last));
    struct series unknown = {period_of(2018, 1), STEP_MONTH, 2, figures + 2};
    assert_false(series_last_known(&unknown, &last));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_what_is_known),
        cmocka_unit_test(sums_by_the_rule),
        cmocka_unit_test(order_never_matters),
        cmocka_unit_test(finds_periods),
        cmocka_unit_test(totals),
        cmocka_unit_test(sums_years),
        cmocka_unit_test(finds_the_last_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
