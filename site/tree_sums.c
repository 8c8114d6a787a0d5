/* Sums of a folder's files, beside them: the way to check a part of a release. */
#include "site/tree_inside.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "site/sums.h"

#include <stdint.h>
#include <string.h>

static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) : 0;
}

struct folder_sums {
    const char *path; /* of the file to come */
    struct buffer lines;
};

/* One for each folder, in the order of their first files; sorted entries give each its
 * lines in order, though those of folders within it stand in between. */
static size_t gather_sums(struct tree *tree, struct arena *arena, const char *top,
                          struct folder_sums *sums)
{
    size_t count = 0, length = strlen(top);
    for (size_t i = 0; i < tree->count; i++) {
        const char *path = tree->entry[i].path;
        size_t folder = folder_length(path), j = count;
        if (strncmp(path, top, length) != 0 || path[length] != '/')
            continue;
        while (j-- > 0)
            if (folder_length(sums[j].path) == folder &&
                strncmp(sums[j].path, path, folder) == 0)
                break;
        if (j == SIZE_MAX) {
            j = count++;
            sums[j].path = arena_format(arena, "%.*s/" RELEASE_SUMS, (int)folder, path);
        }
        buffer_format(&sums[j].lines, "%s  %s\n", tree->entry[i].sha256.hex,
                      path + folder + 1);
    }
    return count;
}

bool tree_put_sums(struct tree *tree, const char *folder, struct error *err)
{
    struct arena arena = {0};
    bool good = true;
    tree_sort(tree);
    struct folder_sums *sums = arena_array(&arena, tree->count + 1, sizeof *sums);
    size_t count = gather_sums(tree, &arena, folder, sums);
    for (size_t i = 0; i < count; i++) {
        good = good && tree_put(tree, sums[i].path, buffer_all(&sums[i].lines), err);
        buffer_free(&sums[i].lines);
    }
    arena_free(&arena);
    return good;
}
