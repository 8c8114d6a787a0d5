/* Rows come in any order. Each is hung under its parent as a linked list of children
 * in file order; one walk without recursion numbers the nodes in preorder, so that a
 * hostile depth cannot exhaust the stack. What the walk never reaches hangs on a
 * cycle. */
#include "transform/list_tree.h"

#include "transform/shown.h"

/* While sorting: indices are rows of the table. */
struct branch {
    uint32_t parent;
    uint32_t first_child;
    uint32_t last_child;
    uint32_t next;  /* sibling */
    uint32_t index; /* in the order; NO_INDEX until the walk came by */
};

struct sorting {
    const struct list_file *file;
    size_t parent; /* column */
    struct list_codes codes;
    const char **code; /* by row */
    struct branch *branch;
    uint32_t first_root;
    uint32_t last_root;
};

static bool collect_codes(struct sorting *sorting, struct error *err)
{
    const struct list_file *file = sorting->file;
    sorting->code = arena_array(file->arena, file->table.rows, sizeof *sorting->code);
    for (size_t row = 0; row < file->table.rows; row++)
        if (!list_code_read(file, row, &sorting->codes, &sorting->code[row], err))
            return false;
    return true;
}

static void append_child(struct sorting *sorting, uint32_t parent, uint32_t row)
{
    struct branch *above = parent == NO_INDEX ? NULL : &sorting->branch[parent];
    uint32_t *first = above ? &above->first_child : &sorting->first_root;
    uint32_t *last = above ? &above->last_child : &sorting->last_root;
    if (*first == NO_INDEX)
        *first = row;
    else
        sorting->branch[*last].next = row;
    *last = row;
    sorting->branch[row].parent = parent;
}

static bool hang_rows(struct sorting *sorting, struct error *err)
{
    const struct list_file *file = sorting->file;
    sorting->branch =
        arena_array(file->arena, file->table.rows, sizeof *sorting->branch);
    for (size_t row = 0; row < file->table.rows; row++)
        sorting->branch[row] =
            (struct branch){NO_INDEX, NO_INDEX, NO_INDEX, NO_INDEX, NO_INDEX};
    for (size_t row = 0; row < file->table.rows; row++) {
        struct text code = text_trim(table_cell(&file->table, row, sorting->parent));
        uint32_t parent = lookup_find(&sorting->codes.rows, code);
        if (code.length && parent == NO_INDEX)
            return list_fail(file, row, err, "parent \"%s\" is not in the list",
                             word_shown(file->arena, code));
        append_child(sorting, parent, (uint32_t)row);
    }
    return true;
}

static uint32_t next_in_preorder(const struct sorting *sorting, uint32_t row)
{
    if (sorting->branch[row].first_child != NO_INDEX)
        return sorting->branch[row].first_child;
    while (row != NO_INDEX && sorting->branch[row].next == NO_INDEX)
        row = sorting->branch[row].parent;
    return row == NO_INDEX ? NO_INDEX : sorting->branch[row].next;
}

/* From any row that the walk missed, going up leads onto the cycle; after as many
 * steps as there are rows we stand on it. */
static bool fail_cycle(const struct sorting *sorting, struct error *err)
{
    uint32_t row = 0;
    while (sorting->branch[row].index != NO_INDEX)
        row++;
    for (size_t i = 0; i < sorting->file->table.rows; i++)
        row = sorting->branch[row].parent;
    return list_fail(sorting->file, row, err, "\"%s\" stands below itself",
                     sorting->code[row]);
}

static void number_rows(struct sorting *sorting, struct tree *out)
{
    uint32_t row = sorting->first_root;
    for (; row != NO_INDEX; row = next_in_preorder(sorting, row)) {
        struct branch *branch = &sorting->branch[row];
        branch->index = (uint32_t)out->count;
        uint32_t parent = branch->parent == NO_INDEX
                              ? NO_INDEX
                              : sorting->branch[branch->parent].index;
        out->node[out->count++] =
            (struct tree_node){row, parent, 1, sorting->code[row]};
    }
}

static void finish(const struct list_file *file, struct tree *out)
{
    for (size_t i = out->count; i-- > 0;)
        if (out->node[i].parent != NO_INDEX)
            out->node[out->node[i].parent].span += out->node[i].span;
    for (size_t i = 0; i < out->count; i++)
        lookup_put(file->arena, &out->codes, text_of(out->node[i].code), (uint32_t)i);
}

bool tree_load(const struct list_file *file, struct tree *out, struct error *err)
{
    struct sorting sorting = {
        .file = file, .first_root = NO_INDEX, .last_root = NO_INDEX};
    *out = (struct tree){
        .node = arena_array(file->arena, file->table.rows, sizeof *out->node)};
    if (!list_codes_find(file, &sorting.codes, err) ||
        !table_need(&file->table, "parent", &sorting.parent, err) ||
        !collect_codes(&sorting, err) || !hang_rows(&sorting, err))
        return false;
    number_rows(&sorting, out);
    if (out->count < file->table.rows)
        return fail_cycle(&sorting, err);
    finish(file, out);
    return true;
}
