/* What a descriptor says about the rows of a JSON file, besides where they are.
 * Documented in ingest/sources/README.md, "JSON". */
#ifndef CIFRA_INGEST_JSON_SHAPE_H
#define CIFRA_INGEST_JSON_SHAPE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

struct json_node;

enum { JSON_LEVELS_MAX = 4, JSON_LACKS_MAX = 64, JSON_PARTS_MAX = 16 };

/* A JSON pointer (RFC 6901), unescaped and cut into its parts. */
struct json_pointer {
    const char *source; /* as written: "/result/records" */
    size_t count;
    struct text part[JSON_PARTS_MAX];
};

struct json_shape {
    bool has_names;            /* rows that are arrays: */
    struct json_pointer names; /* their columns' names are here … */
    const char *name; /* … as strings, or as objects with the name at this key */
    bool lines;       /* is each document one row? (JSON Lines) */
    size_t levels;    /* so many objects in objects; their keys are cells … */
    const char *level[JSON_LEVELS_MAX]; /* … of the columns "@" + this */
    size_t lacks;
    const char *may_lack[JSON_LACKS_MAX]; /* columns that no row need have */
};

/* Read a descriptor's object "json"; a NULL node is the zeroed shape: rows are the
 * elements of an array. where names the object in messages. ERROR_USAGE names the
 * field. Lives in the arena. */
bool json_shape_read(struct arena *arena, const struct json_node *object,
                     const char *where, struct json_shape *out, struct error *err);

/* Cut a pointer; NULL is "". False when it is none, or has too many parts. */
bool json_pointer_read(struct arena *arena, const char *source,
                       struct json_pointer *out);

/* Is this array index, or this key, the pointer's part number k? */
bool json_pointer_is_key(const struct json_pointer *pointer, size_t k, struct text key);
bool json_pointer_is_index(const struct json_pointer *pointer, size_t k, size_t index);

#endif
