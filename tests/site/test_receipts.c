#include "tests/site/small_source.h"

#include "site/receipts.h"

static struct arena arena;
static struct config config;
static struct holdings holdings;

static int make_folder(void **state)
{
    *state = temporary_folder();
    return 0;
}

static int remove_folder(void **state)
{
    holdings_close(&holdings);
    holdings = (struct holdings){0};
    drop_folder(*state);
    arena_free(&arena);
    return 0;
}

static const struct holding *hold(void **state, const char *what, const char *by)
{
    struct error err = {0};
    small_source(&arena, *state, what, by, &config);
    small_keep(&arena, &config, small_file(&arena, *state, "a.csv", 3, false),
               "2020-04-20");
    small_open(&arena, &config, &holdings);
    check_done(holdings_read(&arena, &holdings, NULL, &err), &err);
    return &holdings.holding[0];
}

static const char *rows(const struct holding *holding, const char *place,
                        const char *offence, int year)
{
    const struct lists *lists = holdings.lists;
    struct key key = {place_find(lists, text_of(place)),
                      offence_find(lists, text_of(offence)),
                      measure_find(lists, TEXT("investigations"))};
    return receipts_of_key(&arena, lists, holding, key, year);
}

/* The header is row 1; the file has two rows, one for each way of killing. */
static void rows_of_all_below_an_offence(void **state)
{
    const struct holding *holding = hold(state, NULL, NULL);
    assert_true(receipts_exact(holding));
    assert_string_equal(rows(holding, "mx-11", "homicidio-doloso", 2020), "2–3");
    assert_string_equal(
        rows(holding, "mx-11", "homicidio-doloso.con-arma-de-fuego", 2020), "2");
    assert_string_equal(
        rows(holding, "mx-11", "homicidio-doloso.con-arma-blanca", 2020), "3");
    assert_string_equal(rows(holding, "mx-11", "fuero-comun", 2020), "2–3");
}

static void no_rows_of_what_is_not_in_the_file(void **state)
{
    const struct holding *holding = hold(state, NULL, NULL);
    assert_string_equal(rows(holding, "mx-11", "homicidio-doloso", 2019), "–");
    assert_string_equal(rows(holding, "mx-11", "secuestro", 2020), "–");
    assert_string_equal(rows(holding, "mx-14", "homicidio-doloso", 2020), "–");
}

/* Where rows may repeat a leaf, the first one is not all there is to know. */
static void rows_that_are_added_up_are_no_receipt(void **state)
{
    const struct holding *holding =
        hold(state, "\"unique\": true", "\"unique\": false");
    assert_false(receipts_exact(holding));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rows_of_all_below_an_offence, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(no_rows_of_what_is_not_in_the_file, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(rows_that_are_added_up_are_no_receipt,
                                        make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
