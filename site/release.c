#include "site/release.h"

#include "base/file.h"
#include "base/period.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DAY_LENGTH = 10 };

#define STAMP ".stamp"

/* Names ----------------------------------------------------------------------- */

bool release_is_name(const char *name)
{
    struct day day;
    if (strlen(name) != RELEASE_NAME_LENGTH ||
        !day_parse((struct text){name, DAY_LENGTH}, &day) || name[DAY_LENGTH] != '-')
        return false;
    const char *hash = name + DAY_LENGTH + 1;
    return strspn(hash, "0123456789abcdef") == strlen(hash);
}

static bool is_stamp_name(const char *name)
{
    size_t length = strlen(name);
    char release[RELEASE_NAME_LENGTH + 1] = {0};
    if (length != RELEASE_NAME_LENGTH + strlen(STAMP) ||
        strcmp(name + RELEASE_NAME_LENGTH, STAMP) != 0)
        return false;
    memcpy(release, name, RELEASE_NAME_LENGTH);
    return release_is_name(release);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static const char *folder_of(struct arena *arena, const char *path)
{
    const char *folder = path_folder(arena, path);
    return *folder ? folder : ".";
}

/* The path without links and dots, in the arena; NULL with errno. */
static const char *real_path(struct arena *arena, const char *path)
{
    char *real = realpath(path, NULL);
    if (!real)
        return NULL;
    const char *copy = arena_copy(arena, text_of(real)).at;
    free(real);
    return copy;
}

/* The public link ------------------------------------------------------------- */

bool release_current(struct arena *arena, const char *public_, const char **folder,
                     struct error *err)
{
    *folder = NULL;
    struct stat found;
    if (lstat(public_, &found) != 0)
        return errno == ENOENT ? true : fail_errno(err, "looking at %s", public_);
    if (!S_ISLNK(found.st_mode))
        return fail(err, ERROR_USAGE,
                    "%s is in the way: it must not exist, or be the link that an "
                    "earlier run made; nothing was touched",
                    public_);
    char target[PATH_MAX];
    ssize_t length = readlink(public_, target, sizeof target - 1);
    if (length < 0)
        return fail_errno(err, "reading the link %s", public_);
    target[length] = '\0';
    if (!release_is_name(base_name(target)))
        return fail(err, ERROR_USAGE,
                    "%s is a link to %s, which is not a release of ours; nothing was "
                    "touched",
                    public_, target);
    const char *real = real_path(arena, public_);
    if (real && stat(path_join(arena, real, RELEASE_SUMS), &found) == 0)
        *folder = real;
    return *folder || errno == ENOENT || errno == ENOTDIR ||
           fail_errno(err, "looking at the release that %s links to", public_);
}

/* From one folder to another, both without links: "../var/releases". */
static const char *relative(struct arena *arena, const char *from, const char *to)
{
    size_t common = 0, i = 0;
    while (from[i] && from[i] == to[i]) {
        i++;
        if ((from[i] == '/' || !from[i]) && (to[i] == '/' || !to[i]))
            common = i;
    }
    const char *rest = to + common;
    struct buffer path = {0};
    for (const char *at = from + common; *at; at++)
        if (*at == '/' && at[1])
            buffer_string(&path, "../");
    buffer_string(&path, *rest == '/' ? rest + 1 : rest);
    const char *copy = arena_copy(arena, buffer_all(&path)).at;
    buffer_free(&path);
    return copy;
}

/* Where the new link is made, before it takes public's place. */
static const char *link_in_waiting(struct arena *arena, const char *public_)
{
    return arena_format(arena, "%s/.%s.new", folder_of(arena, public_),
                        base_name(public_));
}

bool release_switch(struct arena *arena, const char *releases, const char *public_,
                    const char *name, struct error *err)
{
    const char *parent = folder_of(arena, public_);
    if (!folder_make(parent, err))
        return false;
    const char *from = real_path(arena, parent);
    const char *to = real_path(arena, releases);
    if (!from || !to)
        return fail_errno(err, "finding %s from %s", releases, parent);
    const char *target = relative(arena, from, path_join(arena, to, name));
    const char *waiting = link_in_waiting(arena, public_);
    if (unlink(waiting) != 0 && errno != ENOENT)
        return fail_errno(err, "removing %s", waiting);
    if (symlink(target, waiting) != 0)
        return fail_errno(err, "making the link %s", waiting);
    if (rename(waiting, public_) != 0)
        return fail_errno(err, "pointing %s at %s", public_, target);
    return folder_sync(parent, err);
}

/* Sweeping -------------------------------------------------------------------- */

static bool is_leftover(struct arena *arena, const char *releases, const char *name)
{
    if (strcmp(name, ".staging") == 0 || strcmp(name, ".replaced") == 0)
        return true;
    if (strncmp(name, ".cifra-", 7) == 0)
        return true;
    if (!is_stamp_name(name))
        return false;
    const char *release = arena_format(arena, "%.*s", RELEASE_NAME_LENGTH, name);
    return !file_exists(path_join(arena, releases, release));
}

static bool remove_any(const char *path, struct error *err)
{
    if (unlink(path) == 0 || errno == ENOENT)
        return true;
    if (errno != EISDIR && errno != EPERM)
        return fail_errno(err, "removing %s", path);
    return folder_remove(path, err);
}

bool releases_leftovers(struct arena *arena, const char *releases, const char ***paths,
                        size_t *count, struct error *err)
{
    DIR *folder = opendir(releases);
    size_t capacity = 0;
    *count = 0;
    *paths = NULL;
    if (!folder)
        return fail_errno(err, "opening %s", releases);
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (!is_leftover(arena, releases, entry->d_name))
            continue;
        if (*count == capacity) {
            capacity = capacity ? 2 * capacity : 16;
            const char **more = arena_array(arena, capacity, sizeof *more);
            if (*count > 0)
                memcpy(more, *paths, *count * sizeof *more);
            *paths = more;
        }
        (*paths)[(*count)++] = path_join(arena, releases, entry->d_name);
    }
    closedir(folder);
    return true;
}

bool releases_sweep(struct arena *arena, const char *releases, const char *public_,
                    struct error *err)
{
    const char **paths;
    size_t count;
    bool good = releases_leftovers(arena, releases, &paths, &count, err);
    for (size_t i = 0; good && i < count; i++)
        good = remove_any(paths[i], err);
    return good && folder_sweep(path_join(arena, releases, RELEASE_EDITIONS), err) &&
           remove_any(link_in_waiting(arena, public_), err);
}

/* Fingerprint ------------------------------------------------------------------ */

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

bool release_fingerprint(const char *release, struct sha256 *out, struct error *err)
{
    char *const roots[] = {(char *)(uintptr_t)release, NULL};
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
    if (!walk)
        return fail_errno(err, "reading %s", release);
    struct buffer listing = {0};
    size_t root = strlen(release);
    for (FTSENT *entry; (entry = fts_read(walk));)
        if (entry->fts_info != FTS_D && entry->fts_info != FTS_DP)
            buffer_format(&listing, "%s %d %lld %lld.%09ld\n", entry->fts_path + root,
                          entry->fts_info, (long long)entry->fts_statp->st_size,
                          (long long)entry->fts_statp->st_mtim.tv_sec,
                          entry->fts_statp->st_mtim.tv_nsec);
    fts_close(walk);
    *out = sha256_of(buffer_all(&listing));
    buffer_free(&listing);
    return true;
}
