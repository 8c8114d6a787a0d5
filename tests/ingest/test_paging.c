#include "tests/check.h"

#include "base/json.h"
#include "ingest/paging.h"

#include <string.h>

static const struct day TODAY = {2026, 11, 23};
#define BASE "https://data.example.org/api/rows.json?$order=:id"

/* A run: its rule lives beside it. */
struct run {
    struct arena arena;
    struct error err;
    struct paging_rule rule;
    struct paging paging;
};

static bool rule_of(struct run *run, const char *json)
{
    struct json_node *node = json_parse(text_of(json), "test", &run->err);
    assert_non_null(node);
    bool good = paging_read(&run->arena, node, &run->rule, &run->err);
    json_close(node);
    return good;
}

static void start(struct run *run, const char *json, const char *url)
{
    *run = (struct run){0};
    check_done(rule_of(run, json), &run->err);
    check_done(
        paging_start(&run->arena, &run->rule, url, TODAY, &run->paging, &run->err),
        &run->err);
}

static bool answer(struct run *run, const char *json, const char *link)
{
    return paging_next(&run->arena, &run->paging, text_of(json), link, &run->err);
}

static void leads_to(struct run *run, const char *json, const char *url)
{
    check_done(answer(run, json, NULL), &run->err);
    if (url)
        check_text(text_of(run->paging.url), url);
    else
        assert_null(run->paging.url);
}

static void fails(struct run *run, const char *json, enum error_kind kind,
                  const char *words)
{
    assert_false(answer(run, json, NULL));
    check_error(&run->err, kind, words);
    arena_free(&run->arena);
}

#define SOCRATA                                                                        \
    "{\"kind\":\"offset\",\"offset\":\"$offset\",\"limit\":\"$limit\",\"size\":2}"

static void without_a_total(void **state)
{
    struct run run;
    (void)state;
    start(&run, SOCRATA, BASE);
    check_text(text_of(run.paging.url), BASE "&$limit=2&$offset=0");
    leads_to(&run, "[{\"a\":1},{\"a\":2}]", BASE "&$limit=2&$offset=2");
    /* one row of two may be the server's own cap */
    leads_to(&run, "[{\"a\":3}]", BASE "&$limit=2&$offset=3");
    leads_to(&run, "[]", NULL);
    assert_int_equal(run.paging.rows, 3);
    assert_int_equal(run.paging.pages, 3);
    arena_free(&run.arena);
}

#define CKAN                                                                           \
    "{\"kind\":\"offset\",\"limit\":\"limit\",\"size\":100,\"rows\":"                  \
    "\"/result/records\",\"total\":\"/result/total\"}"
#define PAGE(total, rows)                                                              \
    "{\"success\":true,\"result\":{\"total\":" total ",\"records\":[" rows "]}}"

static void with_a_total(void **state)
{
    struct run run;
    (void)state;
    start(&run, CKAN, "https://data.example.org/api?id=1");
    leads_to(&run, PAGE("3", "[1],[2]"),
             "https://data.example.org/api?id=1&limit=100&offset=2");
    leads_to(&run, PAGE("3", "[3]"), NULL);
    arena_free(&run.arena);
    start(&run, CKAN, "https://data.example.org/api");
    leads_to(&run, PAGE("3", "[1],[2]"),
             "https://data.example.org/api?limit=100&offset=2");
    fails(&run, PAGE("4", "[3]"), ERROR_CONTRADICTION, "page 2 says 4 in all");
    start(&run, CKAN, "https://data.example.org/api");
    leads_to(&run, PAGE("3", "[1],[2]"),
             "https://data.example.org/api?limit=100&offset=2");
    fails(&run, PAGE("3", ""), ERROR_CONTRADICTION,
          "page 2 is empty after 2 rows; the server says there are 3 rows");
    start(&run, CKAN, "https://data.example.org/api");
    fails(&run, PAGE("1", "[1],[2]"), ERROR_CONTRADICTION, "2 rows came");
}

static void a_page_that_comes_again(void **state)
{
    struct run run;
    (void)state;
    start(&run, SOCRATA, BASE);
    leads_to(&run, "[{\"a\":1}, {\"a\":2}]", BASE "&$limit=2&$offset=2");
    leads_to(&run, "[{\"a\":2},{\"a\":1}]", BASE "&$limit=2&$offset=4");
    fails(&run, "[ {\"a\":1},{\"a\":2} ]", ERROR_CONTRADICTION,
          "page 3 has the same rows as page 1");
}

static void numbered_pages(void **state)
{
    struct run run;
    (void)state;
    start(&run, "{\"kind\":\"page\",\"rows\":\"/1\",\"total\":\"/0/pages\"}",
          "https://api.example.org/v2?format=json");
    check_text(text_of(run.paging.url),
               "https://api.example.org/v2?format=json&page=1");
    leads_to(&run, "[{\"page\":1,\"pages\":2},[{\"v\":1}]]",
             "https://api.example.org/v2?format=json&page=2");
    leads_to(&run, "[{\"page\":2,\"pages\":\"2\"},[{\"v\":2}]]", NULL);
    arena_free(&run.arena);
}

static void next_links(void **state)
{
    struct run run;
    const char *rule =
        "{\"kind\":\"next\",\"rows\":\"/data\",\"next\":\"/links/next\"}";
    (void)state;
    start(&run, rule, "https://api.example.org/a/b?x=1");
    check_text(text_of(run.paging.url), "https://api.example.org/a/b?x=1");
    leads_to(&run, "{\"data\":[1],\"links\":{\"next\":\"/c?offset=1\"}}",
             "https://api.example.org/c?offset=1");
    leads_to(&run, "{\"data\":[2],\"links\":{\"next\":\"?offset=2\"}}",
             "https://api.example.org/a/b?offset=2");
    leads_to(&run, "{\"data\":[3],\"links\":{\"next\":null}}", NULL);
    arena_free(&run.arena);
    start(&run, rule, "https://api.example.org/a");
    fails(&run, "{\"data\":[1],\"links\":{\"next\":\"https://evil.example/\"}}",
          ERROR_FORMAT, "on another server");
    start(&run, rule, "https://api.example.org/a");
    fails(&run, "{\"data\":[1],\"links\":{\"next\":\"http://api.example.org/\"}}",
          ERROR_FORMAT, "on another server");
    start(&run, rule, "https://api.example.org/a");
    leads_to(&run, "{\"data\":[],\"links\":{\"next\":\"?offset=9\"}}", NULL);
    arena_free(&run.arena);
}

static void link_headers(void **state)
{
    struct run run;
    (void)state;
    start(&run, "{\"kind\":\"next\"}", "https://api.example.org/a");
    check_done(answer(&run, "[1]",
                      "<https://api.example.org/a?p=1>; rel=\"prev\", "
                      "<https://api.example.org/a?p=2>; rel=\"next\""),
               &run.err);
    check_text(text_of(run.paging.url), "https://api.example.org/a?p=2");
    check_done(answer(&run, "[2]", "<https://api.example.org/a?p=1>; rel=prev"),
               &run.err);
    assert_null(run.paging.url);
    arena_free(&run.arena);
}

static void arcgis(void **state)
{
    struct run run;
    (void)state;
    start(&run, "{\"kind\":\"arcgis\",\"rows\":\"/features\",\"size\":2}",
          "https://gis.example.org/query?where=1%3D1&f=json");
    leads_to(&run,
             "{\"exceededTransferLimit\":true,\"features\":[{\"a\":1},{\"a\":2}]}",
             "https://gis.example.org/query?where=1%3D1&f=json&resultRecordCount=2&"
             "resultOffset=2");
    leads_to(&run, "{\"features\":[{\"a\":3}]}", NULL);
    arena_free(&run.arena);
    start(&run, "{\"kind\":\"arcgis\",\"rows\":\"/features\"}",
          "https://gis.example.org/query");
    fails(&run, "{\"exceededTransferLimit\":true,\"features\":[]}", ERROR_CONTRADICTION,
          "page 1 is empty, and the server says there is more");
}

#define MONTHS "https://example.org/{year}/{year}-{month}.zip"

static void months(void **state)
{
    struct run run;
    (void)state;
    start(&run, "{\"kind\":\"months\",\"from\":\"2026-08\"}", MONTHS);
    check_text(text_of(run.paging.url), "https://example.org/2026/2026-08.zip");
    leads_to(&run, "PK", "https://example.org/2026/2026-09.zip");
    check_done(paging_missing(&run.arena, &run.paging, &run.err), &run.err);
    check_text(text_of(run.paging.url), "https://example.org/2026/2026-10.zip");
    check_done(paging_missing(&run.arena, &run.paging, &run.err), &run.err);
    assert_null(run.paging.url);
    arena_free(&run.arena);
    start(&run, "{\"kind\":\"months\",\"from\":\"2018-12\",\"to\":\"2019-01\"}",
          MONTHS);
    check_done(paging_missing(&run.arena, &run.paging, &run.err), &run.err);
    check_text(text_of(run.paging.url), "https://example.org/2019/2019-01.zip");
    fails(&run, "PK", ERROR_CONTRADICTION, "2019-01 is there, and 1 months before");
}

static void bounds_and_errors(void **state)
{
    struct run run;
    (void)state;
    start(&run, "{\"kind\":\"offset\",\"pages_max\":1}", "https://example.org/a");
    leads_to(&run, "[1]", "https://example.org/a?offset=1");
    fails(&run, "[2]", ERROR_LIMIT, "more than 1 pages");
    start(&run, CKAN, "https://example.org/a");
    fails(&run, "{\"success\":false,\"error\":{\"message\":\"Not found\"}}",
          ERROR_FORMAT,
          "page 1: the publisher's server sent an error instead of rows: \"message Not "
          "found\"");
    start(&run, CKAN, "https://example.org/a");
    fails(&run, "<html>", ERROR_FORMAT, "page 1: byte 0");
    start(&run, CKAN, "https://example.org/a");
    assert_false(paging_missing(&run.arena, &run.paging, &run.err));
    check_error(&run.err, ERROR_NETWORK, "page 1, https://example.org/a?limit");
    arena_free(&run.arena);
    start(&run, CKAN, "https://example.org/a");
    fails(&run, "{\"result\":{\"records\":[1,2", ERROR_FORMAT, "cut short");
}

static void no_rule(void **state)
{
    struct run run = {0};
    (void)state;
    check_done(paging_read(&run.arena, NULL, &run.rule, &run.err), &run.err);
    check_done(paging_start(&run.arena, &run.rule, "https://example.org/a?offset=1",
                            TODAY, &run.paging, &run.err),
               &run.err);
    check_text(text_of(run.paging.url), "https://example.org/a?offset=1");
    leads_to(&run, "not JSON", NULL);
    arena_free(&run.arena);
}

static void wrong_rules(void **state)
{
    static const char *const cases[][2] = {
        {"{\"kind\":\"pages\"}", "\"kind\" must be one of"},
        {"{\"kind\":\"offset\",\"limit\":\"l\"}", "\"limit\" needs a \"size\""},
        {"{\"kind\":\"offset\",\"next\":\"/a\"}", "next"},
        {"{\"kind\":\"offset\",\"total\":\"a\"}", "\"total\" must be a JSON pointer"},
        {"{\"kind\":\"page\",\"size\":-1}", "\"size\" must be a whole number"},
        {"{\"kind\":\"months\"}", "from"},
        {"{\"kind\":\"months\",\"from\":\"2020\"}", "\"from\" must be a month"},
        {"{\"kind\":\"months\",\"from\":\"2020-02\",\"to\":\"2020-01\"}",
         "\"to\" comes"},
        {"{\"kind\":\"offset\",\"pages_max\":0}", "\"pages_max\" is 0"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run run = {0};
        assert_false(rule_of(&run, cases[i][0]));
        check_error(&run.err, ERROR_USAGE, cases[i][1]);
        arena_free(&run.arena);
    }
    struct run run = {0};
    check_done(rule_of(&run, CKAN), &run.err);
    assert_false(paging_start(&run.arena, &run.rule, "https://example.org/?limit=5",
                              TODAY, &run.paging, &run.err));
    check_error(&run.err, ERROR_USAGE, "has a parameter that paging sets");
    arena_free(&run.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_total),
        cmocka_unit_test(with_a_total),
        cmocka_unit_test(a_page_that_comes_again),
        cmocka_unit_test(numbered_pages),
        cmocka_unit_test(next_links),
        cmocka_unit_test(link_headers),
        cmocka_unit_test(arcgis),
        cmocka_unit_test(months),
        cmocka_unit_test(bounds_and_errors),
        cmocka_unit_test(no_rule),
        cmocka_unit_test(wrong_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
