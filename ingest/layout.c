#include "ingest/layout.h"

#include "ingest/date.h"

#include <string.h>

enum {
    SHOWN_HEADER = 1500, /* bytes of a header quoted in a message */
    SHOWN_NAME = 80
};

/* A header and the arena in which its names are folded. */
struct header {
    struct arena *arena;
    const struct source *source;
    size_t count;
    const struct text *name;
    struct text *folded;
    struct text *bare; /* … and without what parts their words */
};

static void show_header(struct buffer *out, const struct header *header)
{
    for (size_t i = 0; i < header->count && out->length < SHOWN_HEADER; i++) {
        struct text name = header->name[i];
        if (name.length > SHOWN_NAME)
            for (name.length = SHOWN_NAME;
                 ((unsigned char)name.at[name.length] & 0xC0) == 0x80;)
                name.length--; /* not inside a character */
        buffer_format(out, "%s\"%.*s\"", i ? ", " : "", TEXT_ARGS(name));
    }
    if (out->length >= SHOWN_HEADER)
        buffer_string(out, ", …");
}

static bool fail_missing(const struct header *header,
                         const struct source_column *column, struct error *err)
{
    struct buffer found = {0}, wanted = {0};
    show_header(&found, header);
    for (size_t i = 0; i < column->count; i++)
        buffer_format(&wanted, "%s\"%s\"", i ? " or " : "", column->spelling[i]);
    fail(err, ERROR_FORMAT, "no column %.*s in the header, which is: %.*s",
         TEXT_ARGS(buffer_all(&wanted)), TEXT_ARGS(buffer_all(&found)));
    buffer_free(&found);
    buffer_free(&wanted);
    return false;
}

/* A folded name without what parts its words: "cve. municipio", "cve_municipio". */
static struct text bare_name(struct arena *arena, struct text folded)
{
    char *out = arena_take(arena, folded.length + 1);
    size_t used = 0;
    bool gap = false;
    for (size_t i = 0; i < folded.length; i++) {
        char c = folded.at[i];
        bool parts = c == ' ' || c == '_' || c == '.' || c == '-';
        if (!parts && gap && used > 0)
            out[used++] = ' ';
        if (!parts)
            out[used++] = c;
        gap = parts;
    }
    return (struct text){out, used};
}

/* The only column of that name, COLUMN_NONE when there is none. */
static bool find_name(const struct header *header, const struct text *names,
                      struct text wanted, const char *spelling, size_t *out,
                      struct error *err)
{
    *out = COLUMN_NONE;
    for (size_t i = 0; i < header->count; i++) {
        if (!text_equal(names[i], wanted))
            continue;
        if (*out != COLUMN_NONE)
            return fail(err, ERROR_FORMAT,
                        "columns %zu (\"%.*s\") and %zu (\"%.*s\") are both \"%s\"",
                        *out + 1, TEXT_ARGS(header->name[*out]), i + 1,
                        TEXT_ARGS(header->name[i]), spelling);
        *out = i;
    }
    return true;
}

/* As it is spelled; else as it is spelled but for what parts its words. */
static bool find_spelling(const struct header *header, const char *spelling,
                          size_t *out, struct error *err)
{
    struct text wanted = text_fold(header->arena, text_of(spelling));
    if (!find_name(header, header->folded, wanted, spelling, out, err))
        return false;
    if (*out != COLUMN_NONE)
        return true;
    wanted = bare_name(header->arena, wanted);
    return wanted.length == 0 ||
           find_name(header, header->bare, wanted, spelling, out, err);
}

/* COLUMN_NONE when the descriptor names none. */
static bool find_column(const struct header *header, const struct source_column *column,
                        size_t *out, struct error *err)
{
    *out = COLUMN_NONE;
    for (size_t i = 0; i < column->count && *out == COLUMN_NONE; i++)
        if (!find_spelling(header, column->spelling[i], out, err))
            return false;
    if (column->count > 0 && *out == COLUMN_NONE)
        return fail_missing(header, column, err);
    return true;
}

static bool find_word(const struct header *header, const struct source_word *word,
                      size_t *out, struct error *err)
{
    for (size_t i = 0; i < word->count; i++)
        if (!find_column(header, &word->column[i], &out[i], err))
            return false;
    return true;
}

/* Is the header cell a period, as the descriptor writes them, or a bare year? */
static bool is_period(const struct header *header, struct text name, struct period *out)
{
    const struct source_period *period = &header->source->period;
    const char *pattern = period->date_pattern ? period->date_pattern : "%Y";
    return name.length > 0 && date_read(name, pattern, period->step, out);
}

/* The number of columns that are a period, the first of these and the last. */
static bool span_periods(const struct header *header, struct period *first,
                         struct period *last, struct error *err)
{
    struct period period;
    size_t found = 0;
    for (size_t i = 0; i < header->count; i++) {
        if (!is_period(header, header->name[i], &period))
            continue;
        if (found == 0 || period.month < first->month)
            *first = period;
        if (found == 0 || period.month > last->month)
            *last = period;
        found++;
    }
    if (found > 0)
        return true;
    struct buffer shown = {0};
    bool years = header->source->period.step == STEP_YEAR;
    show_header(&shown, header);
    fail(err, ERROR_FORMAT, "no column in the header is a %s; it is: %.*s",
         years ? "year" : "month", TEXT_ARGS(buffer_all(&shown)));
    buffer_free(&shown);
    return false;
}

static bool fail_twice(const struct header *header, size_t one, size_t other,
                       struct error *err)
{
    return fail(err, ERROR_FORMAT,
                "columns %zu (\"%.*s\") and %zu (\"%.*s\") are the same period",
                one + 1, TEXT_ARGS(header->name[one]), other + 1,
                TEXT_ARGS(header->name[other]));
}

static bool find_wide(const struct header *header, struct layout *out,
                      struct error *err)
{
    int step = (int)header->source->period.step;
    struct period period, last;
    if (!span_periods(header, &out->wide_first, &last, err))
        return false;
    out->wide = (size_t)((last.month - out->wide_first.month) / step) + 1;
    if (out->wide > RUN_MAX)
        return fail(err, ERROR_LIMIT, "the header spans more than %d periods", RUN_MAX);
    out->wide_column = arena_array(header->arena, out->wide, sizeof *out->wide_column);
    for (size_t i = 0; i < out->wide; i++)
        out->wide_column[i] = COLUMN_NONE;
    for (size_t i = 0; i < header->count; i++) {
        if (!is_period(header, header->name[i], &period))
            continue;
        size_t *column =
            &out->wide_column[(period.month - out->wide_first.month) / step];
        if (*column != COLUMN_NONE)
            return fail_twice(header, *column, i, err);
        *column = i;
    }
    return true;
}

static bool find_period(const struct header *header, struct layout *out,
                        struct error *err)
{
    const struct source_period *period = &header->source->period;
    if (period->shape == PERIOD_WIDE)
        return find_wide(header, out, err);
    for (size_t i = 0; i < 12; i++)
        if (!find_column(header, &period->month_columns[i], &out->months[i], err))
            return false;
    return find_column(header, &period->year, &out->year, err) &&
           find_column(header, &period->month, &out->month, err) &&
           find_column(header, &period->date, &out->date, err);
}

static struct text *fold_all(struct arena *arena, const struct text *names,
                             size_t count)
{
    struct text *folded = arena_array(arena, count + 1, sizeof *folded);
    for (size_t i = 0; i < count; i++)
        folded[i] = text_fold(arena, names[i]);
    return folded;
}

static bool find_values(const struct header *header, struct layout *out,
                        struct error *err)
{
    const struct source *source = header->source;
    for (size_t i = 0; i < source->values; i++) {
        if (!find_column(header, &source->value[i], &out->value[i], err))
            return false;
        const char *name = source->value[i].spelling[0];
        out->series[i] = (struct word){(uint32_t)i, text_of(name)};
    }
    return true;
}

static bool find_filters(const struct header *header, struct layout *out,
                         struct error *err)
{
    for (size_t i = 0; i < header->source->filters; i++)
        if (!find_column(header, &header->source->filter[i].column, &out->filter[i],
                         err))
            return false;
    for (size_t i = 0; i < header->source->fills; i++)
        if (!find_column(header, &header->source->fill[i], &out->fill[i], err))
            return false;
    return true;
}

bool layout_find(struct arena *arena, const struct source *source,
                 const struct text *names, size_t count, struct layout *out,
                 struct error *err)
{
    struct header header = {.arena = arena,
                            .source = source,
                            .count = count,
                            .name = names,
                            .folded = fold_all(arena, names, count),
                            .bare = arena_array(arena, count + 1, sizeof *header.bare)};
    for (size_t i = 0; i < count; i++)
        header.bare[i] = bare_name(arena, header.folded[i]);
    out->columns = count;
    out->header = names;
    return find_period(&header, out, err) &&
           find_word(&header, &source->place, out->place, err) &&
           find_word(&header, &source->offence, out->offence, err) &&
           find_word(&header, &source->measure, out->measure, err) &&
           find_values(&header, out, err) && find_filters(&header, out, err) &&
           find_column(&header, &source->status_column, &out->status, err);
}

bool layout_is_header(const struct layout *layout, const struct csv_cell *cells,
                      size_t count)
{
    if (!layout->raw || count != layout->columns)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct text cell = csv_raw(&cells[i], &cells[i]), name = layout->raw[i];
        if (i == 0) { /* behind the byte order mark of another file */
            cell = text_trim(cell);
            name = text_trim(name);
        }
        if (!text_equal(cell, name))
            return false;
    }
    return true;
}
