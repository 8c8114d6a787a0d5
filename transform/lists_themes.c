#include "transform/list_file.h"
#include "transform/lists_load.h"

#include "transform/shown.h"

static bool themes_read(const struct list_source *source, struct themes *out,
                        struct lookup *codes_out, struct error *err)
{
    struct list_file file;
    struct list_codes codes = {0};
    struct list_names name, about, silent, lead;
    if (!list_open(source->arena, source->folder, "themes.csv", source->languages,
                   &file, err) ||
        !list_codes_find(&file, &codes, err) ||
        !list_names_find(&file, "name", &name, err) ||
        !list_names_find(&file, "about", &about, err) ||
        !list_names_find(&file, "silent", &silent, err) ||
        !list_names_find(&file, "lead", &lead, err))
        return false;
    *out = (struct themes){
        .count = file.table.rows,
        .node = arena_array(source->arena, file.table.rows, sizeof *out->node)};
    for (size_t row = 0; row < out->count; row++) {
        struct theme *node = &out->node[row];
        if (!list_code_read(&file, row, &codes, &node->code, err) ||
            !list_names_read(&file, row, &name, false, &node->name, err) ||
            !list_names_read(&file, row, &about, true, &node->about, err) ||
            !list_names_read(&file, row, &silent, true, &node->silent, err) ||
            !list_names_read(&file, row, &lead, true, &node->lead, err))
            return false;
    }
    *codes_out = codes.rows;
    return true;
}

/* One row of theme_offences.csv, as indices. */
struct belonging {
    uint32_t theme;
    uint32_t offence;
};

static bool index_read(const struct list_file *file, size_t row, size_t column,
                       const struct lookup *codes, const char *what, uint32_t *out,
                       struct error *err)
{
    struct text code = text_trim(table_cell(&file->table, row, column));
    *out = lookup_find(codes, code);
    if (*out != NO_INDEX)
        return true;
    return list_fail(file, row, err, "%s \"%s\" is not in the list", what,
                     word_shown(file->arena, code));
}

static bool belongings_read(const struct list_file *file, const struct lookup *themes,
                            const struct offences *offences, struct belonging *out,
                            struct error *err)
{
    size_t theme, offence;
    if (!table_need(&file->table, "theme", &theme, err) ||
        !table_need(&file->table, "offence", &offence, err))
        return false;
    for (size_t row = 0; row < file->table.rows; row++)
        if (!index_read(file, row, theme, themes, "theme", &out[row].theme, err) ||
            !index_read(file, row, offence, &offences->codes, "offence",
                        &out[row].offence, err))
            return false;
    return true;
}

static bool theme_has(const struct theme *theme, uint32_t offence)
{
    for (size_t i = 0; i < theme->offences; i++)
        if (theme->offence[i].index == offence)
            return true;
    return false;
}

static bool themes_fill(const struct list_file *file, const struct belonging *rows,
                        struct themes *themes, struct error *err)
{
    size_t count = file->table.rows;
    size_t *size = arena_array(file->arena, themes->count, sizeof *size);
    for (size_t row = 0; row < count; row++)
        size[rows[row].theme]++;
    for (size_t i = 0; i < themes->count; i++)
        themes->node[i].offence =
            arena_array(file->arena, size[i], sizeof *themes->node[i].offence);
    for (size_t row = 0; row < count; row++) {
        struct theme *theme = &themes->node[rows[row].theme];
        if (theme_has(theme, rows[row].offence))
            return list_fail(file, row, err, "theme \"%s\" has this offence already",
                             theme->code);
        theme->offence[theme->offences++] = (struct offence_id){rows[row].offence};
    }
    return true;
}

bool themes_load(const struct list_source *source, const struct offences *offences,
                 struct themes *out, struct error *err)
{
    struct list_file file;
    struct lookup codes;
    if (!themes_read(source, out, &codes, err) ||
        !list_open(source->arena, source->folder, "theme_offences.csv",
                   source->languages, &file, err))
        return false;
    struct belonging *rows = arena_array(source->arena, file.table.rows, sizeof *rows);
    return belongings_read(&file, &codes, offences, rows, err) &&
           themes_fill(&file, rows, out, err);
}
