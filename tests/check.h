/* What the tests share, on top of cmocka. Include it first and instead of cmocka.h:
 * it brings cmocka with what that wants before it, and without its macro fail(),
 * which would hide ours. fail_msg() is there. */
#ifndef CIFRA_TESTS_CHECK_H
#define CIFRA_TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#undef fail
#undef fail_msg
#define fail_msg(...)                                                                  \
    (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

#include "base/error.h"
#include "base/text.h"

/* Is the text exactly this string? */
#define check_text(actual, expected)                                                   \
    check_text_at((actual), (expected), __FILE__, __LINE__)
void check_text_at(struct text actual, const char *expected, const char *file,
                   int line);

/* Does it hold, or what did go wrong? For calls that take &err. */
#define check_done(result, err) check_done_at((result), (err), __FILE__, __LINE__)
void check_done_at(bool result, const struct error *err, const char *file, int line);

/* Was a failure of this kind recorded, with these words somewhere in it? */
#define check_error(err, kind, words)                                                  \
    check_error_at((err), (kind), (words), __FILE__, __LINE__)
void check_error_at(const struct error *err, enum error_kind kind, const char *words,
                    const char *file, int line);

/* Are the bytes those of tests/<path>? With CIFRA_GOLDEN=write in the environment
 * they become them, unless they are so already. `make golden` asks before. */
#define check_golden(path, actual) check_golden_at((path), (actual), __FILE__, __LINE__)
void check_golden_at(const char *path, struct text actual, const char *file, int line);

/* A new empty folder below TMPDIR, to be given to drop_folder(). */
char *temporary_folder(void);
void drop_folder(char *path);

/* The same around a test or a group of them; the folder's path is the *state. */
int setup_folder(void **state);
int teardown_folder(void **state);
#define in_folder(test)                                                                \
    cmocka_unit_test_setup_teardown(test, setup_folder, teardown_folder)

#endif
