/* The charts that an edition's press kit is about: the country's first offence over
 * time, year by year, and by state. */
#ifndef CIFRA_SITE_PRESS_CHARTS_H
#define CIFRA_SITE_PRESS_CHARTS_H

#include "site/blocks.h"
#include "site/strand.h"

/* What they show. */
struct press_subject {
    struct offence_id offence;
    size_t strands; /* 0: nothing is held */
    struct strand strand[STRANDS_MAX];
};
struct press_subject press_subject(const struct page *page);

/* Hand each chart to a taker, under the name of its files: "linea", "anual", "mapa". */
bool press_charts(struct page *page, const struct picture_taker *taker,
                  struct error *err);

/* The source line of a chart that travels alone, with the edition. */
const char *press_source(const struct page *page, const struct drawing *drawing);

#endif
