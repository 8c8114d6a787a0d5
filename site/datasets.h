/* The datasets of an edition: what each source holds, as files. */
#ifndef CIFRA_SITE_DATASETS_H
#define CIFRA_SITE_DATASETS_H

#include "site/export_csv.h"
#include "site/site.h"

/* One file: of a whole source, or of one state in it. */
struct dataset_part {
    const struct holding *holding;
    struct place_id place; /* NO_INDEX for all of them */
    const char *path;      /* from the root of the site */
    size_t rows, bytes;
};

/* A source's files: one with a figure in each row; or, where a source tells of the
 * municipalities of states, one for each state with a year in each row, because a
 * nation's would be too long for any program to open. */
struct dataset {
    enum csv_shape shape;
    size_t parts; /* 0 when nothing is held */
    struct dataset_part *part;
    size_t rows, bytes; /* of all parts */
};

/* Write them, and into site->dataset what they are, in the order of holdings; with them
 * the ledgers of what each source changed. */
bool datasets_make(struct arena *arena, struct site *site, struct error *err);

#endif
