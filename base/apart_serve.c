/* The server, its guards and their workers. None of them returns into the program. */
#include "base/apart_inside.h"

#include <unistd.h>

#ifdef __linux__
#include "base/confine.h"
#include "base/descriptor.h"
#include "base/parallel.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>

/* Numbers of a worker's descriptors, behind the three that everybody has. */
enum { REPLY = 3, INPUT, OUTPUT, BEHIND };

/* A request, as it came. */
struct request {
    char bytes[APART_REQUEST_MAX];
    size_t length;
    int descriptor[APART_DESCRIPTORS];
    size_t descriptors;
};

/* The worker ------------------------------------------------------------------------
 */

/* Out of the way of the numbers they will have. */
static int move_up(int fd) { return fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 16); }

static int move_down(int fd, int to)
{
    if (fd < 0) {
        close(to);
        return -1;
    }
    return dup2(fd, to);
}

/* Nothing is left open but what the worker was handed. What it has to say goes into its
 * answer; a sanitizer's report goes where the program's would. */
static void keep_only(int reply, struct apart_job *job)
{
    int ends[] = {move_up(reply), move_up(job->input), move_up(job->output)};
    move_down(ends[0], REPLY);
    job->input = move_down(ends[1], INPUT);
    job->output = move_down(ends[2], OUTPUT);
    if (close_range(BEHIND, ~0U, 0) != 0)
        for (int fd = BEHIND; fd < (int)sysconf(_SC_OPEN_MAX); fd++)
            close(fd);
    close(STDIN_FILENO);
    close(STDOUT_FILENO);
    if (!confine_is_sanitized())
        close(STDERR_FILENO);
}

/* Of two that need memory, the kernel shall rather kill the worker. */
static void volunteer(void)
{
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd >= 0) {
        (void)!write(fd, "1000", 4);
        close(fd);
    }
}

/* What is in its output before it begins is the asker's, and lies in memory, too. */
static size_t room_for(const struct apart_job *job, struct apart_limits limits)
{
    struct stat found;
    bool any = job->output >= 0 && fstat(job->output, &found) == 0;
    return limits.bytes + (any ? (size_t)found.st_size : 0);
}

/* Its end comes as a signal: the guard knows the full time alone. A worker that is not
 * ours any more may put the signal off, and then has that. */
static void be_brief(struct apart_limits limits)
{
    double seconds = limits.seconds / APART_BRIEF;
    time_t whole = (time_t)seconds;
    struct itimerval timer = {
        .it_value = {whole, (suseconds_t)((seconds - (double)whole) * 1e6)}};
    signal(SIGALRM, SIG_DFL);
    setitimer(ITIMER_REAL, &timer, NULL);
}

static bool do_work(const struct apart_work *work, struct apart_limits limits,
                    struct apart_job *job, struct error *err)
{
    volunteer();
    if (work->prepare && !work->prepare(work->context, job, err))
        return false;
    if (job->brief)
        be_brief(limits);
    return confine_limits(limits.seconds * (double)parallel_width(), limits.bytes,
                          room_for(job, limits), err) &&
           confine_self(err) && work->work(work->context, job, err);
}

noreturn static void be_worker(const struct apart_work *work,
                               struct apart_limits limits,
                               const struct request *request)
{
    size_t next = 1;
    struct apart_job job = {.input = -1, .output = -1};
    struct error err = {0};
    if (request->bytes[0] && next < request->descriptors)
        job.input = request->descriptor[next++];
    if (request->bytes[1] && next < request->descriptors)
        job.output = request->descriptor[next];
    job.request =
        (struct text){request->bytes + APART_FLAGS, request->length - APART_FLAGS};
    keep_only(request->descriptor[0], &job);
    job.answer.limit = APART_ANSWER_MAX / 2;
    bool good = do_work(work, limits, &job, &err);
    if (good && job.answer.failed)
        good = fail(&err, ERROR_LIMIT, "there is more to say of it than %d MiB",
                    APART_ANSWER_MAX >> 21);
    struct apart_answer head = {good ? ERROR_NONE : err.kind,
                                good ? 0 : (uint32_t)strlen(err.message)};
    if (descriptor_write(REPLY, &head, sizeof head) &&
        descriptor_write(REPLY, err.message, head.message) && good)
        descriptor_write(REPLY, job.answer.at, job.answer.length);
    _exit(0);
}

/* The guard -------------------------------------------------------------------------
 */

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Wait for the worker until the time has come; then it is killed. */
static struct apart_end watch(pid_t worker, double seconds, const sigset_t *ended)
{
    struct apart_end end = {0};
    double deadline = now() + seconds;
    int status = 0;
    pid_t found;
    while ((found = waitpid(worker, &status, WNOHANG)) == 0 ||
           (found < 0 && errno == EINTR)) {
        double left = deadline - now();
        if (left <= 0 && !end.late) {
            end.late = 1;
            kill(worker, SIGKILL);
        }
        left = left > 0 ? left : 1;
        struct timespec rest = {(time_t)left,
                                (long)((left - (double)(time_t)left) * 1e9)};
        sigtimedwait(ended, NULL, &rest);
    }
    end.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    end.code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    return end;
}

/* Die with who started this process; it may be gone already. */
static void tie_to(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != parent)
        _exit(0);
}

noreturn static void be_guard(const struct apart_work *work, struct apart_limits limits,
                              const struct request *request)
{
    sigset_t ended, before;
    sigemptyset(&ended);
    sigaddset(&ended, SIGCHLD);
    sigprocmask(SIG_BLOCK, &ended, &before);
    signal(SIGCHLD, SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
    pid_t guard = getpid(), worker = fork();
    if (worker == 0) {
        sigprocmask(SIG_SETMASK, &before, NULL);
        signal(SIGPIPE, SIG_DFL);
        tie_to(guard);
        be_worker(work, limits, request);
    }
    struct apart_end end = {.unborn = worker < 0 ? errno : 0};
    for (size_t i = 1; i < request->descriptors; i++)
        close(request->descriptor[i]);
    if (worker > 0)
        end = watch(worker, limits.seconds, &ended);
    descriptor_write(request->descriptor[0], &end, sizeof end);
    _exit(0);
}

/* The server ------------------------------------------------------------------------
 */

/* False when there is nobody left to ask. */
static bool receive(int control, struct request *request)
{
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(APART_DESCRIPTORS * sizeof(int))];
    } ancillary;
    struct iovec bytes = {request->bytes, sizeof request->bytes};
    struct msghdr message = {.msg_iov = &bytes,
                             .msg_iovlen = 1,
                             .msg_control = &ancillary,
                             .msg_controllen = sizeof ancillary};
    ssize_t got;
    do
        got = recvmsg(control, &message, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    request->length = got > 0 ? (size_t)got : 0;
    request->descriptors = 0;
    const struct cmsghdr *head = got > 0 ? CMSG_FIRSTHDR(&message) : NULL;
    if (head && head->cmsg_type == SCM_RIGHTS) {
        request->descriptors = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        memcpy(request->descriptor, CMSG_DATA(head),
               request->descriptors * sizeof(int));
    }
    return got > 0;
}

noreturn void apart_serve(int control, const struct apart_work *work,
                          struct apart_limits limits, pid_t parent)
{
    static struct request request;
    pid_t server = getpid();
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    prctl(PR_SET_NAME, "cifra reader", 0, 0, 0);
    signal(SIGCHLD, SIG_IGN); /* guards need no waiting for */
    if (work->begin)
        work->begin();
    while (getppid() == parent && receive(control, &request)) {
        if (request.length >= APART_FLAGS && request.descriptors > 0 && fork() == 0) {
            close(control);
            tie_to(server);
            be_guard(work, limits, &request);
        }
        for (size_t i = 0; i < request.descriptors; i++)
            close(request.descriptor[i]);
    }
    _exit(0);
}

#else

/* Never called: apart_start() starts no server here. */
noreturn void apart_serve(int control, const struct apart_work *work,
                          struct apart_limits limits, pid_t parent)
{
    (void)control;
    (void)work;
    (void)limits;
    (void)parent;
    _exit(0);
}

#endif
