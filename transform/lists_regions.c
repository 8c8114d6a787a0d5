#include "transform/list_file.h"
#include "transform/lists_load.h"

#include "base/file.h"
#include "transform/shown.h"

static bool region_read(const struct list_file *file, size_t row, size_t place_column,
                        size_t region_column, struct places *places, struct error *err)
{
    struct text code = text_trim(table_cell(&file->table, row, place_column));
    struct text region = text_trim(table_cell(&file->table, row, region_column));
    uint32_t place = lookup_find(&places->codes, code);
    if (place == NO_INDEX)
        return list_fail(file, row, err, "place \"%s\" is not in the list",
                         word_shown(file->arena, code));
    if (!list_is_code(region))
        return list_fail(file, row, err, "region \"%s\" is no code",
                         word_shown(file->arena, region));
    if (*places->node[place].region)
        return list_fail(file, row, err, "place \"%s\" has a region already",
                         places->node[place].code);
    places->node[place].region = arena_copy(file->arena, region).at;
    return true;
}

bool regions_load(const struct list_source *source, struct places *places,
                  struct error *err)
{
    struct list_file file;
    size_t place, region;
    if (!file_exists(path_join(source->arena, source->folder, "regions.csv")))
        return true;
    if (!list_open(source->arena, source->folder, "regions.csv", source->languages,
                   &file, err) ||
        !table_need(&file.table, "place", &place, err) ||
        !table_need(&file.table, "region", &region, err))
        return false;
    for (size_t row = 0; row < file.table.rows; row++)
        if (!region_read(&file, row, place, region, places, err))
            return false;
    return true;
}
