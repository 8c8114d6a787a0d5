#include "tests/check.h"

#include "base/file.h"
#include "ingest/credential.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;
static char *folder;

static const char *read_from(const char *from, struct error *err)
{
    struct credential credential = {.from = from, .header = "X"};
    const char *value = NULL;
    *err = (struct error){0};
    return credential_read(&arena, &credential, &value, err) ? value : NULL;
}

static void from_the_environment(void **state)
{
    (void)state;
    struct error err;
    setenv("CIFRA_TEST_KEY", " abc ", 1);
    assert_string_equal(read_from("env:CIFRA_TEST_KEY", &err), "abc");
    setenv("CIFRA_TEST_KEY", "a\nb", 1);
    assert_null(read_from("env:CIFRA_TEST_KEY", &err));
    check_error(&err, ERROR_USAGE, "more than one line");
    assert_null(strstr(err.message, "a\nb"));
    unsetenv("CIFRA_TEST_KEY");
    assert_null(read_from("env:CIFRA_TEST_KEY", &err));
    check_error(&err, ERROR_USAGE, "the environment has no CIFRA_TEST_KEY");
}

static void from_a_file_of_ones_own(void **state)
{
    (void)state;
    struct error err = {0};
    const char *path = path_join(&arena, folder, "key");
    const char *from = arena_format(&arena, "file:%s", path);
    assert_null(read_from(from, &err));
    assert_int_equal(err.kind, ERROR_SYSTEM);
    err = (struct error){0};
    check_done(file_write(path, TEXT("abc\n"), &err), &err);
    static const mode_t open_modes[] = {0644, 0640, 0604, 0660};
    for (size_t i = 0; i < sizeof open_modes / sizeof *open_modes; i++) {
        assert_int_equal(chmod(path, open_modes[i]), 0);
        assert_null(read_from(from, &err));
        check_error(&err, ERROR_USAGE, "chmod 600");
    }
    assert_int_equal(chmod(path, 0400), 0);
    assert_string_equal(read_from(from, &err), "abc");
    assert_null(read_from(arena_format(&arena, "file:%s", folder), &err));
    check_error(&err, ERROR_USAGE, "is not a file");
}

static void is_masked_wherever_it_stands(void **state)
{
    (void)state;
    char message[] = "key abcdef and abcdefabcdef, not abcde";
    credential_mask(message, "abcdef");
    assert_string_equal(message, "key *** and ******, not abcde");
    char twice[] = "aa";
    credential_mask(twice, "a");
    assert_string_equal(twice, "**");
    credential_mask(twice, NULL);
    credential_mask(twice, "");
}

static int open_folder(void **state)
{
    (void)state;
    folder = temporary_folder();
    return 0;
}

static int close_folder(void **state)
{
    (void)state;
    drop_folder(folder);
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_the_environment),
        cmocka_unit_test(from_a_file_of_ones_own),
        cmocka_unit_test(is_masked_wherever_it_stands),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
