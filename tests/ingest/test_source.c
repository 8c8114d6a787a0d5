#include "tests/check.h"

#include "base/file.h"
#include "ingest/source.h"
#include "tests/ingest/recorder.h"

#include <string.h>

static const struct languages LANGUAGES = {2, {"es", "en"}};

static void every_descriptor_loads(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    struct source *sources;
    size_t count;
    (void)state;
    check_done(
        sources_load(&arena, "ingest/sources", &LANGUAGES, &sources, &count, &err),
        &err);
    assert_true(count >= 7);
    for (size_t i = 0; i < count; i++) {
        assert_true(i == 0 || strcmp(sources[i - 1].id, sources[i].id) < 0);
        for (size_t language = 0; language < LANGUAGES.count; language++) {
            assert_non_null(sources[i].name.in[language]);
            assert_non_null(sources[i].note.in[language]);
        }
        /* In words of its own, not in those of the first. */
        assert_ptr_not_equal(sources[i].name.in[0], sources[i].name.in[1]);
        assert_ptr_not_equal(sources[i].note.in[0], sources[i].note.in[1]);
        assert_non_null(sources[i].publisher);
        assert_non_null(sources[i].landing);
        assert_non_null(sources[i].licence_url);
        assert_true(sources[i].bytes_max > 0);
    }
    arena_free(&arena);
}

static void a_further_language_takes_the_first_ones_words(void **state)
{
    static const struct languages three = {3, {"es", "en", "pt"}};
    struct arena arena = {0};
    struct error err = {0};
    struct source *sources;
    size_t count;
    (void)state;
    check_done(sources_load(&arena, "ingest/sources", &three, &sources, &count, &err),
               &err);
    for (size_t i = 0; i < count; i++) {
        check_text(text_of(sources[i].name.in[2]), sources[i].name.in[0]);
        check_text(text_of(sources[i].note.in[2]), sources[i].note.in[0]);
    }
    arena_free(&arena);
}

static void fields_arrive(void **state)
{
    struct arena arena = {0};
    struct source source = source_of(&arena, "mx-municipal-2015");
    (void)state;
    check_text(text_of(source.id), "mx-municipal-2015");
    check_text(text_of(source.name.in[1]), "Municipal crime records, 2015 to 2025");
    check_text(text_of(source.cadence), "R0/P1M");
    check_text(text_of(source.place.prefix), "mx-");
    check_text(text_of(source.place.column[0].spelling[0]), "Cve. Municipio");
    check_text(text_of(source.offence.crosswalk), "offences_cnsp_2015.csv");
    check_text(text_of(source.period.month_columns[11].spelling[0]), "Diciembre");
    check_text(text_of(source.cell[0].text), "-1");
    assert_int_equal(source.place.pad[0], 5);
    assert_int_equal(source.offence.count, 3);
    assert_int_equal(source.measure.count, 0);
    assert_int_equal(source.period.step, STEP_MONTH);
    assert_int_equal(source.cell[0].status, STATUS_NOT_REPORTED);
    assert_int_equal(source.group, ',');
    assert_int_equal(source.decimal, '.');
    assert_int_equal(source.header_row, 0);
    assert_int_equal(source.urls, 0);
    assert_int_equal(source.provisional, 3);
    assert_true(source.whole && source.unique);
    assert_false(source.open_end || source.complete || source.grid);
    arena_free(&arena);
}

static void population_is_yearly(void **state)
{
    struct arena arena = {0};
    (void)state;
    struct source states = source_of(&arena, "conapo-estatal");
    struct source municipalities = source_of(&arena, "conapo-municipal");
    assert_int_equal(states.period.step, STEP_YEAR);
    assert_int_equal(states.place.drops, 1);
    assert_int_equal(states.totals, 1); /* left out, and held against the rest */
    check_text(text_of(states.total[0].word), "00");
    check_text(text_of(states.total[0].place), "mx");
    check_text(text_of(municipalities.agrees.with), "conapo-estatal");
    assert_int_equal(states.filters, 1);
    assert_int_equal(municipalities.period.step, STEP_YEAR);
    assert_int_equal(municipalities.values, 0);
    assert_null(states.methodology);
    check_text(text_of(states.subject), "population");
    arena_free(&arena);
}

static bool load_text(const char *folder, const char *name, struct text text,
                      struct error *err)
{
    struct arena arena = {0};
    struct source source;
    const char *path = write_in(&arena, folder, name, text);
    bool good = source_load(&arena, path, &LANGUAGES, &source, err);
    arena_free(&arena);
    return good;
}

/* The page that teaches the format must not lie. */
static void the_examples_of_the_readme_load(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    struct text page;
    size_t examples = 0;
    check_done(file_read(&arena, "ingest/sources/README.md", 1 << 20, &page, &err),
               &err);
    for (char *at = strstr(page.at, "```json\n{"); at; at = strstr(at, "```json\n{")) {
        at += strlen("```json\n");
        size_t length = (size_t)(strstr(at, "```") - at);
        struct text example = {at, length};
        check_done(load_text(*state, "example.json", example, &err), &err);
        examples++;
    }
    assert_int_equal(examples, 2);
    arena_free(&arena);
}

/* A good descriptor with one place changed. */
static void check_refused(const char *folder, const char *old, const char *new,
                          const char *words)
{
    struct arena arena = {0};
    struct error err = {0};
    struct text text;
    check_done(file_read(&arena, "ingest/sources/mx-municipal-2015.json", 1 << 20,
                         &text, &err),
               &err);
    const char *at = strstr(text.at, old);
    assert_non_null(at);
    const char *changed = arena_format(&arena, "%.*s%s%s", (int)(at - text.at), text.at,
                                       new, at + strlen(old));
    assert_false(load_text(folder, "changed.json", text_of(changed), &err));
    check_error(&err, ERROR_USAGE, words);
    assert_non_null(strstr(err.message, "changed.json"));
    arena_free(&arena);
}

static void mistakes_are_named(void **state)
{
    const char *folder = *state;
    check_refused(folder, "\"licence\"", "\"license\"",
                  "\"license\" is not known here");
    check_refused(folder, "\"pad\": 5", "\"pad\": \"5\"",
                  "\"place\": \"pad\" must be a whole number from 0 to 16");
    check_refused(folder, "\"pad\": 5", "\"pad\": [2, 3]",
                  "or an array of one from 1 for each column");
    check_refused(folder, "\"pad\": 5", "\"pad\": [0]",
                  "or an array of one from 1 for each column");
    check_refused(folder, "\"pad\": 5", "\"pad\": 99",
                  "\"pad\" must be a whole number from 0 to 16");
    check_refused(folder, "\"pad\": 5", "\"pad\": 1.5", "must be a whole number");
    check_refused(folder, "\"format\": \"csv\"", "\"format\": \"parquet\"",
                  "\"file\": no decoder reads \"parquet\"");
    check_refused(folder, "\"year-months\"", "\"months\"",
                  "\"shape\" is \"months\", which must be one of \"year-months\", ");
    check_refused(folder, "\"Diciembre\"", "\"Diciembre\", \"Total\"",
                  "\"months\" must name twelve columns");
    check_refused(folder, "\"es\": \"Incidencia", "\"fr\": \"Incidencia",
                  "\"name\" says nothing in \"es\"");
    check_refused(folder, "R0/P1M", "monthly", "ISO 8601 repeating interval");
    check_refused(folder, "\"group\": \",\"", "\"group\": \".\"", "are the same");
    check_refused(folder, "\"group\": \",\"", "\"group\": \",,\"",
                  "one ASCII character");
    check_refused(folder, "\"constant\": \"investigations\"", "\"pad\": 2",
                  "\"measure\" must have one of");
    check_refused(folder, "offences_cnsp_2015.csv", "../offences.csv",
                  "\"crosswalk\" must be the name of a CSV");
    check_refused(folder, "\"urls\": []", "\"urls\": [\"ftp://a.mx\"]",
                  "must begin with https://");
    check_refused(folder, "\"not reported\"", "\"unknown\"",
                  "\"-1\" is \"unknown\", which must be one of \"not reported\"");
    check_refused(folder, "\"methodology\": \"cnsp-2015\",", "",
                  "crime needs a \"methodology\"");
    check_refused(folder, "\"grid\": false", "\"grid\": 0",
                  "\"grid\" must be a boolean");
    check_refused(folder, "\"with\": \"mx-estatal-2015\"", "\"with\": \"changed\"",
                  "\"agrees\": a source agrees with another");
    check_refused(folder, "\"percent\": 2", "\"percent\": 200",
                  "\"percent\" must be a whole number from 0 to 100");
    check_refused(folder, "\"cells\":", "\"totals\": {}, \"cells\":",
                  "\"totals\" must lead from 1 to 8 words of a single column");
    check_refused(folder,
                  "\"cells\":", "\"value\": \"x\", \"cells\":", "are for long rows");
    check_refused(folder, "[\"A\xc3\xb1o\", \"Anio\"]", "[]",
                  "must have 1 to 8 spellings");
}

static void names_of_files_are_ids(void **state)
{
    struct error err = {0};
    assert_false(load_text(*state, "MX Estatal.json", TEXT("{}"), &err));
    check_error(&err, ERROR_USAGE, "lower-case letters, digits and hyphens");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_descriptor_loads),
        cmocka_unit_test(a_further_language_takes_the_first_ones_words),
        cmocka_unit_test(fields_arrive),
        cmocka_unit_test(population_is_yearly),
        cmocka_unit_test(the_examples_of_the_readme_load),
        cmocka_unit_test(mistakes_are_named),
        cmocka_unit_test(names_of_files_are_ids),
    };
    return cmocka_run_group_tests(tests, setup_folder, teardown_folder);
}
