/* What descriptors say of how their files are fetched. */
#include "tests/check.h"

#include "base/file.h"
#include "ingest/links.h"
#include "ingest/paging.h"
#include "ingest/source.h"

#include <string.h>

static struct arena arena;
static char *folder;

/* A good descriptor with this as its "fetch". */
static bool load(const char *fetch, struct source *out, struct error *err)
{
    static const struct languages languages = {2, {"es", "en"}};
    static const char old[] = "\"fetch\": {\"urls\": []}";
    const char *path = path_join(&arena, folder, "changed.json");
    struct text text;
    *err = (struct error){0};
    check_done(
        file_read(&arena, "ingest/sources/mx-municipal-2015.json", 1 << 20, &text, err),
        err);
    const char *at = strstr(text.at, old);
    assert_non_null(at);
    text = text_of(arena_format(&arena, "%.*s\"fetch\": %s%s", (int)(at - text.at),
                                text.at, fetch, at + strlen(old)));
    check_done(file_write(path, text, err), err);
    return source_load(&arena, path, &languages, out, err);
}

static void reads_every_field(void **state)
{
    (void)state;
    struct source source;
    struct error err;
    check_done(load("{\"urls\": [\"https://example.org/\"], \"max_mebibytes\": 7,"
                    " \"links\": {\"label\": \"*Estatal*\", \"name\": \"*.zip\"},"
                    " \"headers\": {\"User-Agent\": \"Mozilla/5.0\"},"
                    " \"folder\": \"inbox\", \"names\": [\"*Estatal*\", \"*.csv\"]}",
                    &source, &err),
               &err);
    assert_int_equal(source.bytes_max, 7 << 20);
    assert_string_equal(source.links->label, "*Estatal*");
    assert_string_equal(source.links->name, "*.zip");
    assert_null(source.pages);
    assert_int_equal(source.request_headers, 1);
    assert_string_equal(source.request_header[0][1], "Mozilla/5.0");
    assert_string_equal(source.folder, "inbox");
    assert_int_equal(source.names, 2);
    assert_string_equal(source.name_pattern[1], "*.csv");
    check_done(load("{\"urls\": [\"https://example.org/{year}-{month}.csv\"],"
                    " \"pages\": {\"kind\": \"months\", \"from\": \"2018-10\"}}",
                    &source, &err),
               &err);
    assert_int_equal(source.pages->kind, PAGING_MONTHS);
}

static void refuses_what_is_off(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"{\"links\": {}}", "need an address"},
        {"{\"urls\": [\"https://a/\"], \"links\": {\"lable\": \"x\"}}", "\"lable\""},
        {"{\"urls\": [\"https://a/\"], \"pages\": {\"kind\": \"odd\"}}", "\"kind\""},
        {"{\"urls\": [\"https://a/\"], \"links\": {}, \"pages\": {\"kind\": \"next\"}}",
         "not both"},
        {"{\"urls\": [\"https://me:pw@a/\"]}", "no user or password"},
        {"{\"headers\": {\"Authorization\": \"x\"}}", "\"credentials\""},
        {"{\"headers\": {\"cookie\": \"x\"}}", "\"credentials\""},
        {"{\"headers\": {\"X-A: b\": \"x\"}}", "cannot be set here"},
        {"{\"headers\": {\"X-A\": \"x\\r\\nY: z\"}}", "cannot be set here"},
        {"{\"headers\": {\"X-A\": 7}}", "must be a string"},
        {"{\"names\": \"*.csv\"}", "\"names\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct source source;
        struct error err;
        assert_false(load(cases[i][0], &source, &err));
        check_error(&err, ERROR_USAGE, cases[i][1]);
        check_error(&err, ERROR_USAGE, "changed.json");
    }
}

static int open_folder(void **state)
{
    (void)state;
    folder = temporary_folder();
    return 0;
}

static int close_folder(void **state)
{
    (void)state;
    drop_folder(folder);
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_field),
        cmocka_unit_test(refuses_what_is_off),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
