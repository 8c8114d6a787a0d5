/* A library to preload: it counts the calls by which a program touches files below the
 * folder that it starts in, and does one thing at one of them.
 *
 *   FAULT_AT=N        at the Nth call; nothing when it is 0 or missing
 *   FAULT_DO=fail     the call fails, a write after half of its bytes (the default)
 *            full     from there on every call that needs room fails: a full disk
 *            kill     the process is killed before the call
 *   FAULT_ERRNO=N     what the call fails with; ENOSPC when "full"
 *   FAULT_LOG=FILE    receives a line for each call: number, name, path, other
 *                     path, errno
 *   FAULT_GRAVE=DIR   receives a link to what a call removes or replaces, by its
 * number: what is needed to take back names that were never made durable
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { DESCRIPTORS = 1024, LINE = 2 * PATH_MAX + 64 };

static struct {
    long at;
    int error, log;
    bool full, kill;
    char root[PATH_MAX];
    const char *grave;
} plan = {.log = -1};

static atomic_long calls;
static char *watched[DESCRIPTORS]; /* the path of each open file that counts */

static long number_in(const char *name, long otherwise)
{
    const char *given = getenv(name);
    return given && *given ? strtol(given, NULL, 10) : otherwise;
}

__attribute__((constructor)) static void start(void)
{
    const char *what = getenv("FAULT_DO"), *log = getenv("FAULT_LOG");
    plan.at = number_in("FAULT_AT", 0);
    plan.full = what && strcmp(what, "full") == 0;
    plan.kill = what && strcmp(what, "kill") == 0;
    plan.error = plan.full ? ENOSPC : (int)number_in("FAULT_ERRNO", EIO);
    plan.grave = getenv("FAULT_GRAVE");
    if (!getcwd(plan.root, sizeof plan.root))
        abort();
    if (log)
        plan.log = (int)syscall(SYS_openat, AT_FDCWD, log,
                                O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
}

/* Only what lies below the folder counts, by its path from there. */
static const char *below(const char *path)
{
    size_t length = strlen(plan.root);
    if (path[0] != '/')
        return path;
    return strncmp(path, plan.root, length) == 0 && path[length] == '/'
               ? path + length + 1
               : NULL;
}

/* The call being made, for the log. */
static _Thread_local struct {
    long number; /* 0: it does not count */
    const char *name, *path, *other;
} now;

/* A second name for what is about to lose its own. */
static void bury(const char *path)
{
    char grave[PATH_MAX];
    if (!plan.grave)
        return;
    snprintf(grave, sizeof grave, "%s/%ld", plan.grave, now.number);
    syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, grave, 0);
}

enum need { NO_ROOM, ROOM };

/* Count a call; true when it is to fail. Of a rename, other is the old name. */
static bool fails(enum need need, const char *call, const char *path, const char *other)
{
    now.number = 0;
    now.path = path ? below(path) : NULL;
    if (!now.path)
        return false;
    now.number = atomic_fetch_add(&calls, 1) + 1;
    now.name = call;
    now.other = other ? below(other) : NULL;
    bool due = plan.at > 0 && now.number == plan.at;
    if (plan.kill && due)
        kill(getpid(), SIGKILL);
    if (plan.full)
        due = plan.at > 0 && now.number >= plan.at && need == ROOM;
    errno = due ? plan.error : errno;
    return due;
}

/* Write down what came of it; errno stays. */
static long done(long result)
{
    char line[LINE];
    int number = errno;
    if (plan.log >= 0 && now.number > 0) {
        int length =
            snprintf(line, sizeof line, "%ld\t%s\t%s\t%s\t%d\n", now.number, now.name,
                     now.path, now.other ? now.other : "", result < 0 ? number : 0);
        syscall(SYS_write, plan.log, line, (size_t)length);
    }
    errno = number;
    return result;
}

/* Opening and closing ----------------------------------------------------------- */

static const char *path_of(int fd)
{
    return fd >= 0 && fd < DESCRIPTORS ? watched[fd] : NULL;
}

static void watch(int fd, const char *path)
{
    if (fd < 0 || fd >= DESCRIPTORS)
        return;
    free(watched[fd]);
    watched[fd] = path && below(path) ? strdup(path) : NULL;
}

/* The path of a name in an open folder, in room; NULL when it does not count. */
static const char *joined(int folder, const char *name, char room[PATH_MAX])
{
    if (folder == AT_FDCWD || name[0] == '/')
        return name;
    const char *base = path_of(folder);
    if (!base)
        return NULL;
    snprintf(room, PATH_MAX, "%s/%s", base, name);
    return room;
}

static int open_at(int folder, const char *name, int flags, mode_t mode)
{
    char room[PATH_MAX];
    const char *path = joined(folder, name, room);
    bool creates = (flags & O_CREAT) != 0;
    bool is_new = creates && path && faccessat(AT_FDCWD, path, F_OK, 0) != 0;
    if (fails(creates ? ROOM : NO_ROOM, is_new ? "create" : "open", path, NULL))
        return (int)done(-1);
    long fd = done(syscall(SYS_openat, folder, name, flags, mode));
    watch((int)fd, path);
    return (int)fd;
}

#define MODE_AFTER(last)                                                               \
    va_list rest;                                                                      \
    va_start(rest, last);                                                              \
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;                          \
    va_end(rest)

int open(const char *path, int flags, ...)
{
    MODE_AFTER(flags);
    return open_at(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    MODE_AFTER(flags);
    return open_at(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    MODE_AFTER(flags);
    return open_at(folder, path, flags, mode);
}

/* Closes in any case, as Linux does. */
int close(int fd)
{
    bool failing = fails(NO_ROOM, "close", path_of(fd), NULL);
    int number = errno;
    long result = syscall(SYS_close, fd);
    if (failing) {
        errno = number;
        result = -1;
    }
    done(result);
    watch(fd, NULL);
    return (int)result;
}

/* Closes without close(). */
int closedir(DIR *folder)
{
    int (*real)(DIR *) = (int (*)(DIR *))dlsym(RTLD_NEXT, "closedir");
    watch(dirfd(folder), NULL);
    return real(folder);
}

/* Bytes --------------------------------------------------------------------------- */

ssize_t read(int fd, void *into, size_t size)
{
    return done(fails(NO_ROOM, "read", path_of(fd), NULL)
                    ? -1
                    : syscall(SYS_read, fd, into, size));
}

ssize_t pread(int fd, void *into, size_t size, off_t at)
{
    return done(fails(NO_ROOM, "read", path_of(fd), NULL)
                    ? -1
                    : syscall(SYS_pread64, fd, into, size, at));
}

ssize_t write(int fd, const void *from, size_t size)
{
    if (!fails(ROOM, "write", path_of(fd), NULL))
        return done(syscall(SYS_write, fd, from, size));
    int number = errno;
    syscall(SYS_write, fd, from, size / 2);
    errno = number;
    return done(-1);
}

ssize_t pwrite(int fd, const void *from, size_t size, off_t at)
{
    if (!fails(ROOM, "write", path_of(fd), NULL))
        return done(syscall(SYS_pwrite64, fd, from, size, at));
    int number = errno;
    syscall(SYS_pwrite64, fd, from, size / 2, at);
    errno = number;
    return done(-1);
}

int ftruncate(int fd, off_t size)
{
    return (int)done(fails(ROOM, "write", path_of(fd), NULL)
                         ? -1
                         : syscall(SYS_ftruncate, fd, size));
}

int fsync(int fd)
{
    return (int)done(fails(ROOM, "fsync", path_of(fd), NULL) ? -1
                                                             : syscall(SYS_fsync, fd));
}

int fdatasync(int fd)
{
    return (int)done(
        fails(ROOM, "fsync", path_of(fd), NULL) ? -1 : syscall(SYS_fdatasync, fd));
}

int syncfs(int fd)
{
    return (int)done(
        fails(ROOM, "syncfs", path_of(fd), NULL) ? -1 : syscall(SYS_syncfs, fd));
}

/* Names --------------------------------------------------------------------------- */

int mkdir(const char *path, mode_t mode)
{
    return (int)done(fails(ROOM, "mkdir", path, NULL)
                         ? -1
                         : syscall(SYS_mkdirat, AT_FDCWD, path, mode));
}

int link(const char *from, const char *to)
{
    return (int)done(fails(ROOM, "link", to, from)
                         ? -1
                         : syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int symlink(const char *target, const char *path)
{
    return (int)done(fails(ROOM, "symlink", path, NULL)
                         ? -1
                         : syscall(SYS_symlinkat, target, AT_FDCWD, path));
}

int renameat2(int folder, const char *from, int other, const char *to, unsigned flags)
{
    if (fails(ROOM, flags ? "exchange" : "rename", to, from))
        return (int)done(-1);
    if (!flags)
        bury(to);
    return (int)done(syscall(SYS_renameat2, folder, from, other, to, flags));
}

int rename(const char *from, const char *to)
{
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlinkat(int folder, const char *name, int flags)
{
    char room[PATH_MAX];
    const char *path = joined(folder, name, room);
    bool is_folder = (flags & AT_REMOVEDIR) != 0;
    if (fails(NO_ROOM, is_folder ? "rmdir" : "unlink", path, NULL))
        return (int)done(-1);
    if (path && !is_folder && now.number > 0)
        bury(path);
    return (int)done(syscall(SYS_unlinkat, folder, name, flags));
}

int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }

int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }
