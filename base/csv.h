/* Our own small CSV files (code lists, crosswalks), read whole: UTF-8, comma,
 * RFC 4180 quoting, one header row. Publishers' files are read by the decoders.
 *
 *   struct table table;
 *   if (!table_load(&arena, path, &table, err)) return false;
 *   size_t code = table_column(&table, "code");     // TABLE_NONE if missing
 *   table_cell(&table, row, code)                   // a text, empty if absent
 */
#ifndef CIFRA_BASE_CSV_H
#define CIFRA_BASE_CSV_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

enum { TABLE_BYTES_MAX = 64 << 20, TABLE_COLUMNS_MAX = 256 };
#define TABLE_NONE ((size_t)-1)

struct table {
    const char *path; /* for messages */
    size_t columns;
    size_t rows; /* without the header */
    struct text *header;
    struct text *cells; /* row by row */
};

/* Lives in the arena. Rows of other lengths than the header's are an error that
 * names the row. */
bool table_load(struct arena *arena, const char *path, struct table *out,
                struct error *err);
size_t table_column(const struct table *table, const char *name);
/* As table_column(), failing with the file's name when it is not there. */
bool table_need(const struct table *table, const char *name, size_t *column,
                struct error *err);
struct text table_cell(const struct table *table, size_t row, size_t column);

/* Write one cell as RFC 4180 has it, quoted only where needed. A cell that a
 * spreadsheet would run as a formula (first character = + - @ tab CR, and not a
 * number) gets an apostrophe before it. */
void csv_write(struct buffer *out, struct text cell);

#endif
