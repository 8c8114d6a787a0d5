#include "tests/check.h"

#include "base/arena.h"

#include <stdalign.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void is_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    struct arena arena = {0};
    unsigned char *taken[300];
    for (size_t i = 0; i < 300; i++) {
        size_t size = i * 37 % 5000;
        taken[i] = arena_take(&arena, size);
        assert_int_equal((uintptr_t)taken[i] % alignof(max_align_t), 0);
        for (size_t j = 0; j < size; j++)
            assert_int_equal(taken[i][j], 0);
        memset(taken[i], (int)i, size);
    }
    for (size_t i = 0; i < 300; i++)
        for (size_t j = 0; j < i * 37 % 5000; j++)
            assert_int_equal(taken[i][j], i & 0xff);
    arena_free(&arena);
}

static void big_ones_fit(void **state)
{
    (void)state;
    struct arena arena = {0};
    char *small = arena_take(&arena, 8);
    memcpy(small, "abcdefg", 8);
    char *big = arena_take(&arena, 9 << 20);
    big[(9 << 20) - 1] = 'x';
    arena_take(&arena, 8);
    assert_string_equal(small, "abcdefg");
    arena_free(&arena);
}

static void can_be_used_again(void **state)
{
    (void)state;
    struct arena arena = {0};
    arena_free(&arena);
    arena_take(&arena, 10);
    arena_free(&arena);
    assert_null(arena.newest);
    assert_non_null(arena_take(&arena, 0));
    arena_free(&arena);
}

static void copies_and_formats(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct text copy = arena_copy(&arena, (struct text){"abcdef", 3});
    assert_int_equal(copy.length, 3);
    assert_string_equal(copy.at, "abc");
    assert_string_equal(arena_copy(&arena, (struct text){0}).at, "");
    assert_string_equal(arena_format(&arena, "%s-%d", "a", 7), "a-7");
    assert_string_equal(arena_format(&arena, "%s", ""), "");
    arena_free(&arena);
}

/* In a child, since it ends the program. */
static int exit_code_of_taking(size_t count, size_t size)
{
    pid_t child = fork();
    if (child == 0) {
        int silent = dup2(STDIN_FILENO, STDERR_FILENO);
        struct arena arena = {0};
        arena_array(&arena, count, size);
        _exit(silent < 0 ? 1 : 0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void overflow_ends_the_program(void **state)
{
    (void)state;
    assert_int_equal(exit_code_of_taking(10, 10), 0);
    assert_int_equal(exit_code_of_taking(SIZE_MAX / 2, 3), 71);
    assert_int_equal(exit_code_of_taking(SIZE_MAX, 1), 71);
    assert_int_equal(exit_code_of_taking((size_t)1 << 33, (size_t)1 << 33), 71);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_zeroed_aligned_and_apart),
        cmocka_unit_test(big_ones_fit),
        cmocka_unit_test(can_be_used_again),
        cmocka_unit_test(copies_and_formats),
        cmocka_unit_test(overflow_ends_the_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
