/* What every download format is given to write a dataset's figures. */
#ifndef CIFRA_SITE_EXPORTING_H
#define CIFRA_SITE_EXPORTING_H

#include "site/dataset.h"
#include "site/figures.h"

struct exporting {
    const struct site *site;
    const struct dataset *dataset; /* .title, .about, .source: what notes say */
    const struct figures *figures;
    const struct survey *survey;
};

/* Write the figures at a path of the tree; *rows receives how many rows they take, 0
 * where a format has none. */
typedef bool export_function(const struct exporting *what, const char *path,
                             size_t *rows, struct error *err);

export_function export_csv;       /* a figure in each row */
export_function export_csv_years; /* a year in each row */
export_function export_sdmx;
export_function export_json_stat;
export_function export_xlsx;

#endif
