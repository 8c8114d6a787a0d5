/* A chart or map being put on a page: drawn once for a phone and once for a desk, with
 * type of the same size, and the style sheet shows the one that fits. */
#ifndef CIFRA_SITE_DRAWING_H
#define CIFRA_SITE_DRAWING_H

#include "site/block_band.h"
#include "site/blocks.h"

/* A chart being put on a page at each of its widths; width in, scene out. */
struct drawing {
    struct page *page;
    struct chart_frame *frame;
    draw_function *draw; /* of the chart; NULL: a map */
    const void *chart;
    const struct map_place *places; /* of a map; NULL otherwise */
    size_t place_count;
    bool once;         /* at one width, for a chart that is no page's first */
    const char *layer; /* what its optional marks are; NULL or "": it has none */
    const struct band_note *note; /* on the newest months; NULL */
    const struct strand *strands; /* what it shows; NULL: a map, or no strand of ours */
    size_t strand_count;
    const struct holding *source; /* of a map; NULL */
};

/* Put it on the page's list, and beside the page under a name as SVG and PNG, unless
 * that is NULL. */
bool add_drawing(const struct drawing *drawing, const char *list, const char *name,
                 struct error *err);

/* With more towns than these a map's page has no room for it at two widths: the file of
 * the map has both. */
enum { TWICE_MAX = 80 };

/* The map of a drawing without a draw function, at a width. */
bool draw_map(const struct drawing *drawing, double width, struct scene *scene,
              struct error *err);

#endif
