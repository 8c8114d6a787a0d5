#include "transform/lookup.h"

enum { CAPACITY_MIN = 64 };

struct lookup_slot {
    uint64_t hash;
    struct text text;
    uint32_t number; /* plus one; 0 marks an empty slot */
};

/* Open addressing, at most half full: the slot of a text, or the empty one where
 * it would go. */
static struct lookup_slot *slot_of(const struct lookup *lookup, uint64_t hash,
                                   struct text text)
{
    size_t mask = lookup->capacity - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        struct lookup_slot *slot = &lookup->slot[i];
        if (slot->number == 0 || (slot->hash == hash && text_equal(slot->text, text)))
            return slot;
    }
}

static void grow(struct arena *arena, struct lookup *lookup)
{
    struct lookup old = *lookup;
    lookup->capacity = old.capacity ? old.capacity * 2 : CAPACITY_MIN;
    lookup->slot = arena_array(arena, lookup->capacity, sizeof *lookup->slot);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.slot[i].number)
            *slot_of(lookup, old.slot[i].hash, old.slot[i].text) = old.slot[i];
}

uint32_t lookup_put(struct arena *arena, struct lookup *lookup, struct text text,
                    uint32_t number)
{
    if (lookup->count * 2 >= lookup->capacity)
        grow(arena, lookup);
    uint64_t hash = text_hash(text);
    struct lookup_slot *slot = slot_of(lookup, hash, text);
    if (slot->number)
        return slot->number - 1;
    *slot = (struct lookup_slot){hash, text, number + 1};
    lookup->count++;
    return NO_INDEX;
}

uint32_t lookup_find(const struct lookup *lookup, struct text text)
{
    if (lookup->count == 0)
        return NO_INDEX;
    return slot_of(lookup, text_hash(text), text)->number - 1; /* 0 - 1: NO_INDEX */
}
