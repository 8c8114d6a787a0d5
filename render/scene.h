/* A finished drawing, as data.
 *
 * Charts write scenes, painters read them. A scene is a list of marks in drawing
 * order, each naming a role, never a colour: the painter, or the page's style
 * sheet, knows what a role looks like on light paper, dark paper, in print. All of a
 * scene lives in the arena it was made in. Lengths are CSS pixels, y downwards. */
#ifndef CIFRA_RENDER_SCENE_H
#define CIFRA_RENDER_SCENE_H

#include "base/arena.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

enum role {
    ROLE_NONE, /* not painted */
    ROLE_PAPER,
    ROLE_INK,
    ROLE_QUIET,  /* second-rank text, light marks */
    ROLE_RULE,   /* axes and rules */
    ROLE_GRID,   /* fainter than a rule */
    ROLE_DATA_1, /* the place in question: the only strong colour */
    ROLE_DATA_2,
    ROLE_DATA_3,
    ROLE_DATA_4,
    ROLE_DATA_5,
    ROLE_CONTEXT, /* what it is compared with */
    ROLE_FAINT_1, /* months behind the line of DATA_1 */
    ROLE_MAP_1,
    ROLE_MAP_2,
    ROLE_MAP_3,
    ROLE_MAP_4,
    ROLE_MAP_5,
    ROLE_MAP_6,
    ROLE_MISSING,  /* hatched: not reported */
    ROLE_WITHHELD, /* hatched both ways: the publisher holds it back */
    ROLE_COUNT
};

/* Is a role painted as a hatch, and no colour? */
static inline bool role_is_hatch(enum role role)
{
    return role == ROLE_MISSING || role == ROLE_WITHHELD;
}

enum mark_kind {
    MARK_PATH, /* open line through points */
    MARK_BAR,  /* rectangle */
    MARK_DOT,  /* circle */
    MARK_TEXT,
    MARK_REGION /* closed rings, even-odd */
};

enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };
enum dash { DASH_NONE, DASH_BRIDGED, DASH_DOTTED };

struct spot {
    double x, y;
};

struct mark {
    enum mark_kind kind;
    enum role fill; /* NONE: hollow */
    enum role stroke;
    double stroke_width;
    enum dash dash;
    bool pale;            /* at half strength: provisional */
    bool optional;        /* on a page: only shown to who asks for it */
    bool dotted;          /* REGION, BAR: its fill is set with dots, see palette.h */
    bool apart;           /* REGION: overlaps no other one that is */
    struct spot at;       /* BAR: upper left; DOT: centre; TEXT: base line */
    double width, height; /* BAR; DOT: width is the radius */
    size_t rings;         /* PATH: 1; REGION: any */
    const size_t *ring_count;
    const struct spot *const *ring;
    const char *text; /* TEXT, UTF-8 */
    double size;      /* TEXT, pixels */
    bool bold;
    bool halo; /* TEXT: a rim of paper, to be read over lines */
    enum anchor anchor;
    const char *tip;  /* what a pointer or a screen reader is told; NULL */
    const char *link; /* address this mark leads to; NULL */
};

struct scene {
    double width, height;
    const char *title;       /* the finding, one sentence */
    const char *description; /* what is drawn, for who cannot see it */
    size_t count, capacity;
    struct mark *mark;
    struct arena *arena;
};

void scene_start(struct scene *scene, struct arena *arena, double width, double height);

/* Each returns the mark, for its tip or link to be set; valid until the next one. */
struct mark *scene_text(struct scene *scene, struct spot at, const char *text,
                        double size, enum role role, enum anchor anchor);
struct mark *scene_line(struct scene *scene, struct spot from, struct spot to,
                        enum role role, double width);
struct mark *scene_path(struct scene *scene, const struct spot *spots, size_t count,
                        enum role role, double width);
struct mark *scene_bar(struct scene *scene, struct spot at, double width, double height,
                       enum role role);
struct mark *scene_dot(struct scene *scene, struct spot at, double radius,
                       enum role fill, enum role stroke);
struct mark *scene_region(struct scene *scene, size_t rings, const size_t *ring_count,
                          const struct spot *const *ring, enum role fill);

/* Put the marks of a finished drawing into another, with its upper left corner there.
 */
void scene_insert(struct scene *scene, const struct scene *part, struct spot at);

/* Width in pixels that a text will take, on the safe side: the advance widths of
 * Liberation Sans (metrically Arial) and an allowance for wider system fonts. */
double text_width(const char *text, double size, bool bold);

/* By how much text_width() is wider than in Liberation Sans itself: 1.14 or 1.2. */
double text_allowance(bool bold);

/* Break a text into lines no wider than width; lines live in the arena. */
size_t text_wrap(struct arena *arena, const char *text, double size, bool bold,
                 double width, const char ***lines);
/* The same, and where the last line would hold little more than a word, lines of about
 * one length; as many as text_wrap() makes. */
size_t text_wrap_even(struct arena *arena, const char *text, double size, bool bold,
                      double width, const char ***lines);

#endif
