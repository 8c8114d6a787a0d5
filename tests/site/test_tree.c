#include "tests/site/site_folder.h"

#include "base/file.h"
#include "base/parallel.h"
#include "site/release.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void put(struct tree *tree, const char *path, const char *bytes)
{
    struct error err = {0};
    check_done(tree_put(tree, path, text_of(bytes), &err), &err);
}

/* An edition of two files, the first of these words; what came of it. */
static struct published publish(const char *words, const char *stamp, int keep)
{
    struct tree *tree = open_tree();
    struct published published;
    struct error err = {0};
    put(tree, "es/index.html", words);
    put(tree, "style.css", "body {}");
    check_done(tree_publish(tree, "2026-04-18", stamp, keep, &published, &err), &err);
    published.release = arena_copy(&arena, text_of(published.release)).at;
    tree_close(tree);
    return published;
}

static const char *in_public(const char *path)
{
    return path_join(&arena, public_, path);
}

static bool public_holds(const char *path, const char *bytes)
{
    return file_holds(in_public(path), text_of(bytes));
}

static struct stat look(const char *path)
{
    struct stat found;
    assert_int_equal(stat(path, &found), 0);
    return found;
}

static size_t count_names(const char *folder)
{
    struct text *names;
    size_t count;
    struct error err = {0};
    check_done(folder_list(&arena, folder, &names, &count, &err), &err);
    return count;
}

static void publishes(void **state)
{
    struct published published = publish("one", "stamp", 3);
    char target[256] = "";
    assert_true(published.changed);
    assert_int_equal(published.files, 2);
    assert_int_equal(published.written, 2);
    assert_int_equal(published.linked, 0);
    assert_int_equal(published.removed, 0);
    assert_true(release_is_name(published.release));
    assert_true(public_holds("es/index.html", "one"));
    /* as sha256sum(1) has it */
    assert_true(public_holds(
        "SHA256SUMS",
        "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed  "
        "es/index.html\n"
        "62368a1a29259b30bac235c0e75dc700c9b3bacf1513ad5708e4fe4a6c0d6560  "
        "style.css\n"));
    assert_true(readlink(public_, target, sizeof target - 1) > 0);
    assert_string_equal(target,
                        arena_format(&arena, "var/releases/%s", published.release));
    assert_false(file_exists(path_join(&arena, releases, ".staging")));
    (void)state;
}

static void changes_nothing_when_nothing_is_new(void **state)
{
    (void)state;
    struct published first = publish("one", "stamp", 3);
    struct stat before = look(in_public("es/index.html"));
    struct stat sums = look(in_public("SHA256SUMS"));
    struct published second = publish("one", "other stamp", 3);
    assert_false(second.changed);
    assert_string_equal(first.release, second.release);
    assert_int_equal(second.linked, 2);
    assert_int_equal(look(in_public("es/index.html")).st_ino, before.st_ino);
    assert_int_equal(look(in_public("es/index.html")).st_nlink, 1);
    assert_int_equal(look(in_public("SHA256SUMS")).st_mtim.tv_nsec,
                     sums.st_mtim.tv_nsec);
    assert_string_equal(tree_stamp(&arena, releases, public_), "other stamp");
    assert_int_equal(count_names(releases), 2); /* a release and its stamp */
}

static void links_what_did_not_change(void **state)
{
    (void)state;
    publish("one", "stamp", 3);
    struct stat before = look(in_public("style.css"));
    struct published published = publish("two", "stamp", 3);
    assert_true(published.changed);
    assert_int_equal(published.written, 1);
    assert_int_equal(published.linked, 1);
    assert_true(public_holds("es/index.html", "two"));
    assert_int_equal(look(in_public("style.css")).st_ino, before.st_ino);
}

static void counts_what_is_gone(void **state)
{
    (void)state;
    struct published published;
    struct error err = {0};
    publish("one", "stamp", 3);
    struct tree *tree = open_tree();
    put(tree, "style.css", "body {}");
    check_done(tree_publish(tree, "2026-04-18", "s", 3, &published, &err), &err);
    assert_true(published.changed);
    assert_int_equal(published.removed, 1);
    assert_int_equal(published.written, 0);
    tree_close(tree);
    assert_false(file_exists(in_public("es/index.html")));
}

static void refuses_unsafe_paths(void **state)
{
    (void)state;
    static const char *const paths[] = {
        "",      "/etc/passwd", "../x",       "a/../b", "a//b", "a/",
        "a/./b", "ni\xc3\xb1o", "a b",        "a\nb",   "a\\b", ".",
        "..",    "SHA256SUMS",  "a/b?c.html", "a%2e",   "a:b",
    };
    struct tree *tree = open_tree();
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct error err = {0};
        assert_false(tree_put(tree, paths[i], TEXT("x"), &err));
        check_error(&err, ERROR_CONTRADICTION, "is no path to publish at");
    }
    tree_close(tree);
}

static void refuses_a_path_twice(void **state)
{
    (void)state;
    struct error err = {0};
    struct tree *tree = open_tree();
    put(tree, "a/b", "x");
    assert_false(tree_put(tree, "a/b", TEXT("x"), &err));
    check_error(&err, ERROR_CONTRADICTION, "a/b is published twice");
    tree_close(tree);
    publish("one", "stamp", 3);
    tree = open_tree();
    put(tree, "style.css", "body {}");
    err = (struct error){0};
    assert_false(tree_put(tree, "style.css", TEXT("body {}"), &err));
    check_error(&err, ERROR_CONTRADICTION, "published twice");
    tree_close(tree);
}

static void a_build_given_up_leaves_nothing(void **state)
{
    (void)state;
    publish("one", "stamp", 3);
    struct tree *tree = open_tree();
    put(tree, "es/index.html", "two");
    tree_close(tree);
    assert_true(public_holds("es/index.html", "one"));
    assert_false(file_exists(path_join(&arena, releases, ".staging")));
    assert_int_equal(count_names(releases), 2);
}

static void sweeps_what_a_killed_run_left(void **state)
{
    struct error err = {0};
    publish("one", "stamp", 3);
    static const char *const leftovers[] = {
        "var/releases/.staging/es/index.html", "var/releases/.replaced/x",
        "var/releases/.cifra-1-1.tmp", "var/releases/2026-01-01-0123456789ab.stamp",
        "var/releases/v/.cifra-1-2.tmp"};
    check_done(folder_make(path_join(&arena, releases, "v"), &err), &err);
    for (size_t i = 0; i < 5; i++) {
        const char *path = path_join(&arena, *state, leftovers[i]);
        if (i < 2)
            check_done(folder_make(path, &err), &err);
        else
            check_done(file_write(path, TEXT("x"), &err), &err);
    }
    assert_int_equal(symlink("nowhere", path_join(&arena, *state, ".public.new")), 0);
    check_done(file_write(path_join(&arena, releases, "notes.txt"), TEXT("mine"), &err),
               &err);
    tree_close(open_tree());
    for (size_t i = 0; i < 5; i++)
        assert_false(file_exists(path_join(&arena, *state, leftovers[i])));
    assert_int_equal(access(path_join(&arena, *state, ".public.new"), F_OK), -1);
    assert_true(file_exists(path_join(&arena, releases, "notes.txt")));
    assert_true(public_holds("es/index.html", "one"));
}

static void touches_no_folder_of_others(void **state)
{
    struct tree *tree;
    struct error err = {0};
    check_done(folder_make(public_, &err), &err);
    check_done(file_write(in_public("index.html"), TEXT("mine"), &err), &err);
    assert_false(tree_open(releases, public_, &tree, &err));
    check_error(&err, ERROR_USAGE, "is in the way");
    assert_true(public_holds("index.html", "mine"));
    assert_false(file_exists(path_join(&arena, *state, "var")));
}

static void touches_no_link_of_others(void **state)
{
    struct tree *tree;
    struct error err = {0};
    check_done(folder_make(path_join(&arena, *state, "www"), &err), &err);
    assert_int_equal(symlink("www", public_), 0);
    assert_false(tree_open(releases, public_, &tree, &err));
    check_error(&err, ERROR_USAGE, "which is not a release of ours");
    assert_false(file_exists(path_join(&arena, *state, "var")));
}

static void one_run_at_a_time(void **state)
{
    (void)state;
    struct error err = {0};
    struct tree *second, *first = open_tree();
    assert_false(tree_open(releases, public_, &second, &err));
    check_error(&err, ERROR_CONTRADICTION,
                arena_format(&arena, "process %ld", (long)getpid()));
    tree_close(first);
    tree_close(open_tree());
}

static void keeps_so_many(void **state)
{
    (void)state;
    const char *words[] = {"one", "two", "three", "four"};
    for (size_t i = 0; i < 4; i++)
        publish(words[i], "stamp", 2);
    assert_int_equal(count_names(releases), 4); /* two releases, two stamps */
    assert_true(public_holds("es/index.html", "four"));
    assert_true(publish("three", "stamp", 2).changed); /* it is still there: back */
    assert_true(public_holds("es/index.html", "three"));
}

static void remembers_its_stamp(void **state)
{
    (void)state;
    assert_null(tree_stamp(&arena, releases, public_));
    struct published published = publish("one", "made of this", 3);
    assert_string_equal(tree_stamp(&arena, releases, public_), "made of this");
    assert_null(tree_stamp(&arena, "/nowhere", public_));
    const char *folder = path_join(&arena, releases, published.release);
    unlink(path_join(&arena, folder, RELEASE_SUMS));
    assert_null(tree_stamp(&arena, releases, public_));
}

static void mends_a_damaged_release(void **state)
{
    (void)state;
    struct error err = {0};
    struct published first = publish("one", "stamp", 3);
    check_done(file_write(in_public("es/index.html"), TEXT("tampered"), &err), &err);
    struct published second = publish("one", "stamp", 3);
    assert_true(second.changed);
    assert_string_equal(first.release, second.release);
    assert_true(public_holds("es/index.html", "one"));
    assert_int_equal(count_names(releases), 2);
}

/* A release that takes the place of its namesake is shown at once: whatever fails then,
 * permanent addresses go on working. */
static void shows_the_chain_whatever_fails(void **state)
{
    (void)state;
    for (int round = 0; round < 2; round++) {
        struct tree *tree = open_tree();
        struct published published;
        struct error err = {0};
        put(tree, "es/index.html", "one");
        tree_describe(tree, "  \"version\": \"1\"\n", NULL);
        bool good = tree_publish(tree, "2026-04-18", "stamp", 1, &published, &err);
        tree_close(tree);
        if (round == 0)
            check_done(good, &err);
        else
            check_error(&err, ERROR_FORMAT, "is not a hash");
        assert_true(file_exists(in_public("v/2026-04-18/edition.json")));
        assert_true(file_exists(in_public("chain.txt")));
        err = (struct error){0};
        check_done(file_write(in_public("es/index.html"), TEXT("damaged"), &err), &err);
        check_done(file_write(path_join(&arena, releases, "v/chain.txt"),
                              TEXT("damaged\n"), &err),
                   &err);
    }
}

static void starts_over_when_the_release_is_gone(void **state)
{
    (void)state;
    struct error err = {0};
    publish("one", "stamp", 3);
    check_done(folder_remove(releases, &err), &err);
    assert_true(publish("one", "stamp", 3).changed);
    assert_true(public_holds("es/index.html", "one"));
}

/* Streams ------------------------------------------------------------------------ */

enum { LONG = 300000, PIECE = 70001 };

static void stream(struct tree *tree, const char *path, struct text bytes)
{
    struct tree_file *file;
    struct error err = {0};
    check_done(tree_file_open(tree, path, &file, &err), &err);
    while (bytes.length > 0) {
        struct text piece = {bytes.at, bytes.length < PIECE ? bytes.length : PIECE};
        check_done(tree_file_add(file, piece, &err), &err);
        bytes.at += piece.length;
        bytes.length -= piece.length;
    }
    check_done(tree_file_close(file, &err), &err);
}

/* Publish one long file with a byte changed at an offset, cut to a length. */
static struct published publish_long(size_t change, size_t length)
{
    char *bytes = arena_take(&arena, LONG);
    for (size_t i = 0; i < LONG; i++)
        bytes[i] = (char)(i * 7 + i / 251);
    if (change < LONG)
        bytes[change] ^= 1;
    struct tree *tree = open_tree();
    struct published published;
    struct error err = {0};
    stream(tree, "data/long.csv", (struct text){bytes, length});
    check_done(tree_publish(tree, "2026-04-18", "s", 1, &published, &err), &err);
    assert_true(file_holds(in_public("data/long.csv"), (struct text){bytes, length}));
    struct sha256 sha256;
    check_done(sha256_of_file(in_public("data/long.csv"), &sha256, &err), &err);
    const char *sums = arena_format(&arena, "%s  data/long.csv\n", sha256.hex);
    assert_true(public_holds("SHA256SUMS", sums));
    tree_close(tree);
    return published;
}

static void streams(void **state)
{
    (void)state;
    assert_int_equal(publish_long(LONG, LONG).written, 1);
    assert_int_equal(publish_long(LONG, LONG).linked, 1);
    assert_int_equal(publish_long(LONG - 1, LONG).written, 1);
    assert_int_equal(publish_long(0, LONG).written, 1);
    assert_int_equal(publish_long(PIECE, LONG).written, 1);
    assert_int_equal(publish_long(LONG, LONG - 5).written, 1); /* shorter */
    assert_int_equal(publish_long(LONG, LONG).written, 1);     /* longer */
    assert_int_equal(publish_long(LONG, 0).written, 1);        /* empty */
    assert_int_equal(publish_long(LONG, 0).linked, 1);
}

static bool put_numbered(void *context, size_t index, struct error *err)
{
    char path[64], words[64];
    snprintf(path, sizeof path, "n/%zu/%zu.html", index % 7, index);
    int length = snprintf(words, sizeof words, "page %zu", index);
    return tree_put(context, path, (struct text){words, (size_t)length}, err);
}

static void takes_files_from_many_threads(void **state)
{
    (void)state;
    struct published published;
    struct error err = {0};
    setenv("CIFRA_THREADS", "8", 1);
    for (int i = 0; i < 2; i++) {
        struct tree *tree = open_tree();
        check_done(parallel_each(500, put_numbered, tree, &err), &err);
        check_done(tree_publish(tree, "2026-04-18", "s", 3, &published, &err), &err);
        assert_int_equal(published.files, 500);
        assert_int_equal(published.linked, i ? 500 : 0);
        tree_close(tree);
    }
    unsetenv("CIFRA_THREADS");
}

static void an_edition_needs_files_and_a_day(void **state)
{
    (void)state;
    struct published published;
    struct error err = {0};
    struct tree *tree = open_tree();
    assert_false(tree_publish(tree, "2026-04-18", "s", 3, &published, &err));
    check_error(&err, ERROR_CONTRADICTION, "nothing to publish");
    err = (struct error){0};
    put(tree, "a", "x");
    assert_false(tree_publish(tree, "../../x", "s", 3, &published, &err));
    check_error(&err, ERROR_USAGE, "is not a day");
    tree_close(tree);
    assert_false(file_exists(public_));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_folder(publishes),
        with_folder(changes_nothing_when_nothing_is_new),
        with_folder(links_what_did_not_change),
        with_folder(counts_what_is_gone),
        with_folder(refuses_unsafe_paths),
        with_folder(refuses_a_path_twice),
        with_folder(a_build_given_up_leaves_nothing),
        with_folder(sweeps_what_a_killed_run_left),
        with_folder(touches_no_folder_of_others),
        with_folder(touches_no_link_of_others),
        with_folder(one_run_at_a_time),
        with_folder(keeps_so_many),
        with_folder(remembers_its_stamp),
        with_folder(mends_a_damaged_release),
        with_folder(shows_the_chain_whatever_fails),
        with_folder(starts_over_when_the_release_is_gone),
        with_folder(streams),
        with_folder(takes_files_from_many_threads),
        with_folder(an_edition_needs_files_and_a_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
