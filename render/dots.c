/* A font whose letters are dots: cairo draws one for each quarter of a pixel and from
 * then on copies it, as it does with letters, in a sixth of the time. */
#include "render/dots.h"

#include "base/arena.h"

#include <cairo.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

enum {
    QUARTERS = 4,
    REACH = 4 /* for dots whose radius is not much less than a pixel */
};

/* A letter says how many quarters its dot is right of and below a pixel's corner. */
static cairo_status_t draw_letter(cairo_scaled_font_t *font, unsigned long letter,
                                  cairo_t *cr, cairo_text_extents_t *extents)
{
    cairo_matrix_t scale; /* a radius is 1 here */
    unsigned long right = letter % QUARTERS, below = letter / QUARTERS;
    cairo_scaled_font_get_scale_matrix(font, &scale);
    extents->x_advance = 0;
    cairo_arc(cr, (double)right / QUARTERS / scale.xx,
              (double)below / QUARTERS / scale.yy, 1, 0, 2 * M_PI);
    cairo_fill(cr);
    return CAIRO_STATUS_SUCCESS;
}

/* Cairo paints no farther around letters than this, in radii. */
static cairo_status_t tell_reach(cairo_scaled_font_t *font, cairo_t *cr,
                                 cairo_font_extents_t *extents)
{
    (void)font;
    (void)cr;
    extents->ascent = extents->descent = extents->max_x_advance = REACH;
    extents->height = 2 * REACH;
    return CAIRO_STATUS_SUCCESS;
}

static cairo_font_face_t *face;

static void make_face(void)
{
    face = cairo_user_font_face_create();
    cairo_user_font_face_set_init_func(face, tell_reach);
    cairo_user_font_face_set_render_glyph_func(face, draw_letter);
}

static cairo_glyph_t letter_at(cairo_t *cr, struct spot at)
{
    cairo_user_to_device(cr, &at.x, &at.y);
    double across = floor(at.x * QUARTERS + 0.5), down = floor(at.y * QUARTERS + 0.5);
    cairo_glyph_t glyph = {.x = floor(across / QUARTERS), .y = floor(down / QUARTERS)};
    glyph.index = (unsigned long)(across - QUARTERS * glyph.x +
                                  QUARTERS * (down - QUARTERS * glyph.y));
    cairo_device_to_user(cr, &glyph.x, &glyph.y);
    return glyph;
}

void dots_show(cairo_t *cr, const struct mark *dot, size_t count)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    cairo_glyph_t *glyphs = memory_or_die(calloc(count, sizeof *glyphs));
    pthread_once(&once, make_face);
    for (size_t i = 0; i < count; i++)
        glyphs[i] = letter_at(cr, dot[i].at);
    cairo_set_font_face(cr, face);
    cairo_set_font_size(cr, dot->width);
    cairo_show_glyphs(cr, glyphs, (int)count);
    free(glyphs);
}
