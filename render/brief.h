/* A printable document: what it says in, pages out.
 *
 * Whoever speaks the reader's language adds blocks in reading order; brief_layout()
 * breaks them into lines and the lines into pages, brief_paint() writes a PDF. Its text
 * is real text, tagged with what it is (headings, paragraphs, lists, tables, figures),
 * so that it can be selected, searched and read aloud.
 *
 * Pages are A4; what is printed on them stays within what US Letter shows of a page
 * printed at full size, so that neither paper loses a line. Lengths are points. */
#ifndef CIFRA_RENDER_BRIEF_H
#define CIFRA_RENDER_BRIEF_H

#include "base/buffer.h"
#include "base/error.h"
#include "render/scene.h"

#define SHEET_WIDTH 595.28
#define SHEET_HEIGHT 841.89
#define SHEET_MARGIN 54.0  /* at the sides: 487 points are left for lines */
#define SHEET_TOP 68.0     /* … and above: 720 points are left, 24 of them for … */
#define SHEET_BOTTOM 784.0 /* … the foot below here */

/* What the document says of itself. */
struct brief_facts {
    const char *title, *author, *subject, *keywords;
    const char *language; /* "es-MX" */
    const char *day;      /* "2026-04-18": the date of the file, whenever it is made */
    const char *foot;     /* on every page, at most two lines; NULL */
    const char *page;     /* "Página {page} de {pages}" */
};

enum brief_kind {
    BRIEF_HEADING, /* level 1 to 3 */
    BRIEF_PARAGRAPH,
    BRIEF_LEAD,  /* the first thing to be read: larger */
    BRIEF_QUIET, /* second rank: smaller */
    BRIEF_ITEM,  /* of a list: marker, text, and a quiet note below it */
    BRIEF_ROW,   /* of a table: cells; level 1: its header */
    BRIEF_FIGURE
};

struct brief_block {
    enum brief_kind kind;
    int level;
    const char *text;
    const char *marker, *note; /* of an item; NULL */
    size_t cells;              /* of a row, as many in each row of a table */
    const char *const *cell;
    const double *share; /* of the line's width, for each column; in sum 1 */
    const struct scene *scene;
};

struct brief {
    struct arena *arena;
    struct brief_facts facts;
    size_t count, capacity;
    struct brief_block *block;
};

/* An empty document in the arena; facts and whatever is added are borrowed until it is
 * painted. */
void brief_start(struct brief *brief, struct arena *arena,
                 const struct brief_facts *facts);

void brief_heading(struct brief *brief, int level, const char *text);
/* A paragraph, lead or quiet line; NULL and "" add nothing. */
void brief_text(struct brief *brief, enum brief_kind kind, const char *text);
/* Items and rows that follow each other are one list, one table. */
void brief_item(struct brief *brief, const char *marker, const char *text,
                const char *note);
void brief_row(struct brief *brief, bool header, size_t cells, const char *const *cell,
               const double *share);
/* A drawing, made narrower where it is wider than a line; its title and source are
 * blocks of their own. */
void brief_figure(struct brief *brief, const struct scene *scene);

/* What is drawn together, with the names that tags give it. */
struct brief_part {
    const char *tag; /* "P", "TD"; NULL: none of its own */
    const struct scene *scene;
    struct spot at; /* upper left corner */
    double scale;
};
struct brief_piece {
    const char *group; /* "L", "Table", around pieces that follow each other; NULL */
    const char *tag;   /* "LI", "TR" around the parts; NULL */
    size_t parts;
    struct brief_part *part;
};
struct brief_sheet {
    size_t count;
    struct brief_piece *piece;
    const struct scene *foot;
};

/* Headings stay with what follows, figures with the blocks before and after them, quiet
 * lines with each other and a list below; a paragraph that
 * is cut leaves at least two lines on each side; items, rows, and tables of less than
 * half a sheet are not cut. A figure takes at most half a sheet. Returns how many
 * sheets. */
size_t brief_layout(const struct brief *brief, struct brief_sheet **out);

/* Append the PDF. Byte-identical for the same blocks and fonts, whenever it is made. */
bool brief_paint(const struct brief *brief, struct buffer *out, struct error *err);

#endif
