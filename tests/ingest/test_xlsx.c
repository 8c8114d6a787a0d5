#include "tests/check.h"

#include "base/file.h"
#include "ingest/workbook_styles.h"
#include "tests/ingest/marred.h"
#include "tests/ingest/packed.h"

#include <string.h>

static struct text read_data(struct arena *arena, const char *name)
{
    return bytes_of(arena, path_join(arena, "tests/ingest/data", name));
}

/* A real workbook ------------------------------------------------------------------ */

/* On paper: `unzip -p FILE xl/worksheets/sheet1.xml`. */
static void real_workbooks_of_both_styles_are_read(void **state)
{
    static const char *const names[] = {"estatal_shared.xlsx", "estatal_inline.xlsx"};
    for (size_t i = 0; i < 2; i++) {
        struct arena arena = {0};
        struct error err = {0};
        struct decoded decoded;
        struct recorder recorder = recorder_new(false);
        struct source source = source_of(&arena, "mx-estatal-2015");
        check_done(decode_text(&arena, &source, *state, read_data(&arena, names[i]),
                               &recorder, &decoded, &err),
                   &err);
        check_golden("ingest/golden/estatal_workbook.txt", buffer_all(&recorder.lines));
        assert_int_equal(decoded.rows, 9);
        recorder_free(&recorder);
        arena_free(&arena);
    }
}

/* A workbook is found in a zip, and by a source that expects CSV. */
static void workbooks_in_a_zip_are_read(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    struct decoded decoded;
    struct recorder recorder = recorder_new(true);
    struct source source = source_of(&arena, "mx-estatal-2015");
    struct text book = read_data(&arena, "estatal_inline.xlsx");
    struct buffer words = {0};
    buffer_string(&words, "=== leame.txt\nx\n=== datos/Estatal.xlsx\n");
    buffer_text(&words, book);
    struct text zip = zip_of(&arena, buffer_all(&words));
    check_done(decode_text(&arena, &source, *state, zip, &recorder, &decoded, &err),
               &err);
    assert_string_equal(decoded.member, "datos/Estatal.xlsx");
    assert_int_equal(recorder.observations, 9);
    buffer_free(&words);
    recorder_free(&recorder);
    arena_free(&arena);
}

/* A zip sums up each of its parts; what is between them is not all needed. */
static void marred_workbooks_are_refused(void **state)
{
    struct arena arena = {0};
    struct source source = source_of(&arena, "mx-estatal-2015");
    struct text bytes = read_data(&arena, "estatal_inline.xlsx");
    struct marred cut = decode_cut(&source, *state, bytes, 1);
    assert_int_equal(cut.refused, bytes.length);
    struct marred changed = decode_changed(&source, *state, bytes, 1);
    assert_int_equal(changed.different, 0);
    assert_true(changed.refused > bytes.length / 2);
    arena_free(&arena);
}

/* Workbooks written here
 * ---------------------------------------------------------------- */

#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define RELATION "xmlns:r=\"http://purl.oclc.org/ooxml/officeDocument/relationships\""

static const char FRAME[] =
    "=== [Content_Types].xml\n<Types/>\n"
    "=== _rels/.rels\n"
    "<Relationships><Relationship Id='1' Type='x/officeDocument' Target='xl/b.xml'/>"
    "</Relationships>\n"
    "=== xl/_rels/b.xml.rels\n"
    "<Relationships>"
    "<Relationship Id='a' Type='x/worksheet' Target='one.xml'/>"
    "<Relationship Id='b' Type='x/worksheet' Target='/xl/two.xml'/>"
    "<Relationship Id='c' Type='x/chartsheet' Target='three.xml'/>"
    "<Relationship Id='s' Type='x/sharedStrings' Target='./s.xml'/>"
    "<Relationship Id='t' Type='x/styles' Target='../xl/t.xml'/></Relationships>\n"
    "=== xl/t.xml\n"
    "<styleSheet " MAIN "><numFmts><numFmt numFmtId='164' formatCode='mmm\\-yy;@'/>"
    "</numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/>"
    "</cellXfs></styleSheet>\n"
    "=== xl/s.xml\n"
    "<sst " MAIN "><si><t>place</t></si><si><r><t>off</t></r><r><t>ence</t></r>"
    "<rPh sb='0' eb='1'><t>x</t></rPh></si><si><t>a_x0009_b_</t></si></sst>\n";

static const char HEADER[] = "<row r='1'><c t='s'><v>0</v></c><c t='s'><v>1</v></c>"
                             "<c t='inlineStr'><is><t>date</t></is></c>"
                             "<c t='str'><f>A1&amp;B1</f><v>value</v></c></row>";

/* What is expected of the book. */
struct book {
    const char *properties; /* of <workbookPr>, or "" */
    const char *one, *two;  /* rows of its sheets */
    const char *last;       /* further parts, or "" */
};

static struct text write_book(struct arena *arena, const struct book *book)
{
    const char *words = arena_format(
        arena,
        "%s=== xl/b.xml\n<x:workbook xmlns:x='%s' " RELATION
        "><x:workbookPr %s/><x:sheets><x:sheet name='Notas' r:id='a'/>"
        "<x:sheet name='Datos 2015' r:id='b'/>"
        "<x:sheet name='Gráfica&#10;x' r:id='c'/></x:sheets></x:workbook>\n"
        "=== xl/one.xml\n<worksheet " MAIN "><sheetData>%s</sheetData></worksheet>\n"
        "=== xl/two.xml\n<worksheet " MAIN
        "><dimension ref='A1:A1'/><sheetData>%s</sheetData></worksheet>\n%s",
        FRAME, "http://purl.oclc.org/ooxml/spreadsheetml/main",
        book->properties ? book->properties : "", book->one ? book->one : "",
        book->two ? book->two : "", book->last ? book->last : "");
    return zip_of(arena, text_of(words));
}

static struct source plain_source(void)
{
    return (struct source){
        .id = "test",
        .format = "xlsx",
        .decimal = '.',
        .place = {.count = 1, .column = {{1, {"place"}}}},
        .offence = {.count = 1, .column = {{1, {"offence"}}}},
        .measure = {.constant = "count"},
        .period = {.shape = PERIOD_DATE,
                   .date = {1, {"date"}},
                   .date_pattern = "%Y-%m-%d",
                   .step = STEP_MONTH},
        .values = 1,
        .value = {{1, {"value"}}},
        .cells = 1,
        .cell = {{"#N/A", STATUS_NOT_REPORTED}},
    };
}

static void check_book(const char *folder, const struct source *source,
                       const struct book *book, const char *expected)
{
    struct arena arena = {0};
    struct error err = {0};
    struct decoded decoded;
    struct recorder recorder = recorder_new(false);
    struct text bytes = write_book(&arena, book);
    check_done(decode_text(&arena, source, folder, bytes, &recorder, &decoded, &err),
               &err);
    check_text(buffer_all(&recorder.lines), expected);
    recorder_free(&recorder);
    arena_free(&arena);
}

static void refuse_as(const char *folder, const struct source *source,
                      const struct book *book, enum error_kind kind, const char *words)
{
    struct arena arena = {0};
    struct error err = {0};
    struct decoded decoded;
    struct recorder recorder = recorder_new(true);
    struct text bytes = write_book(&arena, book);
    assert_false(decode_text(&arena, source, folder, bytes, &recorder, &decoded, &err));
    check_error(&err, kind, words);
    recorder_free(&recorder);
    arena_free(&arena);
}

static void refuse_book(const char *folder, const struct source *source,
                        const struct book *book, const char *words)
{
    refuse_as(folder, source, book, ERROR_FORMAT, words);
}

#define ROWS(...) arena_format(&arena, "%s%s", HEADER, "" __VA_ARGS__)

static void every_kind_of_cell_is_read(void **state)
{
    struct arena arena = {0};
    struct source source = plain_source();
    source.period.date_pattern = "%Y-%m-%d*";
    source.whole = true;
    struct book book = {.two = NULL};
    book.two =
        ROWS("<row r='3'><c r='A3' t='s'><v>0</v></c><c r='B3' t='b'><v>1</v></c>"
             "<c r='C3' s='1'><v>42036</v></c><c r='D3'><v>1.2E1</v></c></row>"
             "<row><c><v>7</v></c><c><v>1.50</v></c>"
             "<c t='d'><v>2015-03-31T00:00:00</v></c>"
             "<c><v>17.000000000000004</v></c></row>"
             "<row r='9'><c t='inlineStr'><is><r><t>p</t></r><r>"
             "<t xml:space='preserve'> </t></r><r><t>q</t></r></is></c>"
             "<c r='B9' t='str'><v>f</v></c><c r='C9' s='2'><v>42095.25</v></c>"
             "<c r='D9' t='e'><v>#N/A</v></c></row>");
    check_book(*state, &source, &book,
               "3 place | TRUE | count 2015-02: 12\n"
               "4 7 | 1.50 | count 2015-03: 17\n"
               "9 p q | f | count 2015-04: .\n");
    arena_free(&arena);
}

static void dates_may_count_from_1904(void **state)
{
    struct arena arena = {0};
    struct source source = plain_source();
    struct book book = {.properties = "date1904='1'",
                        .two = ROWS("<row><c><v>1</v></c><c><v>2</v></c>"
                                    "<c s='1'><v>40574</v></c><c><v>3</v></c></row>")};
    check_book(*state, &source, &book, "2 1 | 2 | count 2015-02: 3\n");
    book.properties = "date1904='0'";
    book.two = ROWS("<row><c><v>1</v></c><c><v>2</v></c><c s='1'><v>42036</v></c>"
                    "<c><v>3</v></c></row>");
    check_book(*state, &source, &book, "2 1 | 2 | count 2015-02: 3\n");
    arena_free(&arena);
}

static void numbers_get_the_described_decimal_sign(void **state)
{
    struct arena arena = {0};
    struct source source = plain_source();
    source.decimal = ',';
    source.group = '.';
    struct book book = {.two =
                            ROWS("<row><c><v>1</v></c><c><v>2</v></c>"
                                 "<c s='1'><v>42036</v></c><c><v>2.6</v></c></row>")};
    check_book(*state, &source, &book, "2 1 | 2 | count 2015-02: 3\n"); /* not 26 */
    arena_free(&arena);
}

static void absent_cells_are_blank(void **state)
{
    struct arena arena = {0};
    struct source source = plain_source();
    struct book book = {.two = ROWS("<row r='5' spans='1:9'/><row r='7'>"
                                    "<c r='C7' s='1'><v>42036</v></c><c r='A7'>"
                                    "<v>1</v></c><c r='B7'><v>2</v></c>"
                                    "<c r='H7' s='2'/></row>")};
    check_book(*state, &source, &book, "7 1 | 2 | count 2015-02: .\n");
    arena_free(&arena);
}

static void the_header_comes_again_or_late(void **state)
{
    static const char row[] = "<row><c><v>1</v></c><c><v>2</v></c>"
                              "<c s='1'><v>42036</v></c><c><v>3</v></c></row>";
    static const char header[] = "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c>"
                                 "<c t='inlineStr'><is><t>date</t></is></c>"
                                 "<c t='str'><v>value</v></c></row>";
    struct arena arena = {0};
    struct source source = plain_source();
    struct book book = {
        .two = arena_format(&arena,
                            "<row r='2'><c t='str'><v>A title</v></c></row>"
                            "<row r='4'/>%s%s%s%s<row r='20'/>%s",
                            header, row, header, row, row)};
    check_book(*state, &source, &book,
               "6 1 | 2 | count 2015-02: 3\n8 1 | 2 | count 2015-02: 3\n"
               "21 1 | 2 | count 2015-02: 3\n");
    source.ends_at_blank = true;
    check_book(*state, &source, &book,
               "6 1 | 2 | count 2015-02: 3\n8 1 | 2 | count 2015-02: 3\n");
    source.header_row = 5;
    check_book(*state, &source, &book,
               "6 1 | 2 | count 2015-02: 3\n8 1 | 2 | count 2015-02: 3\n");
    source.header_row = 4;
    refuse_book(*state, &source, &book, "nothing in its header, row 4");
    source.header_row = 2;
    refuse_book(*state, &source, &book, "no column \"date\" in the header");
    arena_free(&arena);
}

/* A name that stands over several columns: only its first cell holds it. */
static void a_header_of_several_rows_is_joined(void **state)
{
    struct source source = plain_source();
    struct book book = {
        .two = "<row r='3'><c t='str'><v>place</v></c><c t='str'><v>offence</v></c>"
               "<c t='str'><v>all</v></c><c/></row>"
               "<row r='4'><c r='C4' t='str'><v>date</v></c><c t='str'><v>value</v></c>"
               "</row><row r='5'><c><v>1</v></c><c><v>2</v></c>"
               "<c s='1'><v>42036</v></c><c><v>3</v></c></row>"};
    source.header_rows = 2;
    source.period.date.spelling[0] = "all date";
    source.value[0].spelling[0] = "all value";
    check_book(*state, &source, &book, "5 1 | 2 | count 2015-02: 3\n");
}

/* Nor is it refused where nobody reads it. */
static void a_formula_without_its_value_is_no_blank(void **state)
{
    static const char *const never[] = {"<f>1+1</f>", "<f>1+1</f><v/>",
                                        "<f>1+1</f><v></v>"};
    struct arena arena = {0};
    struct source source = plain_source();
    struct book book = {.two = NULL};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        book.two = arena_format(&arena,
                                "%s<row r='2'><c><v>1</v></c><c><v>2</v></c>"
                                "<c s='1'><v>42036</v></c><c>%s</c></row>",
                                HEADER, never[i]);
        refuse_book(*state, &source, &book,
                    "row 2, column \"value\": \"a formula without its value\" is not");
    }
    book.two = "<row><c t='str'><v>place</v></c><c t='str'><v>offence</v></c>"
               "<c t='str'><v>date</v></c><c t='str'><v>value</v></c>"
               "<c t='str'><v>all</v></c></row>"
               "<row><c><v>1</v></c><c><v>2</v></c><c s='1'><v>42036</v></c>"
               "<c t='str'><f>A1</f><v></v></c><c><f>SUM(A2:D2)</f></c></row>";
    check_book(*state, &source, &book, "2 1 | 2 | count 2015-02: .\n");
    arena_free(&arena);
}

static void sheets_are_chosen(void **state)
{
    static const char row[] = "<row><c><v>1</v></c><c><v>2</v></c>"
                              "<c s='1'><v>42036</v></c><c><v>3</v></c></row>";
    struct arena arena = {0};
    struct source source = plain_source();
    struct book book = {.one = ROWS(), .two = ROWS()};
    book.one = arena_format(&arena, "%s%s", HEADER, row);
    book.two = arena_format(&arena, "%s%s%s", HEADER, row, row);
    const char *once = "2 1 | 2 | count 2015-02: 3\n";
    const char *twice = "2 1 | 2 | count 2015-02: 3\n3 1 | 2 | count 2015-02: 3\n";
    refuse_as(*state, &source, &book, ERROR_CONTRADICTION,
              "sheets \"Datos 2015\" and \"Notas\" have the same columns");
    book.one = arena_format(&arena, "<row r='1'><c><v>9</v></c></row>%s", row);
    check_book(*state, &source, &book, twice);
    book.one = arena_format(&arena, "%s%s%s%s", "<row r='1'><c><v>9</v></c></row>", row,
                            row, row);
    book.two = arena_format(&arena, "%s%s", HEADER, row);
    check_book(*state, &source, &book, once); /* the larger one lacks the columns */
    book.one = arena_format(&arena, "%s%s", HEADER, row);
    book.two = arena_format(&arena, "%s%s%s", HEADER, row, row);
    source.sheet = "NOTAS";
    check_book(*state, &source, &book, once);
    source.sheet = "*20??";
    check_book(*state, &source, &book, twice);
    source.sheet = "*";
    check_book(*state, &source, &book, twice);
    source.sheet = "gr*";
    refuse_book(
        *state, &source, &book,
        "no sheet \"gr*\"; it has \"Notas\", \"Datos 2015\", \"Gráfica\ufffdx\"");
    arena_free(&arena);
}

/* A table in parts, by year or by state, with notes and a sheet nobody wrote on. */
static void all_sheets_are_one_table(void **state)
{
    static const char row[] = "<row><c><v>1</v></c><c><v>%d</v></c>"
                              "<c s='1'><v>42036</v></c><c><v>3</v></c></row>";
    static const char title[] = "<row r='1'><c t='str'><v>Title</v></c></row>";
    struct arena arena = {0};
    struct source source = plain_source();
    struct book book = {0};
    source.all_sheets = true;
    char *other = arena_format(&arena, row, 2), *same = arena_format(&arena, row, 4);
    book.one = arena_format(&arena, "%s%s", HEADER, other);
    book.two = arena_format(&arena, "%s%s%s", HEADER, same, same);
    check_book(*state, &source, &book,
               "2 1 | 2 | count 2015-02: 3\n2 1 | 4 | count 2015-02: 3\n"
               "3 1 | 4 | count 2015-02: 3\n");
    book.one = "<row r='1'><c/></row>";
    check_book(*state, &source, &book,
               "2 1 | 4 | count 2015-02: 3\n3 1 | 4 | count 2015-02: 3\n");
    book.one = title;
    refuse_book(*state, &source, &book, "sheet \"Notas\": no column \"date\"");
    source.sheet = "Datos*";
    check_book(*state, &source, &book,
               "2 1 | 4 | count 2015-02: 3\n3 1 | 4 | count 2015-02: 3\n");
    source.sheet = "gr*";
    refuse_book(*state, &source, &book, "no sheet \"gr*\"");
    source.sheet = NULL;
    book.one = book.two = NULL;
    refuse_book(*state, &source, &book, "no sheet in sight that fits has a row");
    arena_free(&arena);
}

static void contradictions_are_refused(void **state)
{
    static const struct {
        const char *rows, *words;
    } cases[] = {
        {"<row r='2'><c t='s'><v>3</v></c></row>",
         "row 2, column 1: there is no shared"},
        {"<row r='2'><c t='s'><v>-1</v></c></row>", "no shared string \"-1\""},
        {"<row r='2'><c r='B2'/><c r='B2'/></row>", "row 2 has column 2 twice"},
        {"<row r='2'><c r='B3'/></row>", "row 2 has a cell \"B3\""},
        {"<row r='2'><c r='b2'/></row>", "row 2 has a cell \"b2\""},
        {"<row r='2'><c r='XFE2'/></row>", "row 2 has a cell \"XFE2\""},
        {"<row r='1'/>", "row 1 is followed by row \"1\""},
        {"<row r='x'/>", "row 1 is followed by row \"x\""},
        {"<row "
         "r='2'><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c><c><v>4</v></c></row>",
         "row 2, column \"date\""},
        {"<row r='2'><c t='str'><v>a</v></c>", "line "},
        {"", "a header and no rows"},
    };
    struct source source = plain_source();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = {0};
        struct book book = {.two = arena_format(&arena, "%s%s", HEADER, cases[i].rows)};
        refuse_book(*state, &source, &book, cases[i].words);
        arena_free(&arena);
    }
    refuse_book(*state, &source, &(struct book){.one = NULL}, "the sheet is empty");
    refuse_book(*state, &source, &(struct book){.last = "=== XL/one.xml\nx\n"},
                "two parts \"XL/one.xml\"");
}

static void refuse_bytes(const char *folder, struct text bytes, const char *words)
{
    struct arena arena = {0};
    struct error err = {0};
    struct decoded decoded;
    struct recorder recorder = recorder_new(true);
    struct source source = plain_source();
    assert_false(
        decode_text(&arena, &source, folder, bytes, &recorder, &decoded, &err));
    check_error(&err, ERROR_FORMAT, words);
    arena_free(&arena);
}

static void other_files_are_named(void **state)
{
    struct arena arena = {0};
    refuse_bytes(*state, TEXT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
                 "an old Excel workbook (.xls), or one with a password");
    refuse_bytes(*state,
                 zip_of(&arena, TEXT("=== [Content_Types].xml\n<T/>\n"
                                     "=== xl/workbook.bin\nx\n")),
                 "a binary Excel workbook (.xlsb)");
    refuse_bytes(*state, zip_of(&arena, TEXT("=== [Content_Types].xml\n<T/>\n")),
                 "a zip, and no Excel workbook");
    refuse_bytes(*state,
                 zip_of(&arena, TEXT("=== [Content_Types].xml\n<T/>\n=== _rels/.rels\n"
                                     "<R><Relationship Type='x/officeDocument' "
                                     "Target='xl/b.xml'/></R>\n")),
                 "has lost its part \"xl/b.xml\"");
    arena_free(&arena);
}

/* Numbers as they are shown
 * -------------------------------------------------------------- */

static void check_date(const char *raw, bool from_1904, const char *expected)
{
    struct buffer out = {0};
    assert_int_equal(date_show(&out, text_of(raw), from_1904), expected != NULL);
    check_text(buffer_all(&out), expected ? expected : "");
    buffer_free(&out);
}

/* Dates as Excel and LibreOffice show these numbers. */
static void dates_are_counted(void **state)
{
    (void)state;
    check_date("1", false, "1900-01-01");
    check_date("59", false, "1900-02-28");
    check_date("60", false, "1900-02-29");
    check_date("61", false, "1900-03-01");
    check_date("25569", false, "1970-01-01");
    check_date("42005", false, "2015-01-01");
    check_date("42005.5", false, "2015-01-01T12:00:00");
    check_date("42004.999999", false, "2015-01-01");
    check_date("0.75", false, "18:00:00");
    check_date("2958465", false, "9999-12-31");
    check_date("2958466", false, NULL);
    check_date("-1", false, NULL);
    check_date("x", false, NULL);
    check_date("0", true, "1904-01-01");
    check_date("40543", true, "2015-01-01");
    check_date("0.5", true, "12:00:00");
}

static void formats_of_dates_are_known(void **state)
{
    static const char *const dates[] = {"dd/mm/yyyy", "[$-80A]mmm\\-yy;@", "h:mm AM/PM",
                                        "[h]:mm",     "yyyy\"-\"mm",       "[ss].00"};
    static const char *const others[] = {
        "General",      "0.00E+00", "#,##0;[Red]-d", "0\" days\"",    "@",  "\\d0",
        "[Red]General", "",         "0_d",           "[$Dhs]\\ 0.00", "\"d"};
    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        assert_true(format_is_date(text_of(dates[i])));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(format_is_date(text_of(others[i])));
    assert_true(format_number_is_date(14) && format_number_is_date(47));
    assert_false(format_number_is_date(0) || format_number_is_date(49));
}

static void numbers_are_shown(void **state)
{
    static const char *const cases[][2] = {{"1234", "1234"},
                                           {"-5", "-5"},
                                           {"1.0", "1,0"},
                                           {"1E+5", "100000"},
                                           {"1.5e-3", "0,0015"},
                                           {"0.10000000000000001", "0,1"},
                                           {"1E400", "1E400"},
                                           {"12345678901234567", "12345678901234567"},
                                           {"28.370603395089201", "28,3706033950892"},
                                           {"1.x", "1.x"},
                                           {"", ""}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out = {0};
        number_show(&out, text_of(cases[i][0]), ',');
        check_text(buffer_all(&out), cases[i][1]);
        buffer_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(real_workbooks_of_both_styles_are_read),
        in_folder(workbooks_in_a_zip_are_read),
        in_folder(marred_workbooks_are_refused),
        in_folder(every_kind_of_cell_is_read),
        in_folder(dates_may_count_from_1904),
        in_folder(numbers_get_the_described_decimal_sign),
        in_folder(absent_cells_are_blank),
        in_folder(the_header_comes_again_or_late),
        in_folder(a_header_of_several_rows_is_joined),
        in_folder(a_formula_without_its_value_is_no_blank),
        in_folder(sheets_are_chosen),
        in_folder(all_sheets_are_one_table),
        in_folder(contradictions_are_refused),
        in_folder(other_files_are_named),
        cmocka_unit_test(dates_are_counted),
        cmocka_unit_test(formats_of_dates_are_known),
        cmocka_unit_test(numbers_are_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
