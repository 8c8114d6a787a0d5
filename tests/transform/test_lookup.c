#include "tests/check.h"

#include "transform/lookup.h"

static void finds_what_was_put(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct lookup lookup = {0};
    assert_int_equal(lookup_find(&lookup, TEXT("a")), NO_INDEX);
    for (uint32_t i = 0; i < 10000; i++) {
        char *word = arena_format(&arena, "word %u", i);
        assert_int_equal(lookup_put(&arena, &lookup, text_of(word), i), NO_INDEX);
    }
    assert_int_equal(lookup.count, 10000);
    assert_int_equal(lookup_find(&lookup, TEXT("word 0")), 0);
    assert_int_equal(lookup_find(&lookup, TEXT("word 9999")), 9999);
    assert_int_equal(lookup_find(&lookup, TEXT("word 10000")), NO_INDEX);
    assert_int_equal(lookup_find(&lookup, TEXT("")), NO_INDEX);
    arena_free(&arena);
}

static void the_first_number_stays(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct lookup lookup = {0};
    assert_int_equal(lookup_put(&arena, &lookup, TEXT("a"), 7), NO_INDEX);
    assert_int_equal(lookup_put(&arena, &lookup, TEXT("a"), 8), 7);
    assert_int_equal(lookup_find(&lookup, TEXT("a")), 7);
    arena_free(&arena);
}

static void finds_what_may_have_been_meant(void **state)
{
    (void)state;
    static const char *const words[] = {"homicidio doloso", "homicidio culposo",
                                        "feminicidio", "robo", "lesiones"};
    static const char *const asked[][2] = {
        {"homicido doloso", "homicidio doloso"},
        {"omicidio dolosso", "homicidio doloso"},
        {"homicidio calposo", "homicidio culposo"},
        {"rob", "robo"},
        {"robos", "robo"},
        {"lseiones", "lesiones"},
        {"extorsion", ""},
        {"x", ""},
        {"", ""},
        {"feminicidio en grado de tentativa", ""},
    };
    struct arena arena = {0};
    struct lookup lookup = {0};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        lookup_put(&arena, &lookup, text_of(words[i]), (uint32_t)i);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        check_text(lookup_nearest(&lookup, text_of(asked[i][0])), asked[i][1]);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_was_put),
        cmocka_unit_test(the_first_number_stays),
        cmocka_unit_test(finds_what_may_have_been_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
