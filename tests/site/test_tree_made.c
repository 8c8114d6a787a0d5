/* Files that would come out the same are taken over from the edition before. */
#include "tests/site/site_folder.h"

#include "base/file.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What is made of what when a build wants a picture of these. */
struct wish {
    const char *path, *made_of, *bytes;
};

/* Publish an edition of a page and pictures, each made only when it must be. Returns
 * how many were. */
static int publish(const char *page, const struct wish *wish, size_t count)
{
    struct tree *tree;
    struct published published;
    struct error err = {0};
    int made = 0;
    check_done(tree_open(releases, public_, &tree, &err), &err);
    check_done(tree_put(tree, "index.html", text_of(page), &err), &err);
    for (size_t i = 0; i < count; i++) {
        struct sha256 made_of = sha256_of(text_of(wish[i].made_of));
        if (tree_take_over(tree, wish[i].path, &made_of))
            continue;
        made++;
        check_done(tree_put(tree, wish[i].path, text_of(wish[i].bytes), &err), &err);
    }
    check_done(tree_publish(tree, "2026-04-18", "stamp", 3, &published, &err), &err);
    tree_close(tree);
    return made;
}

static bool public_holds(const char *path, const char *bytes)
{
    return file_holds(path_join(&arena, public_, path), text_of(bytes));
}

static void makes_only_what_is_of_something_else(void **state)
{
    const struct wish first[] = {{"es/a.png", "lines", "A"}, {"es/b.png", "bars", "B"}};
    const struct wish second[] = {{"es/a.png", "lines", "never made"},
                                  {"es/b.png", "dots", "other B"},
                                  {"es/c.png", "lines", "C"}};
    (void)state;
    assert_int_equal(publish("one", first, 2), 2);
    assert_int_equal(publish("two", second, 3), 2);
    assert_true(public_holds("index.html", "two"));
    assert_true(public_holds("es/a.png", "A"));
    assert_true(public_holds("es/b.png", "other B"));
    assert_true(public_holds("es/c.png", "C"));
    struct text sums;
    struct error err = {0};
    check_done(
        file_read(&arena, path_join(&arena, public_, "SHA256SUMS"), 4096, &sums, &err),
        &err);
    struct sha256 of_a = sha256_of(TEXT("A"));
    assert_non_null(strstr(sums.at, arena_format(&arena, "%s  es/a.png\n", of_a.hex)));
    /* what was taken over can be taken over again */
    assert_int_equal(publish("three", second, 3), 0);
    assert_true(public_holds("es/a.png", "A"));
}

static void trusts_nothing_that_was_touched(void **state)
{
    const struct wish wish[] = {{"a.png", "lines", "A"}};
    struct error err = {0};
    (void)state;
    assert_int_equal(publish("one", wish, 1), 1);
    check_done(file_write(path_join(&arena, public_, "a.png"), TEXT("forged"), &err),
               &err);
    assert_int_equal(publish("two", wish, 1), 1);
    assert_true(public_holds("a.png", "A"));
}

/* Without its stamp nothing vouches for a release. */
static void trusts_nothing_without_a_stamp(void **state)
{
    const struct wish wish[] = {{"a.png", "lines", "A"}};
    struct error err = {0};
    char target[256] = "";
    (void)state;
    assert_int_equal(publish("one", wish, 1), 1);
    assert_true(readlink(public_, target, sizeof target - 1) > 0);
    check_done(file_write(path_join(&arena, public_, "a.png"), TEXT("forged"), &err),
               &err);
    assert_int_equal(
        unlink(arena_format(&arena, "%s/%s.stamp", releases, strrchr(target, '/') + 1)),
        0);
    assert_int_equal(publish("two", wish, 1), 1);
    assert_true(public_holds("a.png", "A"));
}

static void reads_no_list_of_another_release(void **state)
{
    const struct wish wish[] = {{"a.png", "lines", "A"}};
    const char *list = path_join(&arena, releases, ".made");
    struct text text;
    struct error err = {0};
    (void)state;
    assert_int_equal(publish("one", wish, 1), 1);
    check_done(file_read(&arena, list, 4096, &text, &err), &err);
    assert_int_equal(publish("two", wish, 1), 0);
    check_done(file_write(list, text, &err), &err);
    assert_int_equal(publish("three", wish, 1), 1);
    check_done(file_write(list, TEXT("no list\nat all"), &err), &err);
    assert_int_equal(publish("four", wish, 1), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_folder(makes_only_what_is_of_something_else),
        with_folder(trusts_nothing_that_was_touched),
        with_folder(trusts_nothing_without_a_stamp),
        with_folder(reads_no_list_of_another_release),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
