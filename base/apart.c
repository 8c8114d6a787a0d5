#include "base/apart_inside.h"

#include "base/confine.h"
#include "base/number.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    SECONDS_USUAL = 600,
    MIB_USUAL = 4096,
    SECONDS_MOST = 1 << 20,
    MIB_MOST = 1 << 24,
    MEMORY_GONE = 71 /* how memory_or_die() ends a process */
};

struct apart {
    pid_t server;
    int control;
    struct apart_limits limits;
};

static double number_from(const char *name, int64_t usual, int64_t most)
{
    int64_t given;
    return number_whole(text_of(getenv(name)), &given) && given >= 1 && given <= most
               ? (double)given
               : (double)usual;
}

struct apart_limits apart_limits_usual(void)
{
    double mib = number_from("CIFRA_READER_MIB", MIB_USUAL, MIB_MOST);
    return (struct apart_limits){
        number_from("CIFRA_READER_SECONDS", SECONDS_USUAL, SECONDS_MOST),
        (size_t)mib << 20};
}

bool apart_start(const struct apart_work *work, struct apart_limits limits,
                 struct apart **out, struct error *err)
{
    int ends[2];
    *out = NULL;
    if (!confine_offered().apart)
        return true;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return fail_errno(err, "starting a process to read files");
    pid_t parent = getpid(), server = fork();
    if (server == 0) {
        close(ends[0]);
        apart_serve(ends[1], work, limits, parent);
    }
    close(ends[1]);
    if (server < 0) {
        close(ends[0]);
        return fail_errno(err, "starting a process to read files");
    }
    *out = memory_or_die(calloc(1, sizeof **out));
    **out = (struct apart){server, ends[0], limits};
    return true;
}

void apart_stop(struct apart *apart)
{
    if (!apart)
        return;
    shutdown(apart->control, SHUT_RDWR); /* a later server may hold it, too */
    close(apart->control);
    while (waitpid(apart->server, NULL, 0) < 0 && errno == EINTR)
        ;
    free(apart);
}

/* Asking --------------------------------------------------------------------------- */

static bool send_request(const struct apart *apart, struct text request,
                         const int *descriptor, size_t count, struct error *err)
{
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(APART_DESCRIPTORS * sizeof(int))];
    } control = {0};
    struct iovec bytes = {(void *)(uintptr_t)request.at, request.length};
    struct msghdr message = {.msg_iov = &bytes,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = CMSG_SPACE(count * sizeof(int))};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(count * sizeof(int));
    memcpy(CMSG_DATA(head), descriptor, count * sizeof(int));
    ssize_t sent;
    do
        sent = sendmsg(apart->control, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent >= 0 || fail_errno(err, "the process that reads files is gone");
}

/* Two bytes before the request tell which descriptors come along. */
static bool ask(const struct apart *apart, struct text request, int reply, int input,
                int output, struct error *err)
{
    int descriptor[APART_DESCRIPTORS] = {reply};
    size_t count = 1;
    struct buffer bytes = {0};
    if (request.length > APART_REQUEST_MAX - APART_FLAGS)
        return fail(err, ERROR_LIMIT, "a request of %zu bytes", request.length);
    buffer_char(&bytes, input >= 0);
    buffer_char(&bytes, output >= 0);
    buffer_text(&bytes, request);
    if (input >= 0)
        descriptor[count++] = input;
    if (output >= 0)
        descriptor[count++] = output;
    bool good = send_request(apart, buffer_all(&bytes), descriptor, count, err);
    buffer_free(&bytes);
    return good;
}

/* All that comes until worker and guard have closed their end. */
static bool receive(int reply, struct buffer *into, struct error *err)
{
    for (;;) {
        char *room = buffer_room(into, APART_BLOCK);
        if (!room)
            return fail(err, ERROR_LIMIT, "its reader says more than %d MiB",
                        APART_ANSWER_MAX >> 20);
        ssize_t got = read(reply, room, APART_BLOCK);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail_errno(err, "listening to the process that reads files");
        if (got == 0)
            return true;
        into->length += (size_t)got;
    }
}

/* How a worker ended, in a sentence. A crash is what the bytes led to, wherever they
 * are read; what is over for want of time or memory may end well on another day. */
static bool judge(const struct apart *apart, struct apart_end end, struct error *err)
{
    if (end.unborn != 0) {
        errno = end.unborn;
        return fail_errno(err, "starting a process to read it");
    }
    if (end.late || end.signal == SIGXCPU)
        return fail(err, ERROR_UNREAD, "reading it takes more than %.0f seconds",
                    apart->limits.seconds);
    if (end.signal == SIGALRM)
        return fail(err, ERROR_UNREAD, "reading it takes more than %.3g seconds",
                    apart->limits.seconds / APART_BRIEF);
    if (end.signal == SIGXFSZ)
        return fail(err, ERROR_LIMIT, "its figures take more than %zu MiB",
                    apart->limits.bytes >> 20);
    if (end.signal == SIGKILL)
        return fail(err, ERROR_UNREAD,
                    "the system killed its reader, perhaps for want of memory");
    if (end.signal != 0)
        return fail(err, ERROR_FORMAT, "its reader crashed (signal %d)", end.signal);
    if (end.code == MEMORY_GONE)
        return fail(err, ERROR_UNREAD, "reading it takes more than %zu MiB of memory",
                    apart->limits.bytes >> 20);
    return end.code == 0 ||
           fail(err, ERROR_FORMAT, "its reader gave no answer (exit %d)", end.code);
}

/* Only on the bytes is its word taken: that something is wrong with this machine or
 * this program must not stop more than this one reading. */
static enum error_kind kind_of(uint32_t said)
{
    if (said == ERROR_SYSTEM)
        return ERROR_UNREAD;
    return said == ERROR_USAGE || said == ERROR_NETWORK ? ERROR_FORMAT
                                                        : (enum error_kind)said;
}

/* The worker's words are as foreign as the bytes it read. */
static bool unpack(struct text said, struct buffer *answer, struct error *err)
{
    struct apart_answer head;
    if (said.length < sizeof head)
        return fail(err, ERROR_FORMAT, "its reader gave no answer");
    memcpy(&head, said.at, sizeof head);
    struct text rest = {said.at + sizeof head, said.length - sizeof head};
    if (head.kind > ERROR_LIMIT || head.message > rest.length ||
        head.message >= ERROR_MESSAGE_MAX)
        return fail(err, ERROR_FORMAT, "its reader's answer makes no sense");
    struct text message = {rest.at, head.message};
    if (head.kind != ERROR_NONE)
        return fail(err, kind_of(head.kind), "%.*s",
                    TEXT_ARGS(text_is_utf8(message)
                                  ? message
                                  : TEXT("its reader refuses it, and not in UTF-8")));
    buffer_add(answer, rest.at + head.message, rest.length - head.message);
    return true;
}

static bool run(struct apart *apart, struct text request, int input, int output,
                struct buffer *answer, struct error *err)
{
    int reply[2];
    struct buffer said = {.limit = APART_ANSWER_MAX};
    struct apart_end end;
    if (pipe2(reply, O_CLOEXEC) != 0)
        return fail_errno(err, "asking the process that reads files");
    bool good = ask(apart, request, reply[1], input, output, err);
    close(reply[1]);
    good = good && receive(reply[0], &said, err);
    close(reply[0]);
    if (good && said.length < sizeof end)
        good = fail(err, ERROR_SYSTEM, "the process that reads files is gone");
    if (good) {
        said.length -= sizeof end;
        memcpy(&end, said.at + said.length, sizeof end);
        good = judge(apart, end, err) && unpack(buffer_all(&said), answer, err);
    }
    buffer_free(&said);
    return good;
}

bool apart_run(struct apart *apart, struct text request, int input, int output,
               struct buffer *answer, struct error *err)
{
    bool good = run(apart, request, input, output, answer, err);
    if (!good && err->kind == ERROR_SYSTEM)
        err->kind = ERROR_UNREAD;
    return good;
}
