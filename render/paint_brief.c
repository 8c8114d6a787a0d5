/* Printed pages, as a PDF that tells of its structure. */
#include "render/brief.h"
#include "render/paint_inside.h"
#include "render/pdf_language.h"

#include <cairo-pdf.h>
#include <string.h>

/* A tag begins and ends on one page: what goes on on the next begins anew. */
static void begin_tag(cairo_t *cr, const char *tag)
{
    if (tag)
        cairo_tag_begin(cr, tag, NULL);
}

static void end_tag(cairo_t *cr, const char *tag)
{
    if (tag)
        cairo_tag_end(cr, tag);
}

static void draw_piece(cairo_t *cr, const struct brief_piece *piece)
{
    begin_tag(cr, piece->tag);
    for (size_t i = 0; i < piece->parts; i++) {
        const struct brief_part *part = &piece->part[i];
        begin_tag(cr, part->tag);
        cairo_save(cr);
        cairo_translate(cr, part->at.x, part->at.y);
        cairo_scale(cr, part->scale, part->scale);
        paint_marks(cr, part->scene);
        cairo_restore(cr);
        end_tag(cr, part->tag);
    }
    end_tag(cr, piece->tag);
}

static bool same_group(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static void draw_sheet(cairo_t *cr, const struct brief_sheet *sheet)
{
    const char *group = NULL;
    for (size_t i = 0; i < sheet->count; i++) {
        const struct brief_piece *piece = &sheet->piece[i];
        if (!same_group(group, piece->group)) {
            end_tag(cr, group);
            begin_tag(cr, piece->group);
            group = piece->group;
        }
        draw_piece(cr, piece);
    }
    end_tag(cr, group);
    paint_marks(cr, sheet->foot);
    cairo_show_page(cr);
}

static void set_fact(cairo_surface_t *surface, cairo_pdf_metadata_t which,
                     const char *value)
{
    if (value && *value && text_is_utf8(text_of(value)))
        cairo_pdf_surface_set_metadata(surface, which, value);
}

static void set_facts(cairo_surface_t *surface, struct arena *arena,
                      const struct brief_facts *facts)
{
    const char *time = arena_format(arena, "%sT00:00:00Z", facts->day);
    set_fact(surface, CAIRO_PDF_METADATA_TITLE, facts->title);
    set_fact(surface, CAIRO_PDF_METADATA_AUTHOR, facts->author);
    set_fact(surface, CAIRO_PDF_METADATA_SUBJECT, facts->subject);
    set_fact(surface, CAIRO_PDF_METADATA_KEYWORDS, facts->keywords);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, time);
}

bool brief_paint(const struct brief *brief, struct buffer *out, struct error *err)
{
    struct brief_sheet *sheets;
    size_t pages = brief_layout(brief, &sheets);
    struct buffer pdf = {0};
    cairo_surface_t *surface = paint_pdf_surface(&pdf, SHEET_WIDTH, SHEET_HEIGHT);
    set_facts(surface, brief->arena, &brief->facts);
    cairo_t *cr = cairo_create(surface);
    paint_options(cr);
    for (size_t i = 0; i < pages; i++)
        draw_sheet(cr, &sheets[i]);
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    bool done = status == CAIRO_STATUS_SUCCESS
                    ? pdf_language(buffer_all(&pdf), brief->facts.language, out, err)
                    : fail(err, ERROR_SYSTEM, "painting a printed brief: %s",
                           cairo_status_to_string(status));
    buffer_free(&pdf);
    return done;
}
