#include "ingest/decode_jsonstat.h"

#include "ingest/jsonstat.h"
#include "ingest/rows.h"

enum { COLUMNS_MAX = 2 * JSONSTAT_DIMENSIONS_MAX + 2 };

struct table {
    struct arena *arena;
    const struct source *source;
    struct sink *sink;
    struct rows *rows;
    size_t columns;
    struct text header[COLUMNS_MAX];
    size_t row;
};

static void name_columns(struct arena *arena, const struct jsonstat *stat,
                         struct text *header)
{
    for (size_t i = 0; i < stat->ids; i++) {
        const char *label = arena_format(arena, "%.*s/label", TEXT_ARGS(stat->id[i]));
        header[2 * i] = stat->id[i];
        header[2 * i + 1] = text_of(label);
    }
    header[2 * stat->ids] = TEXT("value");
    header[2 * stat->ids + 1] = TEXT("status");
}

/* Several documents, the pages of an answer, must have the same dimensions. */
static bool open_table(struct table *table, const struct jsonstat *stat,
                       struct error *err)
{
    struct text header[COLUMNS_MAX];
    size_t columns = 2 * stat->ids + 2;
    name_columns(table->arena, stat, header);
    if (!table->rows) {
        table->columns = columns;
        for (size_t i = 0; i < columns; i++) /* the document goes, the table stays */
            table->header[i] = arena_copy(table->arena, header[i]);
        table->rows = rows_open(table->arena, table->source, table->header, columns,
                                table->sink, err);
        return table->rows != NULL;
    }
    bool same = columns == table->columns;
    for (size_t i = 0; same && i < columns; i++)
        same = text_equal(header[i], table->header[i]);
    return same || fail(err, ERROR_CONTRADICTION,
                        "after row %zu the dimensions are others", table->row);
}

/* On to the next cell: the last dimension runs fastest. */
static void step(const struct jsonstat *stat, size_t *position, struct text *cells)
{
    for (size_t i = stat->ids; i > 0; i--) {
        size_t k = i - 1;
        bool around = ++position[k] == stat->size[k];
        if (around)
            position[k] = 0;
        cells[2 * k] = stat->order[k]->category[position[k]].id;
        cells[2 * k + 1] = stat->order[k]->category[position[k]].label;
        if (!around)
            return;
    }
}

static bool take_cells(struct table *table, const struct jsonstat *stat,
                       struct error *err)
{
    struct text cells[COLUMNS_MAX];
    size_t position[JSONSTAT_DIMENSIONS_MAX] = {0};
    size_t value = 0, status = 0;
    for (size_t k = 0; k < stat->ids; k++) {
        cells[2 * k] = stat->order[k]->category[0].id;
        cells[2 * k + 1] = stat->order[k]->category[0].label;
    }
    for (size_t cell = 0; cell < stat->cells; cell++) {
        cells[2 * stat->ids] = jsonstat_cell(&stat->values, cell, &value);
        cells[2 * stat->ids + 1] =
            jsonstat_cell(&stat->status, stat->same_status ? 0 : cell, &status);
        if (!rows_take(table->rows, cells, table->columns, ++table->row, err))
            return false;
        step(stat, position, cells);
    }
    return true;
}

/* One document after another, to the end of the input. */
static bool take_documents(struct table *table, struct json_scan *scan,
                           struct error *err)
{
    struct json_token token;
    for (;;) {
        struct arena arena = {0};
        struct jsonstat stat = {0};
        if (!json_scan_next(scan, &token, err))
            return false;
        if (token.kind == JSON_END)
            return table->rows ||
                   fail(err, ERROR_FORMAT, "there is no JSON-stat dataset");
        bool good = jsonstat_read(&arena, scan, &token, &stat, err);
        if (!good)
            fail_while(err, "after row %zu, before byte %zu", table->row,
                       json_scan_bytes(scan));
        good = good && open_table(table, &stat, err) && take_cells(table, &stat, err);
        jsonstat_free(&stat);
        arena_free(&arena);
        if (!good)
            return false;
    }
}

bool decode_jsonstat(struct arena *arena, const struct source *source,
                     struct stream *stream, struct sink *sink, struct decoded *out,
                     struct error *err)
{
    struct table table = {.arena = arena, .source = source, .sink = sink};
    struct json_scan *scan = json_scan_stream(stream);
    bool good = take_documents(&table, scan, err) && rows_finish(table.rows, out, err);
    out->bytes = json_scan_bytes(scan);
    out->encoding = "utf-8";
    rows_free(table.rows);
    json_scan_free(scan);
    return good;
}
