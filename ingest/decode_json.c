/* Down the document along the descriptor's pointers, and then row by row.
 *
 * What does not lie on a pointer is stepped over, except what a server says about its
 * own failure (json_notice.h). A row's cells go to the table (json_table.h) as offsets
 * into the scanner's window, which holds the bytes of the whole row. */
#include "ingest/decode_json.h"

#include "ingest/decode_json_inside.h"

#include <string.h>

enum {
    NAMES_MAX = 4096, /* columns of rows that are arrays */
    NAMES_BYTES = 1 << 20
};

/* Names ------------------------------------------------------------------------- */

/* A column's name: a string, or an object with one at the descriptor's key. */
static bool take_name(struct json_reader *reader, struct json_token *token,
                      struct buffer *out, bool *found)
{
    const char *wanted = reader->shape->name;
    *found = token->kind == JSON_WORD && !wanted;
    if (*found)
        buffer_text(out, token->text);
    if (token->kind != JSON_OPEN_OBJECT || !wanted)
        return skip(reader, token);
    for (;;) {
        if (!next(reader, token))
            return false;
        if (closes(token))
            return true;
        bool here = text_is(token->text, wanted);
        if (!next(reader, token))
            return false;
        if (here && token->kind == JSON_WORD && !*found) {
            buffer_text(out, token->text);
            *found = true;
        }
        if (!skip(reader, token))
            return false;
    }
}

static bool add_name(struct json_reader *reader, size_t index, struct text name)
{
    if (index >= NAMES_MAX || name.length > NAMES_BYTES / 16)
        return fail(reader->err, ERROR_LIMIT, "there are more than %d columns",
                    NAMES_MAX);
    if (reader->row == 0) {
        if (!reader->name)
            reader->name = arena_array(reader->arena, NAMES_MAX, sizeof *reader->name);
        reader->name[index] = arena_copy(reader->arena, name);
        return true;
    }
    if (index < reader->names && text_equal(reader->name[index], name))
        return true;
    return fail(reader->err, ERROR_CONTRADICTION,
                "after row %zu the columns change: column %zu is \"%.*s\"", reader->row,
                index + 1, TEXT_ARGS(name));
}

static bool take_names(struct json_reader *reader, const struct json_token *open)
{
    struct json_token token;
    struct buffer name = {0};
    size_t index = 0;
    bool good = true;
    if (open->kind != JSON_OPEN_ARRAY || reader->named)
        return fail(reader->err, ERROR_FORMAT,
                    "there is no array of column names at \"%s\"",
                    reader->shape->names.source);
    reader->named = true;
    for (; (good = next(reader, &token)) && !closes(&token); index++) {
        bool found;
        buffer_clear(&name);
        good = take_name(reader, &token, &name, &found);
        if (good && !found)
            good = fail(reader->err, ERROR_FORMAT, "column %zu has no name at \"%s\"",
                        index + 1, reader->shape->names.source);
        if (!good || !(good = add_name(reader, index, buffer_all(&name))))
            break;
    }
    if (good && reader->row > 0 && index != reader->names)
        good = fail(reader->err, ERROR_CONTRADICTION,
                    "after row %zu there are %zu columns instead of %zu", reader->row,
                    index, reader->names);
    reader->names = index;
    buffer_free(&name);
    return good;
}

/* Rows -------------------------------------------------------------------------- */

/* Of the array of rows, is this element the column names? */
static bool is_names(const struct json_reader *reader, size_t k, bool on_names,
                     size_t index)
{
    return on_names && reader->shape->names.count == k + 1 &&
           json_pointer_is_index(&reader->shape->names, k, index);
}

static bool take_array_of_rows(struct json_reader *reader, size_t k, bool on_names)
{
    struct json_token token;
    for (size_t index = 0;; index++) {
        if (!next(reader, &token))
            return false;
        if (closes(&token))
            return true;
        if (is_names(reader, k, on_names, index)) {
            if (!take_names(reader, &token))
                return false;
            continue;
        }
        if (!is_container(&token))
            return fail(reader->err, ERROR_FORMAT,
                        "row %zu is neither an object nor an array", reader->row + 1);
        if (reader->shape->has_names && !reader->named)
            return fail(reader->err, ERROR_FORMAT,
                        "row %zu comes before the column names at \"%s\"",
                        reader->row + 1, reader->shape->names.source);
        if (!json_row_take(reader, &token))
            return false;
    }
}

/* Members of objects in objects, down to the rows. */
static bool take_level(struct json_reader *reader, size_t level,
                       struct json_token *token)
{
    if (level == reader->shape->levels)
        return token->kind == JSON_OPEN_ARRAY ? take_array_of_rows(reader, 0, false)
                                              : json_row_take(reader, token);
    if (token->kind == JSON_NOTHING)
        return true;
    if (token->kind != JSON_OPEN_OBJECT)
        return fail(
            reader->err, ERROR_FORMAT,
            "after row %zu: where \"%s\" should be the keys of an object, there "
            "is no object",
            reader->row, reader->shape->level[level]);
    for (;;) {
        if (!next(reader, token))
            return false;
        if (closes(token))
            return true;
        buffer_clear(&reader->key[level]);
        buffer_text(&reader->key[level], token->text);
        if (!next(reader, token) || !take_level(reader, level + 1, token))
            return false;
    }
}

/* What the pointer to the rows leads to. */
static bool take_rows(struct json_reader *reader, size_t k, bool on_names,
                      struct json_token *token)
{
    if (reader->found)
        return fail(reader->err, ERROR_FORMAT, "\"%s\" is there twice",
                    reader->pointer.source);
    if (reader->shape->levels > 0 && token->kind == JSON_OPEN_OBJECT) {
        reader->found = true;
        return take_level(reader, 0, token);
    }
    if (reader->shape->levels == 0 && token->kind == JSON_OPEN_ARRAY) {
        reader->found = true;
        return take_array_of_rows(reader, k, on_names);
    }
    return true; /* not found: told at the end of the document */
}

/* Documents --------------------------------------------------------------------- */

/* Which of the two pointers a value lies on. */
struct trail {
    bool rows, names;
};

static bool visit(struct json_reader *reader, size_t k, struct trail trail,
                  struct json_token *token);

/* An object that no pointer leads through: what does the server say in it? */
static bool listen(struct json_reader *reader)
{
    struct json_token token;
    while (next(reader, &token)) {
        if (closes(&token))
            return true;
        if (!json_notice_member(&reader->notice, reader->scan, &token, reader->err))
            return false;
    }
    return false;
}

static bool visit_object(struct json_reader *reader, size_t k, struct trail trail)
{
    struct json_token token;
    while (next(reader, &token)) {
        if (closes(&token))
            return true;
        struct trail here = {
            trail.rows && json_pointer_is_key(&reader->pointer, k, token.text),
            trail.names && json_pointer_is_key(&reader->shape->names, k, token.text)};
        if (here.rows || here.names) {
            if (!next(reader, &token) || !visit(reader, k + 1, here, &token))
                return false;
        } else if (k == 0) {
            if (!json_notice_member(&reader->notice, reader->scan, &token, reader->err))
                return false;
        } else if (!skip(reader, &token)) {
            return false;
        }
    }
    return false;
}

static bool visit_array(struct json_reader *reader, size_t k, struct trail trail)
{
    struct json_token token;
    for (size_t index = 0; next(reader, &token); index++) {
        bool good;
        if (closes(&token))
            return true;
        struct trail here = {
            trail.rows && json_pointer_is_index(&reader->pointer, k, index),
            trail.names && json_pointer_is_index(&reader->shape->names, k, index)};
        if (here.rows || here.names)
            good = visit(reader, k + 1, here, &token);
        else if (k == 0 && token.kind == JSON_OPEN_OBJECT)
            good = listen(reader);
        else
            good = skip(reader, &token);
        if (!good)
            return false;
    }
    return false;
}

/* A value that lies on a pointer, k parts down. */
static bool visit(struct json_reader *reader, size_t k, struct trail trail,
                  struct json_token *token)
{
    size_t depth = json_scan_depth(reader->scan) - is_container(token);
    if (trail.rows && k == reader->pointer.count &&
        !take_rows(reader, k, trail.names, token))
        return false;
    if (trail.names && k == reader->shape->names.count && !trail.rows)
        return take_names(reader, token);
    if (!is_container(token) || json_scan_depth(reader->scan) == depth)
        return true;
    if (token->kind == JSON_OPEN_OBJECT)
        return visit_object(reader, k, trail);
    return visit_array(reader, k, trail);
}

static bool check_document(struct json_reader *reader)
{
    if (reader->found && !reader->notice.is_error)
        return true;
    const char *words = arena_format(reader->arena, "there is no %s of rows at \"%s\"",
                                     reader->shape->levels > 0 ? "object" : "array",
                                     reader->pointer.source);
    json_notice_fail(&reader->notice, words, reader->err);
    return fail_while(reader->err, "after row %zu, before byte %zu", reader->row,
                      json_scan_bytes(reader->scan));
}

static bool take_document(struct json_reader *reader, struct json_token *token)
{
    struct trail trail = {true, reader->shape->has_names};
    if (reader->shape->lines) {
        if (!is_container(token))
            return fail(reader->err, ERROR_FORMAT,
                        "row %zu is neither an object nor an array", reader->row + 1);
        return json_row_take(reader, token);
    }
    reader->found = reader->named = false;
    json_notice_clear(&reader->notice);
    return visit(reader, 0, trail, token) && check_document(reader);
}

static bool take_documents(struct json_reader *reader)
{
    struct json_token token;
    for (;;) {
        if (!next(reader, &token))
            return false;
        if (token.kind == JSON_END)
            break;
        if (!take_document(reader, &token))
            return false;
    }
    if (reader->notice.held_back)
        return fail(
            reader->err, ERROR_FORMAT,
            "the publisher's server held rows back (exceededTransferLimit), and "
            "no page follows");
    if (reader->row == 0)
        return fail(reader->err, ERROR_FORMAT, "there are no rows at \"%s\"",
                    reader->pointer.source);
    return true;
}

bool decode_json(struct arena *arena, const struct source *source,
                 struct stream *stream, struct sink *sink, struct decoded *out,
                 struct error *err)
{
    struct json_reader reader = {.arena = arena, .shape = &source->json, .err = err};
    if (!json_pointer_read(arena, source->pointer, &reader.pointer))
        return fail(err, ERROR_USAGE, "%s: \"%s\" is no JSON pointer", source->id,
                    source->pointer);
    reader.scan = json_scan_stream(stream);
    reader.table = json_table_new(arena, source, sink);
    bool good = take_documents(&reader) && json_table_finish(reader.table, out, err);
    out->bytes = json_scan_bytes(reader.scan);
    out->encoding = "utf-8";
    json_table_free(reader.table);
    json_scan_free(reader.scan);
    json_notice_free(&reader.notice);
    for (size_t i = 0; i < JSON_LEVELS_MAX; i++)
        buffer_free(&reader.key[i]);
    return good;
}
