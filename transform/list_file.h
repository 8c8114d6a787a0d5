/* One CSV file of a code list, being read: cells, names in each language, and errors
 * that say file and row. */
#ifndef CIFRA_TRANSFORM_LIST_FILE_H
#define CIFRA_TRANSFORM_LIST_FILE_H

#include "base/csv.h"
#include "base/language.h"
#include "transform/lookup.h"

struct list_file {
    struct arena *arena;
    const struct languages *languages;
    struct table table;
};

bool list_open(struct arena *arena, const char *folder, const char *name,
               const struct languages *languages, struct list_file *out,
               struct error *err);

/* Fail with ERROR_FORMAT, the file and the row as a spreadsheet counts. */
bool list_fail(const struct list_file *file, size_t row, struct error *err,
               const char *format, ...) __attribute__((format(printf, 4, 5)));

/* A cell, trimmed and NUL-terminated; "" for TABLE_NONE. Lives in the arena. */
const char *list_cell(const struct list_file *file, size_t row, size_t column);

/* May the text be a code: one to LIST_CODE_MAX of a-z 0-9 . - _ ? */
enum { LIST_CODE_MAX = 200 };
bool list_is_code(struct text text);

/* The column `code` of a list without a tree, and the codes read so far. */
struct list_codes {
    size_t column;
    struct lookup rows;
};

bool list_codes_find(const struct list_file *file, struct list_codes *out,
                     struct error *err);
/* A row's code; fails when it is none or stood in a row before. */
bool list_code_read(const struct list_file *file, size_t row, struct list_codes *codes,
                    const char **out, struct error *err);

/* Where a field stands in each language: the columns "name_es", "name_en", … */
struct list_names {
    const char *field;
    size_t column[LANGUAGES_MAX]; /* TABLE_NONE: there is no such column */
};

/* Find a field's columns; that of the first language must be there. */
bool list_names_find(const struct list_file *file, const char *field,
                     struct list_names *out, struct error *err);

/* One row's names. A language without a column has those of the first language; an
 * empty cell fails, or is "" when empty_is_fine. */
bool list_names_read(const struct list_file *file, size_t row,
                     const struct list_names *columns, bool empty_is_fine,
                     struct names *out, struct error *err);

#endif
