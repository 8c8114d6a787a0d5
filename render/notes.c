/* Notes are placed one after the other along the rail, each in the highest row where
 * neither words nor leaders cross. Going from left to right with words right of the
 * leader this always succeeds, until the right edge is near; then going from right
 * to left is tried, and the better of the two kept. */
#include "render/notes.h"

#include <math.h>
#include <string.h>

enum { ROWS_MAX = 40 };

#define NOTE_WIDTH 170.0
#define BESIDE 5.0     /* from a leader to its words */
#define APART 8.0      /* between words of different notes */
#define RAIL_FOOT 10.0 /* below the lowest row */

struct rail {
    double left, right;
    struct note **placed;
    size_t count;
};

static double widest_line(const struct note *note)
{
    double widest = 0;
    for (size_t i = 0; i < note->lines; i++)
        widest = fmax(widest, text_width(note->line[i], TYPE_SMALL, false));
    return widest;
}

static bool crosses(const struct rail *rail, const struct note *note)
{
    for (size_t i = 0; i < rail->count; i++) {
        const struct note *other = rail->placed[i];
        if (box_meets(box_grown(other->box, APART), note->box))
            return true;
        bool under = other->x > note->box.left - 3 && other->x < note->box.right + 3 &&
                     other->leader < note->box.bottom;
        bool over = note->x > other->box.left - 3 && note->x < other->box.right + 3 &&
                    note->leader < other->box.bottom;
        if (under || over)
            return true;
    }
    return false;
}

static bool words_meet(const struct rail *rail, const struct note *note)
{
    for (size_t i = 0; i < rail->count; i++)
        if (box_meets(rail->placed[i]->box, note->box))
            return true;
    return false;
}

/* side: 0 right of the leader, 1 left of it, 2 centred over it. */
static bool try_side(const struct rail *rail, struct note *note, int side, double top)
{
    double width = widest_line(note);
    double height = LINE_SMALL * (double)note->lines;
    double left = side == 0   ? note->x + BESIDE
                  : side == 1 ? note->x - BESIDE - width
                              : note->x - width / 2;
    if (side == 2) /* it may lean, as long as its place is below it */
        left = fmin(fmax(left, rail->left), rail->right - width);
    note->box = (struct box){left, top, left + width, top + height};
    note->leader = side == 2 ? top + height : top + 2;
    return left >= rail->left && left + width <= rail->right;
}

/* True when it is clear of everything; else at least of other words. */
static bool place(struct rail *rail, struct note *note, const int *sides, size_t count)
{
    for (int pass = 0; pass < 2; pass++) {
        for (int row = 0; row < ROWS_MAX; row++) {
            for (size_t i = 0; i < count; i++) {
                if (!try_side(rail, note, sides[i], row * LINE_SMALL))
                    continue;
                bool taken = pass == 0 ? crosses(rail, note) : words_meet(rail, note);
                if (!taken)
                    return pass == 0;
            }
        }
    }
    try_side(rail, note, 2, ROWS_MAX * LINE_SMALL);
    return false;
}

/* In order along the rail, or against it; returns how many could not be clear. */
static int place_all(struct note *note, size_t count, double left, double right,
                     bool backwards)
{
    struct note *placed[NOTES_MAX];
    struct rail rail = {left, right, placed, 0};
    static const int centred[] = {2, 0, 1}, after[] = {0, 1, 2}, before[] = {1, 0, 2};
    int bad = 0;
    for (size_t i = 0; i < count; i++) {
        struct note *next = &note[backwards ? count - 1 - i : i];
        const int *sides = next->centred ? centred : backwards ? before : after;
        bad += !place(&rail, next, sides, 3);
        placed[rail.count++] = next;
    }
    return bad;
}

static void sort_by_place(struct note *note, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct note moved = note[i];
        size_t j = i;
        for (; j > 0 && note[j - 1].x > moved.x; j--)
            note[j] = note[j - 1];
        note[j] = moved;
    }
}

double notes_place(struct arena *arena, struct note *note, size_t count, double left,
                   double right)
{
    if (count == 0)
        return 0;
    double width = fmin(NOTE_WIDTH, (right - left) * 0.55);
    for (size_t i = 0; i < count; i++)
        note[i].lines =
            text_wrap(arena, note[i].words, TYPE_SMALL, false, width, &note[i].line);
    sort_by_place(note, count);
    int forward = place_all(note, count, left, right, false);
    if (forward > 0 && place_all(note, count, left, right, true) >= forward)
        place_all(note, count, left, right, false);
    double bottom = 0;
    for (size_t i = 0; i < count; i++)
        bottom = fmax(bottom, note[i].box.bottom);
    return bottom + RAIL_FOOT;
}

void notes_draw(struct scene *scene, const struct note *note, size_t count, double top,
                struct board *board)
{
    for (size_t i = 0; i < count; i++) {
        struct box box = note[i].box;
        bool left_of_it = box.right < note[i].x;
        struct spot at = {left_of_it ? box.right : box.left,
                          top + box.top + TYPE_SMALL};
        for (size_t j = 0; j < note[i].lines; j++, at.y += LINE_SMALL)
            scene_text(scene, at, note[i].line[j], TYPE_SMALL, ROLE_QUIET,
                       left_of_it ? ANCHOR_END : ANCHOR_START)
                ->halo = true;
        board_add(board,
                  (struct box){box.left, top + box.top, box.right, top + box.bottom});
    }
}
