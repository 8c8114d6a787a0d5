/* Bytes being written, with a hard maximum.
 *
 * A zeroed buffer is empty, valid, and holds at most BUFFER_LIMIT bytes unless
 * .limit says otherwise. Adding past the limit adds nothing and makes the buffer
 * fail for good: check .failed once, at the end. */
#ifndef CIFRA_BASE_BUFFER_H
#define CIFRA_BASE_BUFFER_H

#include "base/text.h"

#include <string.h>

enum { BUFFER_LIMIT = 256 << 20 };

struct buffer {
    char *at;
    size_t length;
    size_t capacity;
    size_t limit; /* bytes; 0 is BUFFER_LIMIT */
    bool failed;
};

static inline void buffer_add(struct buffer *buffer, const void *bytes, size_t length);
static inline void buffer_text(struct buffer *buffer, struct text text);
static inline void buffer_string(struct buffer *buffer, const char *string);
static inline void buffer_char(struct buffer *buffer, char c);
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

/* The quick way where there is room already, inline: a page is written in a hundred
 * thousand small pieces. */
void buffer_add_slowly(struct buffer *buffer, const void *bytes, size_t length);

static inline void buffer_add(struct buffer *buffer, const void *bytes, size_t length)
{
    if (length == 0 || length > buffer->capacity - buffer->length || buffer->failed) {
        buffer_add_slowly(buffer, bytes, length);
        return;
    }
    memcpy(buffer->at + buffer->length, bytes, length);
    buffer->length += length;
}

static inline void buffer_text(struct buffer *buffer, struct text text)
{
    buffer_add(buffer, text.at, text.length);
}

static inline void buffer_string(struct buffer *buffer, const char *string)
{
    buffer_text(buffer, text_of(string));
}

static inline void buffer_char(struct buffer *buffer, char c)
{
    buffer_add(buffer, &c, 1);
}

#endif
