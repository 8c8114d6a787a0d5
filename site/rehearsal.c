#include "site/rehearsal.h"

#include "base/file.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COPY_MAX = 1 << 30 };

/* A state folder on another disk takes no link of the store's. */
static bool copy_bytes(const char *from, const char *to, struct error *err)
{
    struct arena arena = {0};
    struct text bytes;
    bool good =
        file_read(&arena, from, COPY_MAX, &bytes, err) && file_write(to, bytes, err);
    arena_free(&arena);
    return good;
}

static bool link_or_copy(const char *from, const char *to, struct error *err)
{
    struct stat found;
    if (lstat(from, &found) != 0 || !S_ISREG(found.st_mode))
        return true; /* nothing of a store's */
    if (link(from, to) == 0)
        return true;
    return errno == EXDEV || errno == EPERM || errno == EMLINK
               ? copy_bytes(from, to, err)
               : fail_errno(err, "linking %s to %s", from, to);
}

static bool link_source(struct arena *arena, const char *from, const char *to,
                        struct error *err)
{
    struct text *names;
    size_t count;
    struct stat found;
    if (stat(from, &found) != 0 || !S_ISDIR(found.st_mode))
        return true;
    if (!folder_make(to, err) || !folder_list(arena, from, &names, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!link_or_copy(path_join(arena, from, names[i].at),
                          path_join(arena, to, names[i].at), err))
            return false;
    return true;
}

bool rehearsal_open(struct arena *arena, const char *store, const char *state,
                    const char **copy, struct error *err)
{
    struct text *names;
    size_t count = 0;
    *copy = path_join(arena, state, ".rehearsal");
    if (!folder_remove(*copy, err) || !folder_make(*copy, err))
        return false;
    if (file_exists(store) && !folder_list(arena, store, &names, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!link_source(arena, path_join(arena, store, names[i].at),
                         path_join(arena, *copy, names[i].at), err))
            return false;
    return true;
}

void rehearsal_close(const char *copy)
{
    struct error ignored = {0}; /* the next one removes it */
    folder_remove(copy, &ignored);
}
