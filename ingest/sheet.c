/* worksheet > sheetData > row > c > v, or c > is > t. What a sheet says of its own size
 * is not believed; rows and cells without an address follow the one before. */
#include "ingest/sheet.h"

#include "base/number.h"
#include "ingest/workbook_styles.h"

#include <stdlib.h>
#include <string.h>

enum {
    ROW_BYTES = 64 << 20, /* of a row's texts */
    SHOWN = 40
};

/* Instead of the value of a formula that no program has computed: where it is needed,
 * it is refused by row and column, and nowhere it passes for a blank. A formula that
 * gives an empty text says so (t="str"). */
#define NEVER_COMPUTED TEXT("a formula without its value")

/* What <c t="…"> says of its value. */
enum cell_kind {
    CELL_NUMBER,
    CELL_SHARED,
    CELL_TEXT,
    CELL_TRUTH,
    CELL_ERROR,
    CELL_DATE
};

/* A cell's text: in the row's bytes, or (at not NULL) a shared string. */
struct cell {
    bool set;
    const char *at;
    size_t offset, length;
};

struct sheet {
    const struct workbook *workbook;
    struct part_stream *part;
    struct xml_reader *reader;
    char decimal;
    bool in_data, in_row, in_cell, in_inline, in_value;
    size_t row;
    size_t count; /* cells of the row, with the empty ones between them */
    size_t used;  /* cells ever written, to be cleared */
    size_t room;  /* for cells */
    struct cell *cell;
    struct text *shown;
    struct buffer bytes;
    /* The cell being read. */
    size_t column;
    bool computed; /* it has a formula */
    enum cell_kind kind;
    enum number_kind style;
    struct buffer value;
};

struct sheet *sheet_open(const struct workbook *workbook,
                         const struct workbook_sheet *which, char decimal,
                         struct error *err)
{
    struct sheet *sheet = memory_or_die(calloc(1, sizeof *sheet));
    sheet->workbook = workbook;
    sheet->decimal = decimal;
    sheet->bytes.limit = ROW_BYTES;
    sheet->value.limit = ROW_BYTES;
    sheet->part = part_open(workbook, which->part, err);
    if (sheet->part)
        sheet->reader = xml_open((struct xml_input){sheet->part, part_read}, err);
    if (sheet->reader)
        return sheet;
    sheet_close(sheet);
    return NULL;
}

void sheet_close(struct sheet *sheet)
{
    if (!sheet)
        return;
    xml_close(sheet->reader);
    part_close(sheet->part);
    buffer_free(&sheet->bytes);
    buffer_free(&sheet->value);
    free(sheet->cell);
    free(sheet->shown);
    free(sheet);
}

size_t sheet_bytes(const struct sheet *sheet) { return xml_bytes(sheet->reader); }

/* Addresses
 * ---------------------------------------------------------------------------- */

/* "AB12" as column 28 and row 12, both from 1 on. */
static bool read_address(struct text text, size_t *column, size_t *row)
{
    size_t i = 0;
    int64_t number;
    *column = 0;
    for (; i < text.length && text.at[i] >= 'A' && text.at[i] <= 'Z'; i++)
        if ((*column = *column * 26 + (size_t)(text.at[i] - 'A') + 1) >
            SHEET_COLUMNS_MAX)
            return false;
    struct text digits = {text.at + i, text.length - i};
    if (i == 0 || !number_whole(digits, &number) || number < 1 ||
        number > SHEET_ROWS_MAX)
        return false;
    *row = (size_t)number;
    return true;
}

static bool fail_address(const struct sheet *sheet, struct text address,
                         struct error *err)
{
    address = xml_cut(address, SHOWN);
    return fail(err, ERROR_FORMAT, "row %zu has a cell \"%.*s\"", sheet->row,
                TEXT_ARGS(address));
}

/* Cells
 * -------------------------------------------------------------------------------- */

static void set_copied(struct sheet *sheet, struct cell *cell, struct text text)
{
    cell->at = NULL;
    cell->offset = sheet->bytes.length;
    cell->length = text.length;
    buffer_text(&sheet->bytes, text);
}

static bool set_shared(struct sheet *sheet, struct cell *cell, struct text raw,
                       struct error *err)
{
    int64_t number;
    struct text text;
    if (!number_whole(raw, &number) ||
        !workbook_string(sheet->workbook, (size_t)number, &text)) {
        raw = xml_cut(raw, SHOWN);
        return fail(err, ERROR_FORMAT,
                    "row %zu, column %zu: there is no shared string \"%.*s\"",
                    sheet->row, sheet->column, TEXT_ARGS(raw));
    }
    cell->at = text.at;
    cell->length = text.length;
    return true;
}

static void set_number(struct sheet *sheet, struct cell *cell, struct text raw)
{
    cell->at = NULL;
    cell->offset = sheet->bytes.length;
    if (sheet->style != NUMBER_DATE ||
        !date_show(&sheet->bytes, raw, sheet->workbook->from_1904))
        number_show(&sheet->bytes, raw, sheet->decimal);
    cell->length = sheet->bytes.length - cell->offset;
}

/* t="d": a date in ISO 8601; midnight is not shown. */
static struct text without_midnight(struct text text)
{
    struct text rest = text;
    struct text day = text_cut(&rest, 'T');
    for (size_t i = 0; i < rest.length; i++)
        if (!strchr("0:.Z", rest.at[i]) || rest.at[i] == '\0')
            return text;
    return day;
}

static bool set_cell(struct sheet *sheet, struct cell *cell, struct error *err)
{
    struct text raw = buffer_all(&sheet->value);
    struct text bare = text_trim(raw);
    if (!raw.at)
        raw = bare = TEXT("");
    switch (sheet->kind) {
    case CELL_SHARED:
        return bare.length == 0 || set_shared(sheet, cell, bare, err);
    case CELL_TRUTH:
        set_copied(sheet, cell,
                   text_is(bare, "1") || text_is(bare, "true") ? TEXT("TRUE")
                                                               : TEXT("FALSE"));
        return true;
    case CELL_DATE:
        set_copied(sheet, cell, without_midnight(bare));
        return true;
    case CELL_NUMBER:
        set_number(sheet, cell, bare);
        return true;
    case CELL_TEXT:
    case CELL_ERROR:
        set_copied(sheet, cell, raw);
        return true;
    }
    return true;
}

static enum cell_kind kind_of(struct text type)
{
    return text_is(type, "s")                                   ? CELL_SHARED
           : text_is(type, "inlineStr") || text_is(type, "str") ? CELL_TEXT
           : text_is(type, "b")                                 ? CELL_TRUTH
           : text_is(type, "e")                                 ? CELL_ERROR
           : text_is(type, "d")                                 ? CELL_DATE
                                                                : CELL_NUMBER;
}

static void make_room(struct sheet *sheet, size_t columns)
{
    if (columns <= sheet->room)
        return;
    size_t room = columns + columns / 2 + 32;
    sheet->cell = memory_or_die(realloc(sheet->cell, room * sizeof *sheet->cell));
    sheet->shown = memory_or_die(realloc(sheet->shown, room * sizeof *sheet->shown));
    memset(sheet->cell + sheet->room, 0, (room - sheet->room) * sizeof *sheet->cell);
    sheet->room = room;
}

static bool open_cell(struct sheet *sheet, struct error *err)
{
    const struct workbook *workbook = sheet->workbook;
    struct text address, type, style;
    size_t row = sheet->row;
    int64_t number;
    sheet->column++;
    if (xml_attribute(sheet->reader, "r", &address) &&
        (!read_address(address, &sheet->column, &row) || row != sheet->row))
        return fail_address(sheet, address, err);
    if (sheet->column > SHEET_COLUMNS_MAX)
        return fail(err, ERROR_LIMIT, "row %zu has more than %d cells", sheet->row,
                    SHEET_COLUMNS_MAX);
    make_room(sheet, sheet->column);
    if (sheet->cell[sheet->column - 1].set)
        return fail(err, ERROR_FORMAT, "row %zu has column %zu twice", sheet->row,
                    sheet->column);
    xml_attribute(sheet->reader, "t", &type);
    sheet->kind = kind_of(type);
    sheet->style = NUMBER_PLAIN;
    if (xml_attribute(sheet->reader, "s", &style) && number_whole(style, &number) &&
        (size_t)number < workbook->styles)
        sheet->style = (enum number_kind)workbook->style[number];
    sheet->in_cell = true;
    sheet->computed = false;
    buffer_clear(&sheet->value);
    return true;
}

static void clear_cells(struct sheet *sheet)
{
    if (sheet->used > 0)
        memset(sheet->cell, 0, sheet->used * sizeof *sheet->cell);
    sheet->used = sheet->count = 0;
    buffer_clear(&sheet->bytes);
}

static bool close_cell(struct sheet *sheet, struct error *err)
{
    struct cell *cell = &sheet->cell[sheet->column - 1];
    sheet->in_cell = sheet->in_inline = sheet->in_value = false;
    cell->set = true;
    cell->length = 0;
    if (sheet->column > sheet->used)
        sheet->used = sheet->column;
    if (sheet->value.length > 0 && !set_cell(sheet, cell, err))
        return false;
    if (sheet->computed && sheet->kind == CELL_NUMBER && sheet->value.length == 0)
        set_copied(sheet, cell, NEVER_COMPUTED);
    if (cell->length > 0 && sheet->column > sheet->count)
        sheet->count = sheet->column;
    if (sheet->value.failed || sheet->bytes.failed)
        return fail(err, ERROR_LIMIT, "row %zu is longer than %d MiB", sheet->row,
                    ROW_BYTES >> 20);
    return true;
}

/* Rows
 * --------------------------------------------------------------------------------- */

static bool open_row(struct sheet *sheet, struct error *err)
{
    struct text address;
    int64_t number = (int64_t)sheet->row + 1;
    if (xml_attribute(sheet->reader, "r", &address) && !number_whole(address, &number))
        number = 0;
    if (number <= (int64_t)sheet->row)
        return fail(err, ERROR_FORMAT, "row %zu is followed by row \"%.*s\"",
                    sheet->row, TEXT_ARGS(xml_cut(address, SHOWN)));
    if (number > SHEET_ROWS_MAX)
        return fail(err, ERROR_LIMIT, "the sheet has a row past %d", SHEET_ROWS_MAX);
    sheet->row = (size_t)number;
    sheet->column = 0;
    sheet->in_row = true;
    clear_cells(sheet);
    return true;
}

static void show_row(struct sheet *sheet, struct sheet_row *out)
{
    for (size_t i = 0; i < sheet->count; i++) {
        const struct cell *cell = &sheet->cell[i];
        const char *bytes = sheet->bytes.at ? sheet->bytes.at : "";
        sheet->shown[i] =
            (struct text){cell->at ? cell->at : bytes + cell->offset, cell->length};
    }
    *out = (struct sheet_row){sheet->row, sheet->count, sheet->shown};
}

/* What opens inside a cell: its value, or its text in place. */
static bool open_in_cell(struct sheet *sheet, struct error *err)
{
    struct xml_reader *reader = sheet->reader;
    if (workbook_is(reader, "v") || (sheet->in_inline && workbook_is(reader, "t")))
        sheet->in_value = true;
    else if (workbook_is(reader, "is"))
        sheet->in_inline = true;
    else if (workbook_is(reader, "f"))
        sheet->computed = true;
    if (workbook_is(reader, "rPh") || workbook_is(reader, "f"))
        return xml_skip(reader, err);
    return true;
}

static bool open_element(struct sheet *sheet, struct error *err)
{
    struct xml_reader *reader = sheet->reader;
    if (sheet->in_cell)
        return open_in_cell(sheet, err);
    if (sheet->in_row)
        return !workbook_is(reader, "c") || open_cell(sheet, err);
    if (sheet->in_data)
        return !workbook_is(reader, "row") || open_row(sheet, err);
    if (workbook_is(reader, "sheetData"))
        sheet->in_data = true;
    return true;
}

/* *whole becomes true when a row is. */
static bool close_element(struct sheet *sheet, bool *whole, struct error *err)
{
    struct xml_reader *reader = sheet->reader;
    if (sheet->in_value && (workbook_is(reader, "v") || workbook_is(reader, "t")))
        sheet->in_value = false;
    else if (sheet->in_cell && workbook_is(reader, "c"))
        return close_cell(sheet, err);
    else if (sheet->in_row && !sheet->in_cell && workbook_is(reader, "row")) {
        sheet->in_row = false;
        *whole = true;
    } else if (sheet->in_data && !sheet->in_row && workbook_is(reader, "sheetData"))
        sheet->in_data = false;
    return true;
}

bool sheet_next(struct sheet *sheet, struct sheet_row *out, bool *more,
                struct error *err)
{
    enum xml_event event;
    bool good = true, whole = false;
    *more = false;
    while (good && !whole) {
        if (!xml_next(sheet->reader, &event, err))
            return false;
        if (event == XML_EVENT_END)
            return true;
        if (event == XML_EVENT_OPEN)
            good = open_element(sheet, err);
        else if (event == XML_EVENT_CLOSE)
            good = close_element(sheet, &whole, err);
        else if (sheet->in_value)
            workbook_text(&sheet->value, xml_text(sheet->reader));
    }
    *more = good;
    if (good)
        show_row(sheet, out);
    return good;
}
