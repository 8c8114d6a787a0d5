/* Words inside the areas of a map: a name and a figure, where the area has the room. */
#ifndef CIFRA_RENDER_MAP_LABELS_H
#define CIFRA_RENDER_MAP_LABELS_H

#include "render/scene.h"

/* The closed rings of an area, by the even-odd rule. */
struct plate {
    size_t rings;
    const size_t *ring_count;
    const struct spot *const *ring;
};

/* Twice the area of a ring, and where its centre is, as if it were cut of a plate. */
double ring_plate(const struct spot *ring, size_t count, struct spot *centre);

/* The centre of the largest ring. */
struct spot plate_centre(const struct plate *plate);

/* Where the upper left corner of a box of this size stands when it lies wholly inside,
 * as near to the centre as can be; false where it does not fit. */
bool plate_holds(const struct plate *plate, double width, double height,
                 struct spot *corner);

/* Write name and figure into the area, the name in one line or two; the figure alone
 * where there is no room for both; nothing where there is none. */
void plate_write(struct scene *scene, const struct plate *plate, const char *name,
                 const char *figure, enum role role);

#endif
