/* Writing JSON piece by piece, indented, so that a diff of two editions can be read.
 *
 *   struct json_writer writer = {.out = &buffer};
 *   json_begin_object(&writer, NULL);
 *   json_put_text(&writer, "title", "Cifra");
 *   json_begin_array(&writer, "resources");
 *   …
 *   json_end(&writer);
 *   json_end(&writer);
 *
 * Inside an array the key is NULL. A zeroed writer with .out is valid; it owns nothing.
 */
#ifndef CIFRA_BASE_JSON_WRITER_H
#define CIFRA_BASE_JSON_WRITER_H

#include "base/buffer.h"

enum { JSON_DEPTH_MAX = 32 };

struct json_writer {
    struct buffer *out;
    bool compact; /* no spaces, no line breaks */
    size_t depth;
    char close[JSON_DEPTH_MAX]; /* of what is open, outermost first */
    bool filled[JSON_DEPTH_MAX + 1];
};

void json_begin_object(struct json_writer *writer, const char *key);
void json_begin_array(struct json_writer *writer, const char *key);
/* Close what was begun last; the outermost ends with a line break. */
void json_end(struct json_writer *writer);

/* NULL and "" write nothing, key included: what is not known is left out. */
void json_put_text(struct json_writer *writer, const char *key, const char *value);
/* The same, but "" is written. */
void json_put_string(struct json_writer *writer, const char *key, const char *value);
void json_put_count(struct json_writer *writer, const char *key, size_t value);
void json_put_truth(struct json_writer *writer, const char *key, bool value);

#endif
