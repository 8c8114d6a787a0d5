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

/* Publish an edition with a group of two files, made only when it must be: whether it
 * was. What is said of it names the day it was made. */
static bool publish_group(const char *day, const char *made_of, bool may_stay)
{
    struct tree *tree;
    struct published published;
    struct error err = {0};
    struct text said = {0};
    struct sha256 hash = sha256_of(text_of(made_of));
    check_done(tree_open(releases, public_, &tree, &err), &err);
    check_done(tree_put(tree, "index.html", text_of(day), &err), &err);
    bool taken = tree_group_find(tree, "towns/one", &hash, &said);
    if (taken) {
        assert_true(tree_group_take_over(tree, "towns/one", &hash));
        assert_true(text_is(said, "on monday\nat noon"));
    } else {
        tree_group_begin();
        check_done(tree_put(tree, "es/one.html", text_of(day), &err), &err);
        check_done(tree_put(tree, "en/one.html", text_of(made_of), &err), &err);
        tree_group_end(tree, "towns/one", may_stay ? &hash : NULL,
                       TEXT("on monday\nat noon"));
    }
    check_done(tree_put(tree, "style.css", TEXT("body {}"), &err), &err);
    check_done(tree_publish(tree, "2026-04-18", "stamp", 3, &published, &err), &err);
    assert_int_equal(published.files, 4);
    tree_close(tree);
    return !taken;
}

static void takes_over_what_was_made_together(void **state)
{
    (void)state;
    assert_true(publish_group("monday", "lines", true));
    assert_false(publish_group("tuesday", "lines", true));
    assert_true(public_holds("es/one.html", "monday"));
    assert_true(public_holds("en/one.html", "lines"));
    assert_true(public_holds("index.html", "tuesday"));
    assert_false(publish_group("wednesday", "lines", true)); /* once more */
    assert_true(publish_group("thursday", "bars", true));
    assert_true(public_holds("es/one.html", "thursday"));
    assert_false(publish_group("friday", "bars", true));
}

static void leaves_what_may_not_stay(void **state)
{
    (void)state;
    assert_true(publish_group("monday", "lines", false));
    assert_true(publish_group("tuesday", "lines", true));
    assert_false(publish_group("wednesday", "lines", true));
}

static void takes_over_no_group_that_was_touched(void **state)
{
    struct error err = {0};
    (void)state;
    assert_true(publish_group("monday", "lines", true));
    check_done(
        file_write(path_join(&arena, public_, "es/one.html"), TEXT("forged"), &err),
        &err);
    assert_true(publish_group("tuesday", "lines", true));
    assert_true(public_holds("es/one.html", "tuesday"));
}

/* Of another release, cut short at each of its bytes, or no list at all. */
static void reads_no_broken_list_of_groups(void **state)
{
    const char *list = path_join(&arena, releases, ".groups");
    struct text text, old;
    struct error err = {0};
    (void)state;
    assert_true(publish_group("monday", "lines", true));
    check_done(file_read(&arena, list, 4096, &old, &err), &err);
    assert_false(publish_group("tuesday", "lines", true));
    check_done(file_read(&arena, list, 4096, &text, &err), &err);
    check_done(file_write(list, old, &err), &err);
    assert_true(publish_group("wednesday", "lines", true));
    for (size_t length = 0; length < text.length; length += 7) {
        check_done(file_read(&arena, list, 4096, &text, &err), &err);
        check_done(file_write(list, (struct text){text.at, length}, &err), &err);
        assert_true(
            publish_group(arena_format(&arena, "cut at %zu", length), "lines", true));
    }
    check_done(file_write(list, TEXT("no list\nat all"), &err), &err);
    assert_true(publish_group("thursday", "lines", true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_folder(makes_only_what_is_of_something_else),
        with_folder(trusts_nothing_that_was_touched),
        with_folder(trusts_nothing_without_a_stamp),
        with_folder(reads_no_list_of_another_release),
        with_folder(takes_over_what_was_made_together),
        with_folder(leaves_what_may_not_stay),
        with_folder(takes_over_no_group_that_was_touched),
        with_folder(reads_no_broken_list_of_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
