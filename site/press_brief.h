/* The printable brief of an edition, in one language: the main sentences, key charts,
 * the changes that chance does not explain, what publishers revised, how to cite, what
 * the figures do not say. */
#ifndef CIFRA_SITE_PRESS_BRIEF_H
#define CIFRA_SITE_PRESS_BRIEF_H

#include "site/page.h"

/* Append the PDF. The page speaks a language and has a view; it is not written. */
bool press_brief(struct page *page, struct buffer *out, struct error *err);

/* "Cifra, edición 2026-04-18, con cifras de …" */
const char *say_citation(const struct page *page);
/* "a, b y c"; "18 de abril de 2026" */
const char *say_publishers(const struct page *page);
const char *say_edition_day(const struct page *page);

#endif
