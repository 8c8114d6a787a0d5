/* The cells of a cube: figures by series and position in time, small.
 *
 * The national municipal file has 242 550 series of 120 months: 29 million cells,
 * which arrive year by year. A cell is 16 bits: nearly every figure is a small count,
 * and a status needs no more than a few codes below the counts. What does not fit (a
 * large count, a fraction, a negative correction, a partial sum) lies in a hash table
 * beside and its cell says FAR. Twelve cells are a block; the blocks of one year and
 * 1024 series are a chunk, allocated zeroed when first touched, and all zeros means
 * all absent. So a series costs 24 bytes a year plus 4 for the row that gave it, and
 * nothing moves while the cube grows. Chunks are cut from slabs that come straight from
 * the system, zeroed and in large pages: a heap would zero them again, and a thread's
 * heap would grow page by page. */
#ifndef CIFRA_TRANSFORM_CUBE_CELLS_H
#define CIFRA_TRANSFORM_CUBE_CELLS_H

#include "base/figure.h"

#include <stdint.h>

enum {
    BLOCK = 12,   /* cells: a year of months, or twelve years */
    CHUNK = 1024, /* series */
    PLANES = YEAR_MAX - YEAR_MIN + 1,
    POSITIONS = PLANES * BLOCK
};

enum {
    CELL_ABSENT = 0,
    CELL_NOT_REPORTED,
    CELL_SUPPRESSED,
    CELL_FAR,
    CELL_ZERO, /* a reported zero; a reported n is CELL_ZERO + n */
    CELL_MAX = UINT16_MAX
};

struct chunk {
    uint16_t cell[CHUNK][BLOCK];
    uint32_t row[CHUNK]; /* first row that gave a figure of the block, plus one */
};

/* Chunks by number of series; NULL where nothing was put. */
struct plane {
    size_t chunks;
    struct chunk **chunk;
};

struct far_cell {
    uint64_t where; /* series and position, plus one; 0 marks an empty slot */
    double value;
    enum status status;
};

struct slab;

struct cells {
    struct slab *slab; /* the newest */
    struct plane plane[PLANES];
    size_t far_count;
    size_t far_capacity; /* a power of two, or 0 */
    struct far_cell *far;
};

void cells_free(struct cells *cells);

/* The chunk of a series in a plane; NULL where there is none, or made. */
const struct chunk *cells_chunk(const struct cells *cells, size_t plane,
                                uint32_t series);
struct chunk *cells_chunk_made(struct cells *cells, size_t plane, uint32_t series);

/* Move over all chunks of which there is none yet, with series of the same numbers;
 * what has a counterpart stays. Rows become first_row more. */
void cells_move(struct cells *to, struct cells *from, size_t first_row);

/* Have the chunks that are the same in both lie in memory once, in that of the base,
 * which must outlive these. */
void cells_thin(struct cells *cells, const struct cells *base);

struct figure cells_get(const struct cells *cells, uint32_t series, size_t position);
void cells_put(struct cells *cells, uint32_t series, size_t position,
               struct figure figure);
/* The figure behind CELL_FAR; absent when there is none. */
struct figure cells_far(const struct cells *cells, uint32_t series, size_t position);

/* Between a cube and its file (cube_file.h): all far cells, far_count of them in order
 * of where they are, to be freed; and back. */
struct far_cell *cells_far_list(const struct cells *cells);
void cells_far_put(struct cells *cells, const struct far_cell *far);
/* Memory from mmap() that chunks lie in becomes the cells' own; put a chunk of it into
 * its place. */
void cells_adopt(struct cells *cells, char *memory, size_t size);
void cells_place(struct cells *cells, size_t plane, size_t number, struct chunk *chunk);

/* From now on all cells of this process lie in a file, from an offset on, as long as
 * there is room: so that they need not be copied to get there. Before threads. */
void cells_share(char *memory, size_t size, size_t offset);
/* How much of the file they take; 0: nothing is shared. */
uint64_t cells_shared_size(void);
/* Where in the file is a chunk? False: it lies in memory of its own. */
bool cells_shared_at(const struct chunk *chunk, uint64_t *offset);

/* The code of a figure that fits into its cell; CELL_FAR for one that does not. */
static inline uint16_t cell_code(struct figure figure)
{
    switch (figure.status) {
    case STATUS_ABSENT:
        return CELL_ABSENT;
    case STATUS_NOT_REPORTED:
        return CELL_NOT_REPORTED;
    case STATUS_SUPPRESSED:
        return CELL_SUPPRESSED;
    case STATUS_REPORTED:
        if (figure.value >= 0 && figure.value <= CELL_MAX - CELL_ZERO &&
            figure.value == (uint16_t)figure.value)
            return (uint16_t)(CELL_ZERO + (uint16_t)figure.value);
        return CELL_FAR;
    case STATUS_PROVISIONAL:
    case STATUS_PARTIAL:
        break;
    }
    return CELL_FAR;
}

#endif
