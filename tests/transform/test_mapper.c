#include "tests/transform/world.h"

#include "base/buffer.h"
#include "transform/mapper.h"

#include <string.h>

static struct arena arena;
static struct lists lists;
static struct mapping mapping;

static int make_world(void **state)
{
    (void)state;
    world_load(&arena, &lists);
    struct crosswalk *places, *offences, *measures;
    struct error err = {0};
    check_done(crosswalk_load(&arena, NULL, CROSSWALK_PLACES, &lists, &places, &err),
               &err);
    check_done(
        crosswalk_load(&arena, NULL, CROSSWALK_OFFENCES, &lists, &offences, &err),
        &err);
    check_done(
        crosswalk_load(&arena, NULL, CROSSWALK_MEASURES, &lists, &measures, &err),
        &err);
    mapping = (struct mapping){.lists = &lists,
                               .places = places,
                               .offences = offences,
                               .measures = measures,
                               .step = STEP_MONTH};
    return 0;
}

static int drop_world(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

/* A reader's numbers for the words of one role. */
struct reader {
    struct sink *sink;
    struct lookup words[3];
};

static struct word word_of(struct reader *reader, int role, struct text text)
{
    struct lookup *lookup = &reader->words[role];
    uint32_t next = (uint32_t)lookup->count;
    uint32_t number = lookup_put(&arena, lookup, text, next);
    return (struct word){number == NO_INDEX ? next : number, text};
}

static bool give(struct reader *reader, size_t row, struct text place,
                 struct text offence, struct text measure, struct period first,
                 size_t count, const struct figure *figures, struct error *err)
{
    struct observation observation = {.row = row,
                                      .place = word_of(reader, 0, place),
                                      .offence = word_of(reader, 1, offence),
                                      .measure = word_of(reader, 2, measure),
                                      .first = first,
                                      .step = STEP_MONTH,
                                      .count = count,
                                      .figures = figures};
    return reader->sink->take(reader->sink, &observation, err);
}

/* One reported figure for January of a year. */
static bool give_one(struct reader *reader, size_t row, const char *place,
                     const char *offence, int year, double value, struct error *err)
{
    struct figure figure = {value, STATUS_REPORTED};
    return give(reader, row, text_of(place), text_of(offence), TEXT("investigations"),
                period_of(year, 1), 1, &figure, err);
}

static void fills_a_cube(void **state)
{
    (void)state;
    struct mapper *mapper = mapper_new(&mapping);
    struct reader reader = {mapper_sink(mapper), {{0}}};
    struct error err = {0};
    check_done(give_one(&reader, 2, "mx-20001", "robo", 2020, 3, &err), &err);
    check_done(give_one(&reader, 3, "mx-20002", "robo", 2020, 4, &err), &err);
    check_done(give_one(&reader, 4, "mx-20001", "robo", 2020, 5, &err), &err);
    struct cube *cube;
    check_done(mapper_finish(mapper, &cube, &err), &err);
    struct series series =
        cube_series(&arena, cube, world_key(&lists, "mx-20", "robo", "investigations"));
    assert_int_equal(series.count, 1);
    check_figure(series.figures[0], STATUS_REPORTED, 12);
    cube_free(cube);
}

static void unknown_words_are_collected(void **state)
{
    (void)state;
    struct mapper *mapper = mapper_new(&mapping);
    struct reader reader = {mapper_sink(mapper), {{0}}};
    struct error err = {0};
    struct cube *cube = NULL;
    struct figure one = {1, STATUS_REPORTED};
    check_done(give_one(&reader, 2, "Narnia", "robo", 2020, 3, &err), &err);
    check_done(give_one(&reader, 3, "mx-20", "robo", 2020, 3, &err), &err);
    check_done(give(&reader, 4, TEXT("Narnia"),
                    TEXT("Robo\x1f"
                         "Con \x1b[31m"),
                    TEXT("investigations"), period_of(2020, 1), 1, &one, &err),
               &err);
    check_done(give(&reader, 5, TEXT("mx"), (struct text){"a\0b", 3}, TEXT("kilos"),
                    period_of(2020, 1), 1, &one, &err),
               &err);
    assert_false(mapper_finish(mapper, &cube, &err));
    assert_null(cube);
    check_error(
        &err, ERROR_UNKNOWN_WORD,
        "no crosswalk knows place \"Narnia\" (row 2 and 1 more), "
        "offence \"Robo › Con \\x1b[31m\" (row 4), offence \"a\\x00b\" (row 5), "
        "measure \"kilos\" (row 5); a row in places.csv or offences.csv or "
        "measures.csv would say what it is");
}

/* A code with another digit is another place, however near it looks. */
static void no_other_code_is_suggested(void **state)
{
    (void)state;
    struct mapper *mapper = mapper_new(&mapping);
    struct reader reader = {mapper_sink(mapper), {{0}}};
    struct error err = {0};
    struct cube *cube = NULL;
    check_done(give_one(&reader, 2, "mx-20047", "rovo", 2020, 3, &err), &err);
    assert_false(mapper_finish(mapper, &cube, &err));
    check_error(&err, ERROR_UNKNOWN_WORD,
                "no crosswalk knows place \"mx-20047\" (row 2), offence \"rovo\" (row "
                "2), perhaps \"robo\"; a row in places.csv or offences.csv would say "
                "what it is");
}

static void many_unknown_words_are_counted(void **state)
{
    (void)state;
    struct mapper *mapper = mapper_new(&mapping);
    struct reader reader = {mapper_sink(mapper), {{0}}};
    struct error err = {0};
    struct cube *cube = NULL;
    char long_word[2000];
    memset(long_word, 'x', sizeof long_word);
    for (size_t i = 0; i < 50; i++) {
        const char *place = arena_format(&arena, "%zu%.*s", i, 1900, long_word);
        check_done(give_one(&reader, i + 2, place, "robo", 2020, 1, &err), &err);
    }
    assert_false(mapper_finish(mapper, &cube, &err));
    check_error(&err, ERROR_UNKNOWN_WORD, "(row 21) and 30 more");

    mapper = mapper_new(&mapping);
    reader = (struct reader){mapper_sink(mapper), {{0}}};
    err = (struct error){0};
    for (size_t i = 0; i < 3000; i++) {
        const char *place = arena_format(&arena, "place %zu", i);
        check_done(give_one(&reader, i + 2, place, "robo", 2020, 1, &err), &err);
    }
    assert_false(mapper_finish(mapper, &cube, &err));
    check_error(&err, ERROR_UNKNOWN_WORD, "and at least 981 more");
}

static void refuses_what_cannot_be(void **state)
{
    (void)state;
    struct error err = {0};
    struct cube *cube = NULL;
    struct figure blank = {0, STATUS_NOT_REPORTED};
    assert_false(mapper_finish(mapper_new(&mapping), &cube, &err));
    check_error(&err, ERROR_CONTRADICTION, "no row is left of it");

    struct mapper *mapper = mapper_new(&mapping);
    struct reader reader = {mapper_sink(mapper), {{0}}};
    err = (struct error){0};
    check_done(give(&reader, 2, TEXT("mx"), TEXT("robo"), TEXT("victims"),
                    period_of(2020, 1), 1, &blank, &err),
               &err);
    assert_false(mapper_finish(mapper, &cube, &err));
    check_error(&err, ERROR_CONTRADICTION, "1 rows hold no known figure");

    struct mapping yearly = mapping;
    yearly.step = STEP_YEAR;
    mapper = mapper_new(&yearly);
    reader = (struct reader){mapper_sink(mapper), {{0}}};
    err = (struct error){0};
    assert_false(give_one(&reader, 2, "mx", "robo", 2020, 1, &err));
    check_error(&err, ERROR_FORMAT, "row 2: it holds months, not years");
    mapper_free(mapper);
    mapper_free(NULL);
}

static void twice_names_row_and_key(void **state)
{
    (void)state;
    struct mapping unique = mapping;
    unique.unique = true;
    struct mapper *mapper = mapper_new(&unique);
    struct reader reader = {mapper_sink(mapper), {{0}}};
    struct error err = {0};
    check_done(give_one(&reader, 2, "mx-20001", "robo", 2020, 3, &err), &err);
    check_done(give_one(&reader, 3, "mx-20001", "robo", 2021, 3, &err), &err);
    assert_false(give_one(&reader, 4, "mx-20001", "robo", 2020, 3, &err));
    check_error(&err, ERROR_CONTRADICTION,
                "row 4: Abejones, Robo, Carpetas: 2020-01 is given twice");
    mapper_free(mapper);
}

/* Stretches count their rows for themselves; what is told counts all. */
static void rows_of_stretches_are_told_rightly(void **state)
{
    (void)state;
    struct mapping unique = mapping;
    unique.unique = true;
    struct error err = {0};
    struct cube *cube = NULL;
    struct mapper *mapper = mapper_new(&unique);
    struct sink *sink = mapper_sink(mapper);
    struct reader one = {sink->split(sink), {{0}}}, two = {sink->split(sink), {{0}}};
    check_done(give_one(&two, 1, "Narnia", "robo", 2020, 3, &err), &err);
    check_done(give_one(&one, 1, "mx-20001", "robo", 2020, 3, &err), &err);
    check_done(give_one(&one, 2, "Utopia", "robo", 2020, 3, &err), &err);
    check_done(give_one(&one, 3, "Narnia", "robo", 2020, 3, &err), &err);
    check_done(sink->join(sink, one.sink, 1, &err), &err);
    check_done(sink->join(sink, two.sink, 4, &err), &err);
    assert_false(mapper_finish(mapper, &cube, &err));
    check_error(&err, ERROR_UNKNOWN_WORD,
                "place \"Utopia\" (row 3), place \"Narnia\" (row 4 and 1 more)");

    mapper = mapper_new(&unique);
    sink = mapper_sink(mapper);
    err = (struct error){0};
    struct reader three = {sink->split(sink), {{0}}};
    check_done(give_one(&three, 1, "mx-20001", "robo", 2020, 3, &err), &err);
    check_done(give_one(&three, 2, "mx-20001", "robo", 2020, 3, &err), &err);
    assert_false(sink->join(sink, three.sink, 10, &err));
    check_error(&err, ERROR_CONTRADICTION,
                "row 12: Abejones, Robo, Carpetas: 2020-01 is given twice");
    err = (struct error){0};
    struct reader four = {sink->split(sink), {{0}}};
    check_done(give_one(&four, 5, "mx-20001", "robo", 2020, 3, &err), &err);
    assert_false(sink->join(sink, four.sink, 20, &err));
    check_error(&err, ERROR_CONTRADICTION, "from row 25 on: Abejones, Robo");
    mapper_free(mapper);
}

/* Any cut gives the same cube ---------------------------------------------------- */

enum { ROWS = 300 };

static void feed(struct sink *sink, const struct run *runs, size_t count)
{
    struct reader reader = {sink, {{0}}};
    struct error err = {0};
    for (size_t i = 0; i < count; i++)
        check_done(give(&reader, i + 1,
                        text_of(place_node(&lists, runs[i].key.place)->code),
                        text_of(offence_node(&lists, runs[i].key.offence)->code),
                        text_of(measure_node(&lists, runs[i].key.measure)->code),
                        runs[i].first, runs[i].count, runs[i].figures, &err),
                   &err);
}

static struct cube *finished(struct mapper *mapper)
{
    struct error err = {0};
    struct cube *cube = NULL;
    check_done(mapper_finish(mapper, &cube, &err), &err);
    return cube;
}

static void any_cut_gives_the_same_cube(void **state)
{
    (void)state;
    struct mapping provisional = mapping;
    provisional.provisional = 2;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct run runs[ROWS];
        uint64_t sequence = seed;
        for (size_t i = 0; i < ROWS; i++)
            runs[i] = chance_run(&lists, &sequence);
        struct mapper *whole = mapper_new(&provisional);
        feed(mapper_sink(whole), runs, ROWS);
        struct mapper *cut = mapper_new(&provisional);
        struct sink *sink = mapper_sink(cut);
        struct error err = {0};
        for (size_t at = 0; at < ROWS;) {
            size_t count = 1 + chance(&sequence, 90);
            count = count < ROWS - at ? count : ROWS - at;
            struct sink *part = sink->split(sink);
            feed(part, runs + at, count);
            check_done(sink->join(sink, part, at, &err), &err);
            at += count;
        }
        struct cube *a = finished(whole), *b = finished(cut);
        check_same_cube(a, b);
        cube_free(a);
        cube_free(b);
    }
}

/* The grid ------------------------------------------------------------------------ */

/* Rows "place offence year" of a full grid, less those that it lacks. */
static bool grid(bool (*lacks)(const char *place, const char *offence, int year),
                 struct error *err)
{
    static const char *const places[] = {"mx-01", "mx-20"};
    static const char *const offences[] = {"doloso.arma", "doloso.otro", "robo"};
    struct mapping full = mapping;
    full.unique = full.grid = true;
    struct mapper *mapper = mapper_new(&full);
    struct reader reader = {mapper_sink(mapper), {{0}}};
    struct cube *cube = NULL;
    *err = (struct error){0};
    for (int year = 2019; year <= 2021; year++)
        for (size_t i = 0; i < 2; i++)
            for (size_t j = 0; j < 3; j++)
                if (!lacks(places[i], offences[j], year))
                    assert_true(
                        give_one(&reader, 2, places[i], offences[j], year, 1, err));
    bool fine = mapper_finish(mapper, &cube, err);
    cube_free(cube);
    return fine;
}

static bool skip_nothing(const char *place, const char *offence, int year)
{
    (void)place, (void)offence, (void)year;
    return false;
}

static bool skip_one(const char *place, const char *offence, int year)
{
    return strcmp(place, "mx-20") == 0 && strcmp(offence, "doloso.otro") == 0 &&
           year == 2020;
}

static bool skip_a_place(const char *place, const char *offence, int year)
{
    (void)offence;
    return strcmp(place, "mx-20") == 0 && year == 2021;
}

static bool skip_until(const char *place, const char *offence, int year)
{
    (void)offence;
    return strcmp(place, "mx-20") == 0 && year < 2021;
}

static bool skip_an_offence(const char *place, const char *offence, int year)
{
    (void)place;
    return strcmp(offence, "robo") == 0 && year == 2020;
}

static bool skip_a_year(const char *place, const char *offence, int year)
{
    return year == 2020 || (year == 2021 && strcmp(place, "mx-01") == 0 && *offence);
}

static void a_grid_must_be_full(void **state)
{
    (void)state;
    struct error err;
    check_done(grid(skip_nothing, &err), &err);
    check_done(grid(skip_until, &err), &err);
    check_done(grid(skip_an_offence, &err), &err);
    assert_false(grid(skip_one, &err));
    check_error(
        &err, ERROR_CONTRADICTION,
        "2020 lacks 1 of its series; the first is Oaxaca, Homicidio doloso › Otro, "
        "Carpetas");
    assert_false(grid(skip_a_place, &err));
    check_error(&err, ERROR_CONTRADICTION,
                "1 place of 2020 has no row in 2021: Oaxaca");
    assert_false(grid(skip_a_year, &err));
    check_error(&err, ERROR_CONTRADICTION,
                "1 place of 2019 has no row in 2021: Aguascalientes");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_a_cube),
        cmocka_unit_test(unknown_words_are_collected),
        cmocka_unit_test(no_other_code_is_suggested),
        cmocka_unit_test(many_unknown_words_are_counted),
        cmocka_unit_test(refuses_what_cannot_be),
        cmocka_unit_test(twice_names_row_and_key),
        cmocka_unit_test(rows_of_stretches_are_told_rightly),
        cmocka_unit_test(any_cut_gives_the_same_cube),
        cmocka_unit_test(a_grid_must_be_full),
    };
    return cmocka_run_group_tests(tests, make_world, drop_world);
}
