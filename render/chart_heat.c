/* Month by year: a row for each year, one hue. */
#include "render/chart.h"
#include "render/classes.h"
#include "render/frame.h"
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
    enum role *role; /* of each cell, year by year; NONE where nothing is held */
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
    return role == ROLE_PAPER || role == ROLE_MAP_1 || role == ROLE_MISSING;
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
    mark->stroke = role == ROLE_MISSING ? ROLE_MISSING : ROLE_GRID;
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

/* In the upper right corner of every month of this status; are there any? */
static bool draw_corners(const struct heat *heat, enum status status)
{
    bool any = false;
    for (int i = 0; i < 12 * heat->years; i++) {
        if (figure_of(heat, heat->first_year + i / 12, i % 12 + 1).status != status)
            continue;
        struct spot at = {cell_at(heat, i / 12, i % 12 + 1).x - CELL_GAP - 4.5,
                          cell_at(heat, i / 12, i % 12).y + 4.5};
        draw_corner(heat->scene, at, status);
        any = true;
    }
    return any;
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

/* A strip of the tones with the lowest figure of each below it, and the highest of
 * all at its end. */
static double draw_strip(const struct heat *heat, struct box in, double y)
{
    const struct classes *classes = &heat->classes;
    const struct chart_words *words = heat->chart->frame.words;
    if (classes->count == 0)
        return y;
    size_t tones = classes->count + classes->zero_apart;
    double tone = floor(fmin((in.right - heat->left) / (double)tones, 62));
    double taken = -INFINITY;
    for (size_t i = 0; i < tones; i++) {
        bool zero = classes->zero_apart && i == 0;
        double x = round(heat->left) + (double)i * tone;
        draw_tone(heat, (struct spot){x, y},
                  (struct spot){x + tone, y + TONE_HEIGHT + CELL_GAP},
                  zero ? ROLE_PAPER : classes_fill(classes, i - classes->zero_apart));
    }
    for (size_t i = 0; i < tones; i++) {
        bool zero = classes->zero_apart && i == 0;
        double x = round(heat->left) + (double)i * tone;
        const char *from = words_number(
            heat->arena, words, zero ? 0 : classes->from[i - classes->zero_apart],
            classes->decimals);
        if (x < taken + 4)
            continue;
        scene_text(heat->scene, (struct spot){x, y + 24}, from, TYPE_SMALL, ROLE_QUIET,
                   ANCHOR_START);
        taken = x + text_width(from, TYPE_SMALL, false);
    }
    const char *to = words_number(heat->arena, words, classes->to[classes->count - 1],
                                  classes->decimals);
    double end = round(heat->left) + (double)tones * tone - CELL_GAP;
    if (end - text_width(to, TYPE_SMALL, false) > taken + 4)
        scene_text(heat->scene, (struct spot){end, y + 24}, to, TYPE_SMALL, ROLE_QUIET,
                   ANCHOR_END);
    return y + 30;
}

/* One corner mark and its word in the key; returns where the next one may begin. */
static double draw_corner_key(const struct heat *heat, double x, double y,
                              enum status status, const char *words)
{
    draw_corner(heat->scene, (struct spot){x + 4, y + LINE_SMALL - 4}, status);
    scene_text(heat->scene, (struct spot){x + 12, y + LINE_SMALL}, words, TYPE_SMALL,
               ROLE_QUIET, ANCHOR_START);
    return x + 12 + text_width(words, TYPE_SMALL, false) + 14;
}

static double draw_key(const struct heat *heat, struct box in, double y,
                       bool provisional, bool partial)
{
    const struct chart_words *words = heat->chart->frame.words;
    bool missing = false;
    for (size_t i = 0; i < heat->chart->series.count; i++) {
        enum status status = heat->chart->series.figures[i].status;
        missing |= status == STATUS_NOT_REPORTED || status == STATUS_SUPPRESSED;
    }
    struct box right = {heat->left, y, in.right, y};
    const struct key_item item = {ROLE_MISSING, ROLE_MISSING,
                                  missing ? words->not_reported : NULL};
    double below = frame_key(heat->scene, &item, 1, right, y);
    double x = heat->left +
               (missing ? 35 + text_width(words->not_reported, TYPE_SMALL, false) : 0);
    if (provisional)
        x = draw_corner_key(heat, x, y, STATUS_PROVISIONAL, words->provisional);
    if (partial)
        draw_corner_key(heat, x, y, STATUS_PARTIAL, words->partial);
    return provisional || partial ? y + LINE_SMALL + 5 : below;
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
        if (figure.status != STATUS_ABSENT)
            heat->role[i] = classes_role(&heat->classes, figure);
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
        bool provisional = draw_corners(&heat, STATUS_PROVISIONAL);
        bool partial = draw_corners(&heat, STATUS_PARTIAL);
        bottom = draw_strip(&heat, in, round(bottom + 10));
        bottom = draw_key(&heat, in, bottom, provisional, partial);
    } else {
        frame_say_nothing_known(
            &chart->frame, out,
            (struct box){heat.left, heat.top, in.right, fmax(bottom, heat.top + 40)});
        bottom = fmax(bottom, heat.top + 40);
    }
    frame_close(&chart->frame, out, bottom);
    return true;
}
