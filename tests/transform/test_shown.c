#include "tests/check.h"

#include "transform/shown.h"

#include <string.h>

static void check_shown(struct text word, const char *expected)
{
    struct arena arena = {0};
    check_text(text_of(word_shown(&arena, word)), expected);
    arena_free(&arena);
}

static void shows_words_as_they_are(void **state)
{
    (void)state;
    check_shown(TEXT(""), "");
    check_shown(TEXT("León de los Aldama"), "León de los Aldama");
    check_shown(TEXT("Robo\x1f"
                     "Con violencia"),
                "Robo › Con violencia");
}

static void escapes_what_cannot_be_seen(void **state)
{
    (void)state;
    check_shown((struct text){"a\0b\033[31m\177", 9}, "a\\x00b\\x1b[31m\\x7f");
    check_shown(TEXT("a\xc2\x85z"), "a\\xc2\\x85z");
    check_shown(TEXT("a\u202eb\u2066"), "a\\xe2\\x80\\xaeb\\xe2\\x81\\xa6");
    check_shown(TEXT("Le\xf3n"), "Le\\xf3n");
}

static void cuts_what_is_too_long(void **state)
{
    (void)state;
    struct arena arena = {0};
    char long_word[4000];
    for (size_t i = 0; i < sizeof long_word; i += 2)
        memcpy(long_word + i, "ñ", 2);
    const char *shown = word_shown(&arena, (struct text){long_word, sizeof long_word});
    assert_int_equal(strlen(shown), 123);
    assert_string_equal(shown + 118, "ñ…");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_words_as_they_are),
        cmocka_unit_test(escapes_what_cannot_be_seen),
        cmocka_unit_test(cuts_what_is_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
