/* The words of JSON: escapes in strings, and numbers (RFC 8259, sections 6 and 7). */
#ifndef CIFRA_INGEST_JSON_LEXIS_H
#define CIFRA_INGEST_JSON_LEXIS_H

/* Resolve the escapes of a string in place; its new end, or NULL when one is wrong,
 * half of a surrogate pair, or NUL. */
char *json_unescape(char *from, const char *end);

/* The end of the number that begins here, or NULL. A character that is in no number
 * must follow. */
const char *json_number_end(const char *at);

#endif
