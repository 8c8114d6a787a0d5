/* The header is looked for in the first rows, as in a delimited file: the row that the
 * descriptor gives, or the first that holds every column it names. */
#include "ingest/decode_xlsx.h"

#include "ingest/container.h"
#include "ingest/rows.h"
#include "ingest/sheet.h"

#include <stdlib.h>
#include <string.h>

enum { HEADERS_LOOKED_AT = 50, READ_BLOCK = 1 << 16 };

/* A row kept while the header is looked for. */
struct kept {
    size_t number;
    size_t count;
    struct text *cell;
};

struct xlsx {
    struct arena *arena;
    const struct source *source;
    struct sink *sink;
    struct sheet *sheet;
    struct rows *rows;
    size_t looked_at; /* rows kept */
    struct kept kept[HEADERS_LOOKED_AT];
    struct error widest; /* what the widest of them lacks as a header … */
    size_t width;        /* … and its cells */
    struct kept header;  /* its last row, as it stands */
    struct text *cell;   /* of the header's width */
    size_t columns;
    bool ended;
};

/* The header
 * --------------------------------------------------------------------------- */

static struct kept *keep_row(struct xlsx *xlsx, const struct sheet_row *row)
{
    struct kept *kept = &xlsx->kept[xlsx->looked_at++];
    kept->number = row->number;
    kept->count = row->count;
    kept->cell = arena_array(xlsx->arena, row->count + 1, sizeof *kept->cell);
    for (size_t i = 0; i < row->count; i++)
        kept->cell[i] = arena_copy(xlsx->arena, text_trim(row->cell[i]));
    return kept;
}

/* The kept row of that number; NULL when it is blank. */
static const struct kept *kept_row(const struct xlsx *xlsx, size_t number)
{
    for (size_t i = 0; i < xlsx->looked_at; i++)
        if (xlsx->kept[i].number == number)
            return &xlsx->kept[i];
    return NULL;
}

/* A cell of a header row above the last: where it is blank, the name further left
 * stands over several columns. */
static struct text upper_name(const struct kept *row, size_t column)
{
    if (!row || row->count == 0)
        return TEXT("");
    if (column >= row->count)
        column = row->count - 1;
    while (column > 0 && row->cell[column].length == 0)
        column--;
    return row->cell[column];
}

static size_t header_rows(const struct xlsx *xlsx)
{
    return xlsx->source->header_rows > 1 ? (size_t)xlsx->source->header_rows : 1;
}

/* The names down to this row, those of several rows joined column by column. */
static const struct text *join_names(struct xlsx *xlsx, const struct kept *last)
{
    size_t rows = header_rows(xlsx);
    if (rows == 1)
        return last->cell;
    struct text *names = arena_array(xlsx->arena, last->count + 1, sizeof *names);
    for (size_t i = 0; i < last->count; i++) {
        struct buffer name = {0};
        for (size_t above = rows - 1; above > 0 && last->number > above; above--) {
            buffer_text(&name, upper_name(kept_row(xlsx, last->number - above), i));
            buffer_char(&name, ' ');
        }
        buffer_text(&name, last->cell[i]);
        names[i] = arena_copy(xlsx->arena, text_trim(buffer_all(&name)));
        buffer_free(&name);
    }
    return names;
}

/* Is this row the last of a header? */
static bool try_header(struct xlsx *xlsx, const struct kept *row, struct error *err)
{
    xlsx->rows = rows_open(xlsx->arena, xlsx->source, join_names(xlsx, row), row->count,
                           xlsx->sink, err);
    if (!xlsx->rows)
        return false;
    xlsx->header = *row;
    xlsx->columns = row->count;
    xlsx->cell = arena_array(xlsx->arena, row->count + 1, sizeof *xlsx->cell);
    return true;
}

static void note_failure(struct xlsx *xlsx, size_t width, const struct error *failure)
{
    if (xlsx->widest.kind != ERROR_NONE && width <= xlsx->width)
        return;
    xlsx->widest = *failure;
    xlsx->width = width;
}

static bool fail_header(const struct xlsx *xlsx, struct error *err)
{
    if (xlsx->source->header_row > 0)
        return fail(err, ERROR_FORMAT, "the sheet has nothing in its header, row %d",
                    xlsx->source->header_row + (int)header_rows(xlsx) - 1);
    return fail(err, xlsx->widest.kind ? xlsx->widest.kind : ERROR_FORMAT, "%s",
                xlsx->widest.kind ? xlsx->widest.message : "the sheet is empty");
}

/* A row while the header is not found. */
static bool look_at(struct xlsx *xlsx, const struct sheet_row *row, struct error *err)
{
    size_t given = xlsx->source->header_row > 0 ? (size_t)xlsx->source->header_row : 0;
    size_t last = given ? given + header_rows(xlsx) - 1 : 0;
    if (row->count == 0 || (given && row->number < given))
        return true;
    if (xlsx->looked_at == HEADERS_LOOKED_AT || (given && row->number > last))
        return fail_header(xlsx, err);
    const struct kept *kept = keep_row(xlsx, row);
    if (given)
        return row->number < last || try_header(xlsx, kept, err);
    struct error failure = {0};
    if (!try_header(xlsx, kept, &failure))
        note_failure(xlsx, row->count, &failure);
    return true;
}

/* Rows
 * --------------------------------------------------------------------------------- */

static bool is_blank(const struct sheet_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (text_trim(row->cell[i]).length > 0)
            return false;
    return true;
}

static bool is_header(const struct xlsx *xlsx, const struct sheet_row *row)
{
    if (row->count != xlsx->header.count)
        return false;
    for (size_t i = 0; i < row->count; i++)
        if (!text_equal(text_trim(row->cell[i]), xlsx->header.cell[i]))
            return false;
    return true;
}

/* Cells that a row lacks at its end are blank. */
static bool take_row(struct xlsx *xlsx, const struct sheet_row *row, struct error *err)
{
    if (row->count >= xlsx->columns)
        return rows_take(xlsx->rows, row->cell, row->count, row->number, err);
    memcpy(xlsx->cell, row->cell, row->count * sizeof *xlsx->cell);
    for (size_t i = row->count; i < xlsx->columns; i++)
        xlsx->cell[i] = TEXT("");
    return rows_take(xlsx->rows, xlsx->cell, xlsx->columns, row->number, err);
}

static bool read_rows(struct xlsx *xlsx, struct error *err)
{
    struct sheet_row row;
    size_t before = 0;
    bool more, good = true;
    while (good && (good = sheet_next(xlsx->sheet, &row, &more, err)) && more) {
        bool blank = is_blank(&row);
        if (!xlsx->rows) {
            good = look_at(xlsx, &row, err);
        } else {
            xlsx->ended |=
                xlsx->source->ends_at_blank && (blank || row.number > before + 1);
            if (!blank && !xlsx->ended && !is_header(xlsx, &row))
                good = take_row(xlsx, &row, err);
        }
        before = row.number;
    }
    return good && (xlsx->rows || fail_header(xlsx, err));
}

/* The file
 * ----------------------------------------------------------------------------- */

static bool read_all(struct stream *stream, struct buffer *out, struct error *err)
{
    size_t got = 1;
    out->limit = WORKBOOK_BYTES_MAX;
    while (got > 0) {
        char *room = buffer_room(out, READ_BLOCK);
        if (!room)
            return fail(err, ERROR_LIMIT, "the workbook is larger than %d MiB",
                        WORKBOOK_BYTES_MAX >> 20);
        if (!stream_read(stream, room, READ_BLOCK, &got, err))
            return false;
        out->length += got;
    }
    return true;
}

/* A sheet, from its header on. */
static bool read_sheet(struct xlsx *xlsx, const struct workbook *workbook,
                       const struct workbook_sheet *which, struct sink *sink,
                       struct decoded *out, struct error *err)
{
    struct xlsx fresh = {.arena = xlsx->arena, .source = xlsx->source, .sink = sink};
    *xlsx = fresh;
    sink->sheet = arena_copy(xlsx->arena, text_of(which->name)).at;
    xlsx->sheet = sheet_open(workbook, which, xlsx->source->decimal, err);
    bool good =
        xlsx->sheet && read_rows(xlsx, err) && rows_finish(xlsx->rows, out, err);
    if (xlsx->sheet)
        out->bytes = sheet_bytes(xlsx->sheet);
    rows_free(xlsx->rows);
    sheet_close(xlsx->sheet);
    return good || fail_while(err, "sheet \"%s\"", which->name);
}

/* Has it a row with these cells among the first that are looked at? Without any, has it
 * a row at all? What cannot be read has none. */
static bool sheet_has(const struct workbook *workbook,
                      const struct workbook_sheet *which, const struct xlsx *like)
{
    struct error ignored = {0};
    struct sheet_row row;
    bool more, has = false;
    struct sheet *sheet = sheet_open(workbook, which, '.', &ignored);
    for (size_t i = 0; sheet && i < HEADERS_LOOKED_AT && !has &&
                       sheet_next(sheet, &row, &more, &ignored) && more;
         i++)
        has = like ? is_header(like, &row) : !is_blank(&row);
    sheet_close(sheet);
    return has;
}

/* Is the sheet that was read a table of its own, and not a part of one? */
static bool check_alone(const struct xlsx *xlsx, const struct workbook *workbook,
                        const struct workbook_sheet *which, struct error *err)
{
    for (size_t i = 0; i < workbook->sheets && !xlsx->source->sheet; i++) {
        const struct workbook_sheet *other = &workbook->sheet[i];
        if (other != which && workbook_wants(workbook, other, NULL) &&
            sheet_has(workbook, other, xlsx))
            return fail(
                err, ERROR_CONTRADICTION,
                "sheets \"%s\" and \"%s\" have the same columns: \"sheet\" of the "
                "descriptor would say which is meant, and \"sheets\": \"all\" "
                "that they are one table",
                which->name, other->name);
    }
    return true;
}

/* Does one of its first rows name all columns? */
static bool has_columns(const struct xlsx *xlsx, const struct workbook *workbook,
                        const struct workbook_sheet *which)
{
    struct xlsx probe = {
        .arena = xlsx->arena, .source = xlsx->source, .sink = xlsx->sink};
    struct error ignored = {0};
    struct sheet_row row;
    bool more;
    probe.sheet = sheet_open(workbook, which, xlsx->source->decimal, &ignored);
    while (probe.sheet && !probe.rows &&
           sheet_next(probe.sheet, &row, &more, &ignored) && more)
        if (!is_blank(&row) && !look_at(&probe, &row, &ignored))
            break;
    bool has = probe.rows != NULL;
    rows_free(probe.rows);
    sheet_close(probe.sheet);
    return has;
}

/* The largest sheet, of those that have the columns if there are such: beside the data
 * a workbook may have a larger sheet of charts or of sums. */
static bool choose_sheet(const struct xlsx *xlsx, const struct workbook *workbook,
                         const struct workbook_sheet **out, struct error *err)
{
    const char *wanted = xlsx->source->sheet;
    const struct workbook_sheet *best = NULL;
    if (!workbook_choose(workbook, wanted, out, err))
        return false;
    if (wanted || has_columns(xlsx, workbook, *out))
        return true;
    for (size_t i = 0; i < workbook->sheets; i++) {
        const struct workbook_sheet *sheet = &workbook->sheet[i];
        if (workbook_wants(workbook, sheet, NULL) &&
            (!best || sheet->part->size > best->part->size) &&
            has_columns(xlsx, workbook, sheet))
            best = sheet;
    }
    *out = best ? best : *out;
    return true;
}

static bool read_one(struct xlsx *xlsx, const struct workbook *workbook,
                     struct decoded *out, struct error *err)
{
    const struct workbook_sheet *which;
    return choose_sheet(xlsx, workbook, &which, err) &&
           read_sheet(xlsx, workbook, which, xlsx->sink, out, err) &&
           check_alone(xlsx, workbook, which, err);
}

/* One sheet of several, into a part of the sink, as it has words of its own. */
static bool add_sheet(struct xlsx *xlsx, const struct workbook *workbook,
                      const struct workbook_sheet *which, struct sink *sink,
                      struct decoded *out, struct error *err)
{
    struct decoded one = {0};
    struct sink *part = sink->split ? sink->split(sink) : sink;
    if (!read_sheet(xlsx, workbook, which, part, &one, err)) {
        if (part != sink)
            sink->drop(part);
        return false;
    }
    size_t first_row = out->last_row;
    out->rows += one.rows;
    out->observations += one.observations;
    out->bytes += one.bytes;
    out->last_row += one.last_row;
    return part == sink || sink->join(sink, part, first_row, err);
}

/* Sheets without any row are those that a new workbook has. */
static bool read_each(struct xlsx *xlsx, const struct workbook *workbook,
                      struct decoded *out, struct error *err)
{
    struct sink *sink = xlsx->sink;
    const struct workbook_sheet *which;
    size_t found = 0;
    for (size_t i = 0; i < workbook->sheets; i++) {
        which = &workbook->sheet[i];
        if (!workbook_wants(workbook, which, xlsx->source->sheet) ||
            !sheet_has(workbook, which, NULL))
            continue;
        found++;
        if (!add_sheet(xlsx, workbook, which, sink, out, err))
            return false;
    }
    if (found > 0)
        return true;
    return workbook_choose(workbook, xlsx->source->sheet, &which, err) &&
           fail(err, ERROR_FORMAT, "no sheet in sight that fits has a row");
}

bool decode_xlsx(struct arena *arena, const struct source *source,
                 struct stream *stream, struct sink *sink, struct decoded *out,
                 struct error *err)
{
    struct xlsx *xlsx = arena_take(arena, sizeof *xlsx);
    struct workbook workbook = {0};
    struct buffer bytes = {0};
    *xlsx = (struct xlsx){.arena = arena, .source = source, .sink = sink};
    bool good = read_all(stream, &bytes, err) &&
                workbook_open(arena, buffer_all(&bytes), &workbook, err);
    if (good)
        good = (source->all_sheets ? read_each : read_one)(xlsx, &workbook, out, err);
    out->encoding = "utf-8";
    workbook_close(&workbook);
    buffer_free(&bytes);
    return good;
}
