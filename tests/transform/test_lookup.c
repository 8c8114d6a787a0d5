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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_was_put),
        cmocka_unit_test(the_first_number_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
