#include "render/frame.h"

#include "render/hatch.h"
#include "render/words.h"

#include <math.h>

#define SAMPLE 11.0

static double margin_of(const struct chart_frame *frame)
{
    if (!frame->framed)
        return 0;
    return frame->width < WIDTH_WIDE ? 16 : frame->width < 900 ? 24 : 40;
}

/* Words from y downwards, wrapped; returns the y below them. */
static double write_block(struct scene *scene, struct box in, double y,
                          const char *words, double size, enum role role, bool bold)
{
    const char **lines;
    double leading = round(size * 1.3);
    size_t count =
        text_wrap_even(scene->arena, words, size, bold, in.right - in.left, &lines);
    labels_lines(scene, (struct spot){in.left, y + size}, lines, count, size, leading,
                 role, ANCHOR_START, bold);
    return y + leading * (double)count;
}

/* The height that write_block() will take. */
static double block_height(struct scene *scene, struct box in, const char *words,
                           double size, bool bold)
{
    const char **lines;
    size_t count =
        text_wrap(scene->arena, words, size, bold, in.right - in.left, &lines);
    return round(size * 1.3) * (double)count;
}

bool frame_open(struct arena *arena, const struct chart_frame *frame,
                struct scene *scene, struct box *in, struct error *err)
{
    if (!(frame->width >= WIDTH_MIN && frame->width <= WIDTH_MAX))
        return fail(err, ERROR_USAGE, "a chart %g pixels wide; %g to %g can be drawn",
                    frame->width, WIDTH_MIN, WIDTH_MAX);
    double margin = margin_of(frame);
    scene_start(scene, arena, frame->width, 0);
    scene->title = frame->title != NULL ? frame->title : frame->subtitle;
    scene->description = frame->description;
    *in = (struct box){margin, margin, frame->width - margin, margin};
    if (!frame->framed)
        return true;
    bool large = frame->width >= 900;
    /* The paper, whose height frame_close() finds. */
    scene_bar(scene, (struct spot){0, 0}, frame->width, 0, ROLE_PAPER);
    if (frame->title != NULL)
        in->top = write_block(scene, *in, in->top, frame->title, large ? 26 : 20,
                              ROLE_INK, true) +
                  4;
    if (frame->subtitle != NULL)
        in->top = write_block(scene, *in, in->top, frame->subtitle, large ? 17 : 15,
                              ROLE_QUIET, false);
    in->top += large ? 24 : 16;
    in->bottom = in->top;
    return true;
}

void frame_close(const struct chart_frame *frame, struct scene *scene, double bottom)
{
    double margin = margin_of(frame);
    if (frame->framed && frame->source != NULL) {
        struct box in = {margin, 0, frame->width - margin, 0};
        double taken = block_height(scene, in, frame->source, TYPE_SMALL, false);
        bottom = fmax(bottom, frame->height - margin - taken - 14);
        bottom = write_block(scene, in, bottom + 14, frame->source, TYPE_SMALL,
                             ROLE_QUIET, false);
    }
    scene->height = ceil(bottom + margin);
    if (frame->framed)
        scene->mark[0].height = scene->height;
}

void frame_say_nothing_known(const struct chart_frame *frame, struct scene *scene,
                             struct box plot, enum status why)
{
    const char *words = words_status(frame->words, why);
    double width = text_width(words, 15, true) + 24;
    struct spot middle = {(plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2};
    scene_bar(scene, (struct spot){plot.left, plot.top}, plot.right - plot.left,
              plot.bottom - plot.top, hatch_of(why))
        ->pale = true;
    scene_bar(scene, (struct spot){middle.x - width / 2, middle.y - 16}, width, 32,
              ROLE_PAPER);
    scene_text(scene, (struct spot){middle.x, middle.y + 5}, words, 15, ROLE_INK,
               ANCHOR_MIDDLE)
        ->bold = true;
}

static void draw_sample(struct scene *scene, const struct key_item *item, double x,
                        double base)
{
    if (item->fill == ROLE_NONE) {
        scene_line(scene, (struct spot){x, base - 4},
                   (struct spot){x + SAMPLE, base - 4}, item->stroke, 2);
        return;
    }
    struct mark *sample = scene_bar(scene, (struct spot){x + 0.5, base - 9.5},
                                    SAMPLE - 1, SAMPLE - 1, item->fill);
    sample->stroke = item->stroke;
    sample->stroke_width = role_is_hatch(item->fill) ? 1 : 1.5;
}

double frame_key(struct scene *scene, const struct key_item *item, size_t count,
                 struct box in, double y)
{
    double x = in.left;
    double base = y + LINE_SMALL;
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (item[i].words == NULL)
            continue;
        double width = SAMPLE + 6 + text_width(item[i].words, TYPE_SMALL, false);
        if (any && x + width > in.right) {
            x = in.left;
            base += LINE_SMALL + 3;
        }
        draw_sample(scene, &item[i], x, base);
        scene_text(scene, (struct spot){x + SAMPLE + 6, base}, item[i].words,
                   TYPE_SMALL, ROLE_QUIET, ANCHOR_START);
        x += width + 18;
        any = true;
    }
    return any ? base + 5 : y;
}
