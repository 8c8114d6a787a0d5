#include "tests/check.h"

#include "base/file.h"
#include "site/tree.h"

#include <errno.h>
#include <string.h>

static struct arena arena;

static struct tree *open_tree(const char *folder)
{
    struct tree *tree;
    struct error err = {0};
    check_done(tree_open(path_join(&arena, folder, "releases"),
                         path_join(&arena, folder, "public"), &tree, &err),
               &err);
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
    struct tree *tree = open_tree(*state);
    assert_string_equal(told(tree, EIO), "writing x: Input/output error");
    assert_true(says(told(tree, ENOSPC), "No space left on device; an edition needs "));
    assert_true(says(told(tree, ENOSPC), " MB were free; "));
    assert_true(says(told(tree, EDQUOT), "exceeded; an edition needs "));
    assert_false(says(told(tree, EDQUOT), "free"));
    tree_close(tree);
}

static void it_says_what_is_served(void **state)
{
    struct published published;
    struct error err = {0};
    struct tree *tree = open_tree(*state);
    assert_true(says(told(tree, ENOSPC), "needs more than 0.0 MB"));
    assert_true(says(told(tree, ENOSPC), "/public is not made"));
    check_done(tree_publish(tree, "2026-04-18", "stamp", 1, &published, &err), &err);
    assert_true(says(told(tree, ENOSPC), "/public is the new edition"));
    tree_close(tree);
    tree = open_tree(*state);
    assert_true(says(told(tree, ENOSPC), "needs up to 0.0 MB"));
    assert_true(says(told(tree, ENOSPC), "/public stays as it is"));
    tree_close(tree);
}

static int make_folder(void **state)
{
    *state = temporary_folder();
    return 0;
}

static int remove_folder(void **state)
{
    drop_folder(*state);
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_want_of_room_is_explained, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(it_says_what_is_served, make_folder,
                                        remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
