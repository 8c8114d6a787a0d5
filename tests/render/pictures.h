/* What the tests of charts share: words, random figures, and the two things every
 * picture must keep: words apart and inside, SVG well-formed. */
#ifndef CIFRA_TESTS_RENDER_PICTURES_H
#define CIFRA_TESTS_RENDER_PICTURES_H

#include "render/chart.h"
#include "render/paint.h"

#define REPORTED(value)                                                                \
    {                                                                                  \
        (value), STATUS_REPORTED                                                       \
    }
#define MISSING                                                                        \
    {                                                                                  \
        0, STATUS_NOT_REPORTED                                                         \
    }

extern const struct chart_words SPANISH;

/* A frame with title, subtitle and source of some length. */
struct chart_frame frame_of(double width, bool framed);
/* A short title alone. */
struct chart_frame plain(double width);

/* How many marks of a kind and look there are. */
size_t marks_of(const struct scene *scene, enum mark_kind kind, enum role fill,
                enum role stroke);
/* Is there a text of these words? */
bool says(const struct scene *scene, const char *words);

/* The same numbers on every machine: xorshift. */
struct dice {
    uint64_t state;
};
uint32_t dice_below(struct dice *dice, uint32_t sides);

/* Random figures: level and noise, holes of every status, a provisional tail. */
struct series random_series(struct arena *arena, struct dice *dice, struct period first,
                            enum step step, size_t count);

/* Fails the test when two texts of the scene meet or one leaves the picture; name
 * and number say which picture it was. */
void check_words_apart(const struct scene *scene, const char *name, int number);

/* The scene as SVG, checked with libxml2. */
struct text check_svg(struct arena *arena, const struct scene *scene);

#endif
