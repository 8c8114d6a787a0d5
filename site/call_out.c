#include "site/call_out.h"

#include "base/arena.h"
#include "site/guarded.h"

#include <stdio.h>
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

static bool wait_for(struct guarded *program, const char *name, int seconds,
                     struct error *err)
{
    struct guarded_end end;
    if (!guarded_wait(program, (int64_t)seconds * 1000, &end)) {
        guarded_stop(program);
        return fail(err, ERROR_SYSTEM, "%s took longer than %d s, and was stopped",
                    name, seconds);
    }
    guarded_leave(program);
    return guarded_judge(end, name, err);
}

bool call_out(const char *const *words, const char *const *environment,
              struct text input, int seconds, struct error *err)
{
    struct arena arena = {0};
    struct guarded program;
    FILE *file = file_of(input);
    bool good = file ? guarded_start(words, with(&arena, environment), fileno(file), -1,
                                     &program, err) &&
                           wait_for(&program, words[0], seconds, err)
                     : fail_errno(err, "writing what %s is to read", words[0]);
    if (file)
        fclose(file);
    arena_free(&arena);
    return good;
}
