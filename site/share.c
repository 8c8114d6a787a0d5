#include "site/share.h"

#include "base/file.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

static bool is_share(struct arena *arena, const char *folder)
{
    return file_exists(path_join(arena, folder, "transform/lists")) &&
           file_exists(path_join(arena, folder, "ingest/sources"));
}

static bool need_share(struct arena *arena, const char *folder, const char *who,
                       const char **out, struct error *err)
{
    *out = folder;
    return is_share(arena, folder) || fail(err, ERROR_USAGE,
                                           "%s: %s does not hold transform/lists and "
                                           "ingest/sources",
                                           who, folder);
}

static const char *executable_folder(struct arena *arena)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    path[length > 0 ? length : 0] = '\0';
    return path_folder(arena, path);
}

bool share_find(struct arena *arena, const char *given, const char **out,
                struct error *err)
{
    static const char *const places[] = {"..", "../..", "../share/cifra", NULL};
    const char *environment = getenv("CIFRA_SHARE");
    if (given)
        return need_share(arena, given, "--share", out, err);
    if (environment && *environment)
        return need_share(arena, environment, "CIFRA_SHARE", out, err);
    const char *folder = executable_folder(arena);
    for (size_t i = 0; places[i]; i++) {
        char real[PATH_MAX];
        if (!realpath(path_join(arena, folder, places[i]), real) ||
            !is_share(arena, real))
            continue;
        *out = arena_copy(arena, text_of(real)).at;
        return true;
    }
    return fail(err, ERROR_USAGE,
                "the folder with lists and templates is not found near the program; "
                "name it with --share");
}
