#include "tests/site/small_source.h"

#include "base/clock.h"
#include "base/file.h"
#include "site/intake.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int open_small(void **state)
{
    make_small_source(state);
    small_open();
    return 0;
}

static size_t stored(void)
{
    struct error err = {0};
    check_done(holdings_list(&arena, &holdings, &err), &err);
    return holdings.holding[0].vintages;
}

static struct brought brought(const char *file)
{
    return (struct brought){.source = "small",
                            .file = file,
                            .date = {2020, 4, 20},
                            .url = "https://example.org/x",
                            .note = "by mail"};
}

static void takes_a_file(void **state)
{
    struct intake intake;
    struct error err = {0};
    struct brought file = brought(small_file(*state, "small.csv", 3, false));
    check_done(intake_file(&arena, &holdings, &file, &intake, &err), &err);
    assert_int_equal(intake.result, INTAKE_NEW);
    assert_int_equal(intake.decoded.rows, 2);
    assert_int_equal(stored(), 1);
    const struct provenance *from = &holdings.holding[0].vintage[0].snapshot.provenance;
    assert_string_equal(from->file, "small.csv");
    assert_string_equal(from->url, "https://example.org/x");
    assert_string_equal(from->note, "by mail");
    assert_int_equal(from->date.day, 20);
    check_done(intake_file(&arena, &holdings, &file, &intake, &err), &err);
    assert_int_equal(intake.result, INTAKE_KNOWN);
    assert_int_equal(stored(), 1);
}

static void the_day_is_today_unless_told(void **state)
{
    struct intake intake;
    struct error err = {0};
    struct brought file = brought(small_file(*state, "small.csv", 3, false));
    file.date = (struct day){0};
    check_done(intake_file(&arena, &holdings, &file, &intake, &err), &err);
    assert_true(day_compare(intake.provenance.date, clock_day()) <= 0);
    assert_true(intake.provenance.date.year > 2020);
}

static void refuses(struct brought file, enum error_kind kind, const char *words)
{
    struct intake intake;
    struct error err = {0};
    assert_false(intake_file(&arena, &holdings, &file, &intake, &err));
    check_error(&err, kind, words);
    assert_int_equal(intake.result, kind == ERROR_USAGE || kind == ERROR_SYSTEM
                                        ? INTAKE_FAILED
                                        : INTAKE_REFUSED);
    assert_int_equal(stored(), 0);
    assert_false(file_exists(config.snapshots));
}

static const char *file_of(void **state, const char *bytes)
{
    struct error err = {0};
    const char *path = path_join(&arena, *state, "bad.csv");
    check_done(file_write(path, text_of(bytes), &err), &err);
    return path;
}

static void refused_files_leave_no_trace(void **state)
{
    refuses(brought(file_of(state, "")), ERROR_FORMAT, "bad.csv: the file is empty");
    refuses(brought(file_of(state, "<html>\n<p>Not found</p>\n</html>\n")),
            ERROR_FORMAT, "bad.csv");
    refuses(brought(file_of(state, "place,offence,year,m1,m2,m3,m4,m5,m6,m7,m8,m9,"
                                   "m10,m11,m12\nmx-11,sorcery,2020,1,1,1,1,1,1,1,1,"
                                   "1,1,1,1\n")),
            ERROR_UNKNOWN_WORD, "sorcery");
    refuses(brought(*state), ERROR_USAGE, "is not a file");
    refuses(brought("/nowhere/x.csv"), ERROR_USAGE, "there is no file /nowhere/x.csv");
    struct brought unknown = brought(small_file(*state, "small", 3, false));
    unknown.source = "nobody";
    refuses(unknown, ERROR_USAGE, "there is no source \"nobody\"");
}

static void words_that_cannot_be_kept_are_refused(void **state)
{
    const char *file = small_file(*state, "small.csv", 3, false);
    struct brought bad = brought(file);
    bad.note = "caf\xe9";
    refuses(bad, ERROR_USAGE, "the note is not UTF-8");
    bad = brought(file);
    bad.url = "javascript:alert(1)";
    refuses(bad, ERROR_USAGE, "must be like https://");
    bad.url = "https://example.org/\xe9";
    refuses(bad, ERROR_USAGE, "must be like https://");
    bad.url = "https://me:secret@example.org/";
    refuses(bad, ERROR_USAGE, "without user and password");
}

static const struct provenance *only(void)
{
    assert_int_equal(stored(), 1);
    return &holdings.holding[0].vintage[0].snapshot.provenance;
}

static void any_file_name_can_be_kept(void **state)
{
    struct intake intake;
    struct error err = {0};
    struct brought file = brought(small_file(*state, "V\xed\x1b[31mc.csv", 3, false));
    check_done(intake_file(&arena, &holdings, &file, &intake, &err), &err);
    assert_string_equal(only()->file, "V\xc3\xad[31mc.csv");
    assert_null(holdings.holding[0].vintage[0].snapshot.fault);
}

static void a_known_file_gets_the_day_that_is_told(void **state)
{
    struct intake intake;
    struct error err = {0};
    struct brought file = brought(small_file(*state, "small.csv", 3, false));
    check_done(intake_file(&arena, &holdings, &file, &intake, &err), &err);
    stored();
    file.date = (struct day){2020, 5, 1};
    check_done(intake_file(&arena, &holdings, &file, &intake, &err), &err);
    assert_int_equal(intake.result, INTAKE_KNOWN); /* nobody is sure of it */
    file.redate = true;
    check_done(intake_file(&arena, &holdings, &file, &intake, &err), &err);
    assert_int_equal(intake.result, INTAKE_REDATED);
    assert_int_equal(only()->date.month, 5);
    assert_string_equal(only()->note, "by mail");
    file.date = (struct day){2020, 2, 1};
    assert_false(intake_file(&arena, &holdings, &file, &intake, &err));
    check_error(&err, ERROR_CONTRADICTION, "has figures of 2020-03");
    assert_int_equal(only()->date.month, 5);
}

static void damage_is_mended(const char *path, struct brought file, const char *bytes)
{
    struct intake intake;
    struct error err = {0};
    check_done(file_write(path, text_of(bytes), &err), &err);
    assert_int_equal(stored(), 1);
    check_done(intake_file(&arena, &holdings, &file, &intake, &err), &err);
    assert_int_equal(intake.result, INTAKE_MENDED);
    assert_int_equal(only()->date.day, 20);
    assert_null(holdings.holding[0].vintage[0].snapshot.fault);
    check_done(snapshot_verify(&holdings.holding[0].vintage[0].snapshot, &err), &err);
}

static void a_damaged_snapshot_is_mended(void **state)
{
    struct intake intake;
    struct error err = {0};
    struct text whole;
    struct brought file = brought(small_file(*state, "small.csv", 3, false));
    check_done(intake_file(&arena, &holdings, &file, &intake, &err), &err);
    assert_int_equal(stored(), 1);
    const char *path = holdings.holding[0].vintage[0].snapshot.path;
    check_done(file_read(&arena, path, 1 << 20, &whole, &err), &err);
    damage_is_mended(path, file, "cut");
    char *same_size = arena_format(&arena, "%s", whole.at);
    same_size[whole.length - 20] ^= 1;
    damage_is_mended(path, file, same_size);
    damage_is_mended(arena_format(&arena, "%s.json", path), file, "");
}

static void an_older_file_must_fit_before_the_younger(void **state)
{
    struct intake intake;
    struct error err = {0};
    struct brought younger = brought(small_file(*state, "young.csv", 3, false));
    struct brought older = brought(small_file(*state, "old.csv", 4, false));
    younger.date = (struct day){2020, 6, 20};
    older.date = (struct day){2020, 5, 20};
    check_done(intake_file(&arena, &holdings, &younger, &intake, &err), &err);
    assert_int_equal(stored(), 1);
    assert_false(intake_file(&arena, &holdings, &older, &intake, &err));
    check_error(&err, ERROR_CONTRADICTION, "the snapshot of 2020-06-20 is younger");
    assert_int_equal(stored(), 1);
}

static void a_loss_can_be_accepted(void **state)
{
    struct intake intake;
    struct error err = {0};
    struct brought first = brought(small_file(*state, "first.csv", 3, false));
    struct brought cut = brought(small_file(*state, "cut.csv", 4, true));
    cut.date = (struct day){2020, 5, 20};
    check_done(intake_file(&arena, &holdings, &first, &intake, &err), &err);
    assert_int_equal(stored(), 1);
    assert_false(intake_file(&arena, &holdings, &cut, &intake, &err));
    check_error(&err, ERROR_CONTRADICTION, "lacks 1 of the 2 series");
    holdings.accept = "other, small";
    err = (struct error){0};
    check_done(intake_file(&arena, &holdings, &cut, &intake, &err), &err);
    assert_non_null(strstr(intake.provenance.accepted, "lacks 1 of the 2 series"));
    assert_int_equal(stored(), 2);
    check_done(holdings_read(&arena, &holdings, NULL, &err), &err);
    assert_ptr_equal(holdings.holding[0].current, &holdings.holding[0].vintage[1]);
    assert_null(holdings.holding[0].held_back);
}

/* Fetching, from a file of the operator's --------------------------------------- */

static void offer(void **state, const char *file)
{
    config.urls = 1;
    config.url[0][0] = "small";
    config.url[0][1] =
        arena_format(&arena, "file://%s", path_join(&arena, *state, file));
}

static struct intake *intakes; /* of the last fetch */
static struct error *fault;
static size_t came;

static bool fetch(struct intake *out, struct error *err)
{
    const struct source *source = holdings.holding[0].source;
    int lock;
    *err = (struct error){0};
    came = 0;
    check_done(intake_lock(&config, &lock, err), err);
    bool good =
        intake_fetch(&arena, &holdings, &source, 1, NULL, &intakes, &fault, &came, err);
    close(lock);
    if (came > 0)
        *out = intakes[0];
    return good;
}

static size_t count_names(const char *folder)
{
    struct text *names;
    size_t count;
    struct error err = {0};
    check_done(folder_list(&arena, folder, &names, &count, &err), &err);
    return count;
}

static void fetches(void **state)
{
    struct intake intake;
    struct error err;
    assert_false(intake_can_fetch(&config, holdings.holding[0].source));
    small_file(*state, "small.csv", 3, false);
    offer(state, "small.csv");
    assert_true(intake_can_fetch(&config, holdings.holding[0].source));
    check_done(fetch(&intake, &err), &err);
    assert_int_equal(intake.result, INTAKE_NEW);
    assert_int_equal(stored(), 1);
    check_done(fetch(&intake, &err), &err);
    assert_int_equal(intake.result, INTAKE_KNOWN);
    assert_int_equal(count_names(path_join(&arena, config.snapshots, ".incoming")), 0);
}

static void puts_aside_what_it_refuses(void **state)
{
    struct intake intake;
    struct error err;
    file_of(state, "<html>\n</html>\n");
    offer(state, "bad.csv");
    assert_false(fetch(&intake, &err));
    check_error(&err, ERROR_FORMAT, "small: fetching file://");
    check_error(&err, ERROR_FORMAT, "the server sent a web page, not the data");
    assert_int_equal(intake.result, INTAKE_REFUSED);
    assert_int_equal(stored(), 0);
    const char *aside = path_join(&arena, config.snapshots, ".refused/small");
    assert_int_equal(count_names(aside), 2);
    const char *bytes = path_join(&arena, aside, intake.provenance.sha256.hex);
    assert_true(file_holds(bytes, TEXT("<html>\n</html>\n")));
    assert_true(file_exists(arena_format(&arena, "%s.txt", bytes)));
}

static void few_of_the_refused_are_kept(void **state)
{
    struct intake intake;
    struct error err;
    const char *aside = path_join(&arena, config.snapshots, ".refused/small");
    offer(state, "bad.csv");
    for (int i = 0; i < REFUSED_KEPT + 3; i++) {
        file_of(state, arena_format(&arena, "<html>\n%d</html>\n", i));
        assert_false(fetch(&intake, &err));
    }
    assert_int_equal(count_names(aside), 2 * REFUSED_KEPT);
    assert_true(file_exists(path_join(&arena, aside, intake.provenance.sha256.hex)));
}

static void says_what_is_away(void **state)
{
    struct intake intake;
    struct error err;
    offer(state, "none.csv");
    assert_false(fetch(&intake, &err));
    check_error(&err, ERROR_NETWORK, "small: ");
    assert_int_equal(intake.result, INTAKE_UNREACHABLE);
}

/* From a folder where somebody drops them ---------------------------------------- */

static const char *drop_file(void **state, const char *name, size_t months)
{
    struct error err = {0};
    const char *folder = path_join(&arena, *state, "inbox");
    check_done(folder_make(folder, &err), &err);
    return small_file(folder, name, months, false);
}

static void takes_what_is_dropped(void **state)
{
    struct intake intake;
    struct error err;
    const char *drop[1][2] = {{"small", path_join(&arena, *state, "inbox")}};
    const char *newest = drop_file(state, "small_jun2020.csv", 5);
    drop_file(state, "small-2020-04-21.csv", 3);
    drop_file(state, "small-2020-05-02.csv.part", 2);
    config.drops = 1;
    config.drop_folder = drop;
    assert_true(intake_can_fetch(&config, holdings.holding[0].source));
    check_done(fetch(&intake, &err), &err);
    assert_int_equal(came, 2);
    assert_int_equal(intakes[0].result, INTAKE_NEW); /* the older one first */
    assert_int_equal(intakes[1].result, INTAKE_NEW);
    const struct vintage *vintage = holdings.holding[0].vintage;
    assert_int_equal(holdings.holding[0].vintages, 2);
    assert_int_equal(
        day_compare(vintage[0].snapshot.provenance.date, (struct day){2020, 4, 21}), 0);
    assert_int_equal(
        day_compare(vintage[1].snapshot.provenance.date, (struct day){2020, 6, 30}), 0);
    assert_string_equal(vintage[1].snapshot.provenance.file, "small_jun2020.csv");
    assert_true(file_exists(newest));
    check_done(fetch(&intake, &err), &err);
    assert_int_equal(intakes[0].result, INTAKE_KNOWN);
}

static void a_bad_file_that_is_dropped_stays_there(void **state)
{
    struct intake intake;
    struct error err;
    const char *drop[1][2] = {{"small", *state}};
    const char *bad = file_of(state, "<html>\n</html>\n");
    config.drops = 1;
    config.drop_folder = drop;
    assert_false(fetch(&intake, &err));
    check_error(&err, ERROR_FORMAT, "small: ");
    check_error(&err, ERROR_FORMAT, "bad.csv");
    assert_true(file_exists(bad));
    assert_int_equal(stored(), 0);
    drop[0][1] = "/nowhere";
    assert_false(fetch(&intake, &err));
    check_error(&err, ERROR_USAGE, "there is no drop folder /nowhere");
}

static void one_transfer_at_a_time(void **state)
{
    (void)state;
    int first, second;
    struct error err = {0};
    check_done(intake_lock(&config, &first, &err), &err);
    assert_false(intake_lock(&config, &second, &err));
    check_error(&err, ERROR_CONTRADICTION, "another run is at work");
    close(first);
}

#define each(test)                                                                     \
    cmocka_unit_test_setup_teardown(test, open_small, remove_small_source)

int main(void)
{
    const struct CMUnitTest tests[] = {
        each(takes_a_file),
        each(the_day_is_today_unless_told),
        each(refused_files_leave_no_trace),
        each(words_that_cannot_be_kept_are_refused),
        each(any_file_name_can_be_kept),
        each(a_known_file_gets_the_day_that_is_told),
        each(a_damaged_snapshot_is_mended),
        each(an_older_file_must_fit_before_the_younger),
        each(a_loss_can_be_accepted),
        each(fetches),
        each(few_of_the_refused_are_kept),
        each(puts_aside_what_it_refuses),
        each(says_what_is_away),
        each(takes_what_is_dropped),
        each(a_bad_file_that_is_dropped_stays_there),
        each(one_transfer_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
