/* Bytes being written, with a hard maximum.
 *
 * A zeroed buffer is empty, valid, and holds at most BUFFER_LIMIT bytes unless
 * .limit says otherwise. Adding past the limit adds nothing and makes the buffer
 * fail for good: check .failed once, at the end. */
#ifndef CIFRA_BASE_BUFFER_H
#define CIFRA_BASE_BUFFER_H

#include "base/text.h"

enum { BUFFER_LIMIT = 256 << 20 };

struct buffer {
    char *at;
    size_t length;
    size_t capacity;
    size_t limit; /* bytes; 0 is BUFFER_LIMIT */
    bool failed;
};

void buffer_add(struct buffer *buffer, const void *bytes, size_t length);
void buffer_text(struct buffer *buffer, struct text text);
void buffer_string(struct buffer *buffer, const char *string);
void buffer_char(struct buffer *buffer, char c);
void buffer_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* One code point as UTF-8; U+FFFD for what is not one. */
void buffer_rune(struct buffer *buffer, uint32_t rune);

/* Room for length more bytes; NULL when that would pass the limit. The caller
 * writes there and adds to .length. */
char *buffer_room(struct buffer *buffer, size_t length);

/* What was written so far; valid until the next addition. */
struct text buffer_all(const struct buffer *buffer);

/* Empty it, keeping the memory, and forgive a failure. */
void buffer_clear(struct buffer *buffer);
void buffer_free(struct buffer *buffer);

#endif
