#include "tests/site/small_source.h"

#include "base/buffer.h"
#include "site/query.h"

#include <string.h>

static int open_small(void **state)
{
    make_small_source(state);
    small_vintage(state, "2020-04-20", 3, false);
    small_open();
    return 0;
}

static void check_place(const char *asked, const char *code)
{
    struct place_id place;
    struct error err = {0};
    check_done(query_place(holdings.lists, asked, &place, &err), &err);
    assert_string_equal(place_node(holdings.lists, place)->code, code);
}

static void finds_places(void **state)
{
    struct place_id place;
    struct error err = {0}, other = {0};
    (void)state;
    check_place("mx", "mx");
    check_place("mx-11", "mx-11");
    check_place("mx/guanajuato", "mx-11");
    check_place("GUANAJUATO", "mx-11"); /* the state, not its capital */
    check_place("mx/guanajuato/leon", "mx-11020");
    assert_false(query_place(holdings.lists, "mx/guanajuat", &place, &err));
    check_error(&err, ERROR_USAGE, "did you mean \"mx/guanajuato\"?");
    assert_false(query_place(holdings.lists, "Benito Juárez", &place, &other));
    check_error(&other, ERROR_USAGE, "places are called \"Benito Juárez\": mx-");
}

static void finds_offences(void **state)
{
    struct offence_id offence;
    struct error err = {0};
    (void)state;
    check_done(query_offence(holdings.lists, "homicidio-doloso", &offence, &err), &err);
    assert_string_equal(offence_node(holdings.lists, offence)->code,
                        "homicidio-doloso");
    check_done(query_offence(holdings.lists, "homicidio  DOLOSO", &offence, &err),
               &err);
    assert_string_equal(offence_node(holdings.lists, offence)->code,
                        "homicidio-doloso");
    assert_false(query_offence(holdings.lists, "sorcery", &offence, &err));
    check_error(&err, ERROR_USAGE, "there is no offence \"sorcery\"");
}

static void answers(void **state)
{
    struct place_id place;
    struct offence_id offence;
    struct error err = {0};
    struct buffer out = {0};
    (void)state;
    check_done(holdings_read(&arena, &holdings, NULL, &err), &err);
    check_done(query_place(holdings.lists, "mx-11", &place, &err), &err);
    check_done(query_offence(holdings.lists, "homicidio-doloso", &offence, &err), &err);
    check_done(query_write(&holdings, place, offence, &out, &err), &err);
    buffer_char(&out, '\0');
    assert_non_null(strstr(out.at, "(cnsp-2015)"));
    assert_non_null(strstr(out.at, "2020-01/03          123  provisional"));
    assert_non_null(strstr(out.at, "from: small, file "));
    assert_non_null(
        strstr(out.at, "fetched 2020-01-01T00:00:00Z from a file given by hand"));
    assert_non_null(strstr(out.at, "cifra trace mx/guanajuato homicidio-doloso YEAR"));
    assert_non_null(
        strstr(out.at, holdings.holding[0].current->snapshot.provenance.sha256.hex));
    buffer_clear(&out);
    check_done(query_offence(holdings.lists, "secuestro", &offence, &err), &err);
    assert_false(query_write(&holdings, place, offence, &out, &err));
    check_error(&err, ERROR_USAGE, "no source here has a figure");
    buffer_free(&out);
}

#define each(test)                                                                     \
    cmocka_unit_test_setup_teardown(test, open_small, remove_small_source)

int main(void)
{
    const struct CMUnitTest tests[] = {each(finds_places), each(finds_offences),
                                       each(answers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
