#include "site/keep.h"

#include "site/chain.h"
#include "site/release.h"
#include "site/sums.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { COPY_MAX = 1 << 30 };

bool chain_keeps(const char *path)
{
    static const char *const GONE[] = {".html", ".js", ".css", ".atom"};
    for (size_t i = 0; i < sizeof GONE / sizeof *GONE; i++)
        if (text_ends(text_of(path), text_of(GONE[i])))
            return false;
    return true;
}

static bool copy(struct arena *arena, const char *from, const char *to,
                 struct error *err)
{
    struct text bytes;
    return file_read(arena, from, COPY_MAX, &bytes, err) && file_write(to, bytes, err);
}

static bool keep_file(const char *from, const char *to, const char *path,
                      struct error *err)
{
    struct arena arena = {0};
    const char *old = path_join(&arena, from, path), *new = path_join(&arena, to, path);
    const char *parent = path_folder(&arena, new);
    bool good = link(old, new) == 0;
    if (!good && errno == ENOENT)
        good = folder_make(parent, err) && link(old, new) == 0;
    if (!good && err->kind == ERROR_NONE)
        good =
            errno == EMLINK || errno == EPERM || errno == EXDEV || errno == EOPNOTSUPP
                ? copy(&arena, old, new, err)
                : fail_errno(err, "keeping %s", new);
    arena_free(&arena);
    return good;
}

bool keep_files(const char *from, const char *to, struct text sums, struct error *err)
{
    struct arena arena = {0};
    struct summed *file;
    size_t count;
    bool good = sums_read(&arena, sums, RELEASE_SUMS, &file, &count, err) &&
                keep_file(from, to, RELEASE_SUMS, err);
    for (size_t i = 0; good && i < count; i++)
        if (chain_keeps(file[i].path))
            good = keep_file(from, to, file[i].path, err);
    arena_free(&arena);
    return good;
}

bool keep_durable(const char *folder, struct error *err)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return fail_errno(err, "opening %s", folder);
    bool good = syncfs(fd) == 0 || fail_errno(err, "making %s durable", folder);
    close(fd);
    return good;
}
