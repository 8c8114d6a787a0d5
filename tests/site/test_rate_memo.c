#include "tests/check.h"

#include "base/parallel.h"
#include "site/rate_memo.h"

#include <stdlib.h>

enum { ASKED = 5000 };

static const struct methodology ways[2];

/* Places, offences, ways and years that meet in many slots. */
static struct rate_asked asked_of(size_t i)
{
    return (struct rate_asked){.place = {(uint32_t)(i / 20)},
                               .offence = {(uint32_t)(i / 4 % 5)},
                               .methodology = &ways[i / 2 % 2],
                               .year = 2015 + (int)(i % 2)};
}

static void remembers_what_was_put(void **state)
{
    (void)state;
    struct rate_memo *memo = rate_memo_new();
    struct rate_found found = {0};
    for (size_t i = 0; i < ASKED; i++) {
        struct rate_asked asked = asked_of(i);
        assert_false(rate_memo_get(memo, &asked, &found));
        rate_memo_put(memo, &asked,
                      &(struct rate_found){.known = i % 3, .rate.count = (double)i});
    }
    for (size_t i = 0; i < ASKED; i++) {
        struct rate_asked asked = asked_of(i);
        assert_true(rate_memo_get(memo, &asked, &found));
        assert_true(found.rate.count == (double)i);
        assert_int_equal(found.known, i % 3 != 0);
    }
    rate_memo_free(memo);
}

static bool ask(void *context, size_t index, struct error *err)
{
    struct rate_asked asked = asked_of(index % (ASKED / 10));
    struct rate_found found = {.rate.count = (double)(index % (ASKED / 10))};
    double expected = found.rate.count;
    if (!rate_memo_get(context, &asked, &found))
        rate_memo_put(context, &asked, &found);
    return found.rate.count == expected || fail(err, ERROR_SYSTEM, "%zu", index);
}

static void many_may_ask(void **state)
{
    (void)state;
    setenv("CIFRA_THREADS", "8", 1);
    struct rate_memo *memo = rate_memo_new();
    struct error err = {0};
    check_done(parallel_each(ASKED, ask, memo, &err), &err);
    rate_memo_free(memo);
    unsetenv("CIFRA_THREADS");
}

static void nothing_is_remembered_by_none(void **state)
{
    (void)state;
    struct rate_asked asked = asked_of(1);
    struct rate_found found = {0};
    rate_memo_put(NULL, &asked, &found);
    assert_false(rate_memo_get(NULL, &asked, &found));
    rate_memo_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(remembers_what_was_put),
        cmocka_unit_test(many_may_ask),
        cmocka_unit_test(nothing_is_remembered_by_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
