/* The guard is a fork that knows whether its parent lives by a pipe that only the
 * parent can write to: the kernel closes that whatever becomes of the parent. No signal
 * but SIGKILL ends the guard, as one from a terminal or a service manager may come to
 * both at once. It leaves the program unreaped until the group was ended, so that the
 * group's number is nobody else's. */
#include "site/guarded.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdnoreturn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { LOOK_EVERY = 20 /* milliseconds */ };

/* From the guard: once when the program is started, and once when it has ended. */
struct told {
    int problem; /* an errno */
    struct guarded_end end;
};

/* The guard -------------------------------------------------------------------- */

static int spawn(const char *const *words, const char *const *environment, int input,
                 int output, pid_t *child)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, usual;
    union { /* posix_spawn promises not to write */
        const char *const *given;
        char *const *taken;
    } arguments = {words}, variables = {environment};
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGXFSZ);
    posix_spawn_file_actions_init(&files);
    if (input >= 0)
        posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    if (output >= 0) {
        posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&files, output, STDERR_FILENO);
    }
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP |
                                              POSIX_SPAWN_SETSIGMASK |
                                              POSIX_SPAWN_SETSIGDEF);
    int problem = posix_spawnp(child, words[0], &files, &attributes, arguments.taken,
                               variables.taken);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return problem;
}

/* Nobody reads it any more when the parent is gone. */
static void tell(int fd, struct told told) { (void)!write(fd, &told, sizeof told); }

static bool has_ended(pid_t child, struct guarded_end *out)
{
    siginfo_t info = {0};
    if (waitid(P_PID, (id_t)child, &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
        info.si_pid != child)
        return false;
    bool exited = info.si_code == CLD_EXITED;
    *out =
        (struct guarded_end){exited ? info.si_status : 0, exited ? 0 : info.si_status};
    return true;
}

/* Until the parent says so or is gone; is what still runs to be left alone? */
static bool watch(pid_t child, int life, int said)
{
    struct pollfd parent = {.fd = life, .events = POLLIN};
    struct told told = {0};
    bool ended = false;
    do {
        if (!ended && has_ended(child, &told.end)) {
            ended = true;
            tell(said, told);
        }
    } while (poll(&parent, 1, ended ? -1 : LOOK_EVERY) <= 0);
    char byte;
    return read(life, &byte, 1) == 1;
}

noreturn static void be_guard(const char *const *words, const char *const *environment,
                              int input, int output, int life, int said)
{
    pid_t child;
    struct told told = {.problem = spawn(words, environment, input, output, &child)};
    if (output >= 0)
        close(output); /* its end shall be the program's */
    tell(said, told);
    if (told.problem == 0) {
        if (!watch(child, life, said))
            kill(-child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    _exit(0);
}

/* Its parent ------------------------------------------------------------------- */

static bool hear(const struct guarded *guarded, int milliseconds, struct told *out)
{
    struct pollfd guard = {.fd = guarded->told, .events = POLLIN};
    if (poll(&guard, 1, milliseconds) <= 0)
        return false;
    if (read(guarded->told, out, sizeof *out) != sizeof *out) /* the guard was killed */
        *out = (struct told){.problem = ESRCH, .end = {.signal = SIGKILL}};
    return true;
}

static bool is_named(const char *const *more, const char *variable)
{
    size_t length = strcspn(variable, "=") + 1;
    while (more && *more && strncmp(*more, variable, length) != 0)
        more++;
    return more && *more;
}

const char *const *guarded_environment(struct arena *arena, const char *const *more)
{
    size_t room = 1, count = 0;
    for (size_t i = 0; environ[i]; i++)
        room++;
    for (size_t i = 0; more && more[i]; i++)
        room++;
    const char **all = arena_array(arena, room, sizeof *all);
    for (size_t i = 0; more && more[i]; i++)
        all[count++] = more[i];
    for (size_t i = 0; environ[i]; i++)
        if (!is_named(more, environ[i]))
            all[count++] = environ[i];
    return all;
}

bool guarded_start(const char *const *words, const char *const *environment, int input,
                   int output, struct guarded *out, struct error *err)
{
    int life[2], said[2];
    sigset_t all, before;
    if (pipe2(life, O_CLOEXEC) != 0)
        return fail_errno(err, "making a pipe");
    if (pipe2(said, O_CLOEXEC) != 0) {
        fail_errno(err, "making a pipe");
        close(life[0]);
        close(life[1]);
        return false;
    }
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    *out = (struct guarded){.guard = fork(), .life = life[1], .told = said[0]};
    int problem = errno;
    if (out->guard == 0) {
        close(life[1]);
        close(said[0]);
        signal(SIGCHLD, SIG_DFL);
        signal(SIGPIPE, SIG_IGN);
        be_guard(words, environment, input, output, life[0], said[1]);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(life[0]);
    close(said[1]);
    struct told told = {.problem = problem};
    while (out->guard > 0 && !hear(out, -1, &told))
        ;
    if (out->guard > 0 && told.problem == 0)
        return true;
    guarded_stop(out);
    errno = told.problem;
    return fail_errno(err, "starting %s", words[0]);
}

bool guarded_wait(const struct guarded *guarded, int64_t milliseconds,
                  struct guarded_end *out)
{
    struct told told;
    int left = milliseconds < 0           ? 0
               : milliseconds > INT32_MAX ? INT32_MAX
                                          : (int)milliseconds;
    if (!hear(guarded, left, &told))
        return false;
    *out = told.end;
    return true;
}

void guarded_stop(struct guarded *guarded)
{
    close(guarded->life);
    if (guarded->guard > 0)
        while (waitpid(guarded->guard, NULL, 0) < 0 && errno == EINTR)
            ;
    close(guarded->told);
}

void guarded_leave(struct guarded *guarded)
{
    (void)!write(guarded->life, "", 1);
    guarded_stop(guarded);
}

bool guarded_judge(struct guarded_end end, const char *name, struct error *err)
{
    if (end.signal != 0)
        return fail(err, ERROR_SYSTEM, "%s was ended by signal %d", name, end.signal);
    return end.code == 0 || fail(err, ERROR_SYSTEM, "%s ended with %d", name, end.code);
}
