#include "tests/check.h"

#include "base/file.h"
#include "tests/ingest/recorder.h"

#include <stdlib.h>
#include <string.h>

static struct source cube(const char *place, const char *offence, const char *year)
{
    struct source source = {.id = "test", .format = "json-stat", .decimal = '.'};
    source.place = (struct source_word){.count = 1, .column = {{1, {place}}}};
    source.offence = (struct source_word){.count = 1, .column = {{1, {offence}}}};
    source.measure.constant = "m";
    source.period = (struct source_period){.shape = PERIOD_DATE,
                                           .date = {1, {year}},
                                           .date_pattern = "%Y",
                                           .step = STEP_YEAR};
    source.values = 1;
    source.value[0] = (struct source_column){1, {"value"}};
    return source;
}

static struct text fixture(struct arena *arena, const char *name)
{
    return bytes_of(arena, path_join(arena, "tests/ingest/data/json", name));
}

/* Statistics Finland, Environmental Accounting, 2012. */
static void dense(void **state)
{
    struct arena arena = {0};
    struct source source = cube("Tiedot", "Tiedot/label", "Vuosi");
    (void)state;
    check_reads(
        &source, fixture(&arena, "finland.json"),
        "1 Khk_yht_index | Greenhouse gas emissions, indexed, year 1990 = 100 | m "
        "2010: 107\n"
        "2 Khk_yht_index | Greenhouse gas emissions, indexed, year 1990 = 100 | m "
        "2011: 96\n"
        "3 Khk_yht_las_index | Intensity of greenhouse gases, indexed, year 1990 = "
        "100 | m 2010: 72\n"
        "4 Khk_yht_las_index | Intensity of greenhouse gases, indexed, year 1990 = "
        "100 | m 2011: 63\n");
    arena_free(&arena);
}

/* As Eurostat writes: values and status sparse, the time's index out of order. */
static void sparse(void **state)
{
    struct arena arena = {0};
    struct source source = cube("geo", "geo/label", "time");
    (void)state;
    source.status_column = (struct source_column){1, {"status"}};
    source.statuses = 2;
    source.status[0] = (struct source_cell){"c", STATUS_SUPPRESSED};
    source.status[1] = (struct source_cell){"p", STATUS_REPORTED};
    check_reads(&source, fixture(&arena, "eurostat.json"),
                "1 DE | Germany | m 2022: 3989390\n2 DE | Germany | m 2023: 4219310\n"
                "3 FR | France | m 2022: x\n4 FR | France | m 2023: 2833826\n");
    arena_free(&arena);
}

#define DIMENSIONS                                                                     \
    "\"dimension\":{\"a\":{\"category\":{\"label\":{\"r\":\"R\"}}},"                   \
    "\"t\":{\"category\":{\"index\":[\"2020\",\"2021\"]}}}"
#define HEAD "\"id\":[\"a\",\"t\"],\"size\":[1,2],"

static void containers(void **state)
{
    struct source source = cube("a", "a/label", "t");
    const char *expected = "1 r | R | m 2020: 3\n2 r | R | m 2021: .\n";
    (void)state;
    check_reads(
        &source,
        TEXT("{\"class\":\"collection\",\"link\":{\"item\":[{\"class\":\"dataset\","
             "\"value\":[3,null]," HEAD DIMENSIONS "},"
             "{\"class\":\"dataset\",\"href\":\"x\"}],\"other\":[1]}}"),
        expected);
    check_reads(
        &source,
        TEXT("{\"set\":{\"value\":{\"0\":\"3\"},\"dimension\":{\"id\":[\"a\",\"t\"],"
             "\"size\":[1,2],\"role\":{\"time\":[\"t\"]},\"a\":{\"category\":{"
             "\"label\":{\"r\":\"R\"}}},\"t\":{\"category\":{\"index\":{\"2021\":1,"
             "\"2020\":0}}}}}}"),
        expected);
    /* two answers of one query: one table */
    check_reads(&source,
                TEXT("{\"value\":[3,null]," HEAD DIMENSIONS "}\n"
                     "{\"value\":[4,5]," HEAD DIMENSIONS "}\n"),
                "1 r | R | m 2020: 3\n2 r | R | m 2021: .\n"
                "3 r | R | m 2020: 4\n4 r | R | m 2021: 5\n");
}

static void one_status_for_all(void **state)
{
    struct source source = cube("a", "a/label", "t");
    (void)state;
    source.status_column = (struct source_column){1, {"status"}};
    source.statuses = 1;
    source.status[0] = (struct source_cell){"c", STATUS_SUPPRESSED};
    check_reads(&source, TEXT("{\"status\":\"c\",\"value\":[3,4]," HEAD DIMENSIONS "}"),
                "1 r | R | m 2020: x\n2 r | R | m 2021: x\n");
    check_reads(&source,
                TEXT("{\"status\":[null,\"c\"],\"value\":[3,4]," HEAD DIMENSIONS "}"),
                "1 r | R | m 2020: 3\n2 r | R | m 2021: x\n");
}

static void contradictions(void **state)
{
    struct source source = cube("a", "a/label", "t");
    (void)state;
    check_refuses(&source, "{\"value\":[3]," HEAD DIMENSIONS "}",
                  "\"value\" has 1 entries, the sizes multiply to 2");
    check_refuses(&source, "{\"value\":{\"2\":3}," HEAD DIMENSIONS "}",
                  "\"value\" has a cell 2, the sizes multiply to 2");
    check_refuses(&source, "{\"value\":{\"1\":3,\"01\":4}," HEAD DIMENSIONS "}",
                  "\"value\" has cell 1 twice");
    check_refuses(&source, "{\"value\":[3,4],\"status\":[\"a\"]," HEAD DIMENSIONS "}",
                  "\"status\" has 1 entries");
    check_refuses(
        &source, "{\"value\":[3,4],\"id\":[\"a\",\"t\"],\"size\":[1,3]," DIMENSIONS "}",
        "dimension \"t\" has 2 categories, its size is 3");
    check_refuses(
        &source, "{\"value\":[3,4],\"id\":[\"a\",\"b\"],\"size\":[1,2]," DIMENSIONS "}",
        "dimension \"b\" is not described");
    check_refuses(&source,
                  "{\"value\":[3,4],\"id\":[\"a\"],\"size\":[1]," DIMENSIONS "}",
                  "there are 1 ids, 1 sizes and 2 dimensions");
    check_refuses(
        &source,
        "{\"value\":[3,4]," HEAD "\"dimension\":{\"a\":{\"category\":{\"label\":{"
        "\"r\":\"R\"}}},\"t\":{\"category\":{\"index\":{\"2020\":1,\"2021\":1}}}}}",
        "has position 1 of 2, or shares it");
    check_refuses(&source,
                  "{\"value\":[],\"id\":[\"a\",\"t\"],\"size\":[1048576,1048576],"
                  "\"dimension\":{}}",
                  "2 ids, 2 sizes and 0 dimensions");
    check_refuses(&source,
                  "{\"error\":[{\"status\":400,\"label\":\"No such dataset\"}]}",
                  "\"status 400, label No such dataset\"");
    check_refuses(&source,
                  "{\"x\":{\"value\":[3,4]," HEAD DIMENSIONS
                  "},\"y\":{\"value\":[3,4]}}",
                  "more than one dataset");
    check_refuses(&source, "{\"value\":[3,4]," HEAD, "cut short");
    check_refuses(&source, "{}", "there is no JSON-stat dataset with values");
}

static void damaged_files(void **state)
{
    static const char *const names[] = {"finland.json", "eurostat.json"};
    char *folder = temporary_folder();
    (void)state;
    for (size_t k = 0; k < 2; k++) {
        struct arena files = {0};
        struct source source = k ? cube("geo", "geo/label", "time")
                                 : cube("Tiedot", "Tiedot/label", "Vuosi");
        struct text whole = text_trim(fixture(&files, names[k]));
        char *bytes = malloc(whole.length);
        assert_non_null(bytes);
        for (size_t i = 0; i < 2 * whole.length; i++) {
            struct arena arena = {0};
            struct error err = {0};
            struct decoded decoded;
            struct recorder recorder = recorder_new(true);
            size_t at = i / 2;
            memcpy(bytes, whole.at, whole.length);
            bytes[at] = (char)(bytes[at] ^ 0x55);
            struct text damaged = {i % 2 ? bytes : whole.at, i % 2 ? whole.length : at};
            bool good = decode_text(&arena, &source, folder, damaged, &recorder,
                                    &decoded, &err);
            assert_true(good || err.kind != ERROR_NONE);
            assert_true(!good || (i % 2 == 1 && recorder.observations == 4));
            recorder_free(&recorder);
            arena_free(&arena);
        }
        free(bytes);
        arena_free(&files);
    }
    drop_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dense),          cmocka_unit_test(sparse),
        cmocka_unit_test(containers),     cmocka_unit_test(one_status_for_all),
        cmocka_unit_test(contradictions), cmocka_unit_test(damaged_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
