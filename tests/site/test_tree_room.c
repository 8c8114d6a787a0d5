#include "tests/site/site_folder.h"

#include "base/file.h"

#include <errno.h>
#include <string.h>

static struct tree *begin_edition(void)
{
    struct tree *tree = open_tree();
    struct error err = {0};
    check_done(tree_put(tree, "es/index.html", TEXT("words"), &err), &err);
    return tree;
}

/* What is said of a failed write with this errno. */
static const char *told(const struct tree *tree, int number)
{
    struct error err = {0};
    errno = number;
    fail_errno(&err, "writing x");
    assert_false(tree_tell_room(tree, &err));
    return arena_copy(&arena, text_of(err.message)).at;
}

static bool says(const char *message, const char *words)
{
    return strstr(message, words) != NULL;
}

static void only_want_of_room_is_explained(void **state)
{
    (void)state;
    struct tree *tree = begin_edition();
    assert_string_equal(told(tree, EIO), "writing x: Input/output error");
    assert_true(says(told(tree, ENOSPC), "No space left on device; an edition needs "));
    assert_true(says(told(tree, ENOSPC), " MB were free; "));
    assert_true(says(told(tree, EDQUOT), "exceeded; an edition needs "));
    assert_false(says(told(tree, EDQUOT), "free"));
    tree_close(tree);
}

static void it_says_what_is_served(void **state)
{
    (void)state;
    struct published published;
    struct error err = {0};
    struct tree *tree = begin_edition();
    assert_true(says(told(tree, ENOSPC), "needs more than 0.0 MB"));
    assert_true(says(told(tree, ENOSPC), "/public is not made"));
    check_done(tree_publish(tree, "2026-04-18", "stamp", 1, &published, &err), &err);
    assert_true(says(told(tree, ENOSPC), "/public is the new edition"));
    tree_close(tree);
    tree = begin_edition();
    assert_true(says(told(tree, ENOSPC), "needs up to 0.0 MB"));
    assert_true(says(told(tree, ENOSPC), "/public stays as it is"));
    tree_close(tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_folder(only_want_of_room_is_explained),
        with_folder(it_says_what_is_served),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
