#include "tests/site/site_folder.h"

#include "base/file.h"
#include "site/export_xlsx.h"
#include "site/site.h"

#include <string.h>

static struct place places[] = {
    {.code = "mx", .parent = NO_INDEX, .span = 2, .name = {{"México"}}},
    {.code = "mx-11",
     .parent = 0,
     .span = 1,
     .kind = PLACE_STATE,
     .name = {{"Guanajuato"}}},
};
static struct offence offences[] = {
    {.code = "robo", .parent = NO_INDEX, .span = 2, .name = {{"Robo"}}},
    {.code = "robo.con-violencia",
     .parent = 0,
     .span = 1,
     .level = OFFENCE_MODALITY,
     .name = {{"Con \"violencia\""}}},
};
static struct measure measures[] = {
    {.code = "victims",
     .parent = NO_INDEX,
     .span = 1,
     .name = {{"Víctimas"}},
     .unit = {{"víctimas"}}},
};
static const struct lists lists = {.places = {.count = 2, .node = places},
                                   .offences = {.count = 2, .node = offences},
                                   .measures = {.count = 1, .node = measures}};
static const struct source source = {.id = "mx-b",
                                     .name = {{"Fuente"}},
                                     .publisher = "P",
                                     .landing = "",
                                     .licence = "L"};
static const struct source before = {
    .id = "mx-a", .name = {{"Otra"}}, .publisher = "P", .landing = "", .licence = "L"};
static const struct holding holding = {.source = &source};
static const struct holding other = {.source = &before};

/* What a format writes of these figures. */
static struct text written(const struct figures *figures, size_t rows_most,
                           size_t *rows)
{
    struct config config = {.languages = {1, {"es"}}, .title = {{"Prueba"}}};
    struct site site = {.config = &config};
    struct error err = {0};
    struct survey survey;
    struct published published;
    struct text bytes;
    struct dataset dataset = {
        .slug = "d", .title = {{"Título"}}, .about = {{"De qué"}}};
    check_done(catalogues_load(&arena, "site/messages", &config.languages,
                               &site.catalogues, &err),
               &err);
    site.tree = open_tree();
    figures_survey(figures, &survey);
    dataset.sources = survey.sources;
    dataset.source = survey.source;
    const struct exporting what = {&site, &dataset, figures, &survey};
    check_done(rows_most ? export_xlsx_parted(&what, "f", rows_most, rows, &err)
                         : export_json_stat(&what, "f", rows, &err),
               &err);
    assert_null(catalogue_missing(site.catalogues[0]));
    check_done(tree_publish(site.tree, "2026-04-18", "s", 1, &published, &err), &err);
    tree_close(site.tree);
    survey_free(&survey);
    check_done(
        file_read(&arena, path_join(&arena, public_, "f"), 1 << 20, &bytes, &err),
        &err);
    return bytes;
}

static void add(struct figures *figures, const struct holding *of, uint32_t place,
                uint32_t offence, struct period first, enum step step, size_t count,
                struct figure *told)
{
    struct series series = {first, step, count, told};
    figures_add(figures, of, (struct key){{place}, {offence}, {0}}, &series);
}

static bool holds(struct text text, const char *words)
{
    return memmem(text.at, text.length, words, strlen(words)) != NULL;
}

/* One source, two places, one offence, three months: half of it told, in any order. */
static void a_full_cube_is_a_list(void **state)
{
    (void)state;
    struct figure here[] = {
        {1000, STATUS_REPORTED}, {0.5, STATUS_PROVISIONAL}, {0, STATUS_REPORTED}};
    struct figure there[] = {
        {7, STATUS_REPORTED}, {0, STATUS_NOT_REPORTED}, {0, STATUS_ABSENT}};
    struct figures figures = figures_none(&lists);
    size_t rows;
    add(&figures, &holding, 1, 1, period_of(2020, 1), STEP_MONTH, 3, here);
    add(&figures, &holding, 0, 1, period_of(2020, 1), STEP_MONTH, 3, there);
    struct text json = written(&figures, 0, &rows);
    assert_true(text_ends(json, TEXT("\"value\":[7,null,null,1000,0.5,0],"
                                     "\"status\":{\"1\":\"O\",\"4\":\"P\"}}\n")));
    assert_true(holds(json, "{\"version\":\"2.0\",\"class\":\"dataset\","
                            "\"label\":\"Título\",\"source\":\"P\","));
    assert_true(holds(json, "\"size\":[1,2,1,1,3],"));
    assert_true(holds(json, "\"index\":[\"2020-01\",\"2020-02\",\"2020-03\"]"));
    assert_true(
        holds(json, "{\"robo.con-violencia\":\"Robo: Con \\\"violencia\\\"\"}"));
    assert_true(holds(json, "\"unit\":{\"victims\":{\"label\":\"víctimas\"}}"));
    figures_free(&figures);
}

/* Two sources, one of years and one of months: most of the cube is not there. */
static void a_sparse_cube_is_an_object(void **state)
{
    (void)state;
    struct figure year[] = {{12, STATUS_PARTIAL}};
    struct figure months[] = {{1, STATUS_REPORTED}, {0, STATUS_SUPPRESSED}};
    struct figures figures = figures_none(&lists);
    size_t rows;
    add(&figures, &holding, 0, 0, period_of(2020, 1), STEP_MONTH, 2, months);
    add(&figures, &other, 1, 1, period_of(2020, 1), STEP_YEAR, 1, year);
    struct text json = written(&figures, 0, &rows);
    assert_true(holds(json, "\"size\":[2,2,2,1,3],"));
    assert_true(holds(json, "\"index\":[\"mx-a\",\"mx-b\"]"));
    assert_true(holds(json, "\"index\":[\"2020\",\"2020-01\",\"2020-02\"]"));
    /* mx-a, mx-11, robo.con-violencia, 2020; mx-b, mx, robo, 2020-01 and -02 */
    assert_true(text_ends(json, TEXT("\"value\":{\"9\":12,\"13\":1},"
                                     "\"status\":{\"9\":\"U\",\"14\":\"Q\"}}\n")));
    figures_free(&figures);
}

static void an_empty_cube_is_one(void **state)
{
    (void)state;
    struct figures figures = figures_none(&lists);
    size_t rows;
    struct text json = written(&figures, 0, &rows);
    assert_true(holds(json, "\"size\":[0,0,0,0,0],"));
    assert_true(text_ends(json, TEXT("\"value\":[],\"status\":{}}\n")));
    figures_free(&figures);
}

/* Of a workbook that may hold so many rows a sheet: names in an archive are plain. */
static void years_are_dealt_to_sheets(void **state)
{
    (void)state;
    struct figure months[36];
    struct figures figures = figures_none(&lists);
    size_t rows;
    for (size_t i = 0; i < 36; i++)
        months[i] = (struct figure){(double)i, STATUS_REPORTED};
    add(&figures, &holding, 0, 0, period_of(2020, 1), STEP_MONTH, 36, months);
    add(&figures, &holding, 1, 0, period_of(2020, 1), STEP_MONTH, 36, months);
    struct text whole = written(&figures, 6, &rows);
    assert_int_equal(rows, 6);
    assert_true(holds(whole, "xl/worksheets/sheet2.xml")); /* the notes */
    assert_false(holds(whole, "xl/worksheets/sheet3.xml"));
    struct text parted = written(&figures, 5, &rows);
    assert_int_equal(rows, 6);
    assert_true(holds(parted, "xl/worksheets/sheet3.xml"));
    assert_false(holds(parted, "xl/worksheets/sheet4.xml"));
    figures_free(&figures);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_folder(a_full_cube_is_a_list),
        with_folder(a_sparse_cube_is_an_object),
        with_folder(an_empty_cube_is_one),
        with_folder(years_are_dealt_to_sheets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
