#include "../check.h"

#include "render/scene.h"

#include <string.h>

/* "2581": four digits of 1139/2048 em, and the allowance of 1.14 for wider sans. */
static void test_digits(void **state)
{
    (void)state;
    double width = text_width("2581", 12, false);
    assert_true(width > 30.43 && width < 30.44);
}

static void test_accents_are_as_wide_as_their_letters(void **state)
{
    (void)state;
    assert_true(text_width("León", 13, false) == text_width("Leon", 13, false));
    assert_true(text_width("MÉXICO", 13, true) == text_width("MEXICO", 13, true));
    assert_true(text_width(NULL, 13, true) == 0);
    assert_true(text_width("", 13, true) == 0);
}

static void check_wraps(const char *text, double width, const char *expected)
{
    struct arena arena = {0};
    const char **line;
    size_t count = text_wrap(&arena, text, 12, false, width, &line);
    char joined[512] = "";
    for (size_t i = 0; i < count; i++) {
        strcat(joined, i == 0 ? "" : "|");
        strcat(joined, line[i]);
    }
    assert_string_equal(joined, expected);
    arena_free(&arena);
}

static void test_wrapping(void **state)
{
    (void)state;
    check_wraps("", 100, "");
    check_wraps(NULL, 100, "");
    check_wraps("Estado de México", 400, "Estado de México");
    check_wraps("Estado de México", 70, "Estado de|México");
    check_wraps("  Estado   de ", 70, "Estado   de");
    check_wraps("a b", 1, "a|b");
    /* A word wider than a line is torn, between code points. */
    check_wraps("ññññ", 16, "ññ|ññ");
}

static void test_lines_fit(void **state)
{
    (void)state;
    struct arena arena = {0};
    const char *text = "Robo de cables, tubos y otros objetos destinados a servicios "
                       "públicos con violencia";
    for (double width = 20; width < 500; width += 7) {
        const char **line;
        size_t count = text_wrap(&arena, text, 13, true, width, &line);
        for (size_t i = 0; i < count; i++)
            assert_true(text_width(line[i], 13, true) <= width);
    }
    arena_free(&arena);
}

/* As many lines, none wider, and no last word alone; what ends well stays as it is. */
static void test_even_lines(void **state)
{
    (void)state;
    struct arena arena = {0};
    const char *text = "From January to March 2026, state prosecutors in Mexico opened "
                       "3,996 investigations for intentional homicide: 44 a day.";
    size_t short_before = 0, longer = 0;
    for (double width = 120; width < 700; width += 7) {
        const char **plain, **even;
        size_t count = text_wrap(&arena, text, 13, false, width, &plain);
        assert_int_equal(text_wrap_even(&arena, text, 13, false, width, &even), count);
        for (size_t i = 0; i < count; i++)
            assert_true(text_width(even[i], 13, false) <= width);
        double last = text_width(plain[count - 1], 13, false);
        if (count > 1 && last <= 0.3 * width) {
            short_before++;
            longer += text_width(even[count - 1], 13, false) > last;
        } else {
            for (size_t i = 0; i < count; i++)
                assert_string_equal(even[i], plain[i]);
        }
    }
    assert_true(short_before > 10 && longer >= 0.9 * (double)short_before);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_digits),
        cmocka_unit_test(test_accents_are_as_wide_as_their_letters),
        cmocka_unit_test(test_wrapping),
        cmocka_unit_test(test_lines_fit),
        cmocka_unit_test(test_even_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
