#include "tests/check.h"

#include "base/parallel.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { COUNT = 500 };

struct work {
    atomic_int runs[COUNT];
    size_t fail_at; /* and at each third index after it */
};

static bool work_at(void *context, size_t index, struct error *err)
{
    struct work *work = context;
    work->runs[index]++;
    if (index % 7 == 0)
        usleep(100);
    if (index < work->fail_at || (index - work->fail_at) % 3 != 0)
        return true;
    if (index == work->fail_at)
        usleep(3000); /* let higher ones fail first */
    return fail(err, ERROR_FORMAT, "index %zu", index);
}

static void runs_each_once(void **state)
{
    (void)state;
    const char *widths[] = {"1", "2", "7", "64"};
    for (size_t i = 0; i < 4; i++) {
        setenv("CIFRA_THREADS", widths[i], 1);
        struct work work = {.fail_at = SIZE_MAX};
        struct error err = {0};
        check_done(parallel_each(COUNT, work_at, &work, &err), &err);
        for (size_t j = 0; j < COUNT; j++)
            assert_int_equal(work.runs[j], 1);
    }
}

static void reports_the_lowest_failure(void **state)
{
    (void)state;
    const char *widths[] = {"1", "3", "16", "64"};
    const size_t places[] = {0, 1, 20, 250, COUNT - 1};
    for (size_t i = 0; i < 20; i++) {
        setenv("CIFRA_THREADS", widths[i % 4], 1);
        struct work work = {.fail_at = places[i / 4]};
        struct error err = {0};
        assert_false(parallel_each(COUNT, work_at, &work, &err));
        char expected[32];
        snprintf(expected, sizeof expected, "index %zu", work.fail_at);
        assert_string_equal(err.message, expected);
        for (size_t j = 0; j < work.fail_at; j++)
            assert_int_equal(work.runs[j], 1);
    }
}

static void nothing_is_done_for_none(void **state)
{
    (void)state;
    struct error err = {0};
    check_done(parallel_each(0, work_at, NULL, &err), &err);
}

static void reads_the_width(void **state)
{
    (void)state;
    setenv("CIFRA_THREADS", "5", 1);
    assert_int_equal(parallel_width(), 5);
    const char *others[] = {"0", "65", "x", "", "-1"};
    for (size_t i = 0; i < 5; i++) {
        setenv("CIFRA_THREADS", others[i], 1);
        assert_in_range(parallel_width(), 1, 64);
        assert_int_not_equal(parallel_width(), 65);
    }
    unsetenv("CIFRA_THREADS");
    assert_in_range(parallel_width(), 1, 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_each_once),
        cmocka_unit_test(reports_the_lowest_failure),
        cmocka_unit_test(nothing_is_done_for_none),
        cmocka_unit_test(reads_the_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
