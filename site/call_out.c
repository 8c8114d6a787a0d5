#include "site/call_out.h"

#include "site/guarded.h"

#include <stdio.h>
#include <unistd.h>

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
    bool good = file ? guarded_start(words, guarded_environment(&arena, environment),
                                     fileno(file), -1, &program, err) &&
                           wait_for(&program, words[0], seconds, err)
                     : fail_errno(err, "writing what %s is to read", words[0]);
    if (file)
        fclose(file);
    arena_free(&arena);
    return good;
}
