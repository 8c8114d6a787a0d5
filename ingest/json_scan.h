/* JSON as a stream of tokens: strict (RFC 8259), bounded, and of flat memory.
 *
 * The input is a sequence of documents with white space between them: one document, a
 * paged answer's pages, or JSON Lines. A token's text is borrowed from the scanner's
 * window and lives until the next token, unless the caller holds on with
 * json_scan_hold(): then the bytes from there on stay together until
 * json_scan_release(), though they may move: remember texts as offsets from
 * json_scan_held().
 *
 *   while (json_scan_next(scan, &token, err) && token.kind != JSON_END) …
 */
#ifndef CIFRA_INGEST_JSON_SCAN_H
#define CIFRA_INGEST_JSON_SCAN_H

#include "base/error.h"
#include "base/text.h"

struct stream;

enum {
    JSON_DEPTH_MAX = 64,
    JSON_TOKEN_MAX = 1 << 20, /* bytes of one string or number */
    JSON_HELD_MAX = 16 << 20  /* bytes between hold and release: of one row */
};

enum json_token_kind {
    JSON_END, /* of the input */
    JSON_OPEN_OBJECT,
    JSON_CLOSE_OBJECT,
    JSON_OPEN_ARRAY,
    JSON_CLOSE_ARRAY,
    JSON_KEY,
    JSON_WORD,   /* a string, unescaped */
    JSON_DIGITS, /* a number, as it is written */
    JSON_YES,
    JSON_NO,
    JSON_NOTHING /* null */
};

struct json_token {
    enum json_token_kind kind;
    struct text text; /* of a key, string, number, true or false; UTF-8 */
};

struct json_scan;

/* Scan a stream, or bytes in memory that outlive the scanner. */
struct json_scan *json_scan_stream(struct stream *stream);
struct json_scan *json_scan_text(struct text bytes);
void json_scan_free(struct json_scan *scan); /* NULL is fine */

/* The next token. ERROR_FORMAT names the byte, counted from 0, and the row. */
bool json_scan_next(struct json_scan *scan, struct json_token *out, struct error *err);

/* After an opening bracket or a key: step over the whole value. After anything else
 * there is nothing to step over. What is skipped is checked all the same. */
bool json_scan_skip(struct json_scan *scan, const struct json_token *token,
                    struct error *err);

/* Keep all bytes from the token just returned on. */
void json_scan_hold(struct json_scan *scan);
/* The bytes held. Valid until the next token. */
const char *json_scan_held(const struct json_scan *scan);
void json_scan_release(struct json_scan *scan);

size_t json_scan_depth(const struct json_scan *scan); /* open brackets */
size_t json_scan_bytes(const struct json_scan *scan); /* stepped over so far */
/* The number of the row being read, for messages; 0: before the first. */
void json_scan_row(struct json_scan *scan, size_t row);
/* ERROR_FORMAT at the scanner's place: "byte 1204, row 3: …". */
bool json_scan_fail(const struct json_scan *scan, const char *words, struct error *err);

#endif
