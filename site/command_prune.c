/* cifra prune: what the configuration does not keep goes. */
#include "site/commands.h"

#include "base/clock.h"
#include "site/freed.h"
#include "site/hold.h"
#include "site/intake.h"
#include "site/lock.h"
#include "site/printed.h"
#include "site/release.h"
#include "site/retention.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DAY_SECONDS = 24 * 60 * 60 };

/* What goes: a release by its name, anything else by its path. */
struct goner {
    const char *release; /* NULL */
    const char *path;
    const char *what;
};

struct pruning {
    struct program *program;
    struct goner *goner;
    size_t count, capacity;
};

static void add(struct pruning *pruning, struct goner goner)
{
    if (pruning->count == pruning->capacity) {
        pruning->capacity = pruning->capacity ? 2 * pruning->capacity : 64;
        pruning->goner = memory_or_die(
            realloc(pruning->goner, pruning->capacity * sizeof *pruning->goner));
    }
    pruning->goner[pruning->count++] = goner;
}

static bool find_releases(struct pruning *pruning, struct error *err)
{
    struct arena *arena = &pruning->program->arena;
    const struct config *config = &pruning->program->config;
    const char *shown, **names;
    size_t count;
    struct hold hold = {0};
    if (!file_exists(config->releases) ||
        !release_current(arena, config->public_, &shown, err))
        return err->kind == ERROR_NONE;
    if (!shown) /* then nobody knows which edition is the last good one */
        return true;
    hold_read(arena, config->releases, &hold);
    const struct retention retention = {.shown = strrchr(shown, '/') + 1,
                                        .also = hold.before,
                                        .newest = config->keep_releases,
                                        .monthly = config->keep_monthly};
    if (!retention_beyond(arena, config->releases, &retention, &names, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        add(pruning,
            (struct goner){names[i], path_join(arena, config->releases, names[i]),
                           "the pages of edition"});
    return true;
}

static bool find_swept(struct pruning *pruning, struct error *err)
{
    struct arena *arena = &pruning->program->arena;
    const struct config *config = &pruning->program->config;
    const char **paths;
    size_t count;
    if (!file_exists(config->releases))
        return true;
    if (!releases_leftovers(arena, config->releases, &paths, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        add(pruning, (struct goner){NULL, paths[i], "what a killed run left:"});
    return true;
}

/* Files of a folder that nobody changed for so many days. */
static bool find_old(struct pruning *pruning, const char *folder, const char *what,
                     struct error *err)
{
    struct arena *arena = &pruning->program->arena;
    int days = pruning->program->config.keep_leftovers;
    time_t latest = clock_seconds() - (time_t)days * DAY_SECONDS;
    struct text *names;
    size_t count;
    if (!file_exists(folder))
        return true;
    if (!folder_list(arena, folder, &names, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct stat found;
        const char *path = path_join(arena, folder, names[i].at);
        if (lstat(path, &found) == 0 && S_ISREG(found.st_mode) &&
            found.st_mtime < latest)
            add(pruning, (struct goner){NULL, path, what});
    }
    return true;
}

static bool find_refused(struct pruning *pruning, struct error *err)
{
    struct arena *arena = &pruning->program->arena;
    const char *store = pruning->program->config.snapshots;
    const char *refused = path_join(arena, store, ".refused");
    struct text *names;
    size_t count = 0;
    if (file_exists(refused) && !folder_list(arena, refused, &names, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!find_old(pruning, path_join(arena, refused, names[i].at), "refused:", err))
            return false;
    return find_old(pruning, path_join(arena, store, ".incoming"), "interrupted:", err);
}

static bool remove_one(struct pruning *pruning, const struct goner *goner,
                       struct error *err)
{
    const struct config *config = &pruning->program->config;
    if (goner->release)
        return retention_drop(&pruning->program->arena, config->releases,
                              goner->release, err);
    if (unlink(goner->path) == 0 || errno == ENOENT)
        return true;
    return folder_remove(goner->path, err);
}

static bool remove_all(struct pruning *pruning, struct error *err)
{
    struct program *program = pruning->program;
    struct freed *freed = freed_open();
    uint64_t whole = 0;
    bool good = true;
    for (size_t i = 0; good && i < pruning->count; i++) {
        const struct goner *goner = &pruning->goner[i];
        uint64_t bytes = freed_add(freed, goner->path);
        if (goner->release)
            bytes += freed_add(freed,
                               arena_format(&program->arena, "%s.stamp", goner->path));
        good = program->options.dry_run || remove_one(pruning, goner, err);
        whole += bytes;
        if (good && !program->terminal.quiet)
            fprintf(program->terminal.out, "%s %s: %s\n", goner->what,
                    goner->release ? goner->release
                                   : printed_words(&program->arena, goner->path),
                    printed_count(&program->arena, bytes, "byte"));
    }
    freed_close(freed);
    if (good && !program->terminal.quiet)
        fprintf(program->terminal.out, "%s%s\n",
                printed_count(&program->arena, whole, "byte"),
                program->options.dry_run ? " would be freed" : " freed");
    return good;
}

static bool prune(struct program *program, struct error *err)
{
    struct pruning pruning = {.program = program};
    /* A release on its way out takes the name that a killed run left to another. */
    bool good = find_swept(&pruning, err) && find_releases(&pruning, err) &&
                find_refused(&pruning, err) && remove_all(&pruning, err);
    free(pruning.goner);
    return good;
}

/* A dry run changes nothing, not even a lock. */
static bool hold_locks(struct program *program, int *releases, int *store,
                       struct error *err)
{
    const struct config *config = &program->config;
    const char *former;
    *releases = *store = -1;
    if (program->options.dry_run)
        return true;
    if (file_exists(config->releases) &&
        !lock_take(&program->arena, config->releases, releases, &former, err))
        return false;
    if (!file_exists(config->snapshots) || intake_lock(config, store, err))
        return true;
    if (*releases >= 0)
        lock_release(*releases);
    return false;
}

enum exit_code command_prune(struct program *program)
{
    struct error err = {0};
    int releases, store;
    if (!program_open(program, &err))
        return fail_setup(program, &err);
    while (!hold_locks(program, &releases, &store, &err))
        if (!program_waits(program, &err))
            return fail_lock(program, &err);
    bool good = prune(program, &err);
    if (store >= 0)
        lock_release(store);
    if (releases >= 0)
        lock_release(releases);
    return good ? EXIT_FINE : fail_setup(program, &err);
}
