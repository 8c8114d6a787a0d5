/* Folders where a person, or another program, drops files to be taken in. Nothing in
 * them is moved or removed. */
#ifndef CIFRA_SITE_DROP_H
#define CIFRA_SITE_DROP_H

#include "base/arena.h"
#include "base/error.h"
#include "base/period.h"

enum { DROPPED_MAX = 10000 };

struct dropped {
    const char *path;
    struct day date; /* that its name tells ("_jun2026", "2024-12-21"), else the day it
                        was last changed; never after today */
};

/* The day in a file's name: of a month alone, its last, or today when that is to come.
 * False for a name without a month, or one that is all to come. */
bool dropped_day(struct text name, struct day today, struct day *out);

/* The files of a folder whose names fit one of the globs (case and accents folded; no
 * globs: all), oldest first, in the arena. Names that begin with a dot, or end as
 * unfinished downloads do, are left out. */
bool dropped_list(struct arena *arena, const char *folder, const char *const *globs,
                  size_t globs_count, struct day today, struct dropped **out,
                  size_t *count, struct error *err);

#endif
