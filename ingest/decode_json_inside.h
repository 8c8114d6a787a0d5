/* JSON being decoded: what finding the rows and reading one of them share. */
#ifndef CIFRA_INGEST_DECODE_JSON_INSIDE_H
#define CIFRA_INGEST_DECODE_JSON_INSIDE_H

#include "ingest/json_notice.h"
#include "ingest/json_scan.h"
#include "ingest/json_table.h"

struct json_reader {
    struct arena *arena;
    const struct json_shape *shape;
    struct json_pointer pointer;
    struct json_scan *scan;
    struct json_table *table;
    struct json_notice notice;
    bool found;   /* the rows of this document */
    bool named;   /* the columns of this document */
    size_t names; /* columns of rows that are arrays */
    struct text *name;
    struct buffer key[JSON_LEVELS_MAX]; /* of the objects that rows are members of */
    size_t row;
    struct error *err;
};

static inline bool next(struct json_reader *reader, struct json_token *token)
{
    return json_scan_next(reader->scan, token, reader->err);
}

static inline bool skip(struct json_reader *reader, const struct json_token *token)
{
    return json_scan_skip(reader->scan, token, reader->err);
}

static inline bool closes(const struct json_token *token)
{
    return token->kind == JSON_CLOSE_OBJECT || token->kind == JSON_CLOSE_ARRAY;
}

static inline bool is_container(const struct json_token *token)
{
    return token->kind == JSON_OPEN_OBJECT || token->kind == JSON_OPEN_ARRAY;
}

/* Take one row, whose first token this is, into the table. */
bool json_row_take(struct json_reader *reader, const struct json_token *token);

#endif
