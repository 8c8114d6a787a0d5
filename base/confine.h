/* Shutting a process in, so that code which foreign bytes have taken over can do
 * nothing but compute: it reads and writes what it has open already. */
#ifndef CIFRA_BASE_CONFINE_H
#define CIFRA_BASE_CONFINE_H

#include "base/error.h"

#include <stddef.h>

/* What the system offers for it. */
struct confinement {
    int landlock; /* version of Landlock's interface; 0: none */
    bool seccomp; /* can system calls be filtered? */
    bool apart;   /* are there processes to be shut in at all? */
};

/* Asks the kernel, and changes nothing. */
struct confinement confine_offered(void);

/* A clause for people: "in a process shut in by Landlock and seccomp"; where something
 * is missing, it says so. */
const char *confine_words(struct confinement offered);

/* Shut this process in for good, as far as is offered: no file can be opened, no
 * socket made, no process started, no signal sent to others; threads can be. Only
 * while there is one thread.
 *
 * What it still can learn: whether a path that it guesses exists, and how large and how
 * old the file is. The C library looks at an open file (fstat()) with the call that
 * looks at any, a filter does not see the path, and Landlock has no right for it. */
bool confine_self(struct error *err);

/* Limit this process for good: seconds of processor time, bytes of address space on top
 * of what it uses, and bytes of any file it writes. Who writes more is ended by
 * SIGXFSZ. */
bool confine_limits(double seconds, size_t bytes, size_t file, struct error *err);

/* Does a sanitizer watch this process? It wants a little more than is let through
 * else. */
bool confine_is_sanitized(void);

#endif
