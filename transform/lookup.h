/* From a text to a number: the hash table under code lists, crosswalks and readers
 * of words.
 *
 * A zeroed lookup is empty and valid. Texts are borrowed and must outlive it. */
#ifndef CIFRA_TRANSFORM_LOOKUP_H
#define CIFRA_TRANSFORM_LOOKUP_H

#include "base/arena.h"
#include "base/text.h"

#define NO_INDEX UINT32_MAX

struct lookup_slot;

struct lookup {
    size_t count;
    size_t capacity; /* a power of two, or 0 */
    struct lookup_slot *slot;
};

/* Give a text a number. When it has one already, that one stays and is returned;
 * else NO_INDEX. */
uint32_t lookup_put(struct arena *arena, struct lookup *lookup, struct text text,
                    uint32_t number);

/* The number of a text; NO_INDEX when it has none. */
uint32_t lookup_find(const struct lookup *lookup, struct text text);

/* The text that differs least (letters added, dropped or changed: Levenshtein) and in
 * less than a third of its letters; empty when none is so near. */
struct text lookup_nearest(const struct lookup *lookup, struct text text);

#endif
