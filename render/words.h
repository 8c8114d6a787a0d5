/* Figures and periods in the reader's language, for labels and tips. All strings
 * live in the arena. */
#ifndef CIFRA_RENDER_WORDS_H
#define CIFRA_RENDER_WORDS_H

#include "base/arena.h"
#include "render/chart.h"

/* "2,581" */
char *words_number(struct arena *arena, const struct chart_words *words, double value,
                   int decimals);
/* "marzo de 2024", or "2024" for a year. */
char *words_period(struct arena *arena, const struct chart_words *words,
                   struct period period, enum step step);
/* "2,581", "2,581 (provisional)", "sin dato", "reservado". */
char *words_figure(struct arena *arena, const struct chart_words *words,
                   struct figure figure, int decimals);
/* The word that qualifies a figure: provisional, partial, not reported, withheld; NULL
 * for one that is plainly reported. */
const char *words_status(const struct chart_words *words, enum status status);
/* The pattern with "{key}" replaced by value. */
char *words_fill(struct arena *arena, const char *pattern, const char *key,
                 const char *value);

#endif
