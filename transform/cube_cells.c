#include "transform/cube_cells.h"

#include "base/arena.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    FAR_MIN = 64,
    PAGE_LARGE = 2 << 20,
    SLAB_MIN = 128 << 10,
    SLAB_MAX = 2 * PAGE_LARGE
};

/* Memory of several chunks. Its head lies elsewhere, so that pages are filled evenly.
 */
struct slab {
    struct slab *older;
    char *at;
    size_t size, used;
};

static uint64_t where_of(uint32_t series, size_t position)
{
    return ((uint64_t)series << 16 | position) + 1;
}

static struct far_cell *far_slot(const struct cells *cells, uint64_t where)
{
    size_t mask = cells->far_capacity - 1;
    uint64_t mixed = where * 0x9e3779b97f4a7c15;
    for (size_t i = (mixed >> 32) & mask;; i = (i + 1) & mask)
        if (cells->far[i].where == 0 || cells->far[i].where == where)
            return &cells->far[i];
}

static void far_grow(struct cells *cells)
{
    struct far_cell *old = cells->far;
    size_t count = cells->far_capacity;
    cells->far_capacity = count ? count * 2 : FAR_MIN;
    cells->far = memory_or_die(calloc(cells->far_capacity, sizeof *cells->far));
    for (size_t i = 0; i < count; i++)
        if (old[i].where)
            *far_slot(cells, old[i].where) = old[i];
    free(old);
}

static void far_put(struct cells *cells, uint64_t where, struct figure figure)
{
    if (cells->far_count * 4 >= cells->far_capacity * 3)
        far_grow(cells);
    struct far_cell *slot = far_slot(cells, where);
    cells->far_count += slot->where == 0;
    *slot = (struct far_cell){where, figure.value, figure.status};
}

/* A file's memory ------------------------------------------------------------------ */

static struct {
    pthread_mutex_t lock;
    char *memory;
    size_t size, used;
} shared = {.lock = PTHREAD_MUTEX_INITIALIZER};

void cells_share(char *memory, size_t size, size_t offset)
{
    shared.memory = memory;
    shared.size = size;
    shared.used = offset;
}

uint64_t cells_shared_size(void) { return shared.used; }

bool cells_shared_at(const struct chunk *chunk, uint64_t *offset)
{
    uintptr_t at = (uintptr_t)chunk, start = (uintptr_t)shared.memory;
    if (!shared.memory || at < start || at >= start + shared.size)
        return false;
    *offset = at - start;
    return true;
}

static char *take_shared(size_t size)
{
    char *at = NULL;
    pthread_mutex_lock(&shared.lock);
    if (shared.memory && size <= shared.size - shared.used) {
        at = shared.memory + shared.used;
        shared.used += size;
    }
    pthread_mutex_unlock(&shared.lock);
#ifdef MADV_POPULATE_WRITE
    if (at && size >= PAGE_LARGE)
        madvise(at, size, MADV_POPULATE_WRITE);
#endif
    return at;
}

/* Memory --------------------------------------------------------------------------- */

/* Zeroed memory from the system, aligned to large pages where it is so large. */
static char *map_memory(size_t size)
{
    size_t spare = size >= PAGE_LARGE ? PAGE_LARGE : 0;
    char *at = mmap(NULL, size + spare, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED)
        return memory_or_die(NULL);
    if (spare == 0)
        return at;
    size_t before = (PAGE_LARGE - (uintptr_t)at % PAGE_LARGE) % PAGE_LARGE;
    if (before > 0)
        munmap(at, before);
    if (before < spare)
        munmap(at + before + size, spare - before);
#ifdef MADV_HUGEPAGE
    madvise(at + before, size, MADV_HUGEPAGE);
#endif
    return at + before;
}

static struct chunk *new_chunk(struct cells *cells)
{
    struct slab *slab = cells->slab;
    if (!slab || slab->size - slab->used < sizeof(struct chunk)) {
        struct slab *newer = memory_or_die(calloc(1, sizeof *newer));
        newer->size = slab ? slab->size * 2 : SLAB_MIN;
        if (newer->size > SLAB_MAX)
            newer->size = SLAB_MAX;
        newer->at = take_shared(newer->size);
        if (!newer->at)
            newer->at = map_memory(newer->size);
        newer->older = slab;
        cells->slab = slab = newer;
    }
    slab->used += sizeof(struct chunk);
    return (struct chunk *)(void *)(slab->at + slab->used - sizeof(struct chunk));
}

static void free_slabs(struct slab *slab)
{
    for (struct slab *older; slab; slab = older) {
        older = slab->older;
        munmap(slab->at, slab->size);
        free(slab);
    }
}

void cells_free(struct cells *cells)
{
    free_slabs(cells->slab);
    for (size_t i = 0; i < PLANES; i++)
        free(cells->plane[i].chunk);
    free(cells->far);
    *cells = (struct cells){0};
}

const struct chunk *cells_chunk(const struct cells *cells, size_t plane,
                                uint32_t series)
{
    const struct plane *held = &cells->plane[plane];
    return series / CHUNK < held->chunks ? held->chunk[series / CHUNK] : NULL;
}

static void grow_plane(struct plane *plane, size_t chunks)
{
    if (chunks <= plane->chunks)
        return;
    plane->chunk =
        memory_or_die(realloc(plane->chunk, chunks * sizeof(struct chunk *)));
    memset(plane->chunk + plane->chunks, 0,
           (chunks - plane->chunks) * sizeof(struct chunk *));
    plane->chunks = chunks;
}

struct chunk *cells_chunk_made(struct cells *cells, size_t plane, uint32_t series)
{
    struct plane *held = &cells->plane[plane];
    size_t number = series / CHUNK;
    if (number >= held->chunks)
        grow_plane(held, number + number / 2 + 1);
    if (!held->chunk[number])
        held->chunk[number] = new_chunk(cells);
    return held->chunk[number];
}

/* Files ---------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
    const struct far_cell *left = a, *right = b;
    return left->where < right->where ? -1 : left->where > right->where;
}

struct far_cell *cells_far_list(const struct cells *cells)
{
    struct far_cell *list = memory_or_die(calloc(cells->far_count + 1, sizeof *list));
    size_t count = 0;
    for (size_t i = 0; i < cells->far_capacity; i++)
        if (cells->far[i].where) {
            list[count].where = cells->far[i].where;
            list[count].value = cells->far[i].value;
            list[count++].status = cells->far[i].status;
        }
    qsort(list, count, sizeof *list, by_place);
    return list;
}

void cells_far_put(struct cells *cells, const struct far_cell *far)
{
    far_put(cells, far->where, (struct figure){far->value, far->status});
}

void cells_adopt(struct cells *cells, char *memory, size_t size)
{
    struct slab *slab = memory_or_die(calloc(1, sizeof *slab));
    *slab =
        (struct slab){.older = cells->slab, .at = memory, .size = size, .used = size};
    cells->slab = slab;
}

void cells_place(struct cells *cells, size_t plane, size_t number, struct chunk *chunk)
{
    grow_plane(&cells->plane[plane], number + 1);
    cells->plane[plane].chunk[number] = chunk;
}

/* Moving ------------------------------------------------------------------------- */

/* The memory of all chunks goes along, whether they are moved or merged. */
static void move_slabs(struct cells *to, struct cells *from)
{
    struct slab *oldest = from->slab;
    if (!oldest)
        return;
    while (oldest->older)
        oldest = oldest->older;
    oldest->older = to->slab;
    to->slab = from->slab;
    from->slab = NULL;
}

static void move_far(struct cells *to, const struct cells *from)
{
    for (size_t i = 0; i < from->far_capacity; i++) {
        const struct far_cell *far = &from->far[i];
        if (far->where == 0)
            continue;
        size_t plane = ((far->where - 1) & UINT16_MAX) / BLOCK;
        if (!cells_chunk(to, plane, (uint32_t)((far->where - 1) >> 16)))
            far_put(to, far->where, (struct figure){far->value, far->status});
    }
}

static void count_rows_on(struct chunk *chunk, size_t first_row)
{
    for (size_t i = 0; i < CHUNK; i++) {
        size_t row = chunk->row[i] + first_row;
        if (chunk->row[i] > 0)
            chunk->row[i] = row < UINT32_MAX ? (uint32_t)row : UINT32_MAX;
    }
}

void cells_move(struct cells *to, struct cells *from, size_t first_row)
{
    move_far(to, from);
    move_slabs(to, from);
    for (size_t i = 0; i < PLANES; i++) {
        struct plane *source = &from->plane[i], *target = &to->plane[i];
        grow_plane(target, source->chunks);
        for (size_t j = 0; j < source->chunks; j++) {
            if (!source->chunk[j] || target->chunk[j])
                continue;
            count_rows_on(source->chunk[j], first_row);
            target->chunk[j] = source->chunk[j];
            source->chunk[j] = NULL;
        }
    }
}

/* Thinning ------------------------------------------------------------------------- */

static struct chunk *base_chunk(const struct cells *base, size_t plane, size_t number)
{
    const struct plane *held = &base->plane[plane];
    return number < held->chunks ? held->chunk[number] : NULL;
}

/* What is not the same moves to memory of its own, so that the old can go as a whole.
 */
void cells_thin(struct cells *cells, const struct cells *base)
{
    struct slab *old = cells->slab;
    cells->slab = NULL;
    for (size_t i = 0; i < PLANES; i++)
        for (size_t j = 0; j < cells->plane[i].chunks; j++) {
            struct chunk **chunk = &cells->plane[i].chunk[j];
            struct chunk *same = base_chunk(base, i, j), *own;
            if (!*chunk)
                continue;
            if (same && memcmp(same, *chunk, sizeof **chunk) == 0) {
                *chunk = same;
                continue;
            }
            own = new_chunk(cells);
            memcpy(own, *chunk, sizeof *own);
            *chunk = own;
        }
    free_slabs(old);
}

struct figure cells_far(const struct cells *cells, uint32_t series, size_t position)
{
    if (cells->far_capacity == 0) /* as no cube of ours is; a file may be anything */
        return (struct figure){0, STATUS_ABSENT};
    const struct far_cell *slot = far_slot(cells, where_of(series, position));
    return (struct figure){slot->value, slot->status};
}

struct figure cells_get(const struct cells *cells, uint32_t series, size_t position)
{
    const struct chunk *chunk = cells_chunk(cells, position / BLOCK, series);
    uint16_t code = chunk ? chunk->cell[series % CHUNK][position % BLOCK] : CELL_ABSENT;
    if (code >= CELL_ZERO)
        return (struct figure){code - CELL_ZERO, STATUS_REPORTED};
    if (code == CELL_FAR)
        return cells_far(cells, series, position);
    static const enum status status[] = {[CELL_ABSENT] = STATUS_ABSENT,
                                         [CELL_NOT_REPORTED] = STATUS_NOT_REPORTED,
                                         [CELL_SUPPRESSED] = STATUS_SUPPRESSED};
    return (struct figure){0, status[code]};
}

void cells_put(struct cells *cells, uint32_t series, size_t position,
               struct figure figure)
{
    uint16_t code = cell_code(figure);
    struct chunk *chunk = cells_chunk_made(cells, position / BLOCK, series);
    chunk->cell[series % CHUNK][position % BLOCK] = code;
    if (code == CELL_FAR)
        far_put(cells, where_of(series, position), figure);
}
