/* Two short lists that say more of some rows of others, and that need not be there. */

#include "transform/list_file.h"
#include "transform/lists_load.h"

#include "base/file.h"
#include "transform/shown.h"

#include <string.h>

/* Open one of them; false with *there false: it is not there, and all is well. */
static bool open_if_there(const struct list_source *source, const char *name,
                          bool *there, struct list_file *out, struct error *err)
{
    *there = file_exists(path_join(source->arena, source->folder, name));
    return *there &&
           list_open(source->arena, source->folder, name, source->languages, out, err);
}

static bool renamed_read(const struct list_file *file, size_t row, const size_t at[2],
                         const struct list_names *before, struct offences *offences,
                         struct error *err)
{
    struct text code = text_trim(table_cell(&file->table, row, at[0]));
    struct text month = text_trim(table_cell(&file->table, row, at[1]));
    uint32_t index = lookup_find(&offences->codes, code);
    enum step step;
    if (index == NO_INDEX)
        return list_fail(file, row, err, "offence \"%s\" is not in the list",
                         word_shown(file->arena, code));
    struct offence *node = &offences->node[index];
    if (!period_parse(month, &node->renamed, &step) || step != STEP_MONTH)
        return list_fail(file, row, err, "\"%s\" is no month",
                         word_shown(file->arena, month));
    return list_names_read(file, row, before, false, &node->before, err);
}

bool renamed_offences_load(const struct list_source *source, struct offences *offences,
                           struct error *err)
{
    struct list_file file;
    struct list_names before;
    size_t at[2];
    bool there;
    if (!open_if_there(source, "renamed_offences.csv", &there, &file, err))
        return !there;
    if (!table_need(&file.table, "offence", &at[0], err) ||
        !table_need(&file.table, "renamed", &at[1], err) ||
        !list_names_find(&file, "before", &before, err))
        return false;
    for (size_t row = 0; row < file.table.rows; row++)
        if (!renamed_read(&file, row, at, &before, offences, err))
            return false;
    return true;
}

static bool unit_read(const struct list_file *file, size_t row, size_t column,
                      const struct list_names *unit,
                      struct methodologies *methodologies, struct error *err)
{
    struct text code = text_trim(table_cell(&file->table, row, column));
    for (size_t i = 0; i < methodologies->count; i++)
        if (text_is(code, methodologies->node[i].code))
            return list_names_read(file, row, unit, false, &methodologies->node[i].unit,
                                   err);
    return list_fail(file, row, err, "methodology \"%s\" is not in the list",
                     word_shown(file->arena, code));
}

bool units_load(const struct list_source *source, struct methodologies *methodologies,
                struct error *err)
{
    struct list_file file;
    struct list_names unit;
    size_t column;
    bool there;
    if (!open_if_there(source, "units.csv", &there, &file, err))
        return !there;
    if (!table_need(&file.table, "methodology", &column, err) ||
        !list_names_find(&file, "unit", &unit, err))
        return false;
    for (size_t row = 0; row < file.table.rows; row++)
        if (!unit_read(&file, row, column, &unit, methodologies, err))
            return false;
    return true;
}
