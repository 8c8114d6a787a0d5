/* A library to preload: a reader of gzip files that foreign bytes have taken over; or,
 * with HOSTILE_WORD, the process that looks at a server's answers, at the one numbered
 * HOSTILE_LOOK of those that hold the word. What it then does is said by HOSTILE:
 *
 *   try    whatever a thief would: open, create and remove files, connect, start
 *          processes, signal others; exit with 100 when all of it failed, else with 101
 *          and on, by which of the attempts worked
 *   abort, loop, sleep, hog    as they are called
 *
 * Built with -DALONE it is a program that tries all the same where nobody is shut in.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ALL_FAILED = 100 };

static bool opens(void) { return open("/etc/passwd", O_RDONLY) >= 0; }
static bool reads_the_configuration(void) { return open("cifra.json", O_RDONLY) >= 0; }
static bool creates(void) { return open("stolen", O_WRONLY | O_CREAT, 0600) >= 0; }
static bool makes_a_folder(void) { return mkdir("stolen.d", 0700) == 0; }
static bool removes(void) { return unlink("bait") == 0; }
static bool makes_a_socket(void) { return socket(AF_INET, SOCK_STREAM, 0) >= 0; }
static bool makes_a_local_socket(void) { return socket(AF_UNIX, SOCK_DGRAM, 0) >= 0; }

static bool forks(void)
{
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    return child > 0;
}

static bool runs_a_program(void)
{
    pid_t child = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (child == 0) {
        execl("/bin/true", "true", (char *)NULL);
        _exit(1);
    }
    return child > 0;
}

/* Only tells whether it would be let: the program goes on. */
static bool execs(void)
{
    char *none[] = {NULL};
    return execve("/there/is/no/such/program", none, none) == 0 || errno == ENOENT;
}

static bool signals_others(void) { return kill(getppid(), 0) == 0; }

static bool maps_code(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                0) != MAP_FAILED;
}

static bool (*const ATTEMPTS[])(void) = {
    opens,
    reads_the_configuration,
    creates,
    makes_a_folder,
    removes,
    makes_a_socket,
    makes_a_local_socket,
    forks,
    runs_a_program,
    execs,
    signals_others,
    maps_code,
};

enum { COUNT = sizeof ATTEMPTS / sizeof *ATTEMPTS };

#ifdef ALONE

/* How many of the attempts work where nobody is shut in? */
int main(void)
{
    int worked = 0;
    for (size_t i = 0; i < COUNT; i++)
        worked += ATTEMPTS[i]();
    return worked == COUNT ? 0 : 1;
}

#else

static void hog(void)
{
    for (char *memory; (memory = malloc(1 << 24));)
        memset(memory, 1, 1 << 24);
    _exit(71); /* what the program does when there is no memory */
}

static void be_hostile(void)
{
    const char *what = getenv("HOSTILE");
    volatile bool for_ever = true;
    if (strcmp(what, "abort") == 0)
        abort();
    if (strcmp(what, "hog") == 0)
        hog();
    while (strcmp(what, "loop") == 0 && for_ever)
        ;
    for (pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; strcmp(what, "sleep") == 0;)
        pthread_mutex_lock(&lock);
    for (size_t i = 0; i < COUNT; i++)
        if (ATTEMPTS[i]())
            _exit(ALL_FAILED + 1 + (int)i);
    _exit(ALL_FAILED);
}

/* Called for files from outside only: our own are opened by name. */
void *gzdopen(int fd, const char *mode);

void *gzdopen(int fd, const char *mode)
{
    (void)fd;
    (void)mode;
    be_hostile();
    return NULL;
}

/* Which processes read: the one that says so, and those it starts. They count together
 * how many answers they were shown. */
static bool reads;
static atomic_int *looks;

static void *really_map(void *at, size_t size, int prot, int flags, int fd, off_t from)
{
    return (void *)syscall(SYS_mmap, at, size, prot, flags, fd, from);
}

int prctl(int what, ...)
{
    va_list rest;
    unsigned long given[4];
    va_start(rest, what);
    for (size_t i = 0; i < 4; i++)
        given[i] = va_arg(rest, unsigned long);
    va_end(rest);
    if (what == PR_SET_NAME && strcmp((const char *)given[0], "cifra reader") == 0) {
        reads = true;
        looks = really_map(NULL, sizeof *looks, PROT_READ | PROT_WRITE,
                           MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    }
    return (int)syscall(SYS_prctl, what, given[0], given[1], given[2], given[3]);
}

/* An answer is a file without a name that is only looked at. */
static bool is_answer(int prot, int fd)
{
    struct stat found;
    return reads && fd >= 0 && prot == PROT_READ && fstat(fd, &found) == 0 &&
           found.st_nlink == 0;
}

void *mmap(void *at, size_t size, int prot, int flags, int fd, off_t from)
{
    void *mapped = really_map(at, size, prot, flags, fd, from);
    const char *word = getenv("HOSTILE_WORD"), *which = getenv("HOSTILE_LOOK");
    if (word && which && mapped != MAP_FAILED && is_answer(prot, fd) &&
        memmem(mapped, size, word, strlen(word)) &&
        atomic_fetch_add(looks, 1) + 1 == atoi(which))
        be_hostile();
    return mapped;
}

#endif
