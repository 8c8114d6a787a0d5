/* What stands around every chart: title and subtitle above, source below, when the
 * picture travels alone; nothing when it stands in a page that says these already. */
#ifndef CIFRA_RENDER_FRAME_H
#define CIFRA_RENDER_FRAME_H

#include "render/chart.h"
#include "render/labels.h"

#define WIDTH_MIN 160.0
#define WIDTH_MAX 4000.0
#define WIDTH_WIDE 520.0 /* from here on labels may stand beside, not above */

/* Start a scene; in is where the chart may draw, its bottom open (the top). Fails on
 * a width no chart can be drawn at. */
bool frame_open(struct arena *arena, const struct chart_frame *frame,
                struct scene *scene, struct box *in, struct error *err);
/* End it below what was drawn; adds the source and finds the height. */
void frame_close(const struct chart_frame *frame, struct scene *scene, double bottom);

/* The words of a chart without a single known figure, in its place: hatched ground
 * and the word for why, not reported or withheld. */
void frame_say_nothing_known(const struct chart_frame *frame, struct scene *scene,
                             struct box plot, enum status why);

/* What a mark means, as a row of samples and words below a chart. */
struct key_item {
    enum role fill, stroke; /* without a fill the sample is a line */
    const char *words;      /* NULL items are left out */
};
/* Returns the y below the key; y itself when there is nothing to say. */
double frame_key(struct scene *scene, const struct key_item *item, size_t count,
                 struct box in, double y);

#endif
