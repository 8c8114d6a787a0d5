#include "tests/check.h"

#include "base/file.h"
#include "base/json.h"
#include "ingest/date.h"
#include "ingest/json_scan.h"
#include "tests/ingest/recorder.h"

#include <stdlib.h>
#include <string.h>

/* A source of incidents with these columns. */
static struct source incidents(const char *pointer, const char *place,
                               const char *offence, const char *date,
                               const char *pattern)
{
    struct source source = {.id = "test", .format = "json", .decimal = '.'};
    source.pointer = pointer;
    source.place = (struct source_word){.count = 1, .column = {{1, {place}}}};
    source.offence = (struct source_word){.count = 1, .column = {{1, {offence}}}};
    source.measure.constant = "m";
    source.period = (struct source_period){.shape = PERIOD_DATE,
                                           .date = {1, {date}},
                                           .date_pattern = pattern,
                                           .step = STEP_MONTH};
    return source;
}

/* The same with a figure in each row, by year. */
static struct source figures(const char *pointer, const char *place,
                             const char *offence, const char *year, const char *value)
{
    struct source source = incidents(pointer, place, offence, year, "%Y");
    source.period.step = STEP_YEAR;
    source.values = 1;
    source.value[0] = (struct source_column){1, {value}};
    return source;
}

static struct text fixture(struct arena *arena, const char *name)
{
    return bytes_of(arena, path_join(arena, "tests/ingest/data/json", name));
}

/* Publishers' shapes ------------------------------------------------------------- */

static void socrata(void **state)
{
    struct arena arena = {0};
    struct source source =
        incidents(NULL, "community_area", "primary_type", "date", "%Y-%m-%dT*");
    (void)state;
    check_reads(&source, fixture(&arena, "socrata_2013.json"),
                "1 22 | MOTOR VEHICLE THEFT | m 2013-10: 1\n");
    check_reads(&source, fixture(&arena, "socrata_2017.json"),
                "1 25 | BATTERY | m 2017-11: 1\n");
    /* location was an object of strings, and became GeoJSON */
    source.place.column[0] = (struct source_column){1, {"location/latitude"}};
    check_reads(&source, fixture(&arena, "socrata_2013.json"),
                "1 41.91379196070432 | MOTOR VEHICLE THEFT | m 2013-10: 1\n");
    source.place.column[0] = (struct source_column){1, {"location/coordinates/1"}};
    source.offence.column[0] = (struct source_column){1, {"arrest"}};
    check_reads(&source, fixture(&arena, "socrata_2017.json"),
                "1 41.895796081 | true | m 2017-11: 1\n");
    arena_free(&arena);
}

static void both_generations_are_one_table(void **state)
{
    struct arena arena = {0};
    struct buffer pages = {0};
    struct source source =
        incidents(NULL, "community_area", "primary_type", "date", "%Y-%m-%dT*");
    (void)state;
    buffer_text(&pages, fixture(&arena, "socrata_2013.json"));
    buffer_char(&pages, '\n');
    buffer_text(&pages, fixture(&arena, "socrata_2017.json"));
    buffer_char(&pages, '\n');
    check_reads(&source, buffer_all(&pages),
                "1 22 | MOTOR VEHICLE THEFT | m 2013-10: 1\n"
                "2 25 | BATTERY | m 2017-11: 1\n");
    buffer_free(&pages);
    arena_free(&arena);
}

static void police_api(void **state)
{
    struct arena arena = {0};
    struct source source =
        incidents("", "location/street/id", "category", "month", "%Y-%m");
    (void)state;
    check_reads(&source, fixture(&arena, "uk_police.json"),
                "1 883314 | anti-social-behaviour | m 2013-01: 1\n"
                "2 882317 | anti-social-behaviour | m 2013-01: 1\n"
                "3 884319 | anti-social-behaviour | m 2013-01: 1\n"
                "4 883324 | anti-social-behaviour | m 2013-01: 1\n"
                "5 882350 | anti-social-behaviour | m 2013-01: 1\n");
    /* the outcome is null in all of these rows, and an object in others */
    source.json.lacks = 1;
    source.json.may_lack[0] = "outcome_status/category";
    source.filters = 1;
    const char *blank = "";
    source.filter[0] = (struct source_filter){
        .column = {1, {"outcome_status/category"}}, .count = 1, .value = &blank};
    source.place.column[0] = (struct source_column){1, {"location/street/name"}};
    struct text bytes = fixture(&arena, "uk_police.json");
    bytes.length =
        (size_t)((char *)memmem(bytes.at, bytes.length, "},{\"cat", 7) - bytes.at);
    const char *one = arena_format(&arena, "%.*s}]", TEXT_ARGS(bytes));
    check_reads(&source, text_of(one),
                "1 On or near Yeoman Lane | anti-social-behaviour | m 2013-01: 1\n");
    arena_free(&arena);
}

static void ckan(void **state)
{
    struct arena arena = {0};
    struct source source =
        incidents("/result/records", "Suburb - Incident", "Offence Level 3 Description",
                  "Reported Date", "%d/%m/%Y");
    (void)state;
    source.values = 1;
    source.value[0] = (struct source_column){1, {"Offence count"}};
    check_reads(
        &source, fixture(&arena, "ckan.json"),
        "1 ADELAIDE | Obtain benefit by deception | m 2019-07: 1\n"
        "2 ADELAIDE | Other fraud, deception and related offences | m 2019-07: 1\n"
        "3 ADELAIDE | Graffiti | m 2019-07: 1\n"
        "4 ADELAIDE | Other property damage and environmental | m 2019-07: 2\n"
        "5 ADELAIDE | Other theft | m 2019-07: 6\n"
        "6 ADELAIDE | Theft from motor vehicle | m 2019-07: 2\n");
    arena_free(&arena);
}

static void arcgis(void **state)
{
    struct arena arena = {0};
    struct source source =
        incidents("/features", "attributes/DISTRICT", "attributes/OFFENSE",
                  "attributes/REPORT_DAT", "epoch ms");
    (void)state;
    check_reads(&source, fixture(&arena, "arcgis.json"),
                "1 014 | MOTOR VEHICLE THEFT | m 2013-10: 1\n"
                "2 015 | BATTERY | m 2017-11: 1\n"
                "3 015 | BATTERY | m 1969-12: 1\n");
    arena_free(&arena);
}

static void world_bank(void **state)
{
    struct arena arena = {0};
    struct source source = figures("/1", "country/id", "indicator/id", "date", "value");
    (void)state;
    check_reads(&source, fixture(&arena, "worldbank.json"),
                "1 MX | VC.IHR.PSRC.P5 | m 2021: .\n"
                "2 MX | VC.IHR.PSRC.P5 | m 2020: 28\n"
                "3 MX | VC.IHR.PSRC.P5 | m 2007: 8\n");
    check_refuses(
        &source,
        "[{\"message\":[{\"id\":\"120\",\"key\":\"Invalid value\",\"value\":\"The "
        "provided parameter value is not valid\"}]}]",
        "\"id 120, key Invalid value, value The provided parameter value is not "
        "valid\"");
    arena_free(&arena);
}

static void fbi(void **state)
{
    struct arena arena = {0};
    struct source source =
        figures("/offenses", "@state", "@offence", "@year", "@value");
    (void)state;
    source.json.levels = 3;
    source.json.level[0] = "@offence";
    source.json.level[1] = "@state";
    source.json.level[2] = "@year";
    check_reads(&source, fixture(&arena, "fbi_keyed.json"),
                "1 United States | homicide | m 2017: 17294\n"
                "2 United States | homicide | m 2018: 16374\n"
                "3 United States | homicide | m 2019: 16425\n");
    source = figures("/results", "state_abbr", "homicide", "year", "homicide");
    source.place = (struct source_word){.constant = "us"};
    source.offence = (struct source_word){.constant = "homicide"};
    check_reads(&source, fixture(&arena, "fbi_results.json"),
                "1 us | homicide | m 2017: 17294\n"
                "2 us | homicide | m 2018: 16374\n"
                "3 us | homicide | m 2019: 16425\n");
    arena_free(&arena);
}

/* Wide: the years are keys of an object for each state. */
static void keyed_and_wide(void **state)
{
    struct source source = figures("/rates", "@key", "o", "y", "v");
    (void)state;
    source.values = 0;
    source.offence = (struct source_word){.constant = "o"};
    source.period = (struct source_period){.shape = PERIOD_WIDE, .step = STEP_YEAR};
    source.json.levels = 1;
    source.json.level[0] = "@key";
    check_reads(
        &source,
        TEXT("{\"rates\":{\"Mexico\":{\"2019\":3,\"2020\":4},\"Peru\":{\"2020\":5}}}"),
        "1 Mexico | o | m 2019: 3 4\n2 Peru | o | m 2019: . 5\n");
}

/* Rows -------------------------------------------------------------------------- */

static void rows_of_arrays(void **state)
{
    struct source source = figures("/data", "p", "o", "y", "v");
    (void)state;
    source.json.has_names = true;
    struct arena arena = {0};
    json_pointer_read(&arena, "/meta/columns", &source.json.names);
    source.json.name = "id";
    const char *json =
        "{\"meta\":{\"columns\":[{\"id\":\"p\",\"x\":[1]},{\"id\":\"o\"},"
        "{\"id\":\"y\"},{\"id\":\"v\"}]},"
        "\"data\":[[\"a\",\"b\",2020,1e3],[\"c\",\"d\",2021,null]]}";
    check_reads(&source, text_of(json),
                "1 a | b | m 2020: 1000\n2 c | d | m 2021: .\n");
    check_refuses(&source, "{\"meta\":{\"columns\":[{\"id\":\"p\"}]},\"data\":[[1,2]]}",
                  "row 1 has more cells than the 1 columns");
    check_refuses(&source, "{\"data\":[[1,2]]}", "row 1 comes before the column names");
    source.pointer = "";
    source.json.name = NULL;
    json_pointer_read(&arena, "/0", &source.json.names);
    check_reads(&source,
                TEXT("[[\"p\",\"o\",\"y\",\"v\"],[\"a\",\"b\",\"2020\",\"7\"]]"),
                "1 a | b | m 2020: 7\n");
    source = figures("", "0", "1", "2", "3");
    check_reads(&source, TEXT("[[\"a\",\"b\",\"2020\",\"7\"]]"),
                "1 a | b | m 2020: 7\n");
    arena_free(&arena);
}

static void lines(void **state)
{
    struct source source = figures("", "p", "o", "y", "v");
    (void)state;
    source.json.lines = true;
    check_reads(&source,
                TEXT("\xEF\xBB\xBF{\"p\":\"a\",\"o\":\"b\",\"y\":2020,\"v\":1}\r\n"
                     "{\"y\":2021,\"o\":\"b\",\"p\":\"\\u00e9\\ud83d\\ude00\\/\"}\n"),
                "1 a | b | m 2020: 1\n2 é😀/ | b | m 2021: .\n");
    check_refuses(&source, "{\"p\":1}{\"p\":2}", "byte 7, row 1: something follows");
}

static void numbers_keep_their_digits(void **state)
{
    struct source source = figures("", "p", "o", "y", "v");
    (void)state;
    check_reads(
        &source,
        TEXT("[{\"p\":9007199254740993,\"o\":0.1,\"y\":2020,\"v\":9007199254740992},"
             "{\"p\":-0.10e-05,\"o\":1.10,\"y\":2020,\"v\":1E3}]"),
        "1 9007199254740993 | 0.1 | m 2020: 9007199254740992\n"
        "2 -0.10e-05 | 1.10 | m 2020: 1000\n");
}

/* Pages ------------------------------------------------------------------------- */

static struct sink *split_part(struct sink *sink)
{
    struct recorder *part = malloc(sizeof *part);
    assert_non_null(part);
    *part = recorder_new(false);
    part->sink.split = sink->split;
    return &part->sink;
}

static bool join_part(struct sink *sink, struct sink *part, size_t first_row,
                      struct error *err)
{
    struct recorder *whole = (struct recorder *)sink, *from = (struct recorder *)part;
    (void)err;
    assert_int_equal(first_row, 0);
    buffer_text(&whole->lines, buffer_all(&from->lines));
    whole->observations += from->observations;
    recorder_free(from);
    free(from);
    return true;
}

static void drop_part(struct sink *part)
{
    recorder_free((struct recorder *)part);
    free(part);
}

/* More rows than are kept back, and then one with a column that none had before. */
static void a_column_may_come_late(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    struct decoded decoded;
    struct buffer json = {0};
    struct source source = figures("", "p", "o", "y", "v");
    char *folder = temporary_folder();
    (void)state;
    source.json.lacks = 1;
    source.json.may_lack[0] = "v";
    source.filters = 1;
    const char *no = "no";
    source.filter[0] = (struct source_filter){
        .column = {1, {"late"}}, .leave = true, .count = 1, .value = &no};
    source.json.may_lack[source.json.lacks++] = "late";
    source.offence.column[0] = (struct source_column){2, {"o", "offence"}};
    buffer_char(&json, '[');
    for (int i = 0; i < 100001; i++)
        buffer_format(&json, "{\"p\":\"%d\",\"o\":\"x\",\"y\":2020,\"v\":%d},\n", i % 7,
                      i);
    buffer_string(&json, "{\"p\":\"last\",\"o\":\"x\",\"offence\":\"z\",\"y\":2020}]");
    struct recorder recorder = recorder_new(false);
    recorder.sink.split = split_part;
    recorder.sink.join = join_part;
    recorder.sink.drop = drop_part;
    check_done(decode_text(&arena, &source, folder, buffer_all(&json), &recorder,
                           &decoded, &err),
               &err);
    assert_int_equal(decoded.rows, 100002);
    assert_int_equal(recorder.observations, 100002);
    struct text shown = buffer_all(&recorder.lines);
    assert_true(text_ends(shown, TEXT("100002 last | x | m 2020: .\n")));
    recorder_free(&recorder);
    buffer_free(&json);
    drop_folder(folder);
    arena_free(&arena);
}

/* Errors ------------------------------------------------------------------------ */

static void a_server_is_quoted(void **state)
{
    struct source source = figures("", "p", "o", "y", "v");
    struct source nested = figures("/result/records", "p", "o", "y", "v");
    struct source features = figures("/features", "p", "o", "y", "v");
    (void)state;
    check_refuses(&source, "{\"error\":true,\"message\":\"Query coordinator error\"}",
                  "instead of rows: \"Query coordinator error\"");
    check_refuses(
        &nested,
        "{\"success\":false,\"error\":{\"__type\":\"Not Found Error\",\"message\":"
        "\"Not found: Resource\"}}",
        "\"__type Not Found Error, message Not found: Resource\"");
    check_refuses(&features,
                  "{\"error\":{\"code\":400,\"message\":\"Failed to execute query.\","
                  "\"details\":[]}}",
                  "\"code 400, message Failed to execute query., details \"");
    check_refuses(&nested, "{\"message\":\"API rate limit exceeded\"}",
                  "\"API rate limit exceeded\"");
    check_refuses(&nested, "{\"success\":false,\"result\":{\"records\":[{\"p\":1}]}}",
                  "");
    check_refuses(&nested, "{\"result\":{\"rows\":[]}}",
                  "there is no array of rows at \"/result/records\"");
    check_refuses(
        &features,
        "{\"exceededTransferLimit\":true,\"features\":[{\"p\":\"a\",\"o\":\"b\","
        "\"y\":2020,\"v\":1}]}",
        "held rows back");
    check_refuses(
        &features,
        "{\"properties\":{\"exceededTransferLimit\":true},\"features\":[{\"p\":\"a\","
        "\"o\":\"b\",\"y\":2020,\"v\":1}]}",
        "held rows back");
}

static void wrong_files(void **state)
{
    struct source source = figures("", "p", "o", "y", "v");
    (void)state;
    check_refuses(&source, "[{\"p\":\"a\",\"o\":\"b\",\"y\":2020,\"v\":1},{\"p\":\"a",
                  "byte 41, row 2: the file ends inside a string: it is cut short");
    check_refuses(&source, "<!DOCTYPE html><html>", "byte 0: a value should follow");
    check_refuses(&source, "[]", "there are no rows at \"\"");
    check_refuses(&source, " ", "there are no rows");
    check_refuses(&source, "[{\"p\":1,\"p\":2}]", "row 1 has \"p\" twice");
    check_refuses(&source, "[{\"x\":1}]", "row 1 has none of the columns");
    check_refuses(&source, "[1]", "row 1 is neither an object nor an array");
    check_refuses(&source, "[{\"p\":\"a\",\"o\":\"b\",\"v\":1}]", "\"y\"");
    check_refuses(&source, "[{\"p\":\"\xff\"}]", "a string is not UTF-8");
    check_refuses(&source, "[{\"p\":\"\\ud800\"}]", "an escape that is none");
    check_refuses(&source, "[{\"p\":01}]", "this is no number");
    check_refuses(&source, "[{\"p\":1,}]", "a key should follow, but there is '}'");
    check_refuses(&source, "[{\"p\":\"a\nb\"}]", "a bare control character");
}

static void depth_is_bounded(void **state)
{
    struct source source = figures("", "p", "o", "y", "v");
    char deep[200];
    (void)state;
    memset(deep, '[', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    check_refuses(&source, deep, "byte 64, row 1: more than 64 brackets");
}

/* The scanner
 * ---------------------------------------------------------------------------- */

/* Strings, numbers and rows longer than the window. */
static void tokens_outgrow_the_window(void **state)
{
    struct buffer json = {0};
    struct json_token token;
    struct error err = {0};
    (void)state;
    buffer_string(&json, "[\"");
    for (int i = 0; i < 60000; i++)
        buffer_string(&json, "\\u00e9abc\\n"); /* 6 bytes of 11 */
    buffer_string(&json, "\",");
    for (int i = 0; i < 300000; i++)
        buffer_char(&json, '1');
    buffer_string(&json, "]");
    struct json_scan *scan = json_scan_text(buffer_all(&json));
    check_done(json_scan_next(scan, &token, &err), &err);
    check_done(json_scan_next(scan, &token, &err), &err);
    assert_int_equal(token.text.length, 360000);
    check_done(json_scan_next(scan, &token, &err), &err);
    assert_int_equal(token.kind, JSON_DIGITS);
    assert_int_equal(token.text.length, 300000);
    check_done(json_scan_next(scan, &token, &err), &err);
    check_done(json_scan_next(scan, &token, &err), &err);
    assert_int_equal(token.kind, JSON_END);
    assert_int_equal(json_scan_bytes(scan), json.length);
    json_scan_free(scan);
    buffer_free(&json);
}

static void a_string_has_a_limit(void **state)
{
    size_t length = JSON_TOKEN_MAX + 100;
    char *json = malloc(length);
    struct json_token token;
    struct error err = {0};
    (void)state;
    assert_non_null(json);
    memset(json, 'a', length);
    json[0] = '"';
    struct json_scan *scan = json_scan_text((struct text){json, length});
    assert_false(json_scan_next(scan, &token, &err));
    check_error(&err, ERROR_LIMIT, "a string has more than 1 MiB");
    json_scan_free(scan);
    free(json);
}

static void epochs(void **state)
{
    static const struct {
        const char *text;
        int year, month; /* 0: no date */
    } cases[] = {{"0", 1970, 1},
                 {"-1", 1969, 12},
                 {"951782400000", 2000, 2},
                 {"951868799999", 2000, 2},
                 {"951868800000", 2000, 3},
                 {"1735689599999", 2024, 12},
                 {"1735689600000", 2025, 1},
                 {"-5364662400000", 1800, 1},
                 {"-5364662400001", 1799, 12},
                 {"", 0, 0},
                 {"1.5", 0, 0},
                 {"99999999999999999", 0, 0}};
    (void)state;
    assert_true(date_pattern_fits("epoch ms", STEP_MONTH));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct period period = {0};
        bool good = date_read(text_of(cases[i].text), "epoch ms", STEP_MONTH, &period);
        assert_int_equal(good, cases[i].year != 0);
        if (good)
            assert_int_equal(period.month,
                             period_of(cases[i].year, cases[i].month).month);
    }
}

static void wrong_shapes(void **state)
{
    static const char *const cases[][2] = {
        {"{\"column\":\"/a\"}", "column"},
        {"{\"columns\":\"a\"}", "\"columns\" is no JSON pointer: a"},
        {"{\"columns\":\"/a~2\"}", "\"columns\" is no JSON pointer"},
        {"{\"name\":\"id\"}", "\"name\" needs \"columns\""},
        {"{\"each\":[\"\"]}", "\"each\" must hold strings that are not empty"},
        {"{\"each\":[\"a\",\"b\",\"c\",\"d\",\"e\"]}", "more than 4 entries"},
        {"{\"each\":\"a\",\"lines\":true}", "does not go with \"lines\""}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = {0};
        struct error err = {0};
        struct json_shape shape;
        struct json_node *node = json_parse(text_of(cases[i][0]), "test", &err);
        assert_false(json_shape_read(&arena, node, "test", &shape, &err));
        check_error(&err, ERROR_USAGE, cases[i][1]);
        json_close(node);
        arena_free(&arena);
    }
}

/* RFC 6901, section 5. */
static void pointers(void **state)
{
    struct arena arena = {0};
    struct json_pointer pointer;
    (void)state;
    assert_true(json_pointer_read(&arena, "/a~1b/m~0n//0", &pointer));
    assert_int_equal(pointer.count, 4);
    check_text(pointer.part[0], "a/b");
    check_text(pointer.part[1], "m~n");
    check_text(pointer.part[2], "");
    assert_true(json_pointer_is_index(&pointer, 3, 0));
    assert_false(json_pointer_is_index(&pointer, 4, 0));
    assert_true(json_pointer_read(&arena, NULL, &pointer));
    assert_int_equal(pointer.count, 0);
    arena_free(&arena);
}

/* Every cut and every flip
 * ---------------------------------------------------------------- */

/* A cut file is an error; a flipped byte is one, or leaves as many rows. */
static void try_damage(const struct source *source, struct text whole, size_t rows)
{
    struct arena arena = {0};
    char *folder = temporary_folder();
    char *bytes = malloc(whole.length + 1);
    assert_non_null(bytes);
    whole = text_trim(whole);
    for (size_t i = 0; i < 2 * whole.length; i++) {
        struct error err = {0};
        struct decoded decoded;
        struct recorder recorder = recorder_new(true);
        size_t at = i / 2;
        memcpy(bytes, whole.at, whole.length);
        bytes[at] = (char)(bytes[at] ^ 0x55);
        struct text damaged = {bytes, whole.length};
        if (i % 2 == 0)
            damaged = (struct text){whole.at, at};
        bool good =
            decode_text(&arena, source, folder, damaged, &recorder, &decoded, &err);
        assert_true(good || err.kind != ERROR_NONE);
        assert_true(!good || (i % 2 == 1 && recorder.observations == rows));
        recorder_free(&recorder);
        arena_free(&arena);
    }
    free(bytes);
    drop_folder(folder);
}

static void damaged_files(void **state)
{
    struct arena arena = {0};
    struct source socrata_source =
        incidents(NULL, "community_area", "primary_type", "date", "%Y-%m-%dT*");
    struct source police =
        incidents("", "location/street/id", "category", "month", "%Y-%m");
    struct source bank = figures("/1", "country/id", "indicator/id", "date", "value");
    (void)state;
    try_damage(&socrata_source, fixture(&arena, "socrata_2017.json"), 1);
    try_damage(&police, fixture(&arena, "uk_police.json"), 5);
    try_damage(&bank, fixture(&arena, "worldbank.json"), 3);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(socrata),
        cmocka_unit_test(both_generations_are_one_table),
        cmocka_unit_test(police_api),
        cmocka_unit_test(ckan),
        cmocka_unit_test(arcgis),
        cmocka_unit_test(world_bank),
        cmocka_unit_test(fbi),
        cmocka_unit_test(keyed_and_wide),
        cmocka_unit_test(rows_of_arrays),
        cmocka_unit_test(lines),
        cmocka_unit_test(numbers_keep_their_digits),
        cmocka_unit_test(a_column_may_come_late),
        cmocka_unit_test(a_server_is_quoted),
        cmocka_unit_test(wrong_files),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(tokens_outgrow_the_window),
        cmocka_unit_test(a_string_has_a_limit),
        cmocka_unit_test(epochs),
        cmocka_unit_test(wrong_shapes),
        cmocka_unit_test(pointers),
        cmocka_unit_test(damaged_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
