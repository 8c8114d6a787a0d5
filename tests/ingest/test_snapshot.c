#include "tests/check.h"

#include "ingest/snapshot.h"
#include "tests/ingest/recorder.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A store with one file beside it. */
struct fixture {
    struct arena arena;
    const char *store;
    const char *file;
    struct provenance from;
};

static struct fixture fixture_new(const char *folder, const char *bytes)
{
    struct fixture fixture = {.arena = {0}};
    fixture.store = path_join(&fixture.arena, folder, "store");
    fixture.file = write_in(&fixture.arena, folder, "file.csv", text_of(bytes));
    fixture.from = (struct provenance){
        .source = "mx-x",
        .url = "https://a.mx/f?share=***",
        .file = "V\xc3\xad"
                "ctimas \"1\".csv",
        .fetched = "2024-12-21T06:02:11Z",
        .date = {2024, 12, 21},
        .headers = 1,
        .header = {{"etag", "\"abc\""}},
        .note = "",
    };
    return fixture;
}

static bool keep(struct fixture *fixture)
{
    struct error err = {0};
    bool is_new;
    check_done(
        snapshot_keep(fixture->store, fixture->file, &fixture->from, &is_new, &err),
        &err);
    return is_new;
}

static size_t list(struct fixture *fixture, struct snapshot **out)
{
    struct error err = {0};
    size_t count;
    check_done(
        snapshot_list(&fixture->arena, fixture->store, "mx-x", out, &count, &err),
        &err);
    return count;
}

static const char *bytes_path(struct fixture *fixture, const char *bytes)
{
    struct sha256 sha256 = sha256_of(text_of(bytes));
    return path_join(&fixture->arena,
                     path_join(&fixture->arena, fixture->store, "mx-x"), sha256.hex);
}

static void keeps_and_lists(void **state)
{
    struct fixture fixture = fixture_new(*state, "a,b\n1,2\n");
    struct error err = {0};
    struct snapshot *all;
    assert_int_equal(list(&fixture, &all), 0);
    fixture.from.mirror = true;
    assert_true(keep(&fixture));
    assert_int_equal(list(&fixture, &all), 1);
    const struct provenance *from = &all[0].provenance;
    check_text(text_of(from->file), fixture.from.file);
    check_text(text_of(from->url), fixture.from.url);
    check_text(text_of(from->fetched), fixture.from.fetched);
    check_text(text_of(from->header[0][1]), "\"abc\"");
    assert_int_equal(from->headers, 1);
    assert_true(from->mirror);
    assert_int_equal(from->bytes, 8);
    assert_int_equal(day_compare(from->date, fixture.from.date), 0);
    assert_true(file_holds(all[0].path, TEXT("a,b\n1,2\n")));
    check_done(snapshot_verify(&all[0], &err), &err);
    arena_free(&fixture.arena);
}

static void the_provenance_reads_well(void **state)
{
    struct fixture fixture = fixture_new(*state, "a,b\n1,2\n");
    struct error err = {0};
    struct text json;
    assert_true(keep(&fixture));
    const char *path =
        arena_format(&fixture.arena, "%s.json", bytes_path(&fixture, "a,b\n1,2\n"));
    check_done(file_read(&fixture.arena, path, 1 << 16, &json, &err), &err);
    check_golden("ingest/golden/provenance.json", json);
    arena_free(&fixture.arena);
}

static void keeping_twice_changes_nothing(void **state)
{
    struct fixture fixture = fixture_new(*state, "a,b\n1,2\n");
    struct snapshot *all;
    assert_true(keep(&fixture));
    fixture.from.url = "https://elsewhere.mx/";
    fixture.from.date.year = 2025;
    assert_false(keep(&fixture));
    assert_int_equal(list(&fixture, &all), 1);
    check_text(text_of(all[0].provenance.url), "https://a.mx/f?share=***");
    assert_int_equal(all[0].provenance.date.year, 2024);
    arena_free(&fixture.arena);
}

static void vintages_are_in_order_of_date(void **state)
{
    struct fixture fixture = fixture_new(*state, "second");
    struct snapshot *all;
    assert_true(keep(&fixture));
    write_in(&fixture.arena, *state, "file.csv", TEXT("first"));
    fixture.from.date = (struct day){2024, 2, 21};
    assert_true(keep(&fixture));
    write_in(&fixture.arena, *state, "file.csv", TEXT("third"));
    fixture.from.date = (struct day){2025, 1, 1};
    assert_true(keep(&fixture));
    assert_int_equal(list(&fixture, &all), 3);
    assert_true(file_holds(all[0].path, TEXT("first")));
    assert_true(file_holds(all[1].path, TEXT("second")));
    assert_true(file_holds(all[2].path, TEXT("third")));
    arena_free(&fixture.arena);
}

static void unfinished_keeps_are_ignored_and_completed(void **state)
{
    struct fixture fixture = fixture_new(*state, "a,b\n1,2\n");
    struct error err = {0};
    struct snapshot *all;
    const char *bytes = bytes_path(&fixture, "a,b\n1,2\n");
    const char *folder = path_join(&fixture.arena, fixture.store, "mx-x");
    check_done(folder_make(folder, &err), &err);
    write_in(&fixture.arena, folder, ".abc.tmp", TEXT("half"));
    write_in(&fixture.arena, folder, "README", TEXT("not ours"));
    write_in(&fixture.arena, folder, strrchr(bytes, '/') + 1, TEXT("a,b\n1"));
    assert_int_equal(list(&fixture, &all), 0);
    assert_true(keep(&fixture));
    assert_int_equal(list(&fixture, &all), 1);
    check_done(snapshot_verify(&all[0], &err), &err);
    arena_free(&fixture.arena);
}

static void check_torn(struct fixture *fixture, const char *words)
{
    struct snapshot *all;
    assert_int_equal(list(fixture, &all), 1);
    assert_non_null(all[0].fault);
    if (!strstr(all[0].fault, words))
        fail_msg("\"%s\" does not say \"%s\"", all[0].fault, words);
    assert_null(strstr(all[0].fault, fixture->store));
    check_text(text_of(all[0].provenance.source), "mx-x");
    assert_int_equal(strlen(all[0].provenance.sha256.hex), SHA256_HEX);
}

static void torn_entries_are_named_and_mended(void **state)
{
    struct fixture fixture = fixture_new(*state, "a,b\n1,2\n");
    struct error err = {0};
    struct snapshot *all;
    const char *bytes = bytes_path(&fixture, "a,b\n1,2\n");
    assert_true(keep(&fixture));
    check_done(file_write(bytes, TEXT("a,b\n"), &err), &err);
    check_torn(&fixture, "is torn: it has 4 bytes and should have 8");
    unlink(bytes);
    check_torn(&fixture, "is torn: its bytes are gone");
    assert_false(keep(&fixture));
    assert_int_equal(list(&fixture, &all), 1);
    check_done(file_write(bytes, TEXT("a,b\n1,3\n"), &err), &err);
    assert_int_equal(list(&fixture, &all), 1);
    assert_false(snapshot_verify(&all[0], &err));
    check_error(&err, ERROR_CONTRADICTION, "no longer has its bytes");
    assert_false(keep(&fixture));
    err = (struct error){0};
    check_done(snapshot_verify(&all[0], &err), &err);
    arena_free(&fixture.arena);
}

static void a_torn_provenance_hides_nothing_else(void **state)
{
    struct fixture fixture = fixture_new(*state, "second");
    struct error err = {0};
    struct snapshot *all;
    assert_true(keep(&fixture));
    write_in(&fixture.arena, *state, "file.csv", TEXT("first"));
    assert_true(keep(&fixture));
    const char *torn =
        arena_format(&fixture.arena, "%s.json", bytes_path(&fixture, "second"));
    check_done(file_write(torn, TEXT(""), &err), &err);
    assert_int_equal(list(&fixture, &all), 2);
    assert_non_null(all[0].fault); /* no day: it stands first */
    assert_int_equal(all[0].provenance.date.month, 0);
    check_text(text_of(all[0].provenance.file), "");
    assert_null(all[1].fault);
    check_done(file_write(torn, TEXT("{\"source\": \"\xff\"}"), &err), &err);
    assert_int_equal(list(&fixture, &all), 2);
    write_in(&fixture.arena, *state, "file.csv", TEXT("second"));
    assert_false(keep(&fixture));
    assert_int_equal(list(&fixture, &all), 2);
    assert_null(all[0].fault);
    assert_null(all[1].fault);
    arena_free(&fixture.arena);
}

static void any_words_can_be_read_again(void **state)
{
    struct fixture fixture = fixture_new(*state, "a");
    struct snapshot *all;
    fixture.from.note = "caf\xe9\x80\xff";
    fixture.from.header[0][1] = "\xc3";
    assert_true(keep(&fixture));
    assert_int_equal(list(&fixture, &all), 1);
    assert_null(all[0].fault);
    check_text(text_of(all[0].provenance.note),
               "caf\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    arena_free(&fixture.arena);
}

static void amends_a_provenance(void **state)
{
    struct fixture fixture = fixture_new(*state, "a");
    struct error err = {0};
    struct snapshot *all;
    assert_true(keep(&fixture));
    assert_int_equal(list(&fixture, &all), 1);
    struct provenance now = all[0].provenance;
    now.date = (struct day){2023, 1, 2};
    now.accepted = "it lost a month";
    check_done(snapshot_amend(fixture.store, &now, &err), &err);
    assert_int_equal(list(&fixture, &all), 1);
    assert_int_equal(all[0].provenance.date.year, 2023);
    check_text(text_of(all[0].provenance.accepted), "it lost a month");
    check_text(text_of(all[0].provenance.header[0][1]), "\"abc\"");
    arena_free(&fixture.arena);
}

static void withdraws_and_deletes_nothing(void **state)
{
    struct fixture fixture = fixture_new(*state, "a");
    struct error err = {0};
    struct snapshot *all;
    const char *hash = strrchr(bytes_path(&fixture, "a"), '/') + 1;
    const char *folder = path_join(&fixture.arena, fixture.store, ".withdrawn/mx-x");
    for (int i = 0; i < 2; i++) {
        assert_true(keep(&fixture));
        assert_int_equal(list(&fixture, &all), 1);
        check_done(snapshot_withdraw(fixture.store, &all[0], &err), &err);
        assert_int_equal(list(&fixture, &all), 0);
        const char *name =
            i == 0 ? hash : arena_format(&fixture.arena, "%s.%d", hash, i);
        const char *place = path_join(&fixture.arena, folder, name);
        assert_true(file_holds(place, TEXT("a")));
        assert_true(file_exists(arena_format(&fixture.arena, "%s.json", place)));
    }
    arena_free(&fixture.arena);
}

static void sweeps_stale_temporaries_only(void **state)
{
    struct fixture fixture = fixture_new(*state, "a");
    struct error err = {0};
    const char *folder = path_join(&fixture.arena, fixture.store, "mx-x");
    check_done(folder_make(folder, &err), &err);
    const char *old = write_in(&fixture.arena, folder, ".old.tmp", TEXT("half"));
    const char *young = write_in(&fixture.arena, folder, ".young.tmp", TEXT("half"));
    struct timespec times[2] = {{time(NULL) - 7200, 0}, {time(NULL) - 7200, 0}};
    assert_int_equal(utimensat(AT_FDCWD, old, times, 0), 0);
    assert_true(keep(&fixture));
    assert_false(file_exists(old));
    assert_true(file_exists(young));
    arena_free(&fixture.arena);
}

/* Several at once keep the same file: one entry, whole, and nothing left over. */
static void many_keep_one_file(void **state)
{
    struct fixture fixture = fixture_new(*state, "");
    struct error err = {0};
    struct snapshot *all;
    struct text *names;
    size_t count;
    char *bytes = arena_take(&fixture.arena, 4 << 20);
    memset(bytes, 'x', 4 << 20);
    write_in(&fixture.arena, *state, "file.csv", (struct text){bytes, 4 << 20});
    pid_t child[6];
    for (size_t i = 0; i < 6; i++) {
        child[i] = fork();
        if (child[i] == 0) {
            struct error own = {0};
            bool is_new;
            _exit(
                snapshot_keep(fixture.store, fixture.file, &fixture.from, &is_new, &own)
                    ? 0
                    : 1);
        }
    }
    for (size_t i = 0; i < 6; i++) {
        int status = 1;
        assert_int_equal(waitpid(child[i], &status, 0), child[i]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(list(&fixture, &all), 1);
    assert_null(all[0].fault);
    check_done(snapshot_verify(&all[0], &err), &err);
    check_done(folder_list(&fixture.arena,
                           path_join(&fixture.arena, fixture.store, "mx-x"), &names,
                           &count, &err),
               &err);
    assert_int_equal(count, 2);
    arena_free(&fixture.arena);
}

static void refuses_what_cannot_be_kept(void **state)
{
    struct fixture fixture = fixture_new(*state, "a");
    struct error err = {0}, other = {0}, third = {0};
    bool is_new;
    struct provenance from = fixture.from;
    from.source = "../x";
    assert_false(snapshot_keep(fixture.store, fixture.file, &from, &is_new, &err));
    check_error(&err, ERROR_USAGE, "\"../x\" cannot be a source's id");
    from = fixture.from;
    memset(from.sha256.hex, 'a', SHA256_HEX);
    assert_false(snapshot_keep(fixture.store, fixture.file, &from, &is_new, &other));
    check_error(&other, ERROR_CONTRADICTION, "is not the file that was received");
    from = fixture.from;
    from.date = (struct day){0};
    assert_false(snapshot_keep(fixture.store, fixture.file, &from, &is_new, &third));
    check_error(&third, ERROR_USAGE, "needs a date");
    assert_false(file_exists(fixture.store));
    arena_free(&fixture.arena);
}

/* What may not be searched is not empty. Nobody may search it, not even root, who is
 * somebody else for a moment. */
static void a_closed_store_is_no_empty_one(void **state)
{
    struct fixture fixture = fixture_new(*state, "a,b\n1,2\n");
    struct snapshot *found;
    struct error err = {0}, none = {0};
    size_t count;
    const bool root = geteuid() == 0;
    check_done(
        snapshot_list(&fixture.arena, fixture.store, "mx-x", &found, &count, &none),
        &none);
    assert_int_equal(count, 0);
    keep(&fixture);
    assert_int_equal(chmod(fixture.store, 0), 0);
    if (root)
        assert_int_equal(seteuid(65534), 0);
    bool listed =
        snapshot_list(&fixture.arena, fixture.store, "mx-x", &found, &count, &err);
    if (root)
        assert_int_equal(seteuid(0), 0);
    assert_int_equal(chmod(fixture.store, 0755), 0);
    assert_false(listed);
    check_error(&err, ERROR_SYSTEM, "Permission denied");
    arena_free(&fixture.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(keeps_and_lists),
        in_folder(the_provenance_reads_well),
        in_folder(keeping_twice_changes_nothing),
        in_folder(vintages_are_in_order_of_date),
        in_folder(unfinished_keeps_are_ignored_and_completed),
        in_folder(torn_entries_are_named_and_mended),
        in_folder(a_torn_provenance_hides_nothing_else),
        in_folder(any_words_can_be_read_again),
        in_folder(amends_a_provenance),
        in_folder(withdraws_and_deletes_nothing),
        in_folder(sweeps_stale_temporaries_only),
        in_folder(many_keep_one_file),
        in_folder(refuses_what_cannot_be_kept),
        in_folder(a_closed_store_is_no_empty_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
