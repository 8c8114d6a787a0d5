/* Horizontal bars: the label beside on a wide chart, above on a narrow one; the
 * value always behind its bar. The scale is the largest at which every bar leaves
 * room for its value. */
#include "render/chart.h"
#include "render/frame.h"
#include "render/hatch.h"
#include "render/words.h"

#include <math.h>

#define BAR_HEIGHT 15.0
#define ROW_GAP 11.0     /* with it a row is at least 24 pixels: a finger's width */
#define BEHIND 6.0       /* from a bar to its value */
#define STUB 28.0        /* hatched, where nothing is known */
#define LABEL_SHARE 0.38 /* of the width, at most, for labels beside */
#define NOTE_GAP 9.0

struct bars {
    struct arena *arena;
    const struct bar_chart *chart;
    struct scene *scene;
    bool beside;        /* labels stand beside their bars */
    bool notes_below;   /* notes have a line of their own */
    double left, right; /* where bars may be, values included */
    double label_width;
    double scale; /* pixels a unit */
};

static const char *value_of(const struct bars *bars, const struct bar *bar)
{
    const struct chart_words *words = bars->chart->frame.words;
    if (!figure_known(bar->figure))
        return words_status(words, bar->figure.status);
    const char *number =
        words_number(bars->arena, words, bar->figure.value, bars->chart->decimals);
    const char *status = words_status(words, bar->figure.status);
    return status == NULL ? number
                          : arena_format(bars->arena, "%s (%s)", number, status);
}

static bool has_note(const struct bar *bar)
{
    return bar->note != NULL && *bar->note != '\0';
}

static double behind_width(const struct bars *bars, const struct bar *bar)
{
    double width = BEHIND + text_width(value_of(bars, bar), TYPE_LABEL, true);
    if (has_note(bar) && !bars->notes_below)
        width += NOTE_GAP + text_width(bar->note, TYPE_SMALL, false);
    return width;
}

/* Pixels a unit, so that no value leaves the picture. */
static double scale_for(const struct bars *bars)
{
    double room = bars->right - bars->left;
    double scale = INFINITY;
    for (size_t i = 0; i < bars->chart->count; i++) {
        const struct bar *bar = &bars->chart->bar[i];
        if (figure_known(bar->figure) && bar->figure.value > 0)
            scale = fmin(scale,
                         fmax(room - behind_width(bars, bar), 1) / bar->figure.value);
    }
    return isfinite(scale) ? scale : 0;
}

static double longest_bar(const struct bars *bars)
{
    double longest = 0;
    for (size_t i = 0; i < bars->chart->count; i++) {
        const struct bar *bar = &bars->chart->bar[i];
        if (figure_known(bar->figure))
            longest = fmax(longest, bar->figure.value * bars->scale);
    }
    return longest;
}

/* Does a row without a bar have room for its words? */
static bool words_fit(const struct bars *bars)
{
    for (size_t i = 0; i < bars->chart->count; i++) {
        const struct bar *bar = &bars->chart->bar[i];
        double length = figure_known(bar->figure) ? 0 : STUB;
        if (length + behind_width(bars, bar) > bars->right - bars->left)
            return false;
    }
    return true;
}

static void find_layout(struct bars *bars, struct box in)
{
    double width = in.right - in.left;
    bars->beside = width >= WIDTH_WIDE;
    bars->left = in.left;
    bars->right = in.right;
    bars->label_width = width;
    if (bars->beside) {
        double widest = 0;
        for (size_t i = 0; i < bars->chart->count; i++)
            widest =
                fmax(widest, text_width(bars->chart->bar[i].label, TYPE_LABEL, true));
        bars->label_width = fmin(widest + 1, width * LABEL_SHARE);
        bars->left = in.left + bars->label_width + 12;
    }
    bars->scale = scale_for(bars);
    if (!words_fit(bars) || longest_bar(bars) < 0.4 * (bars->right - bars->left)) {
        bars->notes_below = true;
        bars->scale = scale_for(bars);
    }
}

/* ---- drawing ----------------------------------------------------------- */

static void draw_figure(const struct bars *bars, const struct bar *bar, double top)
{
    struct spot at = {bars->left, top};
    enum role role = bar->strong ? ROLE_DATA_1 : ROLE_CONTEXT;
    bool known = figure_known(bar->figure);
    double length = known ? fmax(bar->figure.value, 0) * bars->scale : STUB;
    if (!known) {
        scene_bar(bars->scene, at, STUB, BAR_HEIGHT, hatch_of(bar->figure.status));
    } else if (length == 0) {
        scene_line(bars->scene, (struct spot){at.x + 0.75, top},
                   (struct spot){at.x + 0.75, top + BAR_HEIGHT}, role, 1.5);
    } else if (bar->figure.status == STATUS_REPORTED) {
        scene_bar(bars->scene, at, fmax(length, 1), BAR_HEIGHT, role);
    } else {
        struct mark *mark =
            scene_bar(bars->scene, (struct spot){at.x + 0.75, top + 0.75},
                      fmax(length - 1.5, 0.5), BAR_HEIGHT - 1.5, ROLE_PAPER);
        mark->stroke = role;
        mark->stroke_width = 1.5;
    }
    const char *value = value_of(bars, bar);
    struct spot behind = {at.x + length + BEHIND, top + BAR_HEIGHT / 2 + 4.5};
    scene_text(bars->scene, behind, value, TYPE_LABEL, known ? ROLE_INK : ROLE_QUIET,
               ANCHOR_START)
        ->bold = bar->strong && known;
    if (has_note(bar) && !bars->notes_below) {
        behind.x += text_width(value, TYPE_LABEL, true) + NOTE_GAP;
        scene_text(bars->scene, behind, bar->note, TYPE_SMALL, ROLE_QUIET,
                   ANCHOR_START);
    }
}

static double draw_note_below(const struct bars *bars, const struct bar *bar, double y)
{
    if (!has_note(bar) || !bars->notes_below)
        return y;
    const char **lines;
    size_t count = text_wrap(bars->arena, bar->note, TYPE_SMALL, false,
                             bars->right - bars->left, &lines);
    labels_lines(bars->scene, (struct spot){bars->left, y + 1 + TYPE_SMALL}, lines,
                 count, TYPE_SMALL, LINE_SMALL, ROLE_QUIET, ANCHOR_START, false);
    return y + 1 + LINE_SMALL * (double)count;
}

/* A field over the whole row that leads where the label leads; below the rest, so
 * that it hides nothing. */
static void draw_link(const struct bars *bars, const struct bar *bar, struct box row)
{
    struct mark *field =
        scene_bar(bars->scene, (struct spot){row.left, row.top}, row.right - row.left,
                  row.bottom - row.top, ROLE_NONE);
    field->link = bar->link;
    field->tip = arena_format(bars->arena, "%s: %s", bar->label, value_of(bars, bar));
}

static double draw_row(const struct bars *bars, const struct bar *bar, struct box in,
                       double top)
{
    const char **lines;
    size_t count = text_wrap(bars->arena, bar->label, TYPE_LABEL, bar->strong,
                             bars->label_width, &lines);
    double label_height = LINE_LABEL * (double)count;
    double bar_top = bars->beside ? top + fmax((label_height - BAR_HEIGHT) / 2, 0)
                                  : top + label_height + 1;
    double label_top =
        bars->beside ? top + fmax((BAR_HEIGHT - label_height) / 2, 0) : top;
    labels_lines(bars->scene, (struct spot){in.left, label_top + LINE_LABEL / 2 + 4.5},
                 lines, count, TYPE_LABEL, LINE_LABEL,
                 bar->link != NULL ? ROLE_DATA_2 : ROLE_INK, ANCHOR_START, bar->strong);
    draw_figure(bars, bar, bar_top);
    double bottom = draw_note_below(bars, bar, bar_top + BAR_HEIGHT);
    if (bars->beside)
        bottom = fmax(bottom, top + label_height);
    if (bar->link != NULL)
        draw_link(
            bars, bar,
            (struct box){in.left, top - ROW_GAP / 2, in.right, bottom + ROW_GAP / 2});
    return bottom + ROW_GAP;
}

bool chart_bars(struct arena *arena, const struct bar_chart *chart, struct scene *out,
                struct error *err)
{
    struct bars bars = {.arena = arena, .chart = chart, .scene = out};
    struct box in;
    if (!frame_open(arena, &chart->frame, out, &in, err))
        return false;
    find_layout(&bars, in);
    double top = in.top + ROW_GAP / 2;
    for (size_t i = 0; i < chart->count; i++)
        top = draw_row(&bars, &chart->bar[i], in, top);
    if (chart->count == 0) {
        struct box plot = {in.left, in.top, in.right, in.top + 120};
        frame_say_nothing_known(&chart->frame, out, plot, STATUS_NOT_REPORTED);
        top = plot.bottom;
    }
    frame_close(&chart->frame, out, top);
    return true;
}
