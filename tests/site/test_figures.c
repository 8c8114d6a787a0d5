#include "tests/check.h"

#include "site/exporters.h"
#include "site/figure_year.h"

#include <string.h>

static struct arena arena;

static struct place places[] = {
    {.code = "mx", .parent = NO_INDEX, .span = 2, .name = {{"México"}}},
    {.code = "mx-11",
     .parent = 0,
     .span = 1,
     .kind = PLACE_STATE,
     .name = {{"Guanajuato"}}},
};
static struct offence offences[] = {{.code = "robo", .parent = NO_INDEX, .span = 1}};
static struct measure measures[] = {{.code = "victims", .parent = NO_INDEX, .span = 1}};
static const struct lists lists = {.places = {.count = 2, .node = places},
                                   .offences = {.count = 1, .node = offences},
                                   .measures = {.count = 1, .node = measures}};
static const struct source source = {.id = "mx-estatal-2015"};
static const struct holding holding = {.source = &source};
static const struct holding other = {.source = &source};

static int free_arena(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct key key(uint32_t place) { return (struct key){{place}, {0}, {0}}; }

static bool count_one(void *context, const struct holding *of, struct key at,
                      const struct series *series)
{
    (void)of;
    (void)at;
    *(size_t *)context += series->count;
    return true;
}

static void gathers_each_series_once(void **state)
{
    (void)state;
    struct figure some[] = {{1, STATUS_REPORTED}, {2, STATUS_REPORTED}};
    struct figure none[] = {{0, STATUS_ABSENT}};
    struct series months = {period_of(2020, 1), STEP_MONTH, 2, some};
    struct series years = {period_of(2020, 1), STEP_YEAR, 2, some};
    struct series nothing = {period_of(2020, 1), STEP_MONTH, 1, none};
    struct figures figures = figures_none(&lists);
    size_t visited = 0;
    figures_add(&figures, &holding, key(0), &months);
    figures_add(&figures, &holding, key(0), &months);
    figures_add(&figures, &holding, key(0), &years);
    figures_add(&figures, &other, key(0), &months);
    figures_add(&figures, &holding, key(1), &nothing);
    figures_add(&figures, &holding, key(1), &(struct series){0});
    assert_int_equal(figures.count, 3);
    some[0].value = 9; /* what was added is a copy */
    assert_true(figures.gathered[0].series.figures[0].value == 1);
    figures_each(&figures, count_one, &visited);
    assert_int_equal(visited, 6);
    figures_free(&figures);
}

/* Three months, of which the file ends with the second. */
static void a_cube_ends_where_its_file_does(void **state)
{
    (void)state;
    struct figure told[] = {
        {5, STATUS_REPORTED}, {0, STATUS_REPORTED}, {0, STATUS_NOT_REPORTED}};
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct error err = {0};
    size_t visited = 0;
    check_done(cube_add(cube, key(1), period_of(2020, 12), 3, told, 0, true, &err),
               &err);
    cube_seal(cube, 0);
    struct vintage vintage = {.cube = cube};
    struct holding whole = {.source = &source, .current = &vintage};
    struct figures all = figures_held(&lists, &whole, (struct place_id){NO_INDEX});
    struct survey survey;
    figures_each(&all, count_one, &visited);
    figures_survey(&all, &survey);
    struct period first, last;
    assert_true(cube_range(cube, &first, &last));
    assert_int_equal(visited, last.month - first.month + 1);
    assert_int_equal(survey.figures, visited);
    assert_int_equal(survey.years, last.month > period_of(2020, 12).month ? 2 : 1);
    assert_true(survey.monthly);
    assert_false(survey.yearly);
    assert_int_equal(survey.sources, 1);
    assert_int_equal(survey.extent.within.index, 1);
    survey_free(&survey);
    cube_free(cube);
}

static void a_year_has_one_word_or_twelve(void **state)
{
    (void)state;
    struct figure figures[] = {{1, STATUS_REPORTED}, {2, STATUS_PROVISIONAL}};
    struct series series = {period_of(2020, 12), STEP_MONTH, 2, figures};
    struct figure months[YEAR_MONTHS];
    struct buffer out = {0};
    enum status status;
    assert_true(year_months(&series, 2020, months));
    assert_true(year_status(months, &status));
    assert_int_equal(status, STATUS_REPORTED);
    year_status_write(&out, months);
    check_text(buffer_all(&out), "reported");
    buffer_clear(&out);
    months[0] = (struct figure){0, STATUS_SUPPRESSED};
    assert_false(year_status(months, &status));
    year_status_write(&out, months);
    check_text(buffer_all(&out),
               "suppressed absent absent absent absent absent absent absent absent "
               "absent absent reported");
    assert_false(year_months(&series, 2019, months));
    buffer_free(&out);
}

static void every_dataset_has_its_formats(void **state)
{
    (void)state;
    struct survey small = {.figures = 10, .monthly = true};
    struct survey large = {.figures = SDMX_FIGURES_MAX + 1, .yearly = true};
    static const enum figures_of ALL[] = {FIGURES_OF_SOURCE, FIGURES_OF_STATE,
                                          FIGURES_OF_PAGE, FIGURES_OF_TOWN,
                                          FIGURES_OF_DERIVED};
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++) {
        int csv = 0;
        for (const struct exporter *one = EXPORTERS; one->export; one++)
            csv +=
                strcmp(one->format, "csv") == 0 && exporter_offers(one, ALL[i], &small);
        assert_int_equal(csv, 1);
    }
    const struct exporter *sdmx = exporter_find("sdmx-csv");
    assert_true(exporter_offers(sdmx, FIGURES_OF_SOURCE, &small));
    assert_false(exporter_offers(sdmx, FIGURES_OF_PAGE, &small));
    assert_false(exporter_offers(sdmx, FIGURES_OF_SOURCE, &large));
    assert_false(
        exporter_offers(exporter_find("csv-years"), FIGURES_OF_SOURCE, &large));
    assert_null(exporter_find("parquet"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gathers_each_series_once),
        cmocka_unit_test(a_cube_ends_where_its_file_does),
        cmocka_unit_test(a_year_has_one_word_or_twelve),
        cmocka_unit_test(every_dataset_has_its_formats),
    };
    return cmocka_run_group_tests(tests, NULL, free_arena);
}
