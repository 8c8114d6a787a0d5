#include "site/retention.h"

#include "base/file.h"
#include "site/release.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MONTH_LENGTH = 7 }; /* "2026-04", how a release's name begins */

struct aged {
    const char *name;
    struct timespec made;
};

static int newest_first(const void *a, const void *b)
{
    const struct aged *one = a, *two = b;
    if (one->made.tv_sec != two->made.tv_sec)
        return one->made.tv_sec < two->made.tv_sec ? 1 : -1;
    if (one->made.tv_nsec != two->made.tv_nsec)
        return one->made.tv_nsec < two->made.tv_nsec ? 1 : -1;
    return strcmp(one->name, two->name);
}

/* When a release was made: its list of sums is never a link to an older one. */
static struct timespec made_at(struct arena *arena, const char *releases,
                               const char *name)
{
    struct stat found;
    const char *release = path_join(arena, releases, name);
    if (stat(path_join(arena, release, RELEASE_SUMS), &found) != 0)
        return (struct timespec){0};
    return found.st_mtim;
}

static bool list(struct arena *arena, const char *releases, struct aged **out,
                 size_t *count, struct error *err)
{
    struct text *names;
    size_t all;
    *count = 0;
    if (!folder_list(arena, releases, &names, &all, err))
        return false;
    *out = arena_array(arena, all + 1, sizeof **out);
    for (size_t i = 0; i < all; i++) {
        const char *name = arena_copy(arena, names[i]).at;
        if (release_is_name(name))
            (*out)[(*count)++] = (struct aged){name, made_at(arena, releases, name)};
    }
    qsort(*out, *count, sizeof **out, newest_first);
    return true;
}

/* Is it the first of its month in the list, and the month among the first so many? */
static bool stands_for_month(const struct aged *aged, size_t at, int months)
{
    int seen = 0;
    for (size_t i = 0; i <= at; i++) {
        bool first = true;
        for (size_t j = 0; j < i && first; j++)
            first = strncmp(aged[i].name, aged[j].name, MONTH_LENGTH) != 0;
        seen += first;
        if (i == at)
            return first && seen <= months;
    }
    return false;
}

static bool is_fixed(const struct retention *retention, const char *name)
{
    return strcmp(name, retention->shown) == 0 ||
           (retention->also && strcmp(name, retention->also) == 0);
}

bool retention_beyond(struct arena *arena, const char *releases,
                      const struct retention *retention, const char ***names,
                      size_t *count, struct error *err)
{
    struct aged *aged;
    size_t all;
    int left = retention->newest - 1;
    *count = 0;
    if (!list(arena, releases, &aged, &all, err))
        return false;
    *names = arena_array(arena, all + 1, sizeof **names);
    for (size_t i = 0; i < all; i++) {
        if (is_fixed(retention, aged[i].name))
            continue;
        if (left > 0)
            left--;
        else if (!stands_for_month(aged, i, retention->monthly))
            (*names)[(*count)++] = aged[i].name;
    }
    return true;
}

bool retention_drop(struct arena *arena, const char *releases, const char *name,
                    struct error *err)
{
    const char *folder = path_join(arena, releases, name);
    const char *nameless = path_join(arena, releases, ".replaced");
    const char *stamp = arena_format(arena, "%s.stamp", folder);
    if (rename(folder, nameless) != 0)
        return fail_errno(err, "dropping %s", folder);
    return folder_remove(nameless, err) && (unlink(stamp) == 0 || errno == ENOENT ||
                                            fail_errno(err, "removing %s", stamp));
}

bool retention_apply(struct arena *arena, const char *releases,
                     const struct retention *retention, struct error *err)
{
    const char **names;
    size_t count;
    bool good = retention_beyond(arena, releases, retention, &names, &count, err);
    for (size_t i = 0; good && i < count; i++)
        good = retention_drop(arena, releases, names[i], err);
    return good;
}
