#include "transform/breaks.h"

#include "transform/list_file.h"
#include "transform/shown.h"

#include <string.h>

static const char FILE_NAME[] = "breaks.csv";

/* The columns of the file. */
struct break_columns {
    size_t kind, place, offence, before, after, date, bridge, reference;
    struct list_names reason, about;
};

static bool find_columns(const struct list_file *file, struct break_columns *out,
                         struct error *err)
{
    return table_need(&file->table, "kind", &out->kind, err) &&
           table_need(&file->table, "place", &out->place, err) &&
           table_need(&file->table, "offence", &out->offence, err) &&
           table_need(&file->table, "before", &out->before, err) &&
           table_need(&file->table, "after", &out->after, err) &&
           table_need(&file->table, "date", &out->date, err) &&
           table_need(&file->table, "bridge", &out->bridge, err) &&
           table_need(&file->table, "reference", &out->reference, err) &&
           list_names_find(file, "reason", &out->reason, err) &&
           list_names_find(file, "about", &out->about, err);
}

static bool read_kind(const struct list_file *file, size_t row, size_t column,
                      enum break_kind *out, struct error *err)
{
    const char *kind = list_cell(file, row, column);
    *out = strcmp(kind, "method") == 0 ? BREAK_METHOD : BREAK_LEVEL;
    return *out == BREAK_METHOD || strcmp(kind, "level") == 0 ||
           list_fail(file, row, err, "kind \"%s\" is neither method nor level",
                     word_shown(file->arena, text_of(kind)));
}

static bool read_where(const struct list_file *file, size_t row,
                       const struct break_columns *columns, const struct lists *lists,
                       struct break_in *out, struct error *err)
{
    struct text place = text_of(list_cell(file, row, columns->place));
    struct text offence = text_of(list_cell(file, row, columns->offence));
    out->place = place_find(lists, place);
    out->offence = offence_find(lists, offence);
    if (out->place.index == NO_INDEX)
        return list_fail(file, row, err, "place \"%s\" is not in the list",
                         word_shown(file->arena, place));
    return offence.length == 0 || out->offence.index != NO_INDEX ||
           list_fail(file, row, err, "offence \"%s\" is not in the list",
                     word_shown(file->arena, offence));
}

static bool read_methodology(const struct list_file *file, size_t row, size_t column,
                             const struct lists *lists, const struct methodology **out,
                             struct error *err)
{
    const char *code = list_cell(file, row, column);
    *out = methodology_find(lists, code);
    return *out || list_fail(file, row, err, "methodology \"%s\" is not in the list",
                             word_shown(file->arena, text_of(code)));
}

/* "2026-01" */
static bool read_month(const struct list_file *file, size_t row, size_t column,
                       struct period *out, struct error *err)
{
    const char *cell = list_cell(file, row, column);
    struct day day;
    if (strlen(cell) != 7 ||
        !day_parse(text_of(arena_format(file->arena, "%s-01", cell)), &day))
        return list_fail(file, row, err, "date \"%s\" is not a month such as 2026-01",
                         word_shown(file->arena, text_of(cell)));
    *out = period_of(day.year, day.month);
    return true;
}

/* Each kind has its own way to contradict itself. */
static bool check_kind(const struct list_file *file, size_t row,
                       const struct break_in *it, struct error *err)
{
    bool same = it->before == it->after;
    if (it->kind == BREAK_METHOD && same)
        return list_fail(file, row, err,
                         "a change of method needs two methodologies, not %s twice",
                         it->after->code);
    if (it->kind == BREAK_LEVEL && !same)
        return list_fail(file, row, err,
                         "a level jumps within one methodology, not from %s to %s",
                         it->before->code, it->after->code);
    if (it->kind == BREAK_METHOD && it->date.month != it->after->first.month)
        return list_fail(file, row, err, "%s is in force from %s on", it->after->code,
                         period_iso(file->arena, it->after->first, STEP_MONTH));
    return it->date.month > it->after->first.month || it->kind == BREAK_METHOD ||
           list_fail(file, row, err, "%s is in force only from %s on", it->after->code,
                     period_iso(file->arena, it->after->first, STEP_MONTH));
}

static bool check_twice(const struct list_file *file, size_t row,
                        const struct breaks *breaks, struct error *err)
{
    const struct break_in *it = &breaks->row[row];
    for (size_t i = 0; i < row; i++) {
        const struct break_in *other = &breaks->row[i];
        if (other->place.index == it->place.index && other->after == it->after &&
            other->before == it->before && other->date.month == it->date.month &&
            other->offence.index == it->offence.index)
            return list_fail(file, row, err, "row %zu has this break already", i + 2);
    }
    return true;
}

static bool read_row(const struct list_file *file, size_t row,
                     const struct break_columns *columns, const struct lists *lists,
                     struct break_in *out, struct error *err)
{
    const char *bridge = list_cell(file, row, columns->bridge);
    out->bridge = *bridge ? bridge : NULL;
    out->reference = list_cell(file, row, columns->reference);
    if (strchr(bridge, '/'))
        return list_fail(file, row, err, "bridge is the name of a file beside this");
    if (!text_starts(text_of(out->reference), TEXT("https://")))
        return list_fail(file, row, err, "reference must be an https address");
    return read_kind(file, row, columns->kind, &out->kind, err) &&
           read_where(file, row, columns, lists, out, err) &&
           read_methodology(file, row, columns->before, lists, &out->before, err) &&
           read_methodology(file, row, columns->after, lists, &out->after, err) &&
           read_month(file, row, columns->date, &out->date, err) &&
           list_names_read(file, row, &columns->reason, false, &out->reason, err) &&
           list_names_read(file, row, &columns->about, false, &out->about, err) &&
           check_kind(file, row, out, err);
}

bool breaks_load(struct arena *arena, const char *folder, const struct lists *lists,
                 struct breaks *out, struct error *err)
{
    struct list_file file;
    struct list_codes codes = {0};
    struct break_columns columns;
    if (!list_open(arena, folder, FILE_NAME, &lists->languages, &file, err) ||
        !list_codes_find(&file, &codes, err) || !find_columns(&file, &columns, err))
        return false;
    *out = (struct breaks){lists, file.table.rows,
                           arena_array(arena, file.table.rows, sizeof *out->row)};
    for (size_t row = 0; row < out->count; row++)
        if (!list_code_read(&file, row, &codes, &out->row[row].code, err) ||
            !read_row(&file, row, &columns, lists, &out->row[row], err) ||
            !check_twice(&file, row, out, err))
            return false;
    return true;
}

const struct break_in *break_of_method(const struct breaks *breaks,
                                       const struct methodology *before,
                                       const struct methodology *after)
{
    for (size_t i = 0; i < breaks->count; i++)
        if (breaks->row[i].kind == BREAK_METHOD && breaks->row[i].before == before &&
            breaks->row[i].after == after)
            return &breaks->row[i];
    return NULL;
}

/* Does the break's place or offence hold this one? */
static bool bears_on(const struct lists *lists, const struct break_in *it,
                     struct place_id place, struct offence_id offence)
{
    uint32_t at = it->place.index, of = it->offence.index;
    return place.index >= at && place.index < at + place_node(lists, it->place)->span &&
           (of == NO_INDEX ||
            (offence.index >= of &&
             offence.index < of + offence_node(lists, it->offence)->span));
}

const struct break_in *break_bridged(const struct breaks *breaks)
{
    const struct break_in *newest = NULL;
    for (size_t i = 0; i < breaks->count; i++)
        if (breaks->row[i].bridge &&
            (!newest || breaks->row[i].date.month > newest->date.month))
            newest = &breaks->row[i];
    return newest;
}

const struct break_in *break_next(const struct breaks *breaks, size_t *at,
                                  const struct methodology *methodology,
                                  struct place_id place, struct offence_id offence)
{
    while (*at < breaks->count) {
        const struct break_in *it = &breaks->row[(*at)++];
        if (it->kind == BREAK_LEVEL && it->after == methodology &&
            bears_on(breaks->lists, it, place, offence))
            return it;
    }
    return NULL;
}

bool break_between(const struct breaks *breaks, const struct methodology *methodology,
                   struct place_id place, struct offence_id offence,
                   struct period first, struct period last)
{
    size_t at = 0;
    for (const struct break_in *it;
         (it = break_next(breaks, &at, methodology, place, offence));)
        if (it->date.month > first.month && it->date.month <= last.month)
            return true;
    return false;
}
