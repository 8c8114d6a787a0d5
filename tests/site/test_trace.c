#include "tests/site/small_source.h"

#include "base/buffer.h"
#include "site/query.h"
#include "site/trace.h"

#include <string.h>

static struct trace traces[TRACES_MAX];

static int open_small(void **state)
{
    make_small_source(state);
    small_vintage(state, "2020-04-20", 3, false);
    return read_small()->current ? 0 : -1;
}

static bool ask(const char *offence, const char *period, const char *source,
                size_t *count, struct error *err)
{
    struct grounds grounds = {&arena, &holdings, NULL, NULL};
    struct trace_question question = {.source = source, .measure = {NO_INDEX}};
    const char *also;
    return query_place(holdings.lists, "mx-11", &question.place, err) &&
           query_offence(holdings.lists, offence, &question.offence, err) &&
           trace_period(period, &question.first, &question.last, err) &&
           trace_find(&grounds, &question, traces, count, &also, err);
}

/* Rows 2 and 3 of the file hold 10, 20, 30 and 11, 21, 31. */
static void finds_the_rows_of_a_year(void **state)
{
    struct error err = {0};
    size_t count;
    (void)state;
    check_done(ask("homicidio-doloso", "2020", NULL, &count, &err), &err);
    assert_int_equal(count, 1);
    assert_int_equal(traces[0].rows, 2);
    assert_int_equal(traces[0].row[0].row, 2);
    assert_int_equal(traces[0].row[1].row, 3);
    assert_true(traces[0].sum.value == 123);
    assert_true(trace_agrees(&traces[0]));
    assert_int_equal(traces[0].row[0].count, 3); /* the months known */
    assert_int_equal(traces[0].row[0].column[0], 3);
    assert_true(text_is(traces[0].row[1].cell[4], "21"));
}

static void finds_a_month_and_a_leaf(void **state)
{
    struct error err = {0};
    size_t count;
    (void)state;
    check_done(ask("homicidio-doloso", "2020-02", "small", &count, &err), &err);
    assert_true(traces[0].sum.value == 41);
    assert_int_equal(traces[0].row[0].column[0], 4);
    check_done(
        ask("homicidio-doloso.con-arma-blanca", "2020-01..2020-02", NULL, &count, &err),
        &err);
    assert_int_equal(traces[0].rows, 1);
    assert_true(traces[0].sum.value == 32);
}

static void says_what_there_is_not(void **state)
{
    struct error first = {0}, second = {0}, third = {0}, fourth = {0};
    size_t count;
    (void)state;
    assert_false(ask("homicidio-doloso", "2021", NULL, &count, &first));
    check_error(&first, ERROR_USAGE, "no source here has a figure");
    assert_false(ask("homicidio-doloso", "20", NULL, &count, &second));
    check_error(&second, ERROR_USAGE, "a period must be like");
    assert_false(ask("homicidio-doloso", "2020-03..2020-01", NULL, &count, &third));
    check_error(&third, ERROR_USAGE, "a period must be like");
    assert_false(ask("homicidio-doloso", "2020-03-01", NULL, &count, &fourth));
    check_error(&fourth, ERROR_USAGE, "a period must be like");
}

/* What the program prints of it names file, hash, row and the command. */
static void prints(void **state)
{
    struct error err = {0};
    struct buffer out = {0};
    size_t count;
    (void)state;
    check_done(ask("homicidio-doloso", "2020", NULL, &count, &err), &err);
    trace_write_words(&out, &arena, &holdings, &traces[0]);
    buffer_char(&out, '\0');
    assert_non_null(
        strstr(out.at, holdings.holding[0].current->snapshot.provenance.sha256.hex));
    assert_non_null(strstr(out.at, "| [11] | [21] | [31] |"));
    assert_non_null(strstr(out.at, "published 123, provisional: the same"));
    assert_non_null(strstr(
        out.at, "cifra trace mx/guanajuato homicidio-doloso 2020-01..2020-03 --source "
                "small --measure investigations --as-of 2020-04-20"));
    buffer_free(&out);
}

#define each(test)                                                                     \
    cmocka_unit_test_setup_teardown(test, open_small, remove_small_source)

int main(void)
{
    const struct CMUnitTest tests[] = {each(finds_the_rows_of_a_year),
                                       each(finds_a_month_and_a_leaf),
                                       each(says_what_there_is_not), each(prints)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
