/* What a descriptor wants of each row of an XML document, gathered as it is met.
 *
 * XML has no header: which names a file uses shows only as it goes by. So the header
 * of its rows is what the descriptor wants, each column by its first spelling, and the
 * first row that has any spelling of a column settles which one the file uses.
 *
 * Values stand on levels: what is said of a whole data set or series holds for each
 * row in it, unless the row says otherwise. */
#ifndef CIFRA_INGEST_XML_FIELDS_H
#define CIFRA_INGEST_XML_FIELDS_H

#include "base/buffer.h"
#include "ingest/rows.h"

enum { FIELD_LEVELS = 3 };

/* One spelling of one column, and its value on each level. */
struct field {
    struct text name; /* as the descriptor spells it */
    size_t column;
    struct {
        size_t since; /* set in this generation of its level; 0: never */
        struct buffer value;
    } level[FIELD_LEVELS];
};

struct fields {
    size_t count; /* spellings of all columns, those of one column in a row */
    struct field *field;
    size_t columns;
    struct text *header;
    struct text *cells;
    size_t *chosen; /* for each column, its field + 1; 0: none met yet */
    size_t generation[FIELD_LEVELS];
    struct buffer seen; /* names met until the first row, for messages */
    size_t rows;
    const char *optional; /* a column that no row need have; or NULL */
};

/* Lives in the arena, but for what fields_close() frees. */
void fields_open(struct fields *fields, struct arena *arena,
                 const struct source *source);
void fields_close(struct fields *fields);

/* Forget the values of a level: another series, another row. */
void fields_begin(struct fields *fields, size_t level);

/* A field's value on a level; ERROR_FORMAT when it has one there. */
bool fields_put(struct fields *fields, struct field *field, size_t level,
                struct text value, struct error *err);

/* As fields_put() for each field of that name, case aside; that there is none is
 * fine. */
bool fields_put_named(struct fields *fields, struct text name, size_t level,
                      struct text value, struct error *err);

/* Take a field's value from a level. */
void fields_drop(struct field *field, size_t level);

/* A name that the document has, for the message of fields_check(). */
void fields_note(struct fields *fields, struct text name);

/* Hand the row over. */
bool fields_take(struct fields *fields, struct rows *rows, size_t row,
                 struct error *err);

/* ERROR_FORMAT when a wanted column was met in no row at all. */
bool fields_check(const struct fields *fields, struct error *err);

#endif
