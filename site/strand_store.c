#include "site/strand_store.h"

#include <string.h>

enum { SLOTS = 512 }; /* chains: a page asks for tens or hundreds */

struct held {
    struct key key;
    size_t count;
    struct strand *strand;
    struct held *next;
};

struct strand_store {
    struct arena *arena;
    const struct holdings *holdings;
    struct held *slot[SLOTS];
};

struct strand_store *strand_store_new(struct arena *arena,
                                      const struct holdings *holdings)
{
    struct strand_store *store = arena_take(arena, sizeof *store);
    store->arena = arena;
    store->holdings = holdings;
    return store;
}

static size_t slot_of(struct key key)
{
    uint64_t mixed = key.place.index * UINT64_C(0x9e3779b97f4a7c15) +
                     key.offence.index * UINT64_C(0xc2b2ae3d27d4eb4f) +
                     key.measure.index * UINT64_C(0x165667b19e3779f9);
    return (size_t)(mixed >> 32) % SLOTS;
}

static bool same_key(struct key a, struct key b)
{
    return a.place.index == b.place.index && a.offence.index == b.offence.index &&
           a.measure.index == b.measure.index;
}

static struct held *hold(struct strand_store *store, struct key key)
{
    struct strand strands[STRANDS_MAX];
    struct held *held = arena_take(store->arena, sizeof *held);
    held->key = key;
    held->count = strands_of(store->arena, store->holdings, key.place, key.offence,
                             key.measure, strands);
    held->strand = arena_array(store->arena, held->count, sizeof *held->strand);
    if (held->count > 0)
        memcpy(held->strand, strands, held->count * sizeof *strands);
    return held;
}

size_t strand_store_get(struct strand_store *store, struct key key,
                        struct strand strands[STRANDS_MAX])
{
    struct held **at = &store->slot[slot_of(key)];
    while (*at && !same_key((*at)->key, key))
        at = &(*at)->next;
    if (!*at)
        *at = hold(store, key);
    if ((*at)->count > 0)
        memcpy(strands, (*at)->strand, (*at)->count * sizeof *strands);
    return (*at)->count;
}
