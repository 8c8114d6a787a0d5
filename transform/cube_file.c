#include "transform/cube_store.h"

#include "base/parallel.h"
#include "transform/cube_file.h"
#include "transform/cube_file_form.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CHUNKS_SHARED = 64 }; /* from so many on, threads share the writing */

struct writing {
    const struct cube *cube;
    int fd;
    struct cube_head head;
    struct cube_chunk *chunk;  /* where each goes … */
    const struct chunk **from; /* … and lies */
};

static bool put(int fd, const void *bytes, size_t size, uint64_t offset,
                struct error *err)
{
    const char *at = bytes;
    while (size > 0) {
        ssize_t written = pwrite(fd, at, size, (off_t)offset);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return fail_errno(err, "writing a cube");
        at += written;
        size -= (size_t)written;
        offset += (uint64_t)written;
    }
    return true;
}

/* Chunks of series, each written where its place is: some lie there already. */
static void list_chunks(struct writing *writing)
{
    const struct cells *cells = &writing->cube->cells;
    size_t room = 0, rows = (writing->cube->leaves + CHUNK - 1) / CHUNK;
    for (size_t i = 0; i < PLANES; i++)
        room += cells->plane[i].chunks;
    writing->chunk = memory_or_die(calloc(room + 1, sizeof *writing->chunk));
    writing->from = memory_or_die(calloc(room + 1, sizeof *writing->from));
    for (uint32_t i = 0; i < PLANES; i++)
        for (uint32_t j = 0; j < cells->plane[i].chunks && j < rows; j++)
            if (cells->plane[i].chunk[j]) {
                writing->from[writing->head.chunks] = cells->plane[i].chunk[j];
                writing->chunk[writing->head.chunks++] = (struct cube_chunk){i, j, 0};
            }
}

static uint64_t place_section(struct cube_head *head, uint64_t count, size_t size)
{
    uint64_t at = head->size;
    head->size = (at + count * size + 7) / 8 * 8;
    return at;
}

static void describe(struct writing *writing, const struct cube_stamp *stamp)
{
    const struct cube *cube = writing->cube;
    const struct lists *lists = cube->lists;
    uint64_t chunks = writing->head.chunks;
    writing->head = (struct cube_head){
        .magic = CUBE_MAGIC,
        .version = CUBE_FILE_VERSION,
        .order = CUBE_ORDER,
        .step = (uint32_t)cube->step,
        .places = (uint32_t)lists->places.count,
        .offences = (uint32_t)lists->offences.count,
        .measures = (uint32_t)lists->measures.count,
        .leaves = cube->leaves,
        .chunks = chunks,
        .far = cube->cells.far_count,
        .held = cube->held,
        .known = cube->known,
        .first = cube->first,
        .last = cube->last,
        .last_known = cube->last_known,
        .provisional = cube->provisional,
        .figures = cube->figures,
        .size = cells_shared_size(),
    };
    struct cube_head *head = &writing->head;
    if (stamp)
        head->stamp = *stamp;
    if (head->size == 0)
        head->size = sizeof *head;
    head->leaf_at = place_section(head, head->leaves, sizeof(struct leaf));
    head->chunk_at = place_section(head, head->chunks, sizeof(struct cube_chunk));
    head->far_at = place_section(head, head->far, sizeof(struct far_cell));
    for (size_t i = 0; i < chunks; i++)
        if (!cells_shared_at(writing->from[i], &writing->chunk[i].offset))
            writing->chunk[i].offset = place_section(head, 1, sizeof(struct chunk));
}

static bool write_chunk(void *context, size_t index, struct error *err)
{
    const struct writing *writing = context;
    uint64_t there;
    return cells_shared_at(writing->from[index], &there) ||
           put(writing->fd, writing->from[index], sizeof(struct chunk),
               writing->chunk[index].offset, err);
}

static bool write_chunks(struct writing *writing, struct error *err)
{
    bool good = true;
    if (writing->head.chunks >= CHUNKS_SHARED)
        return parallel_each(writing->head.chunks, write_chunk, writing, err);
    for (size_t i = 0; good && i < writing->head.chunks; i++)
        good = write_chunk(writing, i, err);
    return good;
}

/* The last byte of the file, too: a section may be empty. */
static bool write_end(const struct writing *writing, struct error *err)
{
    return ftruncate(writing->fd, (off_t)writing->head.size) == 0 ||
           fail_errno(err, "writing a cube");
}

bool cube_file_write(const struct cube *cube, int fd, const struct cube_stamp *stamp,
                     struct error *err)
{
    struct writing writing = {.cube = cube, .fd = fd};
    struct far_cell *far = cells_far_list(&cube->cells);
    list_chunks(&writing);
    describe(&writing, stamp);
    const struct cube_head *head = &writing.head;
    bool good =
        write_end(&writing, err) &&
        put(fd, cube->leaf, head->leaves * sizeof *cube->leaf, head->leaf_at, err) &&
        put(fd, writing.chunk, head->chunks * sizeof *writing.chunk, head->chunk_at,
            err) &&
        put(fd, far, head->far * sizeof *far, head->far_at, err) &&
        write_chunks(&writing, err) && put(fd, head, sizeof *head, 0, err);
    free(far);
    free(writing.chunk);
    free(writing.from);
    return good;
}
