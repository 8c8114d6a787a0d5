/* How sure a strand's figures are: rates and their intervals, changes and whether
 * chance explains them, records that hold.
 *
 * Denominators follow coverage: only the person-time that reported counts. Everything
 * lives in the arena of the grounds. */
#ifndef CIFRA_SITE_STRAND_STATS_H
#define CIFRA_SITE_STRAND_STATS_H

#include "site/strand.h"
#include "transform/breaks.h"
#include "transform/comparison.h"
#include "transform/interval.h"

/* Months in which a place's own rows hold nothing but zeros where that cannot be, so
 * that they are missing (see transform/coverage.h): by source, place and month. */
struct silences;
struct silences *silences_of(struct arena *arena, const struct holdings *holdings);
bool is_silent(const struct silences *silences, const struct holding *holding,
               struct place_id place, struct period month);

/* What the statistics of a strand are made from; silences, breaks NULL: none. */
struct grounds {
    struct arena *arena;
    const struct holdings *holdings;
    const struct silences *silences;
    const struct breaks *breaks;
};

/* How a strand's months scatter, estimated from its own (scatter_of_months()). */
struct scatter strand_scatter(const struct grounds *grounds,
                              const struct strand *strand);
/* The share of a stretch's person-time that is known, 0 to 1: of the place's own
 * periods, or of the places that are summed up to it. */
double strand_coverage(const struct grounds *grounds, const struct strand *strand,
                       const struct tally *stretch);

/* Cases for every 100 000 residents and year: count / (residents of the stretch's year
 * * years that reported) * 100 000. */
struct rate {
    /* Withheld where the cases are; absent where they or the residents are not known.
     */
    struct figure figure;
    struct interval around; /* 95%, over-dispersion included */
    double count, person_years;
    double coverage;                  /* share of the person-time that reported */
    bool too_small;                   /* to be ranked or compared by eye */
    int year;                         /* of the population, and … */
    const struct holding *population; /* … whose it is */
    const struct holding *cases;      /* whose the count is */
};
struct rate strand_rate(const struct grounds *grounds, const struct strand *strand,
                        const struct tally *stretch);

/* Can a stretch be compared with the same months of an earlier year? */
enum comparable {
    COMPARABLE,
    COMPARABLE_NOT_HELD,    /* the strand does not reach that far back */
    COMPARABLE_GAP_NOW,     /* a part of the stretch is missing */
    COMPARABLE_GAP_EARLIER, /* a part of the earlier one is */
};

/* A stretch against the same months some years before, the rates of both: per resident
 * and day where residents are known, per day otherwise. */
struct change {
    struct tally before;
    struct comparison found;
    enum verdict verdict; /* what test and interval both hold up */
    bool per_resident;
    bool across_break; /* the level is known to jump between the two */
};
enum comparable strand_change(const struct grounds *grounds,
                              const struct strand *strand, const struct tally *stretch,
                              int years, struct change *out);

/* The next jump of level within the strand's own months, from *at on, which starts at
 * 0; NULL after the last. */
const struct break_in *strand_jump(const struct breaks *breaks,
                                   const struct strand *strand, size_t *at);

/* The highest or lowest in years, beyond what chance explains: when compared with the
 * nearest of at least three years between, none of them beyond a break. */
struct extreme {
    bool highest;
    int since;      /* the year that was as high or higher (low or lower) … */
    bool of_series; /* … or the first year there is, all of it passed */
};
bool strand_record(const struct grounds *grounds, const struct strand *strand,
                   const struct tally *stretch, struct extreme *out);

#endif
