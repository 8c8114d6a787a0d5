#include "ingest/json_table.h"

#include "base/buffer.h"
#include "ingest/rows.h"

#include <stdlib.h>
#include <string.h>

enum {
    PLACES_MAX = 1 << 16,
    PLACES_MIN = 512,
    COLUMNS_MAX = 4096,
    NAMES_SHOWN = 64, /* columns nobody wants, for messages */
    COLUMNS_MIN = 64,
    KEPT_BACK = 4 << 20, /* bytes of rows … */
    KEPT_ROWS = 100000   /* … or so many */
};

/* A key at its place in a row. */
struct place {
    uint32_t parent;
    uint32_t after; /* the place that came after it last time; 0: none did */
    int32_t column; /* -1: not known yet; -2: nobody wants it */
    size_t in_row;  /* the last row that had a cell here */
    struct text key;
};

struct cell {
    size_t offset;
    uint32_t length;
    bool filled, copied;
};

struct json_table {
    struct arena *arena;
    const struct source *source;
    struct place *place;
    size_t places, place_room;
    uint32_t *slot; /* place + 1; 0: free; twice as many as there is room for places */
    uint32_t last;  /* the place looked up last */

    struct text *mentioned; /* names in the descriptor, folded */
    size_t mentions;
    bool wants_all;         /* columns are wanted by what they look like */
    struct text *column;    /* names of those wanted */
    size_t columns, header; /* all, and those in the header of the rows now open */
    size_t column_room;
    struct text stranger[NAMES_SHOWN];
    size_t strangers;

    struct cell *cell; /* of the row being read */
    struct text *text;
    size_t text_room;
    struct buffer copies; /* texts of cells that are not in the row's bytes */
    size_t row;

    struct buffer kept; /* rows kept back: row, then length and bytes of each cell */
    size_t kept_rows;
    struct sink *sink, *part; /* part: of a stretch that is not the first */
    struct rows *rows;        /* NULL: rows are being kept back */
    struct decoded total;
};

static size_t slot_of(uint32_t parent, struct text key)
{
    return (size_t)(((text_hash(key) ^ parent) * 0x9E3779B97F4A7C15u) >> 32);
}

static void put_slot(struct json_table *table, uint32_t place)
{
    size_t slots = 2 * table->place_room;
    size_t at = slot_of(table->place[place].parent, table->place[place].key);
    while (table->slot[at % slots])
        at++;
    table->slot[at % slots] = place + 1;
}

static void grow_places(struct json_table *table)
{
    table->place_room = table->place_room ? 2 * table->place_room : PLACES_MIN;
    table->place =
        memory_or_die(realloc(table->place, table->place_room * sizeof *table->place));
    free(table->slot);
    table->slot = memory_or_die(calloc(2 * table->place_room, sizeof *table->slot));
    for (size_t i = 1; i < table->places; i++)
        put_slot(table, (uint32_t)i);
}

static int32_t add_column(struct json_table *table, struct text name)
{
    if (table->columns == table->column_room) {
        table->column_room = table->column_room ? 2 * table->column_room : COLUMNS_MIN;
        table->column = memory_or_die(
            realloc(table->column, table->column_room * sizeof *table->column));
        table->cell = memory_or_die(
            realloc(table->cell, table->column_room * sizeof *table->cell));
    }
    table->column[table->columns] = name;
    table->cell[table->columns] = (struct cell){0};
    return (int32_t)table->columns++;
}

struct json_table *json_table_new(struct arena *arena, const struct source *source,
                                  struct sink *sink)
{
    struct json_table *table = memory_or_die(calloc(1, sizeof *table));
    table->arena = arena;
    table->source = source;
    table->sink = sink;
    grow_places(table);
    table->place[0] = (struct place){.column = -2};
    table->places = 1;
    table->wants_all = source->period.shape == PERIOD_WIDE;
    table->mentions = source_columns(source, NULL, 0);
    table->mentioned = arena_array(arena, table->mentions + 1, sizeof(struct text));
    table->mentions = source_columns(source, table->mentioned, table->mentions);
    for (size_t i = 0; i < table->mentions; i++)
        table->mentioned[i] = text_fold(arena, table->mentioned[i]);
    for (size_t i = 0; i < source->json.lacks; i++)
        add_column(table, text_of(source->json.may_lack[i]));
    return table;
}

void json_table_free(struct json_table *table)
{
    if (!table)
        return;
    rows_free(table->rows);
    if (table->part)
        table->sink->drop(table->part);
    buffer_free(&table->copies);
    buffer_free(&table->kept);
    free(table->text);
    free(table->column);
    free(table->cell);
    free(table->slot);
    free(table->place);
    free(table);
}

/* Places ------------------------------------------------------------------------ */

static bool is_place(const struct place *place, uint32_t parent, struct text key)
{
    return place->parent == parent && place->key.length == key.length &&
           memcmp(place->key.at, key.at, key.length) == 0;
}

static bool add_place(struct json_table *table, uint32_t parent, struct text key,
                      struct error *err)
{
    if (table->places == PLACES_MAX)
        return fail(err, ERROR_LIMIT,
                    "row %zu: the rows have more than %d different names; are their "
                    "names data? Then the descriptor should say \"each\"",
                    table->row, PLACES_MAX);
    if (table->places == table->place_room)
        grow_places(table);
    table->place[table->places] = (struct place){
        .parent = parent, .column = -1, .key = arena_copy(table->arena, key)};
    put_slot(table, (uint32_t)table->places++);
    return true;
}

static bool find_place(struct json_table *table, uint32_t parent, struct text key,
                       uint32_t *place, struct error *err)
{
    size_t slots = 2 * table->place_room;
    for (size_t i = slot_of(parent, key); table->slot[i % slots]; i++) {
        *place = table->slot[i % slots] - 1;
        if (is_place(&table->place[*place], parent, key))
            return true;
    }
    *place = (uint32_t)table->places;
    return add_place(table, parent, key, err);
}

bool json_table_place(struct json_table *table, uint32_t parent, struct text key,
                      uint32_t *place, struct error *err)
{
    uint32_t guess = table->place[table->last].after;
    if (guess == 0 || !is_place(&table->place[guess], parent, key)) {
        if (!find_place(table, parent, key, &guess, err))
            return false;
        table->place[table->last].after = guess;
    }
    table->last = *place = guess;
    return true;
}

/* Columns ----------------------------------------------------------------------- */

/* "location/street/name". */
static struct text path_of(const struct json_table *table, uint32_t place)
{
    struct buffer path = {0};
    uint32_t line[64];
    size_t depth = 0;
    for (; place != JSON_TABLE_ROOT && depth < 64; place = table->place[place].parent)
        line[depth++] = place;
    for (size_t i = depth; i > 0; i--) {
        buffer_string(&path, i < depth ? "/" : "");
        buffer_text(&path, table->place[line[i - 1]].key);
    }
    struct text copy = arena_copy(table->arena, buffer_all(&path));
    buffer_free(&path);
    return copy;
}

static bool is_wanted(const struct json_table *table, struct text name)
{
    struct text folded = text_fold(table->arena, name);
    if (table->wants_all)
        return true;
    for (size_t i = 0; i < table->mentions; i++)
        if (text_equal(table->mentioned[i], folded))
            return true;
    return false;
}

/* A place has its first cell: which column is it? */
static bool find_column(struct json_table *table, uint32_t place, struct error *err)
{
    struct text name = path_of(table, place);
    int32_t *column = &table->place[place].column;
    for (size_t i = 0; i < table->source->json.lacks; i++) {
        if (text_equal(table->column[i], name)) {
            *column = (int32_t)i;
            return true;
        }
    }
    if (!is_wanted(table, name)) {
        if (table->strangers < NAMES_SHOWN && !table->rows)
            table->stranger[table->strangers++] = name;
        *column = -2;
        return true;
    }
    if (table->columns == COLUMNS_MAX)
        return fail(err, ERROR_LIMIT, "row %zu: there are more than %d columns",
                    table->row, COLUMNS_MAX);
    *column = add_column(table, name);
    return true;
}

/* Cells ------------------------------------------------------------------------- */

void json_table_begin(struct json_table *table, size_t row)
{
    table->row = row;
    table->last = JSON_TABLE_ROOT;
    buffer_clear(&table->copies);
    for (size_t i = 0; i < table->columns; i++)
        table->cell[i] = (struct cell){0};
}

static bool take_cell(struct json_table *table, uint32_t number, struct cell cell,
                      struct error *err)
{
    struct place *place = &table->place[number];
    if (place->in_row == table->row)
        return fail(err, ERROR_FORMAT, "row %zu has \"%.*s\" twice", table->row,
                    TEXT_ARGS(path_of(table, number)));
    place->in_row = table->row;
    if (place->column == -1 && !find_column(table, number, err))
        return false;
    if (place->column < 0)
        return true;
    if (table->cell[place->column].filled)
        return fail(err, ERROR_FORMAT, "row %zu has \"%.*s\" twice", table->row,
                    TEXT_ARGS(table->column[place->column]));
    cell.filled = true;
    table->cell[place->column] = cell;
    return true;
}

bool json_table_cell(struct json_table *table, uint32_t place, size_t offset,
                     size_t length, struct error *err)
{
    return take_cell(table, place,
                     (struct cell){.offset = offset, .length = (uint32_t)length}, err);
}

bool json_table_text(struct json_table *table, uint32_t place, struct text text,
                     struct error *err)
{
    size_t offset = table->copies.length;
    buffer_text(&table->copies, text);
    return take_cell(table, place,
                     (struct cell){.offset = offset,
                                   .length = (uint32_t)text.length,
                                   .copied = true},
                     err);
}

/* Rows -------------------------------------------------------------------------- */

static void keep_back(struct json_table *table)
{
    struct buffer *kept = &table->kept;
    buffer_add(kept, &table->row, sizeof table->row);
    buffer_add(kept, &table->columns, sizeof table->columns);
    for (size_t i = 0; i < table->columns; i++) {
        buffer_add(kept, &table->text[i].length, sizeof table->text[i].length);
        buffer_text(kept, table->text[i]);
    }
    table->kept_rows++;
}

static size_t take_size(const char **at)
{
    size_t size;
    memcpy(&size, *at, sizeof size);
    *at += sizeof size;
    return size;
}

/* Texts for a whole header, blank from the row's own columns on. */
static void fill_blank(struct json_table *table, size_t from)
{
    size_t count = table->columns + table->strangers;
    if (count > table->text_room) {
        table->text_room = count + NAMES_SHOWN;
        table->text =
            memory_or_die(realloc(table->text, table->text_room * sizeof *table->text));
    }
    for (size_t i = from; i < count; i++)
        table->text[i] = TEXT("");
}

static bool open_rows(struct json_table *table, struct error *err)
{
    struct sink *sink = table->sink;
    size_t count = table->columns + table->strangers;
    struct text *header = arena_array(table->arena, count + 1, sizeof *header);
    for (size_t i = 0; i < count; i++)
        header[i] =
            i < table->columns ? table->column[i] : table->stranger[i - table->columns];
    if (table->total.rows > 0) {
        if (!sink->split)
            return fail(err, ERROR_LIMIT,
                        "row %zu is the first to have a column \"%.*s\"", table->row,
                        TEXT_ARGS(table->column[table->columns - 1]));
        sink = table->part = sink->split(sink);
    }
    table->rows = rows_open(table->arena, table->source, header, count, sink, err);
    table->header = table->columns;
    return table->rows != NULL;
}

/* Open the rows with the names seen so far, and give them what was kept back. */
static bool release_kept(struct json_table *table, struct error *err)
{
    if (table->kept.failed)
        return fail(err, ERROR_LIMIT, "row %zu is too long", table->row);
    if (!open_rows(table, err))
        return false;
    const char *at = table->kept.at, *end = at + table->kept.length;
    size_t count = table->columns + table->strangers;
    while (at < end) {
        size_t row = take_size(&at), cells = take_size(&at);
        fill_blank(table, cells);
        for (size_t i = 0; i < cells; i++) {
            size_t length = take_size(&at);
            table->text[i] = (struct text){at, length};
            at += length;
        }
        if (!rows_take(table->rows, table->text, count, row, err))
            return false;
    }
    buffer_clear(&table->kept);
    table->kept_rows = 0;
    return true;
}

/* Close the rows: what follows has a wider header. */
static bool close_rows(struct json_table *table, struct error *err)
{
    struct decoded found = {0};
    if (!rows_finish(table->rows, &found, err))
        return false;
    table->total.rows += found.rows;
    table->total.observations += found.observations;
    rows_free(table->rows);
    table->rows = NULL;
    struct sink *part = table->part;
    table->part = NULL;
    return !part || table->sink->join(table->sink, part, 0, err);
}

bool json_table_end(struct json_table *table, const char *bytes, struct error *err)
{
    bool any = false;
    fill_blank(table, 0);
    for (size_t i = 0; i < table->columns; i++) {
        const struct cell *cell = &table->cell[i];
        const char *base = cell->copied ? table->copies.at : bytes;
        any |= cell->filled;
        if (cell->length > 0)
            table->text[i] = (struct text){base + cell->offset, cell->length};
    }
    if (!any)
        return fail(err, ERROR_FORMAT,
                    "row %zu has none of the columns that the descriptor names",
                    table->row);
    if (table->rows && table->columns > table->header && !close_rows(table, err))
        return false;
    if (table->rows)
        return rows_take(table->rows, table->text, table->header + table->strangers,
                         table->row, err);
    keep_back(table);
    bool enough = table->kept.length > KEPT_BACK || table->kept_rows >= KEPT_ROWS;
    return !enough || release_kept(table, err);
}

bool json_table_finish(struct json_table *table, struct decoded *out, struct error *err)
{
    if (!table->rows && table->kept_rows > 0 && !release_kept(table, err))
        return false;
    if (table->rows && !close_rows(table, err))
        return false;
    out->rows = table->total.rows;
    out->observations = table->total.observations;
    return true;
}
