/* The files of an edition's press kit: charts at the sizes that desks use, the figures
 * behind them, tips, citation, limits, and a README that names every one of them. */
#ifndef CIFRA_SITE_PRESS_KIT_H
#define CIFRA_SITE_PRESS_KIT_H

#include "site/page.h"

struct kit_file {
    const char *name; /* "charts/es/linea-1200x675.png" */
    const char *what; /* in the language it is for, or the first */
    struct text bytes;
};

/* One language's files; all in its page's arena. */
struct press_kit {
    size_t count, capacity;
    struct kit_file *file;
};

/* Put in what a language has of its own; the first language also puts what all share.
 * The page is not written. */
bool press_kit_fill(struct press_kit *kit, struct page *page, struct text brief,
                    struct error *err);

/* Put all of it into the tree as one ZIP, with a README in each language; one kit and
 * one page for each. */
bool press_kit_put(struct press_kit *kits, struct page *pages, size_t languages,
                   const char *path, struct error *err);

#endif
