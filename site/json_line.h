/* Writing an object of JSON field by field, with the commas in their places. An empty
 * string is written as null: what is not known. */
#ifndef CIFRA_SITE_JSON_LINE_H
#define CIFRA_SITE_JSON_LINE_H

#include "base/buffer.h"

/* An object, in a list or at the start; and its end. */
void json_line_open(struct buffer *out);
void json_line_close(struct buffer *out);

/* Fields of it. */
void json_line_text(struct buffer *out, const char *key, const char *string);
void json_line_number(struct buffer *out, const char *key, double number, int decimals);
void json_line_truth(struct buffer *out, const char *key, bool truth);

/* A field that is an object; json_line_close() ends it. */
void json_line_object(struct buffer *out, const char *key);

/* A field that is a list of objects or, with json_line_item(), of strings. */
void json_line_list(struct buffer *out, const char *key);
void json_line_item(struct buffer *out, const char *string);
void json_line_list_close(struct buffer *out);

#endif
