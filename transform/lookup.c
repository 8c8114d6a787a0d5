#include "transform/lookup.h"

enum { CAPACITY_MIN = 64, NEAR_MAX = 512 };

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

/* Near words ------------------------------------------------------------------- */

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* How many letters to add, drop or change, when that is at most `most`; else more than
 * `most`. Only cells so near the diagonal are looked at. */
static size_t distance(struct text a, struct text b, size_t most)
{
    size_t row[NEAR_MAX + 1] = {0};
    for (size_t j = 0; j <= b.length; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.length; i++) {
        size_t from = i > most ? i - most : 1, to = least(b.length, i + most);
        size_t corner = row[from - 1], nearest = most + 1;
        row[from - 1] = from == 1 ? i : most + 1;
        for (size_t j = from; j <= to; j++) {
            size_t above = j == i + most ? most + 1 : row[j];
            size_t best = corner + (a.at[i - 1] != b.at[j - 1]);
            best = least(best, least(above, row[j - 1]) + 1);
            corner = row[j];
            row[j] = best;
            nearest = least(nearest, best);
        }
        if (nearest > most)
            return most + 1;
    }
    return row[b.length];
}

struct text lookup_nearest(const struct lookup *lookup, struct text text)
{
    struct text found = {0};
    size_t most = text.length / 3;
    for (size_t i = 0; i < lookup->capacity && text.length <= NEAR_MAX; i++) {
        struct text other = lookup->slot[i].text;
        size_t apart = other.length > text.length ? other.length - text.length
                                                  : text.length - other.length;
        if (!lookup->slot[i].number || apart > most || other.length > NEAR_MAX ||
            other.length == 0)
            continue;
        size_t far = distance(text, other, most);
        if (far > most || (found.at && far == most && text_compare(other, found) >= 0))
            continue;
        found = other;
        most = far;
    }
    return found;
}
