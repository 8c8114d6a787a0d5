/* Reading and writing numbers, never through the locale. */
#ifndef CIFRA_BASE_NUMBER_H
#define CIFRA_BASE_NUMBER_H

#include "base/text.h"

/* The largest count that a double holds exactly: 2^53. */
#define NUMBER_EXACT_MAX 9007199254740992.0

/* Read a decimal number as publishers write them: optional sign, digits with an
 * optional thousands separator in its right places only ("1,124", not "1,12"),
 * optional decimal point, optional exponent. group or decimal is 0 for none.
 * False for anything else, for NaN and infinity, and for more than 64 bytes. */
bool number_parse(struct text text, char group, char decimal, double *number);

/* Read digits only, at most 18 of them. */
bool number_whole(struct text text, int64_t *number);

/* How one language writes numbers. */
struct numerals {
    const char *group;   /* "," or U+202F; put between thousands */
    const char *decimal; /* "." */
    const char *minus;   /* U+2212 on pages, "-" in files */
};

/* What datasets use: no grouping, a point, an ASCII minus. */
extern const struct numerals NUMERALS_PLAIN;

/* The one function that writes a published number: rounded half away from zero
 * to so many decimals (0 to 17), judged by the shortest decimal that reads back as
 * the number: 1.005 gives 1.01. Never "-0". A number that is not finite makes the
 * buffer fail. */
void number_write(struct buffer *out, double number, int decimals,
                  const struct numerals *numerals);
/* The same as a string in the arena; empty for a number that is not finite. */
char *number_string(struct arena *arena, double number, int decimals,
                    const struct numerals *numerals);

#endif
