#include "tests/check.h"

#include "base/buffer.h"

#include <string.h>

static void grows(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    for (int i = 0; i < 1000; i++)
        buffer_format(&buffer, "%04d", i);
    assert_false(buffer.failed);
    assert_int_equal(buffer.length, 4000);
    assert_memory_equal(buffer.at + 3996, "0999", 4);
    buffer_free(&buffer);
    assert_null(buffer.at);
}

static void adds_every_kind(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    buffer_string(&buffer, "a");
    buffer_string(&buffer, NULL);
    buffer_text(&buffer, TEXT("bc"));
    buffer_text(&buffer, (struct text){0});
    buffer_char(&buffer, 'd');
    buffer_add(&buffer, NULL, 0);
    buffer_format(&buffer, "%s", "");
    buffer_format(&buffer, "%d", 12);
    check_text(buffer_all(&buffer), "abcd12");
    buffer_free(&buffer);
}

static void stops_at_its_limit(void **state)
{
    (void)state;
    struct buffer buffer = {.limit = 5};
    buffer_string(&buffer, "abc");
    buffer_string(&buffer, "de");
    assert_false(buffer.failed);
    buffer_char(&buffer, 'f');
    assert_true(buffer.failed);
    check_text(buffer_all(&buffer), "abcde");
    buffer_clear(&buffer);
    assert_false(buffer.failed);
    buffer_format(&buffer, "%d", 12345);
    check_text(buffer_all(&buffer), "12345");
    buffer_free(&buffer);
}

static void adds_nothing_of_what_does_not_fit(void **state)
{
    (void)state;
    struct buffer buffer = {.limit = 5};
    buffer_string(&buffer, "abcdef");
    assert_true(buffer.failed);
    buffer_char(&buffer, 'a');
    assert_int_equal(buffer.length, 0);
    assert_null(buffer_room(&buffer, 1));
    buffer_clear(&buffer);
    buffer_format(&buffer, "%s", "abcdef");
    assert_true(buffer.failed);
    buffer_clear(&buffer);
    assert_null(buffer_room(&buffer, SIZE_MAX));
    buffer_free(&buffer);
}

static void gives_room(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    memcpy(buffer_room(&buffer, 3), "xyz", 3);
    buffer.length += 3;
    check_text(buffer_all(&buffer), "xyz");
    assert_non_null(buffer_room(&buffer, 0));
    buffer_free(&buffer);
}

static void writes_runes(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    buffer_rune(&buffer, 'a');
    buffer_rune(&buffer, 0xf1);
    buffer_rune(&buffer, 0x20ac);
    buffer_rune(&buffer, 0x1f600);
    check_text(buffer_all(&buffer), "a\xc3\xb1\xe2\x82\xac\xf0\x9f\x98\x80");
    buffer_clear(&buffer);
    buffer_rune(&buffer, 0xd800);
    buffer_rune(&buffer, 0x110000);
    check_text(buffer_all(&buffer), "\xef\xbf\xbd\xef\xbf\xbd");
    buffer_free(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows),
        cmocka_unit_test(adds_every_kind),
        cmocka_unit_test(stops_at_its_limit),
        cmocka_unit_test(adds_nothing_of_what_does_not_fit),
        cmocka_unit_test(gives_room),
        cmocka_unit_test(writes_runes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
