/* Work apart: what it may do, and what becomes of it when it goes wrong. */
#include "tests/check.h"

#include "base/apart.h"
#include "base/confine.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct apart_limits LIMITS = {5, 300 << 20};

/* What a worker tries ---------------------------------------------------------------
 */

static bool try_open(void) { return open("/etc/passwd", O_RDONLY) >= 0; }
static bool try_own(void) { return open("/proc/self/environ", O_RDONLY) >= 0; }
static bool try_create(void) { return open("stolen", O_WRONLY | O_CREAT, 0600) >= 0; }
static bool try_remove(void) { return unlink("here") == 0; }
static bool try_folder(void) { return mkdir("folder", 0700) == 0; }
static bool try_fork(void)
{
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    return child > 0;
}

static bool try_clone(void)
{
    return syscall(SYS_clone3, NULL, 0) >= 0 || errno != ENOSYS;
}
static bool try_exec(void)
{
    return execl("/bin/true", "true", (char *)NULL) == 0 || errno != EPERM;
}
static bool try_socket(void) { return socket(AF_INET, SOCK_STREAM, 0) >= 0; }
static bool try_local(void) { return socket(AF_UNIX, SOCK_STREAM, 0) >= 0; }
static bool try_pair(void)
{
    int ends[2];
    return pipe(ends) == 0;
}
static bool try_kill(void) { return kill(getppid(), SIGTERM) == 0; }
static bool try_signal(void)
{
    return syscall(SYS_tgkill, getppid(), getppid(), SIGTERM) == 0;
}
static bool try_peek(void)
{
    return syscall(SYS_ptrace, 16, getppid(), 0, 0) == 0 || errno != EPERM;
}
static bool try_code(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}
static bool try_write_input(void) { return write(4, "x", 1) == 1; }
static bool try_other_descriptors(void)
{
    for (int fd = 6; fd < 1024; fd++)
        if (write(fd, "x", 1) == 1 || errno != EBADF)
            return true;
    return false;
}

static const struct {
    const char *name;
    bool (*does)(void);
} ATTEMPTS[] = {
    {"open a file", try_open},
    {"open its own", try_own},
    {"create a file", try_create},
    {"remove a file", try_remove},
    {"make a folder", try_folder},
    {"fork", try_fork},
    {"clone", try_clone},
    {"exec", try_exec},
    {"make a socket", try_socket},
    {"make a local socket", try_local},
    {"make a pipe", try_pair},
    {"kill its parent", try_kill},
    {"signal its parent", try_signal},
    {"trace its parent", try_peek},
    {"map code", try_code},
    {"write to its input", try_write_input},
    {"write elsewhere", try_other_descriptors},
};

static void try_all(struct buffer *answer)
{
    for (size_t i = 0; i < sizeof ATTEMPTS / sizeof *ATTEMPTS; i++)
        if (ATTEMPTS[i].does())
            buffer_format(answer, "it could %s; ", ATTEMPTS[i].name);
}

static void *say_thread(void *said)
{
    *(const char **)said = "thread";
    return NULL;
}

static void use_thread(struct apart_job *job)
{
    pthread_t thread;
    const char *said = "none";
    if (pthread_create(&thread, NULL, say_thread, &said) == 0)
        pthread_join(thread, NULL);
    buffer_string(&job->answer, said);
}

static void hog(void)
{
    for (;;) {
        char *memory = memory_or_die(malloc(16 << 20));
        memset(memory, 1, 16 << 20);
    }
}

static bool work(void *context, struct apart_job *job, struct error *err)
{
    static char bytes[64 << 10];
    struct text asked = job->request;
    volatile int zero = 0;
    (void)context;
    if (text_is(asked, "try"))
        try_all(&job->answer);
    else if (text_is(asked, "thread"))
        use_thread(job);
    else if (text_is(asked, "abort"))
        abort();
    else if (text_is(asked, "loop"))
        while (!zero)
            ;
    else if (text_is(asked, "sleep") || text_is(asked, "brief sleep"))
        for (pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;;)
            pthread_mutex_lock(&lock);
    else if (text_is(asked, "hog"))
        hog();
    else if (text_is(asked, "leave"))
        _exit(9);
    else if (text_is(asked, "babble"))
        for (;;)
            (void)!write(3, bytes, sizeof bytes);
    else if (text_is(asked, "nonsense")) {
        (void)!write(3, "\xff\xff\xff\xff\xff\xff\xff\xff", 8);
        _exit(0);
    } else if (text_is(asked, "fill"))
        (void)!ftruncate(job->output, (off_t)LIMITS.bytes + 100);
    else if (text_is(asked, "fill more"))
        (void)!ftruncate(job->output, (off_t)LIMITS.bytes + 101);
    else if (text_is(asked, "killed"))
        raise(SIGKILL);
    else if (text_is(asked, "blame the disk"))
        return fail(err, ERROR_SYSTEM, "the disk is full");
    else if (text_is(asked, "refuse"))
        return fail(err, ERROR_CONTRADICTION, "two and two are five");
    else if (text_is(asked, "copy")) {
        ssize_t got = read(job->input, bytes, sizeof bytes);
        buffer_add(&job->answer, bytes, (size_t)got);
        return pwrite(job->output, bytes, (size_t)got, 0) == got;
    } else
        buffer_text(&job->answer, asked);
    return true;
}

static bool prepare(void *context, struct apart_job *job, struct error *err)
{
    (void)context;
    job->brief = text_starts(job->request, TEXT("brief"));
    return !text_is(job->request, "unprepared") ||
           fail(err, ERROR_USAGE, "there is no crosswalk");
}

static struct apart *apart;

static int start(void **state)
{
    struct error err = {0};
    struct apart_work does = {NULL, prepare, work, NULL};
    (void)state;
    return apart_start(&does, LIMITS, &apart, &err) && apart ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    apart_stop(apart);
    apart_stop(NULL);
    return 0;
}

static bool ask(const char *request, struct buffer *answer, struct error *err)
{
    return apart_run(apart, text_of(request), -1, -1, answer, err);
}

static void answers(const char *request, const char *expected)
{
    struct buffer answer = {0};
    struct error err = {0};
    check_done(ask(request, &answer, &err), &err);
    check_text(buffer_all(&answer), expected);
    buffer_free(&answer);
}

static void fails(const char *request, enum error_kind kind, const char *words)
{
    struct buffer answer = {0};
    struct error err = {0};
    assert_false(ask(request, &answer, &err));
    check_error(&err, kind, words);
    assert_int_equal(answer.length, 0);
    answers("still here", "still here");
}

/* Tests -----------------------------------------------------------------------------
 */

static void it_answers(void **state)
{
    (void)state;
    answers("hello", "hello");
    answers("", "");
    answers("thread", "thread");
}

static void it_fails_as_the_work_does(void **state)
{
    (void)state;
    fails("refuse", ERROR_CONTRADICTION, "two and two are five");
}

/* What the machine did is no word on the bytes, and what a worker says of the machine
 * is not the machine's word. */
static void no_verdict_is_told_from_a_bad_one(void **state)
{
    (void)state;
    fails("killed", ERROR_UNREAD, "the system killed its reader");
    fails("blame the disk", ERROR_UNREAD, "the disk is full");
    fails("unprepared", ERROR_FORMAT, "there is no crosswalk");
}

static void no_worker_is_no_verdict(void **state)
{
    (void)state;
    struct rlimit before;
    struct buffer answer = {0};
    struct error err = {0};
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &(struct rlimit){0, before.rlim_max}), 0);
    bool good = ask("hello", &answer, &err);
    setrlimit(RLIMIT_NOFILE, &before);
    assert_false(good);
    check_error(&err, ERROR_UNREAD, "asking the process that reads files");
    answers("hello", "hello");
}

static int file_of(const char *bytes)
{
    int fd = memfd_create("test", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, strlen(bytes)), strlen(bytes));
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

static void it_reads_and_writes_what_it_is_handed(void **state)
{
    (void)state;
    char bytes[16] = "";
    struct buffer answer = {0};
    struct error err = {0};
    int input = file_of("from here"), output = file_of("");
    check_done(apart_run(apart, TEXT("copy"), input, output, &answer, &err), &err);
    check_text(buffer_all(&answer), "from here");
    assert_int_equal(pread(output, bytes, sizeof bytes, 0), 9);
    assert_string_equal(bytes, "from here");
    buffer_free(&answer);
    close(input);
    close(output);
}

/* Each attempt works outside, or the test would prove nothing. */
static void it_can_do_nothing_else(void **state)
{
    struct confinement offered = confine_offered();
    if (!offered.seccomp)
        skip();
    assert_int_equal(chdir(*state), 0);
    close(open("here", O_WRONLY | O_CREAT, 0600));
    int input = open("here", O_RDONLY);
    struct buffer answer = {0};
    struct error err = {0};
    check_done(apart_run(apart, TEXT("try"), input, -1, &answer, &err), &err);
    check_text(buffer_all(&answer), "");
    assert_int_equal(access("here", F_OK), 0);
    assert_int_not_equal(access("stolen", F_OK), 0);
    buffer_free(&answer);
    close(input);
    assert_true(try_open() && try_own() && try_create() && try_fork() && try_socket() &&
                try_local() && try_pair() && try_folder() && try_remove() &&
                try_code());
}

static void a_crash_costs_only_its_own_work(void **state)
{
    (void)state;
    fails("abort", ERROR_FORMAT, "its reader crashed");
    fails("leave", ERROR_FORMAT, "its reader gave no answer (exit 9)");
    fails("nonsense", ERROR_FORMAT, "its reader's answer makes no sense");
}

static void nothing_takes_for_ever(void **state)
{
    (void)state;
    fails("loop", ERROR_UNREAD, "reading it takes more than 5 seconds");
    fails("sleep", ERROR_UNREAD, "reading it takes more than 5 seconds");
    fails("brief sleep", ERROR_UNREAD, "reading it takes more than 0.5 seconds");
    answers("brief", "brief");
}

static void memory_has_an_end(void **state)
{
    (void)state;
    if (confine_is_sanitized())
        skip(); /* tests/program/test_hostile.sh does it with the program */
    fails("hog", ERROR_UNREAD, "reading it takes more than 300 MiB of memory");
}

/* A file in memory is memory that counts for no process. */
static void so_has_what_is_written(void **state)
{
    (void)state;
    struct buffer answer = {0};
    struct error err = {0};
    int output = file_of("");
    assert_int_equal(ftruncate(output, 100), 0);
    check_done(apart_run(apart, TEXT("fill"), -1, output, &answer, &err), &err);
    assert_int_equal(ftruncate(output, 100), 0);
    assert_false(apart_run(apart, TEXT("fill more"), -1, output, &answer, &err));
    check_error(&err, ERROR_LIMIT, "its figures take more than 300 MiB");
    buffer_free(&answer);
    close(output);
}

static void so_do_words(void **state)
{
    (void)state;
    struct buffer answer = {0};
    struct error err = {0};
    assert_false(ask("babble", &answer, &err));
    check_error(&err, ERROR_LIMIT, "says more than");
    buffer_free(&answer);
    answers("still here", "still here");
}

static void *ask_often(void *name)
{
    for (size_t i = 0; i < 20; i++)
        answers(name, name);
    return NULL;
}

static void threads_ask_at_once(void **state)
{
    (void)state;
    static char names[4][2] = {"a", "b", "c", "d"};
    pthread_t thread[4];
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, ask_often, names[i]), 0);
    for (size_t i = 0; i < 4; i++)
        pthread_join(thread[i], NULL);
}

static void a_second_server_does_not_keep_the_first(void **state)
{
    (void)state;
    struct apart *second, *third;
    struct error err = {0};
    struct apart_work does = {NULL, prepare, work, NULL};
    check_done(apart_start(&does, LIMITS, &second, &err), &err);
    check_done(apart_start(&does, LIMITS, &third, &err), &err);
    apart_stop(second);
    apart_stop(third);
}

static void a_server_that_is_gone_is_told(void **state)
{
    (void)state;
    struct apart *other;
    struct error err = {0};
    struct buffer answer = {0};
    struct apart_work does = {NULL, NULL, work, NULL};
    check_done(apart_start(&does, LIMITS, &other, &err), &err);
    kill(*(pid_t *)other, SIGKILL); /* its number comes first */
    waitpid(*(pid_t *)other, NULL, WNOWAIT | WEXITED);
    assert_false(apart_run(other, TEXT("hello"), -1, -1, &answer, &err));
    check_error(&err, ERROR_UNREAD, "gone");
    apart_stop(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_answers),
        cmocka_unit_test(it_fails_as_the_work_does),
        cmocka_unit_test(no_verdict_is_told_from_a_bad_one),
        cmocka_unit_test(no_worker_is_no_verdict),
        cmocka_unit_test(it_reads_and_writes_what_it_is_handed),
        in_folder(it_can_do_nothing_else),
        cmocka_unit_test(a_crash_costs_only_its_own_work),
        cmocka_unit_test(nothing_takes_for_ever),
        cmocka_unit_test(memory_has_an_end),
        cmocka_unit_test(so_has_what_is_written),
        cmocka_unit_test(so_do_words),
        cmocka_unit_test(threads_ask_at_once),
        cmocka_unit_test(a_second_server_does_not_keep_the_first),
        cmocka_unit_test(a_server_that_is_gone_is_told),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
