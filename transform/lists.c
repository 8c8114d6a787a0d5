#include "transform/lists.h"

#include "transform/lists_load.h"

#include <string.h>

bool lists_load(struct arena *arena, const char *folder,
                const struct languages *languages, struct lists *out, struct error *err)
{
    struct list_source source = {arena, folder, languages};
    struct lists lists = {.languages = *languages};
    if (!places_load(&source, &lists.places, err) ||
        !regions_load(&source, &lists.places, err) ||
        !offences_load(&source, &lists.offences, err) ||
        !renamed_offences_load(&source, &lists.offences, err) ||
        !measures_load(&source, &lists.measures, err) ||
        !methodologies_load(&source, &lists.methodologies, err) ||
        !units_load(&source, &lists.methodologies, err) ||
        !themes_load(&source, &lists.offences, &lists.themes, err))
        return false;
    *out = lists;
    return true;
}

struct place_id place_find(const struct lists *lists, struct text code)
{
    return (struct place_id){lookup_find(&lists->places.codes, code)};
}

struct offence_id offence_find(const struct lists *lists, struct text code)
{
    return (struct offence_id){lookup_find(&lists->offences.codes, code)};
}

struct measure_id measure_find(const struct lists *lists, struct text code)
{
    return (struct measure_id){lookup_find(&lists->measures.codes, code)};
}

const struct methodology *methodology_find(const struct lists *lists, const char *code)
{
    for (size_t i = 0; i < lists->methodologies.count; i++)
        if (strcmp(lists->methodologies.node[i].code, code) == 0)
            return &lists->methodologies.node[i];
    return NULL;
}

const struct place *place_node(const struct lists *lists, struct place_id id)
{
    return &lists->places.node[id.index];
}

const struct offence *offence_node(const struct lists *lists, struct offence_id id)
{
    return &lists->offences.node[id.index];
}

const struct measure *measure_node(const struct lists *lists, struct measure_id id)
{
    return &lists->measures.node[id.index];
}

const char *offence_told(struct arena *arena, const struct lists *lists,
                         struct offence_id id)
{
    const struct offence *offence = offence_node(lists, id);
    if (offence->level != OFFENCE_MODALITY || offence->parent == NO_INDEX)
        return offence->name.in[0];
    return arena_format(arena, "%s › %s",
                        lists->offences.node[offence->parent].name.in[0],
                        offence->name.in[0]);
}
