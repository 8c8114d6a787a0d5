#include "tests/check.h"

#include "base/arena.h"
#include "base/period.h"

static void counts_months(void **state)
{
    (void)state;
    struct period period = period_of(2015, 12);
    assert_int_equal(period_year(period), 2015);
    assert_int_equal(period_month(period), 12);
    period = period_after(period, 1);
    assert_int_equal(period_year(period), 2016);
    assert_int_equal(period_month(period), 1);
    period = period_after(period, -13);
    assert_int_equal(period.month, period_of(2014, 12).month);
    period = period_after(period_of(0, 1), -1);
    assert_int_equal(period_year(period), -1);
    assert_int_equal(period_month(period), 12);
}

static void counts_days(void **state)
{
    (void)state;
    assert_int_equal(period_days(period_of(2023, 2), STEP_MONTH), 28);
    assert_int_equal(period_days(period_of(2024, 2), STEP_MONTH), 29);
    assert_int_equal(period_days(period_of(1900, 2), STEP_MONTH), 28);
    assert_int_equal(period_days(period_of(2000, 2), STEP_MONTH), 29);
    assert_int_equal(period_days(period_of(2023, 4), STEP_MONTH), 30);
    assert_int_equal(period_days(period_of(2024, 1), STEP_YEAR), 366);
    assert_int_equal(period_days(period_of(2023, 1), STEP_YEAR), 365);
    assert_int_equal(period_days(period_of(2023, 4), STEP_YEAR), 366);
    assert_int_equal(period_days(period_of(2024, 4), STEP_YEAR), 365);
}

static void writes_iso(void **state)
{
    (void)state;
    struct arena arena = {0};
    assert_string_equal(period_iso(&arena, period_of(2015, 3), STEP_MONTH), "2015-03");
    assert_string_equal(period_iso(&arena, period_of(2015, 1), STEP_YEAR), "2015");
    arena_free(&arena);
}

static void reads(void **state)
{
    (void)state;
    struct period period;
    enum step step;
    assert_true(period_parse(TEXT("2015-03"), &period, &step));
    assert_int_equal(period.month, period_of(2015, 3).month);
    assert_int_equal(step, STEP_MONTH);
    assert_true(period_parse(TEXT("2024-02-29"), &period, &step));
    assert_int_equal(period.month, period_of(2024, 2).month);
    assert_int_equal(step, STEP_MONTH);
    assert_true(period_parse(TEXT("2015"), &period, &step));
    assert_int_equal(period.month, period_of(2015, 1).month);
    assert_int_equal(step, STEP_YEAR);
}

static void refuses(void **state)
{
    (void)state;
    const char *bad[] = {"",         "201",         "20155",      "2015-13", "2015-00",
                         "2015-3",   "2015/03",     "2015-03-32", " 2015",   "1699",
                         "2201-01",  "2023-02-29",  "2015-03-1",  "2015-0a", "-015",
                         "2015-03T", "2015-03-15T", "2015-03-00"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct period period;
        enum step step;
        if (period_parse(text_of(bad[i]), &period, &step))
            fail_msg("read \"%s\"", bad[i]);
    }
    struct day day;
    assert_false(day_parse(TEXT("2024-12"), &day));
    assert_false(day_parse(TEXT("2024-02-30"), &day));
}

static void orders_days(void **state)
{
    (void)state;
    struct day a, b;
    assert_true(day_parse(TEXT("2024-12-21"), &a));
    assert_int_equal(a.day, 21);
    assert_true(day_parse(TEXT("2025-01-01"), &b));
    assert_true(day_compare(a, b) < 0);
    assert_true(day_compare(b, a) > 0);
    assert_int_equal(day_compare(a, a), 0);
    assert_true(day_compare((struct day){0}, a) < 0);
    assert_true(day_compare((struct day){2024, 12, 20}, a) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_months), cmocka_unit_test(counts_days),
        cmocka_unit_test(writes_iso),    cmocka_unit_test(reads),
        cmocka_unit_test(refuses),       cmocka_unit_test(orders_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
