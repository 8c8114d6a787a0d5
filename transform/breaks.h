/* Breaks: months from which figures do not continue those before, as data.
 *
 * Rows are a file, transform/lists/breaks.csv: code, kind, place and offence (of all
 * below them; no offence: all), before and after (codes of methodologies), date (the
 * first month of what is new), reason_* (two or three words, for a chart), about_* (a
 * sentence or two), bridge (a file of bridge rules beside it, or empty), reference.
 *
 * Two kinds. "method": one way of counting takes the place of another; the date is the
 * month in which the later one comes into force. "level": within one way of counting,
 * the level jumps as a change of recording would leave it (transform/coverage.h); that
 * accuses nobody. Charts draw them, comparisons across them carry the word. */
#ifndef CIFRA_TRANSFORM_BREAKS_H
#define CIFRA_TRANSFORM_BREAKS_H

#include "transform/lists.h"

enum break_kind { BREAK_METHOD, BREAK_LEVEL };

struct break_in {
    const char *code;
    enum break_kind kind;
    struct place_id place;
    struct offence_id offence;                /* .index NO_INDEX: all */
    const struct methodology *before, *after; /* the same of a level */
    struct period date;
    struct names reason, about;
    const char *bridge;    /* NULL: there are no rules */
    const char *reference; /* address */
};

struct breaks {
    const struct lists *lists;
    size_t count;
    struct break_in *row; /* in the file's order */
};

/* Load breaks.csv of a folder. ERROR_FORMAT names file, row, and what is wrong: an
 * unknown kind, place, offence or methodology, a date that is no month or not the one
 * that the kind asks for, a name that is missing, no reference, the same break twice.
 * Lives in the arena. */
bool breaks_load(struct arena *arena, const char *folder, const struct lists *lists,
                 struct breaks *out, struct error *err);

/* The change from one way of counting to another; NULL: none is listed. */
const struct break_in *break_of_method(const struct breaks *breaks,
                                       const struct methodology *before,
                                       const struct methodology *after);

/* The newest break that has rules for a bridge over it; NULL: none has. */
const struct break_in *break_bridged(const struct breaks *breaks);

/* The next level break of a way of counting that bears on an offence in a place, from
 * *at on; NULL after the last. */
const struct break_in *break_next(const struct breaks *breaks, size_t *at,
                                  const struct methodology *methodology,
                                  struct place_id place, struct offence_id offence);

/* Does such a break lie after the first period and not after the last? */
bool break_between(const struct breaks *breaks, const struct methodology *methodology,
                   struct place_id place, struct offence_id offence,
                   struct period first, struct period last);

#endif
