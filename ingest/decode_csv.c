/* CSV and its relatives, from bytes to observations.
 *
 * A file is read in blocks of four megabytes; the record that a block cuts in two is
 * carried over to the next. decode_stretch() takes all whole records of the bytes it
 * is fed and needs nothing but a struct stretch: its own words, its own encoding
 * state, its own row count. Cutting a file at line ends and feeding several
 * stretches, each with a sink of its own, needs no change below decode_stretch().
 *
 * The path of nearly every row touches no memory but the row's: words are
 * recognised by their raw bytes (vocabulary.h), short numbers are added up in place
 * (amount.h), and nothing is allocated. */
#include "ingest/decode_csv.h"

#include "base/number.h"
#include "ingest/amount.h"
#include "ingest/container.h"
#include "ingest/csv_scan.h"
#include "ingest/date.h"
#include "ingest/encoding.h"
#include "ingest/layout.h"
#include "ingest/vocabulary.h"

#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = 4 << 20,          /* bytes read at a time */
    ROWS_MAX = 1 << 30,       /* of one file */
    HEADER_CELL_MAX = 1 << 10 /* bytes of a column's name */
};

/* What all stretches of a file share. */
struct plan {
    const struct source *source;
    struct layout layout;
    struct amount_rules amounts;
    struct source_word keep; /* the filter, as a word whose listed values stay */
};

/* A run of whole records being decoded. */
struct stretch {
    const struct plan *plan;
    struct sink *sink;
    struct csv_scan *scan;
    enum encoding_kind encoding;
    struct vocabulary place, offence, measure, keep;
    size_t row;  /* records so far */
    size_t rows; /* data rows among them */
    size_t observed;
    size_t blank; /* the first blank line that only the end of a file may have */
    struct text year_cell; /* the last year cell read, in year_bytes … */
    char year_bytes[16];
    int year; /* … and its year */
    struct figure *figures;
};

/* Rows ------------------------------------------------------------------------ */

static bool is_blank(const struct csv_cell *cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_trim((struct text){cells[i].at, cells[i].length}).length > 0)
            return false;
    return true;
}

/* The record's length against the header's. Blank cells too many are harmless. */
static bool check_length(struct stretch *stretch, struct error *err)
{
    struct csv_scan *scan = stretch->scan;
    size_t columns = stretch->plan->layout.columns;
    if (scan->count > columns && is_blank(scan->cell + columns, scan->count - columns))
        scan->count = columns;
    if (scan->count != columns)
        return fail(err, ERROR_FORMAT, "row %zu has %zu cells, the header has %zu",
                    stretch->row, scan->count, columns);
    return true;
}

static struct cell_place place_of(const struct stretch *stretch, size_t column)
{
    return (struct cell_place){stretch->row, stretch->plan->layout.header[column]};
}

static bool read_figure(struct stretch *stretch, size_t column, struct figure *out,
                        struct error *err)
{
    const struct amount_rules *amounts = &stretch->plan->amounts;
    const struct csv_cell *cell = &stretch->scan->cell[column];
    if (amounts->plain_digits && amount_quick(cell, out))
        return true;
    if (cell->length == 0) {
        *out = (struct figure){0, amounts->blank};
        return true;
    }
    return amount_read(amounts, cell, place_of(stretch, column), out, err);
}

static bool read_year(struct stretch *stretch, struct error *err)
{
    const struct source *source = stretch->plan->source;
    size_t column = stretch->plan->layout.year;
    const struct csv_cell *cell = &stretch->scan->cell[column];
    struct text text = {cell->at, cell->length};
    if (stretch->year && text_equal(text, stretch->year_cell))
        return true;
    double year;
    if (!number_parse(text_trim(text), source->group, source->decimal, &year) ||
        !(year >= YEAR_MIN && year <= YEAR_MAX) || year != (double)(int)year)
        return amount_fail(cell, place_of(stretch, column), "a year", err);
    stretch->year = (int)year;
    if (text.length <= sizeof stretch->year_bytes) {
        memcpy(stretch->year_bytes, text.at, text.length);
        stretch->year_cell = (struct text){stretch->year_bytes, text.length};
    }
    return true;
}

static bool read_year_months(struct stretch *stretch, struct observation *out,
                             struct error *err)
{
    if (!read_year(stretch, err))
        return false;
    for (size_t i = 0; i < 12; i++)
        if (!read_figure(stretch, stretch->plan->layout.months[i], &stretch->figures[i],
                         err))
            return false;
    out->first = period_of(stretch->year, 1);
    out->count = 12;
    return true;
}

static bool read_wide_years(struct stretch *stretch, struct observation *out,
                            struct error *err)
{
    const struct layout *layout = &stretch->plan->layout;
    for (size_t i = 0; i < layout->years; i++) {
        size_t column = layout->year_column[i];
        stretch->figures[i] = (struct figure){0, STATUS_ABSENT};
        if (column != COLUMN_NONE &&
            !read_figure(stretch, column, &stretch->figures[i], err))
            return false;
    }
    out->first = period_of(layout->first_year, 1);
    out->count = layout->years;
    return true;
}

/* The figure of a long row: its value, or one for the row itself. */
static bool read_value(struct stretch *stretch, struct observation *out,
                       struct error *err)
{
    size_t column = stretch->plan->layout.value;
    out->count = 1;
    stretch->figures[0] = (struct figure){1, STATUS_REPORTED};
    return column == COLUMN_NONE || read_figure(stretch, column, stretch->figures, err);
}

static bool read_columns(struct stretch *stretch, struct observation *out,
                         struct error *err)
{
    size_t column = stretch->plan->layout.month;
    int month = 1;
    if (!read_year(stretch, err))
        return false;
    if (column != COLUMN_NONE) {
        const struct csv_cell *cell = &stretch->scan->cell[column];
        month = month_read(text_trim((struct text){cell->at, cell->length}));
        if (month == 0)
            return amount_fail(cell, place_of(stretch, column), "a month", err);
    }
    out->first = period_of(stretch->year, month);
    return read_value(stretch, out, err);
}

static bool read_date(struct stretch *stretch, struct observation *out,
                      struct error *err)
{
    const struct source_period *period = &stretch->plan->source->period;
    size_t column = stretch->plan->layout.date;
    const struct csv_cell *cell = &stretch->scan->cell[column];
    struct text text = text_trim((struct text){cell->at, cell->length});
    if (!date_read(text, period->date_pattern, period->step, &out->first))
        return amount_fail(cell, place_of(stretch, column), "a date as described", err);
    return read_value(stretch, out, err);
}

/* In the order of enum period_shape. */
static bool (*const READ_SHAPE[])(struct stretch *, struct observation *,
                                  struct error *) = {read_year_months, read_wide_years,
                                                     read_columns, read_date};

/* The word of one role; *wanted becomes false when its rows are left out. */
static bool read_word(struct stretch *stretch, struct vocabulary *vocabulary,
                      struct word *out, bool *wanted, struct error *err)
{
    const struct entry *entry = vocabulary_find(vocabulary, stretch->scan->cell,
                                                &stretch->encoding, stretch->row, err);
    if (!entry)
        return false;
    *out = entry->word;
    *wanted &= !entry->dropped;
    return true;
}

static bool observe(struct stretch *stretch, struct error *err)
{
    const struct source_period *period = &stretch->plan->source->period;
    struct observation observation = {
        .row = stretch->row, .step = period->step, .figures = stretch->figures};
    struct word kept;
    bool wanted = true;
    if (!read_word(stretch, &stretch->keep, &kept, &wanted, err))
        return false;
    if (!wanted)
        return true;
    if (!read_word(stretch, &stretch->place, &observation.place, &wanted, err) ||
        !read_word(stretch, &stretch->offence, &observation.offence, &wanted, err) ||
        !read_word(stretch, &stretch->measure, &observation.measure, &wanted, err))
        return false;
    if (!wanted)
        return true;
    if (!READ_SHAPE[period->shape](stretch, &observation, err))
        return false;
    stretch->observed++;
    return stretch->sink->take(stretch->sink, &observation, err);
}

/* A record of the file: blank, the header again, or data. */
static bool take_record(struct stretch *stretch, struct error *err)
{
    const struct csv_scan *scan = stretch->scan;
    const struct plan *plan = stretch->plan;
    stretch->row++;
    bool odd = scan->count != plan->layout.columns;
    if ((odd || scan->cell[0].length == 0) && is_blank(scan->cell, scan->count)) {
        if (odd && stretch->blank == 0)
            stretch->blank = stretch->row;
        return true;
    }
    if (stretch->blank > 0)
        return fail(err, ERROR_FORMAT, "row %zu is blank, and data follow it",
                    stretch->blank);
    if (!check_length(stretch, err))
        return false;
    if (scan->unterminated && !plan->source->open_end)
        return fail(err, ERROR_FORMAT,
                    "row %zu, the last, has no line end: the file was cut short",
                    stretch->row);
    if (layout_is_header(&plan->layout, scan->cell, scan->count))
        return true;
    stretch->rows++;
    return observe(stretch, err);
}

/* Why the scanner stopped inside the file. */
static bool fail_scan(enum csv_found found, size_t row, struct error *err)
{
    if (found == CSV_UNCLOSED)
        return fail(
            err, ERROR_FORMAT,
            "row %zu opens a quote that is never closed: the file was cut short", row);
    if (found == CSV_STRAY)
        return fail(err, ERROR_FORMAT, "row %zu has text after a closing quote", row);
    if (found == CSV_TOO_MANY)
        return fail(err, ERROR_LIMIT, "row %zu has more than %d cells", row,
                    CSV_CELLS_MAX);
    return fail(err, ERROR_LIMIT,
                "row %zu is longer than %d bytes; a quote may not be closed", row,
                CSV_RECORD_MAX);
}

/* Take all whole records of what the scanner was fed. */
static bool decode_stretch(struct stretch *stretch, struct error *err)
{
    enum csv_found found;
    while ((found = csv_next(stretch->scan)) == CSV_RECORD) {
        if (stretch->row == ROWS_MAX)
            return fail(err, ERROR_LIMIT, "the file has more than %d rows", ROWS_MAX);
        if (!take_record(stretch, err))
            return false;
    }
    return found == CSV_MORE || found == CSV_END ||
           fail_scan(found, stretch->row + 1, err);
}

static void stretch_open(struct stretch *stretch, struct arena *arena,
                         const struct plan *plan)
{
    const struct source *source = plan->source;
    const struct layout *layout = &plan->layout;
    struct {
        struct vocabulary *vocabulary;
        const struct source_word *rule;
        const size_t *column;
        const char *role;
    } roles[] = {{&stretch->place, &source->place, layout->place, "place"},
                 {&stretch->offence, &source->offence, layout->offence, "offence"},
                 {&stretch->measure, &source->measure, layout->measure, "measure"},
                 {&stretch->keep, &plan->keep, &layout->keep, "column to keep by"}};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        struct vocabulary *vocabulary = roles[i].vocabulary;
        vocabulary_open(vocabulary, arena, roles[i].rule, roles[i].role);
        vocabulary->group = source->group;
        vocabulary->decimal = source->decimal;
        memcpy(vocabulary->column, roles[i].column,
               vocabulary->count * sizeof *roles[i].column);
    }
    stretch->plan = plan;
    stretch->keep.keep = true;
    stretch->figures = arena_array(arena, layout->years > 12 ? layout->years : 12,
                                   sizeof *stretch->figures);
}

static void stretch_close(struct stretch *stretch)
{
    vocabulary_close(&stretch->place);
    vocabulary_close(&stretch->offence);
    vocabulary_close(&stretch->measure);
    vocabulary_close(&stretch->keep);
}

/* The file ---------------------------------------------------------------------- */

struct input {
    struct stream *stream;
    char *bytes; /* BLOCK + CSV_RECORD_MAX and some padding */
    size_t length;
    size_t total;
    bool ended;
};

enum { ROOM = BLOCK + CSV_RECORD_MAX };

/* Keep what begins at rest, and read on behind it. */
static bool input_fill(struct input *input, const char *rest, struct error *err)
{
    size_t kept = (size_t)(input->bytes + input->length - rest);
    memmove(input->bytes, rest, kept);
    input->length = kept;
    while (input->length < BLOCK && !input->ended) {
        size_t got;
        if (!stream_read(input->stream, input->bytes + input->length,
                         ROOM - input->length, &got, err))
            return false;
        input->length += got;
        input->total += got;
        input->ended = got == 0;
    }
    return true;
}

static void scan_on(struct csv_scan *scan, const struct input *input)
{
    csv_feed(scan, input->bytes, input->bytes + input->length, input->ended);
}

/* The names in the header that the scanner stands on. */
static bool read_header(struct arena *arena, struct stretch *stretch,
                        struct layout *layout, struct error *err)
{
    const struct csv_scan *scan = stretch->scan;
    struct buffer cell = {0}, utf8 = {0};
    bool good = true;
    layout->header = arena_array(arena, scan->count, sizeof *layout->header);
    layout->raw = arena_array(arena, scan->count, sizeof *layout->raw);
    for (size_t i = 0; good && i < scan->count; i++) {
        struct text name, text = csv_cell_text(&scan->cell[i], &cell);
        layout->raw[i] = arena_copy(arena, csv_raw(&scan->cell[i], &scan->cell[i]));
        if (text.length > HEADER_CELL_MAX)
            good = fail(err, ERROR_LIMIT, "column %zu has a name of more than %d bytes",
                        i + 1, HEADER_CELL_MAX);
        else if ((good = encoding_decode(&stretch->encoding, text, stretch->row, &utf8,
                                         &name, err)))
            layout->header[i] = arena_copy(arena, text_trim(name));
    }
    buffer_free(&cell);
    buffer_free(&utf8);
    return good;
}

/* Step over the lines before the header, and read it. */
static bool find_header(struct arena *arena, struct stretch *stretch, struct plan *plan,
                        struct error *err)
{
    int header_row = plan->source->header_row > 0 ? plan->source->header_row : 1;
    while (stretch->row < (size_t)header_row) {
        enum csv_found found = csv_next(stretch->scan);
        if (found == CSV_END || found == CSV_MORE)
            return fail(err, ERROR_FORMAT, "the file ends before its header, row %d",
                        header_row);
        stretch->row++;
        if (found != CSV_RECORD)
            return fail_scan(found, stretch->row, err);
    }
    return read_header(arena, stretch, &plan->layout, err) &&
           layout_find(arena, plan->source, plan->layout.header, stretch->scan->count,
                       &plan->layout, err);
}

static bool begin(struct arena *arena, struct input *input, struct stretch *stretch,
                  struct plan *plan, struct error *err)
{
    const struct source *source = plan->source;
    size_t skip;
    encoding_of_name(source->encoding, &stretch->encoding);
    if (!input_fill(input, input->bytes, err) ||
        !encoding_begin((struct text){input->bytes, input->length}, &stretch->encoding,
                        &skip, err))
        return false;
    struct text text = {input->bytes + skip, input->length - skip};
    char delimiter = source->delimiter;
    if (!delimiter)
        delimiter = csv_sniff_delimiter(text, source->header_row);
    stretch->scan = csv_scan_new(arena, delimiter);
    csv_feed(stretch->scan, text.at, text.at + text.length, input->ended);
    if (!find_header(arena, stretch, plan, err))
        return false;
    amount_rules_open(&plan->amounts, source);
    plan->keep = (struct source_word){.count = source->keep_column.count > 0,
                                      .drops = source->keep_count};
    plan->keep.drop = arena_array(arena, source->keep_count + 1, sizeof(char *));
    memcpy(plan->keep.drop, source->keep_value, source->keep_count * sizeof(char *));
    return true;
}

static bool decode_all(struct input *input, struct stretch *stretch, struct error *err)
{
    while (decode_stretch(stretch, err)) {
        if (stretch->scan->final)
            return stretch->rows > 0 ||
                   fail(err, ERROR_FORMAT, "the file has a header and no rows");
        if (!input_fill(input, stretch->scan->at, err))
            return false;
        scan_on(stretch->scan, input);
    }
    return false;
}

bool decode_csv(struct arena *arena, const struct source *source, struct stream *stream,
                struct sink *sink, struct decoded *out, struct error *err)
{
    struct input input = {.stream = stream,
                          .bytes = memory_or_die(malloc(ROOM + CSV_PADDING))};
    struct plan plan = {.source = source};
    struct stretch stretch = {.sink = sink};
    bool good = begin(arena, &input, &stretch, &plan, err);
    if (good) {
        stretch_open(&stretch, arena, &plan);
        good = decode_all(&input, &stretch, err);
        stretch_close(&stretch);
        out->delimiter = stretch.scan->delimiter;
    }
    free(input.bytes);
    out->rows = stretch.rows;
    out->observations = stretch.observed;
    out->bytes = input.total;
    out->encoding = encoding_name(stretch.encoding);
    return good;
}
