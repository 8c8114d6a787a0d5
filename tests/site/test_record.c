#include "tests/site/small_source.h"

#include "base/file.h"
#include "base/json.h"
#include "site/diff.h"
#include "site/release.h"
#include "site/tree.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void read_all(void)
{
    holdings_close(&holdings);
    read_small();
}

/* An edition of one file, with the stamp of what is read. */
static void publish(void)
{
    struct error err = {0};
    struct buffer stamp = {0};
    struct published published;
    struct tree *tree;
    buffer_string(&stamp, "hash complete\n");
    record_write(&stamp, &holdings);
    buffer_char(&stamp, '\0');
    check_done(tree_open(config.releases, config.public_, &tree, &err), &err);
    check_done(tree_put(tree, "index.html", TEXT("<p>"), &err), &err);
    check_done(tree_publish(tree, "2020-06-20", stamp.at, 3, &published, &err), &err);
    tree_close(tree);
    buffer_free(&stamp);
}

static struct record read_record(void)
{
    struct error err = {0};
    struct record record;
    check_done(record_read(&arena, &config, &record, &err), &err);
    return record;
}

static const char *loss(void)
{
    size_t at = 0;
    const char *source, *words;
    struct record record = read_record();
    return record_loss(&arena, &record, &holdings, &at, &source, &words) ? words : NULL;
}

static void remembers_what_was_used(void **state)
{
    assert_int_equal(read_record().count, 0);
    small_vintage(state, "2020-04-20", 3, false);
    read_all();
    publish();
    struct record record = read_record();
    assert_int_equal(record.count, 1);
    const struct used *used = record_find(&record, "small");
    assert_non_null(used);
    assert_null(record_find(&record, "other"));
    assert_int_equal(used->date.month, 4);
    assert_string_equal(used->sha256.hex,
                        holdings.holding[0].current->snapshot.provenance.sha256.hex);
    assert_null(loss());
    /* Somebody touches the edition: what it was made from is known all the same. */
    struct error err = {0};
    check_done(
        file_write(path_join(&arena, config.public_, "index.html"), TEXT("<b>"), &err),
        &err);
    assert_null(tree_stamp(&arena, config.releases, config.public_));
    assert_int_equal(read_record().count, 1);
}

/* The stamp of the edition in place. */
static const char *stamp(void)
{
    struct error err = {0};
    const char *release;
    check_done(release_current(&arena, config.public_, &release, &err), &err);
    return arena_format(&arena, "%s.stamp", release);
}

static void no_record_is_not_an_unreadable_one(void **state)
{
    struct error err = {0};
    struct record record;
    small_vintage(state, "2020-04-20", 3, false);
    read_all();
    publish();
    const char *path = stamp(), *aside = arena_format(&arena, "%s.aside", path);
    assert_int_equal(rename(path, aside), 0);
    assert_int_equal(read_record().count, 0); /* nothing was remembered */
    assert_int_equal(mkdir(path, 0777), 0);
    assert_false(record_read(&arena, &config, &record, &err));
    assert_int_equal(err.kind, ERROR_SYSTEM);
    assert_non_null(strstr(err.message, path));
    assert_int_equal(record.count, 0);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(rename(aside, path), 0);
    assert_int_equal(read_record().count, 1);
    /* What is in the way of public is no edition of ours. */
    assert_int_equal(unlink(config.public_), 0);
    assert_int_equal(mkdir(config.public_, 0777), 0);
    assert_int_equal(read_record().count, 0);
}

static void notices_a_loss(void **state)
{
    struct error err = {0};
    small_vintage(state, "2020-04-20", 3, false);
    small_vintage(state, "2020-05-20", 4, false);
    read_all();
    publish();
    struct snapshot newest = holdings.holding[0].vintage[1].snapshot;
    struct snapshot oldest = holdings.holding[0].vintage[0].snapshot;
    check_done(snapshot_withdraw(config.snapshots, &newest, &err), &err);
    read_all();
    assert_non_null(loss());
    assert_non_null(strstr(loss(), "has small of 2020-05-20"));
    assert_non_null(strstr(loss(), "is older: 2020-04-20"));
    check_done(snapshot_withdraw(config.snapshots, &oldest, &err), &err);
    read_all();
    assert_non_null(strstr(loss(), "of small no snapshot can be read"));
    /* Dropped from the configuration, nobody misses it. */
    config.want[0] = "mx-estatal-2015";
    read_all();
    assert_null(loss());
}

static void another_day_is_no_loss(void **state)
{
    struct error err = {0};
    small_vintage(state, "2020-05-20", 3, false);
    read_all();
    publish();
    struct provenance now = holdings.holding[0].vintage[0].snapshot.provenance;
    now.date = (struct day){2020, 4, 1};
    check_done(snapshot_amend(config.snapshots, &now, &err), &err);
    read_all();
    assert_null(loss());
    small_vintage(state, "2020-05-01", 4, false); /* younger than it is by now */
    read_all();
    assert_null(loss());
}

static struct diff diff_now(void)
{
    struct record record = read_record();
    return diff_of(&arena, &record, &holdings);
}

static void check_words(const struct diff *diff, const char *expected)
{
    struct buffer out = {0};
    diff_write_words(&out, diff);
    buffer_char(&out, '\0');
    if (!strstr(out.at, expected))
        fail_msg("\"%s\" does not say \"%s\"", out.at, expected);
    buffer_free(&out);
}

static void check_json(const struct diff *diff, double added, bool changed)
{
    struct error err = {0};
    struct buffer out = {0};
    diff_write_json(&out, diff);
    struct json_node *root = json_parse(buffer_all(&out), "diff", &err);
    check_done(root != NULL, &err);
    const struct json_node *one = json_at(json_get(root, "sources"), 0);
    check_text(json_text(one, "source", ""), "small");
    assert_int_equal(json_truth(one, "changed", !changed), changed);
    assert_true(json_number(json_get(one, "figures"), "new", -1) == added);
    json_close(root);
    buffer_free(&out);
}

static void tells_what_would_change(void **state)
{
    small_vintage(state, "2020-04-20", 3, false);
    read_all();
    struct diff diff = diff_now();
    check_words(&diff, "small: nothing -> 2020-04-20 (");
    check_words(&diff, "figures: 6 new, 0 changed (net 0), 0 gone");
    check_json(&diff, 6, true);
    publish();
    diff = diff_now();
    assert_int_equal(diff.changed, 0);
    check_words(&diff, "no source changes");
    check_json(&diff, 0, false);
    small_vintage(state, "2020-05-20", 4, false);
    read_all();
    diff = diff_now();
    check_words(&diff, "small: 2020-04-20 (");
    check_words(&diff, "-> 2020-05-20 (");
    check_words(&diff, "figures: 2 new, 0 changed (net 0), 0 gone");
    check_json(&diff, 2, true);
}

static void tells_what_would_be_refused(void **state)
{
    struct error err = {0};
    small_vintage(state, "2020-04-20", 3, false);
    read_all();
    publish();
    struct snapshot only = holdings.holding[0].vintage[0].snapshot;
    check_done(snapshot_withdraw(config.snapshots, &only, &err), &err);
    read_all();
    struct diff diff = diff_now();
    check_words(&diff, "-> nothing\n  figures cannot be compared");
    check_words(&diff, "it would be refused: the edition in place has small");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_small_source(remembers_what_was_used),
        with_small_source(no_record_is_not_an_unreadable_one),
        with_small_source(notices_a_loss),
        with_small_source(another_day_is_no_loss),
        with_small_source(tells_what_would_change),
        with_small_source(tells_what_would_be_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
