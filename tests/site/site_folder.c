#include "tests/site/site_folder.h"

#include "base/file.h"

struct arena arena;
const char *releases, *public_;

int make_site_folder(void **state)
{
    *state = temporary_folder();
    releases = path_join(&arena, *state, "var/releases");
    public_ = path_join(&arena, *state, "public");
    return 0;
}

int remove_site_folder(void **state)
{
    drop_folder(*state);
    arena_free(&arena);
    return 0;
}

struct tree *open_tree(void)
{
    struct tree *tree;
    struct error err = {0};
    check_done(tree_open(releases, public_, &tree, &err), &err);
    return tree;
}
