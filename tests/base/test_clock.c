#include "tests/check.h"

#include "base/clock.h"

#include <stdlib.h>

static struct arena arena;

static void days_have_numbers(void **state)
{
    (void)state;
    assert_int_equal(day_number((struct day){1970, 1, 1}), 0);
    assert_int_equal(day_number((struct day){2000, 3, 1}), 11017);
    assert_int_equal(day_number((struct day){2026, 4, 18}), 20561); /* date -d */
    for (long number = -98000; number < 84000; number++) {          /* 1701 to 2199 */
        struct day day = day_of_number(number);
        assert_int_equal(day_number(day), number);
        if (number > -98000)
            assert_true(day_compare(day_of_number(number - 1), day) < 0);
    }
}

static void times_are_read_as_written(void **state)
{
    (void)state;
    assert_string_equal(clock_write(&arena, 1776482221), "2026-04-18T03:17:01Z");
    assert_int_equal(clock_read(TEXT("2026-04-18T03:17:01Z")), 1776482221);
    assert_int_equal(clock_read(TEXT("2026-04-18")), 1776470400);
    assert_int_equal(clock_read(TEXT("2026-04-18T3:17:01Z")), -1);
    assert_int_equal(clock_read(TEXT("2026-04-18T24:00:00Z")), -1);
    assert_int_equal(clock_read(TEXT("2026-02-30")), -1);
    assert_int_equal(clock_read(TEXT("")), -1);
}

static void another_day_can_be_tried(void **state)
{
    (void)state;
    assert_int_equal(setenv("CIFRA_NOW", "2026-05-20T03:17:00Z", 1), 0);
    assert_string_equal(clock_iso(&arena), "2026-05-20T03:17:00Z");
    assert_int_equal(day_compare(clock_day(), (struct day){2026, 5, 20}), 0);
    assert_int_equal(setenv("CIFRA_NOW", "tomorrow", 1), 0);
    assert_true(clock_seconds() > 1776470400);
    unsetenv("CIFRA_NOW");
}

static int forget(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_have_numbers),
        cmocka_unit_test(times_are_read_as_written),
        cmocka_unit_test(another_day_can_be_tried),
    };
    return cmocka_run_group_tests(tests, NULL, forget);
}
