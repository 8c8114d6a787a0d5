#include "base/buffer.h"

#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CAPACITY_MIN = 256, SMALL = 256 /* formatted at once */ };

static size_t limit_of(const struct buffer *buffer)
{
    return buffer->limit ? buffer->limit : (size_t)BUFFER_LIMIT;
}

/* Memory is always one byte more than capacity: vsnprintf wants a terminator. Capacity
 * never passes the limit, so what fits the one keeps the other. */
static void grow(struct buffer *buffer, size_t needed)
{
    size_t capacity = buffer->capacity ? buffer->capacity : CAPACITY_MIN;
    while (capacity < needed)
        capacity *= 2;
    if (capacity > limit_of(buffer))
        capacity = limit_of(buffer);
    buffer->at = memory_or_die(realloc(buffer->at, capacity + 1));
    buffer->capacity = capacity;
}

char *buffer_room(struct buffer *buffer, size_t length)
{
    size_t limit = limit_of(buffer);
    if (buffer->length > limit || length > limit - buffer->length)
        buffer->failed = true;
    if (buffer->failed)
        return NULL;
    if (!buffer->at || length > buffer->capacity - buffer->length)
        grow(buffer, buffer->length + length);
    return buffer->at + buffer->length;
}

void buffer_add_slowly(struct buffer *buffer, const void *bytes, size_t length)
{
    if (length == 0)
        return;
    char *room = buffer_room(buffer, length);
    if (!room)
        return;
    memcpy(room, bytes, length);
    buffer->length += length;
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    va_list arguments, again;
    char small[SMALL];
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(small, sizeof small, format, arguments);
    va_end(arguments);
    char *room = length < 0 ? NULL : buffer_room(buffer, (size_t)length);
    if (room && (size_t)length < sizeof small)
        memcpy(room, small, (size_t)length);
    else if (room)
        vsnprintf(room, (size_t)length + 1, format, again);
    buffer->length += room ? (size_t)length : 0;
    va_end(again);
}

void buffer_rune(struct buffer *buffer, uint32_t rune)
{
    if (rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff))
        rune = 0xfffd;
    unsigned char out[4];
    size_t length = rune < 0x80 ? 1 : rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--, rune >>= 6)
        out[i] = (unsigned char)(0x80 | (rune & 0x3f));
    static const unsigned char lead[] = {0, 0x00, 0xc0, 0xe0, 0xf0};
    out[0] = (unsigned char)(lead[length] | rune);
    buffer_add(buffer, out, length);
}

struct text buffer_all(const struct buffer *buffer)
{
    return (struct text){buffer->at, buffer->length};
}

void buffer_clear(struct buffer *buffer)
{
    buffer->length = 0;
    buffer->failed = false;
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->at);
    *buffer = (struct buffer){.limit = buffer->limit};
}
