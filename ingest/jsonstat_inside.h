/* Reading one JSON-stat document: what jsonstat.c and jsonstat_dimension.c share, and
 * nobody else needs. */
#ifndef CIFRA_INGEST_JSONSTAT_INSIDE_H
#define CIFRA_INGEST_JSONSTAT_INSIDE_H

#include "ingest/json_notice.h"
#include "ingest/jsonstat.h"

enum {
    JSONSTAT_CATEGORIES_MAX = 1 << 20, /* of one dimension */
    JSONSTAT_ID_MAX = 4096             /* bytes of an id or a label */
};

struct jsonstat_reading {
    struct arena *arena;
    struct json_scan *scan;
    struct jsonstat *out;
    struct json_notice notice;
    size_t datasets;
    struct error *err;
};

bool jsonstat_next(struct jsonstat_reading *reading, struct json_token *token);
bool jsonstat_skip(struct jsonstat_reading *reading, const struct json_token *token);
bool jsonstat_closes(const struct json_token *token);
/* ERROR_FORMAT at the scanner's place. */
bool jsonstat_fail(struct jsonstat_reading *reading, const char *words);
/* A copy of an id or a label. */
bool jsonstat_copy(struct jsonstat_reading *reading, struct text text,
                   struct text *out);
/* Digits that are at most this. */
bool jsonstat_whole(struct text text, size_t most, size_t *out);

/* One dimension, after its key, which is its id. */
bool jsonstat_read_dimension(struct jsonstat_reading *reading, struct text id);

#endif
