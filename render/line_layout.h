/* The line chart between asking and drawing: where everything stands.
 *
 * Only chart_line.c and its parts read this. */
#ifndef CIFRA_RENDER_LINE_LAYOUT_H
#define CIFRA_RENDER_LINE_LAYOUT_H

#include "render/axis.h"
#include "render/chart.h"
#include "render/notes.h"

enum { LINES_MAX = 4, ZONES_MAX = 64, LABEL_LINES_MAX = 8 };

/* A stretch of time without a line. */
struct zone {
    struct period first;
    int months;
    /* MISSING: the publisher held it open; WITHHELD: and says that it keeps it back;
     * GRID: nobody holds it. */
    enum role ground;
};

/* A line's name and last value. */
struct line_label {
    bool shown;      /* the series has a known figure */
    bool beside;     /* in the column right of the plot; else in the plot */
    struct spot end; /* the last known point */
    const char *name[LABEL_LINES_MAX];
    size_t names;
    const char *value;
    const char *status; /* NULL for one that is plainly reported */
    double width, height;
    struct box box;
};

struct line_layout {
    struct arena *arena;
    const struct line_chart *chart;
    struct box in; /* what the frame leaves */
    struct box plot;
    struct value_axis values;
    struct time_axis time;
    struct note note[NOTES_MAX];
    size_t notes;
    double rail; /* height of the notes above the plot */
    struct zone zone[ZONES_MAX];
    size_t zones;
    struct line_label label[LINES_MAX];
    bool any_known;
    struct board board;
};

/* Where a figure of a series stands. */
struct spot line_spot(const struct line_layout *layout, const struct series *series,
                      size_t index);
/* The role in which a series' words are written. */
enum role line_word_role(enum role role);

/* Stretches without a line, from the series' statuses; line_zones.c. */
void line_find_zones(struct line_layout *layout);

/* Measure the labels at line ends, in a chart with so much room; line_labels.c. */
void line_measure_labels(struct line_layout *layout, double room);
/* Width of the column of labels right of the plot, gap included. */
double line_label_column(const struct line_layout *layout);
/* Give every label its place; false when one that should stand in the plot found
 * none and now waits to be laid out beside it. */
bool line_place_labels(struct line_layout *layout);
void line_draw_labels(const struct line_layout *layout, struct scene *scene);

/* Draw lines, months and markers; line_marks.c. */
void line_draw_series(const struct line_layout *layout, struct scene *scene);

#endif
