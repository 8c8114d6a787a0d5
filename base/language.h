/* The languages of an edition, first one first: "es", "en". A third language is
 * one more tag in the configuration, a catalogue and name columns in the lists. */
#ifndef CIFRA_BASE_LANGUAGE_H
#define CIFRA_BASE_LANGUAGE_H

#include <stddef.h>

enum { LANGUAGES_MAX = 8 };

struct languages {
    size_t count;
    const char *tag[LANGUAGES_MAX];
};

/* One thing's name in each language of an edition, by the language's index. */
struct names {
    const char *in[LANGUAGES_MAX];
};

#endif
