/* Strands with figures of one's choosing, for the tests of statistics and sentences:
 * one state, one offence, one source. Residents: a million in every year in Guanajuato
 * and Querétaro, which together are the country of this test; nobody knows how many
 * live in Jalisco. Lists are those of the program; tests run from the top folder. */
#ifndef CIFRA_TESTS_SITE_SMALL_STRANDS_H
#define CIFRA_TESTS_SITE_SMALL_STRANDS_H

#include "tests/check.h"

#include "site/strand_stats.h"

/* What a source says. Each year's total is that of its months up to the one the last
 * year ends with, spread evenly; the other months go on at that pace. */
struct given {
    const char *place;       /* NULL: "mx-11"; "mx": Guanajuato and Querétaro alike */
    const char *methodology; /* NULL: "cnsp-2015" */
    int first_year;          /* 0: so that the last is 2022 */
    size_t years;
    double total[12];
    int months;      /* of the last year; 0: twelve */
    int provisional; /* newest months */
    int blank;       /* so many months before the newest is one not reported; 0: none;
                        of the country, in Querétaro */
    const double *by_month; /* in place of totals, from January of the first year */
};

extern struct arena small_arena;
extern struct lists small_lists;
extern struct holdings small_holdings;

int small_strands_open(void **state);
int small_strands_close(void **state);

/* The strand of that; until the next. Another state holds one case in every month, so
 * that months of zeros at the end are no padding. */
struct strand small_strand(const struct given *given);
struct grounds small_grounds(void);

#endif
