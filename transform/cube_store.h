/* What a cube is made of, for the files that fill, seal and read it. */
#ifndef CIFRA_TRANSFORM_CUBE_STORE_H
#define CIFRA_TRANSFORM_CUBE_STORE_H

#include "transform/cube.h"
#include "transform/cube_cells.h"
#include "transform/cube_index.h"

struct leaf {
    struct key key;
    uint32_t series; /* its number among the cells */
};

struct cube {
    const struct lists *lists;
    enum step step;
    struct cells cells;

    struct index_view view; /* while filling */

    /* After sealing. */
    bool sealed;
    size_t leaves;
    struct leaf *leaf;     /* in order of their keys */
    uint32_t *place_start; /* place p has leaves [place_start[p], place_start[p + 1]) */
    bool held;             /* is there any figure? */
    size_t first, last;    /* positions held */
    bool known;            /* is there any known figure? */
    size_t last_known;     /* position */
    size_t provisional;    /* position from which on reported means provisional */
    size_t figures;
};

/* Fill .place_start from the leaves, which are in order. */
void cube_note_places(struct cube *cube);

/* The leaf of a sealed cube itself; NULL when there is none. */
const struct leaf *cube_leaf(const struct cube *cube, struct key key);
/* An empty line from the first to the last position held, and the figures of a leaf on
 * it. */
struct series cube_line(struct arena *arena, const struct cube *cube);
void cube_line_copy(struct series *line, const struct cube *cube, uint32_t series);

/* Positions count steps of the cube from the first block on. */
static inline size_t cube_origin(enum step step)
{
    size_t steps = (size_t)YEAR_MIN * 12 / (size_t)step;
    return steps / BLOCK * BLOCK;
}

static inline struct period cube_period(const struct cube *cube, size_t position)
{
    size_t steps = cube_origin(cube->step) + position;
    return (struct period){(int32_t)(steps * (size_t)cube->step)};
}

#endif
