/* From blocks to lines and from lines to pages.
 *
 * Each block becomes pieces: what must not be cut. A piece knows its height, how much
 * is left free above it, and whether it must share a page with the one after it. Pages
 * are then filled in order; a chain of pieces that hold on to each other moves as one.
 */
#include "render/brief.h"
#include "render/words.h"

#include <math.h>
#include <string.h>

#define LINE_WIDTH (SHEET_WIDTH - 2 * SHEET_MARGIN)
#define ITEM_INDENT 20.0
#define CELL_GAP 8.0
#define FOOT_SIZE 7.5
#define HALF_SHEET ((SHEET_BOTTOM - SHEET_TOP) / 2)

enum { LINES_TOGETHER = 4 }; /* a paragraph of fewer lines is not cut */

struct type {
    double size, leading, above;
    enum role role;
    bool bold;
    const char *tag;
};

static const struct type BODY = {10, 14, 6, ROLE_INK, false, "P"};
static const struct type LEAD = {13, 18, 8, ROLE_INK, false, "P"};
static const struct type QUIET = {8.5, 11.5, 3, ROLE_QUIET, false, "P"};
static const struct type CELL = {8.5, 11.5, 4, ROLE_INK, false, "TD"};
static const struct type HEADER = {8.5, 11.5, 6, ROLE_INK, true, "TH"};
static const struct type HEADINGS[] = {{20, 25, 0, ROLE_INK, true, "H1"},
                                       {14, 18, 20, ROLE_INK, true, "H2"},
                                       {11, 15, 13, ROLE_INK, true, "H3"}};

/* A piece before it has a page. */
struct loose {
    struct brief_piece piece;
    double height, above;
    bool holds_next;
};

struct cutting {
    struct arena *arena;
    size_t count, capacity;
    struct loose *loose;
};

/* Adding -----------------------------------------------------------------------------
 */

void brief_start(struct brief *brief, struct arena *arena,
                 const struct brief_facts *facts)
{
    *brief = (struct brief){.arena = arena, .facts = *facts};
}

/* Arrays in an arena grow by being copied. */
static void *grown(struct arena *arena, void *old, size_t count, size_t *capacity,
                   size_t size)
{
    if (count < *capacity)
        return old;
    *capacity = 2 * *capacity + 32;
    void *larger = arena_array(arena, *capacity, size);
    if (count)
        memcpy(larger, old, count * size);
    return larger;
}

static void add(struct brief *brief, struct brief_block block)
{
    brief->block =
        grown(brief->arena, brief->block, brief->count, &brief->capacity, sizeof block);
    brief->block[brief->count++] = block;
}

void brief_heading(struct brief *brief, int level, const char *text)
{
    level = level < 1 ? 1 : level > 3 ? 3 : level;
    add(brief,
        (struct brief_block){.kind = BRIEF_HEADING, .level = level, .text = text});
}

void brief_text(struct brief *brief, enum brief_kind kind, const char *text)
{
    if (text && *text)
        add(brief, (struct brief_block){.kind = kind, .text = text});
}

void brief_item(struct brief *brief, const char *marker, const char *text,
                const char *note)
{
    add(brief, (struct brief_block){
                   .kind = BRIEF_ITEM, .marker = marker, .text = text, .note = note});
}

void brief_row(struct brief *brief, bool header, size_t cells, const char *const *cell,
               const double *share)
{
    add(brief, (struct brief_block){.kind = BRIEF_ROW,
                                    .level = header,
                                    .cells = cells,
                                    .cell = cell,
                                    .share = share});
}

void brief_figure(struct brief *brief, const struct scene *scene)
{
    add(brief, (struct brief_block){.kind = BRIEF_FIGURE, .scene = scene});
}

/* Cutting ----------------------------------------------------------------------------
 */

static struct loose *loose_add(struct cutting *cutting, size_t parts)
{
    cutting->loose = grown(cutting->arena, cutting->loose, cutting->count,
                           &cutting->capacity, sizeof *cutting->loose);
    struct loose *loose = &cutting->loose[cutting->count++];
    *loose = (struct loose){0};
    loose->piece.parts = parts;
    loose->piece.part = arena_array(cutting->arena, parts, sizeof *loose->piece.part);
    return loose;
}

/* Lines on paper are of the very font that widths are known of: what is allowed for a
 * reader's own fonts is room to be used. */
static size_t wrap(struct arena *arena, const char *text, const struct type *type,
                   double width, const char ***lines)
{
    return text_wrap(arena, text ? text : "", type->size, type->bold,
                     width * text_allowance(type->bold), lines);
}

/* A drawing of count lines; their height is count times the leading. */
static struct brief_part lines_part(struct arena *arena, const struct type *type,
                                    const char *const *lines, size_t count,
                                    struct spot at, double width)
{
    struct scene *scene = arena_take(arena, sizeof *scene);
    scene_start(scene, arena, width, type->leading * (double)count);
    for (size_t i = 0; i < count; i++)
        scene_text(scene, (struct spot){0, type->leading * (double)i + type->size},
                   lines[i], type->size, type->role, ANCHOR_START)
            ->bold = type->bold;
    return (struct brief_part){type->tag, scene, at, 1};
}

static void cut_text(struct cutting *cutting, const char *text, const struct type *type,
                     bool holds_next)
{
    const char **lines;
    size_t count = wrap(cutting->arena, text, type, LINE_WIDTH, &lines);
    for (size_t from = 0; from < count;) {
        /* Two lines at the start, two at the end, single ones between. */
        size_t left = count - from;
        size_t take = holds_next || left < LINES_TOGETHER ? left : from == 0 ? 2 : 1;
        struct loose *loose = loose_add(cutting, 1);
        loose->piece.part[0] = lines_part(cutting->arena, type, lines + from, take,
                                          (struct spot){SHEET_MARGIN, 0}, LINE_WIDTH);
        loose->height = type->leading * (double)take;
        loose->above = from == 0 ? type->above : 0;
        loose->holds_next = holds_next;
        from += take;
    }
}

static void cut_item(struct cutting *cutting, const struct brief_block *block)
{
    static const struct type NOTE = {8.5, 11.5, 0, ROLE_QUIET, false, "LBody"};
    static const struct type LABEL = {10, 14, 5, ROLE_INK, true, "Lbl"};
    struct type body = BODY;
    body.tag = "LBody";
    double width = LINE_WIDTH - ITEM_INDENT;
    struct spot at = {SHEET_MARGIN + ITEM_INDENT, 0};
    const char **lines, **notes;
    size_t count = wrap(cutting->arena, block->text, &body, width, &lines);
    size_t noted = wrap(cutting->arena, block->note, &NOTE, width, &notes);
    struct loose *loose = loose_add(cutting, noted ? 3 : 2);
    struct brief_part *part = loose->piece.part;
    part[0] = lines_part(cutting->arena, &LABEL, &block->marker, 1,
                         (struct spot){SHEET_MARGIN, 0}, ITEM_INDENT);
    part[1] = lines_part(cutting->arena, &body, lines, count, at, width);
    at.y = body.leading * (double)count;
    if (noted)
        part[2] = lines_part(cutting->arena, &NOTE, notes, noted, at, width);
    loose->piece.group = "L";
    loose->piece.tag = "LI";
    loose->above = LABEL.above;
    loose->height = at.y + NOTE.leading * (double)noted;
}

static void cut_row(struct cutting *cutting, const struct brief_block *block)
{
    const struct type *type = block->level ? &HEADER : &CELL;
    struct loose *loose = loose_add(cutting, block->cells);
    double left = SHEET_MARGIN;
    for (size_t i = 0; i < block->cells; i++) {
        double width = LINE_WIDTH * block->share[i];
        const char **lines;
        size_t count =
            wrap(cutting->arena, block->cell[i], type, width - CELL_GAP, &lines);
        loose->piece.part[i] = lines_part(cutting->arena, type, lines, count,
                                          (struct spot){left, 0}, width);
        loose->height = fmax(loose->height, type->leading * (double)count);
        left += width;
    }
    loose->piece.group = "Table";
    loose->piece.tag = "TR";
    loose->above = type->above;
    loose->holds_next = block->level;
}

static void cut_figure(struct cutting *cutting, const struct scene *scene)
{
    double scale = fmin(1, LINE_WIDTH / scene->width);
    scale = fmin(scale, HALF_SHEET / scene->height); /* two of them share one */
    if (cutting->count)
        cutting->loose[cutting->count - 1].holds_next = true;
    struct loose *loose = loose_add(cutting, 1);
    double left = SHEET_MARGIN + (LINE_WIDTH - scene->width * scale) / 2;
    loose->piece.part[0] =
        (struct brief_part){"Figure", scene, (struct spot){left, 0}, scale};
    loose->height = scene->height * scale;
    loose->above = 8;
    loose->holds_next = true; /* its source */
}

static void cut(struct cutting *cutting, const struct brief_block *block)
{
    switch (block->kind) {
    case BRIEF_HEADING:
        cut_text(cutting, block->text, &HEADINGS[block->level - 1], true);
        break;
    case BRIEF_PARAGRAPH:
        cut_text(cutting, block->text, &BODY, false);
        break;
    case BRIEF_LEAD:
        cut_text(cutting, block->text, &LEAD, false);
        break;
    case BRIEF_QUIET:
        cut_text(cutting, block->text, &QUIET, false);
        break;
    case BRIEF_ITEM:
        cut_item(cutting, block);
        break;
    case BRIEF_ROW:
        cut_row(cutting, block);
        break;
    case BRIEF_FIGURE:
        cut_figure(cutting, block->scene);
        break;
    }
}

static bool in_table(const struct loose *loose)
{
    return loose->piece.group && strcmp(loose->piece.group, "Table") == 0;
}

/* A table of less than half a sheet is not cut: its header would be on another one. */
static void hold_tables(struct cutting *cutting)
{
    struct loose *loose = cutting->loose;
    for (size_t from = 0, end; from < cutting->count; from = end + 1) {
        double height = 0;
        for (end = from; end < cutting->count && in_table(&loose[end]); end++)
            height += loose[end].above + loose[end].height;
        for (size_t i = from; i + 1 < end && height < HALF_SHEET; i++)
            loose[i].holds_next = true;
    }
}

/* Filling ----------------------------------------------------------------------------
 */

/* Pieces from here on that must share a page, and the height they take. */
static size_t chain(const struct cutting *cutting, size_t from, double *height)
{
    size_t count = 0;
    *height = 0;
    do {
        const struct loose *loose = &cutting->loose[from + count];
        *height += loose->height + (count ? loose->above : 0);
    } while (cutting->loose[from + count++].holds_next &&
             from + count < cutting->count);
    return count;
}

static void put(struct brief_sheet *sheet, struct loose *loose, double y)
{
    for (size_t i = 0; i < loose->piece.parts; i++)
        loose->piece.part[i].at.y += y;
    sheet->piece[sheet->count++] = loose->piece;
}

static size_t fill(struct cutting *cutting, struct brief_sheet *sheets)
{
    size_t pages = 0;
    double y = SHEET_BOTTOM;
    for (size_t i = 0, count; i < cutting->count; i += count) {
        double height;
        count = chain(cutting, i, &height);
        bool fits = y + cutting->loose[i].above + height <= SHEET_BOTTOM;
        if (!fits || pages == 0) {
            sheets[pages++].piece =
                arena_array(cutting->arena, cutting->count, sizeof(struct brief_piece));
            y = SHEET_TOP;
        } else {
            y += cutting->loose[i].above;
        }
        for (size_t j = 0; j < count; j++) {
            struct loose *loose = &cutting->loose[i + j];
            y += j ? loose->above : 0;
            put(&sheets[pages - 1], loose, y);
            y += loose->height;
        }
    }
    return pages;
}

static const char *page_words(const struct brief *brief, size_t page, size_t pages)
{
    const char *words = words_fill(brief->arena, brief->facts.page, "page",
                                   arena_format(brief->arena, "%zu", page));
    return words_fill(brief->arena, words, "pages",
                      arena_format(brief->arena, "%zu", pages));
}

static const struct scene *foot_of(const struct brief *brief, size_t page, size_t pages)
{
    static const struct type FOOT = {FOOT_SIZE, 10, 0, ROLE_QUIET, false, NULL};
    const char *number = page_words(brief, page, pages);
    double right = SHEET_WIDTH - SHEET_MARGIN;
    double number_width = text_width(number, FOOT_SIZE, false);
    struct scene *scene = arena_take(brief->arena, sizeof *scene);
    scene_start(scene, brief->arena, SHEET_WIDTH, SHEET_HEIGHT);
    double y = SHEET_BOTTOM + 6;
    scene_line(scene, (struct spot){SHEET_MARGIN, y}, (struct spot){right, y},
               ROLE_RULE, 0.5);
    const char **lines;
    size_t count = wrap(brief->arena, brief->facts.foot, &FOOT,
                        LINE_WIDTH - number_width - 16, &lines);
    for (size_t i = 0; i < count && i < 2; i++)
        scene_text(scene,
                   (struct spot){SHEET_MARGIN, y + 10 + FOOT.leading * (double)i},
                   lines[i], FOOT_SIZE, ROLE_QUIET, ANCHOR_START);
    scene_text(scene, (struct spot){right, y + 10}, number, FOOT_SIZE, ROLE_QUIET,
               ANCHOR_END);
    return scene;
}

size_t brief_layout(const struct brief *brief, struct brief_sheet **out)
{
    struct cutting cutting = {.arena = brief->arena};
    for (size_t i = 0; i < brief->count; i++) {
        cut(&cutting, &brief->block[i]);
        /* What stands above a list says what it is of. */
        if (i + 1 < brief->count && brief->block[i].kind == BRIEF_QUIET &&
            (brief->block[i + 1].kind == BRIEF_ITEM ||
             brief->block[i + 1].kind == BRIEF_QUIET) &&
            cutting.count)
            cutting.loose[cutting.count - 1].holds_next = true;
    }
    hold_tables(&cutting);
    struct brief_sheet *sheets =
        arena_array(brief->arena, cutting.count + 1, sizeof *sheets);
    size_t pages = fill(&cutting, sheets);
    for (size_t i = 0; i < pages; i++)
        sheets[i].foot = foot_of(brief, i + 1, pages);
    *out = sheets;
    return pages;
}
