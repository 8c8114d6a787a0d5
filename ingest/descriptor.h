/* Reading the fields of a source's descriptor, with errors that name file and field:
 * what the files source*.c share, and nobody else needs. Functions leave *out
 * as it was when the key is absent, unless they say otherwise. */
#ifndef CIFRA_INGEST_DESCRIPTOR_H
#define CIFRA_INGEST_DESCRIPTOR_H

#include "base/json.h"
#include "ingest/source.h"

/* A descriptor being read. */
struct descriptor {
    struct arena *arena;
    const struct languages *languages;
    struct source *out;
    struct error *err;
};

/* Where a field is, for messages: where + ": \"key\"". */
const char *descriptor_where(struct descriptor *descriptor, const char *where,
                             const char *key);

/* Is the node a string that is not empty and not overlong? */
bool descriptor_is_string(struct descriptor *descriptor, const struct json_node *node,
                          const char *where);
/* Does it begin with https:// or http://? */
bool descriptor_is_address(const char *url);
bool descriptor_string(struct descriptor *descriptor, const struct json_node *object,
                       const char *where, const char *key, const char **out);
/* A copy of a string; NULL when the key is absent or no string. */
const char *descriptor_optional(struct descriptor *descriptor,
                                const struct json_node *object, const char *key);
/* A whole number in these bounds; otherwise when the key is absent. */
bool descriptor_whole(struct descriptor *descriptor, const struct json_node *object,
                      const char *where, const char *key, int otherwise, int least,
                      int most, int *out);
/* A string of one ASCII character, or of none, which is 0. */
bool descriptor_char(struct descriptor *descriptor, const struct json_node *object,
                     const char *where, const char *key, char *out);
/* Which of the words, NULL-ended, stands at the key; the first when it is absent. */
bool descriptor_choice(struct descriptor *descriptor, const struct json_node *object,
                       const char *where, const char *key, const char *const *words,
                       int *out);
/* "Año", or ["Año", "Anio"]: the spellings of one column, as a node or at a key. */
bool descriptor_spellings(struct descriptor *descriptor, const struct json_node *node,
                          const char *where, struct source_column *out);
bool descriptor_column(struct descriptor *descriptor, const struct json_node *object,
                       const char *where, const char *key, struct source_column *out);
/* An array of strings as a new array in the arena. */
bool descriptor_strings(struct descriptor *descriptor, const struct json_node *array,
                        const char *where, const char ***out, size_t *count);

/* The object "fetch": where the file comes from. */
bool source_read_fetch(struct descriptor *descriptor, const struct json_node *object,
                       const char *where);

/* The object "rows": what stands in which column. */
bool source_read_rows(struct descriptor *descriptor, const struct json_node *object,
                      const char *where);

#endif
