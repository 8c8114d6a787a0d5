#include "tests/site/small_source.h"

#include "base/file.h"

#include <string.h>

static void opens_what_is_wanted(void **state)
{
    (void)state;
    small_open();
    assert_int_equal(holdings.count, 1);
    assert_string_equal(holdings.holding[0].source->id, "small");
    assert_string_equal(holdings.holding[0].methodology->code, "cnsp-2015");
    assert_int_equal(holdings.holding[0].vintages, 0);
    assert_null(holdings.holding[0].current);
}

static void opens_all_sources_without_a_wish(void **state)
{
    (void)state;
    config.wanted = 0;
    small_open();
    assert_true(holdings.sources > 1);
    for (size_t i = 1; i < holdings.sources; i++)
        assert_true(strcmp(holdings.source[i - 1].id, holdings.source[i].id) < 0);
}

static void tells_of_those_that_hold_something_or_are_named(void **state)
{
    const struct holding *found;
    struct error err = {0};
    config.wanted = 0;
    small_open();
    assert_int_equal(holdings.count, 0);
    small_vintage(state, "2020-04-20", 3, false);
    config.urls = 1;
    config.url[0][0] = "mx-estatal-2015";
    config.url[0][1] = "https://example.org/x";
    check_done(holdings_list(&arena, &holdings, &err), &err);
    assert_int_equal(holdings.count, 2);
    assert_string_equal(holdings.holding[0].source->id, "mx-estatal-2015");
    assert_string_equal(holdings.holding[1].source->id, "small");
    for (size_t i = 0; i < holdings.sources; i++) {
        check_done(holdings_find(&holdings, holdings.source[i].id, &found, &err), &err);
        assert_ptr_equal(found->source, &holdings.source[i]);
    }
    check_done(holdings_list(&arena, &holdings, &err), &err);
    assert_int_equal(holdings.count, 2);
}

static void refuses(const char *words)
{
    struct error err = {0};
    assert_false(holdings_open(&arena, &config, &holdings, &err));
    check_error(&err, ERROR_USAGE, words);
    holdings = (struct holdings){0};
}

static void refuses_unknown_ids(void **state)
{
    config.want[0] = "smal";
    refuses("\"sources\": there is no source \"smal\"; did you mean \"small\"?");
    config.want[0] = "small";
    config.urls = 1;
    config.url[0][0] = "nobody";
    refuses("\"urls\": there is no source \"nobody\"");
    small_source(*state, "cnsp-2015", "cnsp-1815");
    refuses("source small: there is no methodology \"cnsp-1815\"");
}

static void reads_vintages(void **state)
{
    small_vintage(state, "2020-05-20", 4, false);
    small_vintage(state, "2020-04-20", 3, false);
    const struct holding *holding = read_small();
    assert_int_equal(holding->vintages, 2);
    assert_int_equal(holding->vintage[0].snapshot.provenance.date.month, 4);
    assert_ptr_equal(holding->current, &holding->vintage[1]);
    assert_null(holding->held_back);
    assert_int_equal(holding->current->decoded.rows, 2);
    assert_string_equal(holding->current->decoded.encoding, "utf-8");
    assert_int_equal(cube_figures(holding->current->cube), 8);
    assert_int_equal(cube_figures(holding->vintage[0].cube), 6);
}

static void keeps_back_what_cannot_be_read(void **state)
{
    struct error err = {0};
    small_vintage(state, "2020-04-20", 3, false);
    const char *page = path_join(&arena, *state, "page.csv");
    check_done(file_write(page, TEXT("<!DOCTYPE html><p>Error</p>\n"), &err), &err);
    small_keep(page, "2020-05-20");
    const struct holding *holding = read_small();
    assert_ptr_equal(holding->current, &holding->vintage[0]);
    assert_ptr_equal(holding->held_back, &holding->vintage[1]);
    assert_int_equal(holding->held_back->fault_kind, ERROR_FORMAT);
    assert_non_null(holding->held_back->fault);
}

static void keeps_back_what_ends_earlier_or_lost_something(void **state)
{
    small_vintage(state, "2020-04-20", 4, false);
    small_vintage(state, "2020-05-20", 3, false);
    small_vintage(state, "2020-06-20", 5, true);
    const struct holding *holding = read_small();
    assert_ptr_equal(holding->current, &holding->vintage[0]);
    assert_ptr_equal(holding->held_back, &holding->vintage[2]);
    assert_int_equal(holding->vintage[1].fault_kind, ERROR_CONTRADICTION);
    assert_int_equal(holding->vintage[2].fault_kind, ERROR_CONTRADICTION);
}

static void what_comes_after_a_bad_vintage_counts(void **state)
{
    small_vintage(state, "2020-04-20", 4, false);
    small_vintage(state, "2020-05-20", 3, false);
    small_vintage(state, "2020-06-20", 6, false);
    const struct holding *holding = read_small();
    assert_ptr_equal(holding->current, &holding->vintage[2]);
    assert_null(holding->held_back);
}

static void notices_changed_bytes(void **state)
{
    struct error err = {0};
    small_vintage(state, "2020-04-20", 4, false);
    small_open();
    struct text bytes;
    const char *path = holdings.holding[0].vintage[0].snapshot.path;
    check_done(file_read(&arena, path, 1 << 20, &bytes, &err), &err);
    char *changed = (char *)arena_copy(&arena, bytes).at;
    changed[bytes.length - 20]++;
    check_done(file_write(path, (struct text){changed, bytes.length}, &err), &err);
    holdings_close(&holdings);
    const struct holding *holding = read_small();
    assert_null(holding->current);
    assert_non_null(holding->held_back->fault);
    assert_true(holding->held_back->torn);
}

static void a_torn_entry_is_kept_back_whatever_its_age(void **state)
{
    struct error err = {0};
    small_vintage(state, "2020-04-20", 3, false);
    small_vintage(state, "2020-05-20", 4, false);
    small_open();
    const char *oldest = holdings.holding[0].vintage[0].snapshot.path;
    check_done(file_write(oldest, TEXT("cut"), &err), &err);
    holdings_close(&holdings);
    const struct holding *holding = read_small();
    assert_int_equal(holding->vintages, 2);
    assert_ptr_equal(holding->current, &holding->vintage[1]);
    assert_ptr_equal(holding->held_back, &holding->vintage[0]);
    assert_true(holding->held_back->torn);
}

static void nobody_counts_crimes_to_come(void **state)
{
    small_vintage(state, "2020-04-20", 3, false);
    small_vintage(state, "2020-05-20", 6, false);
    const struct holding *holding = read_small();
    assert_ptr_equal(holding->current, &holding->vintage[0]);
    assert_int_equal(holding->held_back->fault_kind, ERROR_CONTRADICTION);
    assert_non_null(strstr(holding->held_back->fault, "has figures of 2020-06"));
    assert_false(holding->held_back->lost);
}

static void a_loss_is_accepted_once_and_for_all(void **state)
{
    struct error err = {0};
    const char *sentence;
    small_vintage(state, "2020-04-20", 4, false);
    small_vintage(state, "2020-06-20", 5, true);
    const struct holding *holding = read_small();
    assert_true(holding->held_back->lost);
    check_done(holdings_accept(&arena, &holdings, "small", &sentence, &err), &err);
    assert_non_null(strstr(sentence, "lacks 1 of the 2 series"));
    assert_ptr_equal(holding->current, &holding->vintage[1]);
    assert_null(holding->held_back);
    check_done(holdings_accept(&arena, &holdings, "small", &sentence, &err), &err);
    assert_null(sentence);
    holdings_close(&holdings);
    holding = read_small();
    assert_ptr_equal(holding->current, &holding->vintage[1]);
    assert_non_null(strstr(holding->current->snapshot.provenance.accepted,
                           "lacks 1 of the 2 series"));
}

struct steps {
    size_t count, done, all;
    const char *what;
};

static void count_step(void *context, const char *what, size_t done, size_t all)
{
    *(struct steps *)context =
        (struct steps){((struct steps *)context)->count + 1, done, all, what};
}

static void tells_progress(void **state)
{
    struct steps steps = {0};
    struct progress progress = {count_step, &steps};
    struct error err = {0};
    small_vintage(state, "2020-04-20", 4, false);
    small_vintage(state, "2020-05-20", 5, false);
    small_open();
    check_done(holdings_read(&arena, &holdings, &progress, &err), &err);
    assert_int_equal(steps.count, 2);
    assert_int_equal(steps.done, 2);
    assert_int_equal(steps.all, 2);
    assert_string_equal(steps.what, "small");
}

static const struct day MAY = {2020, 5, 20}, MARCH = {2020, 3, 20};

static void checks_a_file(void **state)
{
    struct error err = {0};
    struct decoded decoded;
    struct cube *cube;
    small_vintage(state, "2020-04-20", 4, false);
    small_open();
    const char *longer = small_file(*state, "longer", 5, false);
    check_done(
        holdings_check(&arena, &holdings, "small", longer, MAY, &decoded, &cube, &err),
        &err);
    assert_int_equal(decoded.rows, 2);
    assert_int_equal(cube_figures(cube), 10);
    cube_free(cube);
    check_done(
        holdings_check(&arena, &holdings, "small", longer, MAY, NULL, NULL, &err),
        &err);
}

static void checks_against_the_newest(void **state)
{
    struct error err = {0};
    small_vintage(state, "2020-04-20", 4, false);
    small_open();
    const char *shorter = small_file(*state, "shorter", 3, false);
    assert_false(
        holdings_check(&arena, &holdings, "small", shorter, MAY, NULL, NULL, &err));
    check_error(&err, ERROR_CONTRADICTION, "set against the snapshot of 2020-04-20");
    err = (struct error){0};
    check_done(
        holdings_check(&arena, &holdings, "small", shorter, MARCH, NULL, NULL, &err),
        &err);
    /* The same when everything has been read. */
    check_done(holdings_read(&arena, &holdings, NULL, &err), &err);
    assert_false(
        holdings_check(&arena, &holdings, "small", shorter, MAY, NULL, NULL, &err));
    check_error(&err, ERROR_CONTRADICTION, "set against the snapshot of 2020-04-20");
    err = (struct error){0};
    assert_false(
        holdings_check(&arena, &holdings, "none", shorter, MAY, NULL, NULL, &err));
    check_error(&err, ERROR_USAGE, "there is no source \"none\"");
}

static void a_crosswalk_may_stand_beside_its_descriptor(void **state)
{
    struct error err = {0};
    small_source(*state, "{\"column\": \"offence\"}",
                 "{\"column\": \"offence\", \"crosswalk\": \"own.csv\"}");
    check_done(file_write(path_join(&arena, config.sources, "own.csv"),
                          TEXT("word,code\r\n"
                               "homicidio-doloso.con-arma-de-fuego,homicidio-doloso\r\n"
                               "homicidio-doloso.con-arma-blanca,feminicidio\r\n"),
                          &err),
               &err);
    small_vintage(state, "2020-04-20", 4, false);
    const struct holding *holding = read_small();
    if (holding->held_back)
        fail_msg("%s", holding->held_back->fault);
    struct key key = {place_find(holdings.lists, TEXT("mx-11")),
                      offence_find(holdings.lists, TEXT("feminicidio")),
                      measure_find(holdings.lists, TEXT("investigations"))};
    assert_true(cube_holds(holding->current->cube, key));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_small_source(opens_what_is_wanted),
        with_small_source(opens_all_sources_without_a_wish),
        with_small_source(tells_of_those_that_hold_something_or_are_named),
        with_small_source(refuses_unknown_ids),
        with_small_source(reads_vintages),
        with_small_source(keeps_back_what_cannot_be_read),
        with_small_source(keeps_back_what_ends_earlier_or_lost_something),
        with_small_source(what_comes_after_a_bad_vintage_counts),
        with_small_source(notices_changed_bytes),
        with_small_source(a_torn_entry_is_kept_back_whatever_its_age),
        with_small_source(nobody_counts_crimes_to_come),
        with_small_source(a_loss_is_accepted_once_and_for_all),
        with_small_source(tells_progress),
        with_small_source(checks_a_file),
        with_small_source(checks_against_the_newest),
        with_small_source(a_crosswalk_may_stand_beside_its_descriptor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
