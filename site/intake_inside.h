/* What the files of taking in share. */
#ifndef CIFRA_SITE_INTAKE_INSIDE_H
#define CIFRA_SITE_INTAKE_INSIDE_H

#include "site/intake.h"

/* Check a file whose provenance is known (out->provenance), and keep it; certain:
 * whatever day the store has for it, this one is right. */
bool intake_take(struct arena *arena, const struct holdings *holdings, const char *file,
                 bool certain, struct intake *out, struct error *err);

/* The words of an intake point into the arena it was made in: copy what was accepted,
 * and tell the rest not on. */
void settle_words(struct arena *arena, struct intake *intake);

/* Does the store hold something else now? */
bool is_change(enum intake_result result);

/* Is it the file's fault, and not the disk's? */
bool is_refusal(enum error_kind kind);

/* Put refused bytes aside, with the reason, for whoever wants to know. */
bool put_aside(struct arena *arena, const struct config *config, const char *file,
               struct intake *intake, const char *reason, struct error *err);

#endif
