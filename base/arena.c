#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Under AddressSanitizer each taking gets a block of its own, so that stepping
 * over its end is seen. */
#if defined(__SANITIZE_ADDRESS__)
#define BLOCKS_SHARED 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BLOCKS_SHARED 0
#endif
#endif
#ifndef BLOCKS_SHARED
#define BLOCKS_SHARED 1
#endif

enum {
    BLOCK_MIN = 16 << 10, /* the first block; the next ones double */
    BLOCK_MAX = 1 << 20,
    SMALL = 256,     /* bytes: strings formatted at once */
    EXIT_MEMORY = 71 /* EX_OSERR */
};

struct arena_block {
    struct arena_block *older;
    size_t size;
    bool blank; /* all zeros until taken */
    alignas(max_align_t) char bytes[];
};

void *memory_or_die(void *memory)
{
    if (memory)
        return memory;
    static const char words[] = "cifra: out of memory\n";
    (void)!write(STDERR_FILENO, words, sizeof words - 1);
    _exit(EXIT_MEMORY);
}

static size_t aligned(size_t size)
{
    return (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
}

static size_t next_size(const struct arena *arena, size_t size)
{
    if (!BLOCKS_SHARED)
        return size;
    size_t wanted = arena->newest ? arena->newest->size * 2 : BLOCK_MIN;
    if (wanted > BLOCK_MAX)
        wanted = BLOCK_MAX;
    return size > wanted ? size : wanted;
}

static struct arena_block *block_make(size_t size, bool blank)
{
    if (size > PTRDIFF_MAX - sizeof(struct arena_block))
        memory_or_die(NULL);
    size_t whole = sizeof(struct arena_block) + size;
    struct arena_block *block = memory_or_die(blank ? calloc(1, whole) : malloc(whole));
    block->size = size;
    block->blank = blank;
    return block;
}

/* A big taking goes behind the newest block, whose rest stays in use. The system's own
 * zeros are the cheapest for it. */
static void *take_alone(struct arena *arena, size_t size)
{
    struct arena_block *block = block_make(size, true);
    block->older = arena->newest->older;
    arena->newest->older = block;
    return block->bytes;
}

/* *blank: the bytes are zeros already. */
static void *take(struct arena *arena, size_t size, bool *blank)
{
    struct arena_block *newest = arena->newest;
    size_t start = aligned(arena->used);
    if (newest && start < newest->size && size <= newest->size - start) {
        arena->used = start + size;
        *blank = newest->blank;
        return newest->bytes + start;
    }
    *blank = true;
    if (newest && size > BLOCK_MAX / 4)
        return take_alone(arena, size);
    size_t room = next_size(arena, size);
    *blank = room == size;
    struct arena_block *block = block_make(room, *blank);
    block->older = newest;
    arena->newest = block;
    arena->used = size;
    return block->bytes;
}

void *arena_take(struct arena *arena, size_t size)
{
    bool blank;
    void *taken = take(arena, size, &blank);
    return blank ? taken : memset(taken, 0, size);
}

/* For a string of this length, of which only the end is set. */
static char *take_string(struct arena *arena, size_t length)
{
    bool blank;
    char *taken = take(arena, length + 1, &blank);
    taken[length] = '\0';
    return taken;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total))
        memory_or_die(NULL);
    return arena_take(arena, total);
}

void *arena_uncleared(struct arena *arena, size_t count, size_t size)
{
    size_t total;
    bool blank;
    if (__builtin_mul_overflow(count, size, &total))
        memory_or_die(NULL);
    return take(arena, total, &blank);
}

struct text arena_copy(struct arena *arena, struct text text)
{
    char *copy = take_string(arena, text.length);
    if (text.length > 0)
        memcpy(copy, text.at, text.length);
    return (struct text){copy, text.length};
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list arguments, again;
    char small[SMALL];
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(small, sizeof small, format, arguments);
    va_end(arguments);
    char *string = take_string(arena, length < 0 ? 0 : (size_t)length);
    if (length > 0 && (size_t)length < sizeof small)
        memcpy(string, small, (size_t)length);
    else if (length > 0)
        vsnprintf(string, (size_t)length + 1, format, again);
    va_end(again);
    return string;
}

void arena_free(struct arena *arena)
{
    struct arena_block *block = arena->newest;
    while (block) {
        struct arena_block *older = block->older;
        free(block);
        block = older;
    }
    *arena = (struct arena){0};
}
