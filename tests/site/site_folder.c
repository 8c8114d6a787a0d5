#include "tests/site/site_folder.h"

#include "base/buffer.h"
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

static void add_piece(void *context, struct text piece) { buffer_text(context, piece); }

struct text bytes_put(const struct tree *tree, const char *path)
{
    struct buffer all = {0};
    struct error err = {0};
    check_done(tree_each_piece(tree, path, add_piece, &all, &err), &err);
    struct text bytes = arena_copy(&arena, buffer_all(&all));
    buffer_free(&all);
    return bytes;
}
