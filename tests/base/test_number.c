#include "tests/check.h"

#include "base/buffer.h"
#include "base/number.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>

static void reads_plain(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double number;
    } good[] = {
        {"0", 0},
        {"007", 7},
        {"12", 12},
        {"-3.25", -3.25},
        {"+4", 4},
        {".5", 0.5},
        {"5.", 5},
        {"1e3", 1000},
        {"1.5E-3", 0.0015},
        {"9007199254740992", 9007199254740992.0},
        {"0.1", 0.1},
        {"123456789012345678901234567890", 123456789012345678901234567890.0},
        {"1e-400", 0},
        {"2.2250738585072011e-308", 2.2250738585072011e-308},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double number = NAN;
        if (!number_parse(text_of(good[i].text), 0, '.', &number) ||
            !(number >= good[i].number && number <= good[i].number))
            fail_msg("%s", good[i].text);
    }
}

static void reads_groups(void **state)
{
    (void)state;
    double number;
    assert_true(number_parse(TEXT("1,124"), ',', '.', &number));
    assert_true(number == 1124);
    assert_true(number_parse(TEXT("1124"), ',', '.', &number));
    assert_true(number_parse(TEXT("-12,345,678.5"), ',', '.', &number));
    assert_true(number == -12345678.5);
    assert_true(number_parse(TEXT("1.234,5"), '.', ',', &number));
    assert_true(number == 1234.5);
    assert_true(number_parse(TEXT("1 234"), ' ', '.', &number));
    assert_true(number == 1234);
    const char *bad[] = {"1,12",  "1,1244",   ",123",   "1,,234",  "1,234,", "12,34",
                         "0,123", "1234,567", "1,23.4", "1.5,000", "01,234", "1,234,5"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (number_parse(text_of(bad[i]), ',', '.', &number))
            fail_msg("read \"%s\"", bad[i]);
}

static void refuses(void **state)
{
    (void)state;
    const char *bad[] = {"",    ".",   "-",     "+-1", "1-", "1 ",   " 1",   "nan",
                         "NaN", "inf", "-inf",  "0x1", "1e", "1e+",  "e3",   "1.2.3",
                         "1,5", "--1", "1e999", "1f",  "١",  "-.e1", "1e5.5"};
    double number = 7;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (number_parse(text_of(bad[i]), 0, '.', &number))
            fail_msg("read \"%s\"", bad[i]);
    char zeros[65];
    for (size_t i = 0; i < sizeof zeros; i++)
        zeros[i] = '0';
    assert_true(number_parse((struct text){zeros, 64}, 0, '.', &number));
    assert_false(number_parse((struct text){zeros, 65}, 0, '.', &number));
    assert_false(number_parse((struct text){"1\0", 2}, 0, '.', &number));
    assert_false(number_parse((struct text){"1\0", 2}, 0, '\0', &number));
    assert_true(number == 0);
}

static void reads_whole(void **state)
{
    (void)state;
    int64_t number;
    assert_true(number_whole(TEXT("999999999999999999"), &number));
    assert_true(number == 999999999999999999);
    assert_true(number_whole(TEXT("0"), &number));
    assert_false(number_whole(TEXT("1000000000000000000"), &number));
    assert_false(number_whole(TEXT(""), &number));
    assert_false(number_whole(TEXT("-1"), &number));
    assert_false(number_whole(TEXT("1.0"), &number));
}

static void check_written(double number, int decimals, const char *expected)
{
    struct buffer out = {0};
    number_write(&out, number, decimals, &NUMERALS_PLAIN);
    assert_false(out.failed);
    check_text(buffer_all(&out), expected);
    buffer_free(&out);
}

static void rounds_half_away_from_zero(void **state)
{
    (void)state;
    check_written(0.5, 0, "1");
    check_written(1.5, 0, "2");
    check_written(2.5, 0, "3");
    check_written(-0.5, 0, "-1");
    check_written(-2.5, 0, "-3");
    check_written(0.49999999999999994, 0, "0");
    check_written(1234.565, 2, "1234.57");
    check_written(1.005, 2, "1.01");
    check_written(2.675, 2, "2.68");
    check_written(0.285, 2, "0.29");
    check_written(-1.005, 2, "-1.01");
    check_written(0.15, 1, "0.2");
    check_written(0.05, 1, "0.1");
    check_written(0.04, 1, "0.0");
    check_written(28.3706033950892, 13, "28.3706033950892");
    check_written(0.1, 17, "0.10000000000000000");
    check_written(9.5, 0, "10");
    check_written(99.95, 1, "100.0");
    check_written(0.999, 2, "1.00");
    check_written(0.0049, 2, "0.00");
    check_written(0.005, 2, "0.01");
    check_written(0.0000005, 6, "0.000001");
    check_written(123.456, 6, "123.456000");
}

static void writes_no_negative_zero(void **state)
{
    (void)state;
    check_written(-0.0, 0, "0");
    check_written(-0.4, 0, "0");
    check_written(-0.004, 2, "0.00");
    check_written(0, 2, "0.00");
}

static void writes_counts_exactly(void **state)
{
    (void)state;
    check_written(NUMBER_EXACT_MAX, 0, "9007199254740992");
    check_written(NUMBER_EXACT_MAX - 1, 0, "9007199254740991");
    check_written(-NUMBER_EXACT_MAX, 0, "-9007199254740992");
    check_written(100, 0, "100");
    check_written(1e6, 1, "1000000.0");
    check_written(4503599627370495.5, 1, "4503599627370495.5");
    check_written(4503599627370495.5, 0, "4503599627370496");
    check_written(1e21, 0, "1000000000000000000000");
    check_written(5e-324, 6, "0.000000");
}

static void groups(void **state)
{
    (void)state;
    const struct numerals page = {"\u202f", ",", "\u2212"};
    struct buffer out = {0};
    number_write(&out, -1234567.25, 1, &page);
    check_text(buffer_all(&out), "\u22121\u202f234\u202f567,3");
    buffer_clear(&out);
    number_write(&out, 999, 0, &page);
    check_text(buffer_all(&out), "999");
    buffer_clear(&out);
    number_write(&out, 999.5, 0, &page);
    check_text(buffer_all(&out), "1\u202f000");
    buffer_free(&out);
}

static void refuses_to_write_what_is_no_number(void **state)
{
    (void)state;
    const double bad[] = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct buffer out = {0};
        number_write(&out, bad[i], 0, &NUMERALS_PLAIN);
        assert_true(out.failed);
        assert_int_equal(out.length, 0);
        buffer_free(&out);
    }
}

/* What is written reads back as the same number, when there are decimals enough. */
static void round_trips(void **state)
{
    (void)state;
    uint64_t seed = 1;
    struct buffer out = {0};
    for (int i = 0; i < 20000; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        double number = (double)(int64_t)(seed >> 24) / 1000 - 500000000;
        double back;
        buffer_clear(&out);
        number_write(&out, number, 6, &NUMERALS_PLAIN);
        assert_true(number_parse(buffer_all(&out), 0, '.', &back));
        assert_true(fabs(back - number) <= 5e-7);
    }
    buffer_free(&out);
}

/* Where such a locale is installed. */
/* Numbers of four decimals, rounded by counting: most go the quick way, ties and their
 * neighbours the slow one, and nobody can tell which. */
static void rounds_one_way(void **state)
{
    (void)state;
    for (int64_t i = 0; i < 2000000; i += i < 20000 ? 1 : 997) {
        int64_t cents = (i + 50) / 100;
        char expected[64];
        struct buffer out = {0};
        snprintf(expected, sizeof expected, "%jd.%02jd", (intmax_t)(cents / 100),
                 (intmax_t)(cents % 100));
        number_write(&out, (double)i / 10000, 2, &NUMERALS_PLAIN);
        assert_true(text_is(buffer_all(&out), expected));
        buffer_free(&out);
    }
}

static void writes_many_decimals(void **state)
{
    (void)state;
    check_written(0.1234567891, 10, "0.1234567891");
    check_written(12.5, 7, "12.5000000");
    check_written(0.00000005, 8, "0.00000005");
    check_written(1e-17, 17, "0.00000000000000001");
}

static void ignores_the_locale(void **state)
{
    (void)state;
    if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "es_ES.UTF-8"))
        skip();
    double number;
    bool read = number_parse(TEXT("1.5"), 0, '.', &number);
    struct buffer out = {0};
    number_write(&out, 1234.565, 2, &NUMERALS_PLAIN);
    setlocale(LC_ALL, "C");
    assert_true(read && number == 1.5);
    check_text(buffer_all(&out), "1234.57");
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_plain),
        cmocka_unit_test(reads_groups),
        cmocka_unit_test(refuses),
        cmocka_unit_test(reads_whole),
        cmocka_unit_test(rounds_half_away_from_zero),
        cmocka_unit_test(writes_no_negative_zero),
        cmocka_unit_test(writes_counts_exactly),
        cmocka_unit_test(groups),
        cmocka_unit_test(refuses_to_write_what_is_no_number),
        cmocka_unit_test(round_trips),
        cmocka_unit_test(rounds_one_way),
        cmocka_unit_test(writes_many_decimals),
        cmocka_unit_test(ignores_the_locale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
