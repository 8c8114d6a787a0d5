/* Numbers, days and foreign words as commands print them. All live in the arena. */
#ifndef CIFRA_SITE_PRINTED_H
#define CIFRA_SITE_PRINTED_H

#include "base/arena.h"
#include "base/period.h"

/* What came from outside, made fit for a terminal: everything that is printed and may
 * hold a name, an address or a file's own words goes through here. */
const char *printed_words(struct arena *arena, const char *words);

/* "1,204" */
const char *printed_number(struct arena *arena, size_t number);

/* "1 page", "1,204 pages". */
const char *printed_count(struct arena *arena, size_t number, const char *one);

/* "2024-12-21"; "unknown day" for a zeroed one. */
const char *printed_day(struct arena *arena, struct day day);

#endif
