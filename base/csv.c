#include "base/csv.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/number.h"

#include <string.h>

enum { TABLE_CELLS_MAX = 16 << 20 };

/* Where we are in a file. Rows count from 1, the header. */
struct scan {
    struct arena *arena;
    const char *path;
    struct text rest;
    size_t row;
};

static bool at_row_end(struct text rest)
{
    return rest.length == 0 || rest.at[0] == '\n' ||
           (rest.at[0] == '\r' && rest.length > 1 && rest.at[1] == '\n');
}

static void skip(struct text *rest, size_t count)
{
    rest->at += count;
    rest->length -= count;
}

/* "" inside a quoted cell is one quote. */
static struct text without_doubles(struct arena *arena, struct text cell)
{
    char *out = arena_take(arena, cell.length + 1);
    size_t used = 0;
    for (size_t i = 0; i < cell.length; i++) {
        out[used++] = cell.at[i];
        if (cell.at[i] == '"')
            i++;
    }
    return (struct text){out, used};
}

/* rest starts behind the opening quote. */
static bool scan_quoted(struct scan *scan, struct text *cell, struct error *err)
{
    struct text rest = scan->rest;
    size_t i = 0;
    bool doubled = false;
    for (; i < rest.length; i++) {
        if (rest.at[i] != '"')
            continue;
        if (i + 1 == rest.length || rest.at[i + 1] != '"')
            break;
        doubled = true;
        i++;
    }
    if (i == rest.length)
        return fail(err, ERROR_FORMAT, "%s: row %zu: a quote is never closed",
                    scan->path, scan->row);
    *cell = (struct text){rest.at, i};
    if (doubled)
        *cell = without_doubles(scan->arena, *cell);
    skip(&scan->rest, i + 1);
    return true;
}

static bool scan_plain(struct scan *scan, struct text *cell, struct error *err)
{
    struct text rest = scan->rest;
    const char *start = rest.at;
    while (!at_row_end(rest) && rest.at[0] != ',' && rest.at[0] != '"')
        skip(&rest, 1);
    if (rest.length > 0 && rest.at[0] == '"')
        return fail(err, ERROR_FORMAT, "%s: row %zu: a quote inside a plain cell",
                    scan->path, scan->row);
    *cell = (struct text){start, (size_t)(rest.at - start)};
    scan->rest = rest;
    return true;
}

/* One cell and what ends it; last tells whether that was the row's end. */
static bool scan_cell(struct scan *scan, struct text *cell, bool *last,
                      struct error *err)
{
    bool quoted = scan->rest.length > 0 && scan->rest.at[0] == '"';
    if (quoted)
        skip(&scan->rest, 1);
    if (!(quoted ? scan_quoted : scan_plain)(scan, cell, err))
        return false;
    *last = at_row_end(scan->rest);
    if (!*last && scan->rest.at[0] != ',')
        return fail(err, ERROR_FORMAT, "%s: row %zu: text after a closing quote",
                    scan->path, scan->row);
    if (scan->rest.length > 0)
        skip(&scan->rest, scan->rest.at[0] == '\r' ? 2 : 1);
    return true;
}

static bool scan_row(struct scan *scan, struct buffer *cells, size_t *count,
                     struct error *err)
{
    scan->row++;
    *count = 0;
    for (bool last = false; !last; ++*count) {
        struct text cell;
        if (!scan_cell(scan, &cell, &last, err))
            return false;
        buffer_add(cells, &cell, sizeof cell);
    }
    return true;
}

static bool scan_rows(struct scan *scan, struct buffer *cells, struct table *table,
                      struct error *err)
{
    while (scan->rest.length > 0) {
        size_t count;
        if (!scan_row(scan, cells, &count, err))
            return false;
        if (scan->row == 1)
            table->columns = count;
        if (count != table->columns)
            return fail(err, ERROR_FORMAT, "%s: row %zu has %zu cells, header has %zu",
                        scan->path, scan->row, count, table->columns);
        if (cells->failed || count > TABLE_COLUMNS_MAX)
            return fail(err, ERROR_LIMIT, "%s: row %zu: too many %s", scan->path,
                        scan->row, cells->failed ? "cells" : "columns");
    }
    if (scan->row == 0)
        return fail(err, ERROR_FORMAT, "%s: there is no header", scan->path);
    table->rows = scan->row - 1;
    return true;
}

static bool check_header(const struct table *table, struct error *err)
{
    for (size_t i = 0; i < table->columns; i++) {
        struct text name = table->header[i];
        if (name.length == 0)
            return fail(err, ERROR_FORMAT, "%s: column %zu has no name", table->path,
                        i + 1);
        for (size_t j = 0; j < i; j++)
            if (text_equal(name, table->header[j]))
                return fail(err, ERROR_FORMAT, "%s: there are two columns \"%.*s\"",
                            table->path, TEXT_ARGS(name));
    }
    return true;
}

static struct text without_mark(struct text bytes)
{
    struct text mark = TEXT("\xef\xbb\xbf");
    if (text_starts(bytes, mark))
        skip(&bytes, mark.length);
    return bytes;
}

bool table_load(struct arena *arena, const char *path, struct table *out,
                struct error *err)
{
    struct text bytes;
    if (!file_read(arena, path, TABLE_BYTES_MAX, &bytes, err))
        return false;
    if (!text_is_utf8(bytes))
        return fail(err, ERROR_FORMAT, "%s: not UTF-8", path);
    struct table table = {.path = arena_copy(arena, text_of(path)).at};
    struct scan scan = {.arena = arena, .path = path, .rest = without_mark(bytes)};
    struct buffer cells = {.limit = TABLE_CELLS_MAX * sizeof(struct text)};
    bool good = scan_rows(&scan, &cells, &table, err);
    if (good) {
        table.header = (struct text *)(void *)arena_copy(arena, buffer_all(&cells)).at;
        table.cells = table.header + table.columns;
        good = check_header(&table, err);
    }
    buffer_free(&cells);
    if (good)
        *out = table;
    return good;
}

size_t table_column(const struct table *table, const char *name)
{
    for (size_t i = 0; i < table->columns; i++)
        if (text_is(table->header[i], name))
            return i;
    return TABLE_NONE;
}

bool table_need(const struct table *table, const char *name, size_t *column,
                struct error *err)
{
    size_t found = table_column(table, name);
    if (found == TABLE_NONE)
        return fail(err, ERROR_FORMAT, "%s: there is no column \"%s\"", table->path,
                    name);
    *column = found;
    return true;
}

struct text table_cell(const struct table *table, size_t row, size_t column)
{
    if (row >= table->rows || column >= table->columns)
        return (struct text){0};
    return table->cells[row * table->columns + column];
}

static bool has_any(struct text text, const char *characters)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] && strchr(characters, text.at[i]))
            return true;
    return false;
}

/* OWASP, "CSV injection". */
static bool is_formula(struct text cell)
{
    double number;
    struct text first = {cell.at, cell.length ? 1 : 0};
    return has_any(first, "=+-@\t\r") && !number_parse(cell, 0, '.', &number);
}

static void write_quoted(struct buffer *out, struct text rest)
{
    while (rest.at) {
        buffer_text(out, text_cut(&rest, '"'));
        if (rest.at)
            buffer_string(out, "\"\"");
    }
}

void csv_write(struct buffer *out, struct text cell)
{
    bool quoted = has_any(cell, "\",\r\n");
    if (quoted)
        buffer_char(out, '"');
    if (is_formula(cell))
        buffer_char(out, '\'');
    write_quoted(out, cell);
    if (quoted)
        buffer_char(out, '"');
}
