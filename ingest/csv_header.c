#include "ingest/csv_header.h"

#include <string.h>

enum {
    NAME_MAX_BYTES = 1 << 10, /* of one cell of a header */
    NAMES_MAX = 256           /* of columns that a descriptor mentions */
};

/* One reading of the beginning of a file, with one delimiter. */
struct attempt {
    struct arena *arena;
    const struct source *source;
    struct csv_scan *scan;
    struct csv_header *header;
    size_t row;
    struct text **names; /* of the rows read so far, from row 1 on */
    size_t *counts;
    size_t wanted; /* column names of the descriptor, folded */
    const struct text *column;
    struct error *nearest; /* what the row lacked that is likest a header … */
    size_t nearness;       /* … and how like one it is */
};

bool csv_fail(enum csv_found found, size_t row, struct error *err)
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

static bool read_name(struct attempt *attempt, size_t column,
                      enum encoding_kind *encoding, struct text *out, struct error *err)
{
    struct buffer cell = {0}, utf8 = {0};
    struct text name, text = csv_cell_text(&attempt->scan->cell[column], &cell);
    bool good = text.length <= NAME_MAX_BYTES ||
                fail(err, ERROR_LIMIT, "column %zu has a name of more than %d bytes",
                     column + 1, NAME_MAX_BYTES);
    good = good && encoding_decode(encoding, text, attempt->row, &utf8, &name, err);
    if (good)
        *out = arena_copy(attempt->arena, text_trim(name));
    buffer_free(&cell);
    buffer_free(&utf8);
    return good;
}

/* The names in the record that the scanner stands on. */
static bool read_names(struct attempt *attempt, enum encoding_kind *encoding,
                       struct error *err)
{
    size_t count = attempt->scan->count;
    struct text *names = arena_array(attempt->arena, count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++)
        if (!read_name(attempt, i, encoding, &names[i], err))
            return false;
    attempt->names[attempt->row] = names;
    attempt->counts[attempt->row] = count;
    return true;
}

/* A cell of a header row above the last. Blank ones belong to a name further left that
 * stands over several columns. */
static struct text upper_name(const struct attempt *attempt, size_t row, size_t column)
{
    size_t count = attempt->counts[row];
    if (column >= count)
        return TEXT("");
    while (column > 0 && attempt->names[row][column].length == 0)
        column--;
    return attempt->names[row][column];
}

/* The names of the rows from first to the present one, joined column by column. */
static const struct text *join_names(struct attempt *attempt, size_t first)
{
    size_t last = attempt->row, count = attempt->counts[last];
    if (first == last)
        return attempt->names[last];
    struct text *joined = arena_array(attempt->arena, count + 1, sizeof *joined);
    for (size_t i = 0; i < count; i++) {
        struct buffer name = {0};
        for (size_t row = first; row < last; row++) {
            buffer_text(&name, upper_name(attempt, row, i));
            buffer_char(&name, ' ');
        }
        buffer_text(&name, attempt->names[last][i]);
        joined[i] = arena_copy(attempt->arena, text_trim(buffer_all(&name)));
        buffer_free(&name);
    }
    return joined;
}

static void keep_raw(struct attempt *attempt, struct layout *layout)
{
    const struct csv_scan *scan = attempt->scan;
    layout->raw = arena_array(attempt->arena, scan->count + 1, sizeof *layout->raw);
    for (size_t i = 0; i < scan->count; i++)
        layout->raw[i] =
            arena_copy(attempt->arena, csv_raw(&scan->cell[i], &scan->cell[i]));
}

/* Is the present row the last of a header? */
static bool is_header(struct attempt *attempt, struct plan *plan, struct error *err)
{
    enum encoding_kind encoding = attempt->header->encoding;
    size_t rows =
        attempt->source->header_rows > 1 ? (size_t)attempt->source->header_rows : 1;
    if (!read_names(attempt, &encoding, err))
        return false;
    if (attempt->row < rows)
        return fail(err, ERROR_FORMAT, "the file ends before its header");
    const struct text *names = join_names(attempt, attempt->row - rows + 1);
    if (!plan_open(plan, attempt->arena, attempt->source, names,
                   attempt->counts[attempt->row], err))
        return false;
    keep_raw(attempt, &plan->layout);
    attempt->header->encoding = encoding;
    return true;
}

static bool accept(struct attempt *attempt)
{
    attempt->header->delimiter = attempt->scan->delimiter;
    attempt->header->row = attempt->row;
    attempt->header->body = attempt->scan->at;
    return true;
}

/* The header ends in a given row; those above it may be anything. */
static bool read_given(struct attempt *attempt, size_t first, struct plan *plan,
                       struct error *err)
{
    enum csv_found found;
    size_t rows =
        attempt->source->header_rows > 1 ? (size_t)attempt->source->header_rows : 1;
    while ((found = csv_next(attempt->scan)) == CSV_RECORD) {
        attempt->row++;
        enum encoding_kind encoding = attempt->header->encoding;
        if (attempt->row == first + rows - 1)
            return is_header(attempt, plan, err) && accept(attempt);
        if (attempt->row >= first && !read_names(attempt, &encoding, err))
            return false;
    }
    if (found == CSV_END || found == CSV_MORE)
        return fail(err, ERROR_FORMAT, "the file ends before its header, row %zu",
                    first);
    return csv_fail(found, attempt->row + 1, err);
}

static struct text *fold_all(struct arena *arena, const struct text *names,
                             size_t count)
{
    struct text *folded = arena_array(arena, count + 1, sizeof *folded);
    for (size_t i = 0; i < count; i++)
        folded[i] = text_fold(arena, names[i]);
    return folded;
}

/* Columns found, and among rows with as many, cells. */
static size_t nearness_of(const struct attempt *attempt)
{
    struct arena scratch = {0};
    size_t found = 0, cells = attempt->counts[attempt->row];
    if (!attempt->names[attempt->row])
        return attempt->scan->count;
    struct text *cell = fold_all(&scratch, attempt->names[attempt->row], cells);
    for (size_t i = 0; i < attempt->wanted; i++)
        for (size_t j = 0; j < cells; j++)
            found += text_equal(cell[j], attempt->column[i]);
    arena_free(&scratch);
    return found * CSV_CELLS_MAX + attempt->scan->count;
}

static void note_failure(struct attempt *attempt, size_t nearness,
                         const struct error *failure)
{
    if (attempt->nearest->kind != ERROR_NONE && nearness <= attempt->nearness)
        return;
    *attempt->nearest = *failure;
    attempt->nearness = nearness;
}

/* The first row that fits. */
static bool look_for(struct attempt *attempt, struct plan *plan)
{
    enum csv_found found = CSV_END;
    while (attempt->row < HEADER_ROWS_LOOKED_AT &&
           (found = csv_next(attempt->scan)) == CSV_RECORD) {
        struct error failure = {0};
        attempt->row++;
        if (is_header(attempt, plan, &failure))
            return accept(attempt);
        note_failure(attempt, nearness_of(attempt), &failure);
        if (!attempt->names[attempt->row])
            attempt->counts[attempt->row] = 0;
    }
    if (found != CSV_RECORD && found != CSV_END && found != CSV_MORE) {
        struct error failure = {0};
        csv_fail(found, attempt->row + 1, &failure);
        note_failure(attempt, 0, &failure);
    }
    return false;
}

static void attempt_open(struct attempt *attempt, struct text text, bool final,
                         char delimiter, size_t rows)
{
    attempt->row = 0;
    attempt->scan = csv_scan_new(attempt->arena, delimiter);
    attempt->names = arena_array(attempt->arena, rows + 1, sizeof(struct text *));
    attempt->counts = arena_array(attempt->arena, rows + 1, sizeof *attempt->counts);
    csv_feed(attempt->scan, text.at, text.at + text.length, final);
}

bool csv_find_header(struct arena *arena, const struct source *source, struct text text,
                     bool final, struct plan *plan, struct csv_header *header,
                     struct error *err)
{
    struct error nearest = {0};
    struct attempt attempt = {
        .arena = arena, .source = source, .header = header, .nearest = &nearest};
    struct text columns[NAMES_MAX];
    attempt.wanted = source_columns(source, columns, NAMES_MAX);
    if (attempt.wanted > NAMES_MAX)
        attempt.wanted = NAMES_MAX;
    attempt.column = fold_all(arena, columns, attempt.wanted);
    size_t first = source->header_row > 0 ? (size_t)source->header_row : 0;
    char sniffed = source->delimiter;
    if (!sniffed)
        sniffed = csv_sniff_delimiter(text, first ? (int)first : 1);
    attempt_open(&attempt, text, final, sniffed,
                 first + (size_t)source->header_rows + HEADER_ROWS_LOOKED_AT);
    if (first)
        return read_given(&attempt, first, plan, err);
    if (look_for(&attempt, plan))
        return true;
    static const char others[] = {',', ';', '\t', '|'};
    for (size_t i = 0; !source->delimiter && i < sizeof others; i++) {
        if (others[i] == sniffed)
            continue;
        attempt_open(&attempt, text, final, others[i], HEADER_ROWS_LOOKED_AT);
        if (look_for(&attempt, plan))
            return true;
    }
    return fail(err, nearest.kind ? nearest.kind : ERROR_FORMAT, "%s",
                nearest.kind ? nearest.message : "the file ends before its header");
}
