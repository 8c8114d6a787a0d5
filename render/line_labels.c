/* Names and last values at the ends of lines.
 *
 * A line that reaches the end of the chart is named in a column right of the plot,
 * where names only have to keep clear of each other. A line that ends earlier is
 * named next to its end inside the plot, on the nearest spot free of lines and
 * words, or farther off where a leader crosses nothing; when there is none it joins
 * the column, with a leader. */
#include "render/line_layout.h"

#include "render/words.h"

#include <math.h>
#include <string.h>

#define COLUMN_GAP 9.0
#define LABEL_APART 4.0
#define SEARCH_FIRST 8.0 /* from a line's end to its name */
#define SEARCH_STEP 5.0
#define LEADER_LEAST 20.0 /* a name nearer to its line needs none */
#define LEADER_FROM 5.0   /* from a line's end to where its leader may meet nothing */
#define SMALL 10.0

enum role line_word_role(enum role role)
{
    return role == ROLE_CONTEXT || role == ROLE_FAINT_1 || role == ROLE_RULE ||
                   role == ROLE_GRID
               ? ROLE_QUIET
               : role;
}

static bool last_known(const struct series *series, size_t *index)
{
    for (size_t i = series->count; i > 0; i--)
        if (figure_known(series->figures[i - 1])) {
            *index = i - 1;
            return true;
        }
    return false;
}

/* A mean of counts that is small has a decimal: 0.3 a month is not none. */
static int decimals_of(const struct line_chart *chart, struct figure figure)
{
    bool small = fabs(figure.value) < SMALL && figure.value != round(figure.value);
    return small && chart->decimals == 0 ? 1 : chart->decimals;
}

static void measure(struct line_layout *layout, size_t i, size_t last, double widest)
{
    const struct line_chart *chart = layout->chart;
    struct line_label *label = &layout->label[i];
    struct figure figure = chart->series[i].series.figures[last];
    const struct chart_words *words = chart->frame.words;
    const char **lines;
    size_t count = text_wrap(layout->arena, chart->series[i].label, TYPE_LABEL, true,
                             widest, &lines);
    label->names = count < LABEL_LINES_MAX ? count : LABEL_LINES_MAX;
    label->width = 0;
    for (size_t j = 0; j < label->names; j++) {
        label->name[j] = lines[j];
        label->width = fmax(label->width, text_width(lines[j], TYPE_LABEL, true));
    }
    label->value =
        words_number(layout->arena, words, figure.value, decimals_of(chart, figure));
    label->status = words_status(words, figure.status);
    for (size_t j = 0; j < i; j++) /* said once is enough: its marker is the same */
        if (layout->label[j].shown && layout->label[j].status == label->status)
            label->status = NULL;
    label->width = fmax(label->width, text_width(label->value, TYPE_LABEL, false));
    if (label->status != NULL)
        label->width = fmax(label->width, text_width(label->status, TYPE_SMALL, false));
    label->height = LINE_LABEL * (double)(label->names + 1) +
                    (label->status == NULL ? 0 : LINE_SMALL);
    label->shown = true;
}

/* The widest word in the names: below it they would be torn. */
static double widest_word(const struct line_chart *chart)
{
    double widest = 0;
    for (size_t i = 0; i < chart->count; i++) {
        struct text rest = text_of(chart->series[i].label);
        while (rest.length > 0) {
            struct text word = text_cut(&rest, ' ');
            char copy[64] = "";
            if (word.length < sizeof copy)
                memcpy(copy, word.at, word.length);
            widest = fmax(widest, text_width(copy, TYPE_LABEL, true));
        }
    }
    return widest;
}

void line_measure_labels(struct line_layout *layout, double room)
{
    double widest = fmin(fmax(room * 0.24, widest_word(layout->chart) + 1), room * 0.4);
    widest = fmin(widest, 190);
    for (size_t i = 0; i < layout->chart->count; i++) {
        size_t last;
        layout->label[i].shown = false;
        if (last_known(&layout->chart->series[i].series, &last))
            measure(layout, i, last, widest);
    }
}

double line_label_column(const struct line_layout *layout)
{
    double widest = 0;
    for (size_t i = 0; i < layout->chart->count; i++)
        if (layout->label[i].shown && layout->label[i].beside)
            widest = fmax(widest, layout->label[i].width);
    return widest == 0 ? 0 : widest + COLUMN_GAP;
}

static void place_column(struct line_layout *layout)
{
    double centre[LINES_MAX] = {0}, height[LINES_MAX] = {0};
    size_t which[LINES_MAX], count = 0;
    for (size_t i = 0; i < layout->chart->count; i++) {
        if (!layout->label[i].shown || !layout->label[i].beside)
            continue;
        which[count] = i;
        height[count] = layout->label[i].height + LABEL_APART;
        centre[count++] = layout->label[i].end.y;
    }
    labels_spread(centre, height, count, layout->plot.top - 6,
                  fmax(layout->plot.bottom, layout->in.bottom));
    for (size_t i = 0; i < count; i++) {
        struct line_label *label = &layout->label[which[i]];
        double left = layout->plot.right + COLUMN_GAP;
        label->box = (struct box){left, centre[i] - label->height / 2,
                                  left + label->width, centre[i] + label->height / 2};
        board_add(&layout->board, label->box);
    }
}

/* Where the leader to a box in the plot ends: at its lower or upper edge. */
static struct spot leader_end(struct spot end, struct box box)
{
    return (struct spot){fmin(fmax(end.x, box.left + 4), box.right - 4),
                         box.bottom < end.y ? box.bottom : box.top};
}

/* Does a leader so long, the bit at the line's end aside, cross no line and no words?
 */
static bool leads_free(const struct board *board, struct spot from, struct spot to,
                       double away)
{
    double part = fmin(LEADER_FROM / away, 1);
    struct spot begin = {from.x + (to.x - from.x) * part,
                         from.y + (to.y - from.y) * part};
    return !board_is_crossed(board, begin, to);
}

static bool try_at(struct line_layout *layout, struct line_label *label, double left,
                   double top)
{
    struct box box = {left, top, left + label->width, top + label->height};
    struct box plot = layout->plot;
    if (box.left < plot.left + 2 || box.right > plot.right || box.top < plot.top ||
        box.bottom > plot.bottom - 2)
        return false;
    if (!board_is_free(&layout->board, box_grown(box, 3)))
        return false;
    struct spot to = leader_end(label->end, box);
    double away = hypot(to.x - label->end.x, to.y - label->end.y);
    if (away > LEADER_LEAST && !leads_free(&layout->board, label->end, to, away))
        return false;
    label->box = box;
    board_add(&layout->board, box);
    return true;
}

static bool place_inside(struct line_layout *layout, struct line_label *label)
{
    double reach = (layout->plot.bottom - layout->plot.top) * 0.6;
    for (int i = 0; SEARCH_FIRST + i * SEARCH_STEP < reach; i++) {
        double away = SEARCH_FIRST + i * SEARCH_STEP;
        double above = label->end.y - away - label->height;
        double below = label->end.y + away;
        const double lefts[3] = {label->end.x - label->width,
                                 label->end.x - label->width / 2, label->end.x + 2};
        for (int side = 0; side < 3; side++)
            if (try_at(layout, label, lefts[side], above) ||
                try_at(layout, label, lefts[side], below))
                return true;
        if (i == 0 &&
            try_at(layout, label, label->end.x + 8, label->end.y - label->height / 2))
            return true;
    }
    return false;
}

/* A spot farther off, the nearest to which a leader leads through nothing else. */
static bool place_led(struct line_layout *layout, struct line_label *label)
{
    struct box plot = layout->plot, best = {0};
    double nearest = INFINITY;
    for (double top = plot.top + 2; top + label->height < plot.bottom; top += 8)
        for (double left = plot.left + 4; left + label->width < plot.right; left += 8) {
            struct box box = {left, top, left + label->width, top + label->height};
            struct spot to = leader_end(label->end, box);
            double away = hypot(to.x - label->end.x, to.y - label->end.y);
            if (away >= nearest || !board_is_free(&layout->board, box_grown(box, 3)) ||
                !leads_free(&layout->board, label->end, to, away))
                continue;
            nearest = away;
            best = box;
        }
    if (isinf(nearest))
        return false;
    label->box = best;
    board_add(&layout->board, best);
    return true;
}

bool line_place_labels(struct line_layout *layout)
{
    place_column(layout);
    for (size_t i = 0; i < layout->chart->count; i++) {
        struct line_label *label = &layout->label[i];
        if (label->shown && !label->beside && !place_inside(layout, label) &&
            !place_led(layout, label)) {
            label->beside = true;
            return false;
        }
    }
    return true;
}

static void draw_leader(const struct line_layout *layout,
                        const struct line_label *label, struct scene *scene)
{
    struct spot to = {label->box.left - 3, (label->box.top + label->box.bottom) / 2};
    bool inside = !label->beside;
    if (inside)
        to = leader_end(label->end, label->box);
    double away = fmax(fabs(to.x - label->end.x), fabs(to.y - label->end.y));
    bool far =
        inside ? away > LEADER_LEAST
               : to.x - label->end.x > 30 || fabs(to.y - label->end.y) > label->height;
    if (far && layout->any_known)
        scene_line(scene, label->end, to, ROLE_RULE, 1);
}

void line_draw_labels(const struct line_layout *layout, struct scene *scene)
{
    for (size_t i = 0; i < layout->chart->count; i++) {
        const struct line_label *label = &layout->label[i];
        if (!label->shown)
            continue;
        draw_leader(layout, label, scene);
        enum role role = line_word_role(layout->chart->series[i].role);
        bool right = !label->beside && label->box.right < label->end.x + 1;
        enum anchor anchor = right ? ANCHOR_END : ANCHOR_START;
        struct spot at = {right ? label->box.right : label->box.left,
                          label->box.top + TYPE_LABEL};
        at.y = labels_lines(scene, at, label->name, label->names, TYPE_LABEL,
                            LINE_LABEL, role, anchor, true);
        scene_text(scene, at, label->value, TYPE_LABEL, role, anchor);
        at.y += LINE_SMALL;
        if (label->status != NULL)
            scene_text(scene, at, label->status, TYPE_SMALL, ROLE_QUIET, anchor);
    }
}
