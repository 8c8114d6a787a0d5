/* Reading JSON with errors that say where: a thin face over jansson.
 *
 * A node is borrowed from its document, which the arena does not own: free it
 * with json_close(). Functions accept a NULL node and treat it as absent, so a
 * path of optional fields needs no checks in between. */
#ifndef CIFRA_BASE_JSON_H
#define CIFRA_BASE_JSON_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

enum { JSON_BYTES_MAX = 64 << 20 };

struct json_node; /* never defined: a jansson value */

/* Parse a file of ours; syntax errors name file, line and column. Duplicate keys
 * are refused. The root belongs to the caller. */
struct json_node *json_open(const char *path, struct error *err);
struct json_node *json_parse(struct text bytes, const char *name, struct error *err);
void json_close(struct json_node *root);

/* Spelled out, because jansson claims JSON_OBJECT and its sisters. */
enum json_kind {
    JSON_KIND_NONE, /* a NULL node */
    JSON_KIND_OBJECT,
    JSON_KIND_ARRAY,
    JSON_KIND_STRING,
    JSON_KIND_NUMBER,
    JSON_KIND_BOOL,
    JSON_KIND_NULL
};
enum json_kind json_kind(const struct json_node *node);

const struct json_node *json_get(const struct json_node *object, const char *key);
size_t json_count(const struct json_node *array_or_object);
const struct json_node *json_at(const struct json_node *array, size_t index);
/* Key and value number index of an object, in file order. */
const struct json_node *json_entry(const struct json_node *object, size_t index,
                                   struct text *key);

/* The string, number or truth at a key, or the given default when the key is
 * absent. Strings are borrowed from the document. */
struct text json_text(const struct json_node *object, const char *key,
                      const char *otherwise);
double json_number(const struct json_node *object, const char *key, double otherwise);
bool json_truth(const struct json_node *object, const char *key, bool otherwise);
double json_number_of(const struct json_node *node);    /* 0 unless a number */
struct text json_text_of(const struct json_node *node); /* empty unless a string */

/* Does the object hold only these keys (a NULL ends the list) with fitting
 * kinds? Names the first stranger and what is allowed: typing errors in a
 * descriptor must not pass in silence. A key is written "name:kind" with kind one
 * of s n b o a or * (string, number, bool, object, array, any); "!name:kind" is
 * required. where names the object in messages; the failure is ERROR_USAGE. */
bool json_expect(const struct json_node *object, const char *where,
                 const char *const *keys, struct error *err);

/* Write a string with quotes and escapes, ASCII-safe where JSON asks for it. What is
 * not UTF-8 becomes U+FFFD: what is written can always be read again. */
void json_write_string(struct buffer *out, struct text text);

#endif
