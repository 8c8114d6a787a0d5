/* A site in a folder. Files that are links to one another are hashed once. */
#include "site/verify.h"

#include "site/packing.h"
#include "site/release.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { SEEN = 1 << 16 };

/* A file that was hashed: a table that forgets what falls on the same place. */
struct seen {
    dev_t device;
    ino_t inode;
    struct sha256 sha256;
};

struct folder {
    const char *path;
    struct seen *seen;
};

static void hash_file(struct folder *folder, struct arena *arena, const char *path,
                      struct looked *out)
{
    struct error err = {0};
    struct stat found;
    const char *full = path_join(arena, folder->path, path);
    *out = (struct looked){0};
    if (lstat(full, &found) != 0 || !S_ISREG(found.st_mode)) {
        out->why = "is missing";
        return;
    }
    struct seen *seen = &folder->seen[(size_t)found.st_ino % SEEN];
    if (seen->inode != found.st_ino || seen->device != found.st_dev) {
        struct sha256 sha256;
        if (!sha256_of_file(full, &sha256, &err)) {
            out->why = arena_copy(arena, text_of(err.message)).at;
            return;
        }
        *seen = (struct seen){found.st_dev, found.st_ino, sha256};
    }
    out->found = true;
    out->sha256 = seen->sha256;
}

static bool hash(void *context, struct arena *arena, const char *const *paths,
                 size_t count, struct looked *out, struct error *err)
{
    (void)err;
    for (size_t i = 0; i < count; i++)
        hash_file(context, arena, paths[i], &out[i]);
    return true;
}

static bool read_file(void *context, struct arena *arena, const char *path,
                      size_t limit, struct text *out, struct error *err)
{
    const struct folder *folder = context;
    const char *full = path_join(arena, folder->path, path);
    return file_given(full, err) && file_read(arena, full, limit, out, err);
}

static bool unpacks(void *context, struct arena *arena, const char *packed,
                    const char *plain, enum packing packing, const char **why)
{
    const struct folder *folder = context;
    return packed_is_of(packing, path_join(arena, folder->path, packed),
                        path_join(arena, folder->path, plain), why);
}

/* The link to the editions is left out, unless asked for. */
static bool is_editions(const char *folder, const char *path)
{
    return *folder == '\0' && strcmp(path, RELEASE_EDITIONS) == 0;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool list(void *context, struct arena *arena, const char *below,
                 const char *const **paths, size_t *count, struct error *err)
{
    const struct folder *folder = context;
    /* The stroke at the end has a link to a folder followed; others are not. */
    char *root = arena_format(arena, "%s/", path_join(arena, folder->path, below));
    char *const roots[] = {root, NULL};
    size_t capacity = 1024, skip = strlen(root);
    const char **found = memory_or_die(malloc(capacity * sizeof *found));
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
    *count = 0;
    for (FTSENT *entry; walk && (entry = fts_read(walk));) {
        if (entry->fts_info == FTS_D && is_editions(below, entry->fts_path + skip))
            fts_set(walk, entry, FTS_SKIP);
        if (entry->fts_info == FTS_D || entry->fts_info == FTS_DP ||
            is_editions(below, entry->fts_path + skip))
            continue;
        if (*count == capacity)
            found = memory_or_die(realloc(found, (capacity *= 2) * sizeof *found));
        found[(*count)++] = arena_copy(arena, text_of(entry->fts_path + skip)).at;
    }
    if (walk)
        fts_close(walk);
    const char **kept = arena_array(arena, *count + 1, sizeof *kept);
    memcpy(kept, found, *count * sizeof *kept);
    free(found);
    *paths = kept;
    return walk || fail_errno(err, "reading %s", root);
}

void verify_folder(struct arena *arena, const char *path, struct site_reader *out)
{
    struct folder *folder = arena_take(arena, sizeof *folder);
    folder->path = arena_copy(arena, text_of(path)).at;
    folder->seen = arena_array(arena, SEEN, sizeof *folder->seen);
    *out = (struct site_reader){folder, hash, read_file, list, unpacks};
}
