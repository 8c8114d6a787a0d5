/* Inside a catalogue, for catalogue*.c only. */
#ifndef CIFRA_SITE_CATALOGUE_INSIDE_H
#define CIFRA_SITE_CATALOGUE_INSIDE_H

#include "site/catalogue.h"

#include <stdatomic.h>

enum {
    CATALOGUE_BYTES_MAX = 4 << 20,
    CATALOGUE_KEY_MAX = 96,
    CATALOGUE_MESSAGE_MAX = 16 << 10, /* bytes */
    CATALOGUE_PARTS_MAX = 64          /* pieces of one message */
};

/* Between a message's key and the country whose own it is. */
#define CATALOGUE_COUNTRY '@'

/* CLDR's plural categories, in its order. */
enum plural {
    PLURAL_ZERO,
    PLURAL_ONE,
    PLURAL_TWO,
    PLURAL_FEW,
    PLURAL_MANY,
    PLURAL_OTHER,
    PLURALS
};

extern const char *const plural_words[PLURALS];

/* The category of a number in a language (by its tag). */
enum plural plural_of(const char *tag, double n);
/* May a message of that language have this form? */
bool plural_is_used(const char *tag, enum plural plural);

/* Literal text, or the place of a part. */
struct piece {
    struct text text; /* the literal, or the part's name, in lower case */
    bool is_part;
    bool is_capital; /* {Place}: the value with a first capital */
};

struct form {
    const char *text; /* as written; NULL when the message lacks the form */
    size_t count;
    const struct piece *piece;
};

struct message {
    const char *key;
    bool has_forms;
    struct form form[PLURALS]; /* without forms, OTHER */
};

/* The first thing that was asked for and not there. Many threads may ask. */
struct missing {
    atomic_int state; /* MISSING_… */
    char what[CATALOGUE_KEY_MAX + 40];
    char shown[CATALOGUE_KEY_MAX + 8];
};

enum { MISSING_NOTHING, MISSING_BEING_WRITTEN, MISSING_KNOWN };

struct catalogue {
    size_t language;
    const char *tag;
    const char *path;
    size_t count; /* sorted by key */
    struct message *message;
    struct chart_words words;
    struct missing *missing;
};

const struct message *catalogue_find(const struct catalogue *catalogue,
                                     const char *key);
/* Do all catalogues hold the same messages with the same parts? */
bool catalogues_agree(struct catalogue *const *catalogues, size_t count,
                      struct error *err);
/* A message has this part in one of its forms. */
bool message_has_part(const struct message *message, struct text part);

/* Has each message of a country one for the others? */
bool catalogue_countries_fit(struct catalogue *catalogue, struct error *err);

#endif
