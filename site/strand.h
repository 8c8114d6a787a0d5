/* A strand: what is known of one offence in one place, counted one way.
 *
 * Two methodologies are two strands, always; a page shows them side by side with a
 * break between, and no function here joins them. */
#ifndef CIFRA_SITE_STRAND_H
#define CIFRA_SITE_STRAND_H

#include "site/holdings.h"

enum { STRANDS_MAX = 16 };

/* See site/strand_memo.h. */
struct strand_memo;
struct strand_memo *strand_memo_new(struct arena *arena);

struct strand {
    const struct holding *holding;
    struct key key;
    struct series series;
    struct period last; /* newest period known */
    bool bridged;       /* an estimate over a change of method: transform/bridge.h */
    struct strand_memo *memo; /* NULL: nothing is kept. It is of this series: whoever
                                 cuts the series sets it to NULL */
};

/* A sum over a stretch of a strand. */
struct tally {
    struct figure figure;
    struct period first, last;
    int days;
};

/* The strands of a place and offence for a measure and all below it, in order of
 * methodology; how many. Where several sources count the same way, the one whose rows
 * are nearest to the place's own level is taken; a source that does not cover the
 * whole of a place is never summed up to it. Series live in the arena. */
size_t strands_of(struct arena *arena, const struct holdings *holdings,
                  struct place_id place, struct offence_id offence,
                  struct measure_id measure, struct strand strands[STRANDS_MAX]);

/* Drop the oldest strands until at most so many are left. */
size_t strands_newest(struct strand *strands, size_t count, size_t most);
/* The strand whose months and years are worth drawing: the newest with at least two
 * years of months, else the newest. */
const struct strand *strand_main(const struct strand *strands, size_t count);

/* From January of the newest known year to the newest known month. */
struct tally strand_newest(const struct strand *strand);
/* The newest calendar year of which every month is known; false: none. */
bool strand_full_year(const struct strand *strand, struct tally *out);
/* The same months `years` earlier; false when they are not all known. */
bool strand_before(const struct strand *strand, const struct tally *tally, int years,
                   struct tally *out);
/* One calendar year, as far as it is known; false when nothing of it is. */
bool strand_year(const struct strand *strand, int year, struct tally *out);
/* What a strand's file has behind its last figure, where it goes on without one. */
struct unsaid {
    struct period first, last; /* last: as far as the file goes, or withholds */
    struct period withheld;    /* the last that is withheld; of month 0: none is */
    bool missing;              /* some are blank, or without a row */
};
bool strand_unsaid(const struct strand *strand, struct unsaid *out);
/* A calendar year of which nothing is known though its file has it: not reported, or
 * withheld. */
bool strand_blank_year(const struct strand *strand, int year, struct tally *out);
/* Is nothing of a calendar year known, because its publisher withholds it? */
bool strand_withholds(const struct strand *strand, int year);

/* Mean of the twelve months up to each month, where all twelve are known, if only in
 * part. */
struct series rolling_mean(struct arena *arena, const struct series *months);

/* Residents at mid-year; not known: absent. source, when not NULL, receives the
 * holding it comes from. */
struct figure population_of(const struct holdings *holdings, struct place_id place,
                            int year, const struct holding **source);

/* Has any source of crimes a row of the key, or of what lies within its place? */
bool holdings_hold(const struct holdings *holdings, struct key key);

/* Can this source speak for this kind of place? 0: rows of that very level; more: so
 * many levels have to be summed; negative: it cannot. */
int holding_reach(const struct holding *holding, enum place_kind kind);

#endif
