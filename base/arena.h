/* Memory that is freed all at once.
 *
 * A zeroed arena is empty and valid. Allocation never fails: running out of
 * memory ends the program, the only exit below cifra.c. An arena belongs to one
 * thread at a time. */
#ifndef CIFRA_BASE_ARENA_H
#define CIFRA_BASE_ARENA_H

#include "base/text.h"

#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *newest;
    size_t used;
};

/* Zeroed bytes, aligned for any type, living until arena_free(). */
void *arena_take(struct arena *arena, size_t size);

/* arena_take() of count elements of size bytes, with the product checked. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* The same, but not zeroed: for who writes every element before reading it. */
void *arena_uncleared(struct arena *arena, size_t count, size_t size);

/* A NUL-terminated copy of a text; the terminator is not part of its length. */
struct text arena_copy(struct arena *arena, struct text text);

/* A NUL-terminated string written as by printf, in the C locale. */
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Give everything back and leave the arena empty and usable. */
void arena_free(struct arena *arena);

/* Ends the program when memory is NULL; for the few owners outside an arena. */
void *memory_or_die(void *memory);

#endif
