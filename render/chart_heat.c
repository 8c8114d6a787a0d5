/* Month by year: a row for each year, one hue. */
#include "render/chart.h"
#include "render/classes.h"
#include "render/frame.h"
#include "render/hatch.h"
#include "render/words.h"

#include <math.h>

#define CELL_GAP 2.0
#define TONE_HEIGHT 10.0 /* in the key */

struct heat {
    struct arena *arena;
    const struct heat_chart *chart;
    struct scene *scene;
    struct classes classes;
    int first_year, years;
    enum role *role; /* of each cell, year by year; GRID where nothing is held */
    double left, top, cell, row;
};

static struct figure figure_of(const struct heat *heat, int year, int month)
{
    return series_at(&heat->chart->series, period_of(year, month));
}

/* On whole pixels: edges are sharp, and their numbers short. */
static struct spot cell_at(const struct heat *heat, int row, int column)
{
    return (struct spot){round(heat->left + column * heat->cell),
                         round(heat->top + row * heat->row)};
}

static bool has_edge(enum role role)
{
    return role == ROLE_PAPER || role == ROLE_MAP_1 || role_is_hatch(role);
}

/* A cell or a tone of the key; pale ones have an edge. Those without are lines as thick
 * as they are high, which take half the bytes of four corners. */
static struct mark *draw_tone(const struct heat *heat, struct spot from, struct spot to,
                              enum role role)
{
    if (!has_edge(role)) {
        double thick = to.y - from.y - CELL_GAP, middle = from.y + thick / 2;
        return scene_line(heat->scene, (struct spot){from.x, middle},
                          (struct spot){to.x - CELL_GAP, middle}, role, thick);
    }
    struct mark *mark = scene_bar(heat->scene, from, to.x - from.x - CELL_GAP,
                                  to.y - from.y - CELL_GAP, role);
    mark->stroke = role_is_hatch(role) ? role : ROLE_GRID;
    mark->stroke_width = 1;
    return mark;
}

/* Cells in drawing order: all of one class after the other, so that each class is
 * written once. */
static void draw_cells(const struct heat *heat, enum role role)
{
    const struct chart_words *words = heat->chart->frame.words;
    for (int i = 0; i < 12 * heat->years; i++) {
        if (heat->role[i] != role)
            continue;
        int year = heat->first_year + i / 12, month = i % 12 + 1;
        struct figure figure = figure_of(heat, year, month);
        struct mark *mark = draw_tone(heat, cell_at(heat, i / 12, i % 12),
                                      cell_at(heat, i / 12 + 1, i % 12 + 1), role);
        if (figure.status == STATUS_ABSENT)
            continue; /* its word stands in the key */
        mark->tip = arena_format(
            heat->arena, "%s: %s",
            words_period(heat->arena, words, period_of(year, month), STEP_MONTH),
            words_figure(heat->arena, words, figure, heat->chart->decimals));
    }
}

/* What may still change wears a hollow dot, what is only a part of it a bar. */
static void draw_corner(struct scene *scene, struct spot at, enum status status)
{
    struct mark *mark =
        status == STATUS_PARTIAL
            ? scene_bar(scene, (struct spot){at.x - 3.5, at.y - 1.5}, 7, 3, ROLE_INK)
            : scene_dot(scene, at, 2.4, ROLE_PAPER, ROLE_INK);
    if (status == STATUS_PARTIAL)
        mark->stroke = ROLE_PAPER;
    mark->stroke_width = 1;
}

/* In the upper right corner of every month of this status. */
static void draw_corners(const struct heat *heat, enum status status)
{
    for (int i = 0; i < 12 * heat->years; i++) {
        if (figure_of(heat, heat->first_year + i / 12, i % 12 + 1).status != status)
            continue;
        struct spot at = {cell_at(heat, i / 12, i % 12 + 1).x - CELL_GAP - 4.5,
                          cell_at(heat, i / 12, i % 12).y + 4.5};
        draw_corner(heat->scene, at, status);
    }
}

static void draw_heads(const struct heat *heat)
{
    const struct chart_words *words = heat->chart->frame.words;
    bool initials = false;
    for (int i = 0; i < 12; i++)
        initials |= text_width(words->month_short[i], TYPE_SMALL, false) >
                    heat->cell - CELL_GAP;
    for (int i = 0; i < 12; i++) {
        struct spot at = {heat->left + (i + 0.5) * heat->cell - CELL_GAP / 2,
                          heat->top - 6};
        scene_text(heat->scene, at,
                   initials ? words->month_initial[i] : words->month_short[i],
                   TYPE_SMALL, ROLE_QUIET, ANCHOR_MIDDLE);
    }
    for (int i = 0; i < heat->years; i++) {
        struct spot at = {heat->left - 7,
                          heat->top + i * heat->row + heat->row / 2 + 3.5};
        scene_text(heat->scene, at,
                   arena_format(heat->arena, "%d", heat->first_year + i), TYPE_SMALL,
                   ROLE_QUIET, ANCHOR_END);
    }
}

/* The tones of the key: first those of zero, where they are apart. */
struct strip {
    size_t tones;
    double left, tone;                 /* how wide each is */
    const char *from[1 + CLASSES_MAX]; /* the lowest figure of each */
    const char *to;         /* the highest of all; NULL where the last has one alone */
    double last, last_from; /* how wide those two are written */
};

static const char *number_of(const struct heat *heat, double value)
{
    return words_number(heat->arena, heat->chart->frame.words, value,
                        heat->classes.decimals);
}

/* So wide that the highest figure of all has room beside the lowest of the last tone.
 */
static struct strip strip_of(const struct heat *heat, double right)
{
    static const double WIDEST = 62;
    const struct classes *classes = &heat->classes;
    struct strip strip = {.tones = classes->count + classes->zero_apart,
                          .left = round(heat->left)};
    for (size_t i = 0; i < strip.tones; i++)
        strip.from[i] = number_of(heat, classes->zero_apart && i == 0
                                            ? 0
                                            : classes->from[i - classes->zero_apart]);
    double highest = classes->to[classes->count - 1];
    if (highest > classes->from[classes->count - 1])
        strip.to = number_of(heat, highest);
    strip.last_from = text_width(strip.from[strip.tones - 1], TYPE_SMALL, false);
    strip.last = text_width(strip.to, TYPE_SMALL, false);
    double room = right - heat->left, tone = fmin(room / (double)strip.tones, WIDEST);
    if (strip.to && strip.tones > 1)
        tone = fmin(tone, (room - strip.last_from - 5 - strip.last) /
                              (double)(strip.tones - 1));
    strip.tone = floor(tone);
    return strip;
}

static void label_strip(const struct heat *heat, const struct strip *strip, double y)
{
    double taken = -INFINITY, x = strip->left;
    for (size_t i = 0; i < strip->tones; i++) {
        x = strip->left + (double)i * strip->tone;
        if (x < taken + 4)
            continue;
        scene_text(heat->scene, (struct spot){x, y}, strip->from[i], TYPE_SMALL,
                   ROLE_QUIET, ANCHOR_START);
        taken = x + text_width(strip->from[i], TYPE_SMALL, false);
    }
    double end =
        fmax(x + strip->tone - CELL_GAP, x + strip->last_from + 5 + strip->last);
    if (strip->to && end - strip->last > taken + 4)
        scene_text(heat->scene, (struct spot){end, y}, strip->to, TYPE_SMALL,
                   ROLE_QUIET, ANCHOR_END);
}

/* A strip of the tones with the lowest figure of each below it, and the highest of
 * all at its end. */
static double draw_strip(const struct heat *heat, struct box in, double y)
{
    const struct classes *classes = &heat->classes;
    if (classes->count == 0)
        return y;
    struct strip strip = strip_of(heat, in.right);
    for (size_t i = 0; i < strip.tones; i++) {
        bool zero = classes->zero_apart && i == 0;
        double x = strip.left + (double)i * strip.tone;
        draw_tone(heat, (struct spot){x, y},
                  (struct spot){x + strip.tone, y + TONE_HEIGHT + CELL_GAP},
                  zero ? ROLE_PAPER : classes_fill(classes, i - classes->zero_apart));
    }
    label_strip(heat, &strip, y + 24);
    return y + 30;
}

/* What a mark in a cell means: a tone for the whole of it, or a corner. */
struct meaning {
    bool shown;
    enum role tone; /* NONE: a corner */
    enum status status;
    const char *words;
};

/* Those that are shown, in rows; returns the y below them. */
static double draw_meanings(const struct heat *heat, const struct meaning *meaning,
                            size_t count, double right, double y)
{
    double x = heat->left, below = y;
    for (size_t i = 0; i < count; i++) {
        if (!meaning[i].shown)
            continue;
        double sample = meaning[i].tone == ROLE_NONE ? 12 : 18;
        double wide = sample + text_width(meaning[i].words, TYPE_SMALL, false);
        if (x > heat->left && x + wide > right) {
            x = heat->left;
            y += LINE_SMALL + 3;
        }
        struct spot at = {x, y + LINE_SMALL};
        if (meaning[i].tone == ROLE_NONE)
            draw_corner(heat->scene, (struct spot){at.x + 4, at.y - 4},
                        meaning[i].status);
        else
            draw_tone(heat, (struct spot){round(at.x), at.y - 10},
                      (struct spot){round(at.x) + 13, at.y + 3}, meaning[i].tone);
        scene_text(heat->scene, (struct spot){at.x + sample, at.y}, meaning[i].words,
                   TYPE_SMALL, ROLE_QUIET, ANCHOR_START);
        x += wide + 15;
        below = y + LINE_SMALL + 5;
    }
    return below;
}

static double draw_key(const struct heat *heat, struct box in, double y)
{
    const struct chart_words *words = heat->chart->frame.words;
    struct meaning meaning[] = {
        {false, ROLE_MISSING, STATUS_NOT_REPORTED, words->not_reported},
        {false, ROLE_WITHHELD, STATUS_SUPPRESSED, words->withheld},
        {false, ROLE_NONE, STATUS_PROVISIONAL, words->provisional},
        {false, ROLE_NONE, STATUS_PARTIAL, words->partial},
        {false, ROLE_GRID, STATUS_ABSENT, words->not_held}};
    for (int i = 0; i < 12 * heat->years; i++) {
        enum status status =
            figure_of(heat, heat->first_year + i / 12, i % 12 + 1).status;
        for (size_t j = 0; j < sizeof meaning / sizeof *meaning; j++)
            meaning[j].shown |= meaning[j].status == status;
    }
    return draw_meanings(heat, meaning, sizeof meaning / sizeof *meaning, in.right, y);
}

static void find_layout(struct heat *heat, struct box in)
{
    const struct series *series = &heat->chart->series;
    struct period last =
        period_after(series->first, series->count > 0 ? (int)series->count - 1 : 0);
    heat->first_year = period_year(series->first);
    heat->years = period_year(last) - heat->first_year + 1;
    heat->left = in.left + text_width("2000", TYPE_SMALL, false) + 8;
    heat->top = in.top + TYPE_SMALL + 8;
    heat->cell = (in.right - heat->left + CELL_GAP) / 12;
    heat->row = round(fmin(fmax(heat->cell * 0.85, 18), 28));
    heat->classes =
        classes_cut(heat->arena, series->figures, series->count, heat->chart->decimals);
    heat->role = arena_array(heat->arena, 12 * (size_t)heat->years, sizeof *heat->role);
    for (int i = 0; i < 12 * heat->years; i++) {
        struct figure figure = figure_of(heat, heat->first_year + i / 12, i % 12 + 1);
        heat->role[i] = figure.status == STATUS_ABSENT
                            ? ROLE_GRID
                            : classes_role(&heat->classes, figure);
    }
}

bool chart_heat(struct arena *arena, const struct heat_chart *chart, struct scene *out,
                struct error *err)
{
    if (chart->series.step == STEP_YEAR)
        return fail(err, ERROR_USAGE, "a heat map of months from a yearly series");
    struct heat heat = {.arena = arena, .chart = chart, .scene = out};
    struct box in;
    if (!frame_open(arena, &chart->frame, out, &in, err))
        return false;
    find_layout(&heat, in);
    double bottom = heat.top + heat.years * heat.row;
    struct period known;
    draw_heads(&heat);
    if (series_last_known(&chart->series, &known)) {
        for (int role = ROLE_PAPER; role < ROLE_COUNT; role++)
            draw_cells(&heat, (enum role)role);
        draw_corners(&heat, STATUS_PROVISIONAL);
        draw_corners(&heat, STATUS_PARTIAL);
        bottom = draw_strip(&heat, in, round(bottom + 10));
        bottom = draw_key(&heat, in, bottom);
    } else {
        frame_say_nothing_known(
            &chart->frame, out,
            (struct box){heat.left, heat.top, in.right, fmax(bottom, heat.top + 40)},
            series_silence(&chart->series));
        bottom = fmax(bottom, heat.top + 40);
    }
    frame_close(&chart->frame, out, bottom);
    return true;
}
