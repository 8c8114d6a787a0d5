/* Foreign words, made fit to stand in a message. */
#ifndef CIFRA_TRANSFORM_SHOWN_H
#define CIFRA_TRANSFORM_SHOWN_H

#include "base/arena.h"
#include "base/text.h"

/* The word as a person may read it: its parts parted by " › ", what cannot be seen
 * (controls, marks that turn the direction of writing, bytes that are not UTF-8) as
 * \xHH, and what is too long cut with "…". Lives in the arena. */
const char *word_shown(struct arena *arena, struct text word);

#endif
