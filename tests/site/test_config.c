#include "tests/site/site_folder.h"

#include "base/file.h"
#include "site/config.h"
#include "site/share.h"

#include <stdlib.h>
#include <unistd.h>

/* Load a configuration of these words, lying in the test's folder. */
static bool load(const char *folder, const char *json, struct config *out,
                 struct error *err)
{
    const char *path = path_join(&arena, folder, "cifra.json");
    *err = (struct error){0};
    return file_write(path, text_of(json), err) &&
           config_load(&arena, path, "share", out, err);
}

static void has_defaults(void **state)
{
    (void)state;
    struct config config;
    struct error err = {0};
    check_done(config_load(&arena, NULL, "share", &config, &err), &err);
    assert_string_equal(config.title.in[1], "Cifra");
    assert_string_equal(config.base_url, "");
    assert_string_equal(config.operator_name.in[0], "");
    assert_string_equal(config.contact, "");
    assert_int_equal(config.languages.count, 2);
    assert_string_equal(config.languages.tag[0], "es");
    assert_string_equal(config.languages.tag[1], "en");
    assert_int_equal(config.wanted, 0);
    assert_int_equal(config.urls, 0);
    assert_string_equal(config.snapshots, "var/snapshots");
    assert_string_equal(config.releases, "var/releases");
    assert_string_equal(config.public_, "public");
    assert_string_equal(config.sources, "");
    assert_int_equal(config.keep_releases, 3);
    assert_string_equal(config.share, "share");
}

static void an_empty_object_is_the_defaults(void **state)
{
    struct config config;
    struct error err;
    check_done(load(*state, "{}", &config, &err), &err);
    assert_string_equal(config.title.in[0], "Cifra");
    assert_string_equal(config.public_, path_join(&arena, *state, "public"));
}

static void reads_every_field(void **state)
{
    struct config config;
    struct error err;
    const char *json =
        "{\"title\": {\"en\": \"Figures\", \"es\": \"Cifras\"},"
        " \"base_url\": \"https://example.org/crime\","
        " \"operator\": \"Somebody\", \"contact\": \"mailto:a@example.org\","
        " \"languages\": [\"en\", \"es\"], \"sources\": [\"a\", \"b-1\"],"
        " \"urls\": {\"a\": \"https://example.org/a.zip?x=1\"},"
        " \"descriptors\": \"more\", \"snapshots\": \"/snap\", \"releases\": \"r\","
        " \"public\": \"../www\", \"keep_releases\": 12}";
    check_done(load(*state, json, &config, &err), &err);
    assert_string_equal(config.title.in[0], "Figures");
    assert_string_equal(config.title.in[1], "Cifras");
    assert_string_equal(config.base_url, "https://example.org/crime/");
    assert_string_equal(config.operator_name.in[1], "Somebody");
    assert_string_equal(config.contact, "mailto:a@example.org");
    assert_int_equal(config.wanted, 2);
    assert_string_equal(config.want[1], "b-1");
    assert_int_equal(config.urls, 1);
    assert_string_equal(config.url[0][0], "a");
    assert_string_equal(config.url[0][1], "https://example.org/a.zip?x=1");
    assert_string_equal(config.sources, path_join(&arena, *state, "more"));
    assert_string_equal(config.snapshots, "/snap");
    assert_string_equal(config.releases, path_join(&arena, *state, "r"));
    assert_string_equal(config.public_, path_join(&arena, *state, "../www"));
    assert_int_equal(config.keep_releases, 12);
}

static void reads_how_to_fetch(void **state)
{
    struct config config;
    struct error err;
    const char *json =
        "{\"attempts\": 2, \"authorities\": \"ours.pem\","
        " \"drop\": {\"a\": \"inbox\", \"b\": \"/inbox\"},"
        " \"credentials\": {"
        "  \"a\": {\"from\": \"env:A_KEY\", \"header\": \"Authorization\","
        "         \"prefix\": \"Bearer \"},"
        "  \"b\": {\"from\": \"file:b.key\", \"query\": \"$app_token\"}}}";
    check_done(load(*state, json, &config, &err), &err);
    assert_int_equal(config.attempts, 2);
    assert_string_equal(config.authorities, path_join(&arena, *state, "ours.pem"));
    assert_string_equal(config.drop, "");
    assert_int_equal(config.drops, 2);
    assert_string_equal(config.drop_folder[0][1], path_join(&arena, *state, "inbox"));
    assert_string_equal(config.drop_folder[1][1], "/inbox");
    assert_int_equal(config.credentials, 2);
    assert_string_equal(config.credential[0].credential.prefix, "Bearer ");
    assert_null(config.credential[0].credential.query);
    assert_string_equal(config.credential[1].source, "b");
    assert_string_equal(
        config.credential[1].credential.from,
        arena_format(&arena, "file:%s", path_join(&arena, *state, "b.key")));
    check_done(load(*state, "{\"drop\": \"inbox\"}", &config, &err), &err);
    assert_string_equal(config.drop, path_join(&arena, *state, "inbox"));
    assert_int_equal(config.attempts, 5);
}

static void reads_who_is_told(void **state)
{
    struct config config;
    struct error err;
    const char *json =
        "{\"ping_url\": \"https://example.org/ping/\", \"state\": \"s\","
        " \"on_failure\": [\"./tell\", \"--loud\"], \"precompress\": [\"br\"],"
        " \"publish\": ["
        "  {\"kind\": \"s3\", \"endpoint\": \"https://s3.example.org/\","
        "   \"bucket\": \"crime\", \"prefix\": \"site\", \"key_id\": \"file:id\"},"
        "  {\"kind\": \"command\", \"argv\": [\"rsync\", \"\"], \"timeout\": 7}]}";
    check_done(load(*state, json, &config, &err), &err);
    assert_string_equal(config.ping_url, "https://example.org/ping");
    assert_string_equal(config.state, path_join(&arena, *state, "s"));
    assert_string_equal(config.on_failure[0], path_join(&arena, *state, "./tell"));
    assert_string_equal(config.on_failure[1], "--loud");
    assert_null(config.on_failure[2]);
    assert_false(config.precompress[PACKING_GZIP]);
    assert_true(config.precompress[PACKING_BROTLI]);
    assert_int_equal(config.targets, 2);
    assert_string_equal(config.target[0].name, "s3 crime/site/");
    assert_string_equal(config.target[0].endpoint, "https://s3.example.org");
    assert_string_equal(
        config.target[0].key_id.from,
        arena_format(&arena, "file:%s", path_join(&arena, *state, "id")));
    assert_string_equal(config.target[0].secret_key.from, "env:AWS_SECRET_ACCESS_KEY");
    assert_null(config.target[0].session_token.from);
    assert_string_equal(config.target[1].word[0], "rsync");
    assert_string_equal(config.target[1].word[1], "");
    assert_null(config.target[1].word[2]);
    assert_int_equal(config.target[1].timeout, 7);
}

static void takes_ways_to_reach_somebody(void **state)
{
    static const char *const ways[] = {"a@example.org", "mailto:a.b+c@example.org",
                                       "https://example.org/mail?to=us", ""};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct config config;
        struct error err;
        const char *json = arena_format(&arena, "{\"contact\": \"%s\"}", ways[i]);
        check_done(load(*state, json, &config, &err), &err);
        assert_string_equal(config.contact, ways[i]);
    }
}

static void refuses_what_is_off(void **state)
{
    static const struct {
        const char *json, *words;
    } cases[] = {
        {"{\"titel\": \"x\"}",
         "\"titel\" is not known here; allowed: title, base_url, "},
        {"[]", "must be an object"},
        {"{\"title\": 3}", "\"title\" must be a string, or an object"},
        {"{\"title\": {\"es\": \"x\"}}", "\"en\" is missing"},
        {"{\"title\": {\"es\": \"x\", \"en\": \"y\", \"fr\": \"z\"}}", "\"fr\""},
        {"{\"base_url\": \"example.org\"}", "\"base_url\" must be like"},
        {"{\"base_url\": \"javascript:alert(1)\"}", "\"base_url\" must be like"},
        {"{\"base_url\": \"https://example.org/?a\"}", "\"base_url\" must be like"},
        {"{\"base_url\": \"https://\"}", "\"base_url\" must be like"},
        {"{\"base_url\": \"https:///x\"}", "\"base_url\" must be like"},
        {"{\"base_url\": \"https://a:b@example.org/\"}", "\"base_url\" must be like"},
        {"{\"base_url\": \"https://example.org/'x\"}", "\"base_url\" must be like"},
        {"{\"contact\": \"a b\"}", "\"contact\" must be"},
        {"{\"contact\": \"javascript:alert(1)\"}", "\"contact\" must be"},
        {"{\"contact\": \"mailto:\"}", "\"contact\" must be"},
        {"{\"contact\": \"mailto:a\"}", "\"contact\" must be"},
        {"{\"contact\": \"a@b@c\"}", "\"contact\" must be"},
        {"{\"contact\": \"https://\"}", "\"contact\" must be"},
        {"{\"languages\": []}", "1 to 8 tags"},
        {"{\"languages\": [\"es\", \"es\"]}", "\"es\" twice"},
        {"{\"languages\": [\"../x\"]}", "tags like \"es\", not \"../x\""},
        {"{\"languages\": [7]}", "tags like"},
        {"{\"sources\": []}", "leave it out for all"},
        {"{\"sources\": [\"a\", 2]}", "item 2 is not an id"},
        {"{\"urls\": {\"a\": \"ftp://example.org\"}}", "the address of a must start"},
        {"{\"urls\": {\"a\": \"https://exa mple.org\"}}",
         "the address of a must start"},
        {"{\"urls\": {\"a\": \"https://me:secret@example.org/\"}}",
         "a user or a password"},
        {"{\"attempts\": 0}", "from 1 to 100"},
        {"{\"drop\": 7}", "\"drop\" must be a folder"},
        {"{\"drop\": {\"a\": \"\"}}", "the folder of a is none"},
        {"{\"credentials\": {\"a\": {\"header\": \"X\"}}}", "\"from\" is missing"},
        {"{\"credentials\": {\"a\": {\"from\": \"s3cret\", \"header\": \"X\"}}}",
         "a secret does not stand in a configuration"},
        {"{\"credentials\": {\"a\": {\"from\": \"env:K\"}}}", "a \"header\" or a"},
        {"{\"credentials\": {\"a\": {\"from\": \"env:K\", \"header\": \"X\","
         " \"query\": \"k\"}}}",
         "one of them"},
        {"{\"credentials\": {\"a\": {\"from\": \"env:K\", \"header\": \"X: y\"}}}",
         "a \"header\" or a"},
        {"{\"credentials\": {\"a\": {\"from\": \"env:K\", \"header\": \"X: y\","
         " \"query\": \"k\"}}}",
         "one of them"},
        {"{\"publish\": [{\"kind\": \"ftp\"}]}", "must be \"s3\" or \"command\""},
        {"{\"publish\": [{\"kind\": \"s3\", \"endpoint\": \"https://s3.example.org\","
         " \"bucket\": \"crime\", \"secret_key\": \"s3cret\"}]}",
         "\"secret_key\" must be env:NAME or file:PATH"},
        {"{\"precompress\": [\"zip\"]}", "\"gz\" and \"br\", not \"zip\""},
        {"{\"on_failure\": []}", "1 to 64 words"},
        {"{\"on_failure\": [\"\"]}", "word 1 is not a string, or an empty one"},
        {"{\"ping_url\": \"https://example.org/?x\"}", "behind a question mark"},
        {"{\"keep_releases\": 0}", "from 1 to 1000"},
        {"{\"keep_releases\": 1.5}", "whole number"},
        {"{\"public\": \"\"}", "\"public\" must not be empty"},
        {"{\"public\": 5}", "\"public\" must be a string"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct config config;
        struct error err;
        assert_false(load(*state, cases[i].json, &config, &err));
        check_error(&err, ERROR_USAGE, cases[i].words);
    }
}

static void a_missing_file_is_an_error(void **state)
{
    struct config config;
    struct error err = {0};
    assert_false(config_load(&arena, path_join(&arena, *state, "none.json"), "share",
                             &config, &err));
    check_error(&err, ERROR_USAGE, "there is no file ");
    err = (struct error){0};
    assert_false(config_load(&arena, *state, "share", &config, &err));
    check_error(&err, ERROR_USAGE, "is not a file");
}

static void finds_the_share(void **state)
{
    struct error err = {0};
    const char *share;
    assert_false(share_find(&arena, *state, &share, &err));
    check_error(&err, ERROR_USAGE, "--share: ");
    err = (struct error){0};
    check_done(folder_make(path_join(&arena, *state, "transform/lists"), &err), &err);
    check_done(folder_make(path_join(&arena, *state, "ingest/sources"), &err), &err);
    check_done(share_find(&arena, *state, &share, &err), &err);
    assert_string_equal(share, *state);
    setenv("CIFRA_SHARE", *state, 1);
    check_done(share_find(&arena, NULL, &share, &err), &err);
    unsetenv("CIFRA_SHARE");
    assert_string_equal(share, *state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_folder(has_defaults),        with_folder(an_empty_object_is_the_defaults),
        with_folder(reads_every_field),   with_folder(reads_how_to_fetch),
        with_folder(reads_who_is_told),   with_folder(takes_ways_to_reach_somebody),
        with_folder(refuses_what_is_off), with_folder(a_missing_file_is_an_error),
        with_folder(finds_the_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
