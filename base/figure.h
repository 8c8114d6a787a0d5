/* A figure: a value that knows what it is.
 *
 * Zero, unknown, provisional and withheld are different things everywhere, up to
 * the pixel and the CSV cell. Never read .value before .status. */
#ifndef CIFRA_BASE_FIGURE_H
#define CIFRA_BASE_FIGURE_H

#include "base/period.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum status {
    STATUS_ABSENT = 0,   /* we hold no row for it */
    STATUS_REPORTED,     /* the publisher's number, zero included */
    STATUS_PROVISIONAL,  /* reported, and young enough to be revised soon */
    STATUS_PARTIAL,      /* a sum of which a part is not known: at least this */
    STATUS_NOT_REPORTED, /* the publisher holds the place open: a blank cell */
    STATUS_SUPPRESSED    /* the publisher withholds it */
};

struct figure {
    double value; /* 0 unless figure_known() */
    enum status status;
};

/* A line of figures at equal steps, borrowed from an arena. */
struct series {
    struct period first;
    enum step step;
    size_t count;
    struct figure *figures;
};

/* Is there a value: reported, provisional or partial? */
static inline bool figure_known(struct figure figure)
{
    return figure.status == STATUS_REPORTED || figure.status == STATUS_PROVISIONAL ||
           figure.status == STATUS_PARTIAL;
}

/* The sum of two, by the rule of the house: absent adds nothing; what is known
 * plus what is not is partial; provisional is catching; nothing known stays not
 * known. */
struct figure figure_sum(struct figure a, struct figure b);

/* The word for a status in datasets: "reported", "provisional", "partial",
 * "not_reported", "suppressed", "absent". */
const char *status_word(enum status status);

/* The figure at a period; absent outside the series. */
struct figure series_at(const struct series *series, struct period period);
/* Sum over count periods from first, by figure_sum(), where a period outside the
 * series or absent in it counts as not reported. */
struct figure series_total(const struct series *series, struct period first,
                           size_t count);
/* The same series by calendar years: each year the sum of those months that are
 * not absent. months[i], when months is not NULL, receives how many months of
 * year i are known; both arrays live in the arena. A yearly series is returned
 * as it is. */
struct series series_by_year(struct arena *arena, const struct series *monthly,
                             int **months);
/* The last period whose figure is known; false when there is none. */
bool series_last_known(const struct series *series, struct period *last);

#endif
