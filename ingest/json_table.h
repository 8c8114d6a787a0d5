/* Rows whose cells have names of their own, each perhaps other ones, as a table with a
 * header.
 *
 * JSON leaves out what is null, so no row says what the columns are. The first rows
 * are kept back until four megabytes of them have been seen; their names are the
 * header. A name that comes up later, and that the descriptor mentions, begins a new
 * stretch with a wider header and a sink of its own, as another thread would have it.
 *
 * A name is known by its path: the table holds a tree of keys, and guesses that a row
 * has the same keys in the same order as the one before. */
#ifndef CIFRA_INGEST_JSON_TABLE_H
#define CIFRA_INGEST_JSON_TABLE_H

#include "ingest/decode.h"

struct json_table;

enum { JSON_TABLE_ROOT = 0 };

struct json_table *json_table_new(struct arena *arena, const struct source *source,
                                  struct sink *sink);
void json_table_free(struct json_table *table); /* NULL is fine */

/* The place of a key below another place; JSON_TABLE_ROOT is the row itself.
 * ERROR_LIMIT past so many different keys. */
bool json_table_place(struct json_table *table, uint32_t parent, struct text key,
                      uint32_t *place, struct error *err);

/* Begin a row, give it cells, and end it. Cells are offsets into bytes that are known
 * only at the end, but for those of json_table_text(), which is copied. A second cell
 * at one place is ERROR_FORMAT. */
void json_table_begin(struct json_table *table, size_t row);
bool json_table_cell(struct json_table *table, uint32_t place, size_t offset,
                     size_t length, struct error *err);
bool json_table_text(struct json_table *table, uint32_t place, struct text text,
                     struct error *err);
bool json_table_end(struct json_table *table, const char *bytes, struct error *err);

/* Hand over what is kept back, and put the counts into *out. */
bool json_table_finish(struct json_table *table, struct decoded *out,
                       struct error *err);

#endif
