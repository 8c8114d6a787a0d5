#include "transform/list_file.h"

#include "base/file.h"
#include "transform/shown.h"

#include <stdarg.h>
#include <stdio.h>

bool list_open(struct arena *arena, const char *folder, const char *name,
               const struct languages *languages, struct list_file *out,
               struct error *err)
{
    *out = (struct list_file){.arena = arena, .languages = languages};
    return table_load(arena, path_join(arena, folder, name), &out->table, err);
}

bool list_fail(const struct list_file *file, size_t row, struct error *err,
               const char *format, ...)
{
    char words[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    return fail(err, ERROR_FORMAT, "%s: row %zu: %s", file->table.path, row + 2, words);
}

const char *list_cell(const struct list_file *file, size_t row, size_t column)
{
    if (column == TABLE_NONE)
        return "";
    return arena_copy(file->arena, text_trim(table_cell(&file->table, row, column))).at;
}

bool list_is_code(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
              c == '-' || c == '_'))
            return false;
    }
    return text.length > 0 && text.length <= LIST_CODE_MAX;
}

bool list_codes_find(const struct list_file *file, struct list_codes *out,
                     struct error *err)
{
    return table_need(&file->table, "code", &out->column, err);
}

bool list_code_read(const struct list_file *file, size_t row, struct list_codes *codes,
                    const char **out, struct error *err)
{
    struct text code = text_trim(table_cell(&file->table, row, codes->column));
    if (!list_is_code(code))
        return list_fail(file, row, err, "\"%s\" is no code (a-z 0-9 . - _)",
                         word_shown(file->arena, code));
    uint32_t earlier = lookup_put(file->arena, &codes->rows, code, (uint32_t)row);
    if (earlier != NO_INDEX)
        return list_fail(file, row, err, "code \"%s\" is that of row %zu already",
                         word_shown(file->arena, code), (size_t)earlier + 2);
    *out = arena_copy(file->arena, code).at;
    return true;
}

bool list_names_find(const struct list_file *file, const char *field,
                     struct list_names *out, struct error *err)
{
    out->field = field;
    for (size_t i = 0; i < file->languages->count; i++) {
        const char *name =
            arena_format(file->arena, "%s_%s", field, file->languages->tag[i]);
        if (i == 0 && !table_need(&file->table, name, &out->column[i], err))
            return false;
        out->column[i] = table_column(&file->table, name);
    }
    return true;
}

bool list_names_read(const struct list_file *file, size_t row,
                     const struct list_names *columns, bool empty_is_fine,
                     struct names *out, struct error *err)
{
    for (size_t i = 0; i < file->languages->count; i++) {
        bool missing = columns->column[i] == TABLE_NONE;
        out->in[i] = missing ? out->in[0] : list_cell(file, row, columns->column[i]);
        if (*out->in[i] == '\0' && !empty_is_fine)
            return list_fail(file, row, err, "%s_%s is empty", columns->field,
                             file->languages->tag[i]);
    }
    return true;
}
