/* Notes in a rail above a plot, each with a leader down to its place.
 *
 * Above the plot there are no data, so a note there hides nothing; in the rail notes
 * and leaders keep clear of each other. */
#ifndef CIFRA_RENDER_NOTES_H
#define CIFRA_RENDER_NOTES_H

#include "render/labels.h"

enum { NOTES_MAX = 16 };

struct note {
    double x;
    const char *words;
    bool centred; /* over its place if there is room, else beside */
    /* found by notes_place(), counted from the top of the rail: */
    const char **line;
    size_t lines;
    struct box box;
    double leader; /* where the leader starts */
};

/* Find a place for each of count notes, between left and right; returns the rail's
 * height, 0 without notes. */
double notes_place(struct arena *arena, struct note *note, size_t count, double left,
                   double right);

/* Draw the words, with the rail's top at a height. Leaders are left to the caller. */
void notes_draw(struct scene *scene, const struct note *note, size_t count, double top,
                struct board *board);

#endif
