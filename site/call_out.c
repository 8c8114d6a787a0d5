#include "site/call_out.h"

#include "base/arena.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static const char *const *with(struct arena *arena, const char *const *environment)
{
    size_t own = 0, more = 0;
    while (environ[own])
        own++;
    while (environment && environment[more])
        more++;
    const char **all = arena_array(arena, own + more + 1, sizeof *all);
    for (size_t i = 0; i < more; i++) /* the first of a name counts */
        all[i] = environment[i];
    for (size_t i = 0; i < own; i++)
        all[more + i] = environ[i];
    return all;
}

/* A file rather than a pipe: nobody waits for whoever does not read. */
static FILE *file_of(struct text input)
{
    FILE *file = tmpfile();
    if (!file)
        return NULL;
    if (fwrite(input.at, 1, input.length, file) == input.length && fflush(file) == 0 &&
        fseek(file, 0, SEEK_SET) == 0 && lseek(fileno(file), 0, SEEK_SET) == 0)
        return file;
    fclose(file);
    return NULL;
}

static bool start(struct arena *arena, const char *const *words,
                  const char *const *environment, int input, pid_t *child,
                  struct error *err)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    union { /* posix_spawn promises not to write */
        const char *const *given;
        char *const *taken;
    } arguments = {words}, variables = {with(arena, environment)};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    errno = posix_spawnp(child, words[0], &actions, &attributes, arguments.taken,
                         variables.taken);
    bool good = errno == 0 || fail_errno(err, "starting %s", words[0]);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return good;
}

static bool wait_for(pid_t child, const char *name, int seconds, struct error *err)
{
    static const struct timespec pause = {0, 20 * 1000 * 1000};
    int status = 0;
    pid_t ended = 0;
    for (long left = (long)seconds * 50; ended == 0 && left > 0; left--) {
        ended = waitpid(child, &status, WNOHANG);
        if (ended == 0)
            nanosleep(&pause, NULL);
    }
    if (ended == 0) {
        kill(-child, SIGKILL);
        waitpid(child, &status, 0);
        return fail(err, ERROR_SYSTEM, "%s took longer than %d s, and was stopped",
                    name, seconds);
    }
    if (WIFSIGNALED(status))
        return fail(err, ERROR_SYSTEM, "%s was ended by signal %d", name,
                    WTERMSIG(status));
    return (ended > 0 && WEXITSTATUS(status) == 0) ||
           fail(err, ERROR_SYSTEM, "%s ended with %d", name, WEXITSTATUS(status));
}

bool call_out(const char *const *words, const char *const *environment,
              struct text input, int seconds, struct error *err)
{
    struct arena arena = {0};
    pid_t child;
    FILE *file = file_of(input);
    bool good = file ? start(&arena, words, environment, fileno(file), &child, err) &&
                           wait_for(child, words[0], seconds, err)
                     : fail_errno(err, "writing what %s is to read", words[0]);
    if (file)
        fclose(file);
    arena_free(&arena);
    return good;
}
