#include "tests/check.h"

#include "base/arena.h"
#include "base/file.h"

#include <dirent.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Each test has a folder of its own. */
static void writes_and_reads(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    const char *path = path_join(&arena, *state, "a");
    struct text bytes;
    assert_false(file_exists(path));
    check_done(file_write(path, TEXT("first"), &err), &err);
    check_done(file_write(path, TEXT("second"), &err), &err);
    assert_true(file_exists(path));
    check_done(file_read(&arena, path, 6, &bytes, &err), &err);
    check_text(bytes, "second");
    assert_int_equal(bytes.at[bytes.length], '\0');
    check_done(file_write(path, (struct text){0}, &err), &err);
    check_done(file_read(&arena, path, 6, &bytes, &err), &err);
    check_text(bytes, "");
    arena_free(&arena);
}

static void leaves_nothing_beside(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    check_done(file_write(path_join(&arena, *state, "a"), TEXT("x"), &err), &err);
    /* A folder cannot be replaced by a file. */
    const char *folder = path_join(&arena, *state, "b");
    check_done(folder_make(folder, &err), &err);
    assert_false(file_write(folder, TEXT("x"), &err));
    check_error(&err, ERROR_SYSTEM, "writing ");
    unlink(path_join(&arena, *state, "a"));
    rmdir(folder);
    /* Only an empty folder can go this way: no temporary file is left. */
    assert_int_equal(rmdir(*state), 0);
    assert_int_equal(mkdir(*state, 0777), 0);
    arena_free(&arena);
}

static void sweeps_its_own_leftovers(void **state)
{
    static const char *const names[] = {".cifra-12-0.tmp", ".cifra-12-0", "a.tmp"};
    struct arena arena = {0};
    struct error err = {0};
    for (size_t i = 0; i < 3; i++)
        check_done(file_write(path_join(&arena, *state, names[i]), TEXT("x"), &err),
                   &err);
    check_done(folder_sweep(*state, &err), &err);
    assert_false(file_exists(path_join(&arena, *state, names[0])));
    assert_true(file_exists(path_join(&arena, *state, names[1])));
    assert_true(file_exists(path_join(&arena, *state, names[2])));
    check_done(folder_sweep(path_join(&arena, *state, "none"), &err), &err);
    assert_false(folder_sweep(path_join(&arena, *state, "a.tmp"), &err));
    check_error(&err, ERROR_SYSTEM, "a.tmp");
    arena_free(&arena);
}

/* Its process is ended in the midst of it. */
static void write_cut_short(const char *path)
{
    struct rlimit none = {1, 1};
    struct error err = {0};
    int status;
    pid_t child = fork();
    if (child == 0) {
        signal(SIGXFSZ, SIG_DFL);
        setrlimit(RLIMIT_FSIZE, &none);
        file_write(path, TEXT("more than that"), &err);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
}

static size_t names_in(const char *folder)
{
    size_t count = 0;
    DIR *opened = opendir(folder);
    assert_non_null(opened);
    while (readdir(opened))
        count++;
    closedir(opened);
    return count - 2; /* itself, and the one above */
}

static void sweeps_one_files_leftovers(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    const char *a = path_join(&arena, *state, "a");
    check_done(file_write(a, TEXT("old"), &err), &err);
    write_cut_short(a);
    write_cut_short(a);
    write_cut_short(path_join(&arena, *state, "b"));
    assert_int_equal(names_in(*state), 4);
    check_done(file_sweep(a, &err), &err);
    assert_true(file_holds(a, TEXT("old")));
    assert_int_equal(names_in(*state), 2); /* of b there is still one */
    assert_false(file_exists(path_join(&arena, *state, "b")));
    check_done(file_sweep(path_join(&arena, *state, "b"), &err), &err);
    assert_int_equal(names_in(*state), 1);
    arena_free(&arena);
}

static void others_keep_the_old_bytes(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    const char *path = path_join(&arena, *state, "a");
    const char *linked = path_join(&arena, *state, "linked");
    check_done(file_write(path, TEXT("old"), &err), &err);
    assert_int_equal(link(path, linked), 0);
    check_done(file_write(path, TEXT("new"), &err), &err);
    assert_true(file_holds(linked, TEXT("old")));
    assert_true(file_holds(path, TEXT("new")));
    arena_free(&arena);
}

static void refuses_to_read(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    struct text bytes = TEXT("untouched");
    const char *path = path_join(&arena, *state, "a");
    assert_false(file_read(&arena, path, 10, &bytes, &err));
    check_error(&err, ERROR_SYSTEM, "No such file");
    err = (struct error){0};
    check_done(file_write(path, TEXT("12345"), &err), &err);
    assert_false(file_read(&arena, path, 4, &bytes, &err));
    check_error(&err, ERROR_LIMIT, "has 5 bytes, at most 4");
    err = (struct error){0};
    assert_false(file_read(&arena, *state, 10, &bytes, &err));
    check_error(&err, ERROR_SYSTEM, "opening ");
    err = (struct error){0};
    const char *pipe = path_join(&arena, *state, "pipe");
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_false(file_read(&arena, pipe, 10, &bytes, &err));
    check_text(bytes, "untouched");
    arena_free(&arena);
}

static void compares_with_a_file(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    const char *path = path_join(&arena, *state, "a");
    size_t length = 200000;
    char *bytes = arena_take(&arena, length);
    memset(bytes, 'x', length);
    struct text all = {bytes, length};
    assert_false(file_holds(path, all));
    check_done(file_write(path, all, &err), &err);
    assert_true(file_holds(path, all));
    assert_false(file_holds(path, (struct text){bytes, length - 1}));
    bytes[length - 1] = 'y';
    assert_false(file_holds(path, all));
    arena_free(&arena);
}

static void makes_and_removes_folders(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    const char *deep = path_join(&arena, *state, "a/b//c/");
    check_done(folder_make(deep, &err), &err);
    check_done(folder_make(deep, &err), &err);
    check_done(folder_sync(deep, &err), &err);
    check_done(file_write(path_join(&arena, deep, "f"), TEXT("x"), &err), &err);
    assert_false(folder_make(path_join(&arena, deep, "f/g"), &err));
    check_error(&err, ERROR_SYSTEM, "making the folder");
    err = (struct error){0};
    const char *top = path_join(&arena, *state, "a");
    check_done(folder_remove(top, &err), &err);
    assert_false(file_exists(top));
    check_done(folder_remove(top, &err), &err);
    arena_free(&arena);
}

static void removing_follows_no_link(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    const char *kept = path_join(&arena, *state, "kept");
    const char *gone = path_join(&arena, *state, "gone");
    const char *file = path_join(&arena, kept, "f");
    check_done(folder_make(kept, &err), &err);
    check_done(folder_make(gone, &err), &err);
    check_done(file_write(file, TEXT("x"), &err), &err);
    assert_int_equal(symlink(kept, path_join(&arena, gone, "link")), 0);
    check_done(folder_remove(gone, &err), &err);
    assert_true(file_exists(file));
    assert_int_equal(symlink(kept, gone), 0);
    assert_false(folder_remove(gone, &err));
    err = (struct error){0};
    assert_false(folder_remove(path_join(&arena, *state, "gone//"), &err));
    assert_true(file_exists(file));
    arena_free(&arena);
}

static void lists_by_byte(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    struct text *names;
    size_t count;
    check_done(folder_list(&arena, *state, &names, &count, &err), &err);
    assert_int_equal(count, 0);
    const char *files[] = {"b", "a", ".hidden", "B", "ñ", "aa"};
    for (size_t i = 0; i < 6; i++)
        check_done(file_write(path_join(&arena, *state, files[i]), TEXT(""), &err),
                   &err);
    check_done(folder_list(&arena, *state, &names, &count, &err), &err);
    assert_int_equal(count, 5);
    const char *sorted[] = {"B", "a", "aa", "b", "ñ"};
    for (size_t i = 0; i < 5; i++)
        check_text(names[i], sorted[i]);
    assert_false(
        folder_list(&arena, path_join(&arena, *state, "none"), &names, &count, &err));
    check_error(&err, ERROR_SYSTEM, "opening the folder");
    arena_free(&arena);
}

static void joins_paths(void **state)
{
    (void)state;
    struct arena arena = {0};
    assert_string_equal(path_join(&arena, "a", "b"), "a/b");
    assert_string_equal(path_join(&arena, "a/", "b"), "a/b");
    assert_string_equal(path_join(&arena, "", "b"), "b");
    assert_string_equal(path_join(&arena, "a", "/b"), "/b");
    assert_string_equal(path_join(&arena, "/", "b"), "/b");
    arena_free(&arena);
}

/* FIPS 180-2, appendix B. */
static void parts_paths(void **state)
{
    struct arena arena = {0};
    (void)state;
    assert_string_equal(path_folder(&arena, "a/b/c"), "a/b");
    assert_string_equal(path_folder(&arena, "/c"), "/");
    assert_string_equal(path_folder(&arena, "c"), "");
    assert_string_equal(path_folder(&arena, "a/"), "a");
    arena_free(&arena);
}

static void hashes(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    assert_string_equal(
        sha256_of((struct text){0}).hex,
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string_equal(
        sha256_of(TEXT("abc")).hex,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    char *million = arena_take(&arena, 1000000);
    memset(million, 'a', 1000000);
    const char *path = path_join(&arena, *state, "million");
    struct sha256 sha;
    check_done(file_write(path, (struct text){million, 1000000}, &err), &err);
    check_done(sha256_of_file(path, &sha, &err), &err);
    assert_string_equal(
        sha.hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    assert_false(sha256_of_file(path_join(&arena, *state, "none"), &sha, &err));
    check_error(&err, ERROR_SYSTEM, "none");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(writes_and_reads),
        in_folder(leaves_nothing_beside),
        in_folder(sweeps_its_own_leftovers),
        in_folder(sweeps_one_files_leftovers),
        in_folder(others_keep_the_old_bytes),
        in_folder(refuses_to_read),
        in_folder(compares_with_a_file),
        in_folder(makes_and_removes_folders),
        in_folder(removing_follows_no_link),
        in_folder(lists_by_byte),
        cmocka_unit_test(joins_paths),
        cmocka_unit_test(parts_paths),
        in_folder(hashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
