/* A program of the operator's, in a process group of its own, and a guard beside it
 * that ends the group once it is told to, or once this process is gone, however it
 * went: nothing of the program outlives who started it. */
#ifndef CIFRA_SITE_GUARDED_H
#define CIFRA_SITE_GUARDED_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct guarded {
    pid_t guard;
    int life; /* the guard reads from it: a byte, then it leaves, or its end */
    int told; /* what the guard says */
};

/* How the program ended. */
struct guarded_end {
    int code, signal; /* one of them is 0 */
};

/* This process's environment, in the arena, in which these variables, "NAME=words" with
 * NULL behind the last, stand in for those of the same name. more may be NULL. */
const char *const *guarded_environment(struct arena *arena, const char *const *more);

/* Start a program with these words and this environment, each with NULL behind the
 * last, without a shell. It reads from input and writes to output, both its output and
 * its complaints; -1: as this process does. guarded_stop() or
 * guarded_leave() what was started. */
bool guarded_start(const char *const *words, const char *const *environment, int input,
                   int output, struct guarded *out, struct error *err);

/* Wait for the program, not for what it left running; false when it has not ended
 * after so many milliseconds. */
bool guarded_wait(const struct guarded *guarded, int64_t milliseconds,
                  struct guarded_end *out);

/* End what still runs of it, or leave that alone. */
void guarded_stop(struct guarded *guarded);
void guarded_leave(struct guarded *guarded);

/* Did it end well? If not, name is who "ended with 7". */
bool guarded_judge(struct guarded_end end, const char *name, struct error *err);

#endif
