#include "tests/check.h"

#include "ingest/date.h"

static void knows_its_patterns(void **state)
{
    (void)state;
    assert_true(date_pattern_fits("%Y-%m-%d", STEP_MONTH));
    assert_true(date_pattern_fits("%m/%d/%Y*", STEP_MONTH));
    assert_true(date_pattern_fits("%Y", STEP_YEAR));
    assert_false(date_pattern_fits("%Y", STEP_MONTH));
    assert_false(date_pattern_fits("%m-%d", STEP_YEAR));
    assert_false(date_pattern_fits("%Y-%m*-%d", STEP_MONTH));
    assert_true(date_pattern_fits("%b-%y", STEP_MONTH));
    assert_true(date_pattern_fits("%m/%d/%Y %I:%M:%S %p", STEP_MONTH));
    assert_false(date_pattern_fits("%Y-%x", STEP_MONTH));
    assert_false(date_pattern_fits("%%Y-%m", STEP_MONTH));
    assert_false(date_pattern_fits("%Y-%m-%", STEP_MONTH));
}

static void check_date(const char *text, const char *pattern, int year, int month)
{
    struct period period = {-1};
    bool read = date_read(text_of(text), pattern, STEP_MONTH, &period);
    assert_int_equal(read, month > 0);
    if (month > 0)
        assert_int_equal(period.month, period_of(year, month).month);
}

static void reads_dates(void **state)
{
    (void)state;
    check_date("2022-03-31", "%Y-%m-%d", 2022, 3);
    check_date("3/1/2022 11:59:00 PM", "%m/%d/%Y*", 2022, 3);
    check_date("2022-03", "%Y-%m", 2022, 3);
    check_date("31/12/1999", "%d/%m/%Y", 1999, 12);
    check_date("2024-02-29", "%Y-%m-%d", 2024, 2);
    check_date("2023-02-29", "%Y-%m-%d", 0, 0);
    check_date("2022-13-01", "%Y-%m-%d", 0, 0);
    check_date("2022-03-31T00:00", "%Y-%m-%d", 0, 0);
    check_date("22-03-31", "%Y-%m-%d", 0, 0);
    check_date("2022-03", "%Y-%m-%d", 0, 0);
    check_date("0022-03-01", "%Y-%m-%d", 0, 0);
    check_date("", "%Y-%m-%d", 0, 0);
    check_date("02/03/2022 11:00:00 PM", "%m/%d/%Y %I:%M:%S %p", 2022, 2);
    check_date("02/03/2022 13:00:00 PM", "%m/%d/%Y %I:%M:%S %p", 0, 0);
    check_date("02/03/2022 11:00:00 XM", "%m/%d/%Y %I:%M:%S %p", 0, 0);
    check_date("2018-10-31T23:59:00.000", "%Y-%m-%dT%H:%M:%S.%f", 2018, 10);
    check_date("2018-10-31T23:61:00.000", "%Y-%m-%dT%H:%M:%S.%f", 0, 0);
    check_date("31/12/68", "%d/%m/%y", 2068, 12);
    check_date("31/12/69", "%d/%m/%y", 1969, 12);
    check_date("ene-2024", "%b-%Y", 2024, 1);
    check_date("março/2024", "%b/%Y", 2024, 3);
    check_date("en-2024", "%b-%Y", 0, 0);
}

static void reads_months(void **state)
{
    (void)state;
    assert_int_equal(month_read(TEXT("1")), 1);
    assert_int_equal(month_read(TEXT("09")), 9);
    assert_int_equal(month_read(TEXT("DICIEMBRE")), 12);
    assert_int_equal(month_read(TEXT("dec")), 12);
    assert_int_equal(month_read(TEXT("Ene")), 1);
    assert_int_equal(month_read(TEXT("Sept")), 9);
    assert_int_equal(month_read(TEXT("Março")), 3);
    assert_int_equal(month_read(TEXT("fev")), 2);
    assert_int_equal(month_read(TEXT("setembro")), 9);
    assert_int_equal(month_read(TEXT("Ju")), 0);
    assert_int_equal(month_read(TEXT("13")), 0);
    assert_int_equal(month_read(TEXT("0")), 0);
    assert_int_equal(month_read(TEXT("brumaire")), 0);
    assert_int_equal(month_read(TEXT("")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_its_patterns),
        cmocka_unit_test(reads_dates),
        cmocka_unit_test(reads_months),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
