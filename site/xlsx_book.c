#include "site/xlsx_book.h"

#include "base/number_put.h"
#include "site/zip.h"
#include "transform/lookup.h"

#include <stdlib.h>

enum { SHEET_BYTES_MAX = 1 << 30, SHEETS_MAX = 64 };

struct book {
    struct zip zip;
    struct arena arena;
    struct buffer out;     /* of the sheet */
    struct buffer strings; /* every text once, in order of its number */
    struct lookup numbers; /* of texts */
    size_t sheets;
    bool failed;
    const char *sheet[SHEETS_MAX];
};

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define DOCUMENT "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define TYPES "application/vnd.openxmlformats-officedocument.spreadsheetml."

struct book *book_new(void)
{
    struct book *book = memory_or_die(calloc(1, sizeof *book));
    book->out.limit = SHEET_BYTES_MAX;
    return book;
}

/* What XML cannot hold is left out. */
static void add_escaped(struct buffer *out, struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '&')
            buffer_string(out, "&amp;");
        else if (c == '<')
            buffer_string(out, "&lt;");
        else if (c == '>')
            buffer_string(out, "&gt;");
        else if (c == '"')
            buffer_string(out, "&quot;");
        else if (c >= ' ' || c == '\t' || c == '\n')
            buffer_char(out, (char)c);
    }
}

/* Cells -----------------------------------------------------------------------------
 */

static uint32_t number_of(struct book *book, struct text text)
{
    uint32_t number = lookup_find(&book->numbers, text);
    if (number != NO_INDEX)
        return number;
    number = (uint32_t)book->numbers.count;
    lookup_put(&book->arena, &book->numbers, arena_copy(&book->arena, text), number);
    buffer_string(&book->strings, "<si><t xml:space=\"preserve\">");
    add_escaped(&book->strings, text);
    buffer_string(&book->strings, "</t></si>");
    return number;
}

static void add_number(struct buffer *out, size_t number)
{
    number_put(out, (double)number);
}

static void open_cell(struct buffer *out, enum cell_style style)
{
    buffer_string(out, "<c");
    if (style == CELL_PLAIN)
        return;
    buffer_string(out, " s=\"");
    add_number(out, style);
    buffer_char(out, '"');
}

static void make_text(struct book *book, struct buffer *out, struct text text,
                      enum cell_style style)
{
    open_cell(out, style);
    if (text.length == 0) {
        buffer_string(out, "/>");
        return;
    }
    buffer_string(out, " t=\"s\"><v>");
    add_number(out, number_of(book, text));
    buffer_string(out, "</v></c>");
}

void cell_make(struct book *book, struct buffer *out, struct text text)
{
    make_text(book, out, text, CELL_PLAIN);
}

void cell_text(struct book *book, struct text text, enum cell_style style)
{
    make_text(book, &book->out, text, style);
}

void cell_number(struct book *book, double number, enum cell_style style)
{
    open_cell(&book->out, style);
    buffer_string(&book->out, "><v>");
    number_put(&book->out, number);
    buffer_string(&book->out, "</v></c>");
}

void cell_digits(struct book *book, struct text digits, enum cell_style style)
{
    open_cell(&book->out, style);
    buffer_string(&book->out, "><v>");
    add_escaped(&book->out, digits);
    buffer_string(&book->out, "</v></c>");
}

void cell_empty(struct book *book, enum cell_style style)
{
    open_cell(&book->out, style);
    buffer_string(&book->out, "/>");
}

void cells_add(struct book *book, struct text cells) { buffer_text(&book->out, cells); }

void book_row_start(struct book *book) { buffer_string(&book->out, "<row>"); }

void book_row_end(struct book *book) { buffer_string(&book->out, "</row>"); }

/* Pack what was written, and begin anew. */
static void put_part(struct book *book, const char *name, struct buffer *out)
{
    book->failed = book->failed || out->failed;
    zip_add(&book->zip, name, buffer_all(out));
    buffer_clear(out);
}

/* Sheets ----------------------------------------------------------------------------
 */

void sheet_start(struct book *book, const char *name, const int *widths, size_t columns)
{
    if (book->sheets < SHEETS_MAX)
        book->sheet[book->sheets++] = arena_copy(&book->arena, text_of(name)).at;
    else
        book->failed = true;
    buffer_string(&book->out,
                  XML "<worksheet xmlns=\"" MAIN "\"><sheetViews>"
                      "<sheetView workbookViewId=\"0\"><pane ySplit=\"1\" "
                      "topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
                      "</sheetView></sheetViews><cols>");
    for (size_t i = 0; i < columns; i++)
        buffer_format(&book->out,
                      "<col min=\"%zu\" max=\"%zu\" width=\"%d\" customWidth=\"1\"/>",
                      i + 1, i + 1, widths[i]);
    buffer_string(&book->out, "</cols><sheetData>");
}

void sheet_end(struct book *book)
{
    const char *name =
        arena_format(&book->arena, "xl/worksheets/sheet%zu.xml", book->sheets);
    buffer_string(&book->out, "</sheetData></worksheet>");
    put_part(book, name, &book->out);
}

/* The rest of the package ------------------------------------------------------------
 */

static void put_types(struct book *book, struct buffer *out)
{
    buffer_string(out, XML "<Types xmlns=\"" PACKAGE "content-types\">"
                           "<Default Extension=\"rels\" "
                           "ContentType=\"application/vnd.openxmlformats-package."
                           "relationships+xml\"/>"
                           "<Override PartName=\"/xl/workbook.xml\" "
                           "ContentType=\"" TYPES "sheet.main+xml\"/>"
                           "<Override PartName=\"/xl/styles.xml\" "
                           "ContentType=\"" TYPES "styles+xml\"/>"
                           "<Override PartName=\"/xl/sharedStrings.xml\" "
                           "ContentType=\"" TYPES "sharedStrings+xml\"/>");
    for (size_t i = 1; i <= book->sheets; i++)
        buffer_format(out,
                      "<Override PartName=\"/xl/worksheets/sheet%zu.xml\" "
                      "ContentType=\"" TYPES "worksheet+xml\"/>",
                      i);
    buffer_string(out, "</Types>");
    put_part(book, "[Content_Types].xml", out);
}

static void put_relations(struct book *book, struct buffer *out)
{
    buffer_string(out, XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
                           "<Relationship Id=\"rId1\" Type=\"" DOCUMENT
                           "/officeDocument\" Target=\"xl/workbook.xml\"/>"
                           "</Relationships>");
    put_part(book, "_rels/.rels", out);
    buffer_string(out, XML "<Relationships xmlns=\"" PACKAGE "relationships\">");
    for (size_t i = 1; i <= book->sheets; i++)
        buffer_format(out,
                      "<Relationship Id=\"rId%zu\" Type=\"" DOCUMENT
                      "/worksheet\" Target=\"worksheets/sheet%zu.xml\"/>",
                      i, i);
    buffer_format(out,
                  "<Relationship Id=\"rId%zu\" Type=\"" DOCUMENT
                  "/styles\" Target=\"styles.xml\"/>"
                  "<Relationship Id=\"rId%zu\" Type=\"" DOCUMENT
                  "/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
                  book->sheets + 1, book->sheets + 2);
    put_part(book, "xl/_rels/workbook.xml.rels", out);
}

static void put_workbook(struct book *book, struct buffer *out)
{
    buffer_string(out, XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" DOCUMENT
                           "\"><bookViews><workbookView/></bookViews><sheets>");
    for (size_t i = 1; i <= book->sheets; i++) {
        buffer_string(out, "<sheet name=\"");
        add_escaped(out, text_of(book->sheet[i - 1]));
        buffer_format(out, "\" sheetId=\"%zu\" r:id=\"rId%zu\"/>", i, i);
    }
    buffer_string(out, "</sheets></workbook>");
    put_part(book, "xl/workbook.xml", out);
}

/* In the order of enum cell_style: provisional slanted, a sum that lacks a part
 * underlined, what is not known shaded, what is withheld shaded darker. */
static void put_styles(struct book *book, struct buffer *out)
{
    static const char STYLES[] =
        XML "<styleSheet xmlns=\"" MAIN "\"><fonts count=\"4\">"
            "<font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
            "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font>"
            "<font><i/><sz val=\"11\"/><name val=\"Calibri\"/></font>"
            "<font><u/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
            "<fills count=\"4\"><fill><patternFill patternType=\"none\"/></fill>"
            "<fill><patternFill patternType=\"gray125\"/></fill>"
            "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFE3E3DF\"/>"
            "</patternFill></fill>"
            "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFB0B0AA\"/>"
            "</patternFill></fill></fills>"
            "<borders count=\"1\"><border/></borders>"
            "<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"7\">"
            "<xf xfId=\"0\"/><xf xfId=\"0\" fontId=\"1\" applyFont=\"1\"/><xf "
            "xfId=\"0\" fontId=\"2\" applyFont=\"1\"/>"
            "<xf xfId=\"0\" fontId=\"3\" applyFont=\"1\"/><xf xfId=\"0\" fillId=\"2\" "
            "applyFill=\"1\"/>"
            "<xf xfId=\"0\" fillId=\"3\" applyFill=\"1\"/><xf xfId=\"0\" "
            "applyAlignment=\"1\">"
            "<alignment vertical=\"top\" wrapText=\"1\"/></xf></cellXfs>"
            "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" "
            "builtinId=\"0\"/></cellStyles></styleSheet>";
    buffer_string(out, STYLES);
    put_part(book, "xl/styles.xml", out);
}

static void put_strings(struct book *book, struct buffer *out)
{
    buffer_format(out, XML "<sst xmlns=\"" MAIN "\" uniqueCount=\"%zu\">",
                  book->numbers.count);
    buffer_text(out, buffer_all(&book->strings));
    buffer_string(out, "</sst>");
    book->failed = book->failed || book->strings.failed;
    put_part(book, "xl/sharedStrings.xml", out);
}

static void book_free(struct book *book)
{
    zip_free(&book->zip);
    buffer_free(&book->out);
    buffer_free(&book->strings);
    arena_free(&book->arena);
    free(book);
}

bool book_put(struct book *book, struct tree *tree, const char *path, struct error *err)
{
    put_types(book, &book->out);
    put_relations(book, &book->out);
    put_workbook(book, &book->out);
    put_styles(book, &book->out);
    put_strings(book, &book->out);
    const struct buffer *whole = zip_finish(&book->zip);
    bool good = ((!book->failed && !whole->failed) ||
                 fail(err, ERROR_LIMIT, "%s would be too large", path)) &&
                tree_put(tree, path, buffer_all(whole), err);
    book_free(book);
    return good;
}
