#include "ingest/xml_fields.h"

#include "ingest/xml_reader.h"

#include <string.h>
#include <strings.h>

enum {
    SEEN_BYTES = 1000, /* of names in a message */
    SEEN_NAME = 80,
    VALUE_BYTES = 1 << 20,
    WANTED_MAX =
        3 * SOURCE_COLUMNS_MAX + 3 + 12 + SOURCE_SERIES_MAX + 1 + SOURCE_FILTERS_MAX
};

/* The columns that a descriptor names, wherever it may name one. */
struct wanted {
    size_t count;
    const struct source_column *column[WANTED_MAX];
};

/* The same column may be wanted twice: a filter by what is also a word. */
static void want(struct wanted *wanted, const struct source_column *column)
{
    for (size_t i = 0; i < wanted->count; i++)
        if (column->count > 0 &&
            strcmp(wanted->column[i]->spelling[0], column->spelling[0]) == 0)
            return;
    if (column->count > 0 && wanted->count < WANTED_MAX)
        wanted->column[wanted->count++] = column;
}

static void want_word(struct wanted *wanted, const struct source_word *word)
{
    for (size_t i = 0; i < word->count; i++)
        want(wanted, &word->column[i]);
}

static void want_all(struct wanted *wanted, const struct source *source)
{
    want_word(wanted, &source->place);
    want_word(wanted, &source->offence);
    want_word(wanted, &source->measure);
    want(wanted, &source->period.year);
    want(wanted, &source->period.month);
    want(wanted, &source->period.date);
    for (size_t i = 0; i < 12; i++)
        want(wanted, &source->period.month_columns[i]);
    for (size_t i = 0; i < source->values; i++)
        want(wanted, &source->value[i]);
    want(wanted, &source->status_column);
    for (size_t i = 0; i < source->filters; i++)
        want(wanted, &source->filter[i].column);
}

static void add_column(struct fields *fields, const struct source_column *column)
{
    fields->header[fields->columns] = text_of(column->spelling[0]);
    for (size_t i = 0; i < column->count; i++) {
        struct field *field = &fields->field[fields->count++];
        field->name = text_of(column->spelling[i]);
        field->column = fields->columns;
        for (size_t level = 0; level < FIELD_LEVELS; level++)
            field->level[level].value.limit = VALUE_BYTES;
    }
    fields->columns++;
}

void fields_open(struct fields *fields, struct arena *arena,
                 const struct source *source)
{
    struct wanted wanted = {0};
    want_all(&wanted, source);
    *fields = (struct fields){.generation = {1, 1, 1}};
    fields->optional =
        source->status_column.count > 0 ? source->status_column.spelling[0] : NULL;
    fields->seen.limit = 4 * SEEN_BYTES;
    fields->header = arena_array(arena, wanted.count + 1, sizeof *fields->header);
    fields->cells = arena_array(arena, wanted.count + 1, sizeof *fields->cells);
    fields->chosen = arena_array(arena, wanted.count + 1, sizeof *fields->chosen);
    fields->field = arena_array(arena, wanted.count + 1,
                                SOURCE_SPELLINGS_MAX * sizeof *fields->field);
    for (size_t i = 0; i < wanted.count; i++)
        add_column(fields, wanted.column[i]);
}

void fields_close(struct fields *fields)
{
    for (size_t i = 0; i < fields->count; i++)
        for (size_t level = 0; level < FIELD_LEVELS; level++)
            buffer_free(&fields->field[i].level[level].value);
    buffer_free(&fields->seen);
}

void fields_begin(struct fields *fields, size_t level) { fields->generation[level]++; }

bool fields_put(struct fields *fields, struct field *field, size_t level,
                struct text value, struct error *err)
{
    if (field->level[level].since == fields->generation[level])
        return fail(err, ERROR_FORMAT, "\"%.*s\" stands twice in one place",
                    TEXT_ARGS(field->name));
    field->level[level].since = fields->generation[level];
    buffer_clear(&field->level[level].value);
    buffer_text(&field->level[level].value, value);
    return !field->level[level].value.failed ||
           fail(err, ERROR_LIMIT, "\"%.*s\" is longer than %d bytes",
                TEXT_ARGS(field->name), VALUE_BYTES);
}

bool fields_put_named(struct fields *fields, struct text name, size_t level,
                      struct text value, struct error *err)
{
    if (fields->rows == 0)
        fields_note(fields, name);
    for (size_t i = 0; i < fields->count; i++) {
        struct field *field = &fields->field[i];
        if (field->name.length == name.length &&
            strncasecmp(field->name.at, name.at, name.length) == 0 &&
            !fields_put(fields, field, level, value, err))
            return false;
    }
    return true;
}

void fields_drop(struct field *field, size_t level) { field->level[level].since = 0; }

void fields_note(struct fields *fields, struct text name)
{
    struct buffer quoted = {0};
    name = xml_cut(name, SEEN_NAME);
    buffer_format(&quoted, "\"%.*s\"", TEXT_ARGS(name));
    struct buffer *seen = &fields->seen;
    if (seen->length < SEEN_BYTES &&
        (seen->length == 0 ||
         !memmem(seen->at, seen->length, quoted.at, quoted.length))) {
        buffer_string(seen, seen->length > 0 ? ", " : "");
        buffer_text(seen, buffer_all(&quoted));
    }
    buffer_free(&quoted);
}

static bool is_set(const struct fields *fields, const struct field *field, size_t level)
{
    return field->level[level].since == fields->generation[level];
}

static struct text value_of(const struct fields *fields, const struct field *field)
{
    for (size_t level = FIELD_LEVELS; level > 0; level--)
        if (is_set(fields, field, level - 1))
            return buffer_all(&field->level[level - 1].value);
    return (struct text){NULL, 0};
}

static bool has_value(const struct fields *fields, const struct field *field)
{
    bool has = false;
    for (size_t level = 0; level < FIELD_LEVELS; level++)
        has |= is_set(fields, field, level);
    return has;
}

/* Fields of a column stand in the order of preference. */
static void choose(struct fields *fields)
{
    for (size_t i = 0; i < fields->count; i++) {
        size_t *chosen = &fields->chosen[fields->field[i].column];
        if (*chosen == 0 && has_value(fields, &fields->field[i]))
            *chosen = i + 1;
    }
}

/* A column that is still unknown. Where nothing needs a word on its status, no row
 * has one. */
static const struct text *missing(const struct fields *fields)
{
    for (size_t i = 0; i < fields->columns; i++)
        if (fields->chosen[i] == 0 &&
            (!fields->optional || !text_is(fields->header[i], fields->optional)))
            return &fields->header[i];
    return NULL;
}

bool fields_take(struct fields *fields, struct rows *rows, size_t row,
                 struct error *err)
{
    choose(fields);
    fields->rows++;
    for (size_t i = 0; i < fields->columns; i++) {
        size_t chosen = fields->chosen[i];
        fields->cells[i] = (struct text){"", 0};
        if (chosen > 0)
            fields->cells[i] = value_of(fields, &fields->field[chosen - 1]);
        if (!fields->cells[i].at)
            fields->cells[i] = (struct text){"", 0};
    }
    if (rows_take(rows, fields->cells, fields->columns, row, err))
        return true;
    const struct text *name = missing(fields);
    if (name)
        fail_while(err, "no row so far has \"%.*s\" (they have %.*s)", TEXT_ARGS(*name),
                   TEXT_ARGS(buffer_all(&fields->seen)));
    return false;
}

bool fields_check(const struct fields *fields, struct error *err)
{
    const struct text *name = missing(fields);
    if (!name || fields->rows == 0)
        return true;
    return fail(err, ERROR_FORMAT, "no row has \"%.*s\"; they have %.*s",
                TEXT_ARGS(*name), TEXT_ARGS(buffer_all(&fields->seen)));
}
