/* The tables that datasets come as: what each column is called, holds and means.
 *
 * The header of every file is written from here, and so are the dictionary and all
 * metadata: they cannot disagree. */
#ifndef CIFRA_SITE_DATASET_TABLE_H
#define CIFRA_SITE_DATASET_TABLE_H

#include "base/buffer.h"

enum column_type {
    COLUMN_CODE,   /* text out of a list; keeps its leading zeros */
    COLUMN_TEXT,   /* words for people */
    COLUMN_COUNT,  /* a whole number */
    COLUMN_NUMBER, /* a decimal number */
    COLUMN_PERIOD, /* "2024-11" or "2024" */
    COLUMN_YEAR,   /* "2024" */
    COLUMN_DAY     /* "2026-04-18" */
};

struct dataset_column {
    const char *name;
    const char *about; /* key of a message: what it means */
    const char *unit; /* key of a message; NULL: none, or a column of the row says it */
    const char *list; /* the code list in the tree; NULL */
    const char *const *words; /* the only words it holds, up to a NULL; NULL: any */
    enum column_type type;
    bool required; /* never empty */
    bool key;      /* part of what tells one row from the next */
    bool positive; /* never below zero */
};

struct dataset_table {
    const char *name; /* "figures" */
    size_t columns;
    const struct dataset_column *column;
};

extern const struct dataset_table TABLE_FIGURES, TABLE_YEARS, TABLE_SDMX,
    TABLE_REVISIONS, TABLE_TRIANGLES, TABLE_FIRST_FIGURES, TABLE_TIPS,
    TABLE_RESIDUAL_SHARES, TABLE_ICCS, TABLE_CLUSTERS;

/* The names of all columns as a CSV row. */
void table_header(struct buffer *out, const struct dataset_table *table);

/* NULL when there is no column of that name. */
const struct dataset_column *table_find(const struct dataset_table *table,
                                        const char *name);

#endif
