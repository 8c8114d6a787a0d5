/* A scene as PNG and as PDF, on light paper.
 *
 * Bytes must not depend on the machine's settings: antialiasing, hinting and metrics
 * are fixed, and a PDF carries no date. They do depend on the installed version of
 * Liberation Sans and of cairo. */
#include "render/dots.h"
#include "render/paint.h"
#include "render/paint_inside.h"
#include "render/palette.h"
#include "render/png_palette.h"

#include <cairo-pdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char FONT[] = "Liberation Sans";

/* How far a curve may be from its steps, in pixels. */
#define TOLERANCE 0.1
#define HALO_TOLERANCE 0.3

enum {
    PIXELS_MAX = 16384, /* either side of a PNG */
    BLOTS_FEW = 8       /* are not worth a font */
};

#ifdef __SANITIZE_ADDRESS__
/* fontconfig keeps what it reads until the program ends and never gives it back. */
const char *__lsan_default_suppressions(void) __attribute__((weak));
const char *__lsan_default_suppressions(void) { return "leak:libfontconfig"; }
#endif

/* ---- colour ------------------------------------------------------------ */

static double hex_pair(const char *at)
{
    int value = 0;
    for (int i = 0; i < 2; i++) {
        int digit = at[i] <= '9' ? at[i] - '0' : at[i] - 'a' + 10;
        value = 16 * value + digit;
    }
    return value / 255.0;
}

/* The light colour of each role, as "#rrggbb". */
#define COLOUR(role, name, light, dark) [role] = (light),
static const char *const COLOURS[ROLE_COUNT] = {PALETTE_ROLES(COLOUR)};
#undef COLOUR

static void use_role(cairo_t *cr, enum role role, bool pale)
{
    const char *hex = COLOURS[role] + 1;
    cairo_set_source_rgba(cr, hex_pair(hex), hex_pair(hex + 2), hex_pair(hex + 4),
                          pale ? PALE_STRENGTH : 1);
}

/* ---- shapes ------------------------------------------------------------ */

static void trace_rings(cairo_t *cr, const struct mark *mark)
{
    for (size_t i = 0; i < mark->rings; i++) {
        size_t count = mark->ring_count[i];
        if (count == 0)
            continue;
        cairo_new_sub_path(cr);
        for (size_t j = 0; j < count; j++)
            cairo_line_to(cr, mark->ring[i][j].x, mark->ring[i][j].y);
        if (mark->kind == MARK_REGION)
            cairo_close_path(cr);
    }
}

static void trace(cairo_t *cr, const struct mark *mark)
{
    cairo_new_path(cr);
    if (mark->kind == MARK_BAR)
        cairo_rectangle(cr, mark->at.x, mark->at.y, mark->width, mark->height);
    else if (mark->kind == MARK_DOT)
        cairo_arc(cr, mark->at.x, mark->at.y, mark->width, 0, 2 * M_PI);
    else
        trace_rings(cr, mark);
}

/* Lines falling to the right; for what is withheld as many rise across them. */
static void hatch(cairo_t *cr, enum role role, bool pale)
{
    double left, top, right, bottom;
    cairo_save(cr);
    cairo_fill_extents(cr, &left, &top, &right, &bottom);
    cairo_clip(cr);
    use_role(cr, role, pale);
    cairo_set_line_width(cr, HATCH_LINE);
    double step = HATCH_STEP * sqrt(2);
    int first = (int)floor((left - bottom) / step);
    int last = (int)ceil((right - top) / step);
    for (int i = first; i <= last; i++) {
        double at = i * step;
        cairo_move_to(cr, at + top, top);
        cairo_line_to(cr, at + bottom, bottom);
    }
    first = role == ROLE_WITHHELD ? (int)floor((left + top) / step) : 0;
    last = role == ROLE_WITHHELD ? (int)ceil((right + bottom) / step) : -1;
    for (int i = first; i <= last; i++) {
        double at = i * step;
        cairo_move_to(cr, at - top, top);
        cairo_line_to(cr, at - bottom, bottom);
    }
    cairo_stroke(cr);
    cairo_restore(cr);
}

/* A square of one dot, of so many pixels a side. */
static cairo_surface_t *dot_tile(int side, double scale, enum role role)
{
    cairo_surface_t *tile = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, side, side);
    cairo_t *cr = cairo_create(tile);
    cairo_scale(cr, scale, scale);
    use_role(cr, role, false);
    cairo_arc(cr, TONE_STEP / 2, TONE_STEP / 2, TONE_RADIUS, 0, 2 * M_PI);
    cairo_fill(cr);
    cairo_destroy(cr);
    return tile;
}

/* Pixels are painted with a tile, if it can be had: a map of a thousand dotted places
 * took longer for its dots than for all else. */
static bool tile_dots(cairo_t *cr, enum role role)
{
    double scale = 1, none = 0;
    cairo_user_to_device_distance(cr, &scale, &none);
    double side = TONE_STEP * scale;
    if (cairo_surface_get_type(cairo_get_target(cr)) != CAIRO_SURFACE_TYPE_IMAGE ||
        side != floor(side))
        return false;
    cairo_matrix_t to_pixels;
    cairo_surface_t *tile = dot_tile((int)side, scale, role);
    cairo_pattern_t *pattern = cairo_pattern_create_for_surface(tile);
    cairo_matrix_init_scale(&to_pixels, scale, scale);
    cairo_pattern_set_matrix(pattern, &to_pixels);
    cairo_pattern_set_extend(pattern, CAIRO_EXTEND_REPEAT);
    cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
    cairo_set_source(cr, pattern);
    cairo_fill_preserve(cr);
    cairo_pattern_destroy(pattern);
    cairo_surface_destroy(tile);
    return true;
}

/* Set dots into the path that was just filled with this role. */
static void set_dots(cairo_t *cr, const struct mark *mark)
{
    double left, top, right, bottom;
    if (tile_dots(cr, TONE_DOT(mark->fill)))
        return;
    cairo_save(cr);
    cairo_fill_extents(cr, &left, &top, &right, &bottom);
    cairo_clip(cr);
    use_role(cr, TONE_DOT(mark->fill), false);
    cairo_set_line_width(cr, 2 * TONE_RADIUS);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_dash(cr, NULL, 0, 0);
    for (int j = (int)floor(top / TONE_STEP); j * TONE_STEP < bottom; j++)
        for (int i = (int)floor(left / TONE_STEP); i * TONE_STEP < right; i++) {
            cairo_move_to(cr, (i + 0.5) * TONE_STEP, (j + 0.5) * TONE_STEP);
            cairo_rel_line_to(cr, 0, 0);
        }
    cairo_stroke(cr);
    cairo_restore(cr);
}

static void use_pen(cairo_t *cr, const struct mark *mark)
{
    static const double bridged[2] = {DASH_BRIDGED_ON, DASH_BRIDGED_OFF};
    static const double dotted[2] = {DASH_DOTTED_ON, DASH_DOTTED_OFF};
    cairo_set_line_width(cr, mark->stroke_width);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_dash(cr, mark->dash == DASH_DOTTED ? dotted : bridged,
                   mark->dash == DASH_NONE ? 0 : 2, 0);
}

/* One of pixels, not a PDF. */
static bool is_picture(cairo_t *cr)
{
    return cairo_surface_get_type(cairo_get_target(cr)) == CAIRO_SURFACE_TYPE_IMAGE;
}

static bool is_blot(const struct mark *mark)
{
    return mark->kind == MARK_DOT && mark->stroke == ROLE_NONE &&
           mark->fill != ROLE_NONE && !role_is_hatch(mark->fill);
}

/* The round ends of lines of no length, which take a tenth of an arc's bytes in a
 * PDF. */
static void stroke_blots(cairo_t *cr, const struct mark *mark, size_t count)
{
    cairo_new_path(cr);
    for (size_t i = 0; i < count; i++) {
        cairo_move_to(cr, mark[i].at.x, mark[i].at.y);
        cairo_line_to(cr, mark[i].at.x, mark[i].at.y);
    }
    cairo_set_dash(cr, NULL, 0, 0);
    cairo_set_line_width(cr, 2 * mark->width);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_stroke(cr);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
}

/* Plain dots of one look, drawn at once. Returns how many they were. */
static size_t draw_blots(cairo_t *cr, const struct mark *mark, size_t count)
{
    size_t n = 1;
    while (n < count && is_blot(&mark[n]) && mark[n].fill == mark->fill &&
           mark[n].pale == mark->pale && mark[n].width == mark->width)
        n++;
    use_role(cr, mark->fill, mark->pale);
    if (is_picture(cr) && n >= BLOTS_FEW)
        dots_show(cr, mark, n);
    else
        stroke_blots(cr, mark, n);
    return n;
}

static void draw_shape(cairo_t *cr, const struct mark *mark)
{
    cairo_set_fill_rule(cr, mark->kind == MARK_REGION ? CAIRO_FILL_RULE_EVEN_ODD
                                                      : CAIRO_FILL_RULE_WINDING);
    if (role_is_hatch(mark->fill)) {
        trace(cr, mark);
        hatch(cr, mark->fill, mark->pale);
    } else if (mark->fill != ROLE_NONE) {
        trace(cr, mark);
        use_role(cr, mark->fill, mark->pale);
        cairo_fill_preserve(cr);
        if (mark->dotted)
            set_dots(cr, mark);
    }
    if (mark->stroke != ROLE_NONE) {
        trace(cr, mark);
        use_role(cr, mark->stroke, mark->pale);
        use_pen(cr, mark);
        cairo_stroke(cr);
    }
}

/* ---- words ------------------------------------------------------------- */

static void use_font(cairo_t *cr, const struct mark *mark)
{
    cairo_select_font_face(cr, FONT, CAIRO_FONT_SLANT_NORMAL,
                           mark->bold ? CAIRO_FONT_WEIGHT_BOLD
                                      : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cr, mark->size);
}

/* Is there nothing but paper in a rectangle of a picture? */
static bool is_paper(cairo_surface_t *picture, int left, int top, int right, int bottom)
{
    int width = cairo_image_surface_get_width(picture);
    int height = cairo_image_surface_get_height(picture);
    const uint32_t paper = (uint32_t)strtoul(COLOURS[ROLE_PAPER] + 1, NULL, 16);
    cairo_surface_flush(picture);
    const unsigned char *row = cairo_image_surface_get_data(picture);
    int stride = cairo_image_surface_get_stride(picture);
    left = left < 0 ? 0 : left;
    right = right > width ? width : right;
    bottom = bottom > height ? height : bottom;
    for (int y = top < 0 ? 0 : top; y < bottom; y++) {
        const uint32_t *pixel = (const void *)(row + (ptrdiff_t)stride * y);
        for (int x = left; x < right; x++)
            if ((pixel[x] & 0xffffff) != paper)
                return false;
    }
    return true;
}

/* In a picture it can be seen whether anything lies where the rim would go. Where
 * nothing does, it would be paper on paper, and is most of the painting of words. */
static bool needs_halo(cairo_t *cr, const cairo_text_extents_t *extents, double x,
                       double y)
{
    if (!is_picture(cr))
        return true;
    double left = x + extents->x_bearing - HALO_WIDTH;
    double top = y + extents->y_bearing - HALO_WIDTH;
    double right = left + extents->width + 2 * HALO_WIDTH;
    double bottom = top + extents->height + 2 * HALO_WIDTH;
    cairo_user_to_device(cr, &left, &top);
    cairo_user_to_device(cr, &right, &bottom);
    return !is_paper(cairo_get_target(cr), (int)floor(left), (int)floor(top),
                     (int)ceil(right), (int)ceil(bottom));
}

/* A rim is wide and its letters hidden under the text: their outlines may be coarse,
 * and its corners cut, which makes it quick to paint and small in a PDF. */
static void draw_halo(cairo_t *cr, const struct mark *mark, double x)
{
    cairo_new_path(cr);
    cairo_move_to(cr, x, mark->at.y);
    cairo_text_path(cr, mark->text);
    cairo_set_tolerance(cr, HALO_TOLERANCE);
    cairo_path_t *outline = cairo_copy_path_flat(cr);
    cairo_new_path(cr);
    cairo_append_path(cr, outline);
    cairo_path_destroy(outline);
    use_role(cr, ROLE_PAPER, false);
    cairo_set_dash(cr, NULL, 0, 0);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_BEVEL);
    cairo_set_line_width(cr, HALO_WIDTH);
    cairo_stroke(cr);
    cairo_set_tolerance(cr, TOLERANCE);
}

static void draw_text(cairo_t *cr, const struct mark *mark)
{
    if (mark->text == NULL || mark->fill == ROLE_NONE ||
        !text_is_utf8(text_of(mark->text)))
        return;
    use_font(cr, mark);
    double x = mark->at.x;
    cairo_text_extents_t extents;
    if (mark->anchor != ANCHOR_START || mark->halo)
        cairo_text_extents(cr, mark->text, &extents);
    if (mark->anchor != ANCHOR_START)
        x -= extents.x_advance * (mark->anchor == ANCHOR_MIDDLE ? 0.5 : 1);
    if (mark->halo && needs_halo(cr, &extents, x, mark->at.y))
        draw_halo(cr, mark, x);
    cairo_new_path(cr);
    cairo_move_to(cr, x, mark->at.y);
    use_role(cr, mark->fill, mark->pale);
    cairo_show_text(cr, mark->text);
}

/* ---- the whole --------------------------------------------------------- */

void paint_options(cairo_t *cr)
{
    cairo_font_options_t *fixed = cairo_font_options_create();
    cairo_font_options_set_antialias(fixed, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(fixed, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(fixed, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(cr, fixed);
    cairo_font_options_destroy(fixed);
    /* Not CAIRO_ANTIALIAS_FAST, for all that it is quicker: it rounds edges to quarters
     * of a pixel, and where that takes one past the bounds of what is drawn, cairo 1.16
     * writes behind the buffer of the row: a hundred months of nothing in a town's
     * chart do it. This one keeps to the bounds. */
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_GRAY);
}

void paint_marks(cairo_t *cr, const struct scene *scene)
{
    for (size_t i = 0, n; i < scene->count; i += n) {
        const struct mark *mark = &scene->mark[i];
        n = 1;
        if (mark->kind == MARK_TEXT)
            draw_text(cr, mark);
        else if (is_blot(mark))
            n = draw_blots(cr, mark, scene->count - i);
        else
            draw_shape(cr, mark);
    }
}

/* Does a mark only lay paper under the whole scene? */
static bool is_backdrop(const struct scene *scene, const struct mark *mark)
{
    return mark->kind == MARK_BAR && mark->fill == ROLE_PAPER &&
           mark->stroke == ROLE_NONE && !mark->pale && mark->at.x <= 0 &&
           mark->at.y <= 0 && mark->at.x + mark->width >= scene->width &&
           mark->at.y + mark->height >= scene->height;
}

static void draw_scene(cairo_t *cr, const struct scene *scene)
{
    struct scene above = *scene;
    paint_options(cr);
    use_role(cr, ROLE_PAPER, false);
    cairo_paint(cr);
    /* Paper lies there already, and is half of all pixels to be written. */
    for (; above.count > 0 && is_backdrop(scene, above.mark); above.count--)
        above.mark++;
    paint_marks(cr, &above);
}

static cairo_status_t take_bytes(void *closure, const unsigned char *bytes,
                                 unsigned int length)
{
    struct buffer *out = closure;
    buffer_add(out, bytes, length);
    return out->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

/* Draw on a surface of this painter's own, which is given up. */
static cairo_status_t draw_on(cairo_surface_t *surface, double scale,
                              const struct scene *scene)
{
    cairo_t *cr = cairo_create(surface);
    cairo_scale(cr, scale, scale);
    draw_scene(cr, scene);
    cairo_show_page(cr);
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    return status;
}

/* What was drawn on an image surface, as a PNG. */
static bool write_png(cairo_surface_t *surface, struct buffer *out, struct error *err)
{
    cairo_surface_flush(surface);
    struct pixels pixels = {.width = (size_t)cairo_image_surface_get_width(surface),
                            .height = (size_t)cairo_image_surface_get_height(surface),
                            .stride = (size_t)cairo_image_surface_get_stride(surface) /
                                      sizeof(uint32_t),
                            .at = (const void *)cairo_image_surface_get_data(surface)};
    return png_palette(&pixels, out, err);
}

bool paint_png(const struct scene *scene, double scale, struct buffer *out,
               struct error *err)
{
    double width = ceil(scene->width * scale);
    double height = ceil(scene->height * scale);
    if (!(width >= 1 && height >= 1 && width <= PIXELS_MAX && height <= PIXELS_MAX))
        return fail(err, ERROR_LIMIT, "a PNG of %.0f by %.0f pixels", width, height);
    /* Paper covers every pixel first: there is no need of cairo's cleared ones. */
    int stride = cairo_format_stride_for_width(CAIRO_FORMAT_RGB24, (int)width);
    unsigned char *pixels = memory_or_die(malloc((size_t)stride * (size_t)height));
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        pixels, CAIRO_FORMAT_RGB24, (int)width, (int)height, stride);
    cairo_status_t status = draw_on(surface, scale, scene);
    bool done = status == CAIRO_STATUS_SUCCESS
                    ? write_png(surface, out, err)
                    : fail(err, ERROR_SYSTEM, "painting a PNG: %s",
                           cairo_status_to_string(status));
    cairo_surface_destroy(surface);
    free(pixels);
    return done;
}

cairo_surface_t *paint_pdf_surface(struct buffer *out, double width, double height)
{
    return cairo_pdf_surface_create_for_stream(take_bytes, out, width, height);
}

bool paint_pdf(const struct scene *scene, struct buffer *out, struct error *err)
{
    /* A point is 1/72 inch, a CSS pixel 1/96. */
    double scale = 72.0 / 96;
    cairo_surface_t *surface =
        paint_pdf_surface(out, scene->width * scale, scene->height * scale);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, NULL);
    if (scene->title != NULL && text_is_utf8(text_of(scene->title)))
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, scene->title);
    cairo_status_t status = draw_on(surface, scale, scene);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return status == CAIRO_STATUS_SUCCESS ||
           fail(err, ERROR_SYSTEM, "painting a PDF: %s",
                cairo_status_to_string(status));
}
