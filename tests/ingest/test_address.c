#include "tests/check.h"

#include "ingest/address.h"

static void check_public(const char *url, const char *expected)
{
    struct arena arena = {0};
    check_text(text_of(address_public(&arena, url)), expected);
    arena_free(&arena);
}

static void hides_what_opens_something(void **state)
{
    (void)state;
    check_public("https://a.mx/f.zip", "https://a.mx/f.zip");
    check_public("https://user:secret@a.mx:8443/f@g.zip#part",
                 "https://a.mx:8443/f@g.zip");
    check_public("https://a.mx/d.aspx?share=EXy9&e=1",
                 "https://a.mx/d.aspx?share=***&e=1");
    check_public("https://a.mx/?Access_Token=1&X-Amz-Signature=2&apikey=3&page=4&flag",
                 "https://a.mx/?Access_Token=***&X-Amz-Signature=***&apikey=***&page=4"
                 "&flag");
    check_public("https://u:p@a.mx?password=x", "https://a.mx?password=***");
    check_public("file:///tmp/a.csv", "file:///tmp/a.csv");
    check_public("", "");
}

static void check_name(const char *disposition, const char *url, const char *expected)
{
    struct arena arena = {0};
    check_text(text_of(address_file_name(&arena, disposition, url)), expected);
    arena_free(&arena);
}

static void finds_a_harmless_name(void **state)
{
    (void)state;
    check_name(NULL, "https://a.mx/x/f.zip?y=/z", "f.zip");
    check_name(NULL, "https://a.mx/x/V%C3%ADctimas%202024.csv",
               "V\xc3\xad"
               "ctimas 2024.csv");
    check_name(NULL, "https://a.mx", "download");
    check_name(NULL, "https://a.mx/", "download");
    check_name("attachment; filename=\"a b.zip\"", "https://a.mx/f", "a b.zip");
    check_name("attachment; filename=plain.csv; size=3", "https://a.mx/f", "plain.csv");
    check_name("attachment; filename=\"old.zip\"; filename*=UTF-8''V%C3%ADctimas.zip",
               "",
               "V\xc3\xad"
               "ctimas.zip");
    check_name("attachment; filename=\"../../etc/passwd\"", "", "passwd");
    check_name("attachment; filename=\"C:\\\\data\\\\x.csv\"", "", "x.csv");
    check_name("attachment; filename=\"..\"", "https://a.mx/f.csv", "f.csv");
    check_name("attachment; filename=\"a\rb\nc\x01.csv\"", "", "abc.csv");
    check_name("attachment; filename=\"V\xed"
               "ctimas.csv\"",
               "",
               "V\xc3\xad"
               "ctimas.csv");
    check_name("attachment; filename=\"say \\\"no\\\".csv\"", "", "say \"no\".csv");
    check_name("inline", "https://a.mx/f.csv", "f.csv");
}

static void shortens_names(void **state)
{
    struct arena arena = {0};
    char url[512] = "https://a.mx/";
    (void)state;
    for (size_t i = 13; i + 1 < sizeof url; i += 2) {
        url[i] = '\xc3';
        url[i + 1] = '\xb1';
    }
    url[sizeof url - 1] = '\0';
    struct text name = text_of(address_file_name(&arena, NULL, url));
    assert_int_equal(name.length, 200);
    assert_true(text_is_utf8(name));
    arena_free(&arena);
}

static void a_given_name_is_as_harmless(void **state)
{
    struct arena arena = {0};
    (void)state;
    check_text(text_of(address_given_name(&arena, "V\xed\x1b.csv")), "V\xc3\xad.csv");
    check_text(text_of(address_given_name(&arena, "...")), "file");
    arena_free(&arena);
}

static void knows_web_addresses(void **state)
{
    static const char *const good[] = {"https://a.mx", "http://a.mx:80/x?y=@#z",
                                       "https://[::1]/"};
    static const char *const bad[] = {"",
                                      "javascript:alert(1)",
                                      "https://",
                                      "https:///x",
                                      "https://:80",
                                      "https://?x",
                                      "https://u:p@a.mx",
                                      "https://a.mx/\"x",
                                      "https://a.mx/'x",
                                      "https://a.mx/\x1b[2J",
                                      "https://a.mx/\xff",
                                      "ftp://a.mx",
                                      "file:///x"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(address_is_web(text_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(address_is_web(text_of(bad[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hides_what_opens_something),
        cmocka_unit_test(finds_a_harmless_name),
        cmocka_unit_test(shortens_names),
        cmocka_unit_test(a_given_name_is_as_harmless),
        cmocka_unit_test(knows_web_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
