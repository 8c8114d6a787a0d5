/* The formats that figures are offered in, and the rule which dataset gets which. */
#ifndef CIFRA_SITE_EXPORTERS_H
#define CIFRA_SITE_EXPORTERS_H

#include "site/exporting.h"

/* Whose figures they are; it decides in which formats they are worth their bytes. */
enum figures_of {
    FIGURES_OF_SOURCE = 1,  /* all that a source holds */
    FIGURES_OF_STATE = 2,   /* a state's part of what a source holds of towns */
    FIGURES_OF_PAGE = 4,    /* what a page shows */
    FIGURES_OF_TOWN = 8,    /* what one of thousands of pages shows */
    FIGURES_OF_DERIVED = 16 /* what we computed */
};

/* SDMX-CSV repeats its codes in every row: not for more figures than a spreadsheet
 * could show as rows. */
enum { SDMX_FIGURES_MAX = 1048575 };

enum { EXPORTERS_MAX = 8 };

struct exporter {
    const char *format; /* of the dataset_file */
    const char *ending; /* of its path */
    const char *media;
    const char *name; /* key of a message: how a link calls it */
    unsigned offered; /* of enum figures_of */
    const struct dataset_table *table;
    export_function *export;
};

/* The whole list, in the order that links stand in; one with .export NULL ends it. */
extern const struct exporter EXPORTERS[];

/* By the format of a file; NULL when there is none. */
const struct exporter *exporter_find(const char *format);

/* Is it in this exporter's rule? */
bool exporter_offers(const struct exporter *exporter, enum figures_of of,
                     const struct survey *survey);

/* Write one format, at "data/<slug>[/<part>]<ending>"; *out describes the file, in the
 * arena. part may be NULL. */
bool exporter_write(struct arena *arena, const struct exporter *exporter,
                    const struct exporting *what, const char *part,
                    struct dataset_file *out, struct error *err);

/* Write all formats of a dataset and register it: table, rows, extent, sources and
 * files are filled in, in *dataset too. */
bool figures_put(const struct site *site, struct dataset *dataset,
                 const struct figures *figures, enum figures_of of, struct error *err);

/* Fill in what the survey says. */
void dataset_survey(struct dataset *dataset, const struct survey *survey);

#endif
