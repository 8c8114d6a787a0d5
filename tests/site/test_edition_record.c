#include "tests/site/small_source.h"

#include "base/file.h"
#include "base/version.h"
#include "site/edition_record.h"

#include <string.h>

static struct json_node *parse(const char *lines)
{
    struct error err = {0};
    const char *text = arena_format(&arena, "{\n%s}\n", lines);
    struct json_node *root = json_parse(text_of(text), "edition.json", &err);
    check_done(root != NULL, &err);
    return root;
}

/* What the holdings are now, as an edition of them would tell. */
static const char *record_now(void)
{
    struct error err = {0};
    const char *lines;
    check_done(edition_record_write(&arena, &holdings, &lines, &err), &err);
    return lines;
}

static struct edition_record read_back(const char *lines, struct config *then)
{
    struct error err = {0};
    struct edition_record record;
    struct json_node *root = parse(lines);
    *then = config;
    check_done(edition_record_read(&arena, root, "edition.json", &record, then, &err),
               &err);
    json_close(root);
    return record;
}

static void what_is_written_is_read(void **state)
{
    struct config then;
    small_vintage(state, "2020-04-20", 3, false);
    small_vintage(state, "2020-05-20", 4, false);
    config.languages = (struct languages){2, {"es", "en"}};
    config.title = (struct names){{"\"Prueba\"", "Try\n"}};
    config.base_url = "https://example.org/";
    config.contact = "datos@example.org";
    small_open();
    struct edition_record record = read_back(record_now(), &then);
    assert_string_equal(record.version, CIFRA_VERSION);
    assert_int_equal(record.sources, 1);
    assert_string_equal(record.source[0], "small");
    assert_int_equal(record.snapshots, 2);
    assert_int_equal(record.snapshot[1].date.month, 5);
    assert_string_equal(record.snapshot[1].sha256.hex,
                        holdings.holding[0].vintage[1].snapshot.provenance.sha256.hex);
    assert_null(record.snapshot[0].fault);
    assert_int_equal(then.languages.count, 2);
    assert_string_equal(then.languages.tag[1], "en");
    assert_string_equal(then.title.in[0], "\"Prueba\"");
    assert_string_equal(then.title.in[1], "Try\n");
    assert_string_equal(then.base_url, "https://example.org/");
    assert_string_equal(then.contact, "datos@example.org");
}

/* A younger file, another day and an accepted loss are of today, not of the edition. */
static void holdings_become_what_they_were(void **state)
{
    struct error err = {0};
    struct config then;
    small_vintage(state, "2020-04-20", 3, false);
    small_open();
    const char *lines = record_now();
    struct provenance now = holdings.holding[0].vintage[0].snapshot.provenance;
    now.date = (struct day){2020, 4, 1};
    now.accepted = "fewer rows, as announced";
    check_done(snapshot_amend(config.snapshots, &now, &err), &err);
    small_vintage(state, "2020-05-20", 4, false);
    holdings_close(&holdings);
    small_open();
    assert_int_equal(holdings.holding[0].vintages, 2);
    struct edition_record record = read_back(lines, &then);
    check_done(edition_record_apply(&arena, &record, &holdings, &err), &err);
    const struct holding *holding = &holdings.holding[0];
    assert_int_equal(holding->vintages, 1);
    assert_int_equal(holding->vintage[0].snapshot.provenance.date.day, 20);
    assert_string_equal(holding->vintage[0].snapshot.provenance.accepted, "");
    assert_string_equal(record_now(), lines);
}

static void a_snapshot_that_is_gone_is_told(void **state)
{
    struct error err = {0};
    struct config then;
    small_vintage(state, "2020-04-20", 3, false);
    small_open();
    struct edition_record record = read_back(record_now(), &then);
    check_done(snapshot_withdraw(config.snapshots,
                                 &holdings.holding[0].vintage[0].snapshot, &err),
               &err);
    holdings_close(&holdings);
    small_open();
    assert_false(edition_record_apply(&arena, &record, &holdings, &err));
    check_error(&err, ERROR_CONTRADICTION, "that is not in the store");
}

static void half_a_record_is_none(void **state)
{
    static const char *const parts[] = {"\"made_by\"",       "\"lists\"",
                                        "\"configuration\"", "\"languages\"",
                                        "\"sources\"",       "\"sha256\""};
    small_vintage(state, "2020-04-20", 3, false);
    small_open();
    const char *lines = record_now();
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct error err = {0};
        struct edition_record record;
        struct config then = config;
        const char *at = strstr(lines, parts[i]);
        assert_non_null(at);
        struct json_node *root = parse(arena_format(
            &arena, "%.*s\"lost\"%s", (int)(at - lines), lines, at + strlen(parts[i])));
        assert_false(
            edition_record_read(&arena, root, "edition.json", &record, &then, &err));
        check_error(&err, ERROR_FORMAT, "edition.json does not say");
        json_close(root);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_small_source(what_is_written_is_read),
        with_small_source(holdings_become_what_they_were),
        with_small_source(a_snapshot_that_is_gone_is_told),
        with_small_source(half_a_record_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
