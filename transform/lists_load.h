/* The parts of lists_load(), one for each file. */
#ifndef CIFRA_TRANSFORM_LISTS_LOAD_H
#define CIFRA_TRANSFORM_LISTS_LOAD_H

#include "transform/lists.h"

struct list_source {
    struct arena *arena;
    const char *folder;
    const struct languages *languages;
};

bool places_load(const struct list_source *source, struct places *out,
                 struct error *err);
/* regions.csv, where it is there, gives places the region they lie in. */
bool regions_load(const struct list_source *source, struct places *places,
                  struct error *err);
bool offences_load(const struct list_source *source, struct offences *out,
                   struct error *err);
bool measures_load(const struct list_source *source, struct measures *out,
                   struct error *err);
bool methodologies_load(const struct list_source *source, struct methodologies *out,
                        struct error *err);
/* renamed_offences.csv and units.csv, where they are there: the name that an offence
 * had before a month, and what a way of counting counts. */
bool renamed_offences_load(const struct list_source *source, struct offences *offences,
                           struct error *err);
bool units_load(const struct list_source *source, struct methodologies *methodologies,
                struct error *err);
/* The offences must be loaded. */
bool themes_load(const struct list_source *source, const struct offences *offences,
                 struct themes *out, struct error *err);

#endif
