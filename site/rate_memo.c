/* A table of slots, open addressing, doubled when half full. */
#include "site/rate_memo.h"

#include <pthread.h>
#include <stdlib.h>

enum { SLOTS_FIRST = 1024 };

struct slot {
    bool used;
    struct rate_asked asked;
    struct rate_found found;
};

struct rate_memo {
    pthread_mutex_t lock;
    size_t count, slots; /* a power of two */
    struct slot *slot;
};

static struct slot *new_slots(size_t count)
{
    return memory_or_die(calloc(count, sizeof(struct slot)));
}

struct rate_memo *rate_memo_new(void)
{
    struct rate_memo *memo = memory_or_die(calloc(1, sizeof *memo));
    pthread_mutex_init(&memo->lock, NULL);
    memo->slots = SLOTS_FIRST;
    memo->slot = new_slots(memo->slots);
    return memo;
}

void rate_memo_free(struct rate_memo *memo)
{
    if (!memo)
        return;
    pthread_mutex_destroy(&memo->lock);
    free(memo->slot);
    free(memo);
}

static bool is_same(const struct rate_asked *a, const struct rate_asked *b)
{
    return a->place.index == b->place.index && a->offence.index == b->offence.index &&
           a->methodology == b->methodology && a->year == b->year;
}

/* Its slot, or the empty one where it belongs. */
static struct slot *slot_of(struct slot *slot, size_t slots,
                            const struct rate_asked *asked)
{
    uint64_t hash = asked->place.index;
    hash = hash * 1000003 + asked->offence.index;
    hash = hash * 1000003 + (uint64_t)asked->year;
    hash *= 0x9e3779b97f4a7c15u;
    size_t at = (size_t)(hash >> 32) & (slots - 1);
    while (slot[at].used && !is_same(&slot[at].asked, asked))
        at = (at + 1) & (slots - 1);
    return &slot[at];
}

static void grow(struct rate_memo *memo)
{
    struct slot *slot = new_slots(2 * memo->slots);
    for (size_t i = 0; i < memo->slots; i++)
        if (memo->slot[i].used)
            *slot_of(slot, 2 * memo->slots, &memo->slot[i].asked) = memo->slot[i];
    free(memo->slot);
    memo->slot = slot;
    memo->slots *= 2;
}

bool rate_memo_get(struct rate_memo *memo, const struct rate_asked *asked,
                   struct rate_found *out)
{
    if (!memo)
        return false;
    pthread_mutex_lock(&memo->lock);
    const struct slot *slot = slot_of(memo->slot, memo->slots, asked);
    bool used = slot->used;
    if (used)
        *out = slot->found;
    pthread_mutex_unlock(&memo->lock);
    return used;
}

void rate_memo_put(struct rate_memo *memo, const struct rate_asked *asked,
                   const struct rate_found *found)
{
    if (!memo)
        return;
    pthread_mutex_lock(&memo->lock);
    if (2 * memo->count >= memo->slots)
        grow(memo);
    struct slot *slot = slot_of(memo->slot, memo->slots, asked);
    memo->count += !slot->used;
    *slot = (struct slot){true, *asked, *found};
    pthread_mutex_unlock(&memo->lock);
}
