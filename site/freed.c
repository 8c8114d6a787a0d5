/* A dry run must count as a real one does. Names that were added before are gone by now
 * in a real one, and in a dry one they are not: so it is remembered how many names each
 * file had when it was first met, and how many of them went. */
#include "site/freed.h"

#include "base/arena.h"

#include <fts.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { BLOCK = 512, FIRST_SLOTS = 1024 };

struct known {
    dev_t device;
    ino_t number;
    uint64_t left; /* names that are still to go; 0 in an empty slot or a freed file */
    bool used;
};

struct freed {
    struct known *slot;
    size_t slots, used;
};

struct freed *freed_open(void)
{
    struct freed *freed = memory_or_die(calloc(1, sizeof *freed));
    freed->slots = FIRST_SLOTS;
    freed->slot = memory_or_die(calloc(freed->slots, sizeof *freed->slot));
    return freed;
}

void freed_close(struct freed *freed)
{
    free(freed->slot);
    free(freed);
}

static struct known *place_of(struct freed *freed, dev_t device, ino_t number)
{
    uint64_t hash = ((uint64_t)number ^ (uint64_t)device << 32) * 0x9e3779b97f4a7c15u;
    for (size_t i = (size_t)(hash >> 20) & (freed->slots - 1);;
         i = (i + 1) & (freed->slots - 1)) {
        struct known *known = &freed->slot[i];
        if (!known->used || (known->device == device && known->number == number))
            return known;
    }
}

static void grow(struct freed *freed)
{
    struct freed larger = {.slots = 2 * freed->slots, .used = freed->used};
    larger.slot = memory_or_die(calloc(larger.slots, sizeof *larger.slot));
    for (size_t i = 0; i < freed->slots; i++)
        if (freed->slot[i].used)
            *place_of(&larger, freed->slot[i].device, freed->slot[i].number) =
                freed->slot[i];
    free(freed->slot);
    *freed = larger;
}

static uint64_t one_name_less(struct freed *freed, const struct stat *found)
{
    if (2 * freed->used >= freed->slots)
        grow(freed);
    struct known *known = place_of(freed, found->st_dev, found->st_ino);
    if (!known->used) {
        *known = (struct known){found->st_dev, found->st_ino,
                                S_ISDIR(found->st_mode) ? 1 : found->st_nlink, true};
        freed->used++;
    }
    known->left -= known->left > 0;
    return known->left == 0 ? (uint64_t)found->st_blocks * BLOCK : 0;
}

uint64_t freed_add(struct freed *freed, const char *path)
{
    char *const roots[] = {(char *)(uintptr_t)path, NULL};
    uint64_t bytes = 0;
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    if (!walk)
        return 0;
    for (FTSENT *entry; (entry = fts_read(walk));)
        if (entry->fts_info == FTS_F || entry->fts_info == FTS_D ||
            entry->fts_info == FTS_SL)
            bytes += one_name_less(freed, entry->fts_statp);
    fts_close(walk);
    return bytes;
}
