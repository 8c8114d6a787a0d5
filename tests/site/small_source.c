#include "tests/site/small_source.h"

#include "base/file.h"

#include <string.h>

struct config config;
struct holdings holdings;

static const char DESCRIPTOR[] =
    "{\"name\": {\"es\": \"Pequeña\", \"en\": \"Small\"},\n"
    " \"note\": {\"es\": \"Prueba.\", \"en\": \"Test.\"},\n"
    " \"publisher\": {\"name\": \"P\", \"url\": \"https://example.org\","
    "  \"landing\": \"https://example.org/data\"},\n"
    " \"licence\": {\"name\": \"L\", \"url\": \"https://example.org/l\"},\n"
    " \"release\": {\"cadence\": \"R/P1M\", \"max_age_days\": 0, \"provisional\": 1},\n"
    " \"fetch\": {\"urls\": []},\n"
    " \"file\": {\"format\": \"csv\"},\n"
    " \"rows\": {\"place\": {\"column\": \"place\"},"
    "  \"offence\": {\"column\": \"offence\"},"
    "  \"measure\": {\"constant\": \"investigations\"},"
    "  \"period\": {\"shape\": \"year-months\", \"year\": [\"year\"],"
    "   \"months\": [\"m1\", \"m2\", \"m3\", \"m4\", \"m5\", \"m6\", \"m7\", \"m8\","
    "    \"m9\", \"m10\", \"m11\", \"m12\"]}},\n"
    " \"meaning\": {\"subject\": \"crime\", \"methodology\": \"cnsp-2015\","
    "  \"level\": \"state\", \"complete\": false, \"unique\": true, \"grid\": true}}\n";

static void write_replaced(const char *path, const char *what, const char *by)
{
    struct error err = {0};
    const char *found = what ? strstr(DESCRIPTOR, what) : NULL;
    assert_true(!what || found);
    const char *text = found
                           ? arena_format(&arena, "%.*s%s%s", (int)(found - DESCRIPTOR),
                                          DESCRIPTOR, by, found + strlen(what))
                           : DESCRIPTOR;
    check_done(file_write(path, text_of(text), &err), &err);
}

void small_source(const char *folder, const char *what, const char *by)
{
    struct error err = {0};
    const char *descriptors = path_join(&arena, folder, "descriptors");
    check_done(folder_make(descriptors, &err), &err);
    write_replaced(path_join(&arena, descriptors, "small.json"), what, by);
    check_done(config_load(&arena, NULL, ".", &config, &err), &err);
    config.wanted = 1;
    config.want[0] = "small";
    config.sources = descriptors;
    config.snapshots = path_join(&arena, folder, "snapshots");
    config.releases = path_join(&arena, folder, "releases");
    config.public_ = path_join(&arena, folder, "public");
}

int make_small_source(void **state)
{
    make_site_folder(state);
    small_source(*state, NULL, NULL);
    return 0;
}

int remove_small_source(void **state)
{
    holdings_close(&holdings);
    holdings = (struct holdings){0};
    return remove_site_folder(state);
}

void small_open(void)
{
    struct error err = {0};
    check_done(holdings_open(&arena, &config, &holdings, &err), &err);
    check_done(holdings_list(&arena, &holdings, &err), &err);
}

const char *small_file(const char *folder, const char *name, size_t months, bool cut)
{
    static const char *const offences[] = {"homicidio-doloso.con-arma-de-fuego",
                                           "homicidio-doloso.con-arma-blanca"};
    struct buffer csv = {0};
    struct error err = {0};
    buffer_string(&csv,
                  "place,offence,year,m1,m2,m3,m4,m5,m6,m7,m8,m9,m10,m11,m12\r\n");
    for (size_t i = 0; i < (cut ? 1 : 2); i++) {
        buffer_format(&csv, "mx-11,%s,2020", offences[i]);
        for (size_t m = 1; m <= 12; m++)
            if (m <= months)
                buffer_format(&csv, ",%zu", 10 * m + i);
            else
                buffer_char(&csv, ',');
        buffer_string(&csv, "\r\n");
    }
    const char *path = path_join(&arena, folder, name);
    check_done(file_write(path, buffer_all(&csv), &err), &err);
    buffer_free(&csv);
    return path;
}

void small_keep(const char *file, const char *day)
{
    struct error err = {0};
    struct text bytes;
    bool is_new;
    check_done(file_read(&arena, file, 1 << 20, &bytes, &err), &err);
    struct provenance from = {.source = "small",
                              .url = "",
                              .file = file,
                              .fetched = "2020-01-01T00:00:00Z",
                              .bytes = bytes.length,
                              .sha256 = sha256_of(bytes),
                              .note = ""};
    assert_true(day_parse(text_of(day), &from.date));
    check_done(snapshot_keep(config.snapshots, file, &from, &is_new, &err), &err);
    assert_true(is_new);
}

void small_vintage(void **state, const char *day, size_t months, bool cut)
{
    small_keep(small_file(*state, day, months, cut), day);
}

void small_states(void **state, const char *day, size_t states, size_t months,
                  int before_last, int last)
{
    struct buffer csv = {0};
    struct error err = {0};
    buffer_string(&csv, "place,offence,year,m1,m2,m3,m4,m5,m6,m7,m8,m9,m10,m11,m12\n");
    for (size_t i = 1; i <= states; i++) {
        buffer_format(&csv, "mx-%02zu,homicidio-doloso.con-arma-de-fuego,2020", i);
        for (size_t m = 1; m <= 12; m++)
            if (m > months)
                buffer_char(&csv, ',');
            else
                buffer_format(&csv, ",%d",
                              m == months       ? last
                              : m + 1 == months ? before_last
                                                : 144);
        buffer_char(&csv, '\n');
    }
    const char *path = path_join(&arena, *state, day);
    check_done(file_write(path, buffer_all(&csv), &err), &err);
    buffer_free(&csv);
    small_keep(path, day);
}

const struct holding *read_small(void)
{
    struct error err = {0};
    small_open();
    check_done(holdings_read(&arena, &holdings, NULL, &err), &err);
    return &holdings.holding[0];
}
