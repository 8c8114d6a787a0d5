/* The charts: what is asked in, a scene out.
 *
 * A chart is told everything in words already (titles, labels, notes) by whoever
 * speaks the reader's language; it only lays out. Each takes a width in pixels and
 * finds its own height, so that the same chart is drawn once for a phone (344) and
 * once for a desk (720), with the same type size. */
#ifndef CIFRA_RENDER_CHART_H
#define CIFRA_RENDER_CHART_H

#include "base/error.h"
#include "base/figure.h"
#include "base/number.h"
#include "render/scene.h"

/* The words and numerals a chart needs in its reader's language. */
struct chart_words {
    struct numerals numerals;
    const char *month_short[12]; /* "ene" */
    const char *month_initial[12];
    const char *month_long[12];     /* "enero" */
    const char *month_year;         /* "{month} de {year}" */
    const char *not_reported;       /* "sin dato" */
    const char *withheld;           /* "reservado" */
    const char *not_held;           /* "ningún archivo nuestro lo trae" */
    const char *provisional;        /* "provisional" */
    const char *partial;            /* "parcial" */
    const char *zero;               /* "cero" */
    const char *other_places;       /* "{count} lugares" for keys of maps */
    const char *one_place;          /* "1 lugar"; NULL: as other_places */
    const char *thousand, *million; /* tick suffixes: " mil", " M" */
};

struct chart_frame {
    const char *title;       /* the finding; drawn when framed, always described */
    const char *subtitle;    /* what, unit, period */
    const char *source;      /* line below; drawn when framed */
    const char *description; /* for who cannot see it; NULL makes it from title */
    double width;
    double room;   /* height of what is drawn, without the words around it; 0: found. A
                      map is no taller than its width has it */
    bool wide;     /* the picture is much wider than high: a key stands beside */
    double height; /* of a framed picture, with its source at the foot; 0: found */
    bool on_paper; /* nobody can point at it: what would be a tip on a map is written */
    bool framed;   /* title, subtitle and source are part of the picture:
                      for files that travel alone */
    const struct chart_words *words;
};

/* Where the figures of a line may end, over the same periods; absent where there is
 * nothing to say. */
struct chart_band {
    struct series low, high;
};

/* A line over time. Reported months are drawn faint behind it when the line is a
 * rolling sum of them. */
struct chart_series {
    const char *label;             /* stands at the line's end */
    struct series series;          /* the line */
    const struct series *months;   /* faint dots behind it, on the same scale; NULL */
    const struct chart_band *band; /* of the line; NULL */
    const struct chart_band *months_band; /* of the dots; NULL */
    enum role role;
    bool bridged; /* dashed */
};

/* A vertical dotted rule with its reason. */
struct chart_break {
    struct period at;
    const char *reason;
};

/* Lines over time: at most four series. Gaps where a figure is not known, with
 * hatched ground and the word where it was not reported inside the span, or was
 * withheld; hollow markers, a lighter line and its band where provisional; a point on
 * the line for a reported zero. An all-unknown chart says so in its place, at the same
 * height. */
struct line_chart {
    struct chart_frame frame;
    size_t count;
    const struct chart_series *series;
    size_t breaks;
    const struct chart_break *break_;
    const char *gap_note; /* words for a stretch between series that nobody holds */
    int decimals;
    double height; /* of the plot; 0: chosen from the width */
};
bool chart_line(struct arena *arena, const struct line_chart *chart, struct scene *out,
                struct error *err);

/* Columns over years or months: counts, zero-based. One bar a period. */
struct column_chart {
    struct chart_frame frame;
    struct series series;
    const struct series *compared; /* grey steps across; NULL */
    const char *compared_label;    /* what the steps are, in the key; NULL */
    const int *months_known;       /* per year: fewer than 12 is drawn hollow; NULL */
    const char *const *labels;     /* under each bar; NULL: the period */
    int decimals;
};
bool chart_columns(struct arena *arena, const struct column_chart *chart,
                   struct scene *out, struct error *err);

/* Horizontal bars, in the order given, zero-based; the label above or beside. */
struct bar {
    const char *label;
    struct figure figure;
    const char *note; /* behind the number; NULL */
    const char *link; /* NULL */
    bool strong;      /* the one in question */
};
struct bar_chart {
    struct chart_frame frame;
    size_t count;
    const struct bar *bar;
    int decimals;
};
bool chart_bars(struct arena *arena, const struct bar_chart *chart, struct scene *out,
                struct error *err);

/* Month by year: one hue, value in each cell's tip, hatching for not reported, in both
 * ways for withheld, a hollow dot in the corner for provisional, a bar there for
 * partial, plain grey where nothing is held. */
struct heat_chart {
    struct chart_frame frame;
    struct series series; /* monthly */
    int decimals;
};
bool chart_heat(struct arena *arena, const struct heat_chart *chart, struct scene *out,
                struct error *err);

/* What stands out of an area beside its class: an optional mark, so that files that
 * travel alone have none. */
enum area_sign {
    AREA_PLAIN,
    AREA_UP,  /* a filled triangle, point upwards */
    AREA_DOWN /* a hollow one, point downwards */
};

/* Areas in classes. Outlines come in the frame's pixels, as wide as it is or narrower;
 * one that is framed draws them smaller, within its margins. A key has its place beside
 * a map that leaves it the room. */
struct area {
    size_t rings;
    const size_t *ring_count;
    const struct spot *const *ring;
    struct figure figure;
    const char *label; /* place name, for the tip */
    const char *note;  /* behind the figure in the tip; NULL */
    const char *link;  /* NULL */
    bool strong;       /* drawn with a heavier border */
    bool few;          /* its figure rests on too few cases to be compared: dotted */
    enum area_sign sign;
};
struct map_chart {
    struct chart_frame frame;
    size_t count;
    const struct area *area;
    double map_width; /* 0: the frame's */
    double map_height;
    int decimals;
    const char *rule; /* how classes were cut, in words; in the key */
    const char *few;  /* what dots say, in words; in the key */
    bool locator;     /* no figures: show only where the strong area is */
};
/* Classes (at most six) are cut at quantiles of the known figures, moved to round
 * numbers; the key says how many places fall in each. */
bool chart_map(struct arena *arena, const struct map_chart *chart, struct scene *out,
               struct error *err);

/* One of many small charts on one scale: a line before another in grey, zero-based, and
 * a dot at its last figure, hollow unless that is reported. Hatched when nothing is
 * known, and where figures are withheld. It has no words: they stand beside it. */
struct little_chart {
    struct series series;
    const struct series *context; /* NULL: none */
    struct period first;          /* of the periods across … */
    size_t periods;               /* … and how many */
    double top;                   /* the figure at the upper edge; above 0 */
    double width, height;
};
bool chart_little(struct arena *arena, const struct little_chart *chart,
                  struct scene *out, struct error *err);

/* A sparkline without axes, to stand in a table cell. Not known is a gap, hatched where
 * it is withheld. */
bool chart_spark(struct arena *arena, const struct series *series, double width,
                 double height, struct scene *out, struct error *err);

#endif
