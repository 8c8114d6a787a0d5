#include "tests/check.h"

#include "site/sums.h"

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static struct arena arena;

static int empty(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static void lines_are_read_in_their_order(void **state)
{
    struct error err = {0};
    struct summed *summed;
    size_t count;
    (void)state;
    check_done(sums_read(&arena, TEXT(A "  data/mx.csv\n" B "  index.html\n"), "S",
                         &summed, &count, &err),
               &err);
    assert_int_equal(count, 2);
    assert_string_equal(summed[0].path, "data/mx.csv");
    assert_string_equal(summed[0].sha256.hex, A);
    assert_string_equal(summed[1].path, "index.html");
    assert_string_equal(summed[1].sha256.hex, B);
}

static void what_we_cannot_have_written_is_refused(void **state)
{
    static const struct {
        const char *bytes, *words;
    } cases[] = {
        {"", "whole line"},
        {A "  a.csv", "whole line"},
        {A " a.csv\n", "line 1 is not a hash and a path"},
        {A " *a.csv\n", "line 1 is not a hash and a path"},
        {"A" A "  a.csv\n", "line 1 is not a hash and a path"},
        {A "  \n", "line 1 is not a hash and a path"},
        {A "  a.csv\n\n", "line 2 is not a hash and a path"},
        {A "  a.csv\r\n", "line 1 is not a hash and a path"},
        {A "  ../a.csv\n", "line 1 is not a hash and a path"},
        {A "  /etc/passwd\n", "line 1 is not a hash and a path"},
        {A "  a.csv\n" B "  a.csv\n", "line 2 is out of order"},
        {A "  b.csv\n" B "  a.csv\n", "line 2 is out of order"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error err = {0};
        struct summed *summed;
        size_t count;
        assert_false(
            sums_read(&arena, text_of(cases[i].bytes), "SUMS", &summed, &count, &err));
        check_error(&err, ERROR_FORMAT, cases[i].words);
    }
}

static void a_zero_in_a_path_ends_nothing(void **state)
{
    static const char bytes[] = A "  a.csv\0.exe\n";
    struct error err = {0};
    struct summed *summed;
    size_t count;
    (void)state;
    assert_false(sums_read(&arena, (struct text){bytes, sizeof bytes - 1}, "SUMS",
                           &summed, &count, &err));
    check_error(&err, ERROR_FORMAT, "line 1");
}

static void paths_stay_in_the_tree_and_leave_our_names(void **state)
{
    static const char *const good[] = {"index.html",      "data/mx.csv",
                                       "es/a-b_c/x.svg",  "data/SHA256SUMS",
                                       "es/v/index.html", "..a"};
    static const char *const bad[] = {"",
                                      "/",
                                      "a//b",
                                      "a/",
                                      ".",
                                      "..",
                                      "a/../b",
                                      "./a",
                                      "SHA256SUMS",
                                      "chain.txt",
                                      "v/x.csv",
                                      "v",
                                      "edition.json",
                                      "a b",
                                      "a\\b",
                                      "\303\241.csv",
                                      "a\nb"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!sums_path_is_good(good[i]))
            fail_msg("%s is refused", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (sums_path_is_good(bad[i]))
            fail_msg("“%s” is let through", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(lines_are_read_in_their_order, empty),
        cmocka_unit_test_teardown(what_we_cannot_have_written_is_refused, empty),
        cmocka_unit_test_teardown(a_zero_in_a_path_ends_nothing, empty),
        cmocka_unit_test(paths_stay_in_the_tree_and_leave_our_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
