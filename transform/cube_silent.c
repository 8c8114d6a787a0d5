/* Zeros that a list of single cases says by saying nothing. */
#include "transform/cube_store.h"

#include <stdlib.h>

/* Where does a place have any figure? */
static void note_spoken(const struct cube *cube, bool *spoken)
{
    const struct key *key = index_keys(&cube->view);
    size_t leaves = index_count(&cube->view);
    for (size_t i = 0; i < leaves; i++) {
        bool *of = spoken + (size_t)key[i].place.index * POSITIONS;
        for (size_t at = 0; at < POSITIONS; at++)
            of[at] |= figure_known(cells_get(&cube->cells, (uint32_t)i, at));
    }
}

void cube_fill_silent(struct cube *cube)
{
    const struct key *key = index_keys(&cube->view);
    size_t leaves = index_count(&cube->view);
    bool *spoken = memory_or_die(
        calloc(cube->lists->places.count * POSITIONS + 1, sizeof *spoken));
    note_spoken(cube, spoken);
    for (size_t i = 0; i < leaves; i++) {
        const bool *of = spoken + (size_t)key[i].place.index * POSITIONS;
        for (size_t at = 0; at < POSITIONS; at++)
            if (of[at] &&
                cells_get(&cube->cells, (uint32_t)i, at).status == STATUS_ABSENT)
                cells_put(&cube->cells, (uint32_t)i, at,
                          (struct figure){0, STATUS_REPORTED});
    }
    free(spoken);
}
