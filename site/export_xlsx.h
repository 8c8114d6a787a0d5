/* Workbooks: of figures, and of any finished table. */
#ifndef CIFRA_SITE_EXPORT_XLSX_H
#define CIFRA_SITE_EXPORT_XLSX_H

#include "site/exporting.h"
#include "site/xlsx_book.h"

/* As export_xlsx(), with at most so many rows on a sheet. */
bool export_xlsx_parted(const struct exporting *what, const char *path,
                        size_t rows_most, size_t *rows, struct error *err);

/* A table of ours that is CSV already: numbers become numbers, all else text. */
bool export_xlsx_table(const struct site *site, const struct dataset *dataset,
                       struct text csv, const char *path, struct error *err);

/* Start a sheet with the names of a table's columns; on one of months, value, which
 * is of whole years, is left out. */
void xlsx_start(struct book *book, const char *name, const struct dataset_table *table,
                enum step step);
/* The sheets that say what all of it is, one for each language. */
void xlsx_notes(struct book *book, const struct site *site,
                const struct dataset *dataset, const struct dataset_table *table);

#endif
