/* Every publisher's real figures, from file to cube, by its own descriptor and
 * crosswalks: the truths of truths.csv hold to the unit. Files of ours, whole or
 * extracts, are always read; those below CIFRA_DATA when that variable names the
 * folder with the full ones. */
#include "tests/check.h"

#include "base/csv.h"
#include "base/file.h"
#include "ingest/decode.h"
#include "transform/mapper.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct languages LANGUAGES = {2, {"es", "en"}};
static const char FULL[] = "CIFRA_DATA/";

static struct arena arena;
static struct lists lists;
static struct table truths;

enum { SOURCE, FILE_, ROWS, PLACE, OFFENCE, MEASURE, FIRST, PERIODS, TOTAL, COLUMNS };

static int load(void **state)
{
    static const char *const names[COLUMNS] = {"source", "file",    "rows",
                                               "place",  "offence", "measure",
                                               "first",  "periods", "total"};
    struct error err = {0};
    (void)state;
    check_done(lists_load(&arena, "transform/lists", &LANGUAGES, &lists, &err), &err);
    check_done(table_load(&arena, "tests/publishers/truths.csv", &truths, &err), &err);
    for (size_t i = 0; i < COLUMNS; i++)
        assert_int_equal(table_column(&truths, names[i]), i);
    return 0;
}

static int unload(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct text cell(size_t row, size_t column)
{
    return table_cell(&truths, row, column);
}

static double number_at(size_t row, size_t column)
{
    char *end;
    struct text text = arena_copy(&arena, cell(row, column));
    double number = strtod(text.at, &end);
    assert_true(text.length > 0 && *end == '\0');
    return number;
}

/* Where the truth's file is; NULL when it is a full one and there are none. */
static const char *file_of(size_t row)
{
    struct text file = arena_copy(&arena, cell(row, FILE_));
    const char *folder = getenv("CIFRA_DATA");
    if (!text_starts(file, TEXT(FULL)))
        return file.at;
    return folder ? path_join(&arena, folder, file.at + strlen(FULL)) : NULL;
}

/* Reading ---------------------------------------------------------------------- */

static struct crosswalk *crosswalk_of(struct arena *scratch, const char *name,
                                      enum crosswalk_list list)
{
    struct crosswalk *crosswalk;
    struct error err = {0};
    const char *path = name ? path_join(scratch, "transform/lists", name) : NULL;
    check_done(crosswalk_load(scratch, path, list, &lists, &crosswalk, &err), &err);
    return crosswalk;
}

static struct source source_at(struct arena *scratch, size_t row)
{
    struct error err = {0};
    struct source source;
    struct text id = cell(row, SOURCE); /* or the path of an example of ours */
    const char *folder = memchr(id.at, '/', id.length) ? "" : "ingest/sources/";
    const char *path = arena_format(scratch, "%s%.*s.json", folder, TEXT_ARGS(id));
    check_done(source_load(scratch, path, &LANGUAGES, &source, &err), &err);
    return source;
}

/* The cube of a truth's file, or NULL with the failure told. */
static struct cube *read_cube(struct arena *scratch, size_t row, const char *file,
                              struct decoded *decoded)
{
    struct error err = {0};
    struct cube *cube = NULL;
    struct source source = source_at(scratch, row);
    struct mapping mapping = {
        .lists = &lists,
        .places = crosswalk_of(scratch, source.place.crosswalk, CROSSWALK_PLACES),
        .offences = crosswalk_of(scratch, source.offence.crosswalk, CROSSWALK_OFFENCES),
        .measures = crosswalk_of(scratch, source.measure.crosswalk, CROSSWALK_MEASURES),
        .step = source.period.step,
        .unique = source.unique,
        .grid = source.grid,
        .provisional = source.provisional};
    struct mapper *mapper = mapper_new(&mapping);
    if (!decode_file(scratch, &source, file, mapper_sink(mapper), decoded, &err))
        mapper_free(mapper);
    else if (mapper_finish(mapper, &cube, &err))
        return cube;
    print_error("%s: %s: %s\n", source.id, file, err.message);
    return NULL;
}

/* Checking ------------------------------------------------------------------------ */

static double sum_of(struct arena *scratch, const struct cube *cube, size_t row)
{
    struct key key = {place_find(&lists, cell(row, PLACE)),
                      offence_find(&lists, cell(row, OFFENCE)),
                      measure_find(&lists, cell(row, MEASURE))};
    struct period first;
    enum step step;
    assert_true(period_parse(cell(row, FIRST), &first, &step));
    assert_true(key.place.index != NO_INDEX && key.offence.index != NO_INDEX &&
                key.measure.index != NO_INDEX);
    struct series series = cube_series(scratch, cube, key);
    double sum = 0;
    for (int i = 0; i < (int)number_at(row, PERIODS); i++) {
        struct figure figure = series_at(&series, period_after(first, i * (int)step));
        if (figure_known(figure))
            sum += figure.value;
    }
    return sum;
}

static bool check_row(struct arena *scratch, const struct cube *cube, size_t row)
{
    double sum = sum_of(scratch, cube, row), total = number_at(row, TOTAL);
    if (fabs(sum - total) <= 1e-12 * total)
        return true;
    print_error("row %zu: %.*s, %.*s, %.*s, %.*s from %.*s: %.17g, not %.17g\n",
                row + 2, TEXT_ARGS(cell(row, FILE_)), TEXT_ARGS(cell(row, PLACE)),
                TEXT_ARGS(cell(row, OFFENCE)), TEXT_ARGS(cell(row, MEASURE)),
                TEXT_ARGS(cell(row, FIRST)), sum, total);
    return false;
}

/* Rows first to end are of one source and file. */
static bool check_file(size_t first, size_t end, const char *file)
{
    struct arena scratch = {0};
    struct decoded decoded;
    struct cube *cube = read_cube(&scratch, first, file, &decoded);
    bool good = cube;
    if (cube && cell(first, ROWS).length > 0 &&
        decoded.rows != (size_t)number_at(first, ROWS)) {
        print_error("%s: %zu rows, not %.0f\n", file, decoded.rows,
                    number_at(first, ROWS));
        good = false;
    }
    for (size_t row = first; cube && row < end; row++)
        good &= check_row(&scratch, cube, row);
    cube_free(cube);
    arena_free(&scratch);
    return good;
}

static bool is_same(size_t a, size_t b)
{
    return text_equal(cell(a, SOURCE), cell(b, SOURCE)) &&
           text_equal(cell(a, FILE_), cell(b, FILE_));
}

/* All that are full files, or all that are not. */
static size_t check_all(bool full)
{
    size_t files = 0, wrong = 0;
    for (size_t row = 0, end; row < truths.rows; row = end) {
        for (end = row + 1; end < truths.rows && is_same(row, end);)
            end++;
        const char *file = file_of(row);
        if (!file || text_starts(cell(row, FILE_), TEXT(FULL)) != full)
            continue;
        files++;
        wrong += !check_file(row, end, file);
    }
    assert_int_equal(wrong, 0);
    return files;
}

static void our_files_hold_the_truths(void **state)
{
    (void)state;
    assert_true(check_all(false) >= 20);
}

static void full_files_hold_the_truths(void **state)
{
    (void)state;
    if (!getenv("CIFRA_DATA"))
        skip();
    assert_true(check_all(true) >= 20);
}

/* Descriptors and lists --------------------------------------------------------- */

/* No descriptor names a methodology or crosswalk that is not there. */
static void descriptors_fit_the_lists(void **state)
{
    struct error err = {0};
    struct source *sources;
    size_t count;
    (void)state;
    check_done(
        sources_load(&arena, "ingest/sources", &LANGUAGES, &sources, &count, &err),
        &err);
    for (size_t i = 0; i < count; i++) {
        const struct source *source = &sources[i];
        if (source->methodology)
            assert_non_null(methodology_find(&lists, source->methodology));
        crosswalk_of(&arena, source->place.crosswalk, CROSSWALK_PLACES);
        crosswalk_of(&arena, source->offence.crosswalk, CROSSWALK_OFFENCES);
        crosswalk_of(&arena, source->measure.crosswalk, CROSSWALK_MEASURES);
    }
}

static bool tells_a_truth(const char *source)
{
    for (size_t row = 0; row < truths.rows; row++)
        if (text_is(cell(row, SOURCE), source))
            return true;
    return false;
}

/* These publish what no file we may keep shows. */
static bool has_no_file(const char *source)
{
    return strcmp(source, "mx-municipal-rnid") == 0 ||
           strcmp(source, "mx-victimas-rnid") == 0;
}

static void every_source_tells_a_truth(void **state)
{
    struct error err = {0};
    struct source *sources;
    size_t count;
    (void)state;
    check_done(
        sources_load(&arena, "ingest/sources", &LANGUAGES, &sources, &count, &err),
        &err);
    for (size_t i = 0; i < count; i++)
        if (!tells_a_truth(sources[i].id) && !has_no_file(sources[i].id))
            fail_msg("truths.csv says nothing of %s", sources[i].id);
}

/* The site takes place 0 as the country it is about. */
static void mexico_is_first(void **state)
{
    (void)state;
    assert_int_equal(place_find(&lists, TEXT("mx")).index, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mexico_is_first),
        cmocka_unit_test(descriptors_fit_the_lists),
        cmocka_unit_test(every_source_tells_a_truth),
        cmocka_unit_test(our_files_hold_the_truths),
        cmocka_unit_test(full_files_hold_the_truths),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
