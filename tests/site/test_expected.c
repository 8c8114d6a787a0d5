#include "tests/check.h"

#include "ingest/cadence.h"
#include "site/expected.h"

static void check_next(const char *cadence, struct day newest, struct day next)
{
    const struct source source = {.cadence = cadence};
    struct expected expected = expected_of(&source, newest);
    assert_int_equal(day_compare(expected.next, next), 0);
    assert_int_equal(expected.last_grace.month, 0);
    assert_false(expected_late(&expected, (struct day){2199, 1, 1}));
}

static void the_next_comes_when_the_cadence_says(void **state)
{
    (void)state;
    check_next("R/P1M", (struct day){2026, 4, 18}, (struct day){2026, 5, 18});
    check_next("R/P1M", (struct day){2026, 1, 31}, (struct day){2026, 2, 28});
    check_next("R/P3M", (struct day){2023, 11, 30}, (struct day){2024, 2, 29});
    check_next("R/P1Y", (struct day){2024, 2, 29}, (struct day){2025, 2, 28});
    check_next("R/P5Y", (struct day){2024, 5, 19}, (struct day){2029, 5, 19});
    check_next("R/P1W", (struct day){2026, 12, 30}, (struct day){2027, 1, 6});
    check_next("R/P1D", (struct day){2026, 2, 28}, (struct day){2026, 3, 1});
    check_next("R0/P1M", (struct day){2026, 1, 13}, (struct day){0});
    check_next("R/P1M", (struct day){0}, (struct day){0});
}

static void late_begins_the_day_after_the_last_one_tolerated(void **state)
{
    (void)state;
    const struct source source = {.cadence = "R/P1M", .max_age_days = 50};
    struct expected expected = expected_of(&source, (struct day){2026, 4, 18});
    assert_int_equal(day_compare(expected.last_grace, (struct day){2026, 6, 7}), 0);
    assert_false(expected_late(&expected, (struct day){2026, 6, 7}));
    assert_true(expected_late(&expected, (struct day){2026, 6, 8}));
    expected = expected_of(&source, (struct day){0});
    assert_false(expected_late(&expected, (struct day){2026, 6, 8}));
}

static void a_cadence_is_a_repeating_interval(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",         "P1M",    "R/P",    "R/PM",
                                        "R/P1",     "R/P0M",  "R/P-1M", "R/P1MM",
                                        "R/P1001M", "R5/P1M", "R/P1H",  "monthly"};
    struct cadence cadence;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(cadence_read(text_of(wrong[i]), &cadence));
    assert_true(cadence_read(TEXT("R/P2W"), &cadence));
    assert_int_equal(cadence.days, 14);
    assert_true(cadence_read(TEXT("R0/P1Y"), &cadence));
    assert_int_equal(cadence.days + cadence.months, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_next_comes_when_the_cadence_says),
        cmocka_unit_test(late_begins_the_day_after_the_last_one_tolerated),
        cmocka_unit_test(a_cadence_is_a_repeating_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
