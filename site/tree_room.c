#include "site/tree.h"

#include "site/tree_inside.h"

#include <errno.h>
#include <fts.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

enum { BLOCK = 4096, STAT_BLOCK = 512, MEGABYTE = 1000 * 1000 };

/* What a folder takes on the disk. */
static uint64_t room_taken(const char *folder)
{
    char *const roots[] = {(char *)(uintptr_t)folder, NULL};
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    uint64_t taken = 0;
    if (!walk)
        return 0;
    for (FTSENT *entry; (entry = fts_read(walk));)
        if (entry->fts_info == FTS_F || entry->fts_info == FTS_D)
            taken += (uint64_t)entry->fts_statp->st_blocks * STAT_BLOCK;
    fts_close(walk);
    return taken;
}

/* What the files that were finished take, of those that are no links to older ones. */
static uint64_t room_written(const struct tree *tree)
{
    uint64_t written = 0;
    for (size_t i = 0; i < tree->count; i++)
        if (!tree->entry[i].linked)
            written += (tree->entry[i].bytes + BLOCK - 1) / BLOCK * BLOCK;
    return written;
}

/* What was free before the first file came; a quota is not asked. */
static bool room_there_was(const struct tree *tree, uint64_t *out)
{
    struct statvfs found;
    if (statvfs(tree->releases, &found) != 0)
        return false;
    *out = (uint64_t)found.f_bavail * found.f_frsize + room_written(tree);
    return true;
}

/* Does public still point where it did? The last steps come after it was switched. */
static bool is_in_place(const struct tree *tree)
{
    struct arena arena = {0};
    struct error ignored = {0};
    const char *now;
    bool same = release_current(&arena, tree->public_, &now, &ignored) &&
                (now == NULL) == (tree->current == NULL) &&
                (!now || strcmp(now, tree->current) == 0);
    arena_free(&arena);
    return same;
}

static double megabytes(uint64_t bytes) { return (double)bytes / MEGABYTE; }

bool tree_tell_room(const struct tree *tree, struct error *err)
{
    uint64_t there_was, needed = tree->current ? room_taken(tree->current) : 0;
    if (err->number != ENOSPC && err->number != EDQUOT)
        return false;
    if (needed > 0)
        fail_then(err, "an edition needs up to %.1f MB in %s", megabytes(needed),
                  tree->releases);
    else
        fail_then(err, "an edition needs more than %.1f MB in %s",
                  megabytes(room_written(tree)), tree->releases);
    if (err->number == ENOSPC && room_there_was(tree, &there_was))
        fail_then(err, "%.1f MB were free", megabytes(there_was));
    return fail_then(err, "%s %s", tree->public_,
                     !is_in_place(tree) ? "is the new edition"
                     : tree->current    ? "stays as it is"
                                        : "is not made");
}
