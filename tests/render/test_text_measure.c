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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_digits),
        cmocka_unit_test(test_accents_are_as_wide_as_their_letters),
        cmocka_unit_test(test_wrapping),
        cmocka_unit_test(test_lines_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
