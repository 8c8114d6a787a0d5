/* One row of JSON: an object, an array or a value, and the keys around it. */
#include "ingest/decode_json_inside.h"

#include <stdio.h>

enum { ELEMENTS_MAX = 16 /* of an array in a cell; what follows is not read */ };

static struct text index_text(size_t index, char digits[24])
{
    int length = snprintf(digits, 24, "%zu", index);
    return (struct text){digits, (size_t)length};
}

static bool take_scalar(struct json_reader *reader, uint32_t place,
                        const struct json_token *token)
{
    const char *held = json_scan_held(reader->scan);
    if (token->kind == JSON_NOTHING)
        return json_table_cell(reader->table, place, 0, 0, reader->err);
    return json_table_cell(reader->table, place, (size_t)(token->text.at - held),
                           token->text.length, reader->err);
}

static bool take_object(struct json_reader *reader, uint32_t parent);

/* Scalars and objects, the first few; arrays in arrays are shapes on a map. */
static bool take_elements(struct json_reader *reader, uint32_t parent)
{
    struct json_token token;
    char digits[24];
    for (size_t index = 0;; index++) {
        uint32_t place;
        if (!next(reader, &token))
            return false;
        if (closes(&token))
            return true;
        if (token.kind == JSON_OPEN_ARRAY || index >= ELEMENTS_MAX) {
            if (!skip(reader, &token))
                return false;
            continue;
        }
        if (!json_table_place(reader->table, parent, index_text(index, digits), &place,
                              reader->err) ||
            !(token.kind == JSON_OPEN_OBJECT ? take_object(reader, place)
                                             : take_scalar(reader, place, &token)))
            return false;
    }
}

static bool take_inside(struct json_reader *reader, uint32_t place,
                        const struct json_token *token)
{
    if (token->kind == JSON_OPEN_OBJECT)
        return take_object(reader, place);
    if (token->kind == JSON_OPEN_ARRAY)
        return take_elements(reader, place);
    return take_scalar(reader, place, token);
}

static bool take_object(struct json_reader *reader, uint32_t parent)
{
    struct json_token token;
    for (;;) {
        uint32_t place;
        if (!next(reader, &token))
            return false;
        if (closes(&token))
            return true;
        if (!json_table_place(reader->table, parent, token.text, &place, reader->err) ||
            !next(reader, &token) || !take_inside(reader, place, &token))
            return false;
    }
}

static bool take_array_row(struct json_reader *reader)
{
    struct json_token token;
    char digits[24];
    for (size_t index = 0;; index++) {
        uint32_t place;
        if (!next(reader, &token))
            return false;
        if (closes(&token)) {
            if (reader->shape->has_names && index != reader->names)
                return fail(reader->err, ERROR_FORMAT,
                            "row %zu has %zu cells, and there are %zu columns",
                            reader->row, index, reader->names);
            return true;
        }
        if (reader->shape->has_names && index >= reader->names)
            return fail(reader->err, ERROR_FORMAT,
                        "row %zu has more cells than the %zu columns", reader->row,
                        reader->names);
        struct text name =
            reader->shape->has_names ? reader->name[index] : index_text(index, digits);
        if (!json_table_place(reader->table, JSON_TABLE_ROOT, name, &place,
                              reader->err) ||
            !take_inside(reader, place, &token))
            return false;
    }
}

static bool take_level_keys(struct json_reader *reader)
{
    for (size_t i = 0; i < reader->shape->levels; i++) {
        uint32_t place;
        if (!json_table_place(reader->table, JSON_TABLE_ROOT,
                              text_of(reader->shape->level[i]), &place, reader->err) ||
            !json_table_text(reader->table, place, buffer_all(&reader->key[i]),
                             reader->err))
            return false;
    }
    return true;
}

static bool take_value_row(struct json_reader *reader, const struct json_token *token)
{
    uint32_t place;
    if (reader->shape->levels == 0)
        return fail(reader->err, ERROR_FORMAT,
                    "row %zu is neither an object nor an array", reader->row);
    return json_table_place(reader->table, JSON_TABLE_ROOT, TEXT("@value"), &place,
                            reader->err) &&
           take_scalar(reader, place, token);
}

bool json_row_take(struct json_reader *reader, const struct json_token *token)
{
    json_scan_row(reader->scan, ++reader->row);
    json_scan_hold(reader->scan);
    json_table_begin(reader->table, reader->row);
    bool good = take_level_keys(reader);
    if (good && token->kind == JSON_OPEN_OBJECT)
        good = take_object(reader, JSON_TABLE_ROOT);
    else if (good && token->kind == JSON_OPEN_ARRAY)
        good = take_array_row(reader);
    else if (good)
        good = take_value_row(reader, token);
    good = good &&
           json_table_end(reader->table, json_scan_held(reader->scan), reader->err);
    json_scan_release(reader->scan);
    return good;
}
