/* What one row of a publisher's file says, in the publisher's own words.
 *
 * This is where reading (ingest/) and understanding (transform/) meet, and all
 * that either knows of the other. A decoder turns rows into observations and
 * hands them to a sink; an observation and its texts live only during that call.
 *
 * A wide row is one observation of twelve months; an incident is a run of one
 * with value 1.
 */
#ifndef CIFRA_BASE_OBSERVATION_H
#define CIFRA_BASE_OBSERVATION_H

#include "base/error.h"
#include "base/figure.h"
#include "base/text.h"

/* Between the parts of a word made of several columns (U+001F). */
#define WORD_JOIN '\x1f'

enum {
    RUN_MAX = 2400,   /* periods one row may hold */
    COUNT_MAX = 65000 /* of what is handed over as a count */
};

/* A word and its number among the distinct words of the same role that one
 * reader has met: small, dense, from 0 up. A sink that remembers what a number
 * means matches each distinct word once, not once per row. */
struct word {
    uint32_t number;
    struct text text; /* UTF-8, trimmed; parts joined by WORD_JOIN */
};

/* A row as it stands in its file, for receipts. */
struct raw_row {
    size_t columns;
    const struct text *header; /* the columns' names, UTF-8 */
    const struct text *cell;   /* UTF-8, without quotes */
    const size_t *column;      /* the cell that each figure was read in, SIZE_MAX for
                                  none; NULL: the row itself counts one */
};

struct observation {
    size_t row; /* as a spreadsheet counts: the header of a plain CSV is row 1 */
    struct word place;
    struct word offence;
    struct word measure;
    struct period first;
    enum step step;
    size_t count;                 /* of figures, 1 to RUN_MAX */
    const struct figure *figures; /* absent, reported, provisional, not reported,
                                     suppressed */
    /* The same figures, when all are reported counts of at most COUNT_MAX: far quicker
     * to take. Else NULL. */
    const uint16_t *counts;
    const struct raw_row *raw; /* NULL unless the sink wants rows */
};

/* Where observations go. The first member of whatever receives them. A sink without
 * split is fed by one thread, in file order. */
struct sink {
    /* False stops the reading; err says why. */
    bool (*take)(struct sink *sink, const struct observation *observation,
                 struct error *err);
    /* A sink for another stretch of the same file, to be fed by another thread
     * with word numbers of its own. */
    struct sink *(*split)(struct sink *sink);
    /* Take over all that part received, and free it. Called in file order, so
     * that no result depends on the number of threads. first_row is the number of
     * rows before the stretch; part counted its rows from 0. */
    bool (*join)(struct sink *sink, struct sink *part, size_t first_row,
                 struct error *err);
    /* Free a part without joining it: its stretch must be read in another way. */
    void (*drop)(struct sink *part);
    /* Forget all that was taken: the file will be read again from its beginning. */
    void (*reset)(struct sink *sink);
    /* Observations that have counts need no figures, which may then be NULL. */
    bool takes_counts;
    /* Observations come with their raw row. Only for a sink without split: its rows are
     * numbered within the member of the archive that is being read, which stands in
     * .member, and of a workbook the sheet in .sheet; "" where there is none. */
    bool wants_rows;
    const char *member;
    const char *sheet;
};

#endif
