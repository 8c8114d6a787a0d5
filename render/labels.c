#include "render/labels.h"

#include <math.h>
#include <string.h>

enum { SPREAD_MAX = 64 };

struct box text_box(struct spot at, const char *text, double size, bool bold,
                    enum anchor anchor)
{
    double width = text_width(text, size, bold);
    double left = anchor == ANCHOR_START    ? at.x
                  : anchor == ANCHOR_MIDDLE ? at.x - width / 2
                                            : at.x - width;
    return (struct box){left, at.y - 0.8 * size, left + width, at.y + 0.22 * size};
}

bool box_meets(struct box a, struct box b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

struct box box_grown(struct box box, double by)
{
    return (struct box){box.left - by, box.top - by, box.right + by, box.bottom + by};
}

/* ---- the board --------------------------------------------------------- */

static void *grown(struct arena *arena, const void *old, size_t count, size_t *room,
                   size_t size)
{
    *room = *room == 0 ? 32 : 2 * *room;
    void *more = arena_uncleared(arena, *room, size);
    if (count > 0)
        memcpy(more, old, count * size);
    return more;
}

void board_add(struct board *board, struct box box)
{
    if (board->boxes == board->box_room)
        board->box = grown(board->arena, board->box, board->boxes, &board->box_room,
                           sizeof *board->box);
    board->box[board->boxes++] = box;
}

void board_line(struct board *board, struct spot from, struct spot to)
{
    if (board->lines == board->line_room)
        board->line = grown(board->arena, board->line, board->lines, &board->line_room,
                            sizeof *board->line);
    board->line[board->lines][0] = from;
    board->line[board->lines++][1] = to;
}

/* Both ends beyond the same side of the box, as most lines of a chart are. */
static bool passes_by(const struct spot line[2], struct box box)
{
    return (line[0].x < box.left && line[1].x < box.left) ||
           (line[0].x > box.right && line[1].x > box.right) ||
           (line[0].y < box.top && line[1].y < box.top) ||
           (line[0].y > box.bottom && line[1].y > box.bottom);
}

/* Liang and Barsky: cut the line at each side of the box; what remains is inside. */
static bool line_meets(const struct spot line[2], struct box box)
{
    if (passes_by(line, box))
        return false;
    double dx = line[1].x - line[0].x;
    double dy = line[1].y - line[0].y;
    const double step[4] = {-dx, dx, -dy, dy};
    const double room[4] = {line[0].x - box.left, box.right - line[0].x,
                            line[0].y - box.top, box.bottom - line[0].y};
    double from = 0, to = 1;
    for (int i = 0; i < 4; i++) {
        if (step[i] == 0) {
            if (room[i] < 0)
                return false;
            continue;
        }
        double at = room[i] / step[i];
        if (step[i] < 0)
            from = at > from ? at : from;
        else
            to = at < to ? at : to;
    }
    return from <= to;
}

/* On which side of the line a spot is: the sign of the area between them. */
static double side_of(const struct spot line[2], struct spot spot)
{
    return (line[1].x - line[0].x) * (spot.y - line[0].y) -
           (line[1].y - line[0].y) * (spot.x - line[0].x);
}

static bool lines_cross(const struct spot a[2], const struct spot b[2])
{
    return side_of(a, b[0]) * side_of(a, b[1]) <= 0 &&
           side_of(b, a[0]) * side_of(b, a[1]) <= 0;
}

bool board_is_crossed(const struct board *board, struct spot from, struct spot to)
{
    const struct spot line[2] = {from, to};
    const struct box around = {fmin(from.x, to.x), fmin(from.y, to.y),
                               fmax(from.x, to.x), fmax(from.y, to.y)};
    for (size_t i = 0; i < board->boxes; i++)
        if (line_meets(line, board->box[i]))
            return true;
    for (size_t i = 0; i < board->lines; i++)
        if (!passes_by(board->line[i], around) && lines_cross(line, board->line[i]))
            return true;
    return false;
}

bool board_has_no_words(const struct board *board, struct box box)
{
    for (size_t i = 0; i < board->boxes; i++)
        if (box_meets(board->box[i], box))
            return false;
    return true;
}

bool board_is_free(const struct board *board, struct box box)
{
    if (!board_has_no_words(board, box))
        return false;
    for (size_t i = 0; i < board->lines; i++)
        if (line_meets(board->line[i], box))
            return false;
    return true;
}

/* ---- spreading --------------------------------------------------------- */

static void order_by_centre(size_t *order, const double *centre, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t j = i;
        for (; j > 0 && centre[order[j - 1]] > centre[i]; j--)
            order[j] = order[j - 1];
        order[j] = i;
    }
}

void labels_spread(double *centre, const double *height, size_t count, double top,
                   double bottom)
{
    size_t order[SPREAD_MAX];
    if (count > SPREAD_MAX)
        count = SPREAD_MAX;
    order_by_centre(order, centre, count);
    double floor = bottom;
    for (size_t i = count; i > 0; i--) {
        size_t k = order[i - 1];
        centre[k] = fmin(centre[k], floor - height[k] / 2);
        floor = centre[k] - height[k] / 2;
    }
    double ceiling = top;
    for (size_t i = 0; i < count; i++) {
        size_t k = order[i];
        centre[k] = fmax(centre[k], ceiling + height[k] / 2);
        ceiling = centre[k] + height[k] / 2;
    }
}

double labels_lines(struct scene *scene, struct spot at, const char *const *line,
                    size_t count, double size, double leading, enum role role,
                    enum anchor anchor, bool bold)
{
    for (size_t i = 0; i < count; i++, at.y += leading)
        scene_text(scene, at, line[i], size, role, anchor)->bold = bold;
    return at.y;
}
