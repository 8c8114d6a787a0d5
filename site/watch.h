/* Around a run: its record, its last word, and whoever is to be told of it.
 *
 *   watch_begin()    the record of the run before is read; what is said is kept
 *   watch_start()    it has the lock: the ping of a start
 *   watch_settle()   what was published is looked at: is a source late?
 *   watch_end()      summary, record, metrics, ping, the command on failure
 *
 * A run of the past (--as-of) has its summary alone. Nothing here lets a run fail, but
 * for not knowing whether a source is late: what else does not work is complained of.
 */
#ifndef CIFRA_SITE_WATCH_H
#define CIFRA_SITE_WATCH_H

#include "site/program.h"

/* After program_configure(). */
void watch_begin(struct program *program, const char *command);

/* Of the nightly job others are told that it begins. */
void watch_start(struct program *program);

/* The exit code of a run that is over but for its lock: EXIT_LATE when all else is well
 * and a source of the edition in place is older than it may be. A `build`, and a `run`
 * with --bundle, which is as old as its files, say so and stay well. EXIT_SYSTEM when
 * that cannot be seen. Writes record and metrics. */
enum exit_code watch_settle(struct program *program, enum exit_code code, bool changed);

/* Tells how it went. Returns the code it was given; a run that was not settled is
 * recorded now, unless another one is at work. */
enum exit_code watch_end(struct program *program, enum exit_code code);

#endif
