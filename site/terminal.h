/* Where a command speaks: what was asked for goes to `out`; errors, the log and
 * progress go to `err`. Commands write to these two streams and to no other.
 *
 * Progress stands on the last lines of a terminal that somebody watches, and what is
 * said takes its place. */
#ifndef CIFRA_SITE_TERMINAL_H
#define CIFRA_SITE_TERMINAL_H

#include "base/error.h"
#include "ingest/fetch.h"

#include <pthread.h>
#include <stdio.h>
#include <time.h>

struct terminal {
    FILE *out, *err;
    bool quiet;   /* errors only */
    bool json;    /* what is said to err is one object of JSON a line */
    bool watched; /* err is a terminal; else progress is lines of a log */
    pthread_mutex_t lock;
    struct timespec shown;                         /* when progress was last shown */
    size_t lines;                                  /* of progress that stand there */
    void (*keep)(void *context, const char *line); /* of what is said, quiet or not; or
                                                      NULL */
    void *context;
};

/* Streams for as long as the program runs; errors only when quiet. */
void terminal_open(struct terminal *terminal, FILE *out, FILE *err, bool quiet);

/* How to speak to err: "text", or "json", one object a line with time, level ("error",
 * "info", "progress") and message. ERROR_USAGE for anything else; NULL is "text". */
bool terminal_format(struct terminal *terminal, const char *format, struct error *err);

/* Take progress away, before anything is written to out. */
void terminal_clear(struct terminal *terminal);

/* "cifra: no such file", quiet or not. */
void terminal_complain(struct terminal *terminal, const struct error *err);

/* The same with other words. */
void terminal_warn(struct terminal *terminal, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A line for the log, made fit for a terminal; nothing when quiet. */
void terminal_log(struct terminal *terminal, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A `struct progress` step: "reading snapshots 3 of 40". From any thread. */
void terminal_step(void *terminal, const char *what, size_t done, size_t all);

/* How transfers get on, a line for each. */
void terminal_transfers(void *terminal, const struct fetch_progress *all, size_t count);

#endif
