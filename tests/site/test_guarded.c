/* Programs of the operator's: what they are told, and how they end. That nothing
 * outlives who started it is tried on the whole program. */
#include "tests/site/site_folder.h"

#include "base/file.h"
#include "site/call_out.h"
#include "site/guarded.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static size_t count_of(const char *const *all, const char *start, const char **last)
{
    size_t count = 0;
    for (; *all; all++)
        if (strncmp(*all, start, strlen(start)) == 0) {
            *last = *all;
            count++;
        }
    return count;
}

/* Whichever of two a shell would take, there is one. */
static void a_variable_is_told_once(void **state)
{
    static const char *const more[] = {"CIFRA_EXIT=3", "CIFRA_RESULT=late", NULL};
    const char *found = "";
    (void)state;
    setenv("CIFRA_EXIT", "old", 1);
    setenv("CIFRA_EXITED", "kept", 1);
    const char *const *all = guarded_environment(&arena, more);
    assert_int_equal(count_of(all, "CIFRA_EXIT=", &found), 1);
    assert_string_equal(found, "CIFRA_EXIT=3");
    assert_int_equal(count_of(all, "CIFRA_RESULT=", &found), 1);
    assert_int_equal(count_of(all, "CIFRA_EXITED=", &found), 1);
    assert_string_equal(found, "CIFRA_EXITED=kept");
    assert_int_equal(count_of(all, "PATH=", &found), 1);
    all = guarded_environment(&arena, NULL);
    assert_int_equal(count_of(all, "CIFRA_EXIT=", &found), 1);
    assert_string_equal(found, "CIFRA_EXIT=old");
    unsetenv("CIFRA_EXIT");
    unsetenv("CIFRA_EXITED");
}

/* How a shell ends that is given these words. */
static struct guarded_end end_of(const char *script)
{
    const char *const words[] = {"sh", "-c", script, NULL};
    struct guarded program;
    struct guarded_end end;
    struct error err = {0};
    check_done(
        guarded_start(words, guarded_environment(&arena, NULL), -1, -1, &program, &err),
        &err);
    assert_true(guarded_wait(&program, 60000, &end));
    guarded_stop(&program);
    return end;
}

static void the_end_is_told(void **state)
{
    struct error code = {0}, killed = {0}, none = {0};
    (void)state;
    assert_false(guarded_judge(end_of("exit 7"), "it", &code));
    check_error(&code, ERROR_SYSTEM, "it ended with 7");
    assert_false(guarded_judge(end_of("kill -TERM $$"), "it", &killed));
    check_error(&killed, ERROR_SYSTEM,
                arena_format(&arena, "it was ended by signal %d", SIGTERM));
    check_done(guarded_judge(end_of("exit 0"), "it", &none), &none);
}

static void one_that_goes_on_is_waited_for_so_long(void **state)
{
    static const char *const words[] = {"sleep", "60", NULL};
    struct guarded program;
    struct guarded_end end;
    struct error err = {0};
    (void)state;
    check_done(
        guarded_start(words, guarded_environment(&arena, NULL), -1, -1, &program, &err),
        &err);
    assert_false(guarded_wait(&program, 50, &end));
    guarded_stop(&program);
}

static void what_cannot_be_started_is_named(void **state)
{
    static const char *const words[] = {"/nowhere/at-all", NULL};
    struct guarded program;
    struct error err = {0};
    (void)state;
    assert_false(guarded_start(words, guarded_environment(&arena, NULL), -1, -1,
                               &program, &err));
    check_error(&err, ERROR_SYSTEM, "starting /nowhere/at-all: No such file");
}

/* The words it is to read, and variables of ours. */
static void a_call_is_told_what_happened(void **state)
{
    struct error err = {0};
    const char *heard = path_join(&arena, *state, "heard");
    const char *const words[] = {
        "sh", "-c", arena_format(&arena, "{ echo \"$CIFRA_EXIT\"; cat; } >%s", heard),
        NULL};
    static const char *const more[] = {"CIFRA_EXIT=3", NULL};
    setenv("CIFRA_EXIT", "old", 1);
    check_done(call_out(words, more, TEXT("two\nlines\n"), 60, &err), &err);
    unsetenv("CIFRA_EXIT");
    assert_true(file_holds(heard, TEXT("3\ntwo\nlines\n")));
    const char *const long_[] = {"sleep", "60", NULL};
    assert_false(call_out(long_, more, TEXT(""), 0, &err));
    check_error(&err, ERROR_SYSTEM, "sleep took longer than 0 s, and was stopped");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_folder(a_variable_is_told_once),
        with_folder(the_end_is_told),
        with_folder(one_that_goes_on_is_waited_for_so_long),
        with_folder(what_cannot_be_started_is_named),
        with_folder(a_call_is_told_what_happened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
