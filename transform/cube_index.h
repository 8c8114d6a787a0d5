/* From keys to the numbers of series, for one cube or for several that are filled at
 * the same time and joined in the end.
 *
 * Cubes that share an index call a leaf by the same number, so that joining them moves
 * memory instead of copying figures. Which number a leaf gets may depend on which
 * thread came first; nothing that can be read from a sealed cube does. */
#ifndef CIFRA_TRANSFORM_CUBE_INDEX_H
#define CIFRA_TRANSFORM_CUBE_INDEX_H

#include "transform/cube.h"

struct cube_index;

/* The series of a place by number of pair, plus one; 0 for none. */
struct shelf {
    uint32_t room;
    uint32_t *series;
};

/* What one cube, and so one thread, knows of an index: most questions end here. Files
 * hold few of all possible pairs of offence and measure: those met are numbered. */
struct index_view {
    struct cube_index *index;
    size_t measures;
    uint32_t *pair;      /* [offences][measures]: its number plus one; 0: not met */
    struct shelf *shelf; /* [places] */
};

/* A view of a new index, or of the index of another view. */
void index_open(struct index_view *view, const struct lists *lists,
                const struct index_view *share);
void index_close(struct index_view *view); /* the last view frees the index */

/* The series of a key that the view does not know, made when there is none. */
uint32_t index_ask(struct index_view *view, struct key key);

/* How many series there are, and their keys; while nobody else adds any. */
size_t index_count(const struct index_view *view);
const struct key *index_keys(const struct index_view *view);

static inline uint32_t index_series(struct index_view *view, struct key key)
{
    uint32_t pair = view->pair[key.offence.index * view->measures + key.measure.index];
    const struct shelf *shelf = &view->shelf[key.place.index];
    if (pair > 0 && pair <= shelf->room && shelf->series[pair - 1] > 0)
        return shelf->series[pair - 1] - 1;
    return index_ask(view, key);
}

#endif
