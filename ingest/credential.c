#include "ingest/credential.h"

#include "base/file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool from_environment(struct arena *arena, const char *name, struct text *out,
                             struct error *err)
{
    const char *value = getenv(name);
    if (!value || !*value)
        return fail(err, ERROR_USAGE, "the environment has no %s", name);
    *out = arena_copy(arena, text_of(value));
    return true;
}

/* Asked of the open file, so that nobody can put another one in its place. */
static bool check_owner(int file, const char *path, struct error *err)
{
    struct stat found;
    if (fstat(file, &found) != 0)
        return fail_errno(err, "opening %s", path);
    if (!S_ISREG(found.st_mode))
        return fail(err, ERROR_USAGE, "%s is not a file", path);
    if (found.st_uid != geteuid() && found.st_uid != 0)
        return fail(err, ERROR_USAGE, "%s belongs to somebody else", path);
    if (found.st_mode & 077)
        return fail(err, ERROR_USAGE,
                    "%s can be read by others than its owner: chmod 600 it", path);
    return true;
}

static bool from_file(struct arena *arena, const char *path, struct text *out,
                      struct error *err)
{
    char bytes[CREDENTIAL_MAX + 1];
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return fail_errno(err, "opening %s", path);
    bool good = check_owner(file, path, err);
    ssize_t got = good ? read(file, bytes, sizeof bytes) : 0;
    if (good && got < 0)
        good = fail_errno(err, "reading %s", path);
    close(file);
    if (good)
        *out = arena_copy(arena, (struct text){bytes, (size_t)got});
    return good;
}

bool credential_read(struct arena *arena, const struct credential *credential,
                     const char **out, struct error *err)
{
    struct text from = text_of(credential->from), value = {0};
    const char *name = strchr(credential->from, ':');
    if (!name)
        return fail(err, ERROR_USAGE, "\"from\" must be env:NAME or file:PATH");
    name++;
    if (!(text_starts(from, TEXT("env:")) ? from_environment(arena, name, &value, err)
                                          : from_file(arena, name, &value, err)))
        return false;
    value = text_trim(value);
    if (value.length == 0 || value.length > CREDENTIAL_MAX)
        return fail(err, ERROR_USAGE, "%s holds nothing, or more than %d bytes",
                    credential->from, CREDENTIAL_MAX);
    for (size_t i = 0; i < value.length; i++)
        if ((unsigned char)value.at[i] < ' ' || value.at[i] == 0x7f)
            return fail(err, ERROR_USAGE, "%s holds more than one line",
                        credential->from);
    *out = arena_copy(arena, value).at;
    return true;
}

void credential_mask(char *message, const char *value)
{
    size_t length = value ? strlen(value) : 0;
    if (length == 0)
        return;
    for (char *at = strstr(message, value); at; at = strstr(at, value)) {
        size_t stars = length < 3 ? length : 3;
        memset(at, '*', stars);
        memmove(at + stars, at + length, strlen(at + length) + 1);
        at += stars;
    }
}
