#include "site/keep.h"

#include "base/parallel.h"
#include "site/chain.h"
#include "site/release.h"
#include "site/sums.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { COPY_MAX = 1 << 30, FILES_AT_ONCE = 256 };

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

/* Files of an edition that are kept, in order. */
struct keeping {
    const char *from, *to;
    const struct summed **file;
    size_t count;
};

static bool keep_some(void *context, size_t index, struct error *err)
{
    const struct keeping *keeping = context;
    size_t end = (index + 1) * FILES_AT_ONCE;
    bool good = true;
    for (size_t i = index * FILES_AT_ONCE; good && i < end && i < keeping->count; i++)
        good = keep_file(keeping->from, keeping->to, keeping->file[i]->path, err);
    return good;
}

bool keep_files(const char *from, const char *to, struct text sums, struct error *err)
{
    struct arena arena = {0};
    struct keeping keeping = {.from = from, .to = to};
    struct summed *file;
    size_t count;
    bool good = sums_read(&arena, sums, RELEASE_SUMS, &file, &count, err) &&
                keep_file(from, to, RELEASE_SUMS, err);
    if (good) {
        keeping.file = arena_array(&arena, count + 1, sizeof *keeping.file);
        for (size_t i = 0; i < count; i++)
            if (chain_keeps(file[i].path))
                keeping.file[keeping.count++] = &file[i];
        good = parallel_each((keeping.count + FILES_AT_ONCE - 1) / FILES_AT_ONCE,
                             keep_some, &keeping, err);
    }
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
