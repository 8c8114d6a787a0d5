/* Keeping words apart from each other, from lines and from the edge.
 *
 * A board remembers what is already on the picture; a label is put where the board
 * is free. */
#ifndef CIFRA_RENDER_LABELS_H
#define CIFRA_RENDER_LABELS_H

#include "render/scene.h"

/* Type in the picture: values and labels, and the second rank. */
#define TYPE_LABEL 13.0
#define TYPE_SMALL 12.0
#define LINE_LABEL 16.0
#define LINE_SMALL 15.0

struct box {
    double left, top, right, bottom;
};

/* What a line of text covers, ascenders and descenders included. */
struct box text_box(struct spot at, const char *text, double size, bool bold,
                    enum anchor anchor);
bool box_meets(struct box a, struct box b);
struct box box_grown(struct box box, double by);

struct board {
    struct arena *arena;
    size_t boxes, box_room;
    struct box *box;
    size_t lines, line_room;
    struct spot (*line)[2];
};

void board_add(struct board *board, struct box box);
void board_line(struct board *board, struct spot from, struct spot to);
/* Does nothing on the board touch the box? */
bool board_is_free(const struct board *board, struct box box);
/* Does a line between two spots cross any line of the board, or words? */
bool board_is_crossed(const struct board *board, struct spot from, struct spot to);
/* As board_is_free(), looking at words only. */
bool board_has_no_words(const struct board *board, struct box box);

/* Move label centres as little as needed so that labels of these heights follow
 * each other from top to bottom without touching. Where the room is too short they
 * run over the bottom. Order by wanted place is kept. */
void labels_spread(double *centre, const double *height, size_t count, double top,
                   double bottom);

/* Put lines of text below each other, the first base line at a place; returns the
 * base line after the last. */
double labels_lines(struct scene *scene, struct spot at, const char *const *line,
                    size_t count, double size, double leading, enum role role,
                    enum anchor anchor, bool bold);

#endif
