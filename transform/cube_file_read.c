/* The bytes may come from a process that foreign bytes have taken over: each number is
 * checked before it leads anywhere, in a copy or in pages that are ours alone. */
#include "transform/cube_store.h"

#include "transform/cube_file.h"
#include "transform/cube_file_form.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define VALUE_MAX 9007199254740992.0 /* 2^53 */

/* A file, mapped. */
struct mapped {
    char *at;
    size_t size;
    struct cube_head head;
};

static bool fail_form(const char *what, struct error *err)
{
    return fail(err, ERROR_FORMAT, "this is not the file of a cube: %s", what);
}

/* Private: what we write stays with us. */
static bool map(int fd, struct mapped *out, struct error *err)
{
    struct stat found;
    if (fstat(fd, &found) != 0)
        return fail_errno(err, "reading a cube");
    if (found.st_size < (off_t)sizeof out->head)
        return fail_form("it is too short", err);
    if ((uint64_t)found.st_size > CUBE_FILE_MAX)
        return fail(err, ERROR_LIMIT, "a cube of more than %d GiB",
                    (int)(CUBE_FILE_MAX >> 30));
    out->size = (size_t)found.st_size;
    out->at = mmap(NULL, out->size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    if (out->at == MAP_FAILED)
        return fail_errno(err, "reading a cube");
    memcpy(&out->head, out->at, sizeof out->head);
    return true;
}

static bool check_kind(const struct cube_head *head, const struct lists *lists,
                       const struct cube_stamp *stamp, struct error *err)
{
    if (memcmp(head->magic, CUBE_MAGIC, CUBE_MAGIC_SIZE) != 0 ||
        head->order != CUBE_ORDER)
        return fail_form("it begins otherwise", err);
    if (head->version != CUBE_FILE_VERSION)
        return fail(err, ERROR_CONTRADICTION, "a cube of version %u, not %d",
                    head->version, CUBE_FILE_VERSION);
    if (head->places != lists->places.count ||
        head->offences != lists->offences.count ||
        head->measures != lists->measures.count ||
        (stamp && memcmp(&head->stamp, stamp, sizeof *stamp) != 0))
        return fail(err, ERROR_CONTRADICTION, "a cube made of something else");
    return true;
}

static bool is_within(const struct mapped *mapped, uint64_t at, uint64_t count,
                      size_t size)
{
    return at % 8 == 0 && at <= mapped->size && count <= (mapped->size - at) / size;
}

/* Steps of years would reach far beyond the years we accept. */
static bool is_in_years(uint64_t position, enum step step)
{
    if (position >= POSITIONS)
        return false;
    size_t year = (cube_origin(step) + position) * (size_t)step / 12;
    return year >= YEAR_MIN && year <= YEAR_MAX;
}

static bool check_held(const struct cube_head *head)
{
    if (!head->held)
        return head->first == 0 && head->last == 0 && head->last_known == 0;
    return head->first <= head->last &&
           is_in_years(head->first, (enum step)head->step) &&
           is_in_years(head->last, (enum step)head->step) &&
           (!head->known ||
            (head->last_known >= head->first && head->last_known <= head->last));
}

static bool check_ranges(const struct cube_head *head, struct error *err)
{
    bool fine = (head->step == STEP_MONTH || head->step == STEP_YEAR) &&
                head->held <= 1 && head->known <= head->held &&
                head->leaves < NO_INDEX && head->provisional <= POSITIONS &&
                head->figures <= head->leaves * POSITIONS && check_held(head);
    return fine || fail_form("its range is impossible", err);
}

static bool check_sections(const struct mapped *mapped, struct error *err)
{
    const struct cube_head *head = &mapped->head;
    return (head->size == mapped->size &&
            is_within(mapped, head->leaf_at, head->leaves, sizeof(struct leaf)) &&
            is_within(mapped, head->chunk_at, head->chunks,
                      sizeof(struct cube_chunk)) &&
            is_within(mapped, head->far_at, head->far, sizeof(struct far_cell))) ||
           fail_form("it was cut", err);
}

/* Reading ------------------------------------------------------------------------ */

static bool is_before(struct key a, struct key b)
{
    if (a.place.index != b.place.index)
        return a.place.index < b.place.index;
    if (a.offence.index != b.offence.index)
        return a.offence.index < b.offence.index;
    return a.measure.index < b.measure.index;
}

/* Where they lie, before anything is allocated for them: a count alone may be as large
 * as a file with holes. In order and within the lists, they cannot be too many. */
static bool check_leaves(const struct mapped *mapped, struct error *err)
{
    const struct cube_head *head = &mapped->head;
    const char *from = mapped->at + head->leaf_at;
    struct leaf before = {0}, leaf;
    for (size_t i = 0; i < head->leaves; i++, before = leaf) {
        memcpy(&leaf, from + i * sizeof leaf, sizeof leaf);
        if (leaf.key.place.index >= head->places ||
            leaf.key.offence.index >= head->offences ||
            leaf.key.measure.index >= head->measures || leaf.series >= head->leaves ||
            (i > 0 && !is_before(before.key, leaf.key)))
            return fail_form("its leaves are in disorder", err);
    }
    return true;
}

static void read_leaves(struct cube *cube, const struct mapped *mapped)
{
    cube->leaves = mapped->head.leaves;
    cube->leaf = memory_or_die(calloc(cube->leaves + 1, sizeof *cube->leaf));
    if (cube->leaves > 0)
        memcpy(cube->leaf, mapped->at + mapped->head.leaf_at,
               cube->leaves * sizeof *cube->leaf);
}

static bool read_far(struct cube *cube, const struct mapped *mapped, struct error *err)
{
    const char *from = mapped->at + mapped->head.far_at;
    for (size_t i = 0; i < mapped->head.far; i++) {
        struct far_cell far;
        memcpy(&far, from + i * sizeof far, sizeof far);
        if (far.where == 0 || (far.where - 1) >> 16 >= cube->leaves ||
            ((far.where - 1) & UINT16_MAX) >= POSITIONS ||
            (unsigned)far.status > STATUS_SUPPRESSED || !(fabs(far.value) <= VALUE_MAX))
            return fail_form("a figure is impossible", err);
        cells_far_put(&cube->cells, &far);
    }
    return true;
}

static bool read_chunks(struct cube *cube, const struct mapped *mapped,
                        struct error *err)
{
    const char *from = mapped->at + mapped->head.chunk_at;
    size_t rows = (cube->leaves + CHUNK - 1) / CHUNK;
    for (size_t i = 0; i < mapped->head.chunks; i++) {
        struct cube_chunk chunk;
        memcpy(&chunk, from + i * sizeof chunk, sizeof chunk);
        if (chunk.plane >= PLANES || chunk.number >= rows ||
            !is_within(mapped, chunk.offset, 1, sizeof(struct chunk)))
            return fail_form("its cells lie elsewhere", err);
        cells_place(&cube->cells, chunk.plane, chunk.number,
                    (struct chunk *)(void *)(mapped->at + chunk.offset));
    }
    return true;
}

static struct cube *new_cube(const struct lists *lists, const struct cube_head *head)
{
    struct cube *cube = memory_or_die(calloc(1, sizeof *cube));
    cube->lists = lists;
    cube->step = (enum step)head->step;
    cube->held = head->held;
    cube->known = head->known;
    cube->first = head->first;
    cube->last = head->last;
    cube->last_known = head->last_known;
    cube->provisional = head->provisional;
    cube->figures = head->figures;
    cube->sealed = true;
    return cube;
}

bool cube_file_read(const struct lists *lists, int fd, const struct cube_stamp *stamp,
                    struct cube **out, struct error *err)
{
    struct mapped mapped = {0};
    if (!map(fd, &mapped, err))
        return false;
    if (!check_kind(&mapped.head, lists, stamp, err) ||
        !check_ranges(&mapped.head, err) || !check_sections(&mapped, err) ||
        !check_leaves(&mapped, err)) {
        munmap(mapped.at, mapped.size);
        return false;
    }
    struct cube *cube = new_cube(lists, &mapped.head);
    cells_adopt(&cube->cells, mapped.at, mapped.size);
    read_leaves(cube, &mapped);
    if (!read_far(cube, &mapped, err) || !read_chunks(cube, &mapped, err)) {
        cube_free(cube);
        return false;
    }
    cube_note_places(cube);
    *out = cube;
    return true;
}
