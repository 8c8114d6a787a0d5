#include "site/intake_inside.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct refused {
    const char *words; /* path of the reason */
    struct timespec when;
};

static int newest_first(const void *a, const void *b)
{
    const struct refused *left = a, *right = b;
    if (left->when.tv_sec != right->when.tv_sec)
        return left->when.tv_sec < right->when.tv_sec ? 1 : -1;
    if (left->when.tv_nsec != right->when.tv_nsec)
        return left->when.tv_nsec < right->when.tv_nsec ? 1 : -1;
    return strcmp(left->words, right->words);
}

/* A publisher that sends nonsense every night shall not fill the disk. */
static bool drop_oldest_refused(struct arena *arena, const char *folder,
                                size_t *dropped, struct error *err)
{
    struct text *names;
    size_t files, count = 0;
    if (!folder_list(arena, folder, &names, &files, err))
        return false;
    struct refused *all = arena_array(arena, files + 1, sizeof *all);
    for (size_t i = 0; i < files; i++) {
        struct stat found;
        const char *path = path_join(arena, folder, names[i].at);
        if (text_ends(names[i], TEXT(".txt")) && stat(path, &found) == 0)
            all[count++] = (struct refused){path, found.st_mtim};
    }
    qsort(all, count, sizeof *all, newest_first);
    *dropped = count > REFUSED_KEPT ? count - REFUSED_KEPT : 0;
    for (size_t i = REFUSED_KEPT; i < count; i++) {
        size_t length = strlen(all[i].words) - strlen(".txt");
        (void)unlink(arena_format(arena, "%.*s", (int)length, all[i].words));
        (void)unlink(all[i].words);
    }
    return true;
}

bool put_aside(struct arena *arena, const struct config *config, const char *file,
               struct intake *intake, const char *reason, struct error *err)
{
    const struct provenance *from = &intake->provenance;
    const char *folder =
        path_join(arena, path_join(arena, config->snapshots, ".refused"), from->source);
    const char *path = path_join(arena, folder, from->sha256.hex);
    struct text words =
        text_of(arena_format(arena, "%s\n%s\n%s\n", from->fetched, from->url, reason));
    if (!folder_make(folder, err))
        return false;
    if (rename(file, path) != 0)
        return fail_errno(err, "moving %s to %s", file, path);
    intake->aside = path;
    return file_write(arena_format(arena, "%s.txt", path), words, err) &&
           drop_oldest_refused(arena, folder, &intake->aside_gone, err);
}
