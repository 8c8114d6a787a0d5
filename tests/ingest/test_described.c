/* What descriptors can say of the files that publishers really write. */
#include "tests/check.h"

#include "base/file.h"
#include "tests/ingest/recorder.h"

static const struct languages LANGUAGES = {1, {"en"}};

/* A descriptor with these objects "file" and "rows". */
static bool describe(struct arena *arena, const char *folder, const char *file,
                     const char *rows, struct source *out, struct error *err)
{
    const char *text = arena_format(
        arena,
        "{\"name\": {\"en\": \"n\"}, \"note\": {\"en\": \"n\"},"
        "\"publisher\": {\"name\": \"p\", \"url\": \"https://example.org\","
        "\"landing\": \"https://example.org\"},"
        "\"licence\": {\"name\": \"l\", \"url\": \"https://example.org\"},"
        "\"release\": {\"cadence\": \"R/P1Y\"}, \"file\": %s, \"rows\": %s,"
        "\"meaning\": {\"subject\": \"population\", \"level\": \"state\","
        "\"complete\": false, \"unique\": false, \"grid\": false}}",
        file, rows);
    const char *path = write_in(arena, folder, "x.json", text_of(text));
    return source_load(arena, path, &LANGUAGES, out, err);
}

/* The observations of a file so described, or the failure. */
static void check_rows(const char *folder, const char *file, const char *rows,
                       struct text bytes, const char *expected)
{
    struct arena arena = {0};
    struct error err = {0};
    struct source source;
    struct decoded decoded;
    struct recorder recorder = recorder_new(false);
    check_done(describe(&arena, folder, file, rows, &source, &err), &err);
    bool read = decode_text(&arena, &source, folder, bytes, &recorder, &decoded, &err);
    check_text(read ? buffer_all(&recorder.lines) : text_of(err.message), expected);
    recorder_free(&recorder);
    arena_free(&arena);
}

static struct text data(struct arena *arena, const char *name)
{
    return bytes_of(arena, path_join(arena, "tests/ingest/data", name));
}

#define PLACE "\"place\": {\"column\": \"p\"}, "
#define OFFENCE "\"offence\": {\"constant\": \"o\"}, "
#define MEASURE "\"measure\": {\"constant\": \"m\"}, "
#define YEARLY "\"period\": {\"shape\": \"columns\", \"year\": \"y\"}"
#define VALUE ", \"value\": \"v\""
#define CSV "{\"format\": \"csv\"}"

/* A real table: two rows of names, notes below in another encoding. The figures were
 * read off the file by eye. */
static void two_rows_of_names_and_notes_below(void **state)
{
    struct arena arena = {0};
    const char *rows =
        "{\"place\": {\"constant\": \"mx\"}, \"offence\": {\"header\": true}, " MEASURE
        "\"period\": {\"shape\": \"columns\", \"year\": \"Año\"},"
        "\"values\": [\"INEGI Homicidios INEGI\","
        "\"Vieja Metodología SESNSP Averiguaciones Homicidio Doloso\"],"
        "\"cells\": {\"\": \"absent\"},"
        "\"keep\": {\"column\": \"Año\", \"values\": [\"20?0\"]}}";
    check_rows(*state, "{\"format\": \"csv\", \"header_rows\": 2}", rows,
               data(&arena, "two_row_header_footnotes.csv"),
               "13 mx | INEGI Homicidios INEGI | m 2000: 10737\n"
               "13 mx | Vieja Metodología SESNSP Averiguaciones Homicidio Doloso | m "
               "2000: 13849\n"
               "23 mx | INEGI Homicidios INEGI | m 2010: 25757\n"
               "23 mx | Vieja Metodología SESNSP Averiguaciones Homicidio Doloso | m "
               "2010: 20143\n"
               "33 mx | INEGI Homicidios INEGI | m 2020: x\n"
               "33 mx | Vieja Metodología SESNSP Averiguaciones Homicidio Doloso | m "
               "2020: x\n");
    arena_free(&arena);
}

/* Lines before the header, and a comma at the end of every line. */
static void a_header_is_found(void **state)
{
    struct arena arena = {0};
    const char *rows =
        "{\"place\": {\"column\": \"Country Code\"}, " OFFENCE MEASURE
        "\"period\": {\"shape\": \"wide-years\"},"
        "\"keep\": {\"column\": \"Country Code\", \"values\": [\"ABW\"]},"
        "\"cells\": {\"\": \"absent\"}}";
    check_rows(
        *state, "{\"format\": \"csv\", \"whole\": false}", rows,
        data(&arena, "world_bank.csv"),
        "6 ABW | o | m 1960: x x x x x x x x x x x x x x x x x x x x x x x x x x "
        "x x x x 0 x x x x 7 x x x 2 x 4 5 4 2 6 5 3 5 4 4 2 4 6 2 x x x x x x x\n");
    check_rows(*state, CSV, "{" PLACE OFFENCE MEASURE YEARLY VALUE "}",
               TEXT("Title\n\n;a;b\ny;p;v\n2020;x;4\n"), "5 x | o | m 2020: 4\n");
    check_rows(*state, CSV, "{" PLACE OFFENCE MEASURE YEARLY VALUE "}",
               TEXT("Title\na,b,c\ny,p,value\n2020,x,4\n"),
               "no column \"v\" in the header, which is: \"y\", \"p\", \"value\"");
    arena_free(&arena);
}

/* A column for each month, as London's and Sydney's police write them, or for each year
 * with more than the year in its name. */
static void columns_are_months_or_years(void **state)
{
#define WIDE(period) "{" PLACE OFFENCE MEASURE "\"period\": {\"shape\": " period "}}"
#define MONTHS(pattern) WIDE("\"wide-months\", \"pattern\": \"" pattern "\"")
    check_rows(*state, CSV, MONTHS("%Y%m"),
               TEXT("p,202211,202212,202301,total\nx,1,,3,4\n"),
               "2 x | o | m 2022-11: 1 . 3\n");
    check_rows(*state, CSV, MONTHS("%b %Y"),
               TEXT("Title,,,\n2019,of,all,these\np,Mar 2023,Jan 2023,v\nx,3,1,4\n"),
               "4 x | o | m 2023-01: 1 x 3\n");
    check_rows(*state, CSV, WIDE("\"wide-years\", \"pattern\": \"Año %Y*\""),
               TEXT("p,Año 2022,Año 2023 (p)\nx,1,2\n"), "2 x | o | m 2022: 1 2\n");
    check_rows(*state, CSV, MONTHS("%Y%m"), TEXT("p,2022-11\nx,1\n"),
               "no column in the header is a month; it is: \"p\", \"2022-11\"");
    check_rows(*state, CSV, MONTHS("%Y-%m*"), TEXT("p,2022-11,2022-11-30\nx,1,2\n"),
               "columns 2 (\"2022-11\") and 3 (\"2022-11-30\") are the same period");
    check_rows(*state, CSV, MONTHS("%Y%m"), TEXT("p,170001,210001\nx,1,2\n"),
               "the header spans more than 2400 periods");
}

static void what_is_below_is_no_data(void **state)
{
    const char *rows = "{" PLACE OFFENCE MEASURE YEARLY VALUE "}";
    check_rows(*state, "{\"format\": \"csv\", \"ends_at_blank\": true}", rows,
               TEXT("y,p,v\n2020,x,4\n,,\nSource: us\n"), "2 x | o | m 2020: 4\n");
    check_rows(*state, "{\"format\": \"csv\", \"ends_at_blank\": true}", rows,
               TEXT("y,p,v\n2020,x,4\n\nSource: us\n"), "2 x | o | m 2020: 4\n");
    check_rows(*state, CSV,
               "{" PLACE OFFENCE MEASURE YEARLY VALUE
               ", \"leave\": [{\"column\": \"y\", \"values\": [\"source*\"]},"
               "{\"column\": \"p\", \"values\": [\"\"]}]}",
               TEXT("y,p,v\n2020,x,4\n2020,,9\n2021,x,5\nSource: us\nNote\n"),
               "2 x | o | m 2020: 4\n4 x | o | m 2021: 5\n");
    check_rows(*state, CSV, rows, TEXT("y,p,v\n2020,x,4\nNote\n"),
               "row 3 has 1 cells, the header has 3");
}

static void totals_are_dropped_by_pattern(void **state)
{
    check_rows(
        *state, CSV,
        "{\"place\": {\"column\": \"p\", \"drop\": [\"Total*\", \"?\"]}, " OFFENCE
            MEASURE YEARLY VALUE "}",
        TEXT("y,p,v,v total\n2020,xy,4,9\n2020,TOTAL of all,4,9\n2020,z,1,1\n"),
        "2 xy | o | m 2020: 4\n");
}

static void columns_twice_matter_only_when_needed(void **state)
{
    const char *rows = "{" PLACE OFFENCE MEASURE YEARLY VALUE "}";
    check_rows(*state, CSV, rows, TEXT("y,p,v,a,a,,\n2020,x,4,,,,\n"),
               "2 x | o | m 2020: 4\n");
    check_rows(*state, CSV, rows, TEXT("y,p,v,v\n2020,x,4,4\n"),
               "columns 3 (\"v\") and 4 (\"v\") are both \"v\"");
}

static void cells_have_meanings_and_marks(void **state)
{
    const char *rows = "{" PLACE OFFENCE MEASURE YEARLY VALUE
                       ", \"cells\": {\"-\": \"zero\", \"..\": \"not reported\","
                       "\"s/d\": \"absent\", \"-1\": \"suppressed\"},"
                       "\"marks\": {\"[p]\": \"provisional\", \"r\": \"reported\","
                       "\"c\": \"suppressed\", \"cr\": \"reported\"}}";
    check_rows(*state, CSV, rows, TEXT("y,p,v\n2001,x,4 cr\n2002,x,4 r\n"),
               "2 x | o | m 2001: 4\n3 x | o | m 2002: 4\n");
    check_rows(*state, "{\"format\": \"csv\", \"group\": \",\"}", rows,
               TEXT("y,p,v\n2001,x,-\n2002,x,..\n2003,x,s/d\n2004,x,-1.0\n"
                    "2005,x,\"1,234 r\"\n2006,x,7.0\n2007,x,12c\n2008,x,..c\n"),
               "2 x | o | m 2001: 0\n3 x | o | m 2002: .\n4 x | o | m 2003: x\n"
               "5 x | o | m 2004: x\n6 x | o | m 2005: 1234\n7 x | o | m 2006: 7\n"
               "8 x | o | m 2007: x\n9 x | o | m 2008: x\n");
    check_rows(*state, CSV, rows, TEXT("y,p,v\n2001,x,5 e\n"),
               "row 2, column \"v\": \"5 e\" is not a number, nor a blank cell");
}

/* Thin and no-break spaces, in UTF-8 and in windows-1252; words of that, too. */
static void thousands_have_typographic_spaces(void **state)
{
    const char *rows =
        "{" PLACE OFFENCE MEASURE YEARLY VALUE ", \"cells\": {\"–\": \"zero\"}}";
    const char *read = "2 x | o | m 2001: 1234\n3 x | o | m 2002: 1234567\n"
                       "4 x | o | m 2003: 0\n";
    check_rows(*state, "{\"format\": \"csv\", \"group\": \" \"}", rows,
               TEXT("y,p,v\n2001,x,1\u202f234\n2002,x,1\u00a0234 567\u00a0\n"
                    "2003,x,–\n"),
               read);
    check_rows(*state, "{\"format\": \"csv\", \"group\": \" \"}", rows,
               TEXT("y,p,v\n2001,x,1\xa0\x32\x33\x34\n2002,x,1 234\xa0\x35\x36\x37\n"
                    "2003,x,\x96\n"),
               read);
    check_rows(*state, "{\"format\": \"csv\", \"group\": \"'\"}", rows,
               TEXT("y,p,v\n2001,x,1’234\n"), "2 x | o | m 2001: 1234\n");
    check_rows(*state, CSV, rows, TEXT("y,p,v\n2001,x,1\u202f234\n"),
               "row 2, column \"v\": \"1\u202f234\" is not a number, nor a blank cell");
}

static void a_status_stands_beside(void **state)
{
    const char *rows =
        "{" PLACE OFFENCE MEASURE YEARLY VALUE
        ", \"status\": {\"column\": \"s\", \"values\": {\"A\": "
        "\"reported\", \"M\": \"not reported\", \"c\": \"suppressed\"}}}";
    check_rows(*state, CSV, rows,
               TEXT("y,p,v,s\n2001,x,4,A\n2002,x,4,M\n2003,x,,c\n2004,x,5,\n"),
               "2 x | o | m 2001: 4\n3 x | o | m 2002: .\n4 x | o | m 2003: x\n"
               "5 x | o | m 2004: 5\n");
    check_rows(*state, CSV, rows, TEXT("y,p,v,s\n2001,x,4,B\n"),
               "row 2, column \"s\": the descriptor does not say what status \"B\" is");
}

/* INEGI's codes of state and municipality, in a column each. */
static void a_code_may_stand_in_several_columns(void **state)
{
    check_rows(*state, CSV,
               "{\"place\": {\"columns\": [\"e\", \"m\"], \"pad\": [2, 3], \"prefix\": "
               "\"mx-\", \"drop\": [\"??000\"]}, " OFFENCE MEASURE YEARLY VALUE "}",
               TEXT("m,y,e,v\n1,2001,9,4\n020,2001,11.0,5\n0,2001,11,9\n"),
               "2 mx-09001 | o | m 2001: 4\n3 mx-11020 | o | m 2001: 5\n");
}

/* Cells merged down the rows, over several columns, quoted or not, and a header that
 * comes again on the next page. */
static void blank_cells_have_what_is_above(void **state)
{
    static const char rows[] =
        "{\"place\": {\"column\": \"p\"}, \"offence\": {\"columns\": [\"o\", "
        "\"k\"]}, " MEASURE YEARLY VALUE
        ", \"fill\": [\"p\", \"o\", \"y\"], \"leave\": {\"column\": "
        "\"p\", \"values\": [\"sum\"]}}";
    static const char read[] =
        "2 x | a \"b\"/k | m 2001: 1\n3 x | a \"b\"/l | m 2001: 2\n"
        "4 x | c/k | m 2001: 3\n6 x | c/l | m 2002: 4\n"
        "7 z | c/k | m 2002: 5\n";
    check_rows(*state, CSV, rows,
               TEXT("p,o,k,y,v\nx,\"a \"\"b\"\"\",k,2001,1\n,,l,,2\n,\"c\",k,,3\n"
                    "p,o,k,y,v\n, ,l,2002,4\nz,,k,,5\nsum,,,,15\n"),
               read);
    check_rows(*state, CSV, rows, TEXT("p,o,k,y,v\nx,,l,,2\n"),
               "row 2, column \"y\": \"\" is not a year");
    check_rows(*state, CSV, "{" PLACE OFFENCE MEASURE YEARLY ", \"fill\": [\"q\"]}",
               TEXT("p,y\nx,2001\n"),
               "no column \"q\" in the header, which is: \"p\", \"y\"");
}

static void words_are_cut(void **state)
{
    check_rows(
        *state, CSV,
        "{\"place\": {\"column\": \"p\", \"cut\": \"^(.*) [^ ]*$\"}, " OFFENCE MEASURE
            YEARLY "}",
        TEXT("y,p\n2020,Leicester 012A\n2020,Kingston upon Hull 1B\n2020,Fife\n"),
        "2 Leicester | o | m 2020: 1\n3 Kingston upon Hull | o | m 2020: 1\n"
        "4 Fife | o | m 2020: 1\n");
}

static void dates_follow_their_pattern(void **state)
{
    static const struct {
        const char *pattern, *date, *expected;
    } cases[] = {
        {"%Y-%m-%dT%H:%M:%S.%f", "2018-10-31T23:59:00.000", "2018-10: 1"},
        {"%m/%d/%Y %I:%M:%S %p", "02/03/2022 11:00:00 PM", "2022-02: 1"},
        {"%d/%m/%y", "31/12/99", "1999-12: 1"},
        {"%b-%Y", "ene-2024", "2024-01: 1"},
        {"%b %Y", "Septiembre 2024", "2024-09: 1"},
        {"%d %b. %Y", "4 sept. 2024", "2024-09: 1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = {0};
        const char *text = arena_format(&arena, "d,p\n%s,x\n", cases[i].date);
        const char *described = arena_format(&arena,
                                             "{%s\"period\": {\"shape\": \"date\", "
                                             "\"date\": \"d\", \"pattern\": \"%s\"}}",
                                             PLACE OFFENCE MEASURE, cases[i].pattern);
        check_rows(*state, CSV, described, text_of(text),
                   arena_format(&arena, "2 x | o | m %s\n", cases[i].expected));
        arena_free(&arena);
    }
}

static void mistakes_are_told(void **state)
{
    static const struct {
        const char *file, *rows, *words;
    } cases[] = {
        {CSV, "{" PLACE OFFENCE MEASURE YEARLY ", \"values\": [\"a\", \"b\"]}",
         "must be their \"header\""},
        {CSV, "{\"place\": {\"header\": true}, " OFFENCE MEASURE YEARLY VALUE "}",
         "must be their \"header\""},
        {CSV,
         "{\"place\": {\"column\": \"p\", \"cut\": \"(\"}, " OFFENCE MEASURE YEARLY "}",
         "regular expression"},
        {CSV,
         "{\"place\": {\"column\": \"p\", \"cut\": \"a\"}, " OFFENCE MEASURE YEARLY "}",
         "with a group"},
        {CSV, "{" PLACE OFFENCE MEASURE YEARLY VALUE ", \"values\": [\"a\", \"b\"]}",
         "exclude each other"},
        {CSV,
         "{" PLACE OFFENCE MEASURE YEARLY VALUE ", \"cells\": {\"-\": \"reported\"}}",
         "must be one of"},
        {CSV, "{" PLACE OFFENCE MEASURE YEARLY ", \"keep\": {\"column\": \"p\"}}",
         "values"},
        {CSV,
         "{" PLACE OFFENCE MEASURE
         "\"period\": {\"shape\": \"wide-years\"}, \"status\": {\"column\": \"s\", "
         "\"values\": {}}}",
         "are for long rows"},
        {CSV, WIDE("\"wide-months\""), "\"pattern\" is missing"},
        {CSV, MONTHS("%Y"), "must name the year and month"},
        {"{\"format\": \"csv\", \"members\": \"some\"}", "{}", "must be one of"},
        {"{\"format\": \"csv\", \"rows\": \"records\"}", "{}", "JSON pointer"},
        {"{\"format\": \"csv\", \"header_rows\": 0}", "{}", "whole number from 1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = {0};
        struct error err = {0};
        struct source source;
        assert_false(
            describe(&arena, *state, cases[i].file, cases[i].rows, &source, &err));
        check_error(&err, err.kind, cases[i].words);
        arena_free(&arena);
    }
}

static void all_columns_are_listed(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    struct source source;
    struct text names[4];
    check_done(
        describe(&arena, *state, CSV,
                 "{" PLACE OFFENCE MEASURE
                 "\"period\": {\"shape\": \"columns\", \"year\": [\"y\", \"a\"]}"
                 ", \"value\": \"v\", \"keep\": {\"column\": \"p\", \"values\": "
                 "[\"x\"]}, \"leave\": {\"column\": \"z\", \"values\": [\"x\"]}}",
                 &source, &err),
        &err);
    assert_int_equal(source_columns(&source, names, 4), 5);
    check_text(names[0], "p");
    check_text(names[3], "v");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_rows_of_names_and_notes_below),
        cmocka_unit_test(a_header_is_found),
        cmocka_unit_test(columns_are_months_or_years),
        cmocka_unit_test(what_is_below_is_no_data),
        cmocka_unit_test(totals_are_dropped_by_pattern),
        cmocka_unit_test(columns_twice_matter_only_when_needed),
        cmocka_unit_test(cells_have_meanings_and_marks),
        cmocka_unit_test(thousands_have_typographic_spaces),
        cmocka_unit_test(a_status_stands_beside),
        cmocka_unit_test(a_code_may_stand_in_several_columns),
        cmocka_unit_test(blank_cells_have_what_is_above),
        cmocka_unit_test(words_are_cut),
        cmocka_unit_test(dates_follow_their_pattern),
        cmocka_unit_test(mistakes_are_told),
        cmocka_unit_test(all_columns_are_listed),
    };
    return cmocka_run_group_tests(tests, setup_folder, teardown_folder);
}
