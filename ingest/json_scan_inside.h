/* How the scanner works.
 *
 * Bytes lie in one window. When a token runs into its end, what must be kept (the
 * token, or everything since json_scan_hold()) moves to the front and more is read
 * behind it; so a token is always whole, its text is a slice, and nothing is copied.
 * Zeros follow the last byte: a zero ends every loop over characters, and only then
 * is it asked whether the window or the input is at its end. */
#ifndef CIFRA_INGEST_JSON_SCAN_INSIDE_H
#define CIFRA_INGEST_JSON_SCAN_INSIDE_H

#include "ingest/json_scan.h"

enum expected {
    DOCUMENT,    /* a value at depth 0, or the end */
    FIRST_VALUE, /* after [ */
    VALUE,       /* after , in an array, or after : */
    FIRST_KEY,   /* after { */
    KEY,         /* after , in an object */
    COMMA        /* after a value at depth 1 and more */
};

struct json_scan {
    struct stream *stream; /* NULL: from rest */
    struct text rest;
    char *window;
    size_t capacity; /* without the padding */
    char *at;        /* the next byte */
    char *end;
    char *start;   /* of the token being read, or just returned */
    char *hold;    /* NULL: nothing is held */
    size_t before; /* bytes of the input before the window */
    bool read_all;
    bool spaced; /* was there white space, or nothing, before a document? */
    enum expected expected;
    size_t depth;
    uint64_t objects; /* one bit for each open bracket: is it a brace? */
    size_t row;
};

/* Read on, keeping what is held, else the bytes from kept on. Whoever has pointers
 * into the window keeps them as distances from scan->start or scan->at. */
bool json_window_read(struct json_scan *scan, const char *kept, struct error *err);

/* Have at least so many bytes under the scanner, unless the input ends before. */
bool json_window_have(struct json_scan *scan, size_t count, struct error *err);

/* Fail with the place, and of another kind than json_scan_fail(). */
bool json_scan_fail_as(const struct json_scan *scan, enum error_kind kind,
                       const char *words, struct error *err);

#endif
