#include "ingest/jsonstat_inside.h"

#include <stdlib.h>
#include <string.h>

/* Values and status ------------------------------------------------------------- */

static bool add_cell(struct jsonstat_reading *reading, struct jsonstat_cells *cells,
                     size_t cell, struct text text)
{
    if (cells->count == cells->room) {
        cells->room = cells->room ? cells->room * 2 : 1024;
        cells->at = memory_or_die(realloc(cells->at, cells->room * sizeof *cells->at));
    }
    cells->at[cells->count++] = (struct jsonstat_cell){
        (uint32_t)cell, (uint32_t)cells->bytes.length, (uint32_t)text.length};
    buffer_text(&cells->bytes, text);
    return !cells->bytes.failed ||
           fail(reading->err, ERROR_LIMIT, "the values have more than %d MiB",
                BUFFER_LIMIT >> 20);
}

static bool is_scalar(const struct json_token *token)
{
    return token->kind == JSON_WORD || token->kind == JSON_DIGITS ||
           token->kind == JSON_NOTHING;
}

static bool read_dense(struct jsonstat_reading *reading, struct jsonstat_cells *cells)
{
    struct json_token token;
    cells->dense = true;
    for (size_t cell = 0; jsonstat_next(reading, &token); cell++) {
        if (jsonstat_closes(&token))
            return true;
        if (!is_scalar(&token))
            return jsonstat_fail(reading, "a value is no number, string or null");
        if (cell == JSONSTAT_CELLS_MAX)
            return fail(reading->err, ERROR_LIMIT, "there are more than %d values",
                        JSONSTAT_CELLS_MAX);
        struct text text = token.kind == JSON_NOTHING ? TEXT("") : token.text;
        if (!add_cell(reading, cells, cell, text))
            return false;
    }
    return false;
}

static bool read_sparse(struct jsonstat_reading *reading, struct jsonstat_cells *cells)
{
    struct json_token token;
    size_t cell;
    while (jsonstat_next(reading, &token)) {
        if (jsonstat_closes(&token))
            return true;
        if (!jsonstat_whole(token.text, JSONSTAT_CELLS_MAX - 1, &cell))
            return jsonstat_fail(reading, "a value's key is no cell's number");
        if (!jsonstat_next(reading, &token))
            return false;
        if (!is_scalar(&token))
            return jsonstat_fail(reading, "a value is no number, string or null");
        struct text text = token.kind == JSON_NOTHING ? TEXT("") : token.text;
        if (!add_cell(reading, cells, cell, text))
            return false;
    }
    return false;
}

static bool read_cells(struct jsonstat_reading *reading, struct jsonstat_cells *cells,
                       const char *name)
{
    struct json_token token;
    if (!jsonstat_next(reading, &token))
        return false;
    if (cells->seen)
        return fail(reading->err, ERROR_FORMAT, "\"%s\" is there twice", name);
    cells->seen = true;
    if (token.kind == JSON_OPEN_ARRAY)
        return read_dense(reading, cells);
    if (token.kind == JSON_OPEN_OBJECT)
        return read_sparse(reading, cells);
    if (cells != &reading->out->status)
        return jsonstat_fail(reading, "\"value\" is neither an array nor an object");
    reading->out->same_status = true;
    return token.kind == JSON_NOTHING || add_cell(reading, cells, 0, token.text);
}

static int compare_cells(const void *a, const void *b)
{
    uint32_t one = ((const struct jsonstat_cell *)a)->cell;
    uint32_t other = ((const struct jsonstat_cell *)b)->cell;
    return (one > other) - (one < other);
}

/* In order of cells, each once. */
static bool sort_cells(struct jsonstat_reading *reading, struct jsonstat_cells *cells,
                       const char *name)
{
    bool rising = true;
    for (size_t i = 1; i < cells->count; i++)
        rising &= cells->at[i].cell > cells->at[i - 1].cell;
    if (rising)
        return true;
    qsort(cells->at, cells->count, sizeof *cells->at, compare_cells);
    for (size_t i = 1; i < cells->count; i++)
        if (cells->at[i].cell == cells->at[i - 1].cell)
            return fail(reading->err, ERROR_FORMAT, "\"%s\" has cell %u twice", name,
                        cells->at[i].cell);
    return true;
}

struct text jsonstat_cell(const struct jsonstat_cells *cells, size_t cell, size_t *from)
{
    while (*from < cells->count && cells->at[*from].cell < cell)
        (*from)++;
    if (*from == cells->count || cells->at[*from].cell != cell)
        return TEXT("");
    const struct jsonstat_cell *found = &cells->at[*from];
    return (struct text){cells->bytes.at + found->offset, found->length};
}

/* The dataset ------------------------------------------------------------------- */

static bool read_ids(struct jsonstat_reading *reading);
static bool read_sizes(struct jsonstat_reading *reading);

/* In JSON-stat 1, "id", "size" and "role" stand among the dimensions. */
static bool read_dimensions(struct jsonstat_reading *reading)
{
    struct json_token token;
    if (!jsonstat_next(reading, &token))
        return false;
    if (token.kind != JSON_OPEN_OBJECT)
        return jsonstat_fail(reading, "\"dimension\" is no object");
    while (jsonstat_next(reading, &token)) {
        bool good;
        if (jsonstat_closes(&token))
            return true;
        if (text_is(token.text, "id") && reading->out->ids == 0)
            good = read_ids(reading);
        else if (text_is(token.text, "size") && reading->out->sizes == 0)
            good = read_sizes(reading);
        else if (text_is(token.text, "role"))
            good = jsonstat_skip(reading, &token);
        else
            good = jsonstat_read_dimension(reading, token.text);
        if (!good)
            return false;
    }
    return false;
}

static bool open_list(struct jsonstat_reading *reading, size_t count, const char *name)
{
    struct json_token token;
    if (!jsonstat_next(reading, &token))
        return false;
    if (token.kind != JSON_OPEN_ARRAY || count > 0)
        return fail(reading->err, ERROR_FORMAT, "\"%s\" is no array, or there twice",
                    name);
    return true;
}

static bool fail_dimensions(struct jsonstat_reading *reading)
{
    return fail(reading->err, ERROR_LIMIT, "there are more than %d dimensions",
                JSONSTAT_DIMENSIONS_MAX);
}

static bool read_ids(struct jsonstat_reading *reading)
{
    struct jsonstat *out = reading->out;
    struct json_token token;
    if (!open_list(reading, out->ids, "id"))
        return false;
    while (jsonstat_next(reading, &token)) {
        if (jsonstat_closes(&token))
            return true;
        if (out->ids == JSONSTAT_DIMENSIONS_MAX)
            return fail_dimensions(reading);
        if (token.kind != JSON_WORD || token.text.length == 0)
            return jsonstat_fail(reading, "a dimension's id is no string");
        if (!jsonstat_copy(reading, token.text, &out->id[out->ids++]))
            return false;
    }
    return false;
}

static bool read_sizes(struct jsonstat_reading *reading)
{
    struct jsonstat *out = reading->out;
    struct json_token token;
    if (!open_list(reading, out->sizes, "size"))
        return false;
    while (jsonstat_next(reading, &token)) {
        if (jsonstat_closes(&token))
            return true;
        if (out->sizes == JSONSTAT_DIMENSIONS_MAX)
            return fail_dimensions(reading);
        if (token.kind != JSON_DIGITS ||
            !jsonstat_whole(token.text, JSONSTAT_CATEGORIES_MAX,
                            &out->size[out->sizes++]))
            return jsonstat_fail(reading, "a dimension's size is no whole number");
    }
    return false;
}

static bool is_one_of(struct text key, const char *const *words)
{
    for (; *words; words++)
        if (text_is(key, *words))
            return true;
    return false;
}

static bool read_members(struct jsonstat_reading *reading, size_t level);

/* {"item": [{…}, …]} of a collection: those that hold a dataset. */
static bool read_links(struct jsonstat_reading *reading)
{
    struct json_token token;
    bool in_items = false;
    if (!jsonstat_next(reading, &token))
        return false;
    if (token.kind != JSON_OPEN_OBJECT)
        return jsonstat_skip(reading, &token);
    while (jsonstat_next(reading, &token)) {
        if (jsonstat_closes(&token) && !in_items)
            return true;
        if (jsonstat_closes(&token)) {
            in_items = false;
        } else if (in_items && token.kind == JSON_OPEN_OBJECT) {
            if (!read_members(reading, 1))
                return false;
        } else if (in_items || !text_is(token.text, "item")) {
            if (!jsonstat_skip(reading, &token))
                return false;
        } else {
            if (!jsonstat_next(reading, &token))
                return false;
            in_items = token.kind == JSON_OPEN_ARRAY;
            if (!in_items && !jsonstat_skip(reading, &token))
                return false;
        }
    }
    return false;
}

/* A member that is nothing of a dataset: in a bundle a dataset, or else no concern. */
static bool read_stranger(struct jsonstat_reading *reading,
                          const struct json_token *key, size_t level)
{
    static const char *const idle[] = {"role",  "extension", "note",    "source",
                                       "label", "href",      "updated", NULL};
    struct json_token token;
    if (level > 0 || is_one_of(key->text, idle))
        return jsonstat_skip(reading, key);
    static const char *const speaking[] = {"error", "errors", "message", NULL};
    if (is_one_of(key->text, speaking))
        return json_notice_member(&reading->notice, reading->scan, key, reading->err);
    if (!jsonstat_next(reading, &token))
        return false;
    if (token.kind == JSON_OPEN_OBJECT)
        return read_members(reading, 1);
    return jsonstat_skip(reading, &token);
}

/* Of a dataset, a bundle or a collection: after the opening brace. */
static bool read_members(struct jsonstat_reading *reading, size_t level)
{
    struct jsonstat *out = reading->out;
    struct json_token token;
    while (jsonstat_next(reading, &token)) {
        bool good;
        if (jsonstat_closes(&token))
            return true;
        if (text_is(token.text, "value")) {
            if (++reading->datasets > 1)
                return fail(reading->err, ERROR_FORMAT,
                            "the document holds more than one dataset");
            good = read_cells(reading, &out->values, "value");
        } else if (text_is(token.text, "status")) {
            good = read_cells(reading, &out->status, "status");
        } else if (text_is(token.text, "dimension")) {
            good = read_dimensions(reading);
        } else if (text_is(token.text, "id")) {
            good = read_ids(reading);
        } else if (text_is(token.text, "size")) {
            good = read_sizes(reading);
        } else if (level == 0 && text_is(token.text, "link")) {
            good = read_links(reading);
        } else {
            good = read_stranger(reading, &token, level);
        }
        if (!good)
            return false;
    }
    return false;
}

/* Checking
 * ------------------------------------------------------------------------------ */

static bool check_dimensions(struct jsonstat_reading *reading)
{
    struct jsonstat *out = reading->out;
    if (out->ids == 0 || out->ids != out->sizes || out->ids != out->described)
        return fail(reading->err, ERROR_CONTRADICTION,
                    "there are %zu ids, %zu sizes and %zu dimensions", out->ids,
                    out->sizes, out->described);
    for (size_t i = 0; i < out->ids; i++) {
        for (size_t k = 0; k < out->described; k++) {
            if (!text_equal(out->dimension[k].id, out->id[i]))
                continue;
            if (out->order[i])
                return fail(reading->err, ERROR_FORMAT,
                            "dimension \"%.*s\" is there twice", TEXT_ARGS(out->id[i]));
            out->order[i] = &out->dimension[k];
        }
        if (!out->order[i])
            return fail(reading->err, ERROR_CONTRADICTION,
                        "dimension \"%.*s\" is not described", TEXT_ARGS(out->id[i]));
        for (size_t k = 0; k < i; k++)
            if (out->order[k] == out->order[i])
                return fail(reading->err, ERROR_FORMAT, "id \"%.*s\" is there twice",
                            TEXT_ARGS(out->id[i]));
        if (out->order[i]->count != out->size[i])
            return fail(reading->err, ERROR_CONTRADICTION,
                        "dimension \"%.*s\" has %zu categories, its size is %zu",
                        TEXT_ARGS(out->id[i]), out->order[i]->count, out->size[i]);
    }
    return true;
}

static bool check_product(struct jsonstat_reading *reading)
{
    struct jsonstat *out = reading->out;
    out->cells = 1;
    for (size_t i = 0; i < out->sizes; i++) {
        if (out->size[i] == 0 || out->cells > JSONSTAT_CELLS_MAX / out->size[i])
            return fail(reading->err, ERROR_LIMIT,
                        "the sizes multiply to nothing, or to more than %d",
                        JSONSTAT_CELLS_MAX);
        out->cells *= out->size[i];
    }
    return true;
}

static bool check_cells(struct jsonstat_reading *reading, struct jsonstat_cells *cells,
                        const char *name)
{
    size_t product = reading->out->cells;
    if (!sort_cells(reading, cells, name))
        return false;
    if (cells->dense && cells->count != product)
        return fail(reading->err, ERROR_CONTRADICTION,
                    "\"%s\" has %zu entries, the sizes multiply to %zu", name,
                    cells->count, product);
    if (cells->count > 0 && cells->at[cells->count - 1].cell >= product)
        return fail(reading->err, ERROR_CONTRADICTION,
                    "\"%s\" has a cell %u, the sizes multiply to %zu", name,
                    cells->at[cells->count - 1].cell, product);
    return true;
}

static bool check(struct jsonstat_reading *reading)
{
    if (reading->datasets == 0 || reading->notice.is_error)
        return json_notice_fail(&reading->notice,
                                "there is no JSON-stat dataset with values",
                                reading->err);
    return check_dimensions(reading) && check_product(reading) &&
           check_cells(reading, &reading->out->values, "value") &&
           check_cells(reading, &reading->out->status, "status");
}

bool jsonstat_read(struct arena *arena, struct json_scan *scan,
                   const struct json_token *open, struct jsonstat *out,
                   struct error *err)
{
    struct jsonstat_reading reading = {
        .arena = arena, .scan = scan, .out = out, .err = err};
    *out = (struct jsonstat){.arena = arena};
    if (open->kind != JSON_OPEN_OBJECT)
        return json_scan_fail(scan, "a JSON-stat document is an object", err);
    bool good = read_members(&reading, 0) && check(&reading);
    json_notice_free(&reading.notice);
    return good;
}

void jsonstat_free(struct jsonstat *stat)
{
    buffer_free(&stat->values.bytes);
    buffer_free(&stat->status.bytes);
    free(stat->values.at);
    free(stat->status.at);
}
