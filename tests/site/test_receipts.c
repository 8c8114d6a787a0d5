#include "tests/site/small_source.h"

#include "site/receipts.h"

static const struct holding *hold(void **state, const char *what, const char *by)
{
    small_source(*state, what, by);
    small_vintage(state, "2020-04-20", 3, false);
    return read_small();
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
        with_small_source(rows_of_all_below_an_offence),
        with_small_source(no_rows_of_what_is_not_in_the_file),
        with_small_source(rows_that_are_added_up_are_no_receipt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
