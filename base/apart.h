/* Work on foreign bytes in a process of its own, shut in (base/confine.h), so that
 * bytes which crash a reader, make it run for ever or take it over cost that one piece
 * of work and nothing else.
 *
 * A server is forked while this process has one thread and nothing open that matters.
 * For each piece of work it forks a guard, and the guard a worker: the guard knows the
 * time, and says how the worker ended. The worker has three descriptors: the bytes to
 * be read, a file for large results, and a pipe for its answer. Whoever asked must not
 * trust either: it checks what it is told as it would check a file. */
#ifndef CIFRA_BASE_APART_H
#define CIFRA_BASE_APART_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"

enum {
    APART_REQUEST_MAX = 32 << 10, /* bytes of a request */
    APART_ANSWER_MAX = 256 << 20
};

struct apart_limits {
    double seconds; /* of the clock */
    size_t bytes;   /* of memory; and of what the output grows by */
};

/* One piece of work, as the worker sees it. */
struct apart_job {
    struct text request;
    int input;  /* to be read; -1: none */
    int output; /* to be written; -1: none */
    struct arena arena;
    void *prepared;       /* from prepare() to work() */
    bool brief;           /* set by prepare(): others wait meanwhile, so that it has a
                             tenth of the time only */
    struct buffer answer; /* what goes back */
};

/* What a server does. Nothing but the arguments and what there was when it was started
 * is known to it. */
struct apart_work {
    void (*begin)(void); /* once, in the server: what all workers need; NULL */
    /* For each piece of work, before the worker is shut in; NULL is fine. */
    bool (*prepare)(void *context, struct apart_job *job, struct error *err);
    /* Shut in: no file of ours can be read any more. */
    bool (*work)(void *context, struct apart_job *job, struct error *err);
    void *context;
};

struct apart;

/* CIFRA_READER_SECONDS and CIFRA_READER_MIB where set, else ten minutes and 4 GiB. */
struct apart_limits apart_limits_usual(void);

/* Start a server; only while there is one thread. *out is NULL where the system has no
 * means for it (confine_offered()): the work is then the caller's own. */
bool apart_start(const struct apart_work *work, struct apart_limits limits,
                 struct apart **out, struct error *err);

/* Have a piece of work done; any thread may. The answer is appended. Fails as the work
 * failed, or with ERROR_FORMAT when it crashed, which is the bytes' doing. With
 * ERROR_UNREAD when it came to no verdict: it took too long or too much memory, was
 * killed, could not be started or speaks of trouble with the system; another time, or
 * on another machine, the same bytes may do. The descriptors stay the caller's; once
 * this succeeds, nobody writes to them any more. */
bool apart_run(struct apart *apart, struct text request, int input, int output,
               struct buffer *answer, struct error *err);

void apart_stop(struct apart *apart); /* NULL is fine */

#endif
