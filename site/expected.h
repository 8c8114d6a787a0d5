/* When the next figures of a source are to be expected, and from when on it is late.
 *
 * Both follow from what the descriptor says (how often it is released, how old its
 * newest file may become) and from the day of the newest file: no clock enters, so
 * that pages can print them. Whether it is late by now is for whoever has a clock. */
#ifndef CIFRA_SITE_EXPECTED_H
#define CIFRA_SITE_EXPECTED_H

#include "base/period.h"
#include "ingest/source.h"
#include "transform/cube.h"

struct expected {
    struct day next;       /* no day: nothing more is released */
    struct day last_grace; /* the last day on which the newest file is not too old; no
                              day: it is never late */
};

/* newest is the day of the newest good file; zeroed when there is none, and then
 * nothing is expected. */
struct expected expected_of(const struct source *source, struct day newest);

/* Is the source late on that day? */
bool expected_late(const struct expected *expected, struct day today);

/* How many months of a series that has ended its newest file lacks, and the last month
 * that it holds; 0: none, or the series goes on. */
int months_lacking(const struct source *source, const struct cube *cube,
                   struct period *last);

#endif
