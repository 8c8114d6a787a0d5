#include "tests/check.h"

#include "base/file.h"
#include "base/parallel.h"
#include "site/dataset.h"

#include <string.h>

static struct arena arena;

static struct place places[] = {
    {.code = "mx", .parent = NO_INDEX, .span = 4, .kind = PLACE_COUNTRY},
    {.code = "mx-11", .parent = 0, .span = 2, .kind = PLACE_STATE},
    {.code = "mx-11020", .parent = 1, .span = 1, .kind = PLACE_MUNICIPALITY},
    {.code = "mx-12", .parent = 0, .span = 1, .kind = PLACE_STATE},
    {.code = "de", .parent = NO_INDEX, .span = 1, .kind = PLACE_COUNTRY},
};
static const struct lists lists = {.places = {.count = 5, .node = places}};

static int free_arena(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static bool add_one(void *context, size_t index, struct error *err)
{
    struct datasets *datasets = context;
    struct arena scratch = {0};
    const char *slug = arena_format(&scratch, "mx/%03zu", index);
    struct dataset_file file = dataset_csv(&scratch, slug, &TABLE_FIGURES, index);
    struct dataset dataset = {.slug = slug,
                              .kind = DATASET_PAGE,
                              .table = &TABLE_FIGURES,
                              .rows = index,
                              .files = 1,
                              .file = &file};
    datasets_name(datasets, slug, 1, "Title", "About", "mx");
    bool good = datasets_add(datasets, &dataset, err);
    file =
        (struct dataset_file){.path = "data/aaa.xlsx", .format = "xlsx", .media = ""};
    datasets_add_file(datasets, slug, &file);
    arena_free(&scratch);
    return good;
}

static void reads_in_order_what_threads_add(void **state)
{
    (void)state;
    struct datasets *datasets = datasets_new();
    struct error err = {0};
    size_t count;
    check_done(parallel_each(200, add_one, datasets, &err), &err);
    datasets_name(datasets, "mx/named-only", 0, "Title", "", "");
    const struct dataset **all = datasets_list(&arena, datasets, &count);
    assert_int_equal(count, 200);
    assert_int_equal(datasets_count(datasets), 200);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(all[i]->slug, arena_format(&arena, "mx/%03zu", i));
        assert_int_equal(all[i]->rows, i);
        assert_string_equal(all[i]->title.in[1], "Title");
        assert_int_equal(all[i]->files, 2);
        assert_string_equal(all[i]->file[0].path, "data/aaa.xlsx");
        assert_string_equal(dataset_format(all[i], "csv")->path,
                            arena_format(&arena, "data/mx/%03zu.csv", i));
    }
    assert_null(datasets_find(datasets, "mx/named-only"));
    assert_null(dataset_format(all[0], "json"));
    datasets_free(datasets);
}

static void refuses_a_slug_twice(void **state)
{
    (void)state;
    struct datasets *datasets = datasets_new();
    struct error err = {0};
    check_done(add_one(datasets, 7, &err), &err);
    assert_false(add_one(datasets, 7, &err));
    assert_int_equal(err.kind, ERROR_CONTRADICTION);
    assert_string_equal(err.message, "dataset mx/007 is made twice");
    datasets_free(datasets);
}

static void measures_what_lies_in_the_tree(void **state)
{
    struct datasets *datasets = datasets_new();
    struct tree *tree;
    struct error err = {0};
    struct dataset_file file = {.path = "data/a.csv", .format = "csv", .media = ""};
    *state = temporary_folder();
    check_done(tree_open(path_join(&arena, *state, "releases"),
                         path_join(&arena, *state, "public"), &tree, &err),
               &err);
    check_done(tree_put(tree, "data/b.csv", TEXT("b"), &err), &err);
    check_done(tree_put(tree, "data/a.csv", TEXT("abc"), &err), &err);
    struct dataset dataset = {.slug = "a", .files = 1, .file = &file};
    check_done(datasets_add(datasets, &dataset, &err), &err);
    check_done(datasets_measure(datasets, tree, &err), &err);
    const struct dataset *found = datasets_find(datasets, "a");
    assert_int_equal(found->file[0].bytes, 3);
    assert_string_equal(found->file[0].sha256.hex, sha256_of(TEXT("abc")).hex);
    file.path = "data/c.csv";
    datasets_add_file(datasets, "a", &file);
    assert_false(datasets_measure(datasets, tree, &err));
    assert_string_equal(err.message, "data/c.csv was told of but not written");
    tree_close(tree);
    datasets_free(datasets);
    drop_folder(*state);
}

static struct extent extent_of_places(size_t count, const uint32_t *index)
{
    struct extent_gatherer gatherer;
    extent_start(&gatherer, &lists);
    for (size_t i = 0; i < count; i++)
        extent_place(&gatherer, (struct place_id){index[i]});
    struct extent extent = extent_of(&gatherer);
    extent_free(&gatherer);
    return extent;
}

static void gathers_places(void **state)
{
    (void)state;
    struct extent none = extent_of_places(0, NULL);
    assert_int_equal(none.within.index, NO_INDEX);
    assert_false(none.dated);
    struct extent state_and_town = extent_of_places(2, (uint32_t[]){2, 1});
    assert_int_equal(state_and_town.within.index, 1);
    assert_int_equal(state_and_town.finest, PLACE_MUNICIPALITY);
    assert_int_equal(state_and_town.places, 2);
    struct extent states = extent_of_places(3, (uint32_t[]){3, 2, 2});
    assert_int_equal(states.within.index, 0);
    assert_int_equal(states.places, 2);
    assert_int_equal(extent_of_places(2, (uint32_t[]){2, 4}).within.index, NO_INDEX);
}

static void gathers_periods(void **state)
{
    (void)state;
    struct figure figures[] = {{0, STATUS_ABSENT},
                               {1, STATUS_REPORTED},
                               {0, STATUS_NOT_REPORTED},
                               {2, STATUS_REPORTED}};
    struct series series = {period_of(2020, 1), STEP_MONTH, 4, figures};
    struct extent_gatherer gatherer;
    extent_start(&gatherer, &lists);
    extent_periods(&gatherer, period_of(2021, 1), period_of(2021, 1), STEP_YEAR);
    extent_series(&gatherer, &series, period_of(2020, 3));
    struct extent extent = extent_of(&gatherer);
    assert_int_equal(extent.first.month, period_of(2020, 2).month);
    assert_int_equal(extent.last.month, period_of(2021, 1).month);
    assert_int_equal(extent.step, STEP_MONTH);
    extent_free(&gatherer);
}

static void every_table_has_columns_of_its_own(void **state)
{
    (void)state;
    static const struct dataset_table *const TABLES[] = {
        &TABLE_FIGURES,         &TABLE_REVISIONS, &TABLE_TRIANGLES, &TABLE_TIPS,
        &TABLE_RESIDUAL_SHARES, &TABLE_ICCS,      &TABLE_CLUSTERS};
    for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++) {
        bool key = false;
        for (size_t j = 0; j < TABLES[i]->columns; j++) {
            const struct dataset_column *column = &TABLES[i]->column[j];
            assert_ptr_equal(table_find(TABLES[i], column->name), column);
            assert_non_null(column->about);
            key = key || column->key;
        }
        assert_true(key);
    }
    struct buffer header = {0};
    table_header(&header, &TABLE_TRIANGLES);
    check_text(buffer_all(&header),
               "place_code,place,offence_code,offence,measure,period,vintage,value,"
               "status\r\n");
    assert_null(table_find(&TABLE_TRIANGLES, "nothing"));
    buffer_free(&header);
}

static void settles_files_in_order_of_their_paths(void **state)
{
    (void)state;
    static const char *const PATHS[] = {"data/c.csv", "data/a.csv", "data/b.csv"};
    struct datasets *datasets = datasets_new();
    struct dataset dataset = {.slug = "sources/one", .table = &TABLE_FIGURES};
    struct error err = {0};
    check_done(datasets_add(datasets, &dataset, &err), &err);
    datasets_settle(datasets, "sources/one"); /* none yet */
    datasets_settle(datasets, "sources/two");
    for (size_t i = 0; i < 3; i++) {
        struct dataset_file file = {.path = PATHS[i], .format = "csv", .media = ""};
        datasets_add_file(datasets, "sources/one", &file);
    }
    datasets_settle(datasets, "sources/one");
    const struct dataset *found = datasets_find(datasets, "sources/one");
    assert_int_equal(found->files, 3);
    assert_string_equal(found->file[0].path, "data/a.csv");
    assert_string_equal(found->file[1].path, "data/b.csv");
    assert_string_equal(found->file[2].path, "data/c.csv");
    datasets_free(datasets);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settles_files_in_order_of_their_paths),
        cmocka_unit_test(reads_in_order_what_threads_add),
        cmocka_unit_test(refuses_a_slug_twice),
        cmocka_unit_test(measures_what_lies_in_the_tree),
        cmocka_unit_test(gathers_places),
        cmocka_unit_test(gathers_periods),
        cmocka_unit_test(every_table_has_columns_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, free_arena);
}
