/* What lies between two vintages, in words: for the page of revisions, for paper. */
#ifndef CIFRA_SITE_REVISION_WORDS_H
#define CIFRA_SITE_REVISION_WORDS_H

#include "site/page.h"
#include "site/revisions.h"

/* "+1,204", "−12" */
const char *say_signed(const struct page *page, double number);

/* What the catalogue's sentences about a step are filled with, the last one zeroed. */
enum { REVISION_PARTS = 8 };
void revision_parts(const struct page *page, const struct holding *holding,
                    const struct edition_step *step, struct part out[REVISION_PARTS]);
/* "Cambiaron 1,204 celdas que los dos archivos publican. …" */
const char *say_revision(const struct page *page, const struct holding *holding,
                         const struct edition_step *step);
/* "Marzo de 2024, en Jalisco: robo bajó 120 y otros robos subió 118." */
const char *say_movement(const struct page *page, const struct movement *movement);

#endif
