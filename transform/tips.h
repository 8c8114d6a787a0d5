/* The tip sheet: of all places and offences, the changes that chance does not explain.
 *
 * Each is one comparison of a stretch of months with the same months a year before. The
 * family of comparisons is held to account together: after Benjamini and Hochberg
 * (1995) at 5%, about one in twenty of what survives is expected to be chance. Pairs
 * with too few cases for any test to tell are left out beforehand; their sum does not
 * depend on the direction of a change, so that leaving them out costs no honesty
 * (Bourgon, Gentleman and Huber 2010, PNAS 107:9546). */
#ifndef CIFRA_TRANSFORM_TIPS_H
#define CIFRA_TRANSFORM_TIPS_H

#include "transform/breaks.h"
#include "transform/comparison.h"
#include "transform/ledger.h"

/* One file's figures to look through. */
struct tips_source {
    const struct cube *cube;
    struct measure_id measure; /* what of it is compared: investigations, victims */
    enum place_kind level;     /* of its rows: only places of this kind are compared */
    bool superseded;           /* a newer way of counting took its place */
    const struct methodology
        *methodology; /* … and the breaks known of it; NULL: none */
    const struct breaks *breaks;
    size_t ledgers; /* between its vintages */
    const struct ledger *ledger;
};

/* Residents of a place in a year; NAN: not known. */
typedef double residents_function(void *context, struct place_id place, int year);

/* What to know before printing it. */
enum {
    TIP_RESIDUAL = 1 << 0,     /* a category of leftovers */
    TIP_PLACE_SHIFT = 1 << 1,  /* the place's whole total changed level, within 24
                                  months of the stretch's end */
    TIP_SERIES_SHIFT = 1 << 2, /* the same of the offence's own series */
    TIP_PROVISIONAL = 1 << 3,
    TIP_SMALL = 1 << 4,   /* fewer than TIP_PEOPLE_FEW residents */
    TIP_REVISED = 1 << 5, /* between vintages, a twentieth of the cases or more moved */
    TIP_SUPERSEDED = 1 << 6,
    TIP_BREAK = 1 << 7 /* a listed level break lies between the two stretches */
};
enum { TIP_PEOPLE_FEW = 100000, TIP_CASES_FEW = 10 };

struct tip {
    size_t source; /* index into the sources given */
    struct key key;
    struct period first, last; /* the later stretch; the earlier is a year before */
    bool whole_year;           /* the newest months had no year before them */
    double later, earlier;
    double later_exposure, earlier_exposure; /* residents * days; days alone where
                                                residents are not known */
    double residents;                        /* NAN: not known */
    struct scatter scatter;                  /* of the stretch's sum */
    struct comparison found;
    double p_adjusted;
    unsigned caveats;
    /* Of all years held, the same months had no more (no fewer) since this year; the
     * year of the stretch itself when the year before had. */
    int extreme_since;
    bool extreme_of_all; /* … in any year held */
};

struct tips {
    size_t sources;
    size_t *compared; /* by source: comparisons made */
    size_t *unpaired; /* by source: no year before that was counted alike, or unknown */
    size_t *too_few;  /* by source: fewer than TIP_CASES_FEW cases in both */
    size_t comparisons; /* all of them: the family */
    size_t count;       /* survivors, by evidence, then size */
    struct tip *tip;
};

/* Look through the sources, each for its measure: every place of its level, every type,
 * subtype and kind of offence; a node that holds just what one of its children holds is
 * compared once, as that child. residents may be NULL, and is
 * asked by several threads. All lives in the arena. */
void tips_find(struct arena *arena, const struct tips_source *sources, size_t count,
               residents_function *residents, void *context, struct tips *out);

#endif
