#include "tests/site/site_folder.h"

#include "base/file.h"
#include "site/export_csv.h"
#include "site/site.h"

#include <math.h>
#include <string.h>

/* Lists small enough to read here: labels with a comma, quotes, and a formula. */
static struct place places[] = {
    {.code = "mx", .parent = NO_INDEX, .span = 2, .name = {{"México", "Mexico"}}},
    {.code = "mx-11", .parent = 0, .span = 1, .name = {{"Guanajuato, Gto."}}},
};
static struct offence offences[] = {
    {.code = "robo", .parent = NO_INDEX, .span = 3, .name = {{"Robo \"simple\""}}},
    {.code = "robo.otros", .parent = 0, .span = 1, .name = {{"=SUMA(A1)"}}},
    {.code = "robo.con-violencia",
     .parent = 0,
     .span = 1,
     .level = OFFENCE_MODALITY,
     .name = {{"Con violencia"}}},
};
static struct measure measures[] = {
    {.code = "investigations",
     .parent = NO_INDEX,
     .span = 1,
     .name = {{"Carpetas"}},
     .unit = {{"carpetas"}}},
};
static const struct lists lists = {.places = {.count = 2, .node = places},
                                   .offences = {.count = 3, .node = offences},
                                   .measures = {.count = 1, .node = measures}};
static const struct methodology methodology = {.code = "cnsp-2015"};
static const struct source source = {.id = "mx-estatal-2015"};

#define HEADER                                                                         \
    "place_code,place,offence_code,offence,measure,methodology,period,value,status,"   \
    "unit,source\r\n"

/* What a file holds once it is published. */
static struct text published(struct tree *tree, const char *path)
{
    struct published result;
    struct text bytes;
    struct error err = {0};
    check_done(tree_publish(tree, "2026-04-18", "s", 1, &result, &err), &err);
    tree_close(tree);
    check_done(
        file_read(&arena, path_join(&arena, public_, path), 64 << 20, &bytes, &err),
        &err);
    return bytes;
}

static struct key key(uint32_t place, uint32_t offence)
{
    return (struct key){{place}, {offence}, {0}};
}

static const struct holding *holding(void)
{
    static const struct holding plain = {.source = &source,
                                         .methodology = &methodology};
    return &plain;
}

static void put_rows(struct csv_rows *rows, struct tree *tree)
{
    struct error err = {0};
    check_done(tree_put(tree, "rows.csv", csv_rows_take(rows), &err), &err);
}

static struct text rows_of(enum csv_shape shape, const struct holding *of,
                           struct key which, const struct series *series, size_t *count)
{
    struct csv_rows *rows = csv_rows_new(&lists, shape);
    struct tree *tree = open_tree();
    csv_rows_add(rows, of, which, series);
    *count = csv_rows_count(rows);
    put_rows(rows, tree);
    csv_rows_free(rows);
    return published(tree, "rows.csv");
}

static void says_what_each_figure_is(void **state)
{
    (void)state;
    struct figure figures[] = {{0, STATUS_REPORTED},   {0, STATUS_ABSENT},
                               {7, STATUS_PARTIAL},    {0, STATUS_NOT_REPORTED},
                               {0, STATUS_SUPPRESSED}, {25290, STATUS_PROVISIONAL}};
    struct series series = {period_of(2015, 9), STEP_MONTH, 6, figures};
    size_t count;
    struct text csv = rows_of(CSV_FIGURES, holding(), key(1, 0), &series, &count);
    assert_int_equal(count, 5);
#define BEFORE                                                                         \
    "mx-11,\"Guanajuato, Gto.\",robo,\"Robo "                                          \
    "\"\"simple\"\"\",investigations,cnsp-2015,"
#define BEHIND ",carpetas,mx-estatal-2015\r\n"
    check_text(csv, HEADER BEFORE
               "2015-09,0,reported" BEHIND BEFORE "2015-11,7,partial" BEHIND BEFORE
               "2015-12,,not_reported" BEHIND BEFORE "2016-01,,suppressed" BEHIND BEFORE
               "2016-02,25290,provisional" BEHIND);
}

static void writes_any_number(void **state)
{
    (void)state;
    struct figure figures[] = {{-1, STATUS_REPORTED},
                               {0.25, STATUS_REPORTED},
                               {1e15, STATUS_REPORTED},
                               {9007199254740992.0, STATUS_REPORTED},
                               {1234.5678, STATUS_REPORTED},
                               {-0.0, STATUS_REPORTED},
                               {28.3706033950892, STATUS_REPORTED}};
    struct series series = {period_of(1990, 1), STEP_YEAR, 7, figures};
    size_t count;
    struct text csv = rows_of(CSV_FIGURES, holding(), key(0, 1), &series, &count);
#undef BEFORE
#undef BEHIND
#define BEFORE "mx,México,robo.otros,'=SUMA(A1),investigations,cnsp-2015,"
#define BEHIND ",reported,carpetas,mx-estatal-2015\r\n"
    check_text(csv, HEADER BEFORE "1990,-1" BEHIND BEFORE "1991,0.25" BEHIND BEFORE
                                  "1992,1000000000000000" BEHIND BEFORE
                                  "1993,9007199254740992" BEHIND BEFORE
                                  "1994,1234.5678" BEHIND BEFORE "1995,0" BEHIND BEFORE
                                  "1996,28.3706033950892" BEHIND);
}

static void leaves_empty_what_does_not_apply(void **state)
{
    (void)state;
    struct figure figure = {5, STATUS_REPORTED};
    struct series series = {period_of(2020, 1), STEP_YEAR, 1, &figure};
    struct holding population = {.source = &source};
    size_t count;
    struct text csv =
        rows_of(CSV_FIGURES, &population, key(0, NO_INDEX), &series, &count);
    check_text(csv, HEADER "mx,México,,,investigations,,2020,5,reported,carpetas,"
                           "mx-estatal-2015\r\n");
}

static void names_a_modality_with_its_offence(void **state)
{
    (void)state;
    struct figure figure = {5, STATUS_REPORTED};
    struct series series = {period_of(2020, 1), STEP_YEAR, 1, &figure};
    size_t count;
    struct text csv = rows_of(CSV_FIGURES, holding(), key(0, 2), &series, &count);
    check_text(csv, HEADER "mx,México,robo.con-violencia,\"Robo \"\"simple\"\": Con "
                           "violencia\",investigations,cnsp-2015,2020,5" BEHIND);
}

static void puts_series_after_one_another(void **state)
{
    (void)state;
    struct figure figures[] = {{1, STATUS_REPORTED}, {2, STATUS_REPORTED}};
    struct series months = {period_of(2020, 12), STEP_MONTH, 2, figures};
    struct series year = {period_of(2020, 1), STEP_YEAR, 1, figures};
    struct csv_rows *rows = csv_rows_new(&lists, CSV_FIGURES);
    struct tree *tree = open_tree();
    csv_rows_add(rows, holding(), key(0, 1), &months);
    csv_rows_add(rows, holding(), key(0, 1), &year);
    csv_rows_add(rows, holding(), key(0, 1), &(struct series){0});
    put_rows(rows, tree);
    csv_rows_free(rows);
    check_text(published(tree, "rows.csv"), HEADER BEFORE
               "2020-12,1" BEHIND BEFORE "2021-01,2" BEHIND BEFORE "2020,1" BEHIND);
}

#define YEARS                                                                          \
    "place_code,place,offence_code,offence,measure,methodology,year,value,m01,m02,"    \
    "m03,m04,m05,m06,m07,m08,m09,m10,m11,m12,status,unit,source\r\n"

static void writes_a_year_a_row(void **state)
{
    (void)state;
    struct figure figures[] = {{3, STATUS_REPORTED},
                               {0, STATUS_REPORTED},
                               {0, STATUS_NOT_REPORTED},
                               {4, STATUS_PARTIAL},
                               {5, STATUS_PROVISIONAL}};
    struct series series = {period_of(2019, 11), STEP_MONTH, 5, figures};
    size_t count;
    struct text csv = rows_of(CSV_YEARS, holding(), key(0, 1), &series, &count);
    assert_int_equal(count, 2);
    check_text(csv, YEARS BEFORE
               "2019,,,,,,,,,,,,3,0,reported,carpetas,mx-estatal-2015\r\n" BEFORE
               "2020,,,4,5,,,,,,,,,,not_reported partial provisional absent absent "
               "absent absent absent absent absent absent absent,carpetas,"
               "mx-estatal-2015\r\n");
}

static void a_year_without_figures_has_no_row(void **state)
{
    (void)state;
    struct figure figures[25] = {
        [0] = {1, STATUS_REPORTED}, [24] = {2, STATUS_REPORTED}};
    struct series series = {period_of(2019, 1), STEP_MONTH, 25, figures};
    struct series years = {period_of(2021, 1), STEP_YEAR, 1, figures};
    size_t count;
    rows_of(CSV_YEARS, holding(), key(0, 1), &series, &count);
    assert_int_equal(count, 2);
    struct text csv = rows_of(CSV_YEARS, holding(), key(0, 1), &years, &count);
    check_text(csv, YEARS BEFORE "2021,1,,,,,,,,,,,,,reported,carpetas,"
                                 "mx-estatal-2015\r\n");
}

static void says_that_figures_are_made_up(void **state)
{
    (void)state;
    struct figure figure = {5, STATUS_REPORTED};
    struct series series = {period_of(2020, 1), STEP_YEAR, 1, &figure};
    struct holding made_up = {.source = &source, .cited = "synthetic:mx-estatal-2015"};
    size_t count;
    struct text csv = rows_of(CSV_FIGURES, &made_up, key(0, NO_INDEX), &series, &count);
    check_text(csv, HEADER "mx,México,,,investigations,,2020,5,reported,carpetas,"
                           "synthetic:mx-estatal-2015\r\n");
}

static void writes_sdmx(void **state)
{
    (void)state;
    struct figure figures[] = {{7, STATUS_REPORTED},   {0, STATUS_ABSENT},
                               {7, STATUS_PARTIAL},    {0, STATUS_NOT_REPORTED},
                               {0, STATUS_SUPPRESSED}, {1.5, STATUS_PROVISIONAL}};
    struct series series = {period_of(2015, 9), STEP_MONTH, 6, figures};
    struct series year = {period_of(2015, 1), STEP_YEAR, 1, figures};
    struct holding population = {.source = &source};
    size_t count;
    struct text csv = rows_of(CSV_SDMX, holding(), key(1, 2), &series, &count);
    assert_int_equal(count, 5);
#define SDMX_HEADER                                                                    \
    "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,OFFENCE,MEASURE,METHODOLOGY,SOURCE,"  \
    "TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE\r\n"
#define ROW                                                                            \
    "datastructure,CIFRA:CRIME_FIGURES(1.0.0),I,M,mx-11,robo_con-violencia,"           \
    "investigations,cnsp-2015,mx-estatal-2015,"
#define UNIT ",investigations\r\n"
    check_text(csv, SDMX_HEADER ROW "2015-09,7,A" UNIT ROW "2015-11,7,U" UNIT ROW
                                    "2015-12,,O" UNIT ROW "2016-01,,Q" UNIT ROW
                                    "2016-02,1.5,P" UNIT);
    check_text(rows_of(CSV_SDMX, &population, key(0, NO_INDEX), &year, &count),
               SDMX_HEADER "datastructure,CIFRA:CRIME_FIGURES(1.0.0),I,A,mx,_Z,"
                           "investigations,_Z,mx-estatal-2015,2015,7,A" UNIT);
}

/* A cube of so many months in each of the four leaves, from the last leaf up. */
static struct cube *fill_cube(size_t months)
{
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct error err = {0};
    for (uint32_t i = 4; i-- > 0;)
        for (size_t m = 0; m < months; m++) {
            struct figure figure = {(double)(i * 1000 + m), STATUS_REPORTED};
            check_done(cube_add(cube, key(i / 2, i % 2),
                                period_after(period_of(1800, 1), (int)m), 1, &figure, 0,
                                true, &err),
                       &err);
        }
    cube_seal(cube, 0);
    return cube;
}

static void put_all(struct tree *tree, const struct holding *whole, size_t *rows)
{
    struct error err = {0};
    struct site site = {.tree = tree};
    struct figures figures = figures_held(&lists, whole, (struct place_id){NO_INDEX});
    struct survey survey;
    figures_survey(&figures, &survey);
    struct exporting what = {.site = &site, .figures = &figures, .survey = &survey};
    check_done(export_csv(&what, "all.csv", rows, &err), &err);
    survey_free(&survey);
}

static struct text export(size_t months, size_t *rows)
{
    struct vintage vintage = {.cube = fill_cube(months)};
    struct holding whole = *holding();
    struct tree *tree = open_tree();
    whole.current = &vintage;
    put_all(tree, &whole, rows);
    cube_free(vintage.cube);
    return published(tree, "all.csv");
}

static void exports_in_order(void **state)
{
    (void)state;
    size_t rows;
    struct text csv = export(1, &rows);
    assert_int_equal(rows, 4);
#undef BEHIND
#define BEHIND ",reported,carpetas,mx-estatal-2015\r\n"
#define MIDDLE "investigations,cnsp-2015,1800-01,"
    check_text(csv, HEADER
               "mx,México,robo,\"Robo \"\"simple\"\"\"," MIDDLE "0" BEHIND
               "mx,México,robo.otros,'=SUMA(A1)," MIDDLE "1000" BEHIND
               "mx-11,\"Guanajuato, Gto.\",robo,\"Robo \"\"simple\"\"\"," MIDDLE
               "2000" BEHIND "mx-11,\"Guanajuato, Gto.\",robo.otros,'=SUMA(A1)," MIDDLE
               "3000" BEHIND);
}

/* More than one flush. */
static void exports_much(void **state)
{
    (void)state;
    size_t rows, lines = 0;
    struct text csv = export(4800, &rows);
    assert_int_equal(rows, 4 * 4800);
    assert_true(csv.length > 1 << 20);
    for (size_t i = 0; i < csv.length; i++)
        lines += csv.at[i] == '\n';
    assert_int_equal(lines, 1 + 4 * 4800);
    assert_true(
        text_ends(csv, TEXT("2199-12,7799,reported,carpetas,mx-estatal-2015\r\n")));
}

/* A file is taken over from the edition before when nothing of it would differ: not
 * when a name, a code, a status, a value or a month would. */
static void takes_over_only_the_same(void **state)
{
    (void)state;
    static const struct names other = {{"Guanajuato"}};
    const struct names name = places[1].name;
    size_t rows, again;
    struct text first = export(2, &rows);
    check_text(export(2, &again), first.at);
    assert_int_equal(again, rows);
    places[1].name = other;
    struct text renamed = export(2, &again);
    assert_null(strstr(renamed.at, "Gto."));
    assert_int_equal(again, rows);
    places[1].name = name;
    assert_non_null(strstr(export(3, &again).at, "1800-03,2"));
    assert_int_equal(again, rows + 4);
    check_text(export(2, &again), first.at);
}

static void exports_nothing_but_a_header(void **state)
{
    (void)state;
    size_t rows;
    struct tree *tree = open_tree();
    put_all(tree, holding(), &rows);
    assert_int_equal(rows, 0);
    check_text(published(tree, "all.csv"), HEADER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_folder(says_what_each_figure_is),
        with_folder(writes_any_number),
        with_folder(leaves_empty_what_does_not_apply),
        with_folder(names_a_modality_with_its_offence),
        with_folder(puts_series_after_one_another),
        with_folder(writes_a_year_a_row),
        with_folder(a_year_without_figures_has_no_row),
        with_folder(says_that_figures_are_made_up),
        with_folder(writes_sdmx),
        with_folder(exports_in_order),
        with_folder(exports_much),
        with_folder(takes_over_only_the_same),
        with_folder(exports_nothing_but_a_header),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
