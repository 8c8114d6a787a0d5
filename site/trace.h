/* From a figure back to the rows it is made of.
 *
 * The snapshot is decoded once more; a row whose words lead, by the source's
 * crosswalks, to the place, offence and measure asked for, or to what is below them, is
 * kept with its cells. The sum of those that count must be the figure published. */
#ifndef CIFRA_SITE_TRACE_H
#define CIFRA_SITE_TRACE_H

#include "site/strand_stats.h"
#include "transform/bridge.h"

enum {
    TRACE_ROWS_MAX =
        10000, /* kept; of more, how many, the first and last row, the sum */
    TRACES_MAX = STRANDS_MAX
};

/* Which figure: all that is NULL or without an index is not said. */
struct trace_question {
    struct place_id place;
    struct offence_id offence;
    struct period first, last; /* months, both included */
    const char *source;        /* id */
    struct measure_id measure;
};

/* Rule and line by which a word became a code; line 0: the word is the code. */
struct traced_row {
    const char *member, *sheet; /* "" where there is none */
    size_t row;
    const struct text *cell; /* all of the row */
    struct key key;          /* what it counts: leaves of our lists */
    size_t place_line, offence_line, measure_line;
    const struct bridge_rule *bridge; /* NULL */
    struct period first;              /* of those that lie in what was asked */
    size_t count;
    const struct figure *figure;
    const size_t *column; /* of each; NULL: the row counts one */
    struct figure sum;
};

struct trace {
    const struct holding *holding;
    struct key key;
    struct period first, last; /* as far as the source tells */
    enum step step;
    bool bridged;
    struct figure published;
    bool rated;
    struct rate rate;              /* where residents are known, within one year */
    const struct trace *residents; /* of the rate; NULL */

    size_t columns;
    const struct text *header; /* of the first row's member */
    struct figure sum;         /* over all rows */
    size_t rows, first_row, last_row;
    size_t kept;
    const struct traced_row *row;
};

/* Read "2023", "2023-05" or two of them with ".." between. */
bool trace_period(const char *asked, struct period *first, struct period *last,
                  struct error *err);

/* The figures that answer the question, one for each way of counting. Without a
 * measure: those of the first one that has any, and *also, in the arena, names the
 * others ("" when there are none). The holdings must be read. ERROR_USAGE when no
 * source has such a figure. */
bool trace_find(const struct grounds *grounds, const struct trace_question *question,
                struct trace out[TRACES_MAX], size_t *count, const char **also,
                struct error *err);

/* Do the rows add up to the figure that is published? A sum of fractions may differ in
 * its last digits. */
bool trace_agrees(const struct trace *trace);

/* For a terminal, and as JSON for programs; day is the newest one whose snapshots were
 * used, for the command that finds the figure again. */
void trace_write_words(struct buffer *out, struct arena *arena,
                       const struct holdings *holdings, const struct trace *trace);
void trace_write_json(struct buffer *out, struct arena *arena,
                      const struct holdings *holdings, const struct trace *trace,
                      size_t count);
/* The command that finds it again, whatever comes into the store later. */
const char *trace_command(struct arena *arena, const struct holdings *holdings,
                          const struct trace *trace);

#endif
