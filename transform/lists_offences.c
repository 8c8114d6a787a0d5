#include "transform/list_tree.h"
#include "transform/lists_load.h"

#include "transform/shown.h"

#include <string.h>

/* Where each column of offences.csv stands. */
struct offence_columns {
    size_t level, residual, iccs, confidence;
    struct list_names name;
    struct list_names phrase;
    struct list_names about;
};

static bool columns_find(const struct list_file *file, struct offence_columns *out,
                         struct error *err)
{
    return table_need(&file->table, "level", &out->level, err) &&
           table_need(&file->table, "residual", &out->residual, err) &&
           table_need(&file->table, "iccs", &out->iccs, err) &&
           table_need(&file->table, "iccs_confidence", &out->confidence, err) &&
           list_names_find(file, "name", &out->name, err) &&
           list_names_find(file, "phrase", &out->phrase, err) &&
           list_names_find(file, "about", &out->about, err);
}

static bool level_read(const struct list_file *file, size_t row, size_t column,
                       enum offence_level *out, struct error *err)
{
    static const char *const words[] = {
        [OFFENCE_ROOT] = "root", [OFFENCE_GROUP] = "group",
        [OFFENCE_TYPE] = "type", [OFFENCE_SUBTYPE] = "subtype",
        [OFFENCE_KIND] = "kind", [OFFENCE_MODALITY] = "modality"};
    struct text word = text_trim(table_cell(&file->table, row, column));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!text_is(word, words[i]))
            continue;
        *out = (enum offence_level)i;
        return true;
    }
    return list_fail(file, row, err,
                     "\"%s\" is no level (root, group, type, subtype, kind, modality)",
                     word_shown(file->arena, word));
}

static bool truth_read(const struct list_file *file, size_t row, size_t column,
                       bool *out, struct error *err)
{
    static const char *const yes[] = {"1", "yes", "true"};
    static const char *const no[] = {"", "0", "no", "false"};
    struct text word = text_trim(table_cell(&file->table, row, column));
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (text_is(word, yes[i]))
            return *out = true;
    *out = false;
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (text_is(word, no[i]))
            return true;
    return list_fail(file, row, err, "\"%s\" is neither 1 nor 0",
                     word_shown(file->arena, word));
}

static bool confidence_read(const struct list_file *file, size_t row, size_t column,
                            char *out, struct error *err)
{
    const char *word = list_cell(file, row, column);
    *out = *word;
    if (*word == '\0' || (strchr("HML", *word) && word[1] == '\0'))
        return true;
    return list_fail(file, row, err, "confidence \"%s\" is none of H, M, L",
                     word_shown(file->arena, text_of(word)));
}

/* A name as it stands inside a sentence: its first letter small, unless the second
 * is a capital too (an abbreviation). UTF-8 as far as Latin-1 goes. */
static const char *phrase_of(struct arena *arena, const char *name)
{
    char *phrase = arena_format(arena, "%s", name);
    unsigned char first = (unsigned char)phrase[0], second = 0;
    if (first)
        second = (unsigned char)phrase[1];
    bool accented = first == 0xc3 && second >= 0x80 && second <= 0x9e && second != 0x97;
    if (accented)
        phrase[1] = (char)(second + 0x20);
    else if (first >= 'A' && first <= 'Z' && !(second >= 'A' && second <= 'Z'))
        phrase[0] = (char)(first + 0x20);
    return phrase;
}

/* A language without names of its own has the first language's phrase; without a
 * phrase column, or with an empty cell, the phrase is made from the name. */
static void phrases_fill(const struct list_file *file,
                         const struct offence_columns *columns, struct offence *offence)
{
    for (size_t i = 0; i < file->languages->count; i++) {
        bool foreign = i > 0 && columns->name.column[i] == TABLE_NONE;
        bool empty = columns->phrase.column[i] == TABLE_NONE || !*offence->phrase.in[i];
        if (foreign)
            offence->phrase.in[i] = offence->phrase.in[0];
        else if (empty)
            offence->phrase.in[i] = phrase_of(file->arena, offence->name.in[i]);
    }
}

static bool offence_read(const struct list_file *file, const struct tree_node *node,
                         const struct offence_columns *columns, struct offence *out,
                         struct error *err)
{
    size_t row = node->row;
    *out = (struct offence){.code = node->code,
                            .parent = node->parent,
                            .span = node->span,
                            .iccs = list_cell(file, row, columns->iccs)};
    if (!level_read(file, row, columns->level, &out->level, err) ||
        !truth_read(file, row, columns->residual, &out->residual, err) ||
        !confidence_read(file, row, columns->confidence, &out->iccs_confidence, err) ||
        !list_names_read(file, row, &columns->name, false, &out->name, err) ||
        !list_names_read(file, row, &columns->phrase, true, &out->phrase, err) ||
        !list_names_read(file, row, &columns->about, true, &out->about, err))
        return false;
    phrases_fill(file, columns, out);
    return true;
}

bool offences_load(const struct list_source *source, struct offences *out,
                   struct error *err)
{
    struct list_file file;
    struct tree tree;
    struct offence_columns columns;
    if (!list_open(source->arena, source->folder, "offences.csv", source->languages,
                   &file, err) ||
        !columns_find(&file, &columns, err) || !tree_load(&file, &tree, err))
        return false;
    *out = (struct offences){
        .count = tree.count,
        .node = arena_array(source->arena, tree.count, sizeof *out->node),
        .codes = tree.codes};
    for (size_t i = 0; i < tree.count; i++)
        if (!offence_read(&file, &tree.node[i], &columns, &out->node[i], err))
            return false;
    return true;
}
