#include "site/lock.h"

#include "base/clock.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { OWNER_MAX = 200, HOST_MAX = 64 };

/* What the file says, in one line fit for a message; "" when it says nothing. */
static const char *read_owner(struct arena *arena, int fd)
{
    char line[OWNER_MAX] = "";
    ssize_t length = pread(fd, line, sizeof line - 1, 0);
    line[length > 0 ? length : 0] = '\0';
    line[strcspn(line, "\n")] = '\0';
    for (char *c = line; *c; c++)
        if (*c < ' ' || *c > '~')
            *c = '?';
    return arena_copy(arena, text_of(line)).at;
}

static void write_owner(struct arena *arena, int fd)
{
    char host[HOST_MAX] = "";
    if (gethostname(host, sizeof host - 1) != 0 || !*host)
        memcpy(host, "?", 2);
    struct text line = text_of(arena_format(arena, "process %ld on %s, since %s\n",
                                            (long)getpid(), host, clock_iso(arena)));
    if (ftruncate(fd, 0) == 0) /* for whoever finds it locked; nothing depends on it */
        (void)!pwrite(fd, line.at, line.length, 0);
}

static bool hold(struct arena *arena, int fd, const char *folder, const char *path,
                 struct error *err)
{
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return true;
    if (errno != EWOULDBLOCK)
        return fail_errno(err, "locking %s", path);
    const char *owner = read_owner(arena, fd);
    return fail(err, ERROR_CONTRADICTION, "another run is at work in %s (%s)", folder,
                *owner ? owner : "it does not say which");
}

bool lock_take(struct arena *arena, const char *folder, int *fd, const char **former,
               struct error *err)
{
    const char *path = path_join(arena, folder, ".lock");
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (lock < 0)
        return fail_errno(err, "opening %s", path);
    if (!hold(arena, lock, folder, path, err)) {
        close(lock);
        return false;
    }
    const char *owner = read_owner(arena, lock);
    *former = *owner ? owner : NULL;
    write_owner(arena, lock);
    *fd = lock;
    return true;
}

void lock_release(int fd)
{
    (void)!ftruncate(fd, 0);
    close(fd);
}
