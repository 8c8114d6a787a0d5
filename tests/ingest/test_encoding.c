#include "tests/check.h"

#include "ingest/encoding.h"

#include <string.h>

static void names_encodings(void **state)
{
    enum encoding_kind kind;
    (void)state;
    assert_true(encoding_of_name(NULL, &kind));
    assert_int_equal(kind, ENCODING_OPEN);
    assert_true(encoding_of_name("windows-1252", &kind));
    assert_string_equal(encoding_name(kind), "windows-1252");
    assert_false(encoding_of_name("latin-1", &kind));
    assert_string_equal(encoding_name(ENCODING_OPEN), "utf-8");
}

static void a_mark_settles_it(void **state)
{
    enum encoding_kind kind = ENCODING_OPEN;
    struct error err = {0};
    size_t skip;
    (void)state;
    check_done(encoding_begin(TEXT("\xEF\xBB\xBF"
                                   "a,b\n"),
                              &kind, &skip, &err),
               &err);
    assert_int_equal(skip, 3);
    assert_int_equal(kind, ENCODING_UTF8);
    kind = ENCODING_OPEN;
    check_done(encoding_begin(TEXT("A\xf1o,b\n"), &kind, &skip, &err), &err);
    assert_int_equal(skip, 0);
    assert_int_equal(kind, ENCODING_OPEN);
}

static void check_begin(struct text bytes, const char *words)
{
    enum encoding_kind kind = ENCODING_OPEN;
    struct error err = {0};
    size_t skip;
    assert_false(encoding_begin(bytes, &kind, &skip, &err));
    check_error(&err, ERROR_FORMAT, words);
    assert_true(text_is_utf8(text_of(err.message)));
}

static void refuses_what_is_no_table(void **state)
{
    (void)state;
    check_begin(TEXT("PK\x03\x04\x14"), "a zip archive inside the file");
    check_begin(TEXT("\xFE\xFF\0A\0,"), "UTF-16");
    check_begin(TEXT("A\0,\0b\0\n\0"), "UTF-16");
    check_begin(TEXT("abc\x01\x02\x03\0\0\0x"), "the file is binary");
    check_begin(TEXT("version https://git-lfs.github.com/spec/v1"), "Git LFS pointer");
    check_begin(TEXT("<html><body>  Acceso\n denegado</body>"),
                "begins \"Acceso denegado\"");
}

static void check_decode(enum encoding_kind *kind, const char *bytes,
                         const char *expected)
{
    struct error err = {0};
    struct buffer scratch = {0};
    struct text out;
    check_done(encoding_decode(kind, text_of(bytes), 1, &scratch, &out, &err), &err);
    check_text(out, expected);
    buffer_free(&scratch);
}

static void the_first_high_byte_decides(void **state)
{
    enum encoding_kind kind = ENCODING_OPEN;
    (void)state;
    check_decode(&kind, "Aborto", "Aborto");
    assert_int_equal(kind, ENCODING_OPEN);
    check_decode(&kind, "Da\xf1o", "Da\xc3\xb1o");
    assert_int_equal(kind, ENCODING_CP1252);
    check_decode(&kind, "\x80", "\xe2\x82\xac");
    kind = ENCODING_OPEN;
    check_decode(&kind, "Da\xc3\xb1o", "Da\xc3\xb1o");
    assert_int_equal(kind, ENCODING_UTF8);
    struct error err = {0};
    struct buffer scratch = {0};
    struct text out;
    assert_false(encoding_decode(&kind, TEXT("Da\xf1o"), 1204, &scratch, &out, &err));
    check_error(&err, ERROR_FORMAT,
                "row 1204 holds \"Da\xc3\xb1o\", which is not UTF-8");
    buffer_free(&scratch);
}

static void check_shown(struct text bytes, size_t most, const char *expected)
{
    struct buffer out = {0};
    encoding_show(&out, bytes, most);
    check_text(buffer_all(&out), expected);
    buffer_free(&out);
}

static void shows_anything_in_one_line(void **state)
{
    (void)state;
    check_shown(TEXT("  a\r\n\t b\x01\x7f "), 20, "a b");
    check_shown(TEXT("<p class=\"x\">one</p><p>two"), 20, "one two");
    check_shown(TEXT("\xf1\xf1\xf1"), 20, "\xc3\xb1\xc3\xb1\xc3\xb1");
    check_shown(TEXT("\xc3\xb1\xc3\xb1"), 3, "\xc3\xb1");
    check_shown(TEXT("aaaaaaaaaaaaaaaaaaaaaaa"), 3, "aaa");
    check_shown((struct text){0}, 3, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_encodings),
        cmocka_unit_test(a_mark_settles_it),
        cmocka_unit_test(refuses_what_is_no_table),
        cmocka_unit_test(the_first_high_byte_decides),
        cmocka_unit_test(shows_anything_in_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
