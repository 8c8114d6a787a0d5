/* All that pages may look at while an edition is built: made once, then read by any
 * number of threads. */
#ifndef CIFRA_SITE_SITE_H
#define CIFRA_SITE_SITE_H

#include "site/bands.h"
#include "site/catalogue.h"
#include "site/dataset.h"
#include "site/edition.h"
#include "site/holdings.h"
#include "site/revisions.h"
#include "site/strand_stats.h"
#include "site/template.h"
#include "transform/breaks.h"
#include "transform/outline.h"

#include <stdatomic.h>

/* Widths that every chart is drawn at: for a phone, for a desk, and to travel alone. */
enum { CHART_NARROW = 344, CHART_WIDE = 720, CHART_FRAMED = 600, CHART_WIDTHS = 3 };

/* The country's states, fitted once to each width that charts are drawn at. */
struct fitted {
    double width, height;
    size_t count;
    struct outline *outline;
};

struct site {
    const struct config *config;
    const struct holdings *holdings;
    const struct lists *lists;
    struct catalogue **catalogues;
    struct templates *templates;
    struct outlines *states;
    struct outlines *municipalities;
    struct fitted *fitted;           /* CHART_WIDTHS of them */
    struct datasets *datasets;       /* what is published beside pages */
    struct revisions *revisions;     /* by holding */
    struct bands *bands;             /* how far first figures move */
    struct silences *silences;       /* months of nothing */
    const struct breaks *breaks;     /* transform/breaks.h */
    struct bridging *bridging;       /* site/block_bridge.h */
    struct findings *findings;       /* site/findings.h */
    struct clusterings *clusterings; /* site/clustering.h */
    struct rate_memo *rates;         /* that many pages ask for */
    const char *inputs;              /* SHA-256 of all inputs */
    struct sha256 setting;           /* of all but snapshots */
    struct sha256 ground;            /* of all pages of towns: site/page_again.h */
    const char *day;                 /* of the edition */
    struct tree *tree;
    bool synthetic;      /* some of its figures are made up, and all of it says so */
    bool *place_page;    /* by place index: has it a page? */
    bool *place_figures; /* by place index: has it crime figures of its own? */
    bool *offence_page;
    bool *offence_figures; /* by offence index: has the country figures of it? */
    struct offences_within *within; /* by place index: site/pages.h */
    double *residents; /* by place index, in the edition's year; NAN: not known */
    struct place_id country;
    struct measure_id investigations; /* the victims, where no file counts any */
    struct measure_id victims, population;
    atomic_size_t charts;
};

/* Are victims all that the files count? Then they stand where investigations do. */
static inline bool tells_of_victims(const struct site *site)
{
    return site->investigations.index == site->victims.index;
}

#endif
