#include "transform/bridge.h"

#include "transform/list_file.h"
#include "transform/shown.h"

#include <string.h>

/* The columns of the file. */
struct bridge_columns {
    size_t rule, offence, target, certain;
    struct list_names note;
};

static bool find_columns(const struct list_file *file, struct bridge_columns *out,
                         struct error *err)
{
    return table_need(&file->table, "rule", &out->rule, err) &&
           table_need(&file->table, "offence", &out->offence, err) &&
           table_need(&file->table, "target", &out->target, err) &&
           table_need(&file->table, "certain", &out->certain, err) &&
           list_names_find(file, "note", &out->note, err);
}

static bool read_offence(const struct list_file *file, size_t row, size_t column,
                         const struct lists *lists, struct offence_id *out,
                         struct error *err)
{
    struct text code = text_trim(table_cell(&file->table, row, column));
    *out = offence_find(lists, code);
    return out->index != NO_INDEX ||
           list_fail(file, row, err, "offence \"%s\" is not in the list",
                     word_shown(file->arena, code));
}

static bool read_rule(const struct list_file *file, size_t row,
                      const struct bridge_columns *columns, const struct lists *lists,
                      struct bridge_rule *out, struct error *err)
{
    const char *certain = list_cell(file, row, columns->certain);
    out->id = list_cell(file, row, columns->rule);
    if (!*out->id)
        return list_fail(file, row, err, "rule is empty");
    if (strcmp(certain, "0") != 0 && strcmp(certain, "1") != 0)
        return list_fail(file, row, err, "certain is neither 0 nor 1");
    out->certain = *certain == '1';
    out->target = (struct offence_id){NO_INDEX};
    return read_offence(file, row, columns->offence, lists, &out->offence, err) &&
           (!*list_cell(file, row, columns->target) ||
            read_offence(file, row, columns->target, lists, &out->target, err)) &&
           list_names_read(file, row, &columns->note, false, &out->note, err);
}

/* Two rules over one leaf would leave it in two places. */
static bool claim(struct bridge *bridge, const struct list_file *file, size_t row,
                  struct error *err)
{
    uint32_t from = bridge->rule[row].offence.index;
    uint32_t to = from + bridge->lists->offences.node[from].span;
    for (uint32_t i = from; i < to; i++) {
        if (bridge->rule_of[i] != NO_INDEX)
            return list_fail(file, row, err, "\"%s\" has the rule of row %zu already",
                             bridge->lists->offences.node[i].code,
                             (size_t)bridge->rule_of[i] + 2);
        bridge->rule_of[i] = (uint32_t)row;
    }
    return true;
}

bool bridge_load(struct arena *arena, const char *path, const struct lists *lists,
                 struct bridge *out, struct error *err)
{
    struct list_file file = {.arena = arena, .languages = &lists->languages};
    struct bridge_columns columns;
    *out = (struct bridge){.lists = lists};
    if (!table_load(arena, path, &file.table, err) ||
        !find_columns(&file, &columns, err))
        return false;
    out->count = file.table.rows;
    out->rule = arena_array(arena, out->count, sizeof *out->rule);
    out->rule_of = arena_array(arena, lists->offences.count, sizeof *out->rule_of);
    for (size_t i = 0; i < lists->offences.count; i++)
        out->rule_of[i] = NO_INDEX;
    for (size_t row = 0; row < out->count; row++)
        if (!read_rule(&file, row, &columns, lists, &out->rule[row], err) ||
            !claim(out, &file, row, err))
            return false;
    return true;
}

static bool only_a_name(const struct bridge_rule *rule)
{
    return rule->target.index == rule->offence.index;
}

struct offence_id bridge_image(const struct bridge *bridge, struct offence_id offence)
{
    uint32_t row = bridge->rule_of[offence.index];
    if (row == NO_INDEX || only_a_name(&bridge->rule[row]))
        return offence;
    return bridge->rule[row].target;
}

/* A cube being carried over. */
struct carrying {
    const struct bridge *bridge;
    struct cube *to;
    struct measure_id from, as;
    struct error *err;
    bool good;
};

static bool carry(void *context, struct key key, const struct series *series)
{
    struct carrying *carrying = context;
    const struct lists *lists = carrying->bridge->lists;
    uint32_t root = carrying->from.index;
    if (key.measure.index < root ||
        key.measure.index >= root + measure_node(lists, carrying->from)->span)
        return true;
    key.offence = bridge_image(carrying->bridge, key.offence);
    key.measure = carrying->as;
    if (key.offence.index == NO_INDEX)
        return true;
    struct arena arena = {0};
    struct figure *figures = arena_array(&arena, series->count, sizeof *figures);
    for (size_t i = 0; i < series->count; i++) {
        figures[i] = series->figures[i];
        if (figures[i].status == STATUS_PROVISIONAL) /* sealing will say so again */
            figures[i].status = STATUS_REPORTED;
    }
    carrying->good = cube_add(carrying->to, key, series->first, series->count, figures,
                              0, false, carrying->err);
    arena_free(&arena);
    return carrying->good;
}

bool bridge_cube(const struct bridge *bridge, const struct cube *cube,
                 struct measure_id from, struct measure_id to, int provisional,
                 struct cube **out, struct error *err)
{
    struct carrying carrying = {
        bridge, cube_new(bridge->lists, cube_step(cube)), from, to, err, true};
    cube_each(cube, carry, &carrying);
    if (!carrying.good) {
        cube_free(carrying.to);
        return fail_while(err, "bridging");
    }
    cube_seal(carrying.to, provisional);
    *out = carrying.to;
    return true;
}

static bool lies_in(const struct lists *lists, struct offence_id offence,
                    struct offence_id root)
{
    return offence.index >= root.index &&
           offence.index < root.index + offence_node(lists, root)->span;
}

enum bridge_use bridge_use(const struct bridge *bridge, const struct bridge_rule *rule,
                           struct offence_id offence)
{
    bool now = lies_in(bridge->lists, rule->offence, offence) ||
               lies_in(bridge->lists, offence, rule->offence);
    if (rule->target.index == NO_INDEX)
        return now ? BRIDGE_NEVER : BRIDGE_UNUSED;
    bool before =
        only_a_name(rule) ? now : lies_in(bridge->lists, rule->target, offence);
    if (now && before)
        return BRIDGE_WITHIN;
    return now ? BRIDGE_TAKES : before ? BRIDGE_ADDS : BRIDGE_UNUSED;
}

struct series bridge_series(struct arena *arena, const struct bridge *bridge,
                            const struct cube *bridged, struct key key,
                            enum bridge_use *used)
{
    for (size_t i = 0; used && i < bridge->count; i++)
        used[i] = bridge_use(bridge, &bridge->rule[i], key.offence);
    return cube_series(arena, bridged, key);
}
