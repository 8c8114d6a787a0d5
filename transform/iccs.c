#include "transform/iccs.h"

#include "transform/list_file.h"
#include "transform/shown.h"

#include <string.h>

/* A name's status says in each language whether it was read in a source. */
static bool read_code(const struct list_file *file, size_t row,
                      const struct list_names *name, const struct list_names *status,
                      struct iccs_code *out, struct error *err)
{
    struct names words;
    out->level = (int)strlen(out->code) - 1;
    if (!list_names_read(file, row, name, false, &out->name, err) ||
        !list_names_read(file, row, status, false, &words, err))
        return false;
    for (size_t i = 0; i < file->languages->count; i++)
        out->verified[i] = text_is(text_of(words.in[i]), "verified");
    return true;
}

bool iccs_load(struct arena *arena, const char *folder,
               const struct languages *languages, struct iccs *out, struct error *err)
{
    struct list_file file;
    struct list_codes codes = {0};
    struct list_names name, status;
    if (!list_open(arena, folder, "iccs.csv", languages, &file, err) ||
        !list_codes_find(&file, &codes, err) ||
        !list_names_find(&file, "name", &name, err) ||
        !list_names_find(&file, "status", &status, err))
        return false;
    *out =
        (struct iccs){.count = file.table.rows,
                      .code = arena_array(arena, file.table.rows, sizeof *out->code)};
    for (size_t row = 0; row < out->count; row++)
        if (!list_code_read(&file, row, &codes, &out->code[row].code, err) ||
            !read_code(&file, row, &name, &status, &out->code[row], err))
            return false;
    out->codes = codes.rows;
    return true;
}

/* The longest code that begins both. */
static struct text both_begin(struct text a, struct text b)
{
    size_t same = 0;
    while (same < a.length && same < b.length && a.at[same] == b.at[same])
        same++;
    return (struct text){a.at, same};
}

/* Where a cell's code or codes stand; NO_INDEX where no code holds them all. */
static uint32_t find_code(const struct iccs *iccs, struct text cell)
{
    struct text code = text_cut(&cell, '|');
    while (cell.at)
        code = both_begin(code, text_cut(&cell, '|'));
    for (; code.length > 0; code.length--) {
        uint32_t found = lookup_find(&iccs->codes, code);
        if (found != NO_INDEX)
            return found;
    }
    return NO_INDEX;
}

/* A single code must be in the list; of several, what holds them all. */
static bool read_row(const struct list_file *file, size_t row, const size_t column[3],
                     const struct iccs *iccs, const struct lists *lists,
                     struct iccs_map *out, struct error *err)
{
    struct text word = text_trim(table_cell(&file->table, row, column[0]));
    struct text cell = text_trim(table_cell(&file->table, row, column[1]));
    struct text sure = text_trim(table_cell(&file->table, row, column[2]));
    struct offence_id offence = offence_find(lists, word);
    if (offence.index == NO_INDEX)
        return list_fail(file, row, err, "offence \"%s\" is not in the list",
                         word_shown(file->arena, word));
    if (cell.length == 0)
        return true;
    if (!memchr(cell.at, '|', cell.length) &&
        lookup_find(&iccs->codes, cell) == NO_INDEX)
        return list_fail(file, row, err, "ICCS code \"%s\" is not in iccs.csv",
                         word_shown(file->arena, cell));
    out->code[offence.index] = find_code(iccs, cell);
    if (out->code[offence.index] != NO_INDEX)
        out->confidence[offence.index] = text_is(sure, "H")   ? ICCS_HIGH
                                         : text_is(sure, "M") ? ICCS_MEDIUM
                                                              : ICCS_LEFT_OUT;
    return true;
}

bool iccs_map_load(struct arena *arena, const char *crosswalk, const struct iccs *iccs,
                   const struct lists *lists, struct iccs_map *out, struct error *err)
{
    struct list_file file = {.arena = arena};
    size_t column[3];
    if (!table_load(arena, crosswalk, &file.table, err) ||
        !table_need(&file.table, "code", &column[0], err))
        return false;
    column[1] = table_column(&file.table, "iccs");
    column[2] = table_column(&file.table, "confidence");
    *out = (struct iccs_map){.declares =
                                 column[1] != TABLE_NONE && column[2] != TABLE_NONE};
    if (!out->declares)
        return true;
    size_t count = lists->offences.count;
    out->code = arena_array(arena, count, sizeof *out->code);
    out->confidence = arena_array(arena, count, sizeof *out->confidence);
    for (size_t i = 0; i < count; i++)
        out->code[i] = NO_INDEX;
    for (size_t row = 0; row < file.table.rows; row++)
        if (!read_row(&file, row, column, iccs, lists, out, err))
            return false;
    return true;
}

/* Leaves being summed. */
struct summing {
    const struct lists *lists;
    const struct iccs_map *map;
    struct measure_id measure;
    struct period first;
    size_t periods;
    struct iccs_sums *out;
};

static bool add_leaf(void *context, struct key key, const struct series *series)
{
    struct summing *summing = context;
    uint32_t root = summing->measure.index;
    if (key.measure.index < root ||
        key.measure.index >=
            root + measure_node(summing->lists, summing->measure)->span)
        return true;
    uint32_t code = summing->map->code[key.offence.index];
    enum iccs_confidence confidence = summing->map->confidence[key.offence.index];
    struct figure figure = series_total(series, summing->first, summing->periods);
    summing->out->all[confidence] = figure_sum(summing->out->all[confidence], figure);
    if (code != NO_INDEX)
        summing->out->own[code][confidence] =
            figure_sum(summing->out->own[code][confidence], figure);
    return true;
}

void iccs_sum(struct arena *arena, const struct iccs *iccs, const struct iccs_map *map,
              const struct cube *cube, struct measure_id measure, struct period first,
              struct period last, struct iccs_sums *out)
{
    *out = (struct iccs_sums){.own = arena_array(arena, iccs->count, sizeof *out->own),
                              .within =
                                  arena_array(arena, iccs->count, sizeof *out->within)};
    struct summing summing = {
        cube_lists(cube),
        map,
        measure,
        first,
        (size_t)((last.month - first.month) / (int)cube_step(cube)) + 1,
        out};
    cube_each(cube, add_leaf, &summing);
    for (size_t i = 0; i < iccs->count; i++)
        for (size_t j = 0; j < iccs->count; j++)
            if (text_starts(text_of(iccs->code[j].code), text_of(iccs->code[i].code)))
                for (int k = 0; k < ICCS_CONFIDENCES; k++)
                    out->within[i][k] = figure_sum(out->within[i][k], out->own[j][k]);
}
