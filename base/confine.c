/* Two fences, as far as the kernel has them: seccomp refuses every system call but
 * those that computing needs, and Landlock takes away all of the file system, TCP and
 * signals to others, whatever a filter may have overlooked. A refused call fails with
 * EPERM, so that libraries which try something harmless get along without.
 *
 * Under AddressSanitizer the filter lets through what its reports need, and address
 * space is not limited: the sanitizer takes nearly all of it. */
#include "base/confine.h"

#include <signal.h>
#include <sys/resource.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#ifdef __linux__
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define MACHINE AUDIT_ARCH_RISCV64
#endif

/* What newer kernels have and older headers lack. */
enum {
    NET_RIGHTS = 2, /* bind and connect, from version 4 on */
    SCOPES = 2      /* abstract sockets and signals, from version 6 on */
};

struct ruleset {
    uint64_t files, net, scoped;
};

static int landlock_version(void)
{
    long version =
        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version > 0 ? (int)version : 0;
}

/* All rights that the version knows, and no exception. */
static bool lock_land(int version, struct error *err)
{
    static const int rights[] = {0, 13, 14, 15, 15, 16}; /* over files, by version */
    int known = version < 5 ? rights[version] : rights[5];
    struct ruleset rules = {.files = ((uint64_t)1 << known) - 1,
                            .net = version >= 4 ? (1u << NET_RIGHTS) - 1 : 0,
                            .scoped = version >= 6 ? (1u << SCOPES) - 1 : 0};
    size_t size = version >= 6   ? sizeof rules
                  : version >= 4 ? 2 * sizeof rules.files
                                 : sizeof rules.files;
    int set = (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
    bool good = set >= 0 && syscall(SYS_landlock_restrict_self, set, 0) == 0;
    if (!good)
        fail_errno(err, "shutting in a process with Landlock");
    if (set >= 0)
        close(set);
    return good;
}

/* The filter ------------------------------------------------------------------------
 */

#ifdef MACHINE

#define LOAD(field)                                                                    \
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, field))
#define ANSWER(what) BPF_STMT(BPF_RET | BPF_K, (what))
#define REFUSE(number) ANSWER(SECCOMP_RET_ERRNO | (number))
#define ALLOW(call)                                                                    \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1), ANSWER(SECCOMP_RET_ALLOW)
/* The low half of an argument, on machines with the low byte first. */
#define ARGUMENT(which) LOAD(args[which])
/* Of a call that ends here: all of bits must be set in an argument, or none may be. */
#define ONLY_WITH(call, which, bits)                                                   \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 4), ARGUMENT(which),            \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), 0, 1), ANSWER(SECCOMP_RET_ALLOW), \
        REFUSE(EPERM_NUMBER)
#define ONLY_WITHOUT(call, which, bits)                                                \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 4), ARGUMENT(which),            \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), 1, 0), ANSWER(SECCOMP_RET_ALLOW), \
        REFUSE(EPERM_NUMBER)
#define ONLY_IF(call, which, value)                                                    \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 4), ARGUMENT(which),            \
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, 1), ANSWER(SECCOMP_RET_ALLOW), \
        REFUSE(EPERM_NUMBER)

enum {
    EPERM_NUMBER = 1,
    ENOSYS_NUMBER = 38,
    OWN_NUMBER = 3 /* from the end of the filter: where this process's goes */
};

/* Two arguments of one call need to be looked at in turn, so it stands apart: signals,
 * to this process alone. The process's own number is put in by filter_calls(). */
/* clang-format off */
static struct sock_filter filter[] = {
    LOAD(arch),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0),
    ANSWER(SECCOMP_RET_KILL_PROCESS),
    LOAD(nr),
    /* On what is open. */
    ALLOW(read), ALLOW(pread64), ALLOW(readv), ALLOW(lseek), ALLOW(fstat),
    ALLOW(write), ALLOW(pwrite64), ALLOW(writev), ALLOW(ftruncate), ALLOW(close),
    ONLY_IF(newfstatat, 3, AT_EMPTY_PATH), ONLY_IF(fcntl, 1, F_DUPFD_CLOEXEC),
    /* Memory, none of which can be run. */
    ALLOW(brk), ALLOW(munmap), ALLOW(mremap), ALLOW(madvise),
    ONLY_WITHOUT(mmap, 2, PROT_EXEC), ONLY_WITHOUT(mprotect, 2, PROT_EXEC),
    /* Threads. Of clone3 nothing can be seen: libraries then use clone. */
    ONLY_WITH(clone, 0, CLONE_THREAD),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1), REFUSE(ENOSYS_NUMBER),
    ALLOW(futex), ALLOW(set_robust_list), ALLOW(rseq), ALLOW(sched_getaffinity),
    ALLOW(sched_yield), ALLOW(gettid), ALLOW(getpid), ALLOW(rt_sigprocmask),
    ALLOW(rt_sigreturn), ALLOW(sigaltstack), ALLOW(restart_syscall),
    ALLOW(clock_gettime), ALLOW(getrandom),
    /* The end. */
    ALLOW(exit), ALLOW(exit_group),
#if SANITIZED
    ALLOW(rt_sigaction), ALLOW(getrusage), ALLOW(prlimit64),
#endif
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_tgkill, 0, 3), ARGUMENT(0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1), ANSWER(SECCOMP_RET_ALLOW),
    REFUSE(EPERM_NUMBER)};
/* clang-format on */

static bool filter_calls(struct error *err)
{
    size_t count = sizeof filter / sizeof *filter;
    struct sock_fprog program = {(unsigned short)count, filter};
    filter[count - OWN_NUMBER].k = (uint32_t)getpid();
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0 ||
           fail_errno(err, "shutting in a process with seccomp");
}

static bool can_filter(void)
{
    uint32_t action = SECCOMP_RET_ERRNO;
    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

#else

static bool filter_calls(struct error *err)
{
    (void)err;
    return true;
}

static bool can_filter(void) { return false; }

#endif

struct confinement confine_offered(void)
{
    return (struct confinement){landlock_version(), can_filter(), true};
}

bool confine_self(struct error *err)
{
    struct confinement offered = confine_offered();
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return fail_errno(err, "giving up privileges");
    return (offered.landlock == 0 || lock_land(offered.landlock, err)) &&
           (!offered.seccomp || filter_calls(err));
}

/* Pages of address space that are in use. */
static size_t space_used(void)
{
    size_t pages = 0;
    char words[64] = "";
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (fd >= 0 && read(fd, words, sizeof words - 1) > 0)
        (void)!sscanf(words, "%zu", &pages);
    if (fd >= 0)
        close(fd);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

#else

struct confinement confine_offered(void) { return (struct confinement){0}; }

bool confine_self(struct error *err)
{
    (void)err;
    return true;
}

static size_t space_used(void) { return (size_t)1 << 30; }

#endif

const char *confine_words(struct confinement offered)
{
    if (!offered.apart)
        return "in the same process: this system has no means to shut one in";
    if (offered.landlock && offered.seccomp)
        return "in a process shut in by Landlock and seccomp";
    if (offered.seccomp)
        return "in a process shut in by seccomp; this kernel offers no Landlock";
    if (offered.landlock)
        return "in a process shut in by Landlock; this kernel offers no seccomp";
    return "in a process of its own, which is not shut in: this kernel offers neither "
           "Landlock nor seccomp";
}

static bool limit(int which, rlim_t most, struct error *err)
{
    struct rlimit now;
    if (getrlimit(which, &now) != 0)
        return fail_errno(err, "limiting a process");
    if (now.rlim_max != RLIM_INFINITY && now.rlim_max < most)
        most = now.rlim_max;
    return setrlimit(which, &(struct rlimit){most, most}) == 0 ||
           fail_errno(err, "limiting a process");
}

bool confine_limits(double seconds, size_t bytes, size_t file, struct error *err)
{
    signal(SIGXFSZ, SIG_DFL);
    return limit(RLIMIT_CORE, 0, err) && limit(RLIMIT_CPU, (rlim_t)seconds + 1, err) &&
           limit(RLIMIT_FSIZE, (rlim_t)file, err) &&
           (SANITIZED || limit(RLIMIT_AS, (rlim_t)(space_used() + bytes), err));
}

bool confine_is_sanitized(void) { return SANITIZED; }
