#include "tests/check.h"

#include "ingest/http_date.h"
#include "ingest/retry.h"

static const struct retry_rules RULES = {5, 1000, 60000, 300000};

static void knows_what_may_pass(void **state)
{
    (void)state;
    static const long passing[] = {408, 429, 500, 502, 503, 504};
    static const long lasting[] = {200, 301, 400, 401, 403, 404, 410, 451, 501, 505};
    for (size_t i = 0; i < sizeof passing / sizeof *passing; i++)
        assert_true(retry_fits_status(passing[i]));
    for (size_t i = 0; i < sizeof lasting / sizeof *lasting; i++)
        assert_false(retry_fits_status(lasting[i]));
}

static void doubles_up_to_a_cap(void **state)
{
    (void)state;
    assert_int_equal(retry_wait(&RULES, 1, 0), 500);
    assert_int_equal(retry_wait(&RULES, 1, 500), 1000);
    assert_int_equal(retry_wait(&RULES, 2, 0), 1000);
    assert_int_equal(retry_wait(&RULES, 4, 0), 4000);
    assert_int_equal(retry_wait(&RULES, 1000, 0), 30000);
    for (uint32_t chance = 0; chance < 100000; chance += 977)
        assert_in_range(retry_wait(&RULES, 3, chance), 2000, 4000);
}

static void reads_retry_after(void **state)
{
    (void)state;
    int64_t wait;
    assert_true(retry_after_read(TEXT(" 120 "), 0, &wait));
    assert_int_equal(wait, 120000);
    assert_true(
        retry_after_read(TEXT("Fri, 31 Dec 1999 23:59:59 GMT"), 946684790, &wait));
    assert_int_equal(wait, 9000);
    assert_true(
        retry_after_read(TEXT("Fri, 31 Dec 1999 23:59:59 GMT"), 946684800, &wait));
    assert_int_equal(wait, 0);
    static const char *const bad[] = {"", "-1", "1.5", "soon", "99999999999", "1 2"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(retry_after_read(text_of(bad[i]), 0, &wait));
}

static void reads_dates(void **state)
{
    (void)state;
    int64_t seconds;
    assert_true(http_date_read(TEXT("Sun, 06 Nov 1994 08:49:37 GMT"), &seconds));
    assert_int_equal(seconds, 784111777);
    static const char *const bad[] = {
        "",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Nov 1994 08:49:37 GMT.",
        "Sun, 06 Nov 1994 25:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 anF 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Sun, 06 Nov 1994 08:49:37 GMT and much more that nobody asked for",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(http_date_read(text_of(bad[i]), &seconds));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_what_may_pass),
        cmocka_unit_test(doubles_up_to_a_cap),
        cmocka_unit_test(reads_retry_after),
        cmocka_unit_test(reads_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
