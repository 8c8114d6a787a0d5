/* A run's record: what came of the last one, for whoever asks later.
 *
 * It is <state>/run.json, written whole by each `run` and `build`, outside of what is
 * published, and nothing that is published depends on it. What a run does not find out
 * anew (a source that it did not ask, an edition that stays) is carried on from the
 * record before. */
#ifndef CIFRA_SITE_NIGHT_H
#define CIFRA_SITE_NIGHT_H

#include "base/arena.h"
#include "site/config.h"
#include "site/intake.h"

struct diff; /* site/diff.h */

enum { NIGHT_LINES_MAX = 40 };

/* How a source did. All strings are there, "" for what is not known. */
struct source_night {
    const char *source;
    const char *asked;     /* when its publisher was asked, "2026-05-20T03:17:00Z" */
    const char *answer;    /* "new", "unchanged", "refused", "unreachable", "failed" */
    const char *why;       /* it was not to be had */
    const char *kept_back; /* why its newest file is not the one published */
};

/* What the newest edition changed of a source. */
struct source_change {
    const char *source;
    size_t added, changed, gone; /* figures */
    double net;
};

struct night {
    const char *damaged;         /* why the record cannot be read; NULL */
    const char *command;         /* "run", "build"; "" before the first */
    const char *started, *ended; /* like .asked */
    double seconds;
    int code;           /* exit code */
    const char *result; /* outcome_word() */
    bool changed;       /* was an edition published? */
    const char *edition;
    const char *succeeded; /* the last run that ended well */
    const char *published; /* the newest edition */
    size_t snapshots, rows, figures;
    size_t sources, sources_room;
    struct source_night *source;
    size_t changes;
    struct source_change *change;
    size_t lines; /* what was complained of, oldest first */
    const char *line[NIGHT_LINES_MAX];
};

/* Read the last record, in the arena; an empty one when there is none, or when it
 * cannot be read, and then .damaged says why. */
void night_read(struct arena *arena, const struct config *config, struct night *out);

/* Write it; folders that are missing are made. */
bool night_write(struct arena *arena, const struct config *config,
                 const struct night *night, struct error *err);

/* What taking in a source came to. */
void night_answer(struct arena *arena, struct night *night, const struct intake *intake,
                  const struct error *fault);

/* How the snapshots read: after holdings_read(). */
void night_holdings(struct arena *arena, struct night *night,
                    const struct holdings *holdings);

/* What is about to be published changes. */
void night_changes(struct arena *arena, struct night *night, const struct diff *diff);

/* Remember a line that was complained of; of too many, the oldest goes. */
void night_line(struct arena *arena, struct night *night, const char *line);

/* The same as the fields of an object of JSON. */
void night_write_fields(struct buffer *out, const struct night *night);

#endif
