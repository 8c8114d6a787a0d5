#include "tests/check.h"

#include "base/arena.h"
#include "base/buffer.h"

static void compares(void **state)
{
    (void)state;
    struct text none = {0};
    assert_true(text_equal(none, TEXT("")));
    assert_true(text_equal(TEXT("a"), text_of("a")));
    assert_false(text_equal(TEXT("a"), TEXT("b")));
    assert_true(text_compare(TEXT("a"), TEXT("ab")) < 0);
    assert_true(text_compare(TEXT("b"), TEXT("ab")) > 0);
    assert_true(text_compare(TEXT("\xc3\xb1"), TEXT("z")) > 0);
    assert_int_equal(text_compare(none, TEXT("")), 0);
    assert_true(text_is(none, NULL));
    assert_false(text_is(TEXT("abc"), "ab"));
}

static void knows_both_ends(void **state)
{
    (void)state;
    assert_true(text_starts(TEXT("abc"), TEXT("ab")));
    assert_true(text_starts(TEXT("abc"), (struct text){0}));
    assert_false(text_starts(TEXT("a"), TEXT("ab")));
    assert_true(text_ends(TEXT("abc"), TEXT("bc")));
    assert_false(text_ends(TEXT("c"), TEXT("bc")));
    assert_false(text_ends((struct text){0}, TEXT("bc")));
}

static void trims(void **state)
{
    (void)state;
    check_text(text_trim(TEXT(" \t\r\n\u00a0a b\u00a0 \n")), "a b");
    check_text(text_trim(TEXT("\u00a0\u00a0")), "");
    check_text(text_trim(TEXT("\ufeff\u200ba b\u202f\ufeff")), "a b");
    check_text(text_trim(TEXT("\u200b")), "");
    check_text(text_trim((struct text){0}), "");
    check_text(text_trim(TEXT("\u00e0")), "\u00e0"); /* ends in 0xa0 */
}

static void cuts(void **state)
{
    (void)state;
    struct text rest = TEXT("a,,b");
    check_text(text_cut(&rest, ','), "a");
    check_text(text_cut(&rest, ','), "");
    assert_non_null(rest.at);
    check_text(text_cut(&rest, ','), "b");
    assert_null(rest.at);
    check_text(text_cut(&rest, ','), "");
    rest = TEXT("a,");
    check_text(text_cut(&rest, ','), "a");
    assert_non_null(rest.at);
    check_text(text_cut(&rest, ','), "");
    assert_null(rest.at);
}

static void tells_utf8(void **state)
{
    (void)state;
    const char *good[] = {"",
                          "plain ascii, long enough",
                          "\xc2\x80",
                          "\xdf\xbf",
                          "\xe0\xa0\x80",
                          "\xed\x9f\xbf",
                          "\xee\x80\x80",
                          "\xf0\x90\x80\x80",
                          "\xf4\x8f\xbf\xbf",
                          "12345678ñ12345678€x😀"};
    const char *bad[] = {"\x80",
                         "\xbf",
                         "\xc0\x80",
                         "\xc1\xbf",
                         "\xc3",
                         "12345678\xc3",
                         "\xc3(",
                         "\xe0\x80\x80",
                         "\xe0\x9f\xbf",
                         "\xe2\x82",
                         "\xe2(\xa1",
                         "\xed\xa0\x80",
                         "\xed\xbf\xbf",
                         "\xf0\x8f\xbf\xbf",
                         "\xf0\x90\x80",
                         "\xf4\x90\x80\x80",
                         "\xf5\x80\x80\x80",
                         "\xff",
                         "\xfe",
                         "Le\xf3n de los"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!text_is_utf8(text_of(good[i])))
            fail_msg("good %zu", i);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (text_is_utf8(text_of(bad[i])))
            fail_msg("bad %zu", i);
    assert_true(text_is_utf8((struct text){0}));
    assert_true(text_is_utf8((struct text){"a\0b", 3}));
}

static void reads_cp1252(void **state)
{
    (void)state;
    struct buffer out = {0};
    text_from_cp1252(&out, TEXT("Le\xf3n \x80 \x93y\x94 \x9f\xff\xa0"));
    check_text(buffer_all(&out), "León € “y” Ÿÿ\u00a0");
    buffer_clear(&out);
    text_from_cp1252(&out, TEXT("\x81\x8d\x8f\x90\x9d"));
    check_text(buffer_all(&out), "\ufffd\ufffd\ufffd\ufffd\ufffd");
    buffer_clear(&out);
    for (int i = 0; i < 256; i++) {
        char byte = (char)i;
        text_from_cp1252(&out, (struct text){&byte, 1});
    }
    assert_true(text_is_utf8(buffer_all(&out)));
    buffer_free(&out);
}

static void folds(void **state)
{
    (void)state;
    struct arena arena = {0};
    const char *pairs[][2] = {
        {"  LEÓN  de los\tAldama ", "leon de los aldama"},
        {"ÁÉÍÓÚÜÑÇ áéíóúüñç", "aeiouunc aeiouunc"},
        {"Straße ÆŒ ŁÓDŹ Đ Ÿ ŉ Ĳ", "strasse aeoe lodz d y 'n ij"},
        {"e\u0301n\u0303", "en"},
        {"1º 2ª", "1o 2a"},
        {"a\u00a0\u2009 b", "a b"},
        {"\ufeffhomi\u00adcidio\u200b", "homicidio"},
        {"×÷ €", "×÷ €"},
        {"", ""},
        {" \u00a0", ""},
        {"\xf1x\xc3", "\xf1x\xc3"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        check_text(text_fold(&arena, text_of(pairs[i][0])), pairs[i][1]);
    arena_free(&arena);
}

/* Every letter of the two blocks becomes ASCII but the signs × and ÷, and folding
 * twice changes nothing. */
static void folds_all_latin_letters(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct buffer out = {0};
    for (uint32_t rune = 0xc0; rune < 0x180; rune++) {
        if (rune == 0xd7 || rune == 0xf7)
            continue;
        buffer_clear(&out);
        buffer_rune(&out, rune);
        struct text folded = text_fold(&arena, buffer_all(&out));
        assert_in_range(folded.length, 1, 2);
        for (size_t i = 0; i < folded.length; i++)
            assert_true(folded.at[i] == '\'' ||
                        (folded.at[i] >= 'a' && folded.at[i] <= 'z'));
        assert_true(text_equal(text_fold(&arena, folded), folded));
    }
    buffer_free(&out);
    arena_free(&arena);
}

static void slugs(void **state)
{
    (void)state;
    struct arena arena = {0};
    const char *pairs[][2] = {
        {"Homicidio doloso (2015)", "homicidio-doloso-2015"},
        {"--¡Año Nuevo!--", "ano-nuevo"},
        {"Robo / vehículo", "robo-vehiculo"},
        {"", ""},
        {"€", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        check_text(text_slug(&arena, text_of(pairs[i][0])), pairs[i][1]);
    arena_free(&arena);
}

/* Vectors of Fowler, Noll and Vo. */
static void mends_what_cannot_be_shown(void **state)
{
    (void)state;
    struct buffer out = {0};
    text_mend(&out, TEXT("a\x1b\xc3\xb1\xf0\x9f\xff\n"));
    check_text(buffer_all(&out), "a\x1b\xc3\xb1\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\n");
    buffer_clear(&out);
    text_printable(&out, TEXT("\x1b[2J\xc2\x9b\xe2\x80\xae\xc3\xb1\x7f\xe2\x80\x94"));
    check_text(buffer_all(&out),
               "\xef\xbf\xbd[2J\xef\xbf\xbd\xef\xbf\xbd\xc3\xb1\xef\xbf\xbd"
               "\xe2\x80\x94");
    buffer_free(&out);
}

static void hashes(void **state)
{
    (void)state;
    assert_true(text_hash(TEXT("")) == 0xcbf29ce484222325);
    assert_true(text_hash(TEXT("a")) == 0xaf63dc4c8601ec8c);
    assert_true(text_hash(TEXT("foobar")) == 0x85944171f73967e8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compares),
        cmocka_unit_test(knows_both_ends),
        cmocka_unit_test(trims),
        cmocka_unit_test(cuts),
        cmocka_unit_test(tells_utf8),
        cmocka_unit_test(reads_cp1252),
        cmocka_unit_test(folds),
        cmocka_unit_test(folds_all_latin_letters),
        cmocka_unit_test(slugs),
        cmocka_unit_test(hashes),
        cmocka_unit_test(mends_what_cannot_be_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
