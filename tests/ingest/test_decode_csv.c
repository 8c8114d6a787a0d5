#include "tests/check.h"

#include "base/file.h"
#include "tests/ingest/recorder.h"

#include <string.h>

static struct text read_data(struct arena *arena, const char *name)
{
    return bytes_of(arena, path_join(arena, "tests/ingest/data", name));
}

/* Real rows; on paper: each line of the golden file is a row of the data file. */
static void check_data(const char *folder, const char *id, const char *name)
{
    struct arena arena = {0};
    struct error err = {0};
    struct decoded decoded;
    struct recorder recorder = recorder_new(false);
    struct source source = source_of(&arena, id);
    struct text bytes = read_data(&arena, arena_format(&arena, "%s.csv", name));
    check_done(decode_text(&arena, &source, folder, bytes, &recorder, &decoded, &err),
               &err);
    check_golden(arena_format(&arena, "ingest/golden/%s.txt", name),
                 buffer_all(&recorder.lines));
    recorder_free(&recorder);
    arena_free(&arena);
}

static void wide_months_are_read(void **state)
{
    check_data(*state, "mx-estatal-2015", "estatal");
}

static void wide_years_are_read(void **state)
{
    check_data(*state, "conapo-municipal", "conapo_municipal");
}

static void long_rows_are_kept_and_dropped(void **state)
{
    check_data(*state, "conapo-estatal", "conapo_estatal");
}

/* Dialects ------------------------------------------------------------------------ */

/* How somebody may have saved the same table. */
struct dialect {
    char delimiter;
    bool quoted, crlf, upper;
    enum { CP1252, UTF8, UTF8_BOM } encoding;
    enum { PLAIN, GROUPED, FLOATING } numbers;
};

static struct text utf8_of_cp1252(struct arena *arena, struct text bytes)
{
    struct buffer out = {0};
    text_from_cp1252(&out, bytes);
    struct text text = arena_copy(arena, buffer_all(&out));
    buffer_free(&out);
    return text;
}

/* One number, at most six digits, as the dialect writes it. */
static void add_number(struct buffer *out, struct text digits,
                       const struct dialect *dialect)
{
    bool group = dialect->numbers == GROUPED && digits.length > 3;
    for (size_t i = 0; i < digits.length; i++) {
        if (group && i + 3 == digits.length)
            buffer_char(out, ',');
        buffer_char(out, digits.at[i]);
    }
    if (dialect->numbers == FLOATING && digits.length > 0)
        buffer_string(out, ".0");
}

static void add_upper(struct buffer *out, struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        bool accented = c == '\xc3' && i + 1 < text.length;
        buffer_char(out, c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
        if (accented) /* ñ and í, in UTF-8 */
            buffer_char(out, (char)(text.at[++i] & ~0x20));
    }
}

/* A cell of the canonical table: UTF-8, no quotes in it. */
static void add_cell(struct buffer *out, struct text cell, size_t row, size_t column,
                     const struct dialect *dialect)
{
    struct buffer text = {0};
    if (row == 0 && dialect->upper)
        add_upper(&text, cell);
    else if (row > 0 && column >= 7)
        add_number(&text, cell, dialect);
    else
        buffer_text(&text, cell);
    bool quote = dialect->quoted ||
                 memchr(text.at ? text.at : "", dialect->delimiter, text.length);
    if (column > 0)
        buffer_char(out, dialect->delimiter);
    buffer_string(out, quote ? "\"" : "");
    buffer_text(out, buffer_all(&text));
    buffer_string(out, quote ? "\"" : "");
    buffer_free(&text);
}

/* The canonical table, tab between cells, written in a dialect. */
static void write_dialect(struct buffer *out, struct text table,
                          const struct dialect *dialect)
{
    for (size_t row = 0; table.length > 0; row++) {
        struct text line = text_cut(&table, '\n');
        for (size_t column = 0; line.at; column++)
            add_cell(out, text_cut(&line, '\t'), row, column, dialect);
        buffer_string(out, dialect->crlf ? "\r\n" : "\n");
    }
}

/* UTF-8 back to the one-byte letters it came from. */
static void add_latin(struct buffer *out, struct text utf8)
{
    for (size_t i = 0; i < utf8.length; i++) {
        unsigned char c = (unsigned char)utf8.at[i];
        if (c >= 0xC2)
            c = (unsigned char)((c & 3) << 6 | (utf8.at[++i] & 0x3F));
        buffer_char(out, (char)c);
    }
}

static void encode(struct buffer *out, struct text utf8, const struct dialect *dialect)
{
    if (dialect->encoding == UTF8_BOM)
        buffer_string(out, "\xEF\xBB\xBF");
    if (dialect->encoding == CP1252)
        add_latin(out, utf8);
    else
        buffer_text(out, utf8);
}

/* The real extract, in UTF-8, with tabs between cells and LF. */
static struct text canonical(struct arena *arena)
{
    struct text text = utf8_of_cp1252(arena, read_data(arena, "estatal.csv"));
    struct buffer out = {0};
    bool quoted = false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (c == '"')
            quoted = !quoted;
        else if (c != '\r')
            buffer_char(&out, c == ',' && !quoted ? '\t' : c);
    }
    struct text table = arena_copy(arena, buffer_all(&out));
    buffer_free(&out);
    return table;
}

static void check_dialect(const char *folder, struct text table,
                          const struct dialect *dialect, struct text expected)
{
    struct arena arena = {0};
    struct error err = {0};
    struct buffer utf8 = {0}, bytes = {0};
    struct recorder recorder = recorder_new(false);
    struct source source = source_of(&arena, "mx-estatal-2015");
    struct decoded decoded;
    write_dialect(&utf8, table, dialect);
    encode(&bytes, buffer_all(&utf8), dialect);
    check_done(decode_text(&arena, &source, folder, buffer_all(&bytes), &recorder,
                           &decoded, &err),
               &err);
    assert_int_equal(decoded.delimiter, dialect->delimiter);
    assert_string_equal(decoded.encoding,
                        dialect->encoding == CP1252 ? "windows-1252" : "utf-8");
    assert_true(text_equal(buffer_all(&recorder.lines), expected));
    recorder_free(&recorder);
    buffer_free(&utf8);
    buffer_free(&bytes);
    arena_free(&arena);
}

static void all_dialects_say_the_same(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    struct text expected, table = canonical(&arena);
    check_done(
        file_read(&arena, "tests/ingest/golden/estatal.txt", 1 << 20, &expected, &err),
        &err);
    for (unsigned number = 0; number < 4 * 2 * 2 * 2 * 3 * 3; number++) {
        struct dialect dialect = {.delimiter = ",;\t|"[number % 4],
                                  .quoted = number / 4 % 2,
                                  .crlf = number / 8 % 2,
                                  .upper = number / 16 % 2,
                                  .encoding = number / 32 % 3,
                                  .numbers = number / 96};
        check_dialect(*state, table, &dialect, expected);
    }
    arena_free(&arena);
}

/* Torn files ---------------------------------------------------------------------- */

static void every_truncation_is_noticed_or_harmless(void **state)
{
    struct arena arena = {0};
    struct source source = source_of(&arena, "mx-estatal-2015");
    struct text whole = read_data(&arena, "estatal.csv"), all;
    struct error err = {0};
    size_t harmless = 0;
    check_done(
        file_read(&arena, "tests/ingest/golden/estatal.txt", 1 << 20, &all, &err),
        &err);
    for (size_t length = 0; length < whole.length; length++) {
        struct recorder recorder = recorder_new(false);
        struct decoded decoded;
        struct error wrong = {0};
        struct text part = {whole.at, length};
        bool good =
            decode_text(&arena, &source, *state, part, &recorder, &decoded, &wrong);
        assert_true(good == (wrong.kind == ERROR_NONE));
        assert_true(good || wrong.kind == ERROR_FORMAT);
        /* What is read is right, and only a cut between two rows goes unseen. */
        assert_true(text_starts(all, buffer_all(&recorder.lines)));
        assert_true(!good || strchr("\r\n", part.at[length - 1]));
        harmless += good;
        recorder_free(&recorder);
    }
    assert_int_equal(harmless,
                     2 * 6 - 1); /* after CR and LF of six rows, less the whole */
    arena_free(&arena);
}

/* Bytes changed, doubled and taken out by a fixed dice: whatever comes of it, an error
 * has words and what is accepted has the shape of the file. */
static void mangled_files_do_no_harm(void **state)
{
    static const char favourites[] = "\"\",\r\n;\t\0\xff\xc3-.9";
    struct arena arena = {0};
    struct source source = source_of(&arena, "mx-estatal-2015");
    struct text whole = read_data(&arena, "estatal.csv");
    char *bytes = arena_take(&arena, whole.length);
    uint32_t dice = 1;
    for (int round = 0; round < 500; round++) {
        struct recorder recorder = recorder_new(true);
        struct decoded decoded;
        struct error err = {0};
        memcpy(bytes, whole.at, whole.length);
        for (int change = 0; change <= round % 4; change++) {
            dice = dice * 1664525 + 1013904223;
            size_t at = dice / 64 % whole.length;
            bytes[at] = favourites[(dice >> 24) % (sizeof favourites - 1)];
        }
        bool good =
            decode_text(&arena, &source, *state, (struct text){bytes, whole.length},
                        &recorder, &decoded, &err);
        assert_true(good == (err.kind == ERROR_NONE));
        assert_true(text_is_utf8(text_of(err.message)));
        assert_true(recorder.figures == 12 * recorder.observations);
        recorder_free(&recorder);
    }
    arena_free(&arena);
}

/* One failure each ------------------------------------------------------------------
 */

#define MONTHS                                                                         \
    ",Enero,Febrero,Marzo,Abril,Mayo,Junio,Julio,Agosto,Septiembre,Octubre,"           \
    "Noviembre,Diciembre\n"
#define HEADER "A\xc3\xb1o,Clave_Ent,Tipo de delito,Subtipo de delito,Modalidad" MONTHS
#define ROW "2015,1,Aborto,Aborto,Aborto,1,2,3,4,5,6,7,8,9,10,11,12\n"

static bool decode_here(const char *folder, const char *id, struct text bytes,
                        struct recorder *recorder, struct error *err)
{
    struct arena arena = {0};
    struct decoded decoded;
    struct source source = source_of(&arena, id);
    bool good = decode_text(&arena, &source, folder, bytes, recorder, &decoded, err);
    arena_free(&arena);
    return good;
}

static void check_refused(void **state, const char *text, enum error_kind kind,
                          const char *words)
{
    struct error err = {0};
    struct recorder recorder = recorder_new(true);
    assert_false(
        decode_here(*state, "mx-estatal-2015", text_of(text), &recorder, &err));
    check_error(&err, kind, words);
    assert_true(text_is_utf8(text_of(err.message)));
    recorder_free(&recorder);
}

static void check_lines(void **state, const char *id, const char *text,
                        const char *expected)
{
    struct error err = {0};
    struct recorder recorder = recorder_new(false);
    check_done(decode_here(*state, id, text_of(text), &recorder, &err), &err);
    check_text(buffer_all(&recorder.lines), expected);
    recorder_free(&recorder);
}

static void names_the_missing_column(void **state)
{
    check_refused(
        state, "A\xc3\xb1o,Clave_Ent,Tipo de delito,Modalidad" MONTHS ROW, ERROR_FORMAT,
        "no column \"Subtipo de delito\" in the header, which is: \"A\xc3\xb1o\", "
        "\"Clave_Ent\", \"Tipo de delito\", \"Modalidad\"");
    check_refused(state, "Fecha,Clave_Ent\n1,2\n", ERROR_FORMAT,
                  "no column \"Enero\" in the header");
}

/* "Cve. Municipio" of one release is "Cve_Municipio" in the next. */
static void what_parts_the_words_of_a_name_does_not_matter(void **state)
{
    check_lines(
        state, "mx-estatal-2015",
        "ANIO,CLAVE ENT,Tipo_de_delito,Subtipo  de-delito,Modalidad." MONTHS ROW,
        "2 mx-01 | Aborto/Aborto/Aborto | investigations 2015-01: 1 2 3 4 5 6 "
        "7 8 9 10 11 12\n");
    check_lines(state, "mx-estatal-2015",
                "A\xc3\xb1o,Clave_Ent,Tipo_de_delito,Tipo de delito,Subtipo de delito,"
                "Modalidad" MONTHS
                "2015,1,Otro,Aborto,Aborto,Aborto,1,2,3,4,5,6,7,8,9,10,11,12\n",
                "2 mx-01 | Aborto/Aborto/Aborto | investigations 2015-01: 1 2 3 4 5 6 "
                "7 8 9 10 11 12\n");
    check_refused(
        state,
        "A\xc3\xb1o,Clave_Ent,Tipo_de_delito,Tipo-de-delito,Subtipo de delito,"
        "Modalidad" MONTHS,
        ERROR_FORMAT, "columns 3 (\"Tipo_de_delito\") and 4");
    check_refused(
        state, "A\xc3\xb1o,Clave_Ent,Tipodedelito,Subtipo de delito,Modalidad" MONTHS,
        ERROR_FORMAT, "no column \"Tipo de delito\"");
}

static void two_columns_cannot_be_one(void **state)
{
    check_refused(state,
                  "A\xc3\xb1o,ANO,Clave_Ent,Tipo de delito,Subtipo de delito,"
                  "Modalidad" MONTHS,
                  ERROR_FORMAT, "columns 1 (\"A\xc3\xb1o\") and 2 (\"ANO\") are both");
}

static void names_row_and_column_of_a_bad_number(void **state)
{
    check_refused(state, HEADER ROW "2015,1,A,A,A,1,2,3x,4,5,6,7,8,9,10,11,12\n",
                  ERROR_FORMAT, "row 3, column \"Marzo\": \"3x\" is not a number");
    check_refused(
        state, HEADER "2015,1,A,A,A,1,2,n.d.,4,5,6,7,8,9,10,11,12\n", ERROR_FORMAT,
        "row 2, column \"Marzo\": \"n.d.\" is not a number, nor a blank cell, "
        "and \"cells\" of the descriptor does not say what it stands for");
    check_refused(state, HEADER "2015,1,A,A,A,1,2,\"1,12\",4,5,6,7,8,9,10,11,12\n",
                  ERROR_FORMAT, "row 2, column \"Marzo\": \"1,12\" is not a number");
    check_refused(state, HEADER "2015,1,A,A,A,1,2,1.5,4,5,6,7,8,9,10,11,12\n",
                  ERROR_FORMAT,
                  "row 2, column \"Marzo\": \"1.5\" is not a whole number");
    check_refused(state, HEADER "2015,1,A,A,A,1,2,-1,4,5,6,7,8,9,10,11,12\n",
                  ERROR_FORMAT, "row 2, column \"Marzo\": \"-1\" is not possible");
    check_refused(state, HEADER "2015,1,A,A,A,1,2,\xe9,4,5,6,7,8,9,10,11,12\n",
                  ERROR_FORMAT,
                  "row 2, column \"Marzo\": \"\xc3\xa9\" is not a number");
}

static void years_have_bounds(void **state)
{
    check_refused(state, HEADER "2515,1,A,A,A,1,2,3,4,5,6,7,8,9,10,11,12\n",
                  ERROR_FORMAT, "row 2, column \"A\xc3\xb1o\": \"2515\" is not a year");
    check_refused(state, HEADER "15,1,A,A,A,1,2,3,4,5,6,7,8,9,10,11,12\n", ERROR_FORMAT,
                  "is not a year");
    check_refused(state, HEADER ",1,A,A,A,1,2,3,4,5,6,7,8,9,10,11,12\n", ERROR_FORMAT,
                  "\"\" is not a year");
}

static void rows_have_the_headers_length(void **state)
{
    check_refused(state, HEADER ROW "2015,1,A,A,A,1,2,3\n", ERROR_FORMAT,
                  "row 3 has 8 cells, the header has 17");
    check_refused(state, HEADER "2015,1,A,A,A,1,2,3,4,5,6,7,8,9,10,11,12,13\n",
                  ERROR_FORMAT, "row 2 has 18 cells, the header has 17");
    check_refused(state, HEADER ROW "\nTOTAL: SESNSP\n", ERROR_FORMAT,
                  "row 3 is blank, and what follows it is no data: row 4 has 1 cells, "
                  "the header has 17");
    check_refused(state, HEADER ROW "TOTAL: SESNSP\n", ERROR_FORMAT,
                  "row 3 has 1 cells");
}

static void harmless_rows_are_left_out(void **state)
{
    static const char row[] =
        "Aborto/Aborto/Aborto | investigations 2015-01: 1 2 3 4 5 6 "
        "7 8 9 10 11 12\n";
    struct arena arena = {0};
    const char *twice = arena_format(&arena, "2 mx-01 | %s4 mx-01 | %s", row, row);
    const char *once = arena_format(&arena, "2 mx-01 | %s", row);
    check_lines(state, "mx-estatal-2015", HEADER ROW HEADER ROW, twice);
    check_lines(state, "mx-estatal-2015",
                "\xef\xbb\xbf" HEADER ROW "\xef\xbb\xbf" HEADER ROW, twice);
    check_lines(state, "mx-estatal-2015", HEADER ROW ",,,,,,,,,,,,,,,,\n" ROW, twice);
    check_lines(state, "mx-estatal-2015", HEADER ROW "\n\r\n  \n", once);
    check_lines(state, "mx-estatal-2015", HEADER ROW "\n" ROW, twice);
    check_lines(state, "mx-estatal-2015", HEADER ROW "\nFUENTE: SESNSP\n", once);
    check_lines(state, "mx-estatal-2015", HEADER ROW "Nota: son preliminares\n", once);
    check_lines(state, "mx-estatal-2015",
                HEADER "2015,1,Aborto,Aborto,Aborto,1,2,3,4,5,6,7,8,9,10,11,12,,\n",
                once);
    arena_free(&arena);
}

static void cut_files_are_noticed(void **state)
{
    check_refused(state, HEADER "2015,1,A,A,A,1,2,3,4,5,6,7,8,9,10,11,1", ERROR_FORMAT,
                  "row 2, the last, has no line end");
    check_refused(state, HEADER ROW "2015,1,\"A,A,A,1,2", ERROR_FORMAT,
                  "row 3 opens a quote that is never closed");
    check_refused(state, HEADER "2015,1,\"A\"x,A,A,1\n", ERROR_FORMAT,
                  "row 2 has text after a closing quote");
    check_refused(state, HEADER, ERROR_FORMAT, "a header and no rows");
}

static void what_is_no_table_is_refused(void **state)
{
    check_refused(state, "", ERROR_FORMAT, "the file is empty");
    check_refused(state, "\xEF\xBB\xBF \r\n", ERROR_FORMAT, "the file is empty");
    check_refused(state,
                  "\n<!DOCTYPE html><html><head><title>Challenge Validation</title>"
                  "<script>1</script></head></html>",
                  ERROR_FORMAT,
                  "the file is a web page, not data: it begins \"Challenge Validation");
    check_refused(state, "<?xml version=\"1.0\"?><Error>AccessDenied</Error>",
                  ERROR_FORMAT,
                  "an XML document, not data: it begins \"AccessDenied\"");
    check_refused(state, "{\"error\": 404}", ERROR_FORMAT, "the file is JSON");
    check_refused(state, "%PDF-1.7\n", ERROR_FORMAT, "a PDF document");
    check_refused(state, "\xD0\xCF\x11\xE0", ERROR_FORMAT, "an old Excel workbook");
    struct error err = {0};
    struct recorder recorder = recorder_new(true);
    struct text wide = TEXT("\xFF\xFE"
                            "A\0\xF1\0o\0");
    assert_false(decode_here(*state, "mx-estatal-2015", wide, &recorder, &err));
    check_error(&err, ERROR_FORMAT, "saved as Unicode text (UTF-16)");
}

static void encodings_are_found_out_late(void **state)
{
    /* An ASCII header: the first word with high bytes decides. */
#define ASCII "Ano,Clave_Ent,Tipo de delito,Subtipo de delito,Modalidad" MONTHS ROW
#define REST ",A,A,1,2,3,4,5,6,7,8,9,10,11,12\n"
#define LINES                                                                          \
    "2 mx-01 | Aborto/Aborto/Aborto | investigations 2015-01: 1 2 3 4 5 6 7 8 9 "      \
    "10 11 12\n3 mx-01 | \xc3\x91/A/A | investigations 2015-01: 1 2 3 4 5 6 7 8 9 "    \
    "10 11 12\n"
    check_lines(state, "mx-estatal-2015", ASCII "2015,1,\xd1" REST, LINES);
    check_lines(state, "mx-estatal-2015", ASCII "2015,1,\xc3\x91" REST, LINES);
    check_refused(state, ASCII "2015,1,\xc3\x91" REST "2015,1,\xd1" REST, ERROR_FORMAT,
                  "row 4 holds \"\xc3\x91\", which is not UTF-8");
    check_refused(state, "\xEF\xBB\xBF" ASCII "2015,1,\xd1" REST, ERROR_FORMAT,
                  "row 3 holds");
    check_refused(state, ASCII "2015,1,A\x1f" REST, ERROR_FORMAT,
                  "row 3: the offence holds a control character");
}

static void cells_may_mean_something_else(void **state)
{
    static const char header[] = "A\xc3\xb1o,Cve. Municipio,Tipo de delito,"
                                 "Subtipo de delito,Modalidad" MONTHS;
    struct arena arena = {0};
    const char *text = arena_format(
        &arena, "%s2018,27007,A,A,A,-1,-1.0, -1 ,,0,6.0,\"1,234\",8,9,10,11,12\n",
        header);
    check_lines(
        state, "mx-municipal-2015", text,
        "2 mx-27007 | A/A/A | investigations 2018-01: . . . . 0 6 1234 8 9 10 11 "
        "12\n");
    arena_free(&arena);
}

static void codes_are_padded_however_saved(void **state)
{
    static const char *const cells[] = {"1001", "01001", "1001.0", "\"1,001\"",
                                        " 1001 "};
    static const char header[] = "A\xc3\xb1o,CVE. MUNICIPIO,Tipo de delito,"
                                 "Subtipo de delito,Modalidad" MONTHS;
    for (size_t i = 0; i < 5; i++) {
        struct arena arena = {0};
        const char *text = arena_format(
            &arena, "%s2018,%s,A,A,A,1,2,3,4,5,6,7,8,9,10,11,12\n", header, cells[i]);
        check_lines(
            state, "mx-municipal-2015", text,
            "2 mx-01001 | A/A/A | investigations 2018-01: 1 2 3 4 5 6 7 8 9 10 11 "
            "12\n");
        arena_free(&arena);
    }
}

/* Single incidents, several lines before the header, and what a row may say. */
static void incidents_count_one_each(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    struct decoded decoded;
    struct recorder recorder = recorder_new(false);
    struct source source = {
        .id = "x",
        .format = "csv",
        .decimal = '.',
        .header_row = 3,
        .open_end = true,
        .place = {.count = 1, .column = {{1, {"Area"}}}},
        .offence = {.count = 2,
                    .column = {{1, {"Description"}}, {2, {"Type", "Kind"}}}},
        .measure = {.constant = "incidents"},
        .period = {.shape = PERIOD_DATE,
                   .date = {1, {"Date"}},
                   .date_pattern = "%m/%d/%Y*",
                   .step = STEP_MONTH}};
    check_done(decode_text(&arena, &source, *state,
                           TEXT("Crimes,,\n\nKind,Date,Description,Area\n"
                                "THEFT,02/03/2022 11:00:00 PM,\"$500, UNDER\",7\n"
                                "THEFT,12/31/2022 11:00:00 PM,\"OVER \"\"500\"\"\",8"),
                           &recorder, &decoded, &err),
               &err);
    check_text(buffer_all(&recorder.lines),
               "4 7 | $500, UNDER/THEFT | incidents 2022-02: 1\n"
               "5 8 | OVER \"500\"/THEFT | incidents 2022-12: 1\n");
    assert_int_equal(decoded.rows, 2);
    assert_false(decode_text(&arena, &source, *state,
                             TEXT("\n\nKind,Date,Description,Area\nT,02/30/2022,D,1\n"),
                             &recorder, &decoded, &err));
    check_error(&err, ERROR_FORMAT,
                "row 4, column \"Date\": \"02/30/2022\" is not a date");
    recorder_free(&recorder);
    arena_free(&arena);
}

static bool take_words(struct sink *sink, const struct observation *observation,
                       struct error *err)
{
    struct recorder *recorder = (struct recorder *)sink;
    (void)err;
    buffer_format(&recorder->lines, "%u/%u/%u ", observation->place.number,
                  observation->offence.number, observation->measure.number);
    return true;
}

/* Spellings that give the same word share its number; numbers are dense. */
static void words_are_numbered(void **state)
{
    struct error err = {0};
    struct recorder recorder = recorder_new(false);
    recorder.sink.take = take_words;
#define FIGURES ",1,2,3,4,5,6,7,8,9,10,11,12\n"
    check_done(
        decode_here(*state, "mx-estatal-2015",
                    TEXT(HEADER "2015,1,A,A,A" FIGURES "2015,01,\"A\",A,A" FIGURES
                                "2015,2,B,A,A" FIGURES "2015,1, A ,A,A" FIGURES),
                    &recorder, &err),
        &err);
    check_text(buffer_all(&recorder.lines), "0/0/0 0/0/0 1/1/0 0/0/0 ");
    recorder_free(&recorder);
}

/* More than one block, with rows across its borders, and many words. */
static void large_files_are_read_in_blocks(void **state)
{
    struct buffer bytes = {0};
    struct error err = {0};
    struct recorder recorder = recorder_new(true);
    buffer_string(&bytes, HEADER);
    for (int i = 0; i < 200000; i++)
        buffer_format(&bytes,
                      "2015,%d,\"Robo, de %d\",A,A,%d,2,3,4,5,6,7,8,9,10,11,12\n",
                      i % 1000, i % 7919, i);
    check_done(
        decode_here(*state, "mx-estatal-2015", buffer_all(&bytes), &recorder, &err),
        &err);
    assert_int_equal(recorder.observations, 200000);
    assert_true(recorder.sum == 200000.0 * 77 + 199999.0 * 200000 / 2);
    buffer_free(&bytes);
    recorder_free(&recorder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wide_months_are_read),
        cmocka_unit_test(wide_years_are_read),
        cmocka_unit_test(long_rows_are_kept_and_dropped),
        cmocka_unit_test(all_dialects_say_the_same),
        cmocka_unit_test(every_truncation_is_noticed_or_harmless),
        cmocka_unit_test(mangled_files_do_no_harm),
        cmocka_unit_test(names_the_missing_column),
        cmocka_unit_test(what_parts_the_words_of_a_name_does_not_matter),
        cmocka_unit_test(two_columns_cannot_be_one),
        cmocka_unit_test(names_row_and_column_of_a_bad_number),
        cmocka_unit_test(years_have_bounds),
        cmocka_unit_test(rows_have_the_headers_length),
        cmocka_unit_test(harmless_rows_are_left_out),
        cmocka_unit_test(cut_files_are_noticed),
        cmocka_unit_test(what_is_no_table_is_refused),
        cmocka_unit_test(encodings_are_found_out_late),
        cmocka_unit_test(cells_may_mean_something_else),
        cmocka_unit_test(codes_are_padded_however_saved),
        cmocka_unit_test(incidents_count_one_each),
        cmocka_unit_test(words_are_numbered),
        cmocka_unit_test(large_files_are_read_in_blocks),
    };
    return cmocka_run_group_tests(tests, setup_folder, teardown_folder);
}
