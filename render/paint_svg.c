/* A scene as SVG, small enough to stand in a page.
 *
 * Marks next to each other that look the same share one <g>; those among them that
 * say nothing and lead nowhere share one <path>, a run of plain dots too (a line of
 * no length with round ends is a dot). Places are rounded to tenths of a pixel, and
 * relative moves are taken from what was written, so that roundings never add up. */
#include "render/paint.h"
#include "render/palette.h"
#include "render/svg_write.h"

#include <string.h>

enum { SVG_USUAL = 8 << 10 }; /* bytes: room that most drawings fit into */

struct pen {
    struct buffer *out;
    const char *id;
    bool decorative;
    struct svg_path path;
};

static const char *class_of(enum role role)
{
#define NAME(role, name, light, dark) [role] = (name),
    static const char *const names[ROLE_COUNT] = {PALETTE_ROLES(NAME)};
#undef NAME
    return role < ROLE_COUNT ? names[role] : NULL;
}

static void path_data(struct pen *pen, const struct mark *mark)
{
    if (mark->kind == MARK_BAR) {
        double right = mark->at.x + mark->width;
        double bottom = mark->at.y + mark->height;
        const struct spot corners[4] = {
            mark->at, {right, mark->at.y}, {right, bottom}, {mark->at.x, bottom}};
        svg_ring(pen->out, &pen->path, corners, 4, true);
    } else if (mark->kind == MARK_DOT) {
        svg_ring(pen->out, &pen->path, &mark->at, 1, false);
    } else {
        for (size_t i = 0; i < mark->rings; i++)
            svg_ring(pen->out, &pen->path, mark->ring[i], mark->ring_count[i],
                     mark->kind == MARK_REGION);
    }
}

/* ---- looks ------------------------------------------------------------- */

static bool is_plain(const struct mark *mark)
{
    return mark->tip == NULL && mark->link == NULL;
}

/* A dot that can be written as the round end of a line. */
static bool is_blot(const struct mark *mark)
{
    return mark->kind == MARK_DOT && mark->stroke == ROLE_NONE && is_plain(mark) &&
           !role_is_hatch(mark->fill);
}

static bool same_look(const struct mark *a, const struct mark *b)
{
    if (a->kind != b->kind || a->fill != b->fill || a->stroke != b->stroke ||
        a->pale != b->pale || a->optional != b->optional || a->dash != b->dash ||
        a->dotted != b->dotted || is_blot(a) != is_blot(b))
        return false;
    if (a->kind == MARK_TEXT)
        return a->size == b->size && a->bold == b->bold && a->halo == b->halo &&
               a->anchor == b->anchor;
    if (a->kind == MARK_DOT && a->width != b->width)
        return false;
    return a->stroke == ROLE_NONE || a->stroke_width == b->stroke_width;
}

static void class_add(struct buffer *out, bool *open, const char *prefix,
                      const char *name)
{
    buffer_string(out, *open ? " " : " class=\"");
    buffer_string(out, prefix);
    buffer_string(out, name);
    *open = true;
}

static void write_classes(struct pen *pen, const struct mark *mark)
{
    bool blot = is_blot(mark);
    bool open = false;
    if (mark->fill != ROLE_NONE && !role_is_hatch(mark->fill) && !mark->dotted)
        class_add(pen->out, &open, blot ? "l-" : "f-", class_of(mark->fill));
    if (mark->stroke != ROLE_NONE)
        class_add(pen->out, &open, "l-", class_of(mark->stroke));
    if (mark->pale)
        class_add(pen->out, &open, "p", "");
    if (mark->optional)
        class_add(pen->out, &open, "k", "");
    if (mark->kind == MARK_TEXT && mark->bold)
        class_add(pen->out, &open, "b", "");
    if (mark->kind == MARK_TEXT && mark->halo)
        class_add(pen->out, &open, "h", "");
    if (mark->fill == ROLE_NONE && !is_plain(mark))
        class_add(pen->out, &open, "t", "");
    if (open)
        buffer_char(pen->out, '"');
}

/* The pattern that fills marks of a role, behind the picture's own id. */
static const char *pattern_of(enum role fill)
{
    return fill == ROLE_MISSING ? "h" : fill == ROLE_WITHHELD ? "x" : class_of(fill);
}

static void write_look(struct pen *pen, const struct mark *mark)
{
    write_classes(pen, mark);
    if (role_is_hatch(mark->fill) || mark->dotted) {
        buffer_string(pen->out, " fill=\"url(#");
        svg_escape(pen->out, pen->id);
        buffer_char(pen->out, '-');
        buffer_string(pen->out, pattern_of(mark->fill));
        buffer_string(pen->out, ")\"");
    }
    if (mark->kind == MARK_TEXT) {
        svg_length(pen->out, "font-size", mark->size);
        if (mark->anchor != ANCHOR_START)
            svg_attribute(pen->out, "text-anchor",
                          mark->anchor == ANCHOR_MIDDLE ? "middle" : "end");
    }
    if (is_blot(mark)) {
        svg_length(pen->out, "stroke-width", 2 * mark->width);
        svg_attribute(pen->out, "stroke-linecap", "round");
    } else if (mark->stroke != ROLE_NONE && mark->stroke_width != 1) {
        svg_length(pen->out, "stroke-width", mark->stroke_width);
    }
    if (mark->dash != DASH_NONE)
        buffer_format(pen->out, " stroke-dasharray=\"%g %g\"",
                      mark->dash == DASH_DOTTED ? DASH_DOTTED_ON : DASH_BRIDGED_ON,
                      mark->dash == DASH_DOTTED ? DASH_DOTTED_OFF : DASH_BRIDGED_OFF);
    if (mark->kind == MARK_REGION)
        svg_attribute(pen->out, "fill-rule", "evenodd");
}

/* ---- marks ------------------------------------------------------------- */

static void write_tip(struct pen *pen, const struct mark *mark)
{
    if (mark->tip == NULL)
        return;
    buffer_string(pen->out, "<title>");
    svg_escape(pen->out, mark->tip);
    buffer_string(pen->out, "</title>");
}

static void close_mark(struct pen *pen, const struct mark *mark, const char *element)
{
    /* A link holds the title itself: it is the link's name. */
    if (mark->tip == NULL || mark->link != NULL) {
        buffer_string(pen->out, "/>");
        return;
    }
    buffer_char(pen->out, '>');
    write_tip(pen, mark);
    buffer_string(pen->out, "</");
    buffer_string(pen->out, element);
    buffer_char(pen->out, '>');
}

static void write_text(struct pen *pen, const struct mark *mark, bool look)
{
    buffer_string(pen->out, "<text");
    svg_length(pen->out, "x", mark->at.x);
    svg_length(pen->out, "y", mark->at.y);
    if (look)
        write_look(pen, mark);
    buffer_char(pen->out, '>');
    if (mark->link == NULL)
        write_tip(pen, mark);
    svg_escape(pen->out, mark->text);
    buffer_string(pen->out, "</text>");
}

static void write_dot(struct pen *pen, const struct mark *mark, bool look)
{
    buffer_string(pen->out, "<circle");
    svg_length(pen->out, "cx", mark->at.x);
    svg_length(pen->out, "cy", mark->at.y);
    svg_length(pen->out, "r", mark->width);
    if (look)
        write_look(pen, mark);
    close_mark(pen, mark, "circle");
}

static void write_path(struct pen *pen, const struct mark *mark, size_t count,
                       bool look)
{
    buffer_string(pen->out, "<path");
    if (look)
        write_look(pen, mark);
    buffer_string(pen->out, " d=\"");
    pen->path = (struct svg_path){0};
    for (size_t i = 0; i < count; i++)
        path_data(pen, &mark[i]);
    buffer_char(pen->out, '"');
    close_mark(pen, mark, "path");
}

static void write_mark(struct pen *pen, const struct mark *mark, bool look)
{
    if (mark->link != NULL) {
        buffer_string(pen->out, "<a");
        svg_attribute(pen->out, "href", mark->link);
        buffer_string(pen->out, pen->decorative ? " tabindex=\"-1\">" : ">");
        write_tip(pen, mark);
    }
    if (mark->kind == MARK_TEXT)
        write_text(pen, mark, look);
    else if (mark->kind == MARK_DOT && !is_blot(mark))
        write_dot(pen, mark, look);
    else
        write_path(pen, mark, 1, look);
    if (mark->link != NULL)
        buffer_string(pen->out, "</a>");
}

/* Rings that overlap would cancel each other out, so of regions only those do that are
 * known to lie apart. */
static bool can_join(const struct mark *mark)
{
    return is_plain(mark) && mark->kind != MARK_TEXT &&
           (mark->kind != MARK_REGION || mark->apart) &&
           (mark->kind != MARK_DOT || is_blot(mark));
}

/* How many marks from the first on can share one path. */
static size_t joined(const struct mark *mark, size_t count)
{
    size_t n = 1;
    while (can_join(mark) && n < count && can_join(&mark[n]))
        n++;
    return n;
}

static bool is_seen(const struct mark *mark)
{
    if (mark->kind == MARK_TEXT)
        return mark->text != NULL && *mark->text != '\0';
    return mark->fill != ROLE_NONE || mark->stroke != ROLE_NONE || !is_plain(mark);
}

/* Marks that look the same. */
static void write_run(struct pen *pen, const struct mark *mark, size_t count)
{
    bool grouped = joined(mark, count) < count;
    if (grouped) {
        buffer_string(pen->out, "<g");
        write_look(pen, mark);
        buffer_char(pen->out, '>');
    }
    for (size_t i = 0; i < count;) {
        size_t n = joined(&mark[i], count - i);
        if (n > 1)
            write_path(pen, &mark[i], n, !grouped);
        else
            write_mark(pen, &mark[i], !grouped);
        i += n;
    }
    buffer_string(pen->out, grouped ? "</g>\n" : "\n");
}

static void write_marks(struct pen *pen, const struct scene *scene)
{
    for (size_t i = 0; i < scene->count;) {
        size_t n = 1;
        while (is_seen(&scene->mark[i]) && i + n < scene->count &&
               is_seen(&scene->mark[i + n]) &&
               same_look(&scene->mark[i], &scene->mark[i + n]))
            n++;
        if (is_seen(&scene->mark[i]))
            write_run(pen, &scene->mark[i], n);
        i += n;
    }
}

/* ---- the whole --------------------------------------------------------- */

static bool scene_has_links(const struct scene *scene)
{
    for (size_t i = 0; i < scene->count; i++) {
        if (scene->mark[i].link != NULL)
            return true;
    }
    return false;
}

/* role="img" hides what is inside, so a drawing with links is a group. */
static void write_names(struct pen *pen, const struct scene *scene)
{
    if (pen->decorative) {
        buffer_string(pen->out, " aria-hidden=\"true\"");
        return;
    }
    svg_attribute(pen->out, "role", scene_has_links(scene) ? "group" : "img");
    buffer_string(pen->out, " aria-labelledby=\"");
    if (scene->title != NULL) {
        svg_escape(pen->out, pen->id);
        buffer_string(pen->out, scene->description != NULL ? "-t " : "-t");
    }
    if (scene->description != NULL) {
        svg_escape(pen->out, pen->id);
        buffer_string(pen->out, "-d");
    }
    buffer_char(pen->out, '"');
}

static void write_named(struct pen *pen, const char *element, const char *suffix,
                        const char *words)
{
    if (words == NULL || pen->decorative)
        return;
    buffer_char(pen->out, '<');
    buffer_string(pen->out, element);
    buffer_string(pen->out, " id=\"");
    svg_escape(pen->out, pen->id);
    buffer_string(pen->out, suffix);
    buffer_string(pen->out, "\">");
    svg_escape(pen->out, words);
    buffer_string(pen->out, "</");
    buffer_string(pen->out, element);
    buffer_string(pen->out, ">\n");
}

static void write_hatch(struct pen *pen, enum role role)
{
    buffer_string(pen->out, "<pattern id=\"");
    svg_escape(pen->out, pen->id);
    buffer_format(pen->out,
                  "-%s\" width=\"%g\" height=\"%g\" patternUnits=\"userSpaceOnUse\" "
                  "patternTransform=\"rotate(-45)\"><path class=\"l-%s\" "
                  "stroke-width=\"%g\" d=\"M%g 0v%g",
                  pattern_of(role), HATCH_STEP, HATCH_STEP, class_of(role), HATCH_LINE,
                  HATCH_STEP / 2, HATCH_STEP);
    if (role == ROLE_WITHHELD)
        buffer_format(pen->out, "M0 %gh%g", HATCH_STEP / 2, HATCH_STEP);
    buffer_string(pen->out, "\"/></pattern>\n");
}

/* The fill of marks of this role that are dotted. */
static void write_tone(struct pen *pen, enum role fill)
{
    buffer_string(pen->out, "<pattern id=\"");
    svg_escape(pen->out, pen->id);
    buffer_format(pen->out,
                  "-%s\" width=\"%g\" height=\"%g\" patternUnits=\"userSpaceOnUse\">"
                  "<path class=\"f-%s\" d=\"M0 0h%gv%gh-%gz\"/>"
                  "<circle class=\"f-%s\" cx=\"%g\" cy=\"%g\" r=\"%g\"/></pattern>\n",
                  class_of(fill), TONE_STEP, TONE_STEP, class_of(fill), TONE_STEP,
                  TONE_STEP, TONE_STEP, class_of(TONE_DOT(fill)), TONE_STEP / 2,
                  TONE_STEP / 2, TONE_RADIUS);
}

/* What marks are filled with that have more than a colour. */
static void write_patterns(struct pen *pen, const struct scene *scene)
{
    bool used[ROLE_COUNT] = {false}, dotted[ROLE_COUNT] = {false};
    for (size_t i = 0; i < scene->count; i++) {
        used[scene->mark[i].fill] = true;
        dotted[scene->mark[i].fill] |= scene->mark[i].dotted;
    }
    for (int role = ROLE_MISSING; role < ROLE_COUNT; role++)
        if (used[role])
            write_hatch(pen, (enum role)role);
    for (int role = ROLE_PAPER; role < ROLE_MISSING; role++)
        if (dotted[role])
            write_tone(pen, (enum role)role);
}

static void write_root(struct pen *pen, const struct scene *scene,
                       const struct svg_options *options)
{
    if (options->standalone)
        buffer_string(pen->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    buffer_string(pen->out, "<svg");
    if (options->standalone)
        svg_attribute(pen->out, "xmlns", "http://www.w3.org/2000/svg");
    buffer_string(pen->out, " class=\"chart");
    if (options->class_ != NULL) {
        buffer_char(pen->out, ' ');
        svg_escape(pen->out, options->class_);
    }
    buffer_string(pen->out, "\" viewBox=\"0 0 ");
    svg_number(pen->out, scene->width);
    buffer_char(pen->out, ' ');
    svg_number(pen->out, scene->height);
    buffer_char(pen->out, '"');
    svg_length(pen->out, "width", scene->width);
    svg_length(pen->out, "height", scene->height);
    buffer_string(pen->out, " fill=\"none\"");
    write_names(pen, scene);
    buffer_string(pen->out, ">\n");
}

bool paint_svg(struct arena *arena, const struct scene *scene,
               const struct svg_options *options, struct svg *out, struct error *err)
{
    struct buffer buffer = {0};
    buffer_room(&buffer, SVG_USUAL);
    struct pen pen = {.out = &buffer,
                      .id = options->id == NULL ? "chart" : options->id,
                      .decorative =
                          options->decorative ||
                          (scene->title == NULL && scene->description == NULL)};
    write_root(&pen, scene, options);
    write_named(&pen, "title", "-t", scene->title);
    write_named(&pen, "desc", "-d", scene->description);
    if (options->standalone) {
        buffer_string(&buffer, "<style>");
        buffer_text(&buffer, paint_style());
        buffer_string(&buffer, "</style>\n");
    }
    write_patterns(&pen, scene);
    write_marks(&pen, scene);
    buffer_string(&buffer, "</svg>\n");
    bool done = !buffer.failed ||
                fail(err, ERROR_LIMIT, "a drawing of %zu marks is too large for SVG",
                     scene->count);
    if (done)
        out->text = arena_copy(arena, buffer_all(&buffer));
    buffer_free(&buffer);
    return done;
}
