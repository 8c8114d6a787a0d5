#include "tests/check.h"

#include <errno.h>
#include <string.h>

static void first_failure_wins(void **state)
{
    (void)state;
    struct error err = {0};
    assert_false(fail(&err, ERROR_FORMAT, "row %d", 12));
    assert_false(fail(&err, ERROR_LIMIT, "later"));
    errno = ENOENT;
    assert_false(fail_errno(&err, "later still"));
    assert_int_equal(err.kind, ERROR_FORMAT);
    assert_string_equal(err.message, "row 12");
}

static void errno_has_its_words(void **state)
{
    (void)state;
    struct error err = {0};
    errno = ENOENT;
    fail_errno(&err, "opening %s", "x");
    assert_int_equal(err.kind, ERROR_SYSTEM);
    assert_string_equal(err.message, "opening x: No such file or directory");
    assert_int_equal(err.number, ENOENT);
    assert_false(fail_then(&err, "%d were there", 2));
    assert_string_equal(err.message,
                        "opening x: No such file or directory; 2 were there");
}

static void reads_from_the_outside_in(void **state)
{
    (void)state;
    struct error err = {0};
    fail(&err, ERROR_FORMAT, "row 3");
    assert_false(fail_while(&err, "reading %s", "snapshot"));
    assert_false(fail_while(&err, "publishing"));
    assert_string_equal(err.message, "publishing: reading snapshot: row 3");
    assert_int_equal(err.kind, ERROR_FORMAT);
}

static void stays_on_one_line(void **state)
{
    (void)state;
    struct error err = {0};
    fail(&err, ERROR_UNKNOWN_WORD, "no word \"%s\"", "a\nb\x1f\x7f");
    assert_string_equal(err.message, "no word \"a b  \"");
}

static void long_ones_are_cut_between_characters(void **state)
{
    (void)state;
    char words[2 * ERROR_MESSAGE_MAX + 1];
    for (size_t i = 0; i + 1 < sizeof words; i += 2)
        memcpy(words + i, "ñ", 2);
    words[sizeof words - 1] = '\0';
    struct error err = {0};
    fail(&err, ERROR_FORMAT, "%s", words);
    assert_true(text_is_utf8(text_of(err.message)));
    assert_true(strlen(err.message) >= ERROR_MESSAGE_MAX - 4);
    fail_while(&err, "x");
    assert_true(text_is_utf8(text_of(err.message)));
    assert_int_equal(strncmp(err.message, "x: ñ", 5), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_failure_wins),
        cmocka_unit_test(errno_has_its_words),
        cmocka_unit_test(reads_from_the_outside_in),
        cmocka_unit_test(stays_on_one_line),
        cmocka_unit_test(long_ones_are_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
