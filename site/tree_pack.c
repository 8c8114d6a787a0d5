/* Packed copies of what is staged. A file that is a link to the old release's has its
 * copies there, too: they become links as well, and only what changed is packed. */
#include "site/tree.h"

#include "base/parallel.h"
#include "site/packing.h"
#include "site/tree_inside.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct packing_job {
    struct tree *tree;
    const bool *wanted; /* by packing */
    atomic_bool repacked;
    atomic_size_t packed;
};

static bool is_file(const char *path)
{
    struct stat found;
    return lstat(path, &found) == 0 && S_ISREG(found.st_mode);
}

/* Is a file of this path published itself? Entries are sorted. */
static bool is_entry(const struct tree *tree, const char *path)
{
    size_t first = 0, behind = tree->sorted;
    while (first < behind) {
        size_t middle = first + (behind - first) / 2;
        int order = strcmp(tree->entry[middle].path, path);
        if (order == 0)
            return true;
        if (order < 0)
            first = middle + 1;
        else
            behind = middle;
    }
    return false;
}

/* The copy that the old release has of the same bytes; NULL. */
static const char *old_copy(struct arena *arena, const struct tree *tree,
                            const char *copy)
{
    const char *old = tree->current ? path_join(arena, tree->current, copy) : NULL;
    return old && is_file(old) ? old : NULL;
}

static bool pack_entry(struct packing_job *job, struct arena *arena,
                       const struct entry *entry, enum packing packing,
                       struct error *err)
{
    struct tree *tree = job->tree;
    const char *copy = arena_format(arena, "%s.%s", entry->path, packing_name(packing));
    if (is_entry(tree, copy))
        return true;
    const char *old = old_copy(arena, tree, copy);
    const char *staged = path_join(arena, tree->staging, copy);
    bool smaller = false;
    if (job->wanted[packing] && packing_suits(entry->path)) {
        if (old && entry->linked && !tree->touched && link(old, staged) == 0) {
            atomic_fetch_add(&job->packed, 1);
            return true;
        }
        if (!pack_file(packing, path_join(arena, tree->staging, entry->path), staged,
                       &smaller, err))
            return false;
    }
    if (smaller)
        atomic_fetch_add(&job->packed, 1);
    if (smaller || old)
        atomic_store(&job->repacked, true);
    return true;
}

static bool pack_one(void *context, size_t index, struct error *err)
{
    struct packing_job *job = context;
    struct arena arena = {0};
    bool good = true;
    for (enum packing i = 0; good && i < PACKINGS; i++)
        good = pack_entry(job, &arena, &job->tree->entry[index], i, err);
    arena_free(&arena);
    return good;
}

bool tree_pack(struct tree *tree, const bool *wanted, struct error *err)
{
    struct packing_job job = {.tree = tree, .wanted = wanted};
    tree_sort(tree);
    bool good = parallel_each(tree->count, pack_one, &job, err);
    tree->repacked = atomic_load(&job.repacked);
    tree->packed = atomic_load(&job.packed);
    return good;
}
