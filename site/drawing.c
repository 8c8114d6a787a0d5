#include "site/drawing.h"

#include "site/block_receipts.h"
#include "site/embed.h"
#include "site/pictures.h"
#include "site/prose.h"

#include <math.h>
#include <string.h>

/* Pixels of a picture for each of a chart's; of a town's. */
static const double FRAMED_SCALE = 2, FRAMED_SCALE_OF_MANY = 1;
/* Of a plot that still shows something. */
static const double ROOM_LEAST = 60;
/* A picture whose words leave no room has smaller ones: step by step, at most by half.
 */
static const double WIDE_FROM = 1.4;
static const double SMALLER_STEP = 1.15, SMALLER_MOST = 2.02;

bool draw_line(struct arena *arena, const void *chart, struct scene *out,
               struct error *err)
{
    return chart_line(arena, chart, out, err);
}

bool draw_columns(struct arena *arena, const void *chart, struct scene *out,
                  struct error *err)
{
    return chart_columns(arena, chart, out, err);
}

bool draw_bars(struct arena *arena, const void *chart, struct scene *out,
               struct error *err)
{
    return chart_bars(arena, chart, out, err);
}

bool draw_heat(struct arena *arena, const void *chart, struct scene *out,
               struct error *err)
{
    return chart_heat(arena, chart, out, err);
}

/* The chart of a page that is offered for print, too. */
static const char MAIN_CHART[] = "grafica";

static double scale_of(const struct page *page)
{
    return page->one_of_many ? FRAMED_SCALE_OF_MANY : FRAMED_SCALE;
}

/* The address of a file beside the page, which goes into the view. */
static const char *beside(struct page *page, struct view *view, const char *name,
                          const char *suffix)
{
    const char *file = arena_format(page->arena, "%s.%s", name, suffix);
    view_text(view, suffix, file);
    return arena_format(page->arena, "%s/%s", page->folder, file);
}

static bool put_files(struct page *page, struct view *view, const char *name,
                      const struct scene *scene, struct error *err)
{
    struct svg svg;
    struct svg_options options = {.id = "c", .standalone = true};
    struct tree *tree = page->site->tree;
    bool printed = !page->one_of_many && strcmp(name, MAIN_CHART) == 0;
    return paint_svg(page->arena, scene, &options, &svg, err) &&
           tree_put(tree, beside(page, view, name, "svg"), svg.text, err) &&
           put_png(tree, beside(page, view, name, "png"), scene, scale_of(page), err) &&
           (!printed || put_pdf(tree, beside(page, view, name, "pdf"), scene, err));
}

static bool draw_at(const struct drawing *drawing, double width, struct scene *scene,
                    struct error *err)
{
    drawing->frame->width = width;
    return drawing->draw
               ? drawing->draw(drawing->page->arena, drawing->chart, scene, err)
               : draw_map(drawing, width, scene, err);
}

static bool add_svg(const struct drawing *drawing, struct view *view, const char *name,
                    double width, struct error *err)
{
    struct page *page = drawing->page;
    struct scene scene;
    struct svg svg;
    struct svg_options options = {
        .id = arena_format(page->arena, "%c%zu", *name, page->charts_drawn)};
    if (!draw_at(drawing, width, &scene, err) ||
        !paint_svg(page->arena, &scene, &options, &svg, err))
        return false;
    view_svg(view, name, svg);
    return true;
}

bool add_drawing(const struct drawing *drawing, const char *list, const char *name,
                 struct error *err)
{
    struct page *page = drawing->page;
    struct chart_frame *frame = drawing->frame;
    frame->words = catalogue_chart_words(page->catalogue);
    if (!frame->description)
        frame->description = word(page->catalogue, "chart.description_table");
    if (page->taker)
        return page->taker->take(page->taker->context, name, drawing, err);
    struct view *view = view_item(page->view, list);
    page->charts_drawn++;
    page->charts++;
    view_text(view, "chart_title", frame->title);
    view_text(view, "chart_subtitle", frame->subtitle ? frame->subtitle : "");
    view_text(view, "chart_source", frame->source ? frame->source : "");
    if (drawing->source)
        receipts_add_source(page, view, drawing->source);
    else
        receipts_add(page, view, drawing->strands, drawing->strand_count);
    view_text(view, "layer", drawing->layer ? drawing->layer : "");
    view_text(view, "layer_id", arena_format(page->arena, "k%zu", page->charts_drawn));
    view_text(view, "png", "");
    view_text(view, "pdf", "");
    view_text(view, "embed", "");
    view_text(view, "band_note", drawing->note ? drawing->note->sentence : "");
    view_text(view, "band_link", drawing->note ? drawing->note->link : "");
    /* A heat map is as good at one width, and heavy: it is drawn once. */
    if (!add_svg(drawing, view, "narrow", CHART_NARROW, err) ||
        (drawing->draw != draw_heat && !drawing->once &&
         !add_svg(drawing, view, "wide", CHART_WIDE, err)))
        return false;
    if (!name || (page->one_of_many && strcmp(name, MAIN_CHART) != 0))
        return true;
    struct scene scene;
    frame->framed = true;
    bool ok = draw_at(drawing, CHART_FRAMED, &scene, err) &&
              put_files(page, view, name, &scene, err);
    frame->framed = false;
    const char *embed =
        embed_picture(page, arena_format(page->arena, "%s.svg", name), frame, &scene);
    view_text(view, "embed", embed);
    if (*embed)
        view_flag(page->view, "has_embeds", true);
    return ok;
}

const struct chart_frame *drawing_words(const struct drawing *drawing)
{
    return drawing->frame;
}

bool drawing_bare(const struct drawing *drawing, double width, struct scene *out,
                  struct error *err)
{
    struct chart_frame *frame = drawing->frame;
    frame->framed = false;
    frame->on_paper = true;
    bool good = draw_at(drawing, width, out, err);
    frame->on_paper = false;
    return good;
}

/* What stands around a plot depends on how high it is, a little: a few tries find the
 * plot that leaves the picture just its height. It may come out higher, where words
 * take more than there is. */
static bool fit_height(const struct drawing *drawing, double width, double height,
                       struct scene *out, struct error *err)
{
    enum { TRIES = 5 };
    struct chart_frame *frame = drawing->frame;
    frame->room = height / 2;
    for (int i = 0; i < TRIES; i++) {
        frame->height = 0;
        if (!draw_at(drawing, width, out, err))
            return false;
        double left = height - out->height;
        if (left >= 0 && left < 1)
            break;
        frame->room = fmax(frame->room + left, ROOM_LEAST);
    }
    frame->height = height;
    return draw_at(drawing, width, out, err);
}

bool drawing_framed(const struct drawing *drawing, const char *source, double width,
                    double height, struct scene *out, struct error *err)
{
    struct chart_frame *frame = drawing->frame;
    const struct chart_frame kept = *frame;
    bool good = true;
    frame->framed = true;
    frame->wide = width > WIDE_FROM * height;
    frame->source = source;
    for (double more = 1; good && more <= SMALLER_MOST; more *= SMALLER_STEP) {
        good = fit_height(drawing, more * width, more * height, out, err);
        if (good && out->height <= more * height)
            break;
    }
    *frame = kept;
    return good;
}
