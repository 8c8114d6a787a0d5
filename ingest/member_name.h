/* Names of an archive's members, as various programs have written them. */
#ifndef CIFRA_INGEST_MEMBER_NAME_H
#define CIFRA_INGEST_MEMBER_NAME_H

#include "base/arena.h"
#include "base/text.h"

/* A name in UTF-8, as well as it can be known: what is not UTF-8 is taken for the code
 * pages of DOS. One line, which no terminal obeys. Lives in the arena. */
struct text member_name(struct arena *arena, struct text bytes);

/* What follows the last slash of either kind. */
struct text member_base(struct text path);

/* Is it one of the shadows that macOS puts beside every file? */
bool member_is_shadow(struct text path);

#endif
