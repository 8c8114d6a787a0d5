#include "transform/list_tree.h"
#include "transform/lists_load.h"

#include "transform/shown.h"

/* Where the names of measures.csv stand. */
struct measure_columns {
    struct list_names name;
    struct list_names unit;
    struct list_names unit_one;
};

static bool measure_read(const struct list_file *file, const struct tree_node *node,
                         const struct measure_columns *columns, struct measure *out,
                         struct error *err)
{
    *out = (struct measure){
        .code = node->code, .parent = node->parent, .span = node->span};
    return list_names_read(file, node->row, &columns->name, false, &out->name, err) &&
           list_names_read(file, node->row, &columns->unit, false, &out->unit, err) &&
           list_names_read(file, node->row, &columns->unit_one, false, &out->unit_one,
                           err);
}

bool measures_load(const struct list_source *source, struct measures *out,
                   struct error *err)
{
    struct list_file file;
    struct tree tree;
    struct measure_columns columns;
    if (!list_open(source->arena, source->folder, "measures.csv", source->languages,
                   &file, err) ||
        !list_names_find(&file, "name", &columns.name, err) ||
        !list_names_find(&file, "unit", &columns.unit, err) ||
        !list_names_find(&file, "unit_one", &columns.unit_one, err) ||
        !tree_load(&file, &tree, err))
        return false;
    *out = (struct measures){
        .count = tree.count,
        .node = arena_array(source->arena, tree.count, sizeof *out->node),
        .codes = tree.codes};
    for (size_t i = 0; i < tree.count; i++)
        if (!measure_read(&file, &tree.node[i], &columns, &out->node[i], err))
            return false;
    return true;
}

static bool first_read(const struct list_file *file, size_t row, size_t column,
                       struct period *out, struct error *err)
{
    struct text cell = text_trim(table_cell(&file->table, row, column));
    enum step step;
    if (period_parse(cell, out, &step))
        return true;
    return list_fail(file, row, err, "\"%s\" is neither a month nor a year",
                     word_shown(file->arena, cell));
}

bool methodologies_load(const struct list_source *source, struct methodologies *out,
                        struct error *err)
{
    struct list_file file;
    struct list_codes codes = {0};
    struct list_names name, label, about;
    size_t first, reference;
    if (!list_open(source->arena, source->folder, "methodologies.csv",
                   source->languages, &file, err) ||
        !list_codes_find(&file, &codes, err) ||
        !table_need(&file.table, "first", &first, err) ||
        !table_need(&file.table, "reference", &reference, err) ||
        !list_names_find(&file, "name", &name, err) ||
        !list_names_find(&file, "label", &label, err) ||
        !list_names_find(&file, "about", &about, err))
        return false;
    *out = (struct methodologies){
        .count = file.table.rows,
        .node = arena_array(source->arena, file.table.rows, sizeof *out->node)};
    for (size_t row = 0; row < out->count; row++) {
        struct methodology *node = &out->node[row];
        node->reference = list_cell(&file, row, reference);
        if (!list_code_read(&file, row, &codes, &node->code, err) ||
            !first_read(&file, row, first, &node->first, err) ||
            !list_names_read(&file, row, &name, false, &node->name, err) ||
            !list_names_read(&file, row, &label, false, &node->label, err) ||
            !list_names_read(&file, row, &about, true, &node->about, err))
            return false;
    }
    return true;
}
