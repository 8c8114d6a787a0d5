/* The folder of what comes with the program: lists, descriptors, templates, messages.
 */
#ifndef CIFRA_SITE_SHARE_H
#define CIFRA_SITE_SHARE_H

#include "base/arena.h"
#include "base/error.h"

/* Find it, in the arena: the one given, else that of CIFRA_SHARE, else the source tree
 * around the executable, else ../share/cifra beside it. given may be NULL. A folder
 * that lacks the lists or the descriptors is ERROR_USAGE. */
bool share_find(struct arena *arena, const char *given, const char **out,
                struct error *err);

#endif
