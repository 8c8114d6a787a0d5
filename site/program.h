/* What the commands share: the options, what is opened from them, where to speak, and
 * how a command ends. A command returns its exit code; none of them leaves the
 * program. */
#ifndef CIFRA_SITE_PROGRAM_H
#define CIFRA_SITE_PROGRAM_H

#include "site/config.h"
#include "site/holdings.h"
#include "site/night.h"
#include "site/record.h"
#include "site/terminal.h"

/* One table with the man page and site/outcome.c; codes are never given another
 * meaning. */
enum exit_code {
    EXIT_FINE = 0,          /* published, or nothing new */
    EXIT_DIFFERS = 1,       /* a site or a rebuilt edition is not what was published */
    EXIT_BAD_USAGE = 2,     /* command line or configuration */
    EXIT_KEPT_BACK = 3,     /* published, and a source was kept back */
    EXIT_LATE = 4,          /* published or nothing new, and a source is late */
    EXIT_NOT_ELSEWHERE = 5, /* published or nothing new, but not yet elsewhere */
    EXIT_NOTHING_NEW = 10,  /* with --detailed-exitcode, instead of 0 */
    EXIT_LOCKED = 11,       /* another run is at work */
    EXIT_HELD = 12,         /* nothing published: public is held by a rollback */
    EXIT_REFUSED = 65,      /* a source was refused, the old edition stays */
    EXIT_BUG = 70,          /* the program or its own files */
    EXIT_SYSTEM = 74,       /* disk, folder, memory */
    EXIT_UNREACHABLE = 75,  /* a source was not to be had, the old edition stays */
};

enum { ARGUMENTS_MAX = 64 };

/* Borrowed from the command line; NULL for what is not given. */
struct options {
    const char *config, *share, *source, *date, *url, *note, *bundle, *as_of, *accept;
    const char *lock_timeout, *log_format;
    const char *measure, *into, *key;
    bool verbose, quiet, help, version, json, synthetic, anyway, detailed, dry_run;
    bool undo;
    const char *argument[ARGUMENTS_MAX];
    size_t arguments;
};

struct program {
    struct options options;
    struct terminal terminal;
    struct timespec started;
    double lock_timeout;               /* seconds; after program_open() */
    const struct command_table *table; /* site/commands.h */
    struct arena arena;
    struct config config; /* this and what follows: after program_open() */
    struct holdings holdings;
    struct record served;  /* what the edition in place was made from: program_read() */
    const char *rehearsal; /* a copy of the store, used instead; NULL */
    struct night night;    /* what comes of this run, for its record */
    bool settled;          /* it is written: watch_settle() */
};

/* Load the configuration alone. */
bool program_configure(struct program *program, struct error *err);

/* Load configuration, lists and descriptors, and list what is in the store. A failure
 * is the operator's: fail_setup(). */
bool program_open(struct program *program, struct error *err);

/* Seconds since the program was started. */
double program_seconds(const struct program *program);

/* A lock was wanted and somebody else holds it: has --lock-timeout not passed? Then
 * waits a moment, and err is as if nothing had failed. */
bool program_waits(struct program *program, struct error *err);

/* Read every snapshot that is in the store, and before that what the edition in place
 * was made from. */
bool program_read(struct program *program, struct error *err);

/* The day of --date; today without one. */
bool program_date(const struct program *program, struct day *day, struct error *err);

/* The next id of --accept, of which *rest is what was not read yet; NULL at the end. */
const char *program_next_accepted(struct program *program, struct text *rest);

/* Say which snapshots are kept back; with --verbose, what each one holds. */
void program_tell_vintages(struct program *program);

/* Print what an edition built now would change, as words or with --json. Does anything
 * change? */
bool program_tell_diff(struct program *program);

/* Print lines of ours that hold words of others. */
void program_print_lines(struct program *program, struct text lines);

/* Complain. What a failure means depends on whose files were being read: the
 * operator's, ... */
enum exit_code fail_setup(struct program *program, const struct error *err);
/* ... a publisher's, ... */
enum exit_code fail_data(struct program *program, const struct error *err);
/* ... or ours; ... */
enum exit_code fail_build(struct program *program, const struct error *err);
/* ... or a lock was wanted. */
enum exit_code fail_lock(struct program *program, const struct error *err);

/* The graver of two: what was refused needs a person, what is away comes back. */
enum exit_code graver(enum exit_code a, enum exit_code b);

#endif
