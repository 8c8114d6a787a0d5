/* The chain of editions: what names them, what each keeps, and what follows from a run
 * that was killed. Editions here are two files, of which the page does not stay. */
#include "tests/site/site_folder.h"

#include "base/file.h"
#include "site/chain.h"
#include "site/release.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST "2026-04-18-0123456789ab"
#define SECOND "2026-04-18-123456789abc"
#define THIRD "2026-05-18-23456789abcd"

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const char *kept(const char *path)
{
    return path_join(&arena, path_join(&arena, releases, RELEASE_EDITIONS), path);
}

static const char *line_of(const char *folder, const char *path)
{
    struct sha256 sha256;
    struct error err = {0};
    check_done(sha256_of_file(path_join(&arena, folder, path), &sha256, &err), &err);
    return arena_format(&arena, "%s  %s\n", sha256.hex, path);
}

/* A release of these figures, and what is told of it. */
static struct made make(const char *release, const char *figures)
{
    struct error err = {0};
    const char *folder = path_join(&arena, releases, release);
    check_done(
        folder_make(path_join(&arena, folder, "data"), &err) &&
            file_write(path_join(&arena, folder, "data/mx.csv"), text_of(figures),
                       &err) &&
            file_write(path_join(&arena, folder, "index.html"), TEXT("<p>"), &err),
        &err);
    const char *sums = arena_format(&arena, "%s%s", line_of(folder, "data/mx.csv"),
                                    line_of(folder, "index.html"));
    check_done(file_write(path_join(&arena, folder, RELEASE_SUMS), text_of(sums), &err),
               &err);
    return (struct made){.day = arena_format(&arena, "%.10s", release),
                         .release = release,
                         .folder = folder,
                         .record = "  \"made_by\": {}\n",
                         .sums = text_of(sums)};
}

static void add(const char *release, const char *figures)
{
    struct error err = {0};
    struct made made = make(release, figures);
    check_done(chain_add(releases, &made, &err), &err);
}

static struct chain chain_now(void)
{
    struct chain chain;
    struct error err = {0};
    check_done(chain_read(&arena, releases, &chain, &err), &err);
    return chain;
}

static struct edition_head head_of(const char *edition)
{
    struct edition_head head;
    struct error err = {0};
    const char *path = kept(arena_format(&arena, "%s/" EDITION_JSON, edition));
    struct json_node *root = json_open(path, &err);
    check_done(root && edition_head_read(&arena, root, path, &head, &err), &err);
    json_close(root);
    return head;
}

static void editions_are_named_by_days_and_releases(void **state)
{
    (void)state;
    assert_true(chain_is_name("2026-04-18"));
    assert_true(chain_is_name(FIRST));
    assert_false(chain_is_name(""));
    assert_false(chain_is_name("2026-04"));
    assert_false(chain_is_name("2026-02-30"));
    assert_false(chain_is_name("2026-04-18-"));
    assert_false(chain_is_name("2026-04-18-0123456789AB"));
    assert_false(chain_is_name("../../../x"));
    assert_false(chain_is_name(".new"));
}

static void pages_do_not_stay(void **state)
{
    (void)state;
    assert_true(chain_keeps("data/mx.csv"));
    assert_true(chain_keeps("es/mx/grafica.svg"));
    assert_false(chain_keeps("es/index.html"));
    assert_false(chain_keeps("pin.js"));
    assert_false(chain_keeps("style.css"));
    assert_false(chain_keeps("es/feed.atom"));
}

static void no_folder_is_no_edition(void **state)
{
    (void)state;
    assert_int_equal(chain_now().count, 0);
}

/* The first of a day has the day's name, the second its release's; each names the one
 * before by the hash of its edition.json. */
static void each_follows_on_the_one_before(void **state)
{
    (void)state;
    add(FIRST, "1\n");
    add(SECOND, "2\n");
    add(THIRD, "3\n");
    struct chain chain = chain_now();
    assert_int_equal(chain.count, 3);
    assert_string_equal(chain.link[0].edition, "2026-04-18");
    assert_string_equal(chain.link[1].edition, SECOND);
    assert_string_equal(chain.link[2].edition, "2026-05-18");
    struct edition_head first = head_of("2026-04-18"), third = head_of("2026-05-18");
    assert_null(first.previous);
    assert_null(first.key);
    assert_string_equal(first.release, FIRST);
    assert_string_equal(first.day, "2026-04-18");
    assert_string_equal(third.previous, SECOND);
    assert_string_equal(third.previous_sha256.hex, chain.link[1].sha256.hex);
    struct sha256 sums;
    struct error err = {0};
    check_done(sha256_of_file(kept("2026-05-18/" RELEASE_SUMS), &sums, &err), &err);
    assert_string_equal(third.sums.hex, sums.hex);
}

static void what_stays_is_a_link(void **state)
{
    (void)state;
    struct stat ours, theirs;
    add(FIRST, "1\n");
    const char *release = path_join(&arena, releases, FIRST);
    assert_int_equal(stat(kept("2026-04-18/data/mx.csv"), &ours), 0);
    assert_int_equal(stat(path_join(&arena, release, "data/mx.csv"), &theirs), 0);
    assert_true(ours.st_ino == theirs.st_ino);
    assert_false(file_exists(kept("2026-04-18/index.html")));
}

static void the_same_bytes_are_one_edition(void **state)
{
    (void)state;
    add(FIRST, "1\n");
    add(THIRD, "2\n");
    add(SECOND, "1\n");
    assert_int_equal(chain_now().count, 2);
    assert_false(file_exists(kept(SECOND)));
}

/* Two releases of one name and other bytes cannot both be told. */
static void no_name_is_given_twice(void **state)
{
    (void)state;
    struct error err = {0};
    add(FIRST, "1\n");
    add(SECOND, "2\n");
    struct made made = make(SECOND, "3\n");
    assert_false(chain_add(releases, &made, &err));
    check_error(&err, ERROR_CONTRADICTION, "has an edition " SECOND " of other bytes");
    assert_int_equal(chain_now().count, 2);
}

/* Killed before the line was written, or somebody lost the file: the editions tell it
 * again, in their order. */
static void lost_lines_are_found_again(void **state)
{
    (void)state;
    struct error err = {0};
    add(FIRST, "1\n");
    add(SECOND, "2\n");
    struct text whole;
    check_done(file_read(&arena, kept(RELEASE_CHAIN), 4096, &whole, &err), &err);
    assert_int_equal(unlink(kept(RELEASE_CHAIN)), 0);
    add(SECOND, "2\n");
    assert_true(file_holds(kept(RELEASE_CHAIN), whole));
}

/* What a killed run left half kept is cleared away; an edition that follows on no other
 * is not told. */
static void leftovers_are_no_editions(void **state)
{
    (void)state;
    struct error err = {0};
    add(FIRST, "1\n");
    check_done(folder_make(kept(".new/data"), &err) &&
                   file_write(kept(".new/data/mx.csv"), TEXT("half"), &err) &&
                   folder_make(kept("2026-05-01"), &err) &&
                   file_write(kept("2026-05-01/" EDITION_JSON),
                              TEXT("{\"contract\": 1, \"edition\": \"2026-05-01\", "
                                   "\"day\": \"2026-05-01\", \"release\": \"" SECOND
                                   "\", \"sha256sums\": \"" HASH "\"}"),
                              &err),
               &err);
    add(THIRD, "3\n");
    assert_int_equal(chain_now().count, 2);
    assert_false(file_exists(kept(".new")));
    assert_true(file_holds(kept("2026-05-18/data/mx.csv"), TEXT("3\n")));
}

/* A folder of the name that no line leads to gives way. */
static void a_folder_in_the_way_is_replaced(void **state)
{
    (void)state;
    struct error err = {0};
    check_done(folder_make(kept("2026-04-18"), &err) &&
                   file_write(kept("2026-04-18/stray"), TEXT("x"), &err),
               &err);
    add(FIRST, "1\n");
    assert_false(file_exists(kept("2026-04-18/stray")));
    assert_string_equal(head_of("2026-04-18").release, FIRST);
}

static void refused(const char *bytes, const char *words)
{
    struct chain chain;
    struct error err = {0};
    assert_false(chain_parse(&arena, text_of(bytes), "chain.txt", &chain, &err));
    check_error(&err, ERROR_FORMAT, words);
}

#define LINE HASH "  v/2026-04-18/edition.json\n"

static void lines_of_others_are_refused(void **state)
{
    (void)state;
    refused("x", "does not end with a whole line");
    refused("\n", "line 1 is not a hash and an edition's file");
    refused(HASH "\n", "line 1 is not");
    refused(HASH "  v/2026-04-18/other.json\n", "line 1 is not");
    refused(HASH "  v/../edition.json\n", "line 1 is not");
    refused(HASH "  v//edition.json\n", "line 1 is not");
    refused(HASH " v/2026-04-18/edition.json\n", "line 1 is not");
    refused(LINE "X" LINE, "line 2 is not");
    refused(LINE LINE, "chain.txt names 2026-04-18 twice");
    struct chain chain;
    struct error err = {0};
    check_done(chain_parse(&arena, TEXT(LINE), "chain.txt", &chain, &err), &err);
    assert_int_equal(chain.count, 1);
    assert_string_equal(chain.link[0].sha256.hex, HASH);
}

static void heads_of_others_are_refused(void **state)
{
    static const char *const cases[][2] = {
        {"{}", "is not of the kind that this version of cifra reads"},
        {"{\"contract\": 2}", "is not of the kind"},
        {"{\"contract\": 1}", "does not name its edition"},
        {"{\"contract\": 1, \"edition\": \"x\", \"day\": \"2026-04-18\", \"release\": "
         "\"" FIRST "\", \"sha256sums\": \"" HASH "\"}",
         "does not name its edition"},
        {"{\"contract\": 1, \"edition\": \"2026-04-18\", \"day\": \"2026-04-18\", "
         "\"release\": \"" FIRST "\", \"sha256sums\": \"" HASH
         "\", \"previous\": {\"edition\": \"2026-04-01\", \"sha256\": \"\"}}",
         "does not name its edition"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct edition_head head;
        struct error err = {0};
        struct json_node *root = json_parse(text_of(cases[i][0]), "edition.json", &err);
        check_done(root != NULL, &err);
        assert_false(edition_head_read(&arena, root, "edition.json", &head, &err));
        check_error(&err, ERROR_FORMAT, cases[i][1]);
        json_close(root);
    }
}

/* The first comes back, after a rollback, as the edition that it was. */
static void a_release_says_which_edition_it_is(void **state)
{
    (void)state;
    struct text own;
    struct error err = {0};
    add(FIRST, "1\n");
    add(SECOND, "2\n");
    add(FIRST, "1\n");
    const char *names[][2] = {{FIRST, "2026-04-18"}, {SECOND, SECOND}};
    for (size_t i = 0; i < 2; i++) {
        const char *release = path_join(&arena, releases, names[i][0]);
        check_done(chain_show(release, &err), &err);
        check_done(
            file_read(&arena,
                      kept(arena_format(&arena, "%s/" EDITION_JSON, names[i][1])), 4096,
                      &own, &err),
            &err);
        assert_true(file_holds(path_join(&arena, release, EDITION_JSON), own));
    }
}

/* The links lead from the release to the folder beside it; twice is once. */
static void a_release_shows_the_chain(void **state)
{
    (void)state;
    struct error err = {0};
    add(FIRST, "1\n");
    const char *release = path_join(&arena, releases, FIRST);
    for (int i = 0; i < 2; i++)
        check_done(chain_show(release, &err), &err);
    struct text line;
    check_done(file_read(&arena, kept(RELEASE_CHAIN), 4096, &line, &err), &err);
    assert_true(file_holds(path_join(&arena, release, RELEASE_CHAIN), line));
    assert_true(file_holds(path_join(&arena, release, "v/2026-04-18/data/mx.csv"),
                           TEXT("1\n")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(editions_are_named_by_days_and_releases),
        cmocka_unit_test(pages_do_not_stay),
        with_folder(no_folder_is_no_edition),
        with_folder(each_follows_on_the_one_before),
        with_folder(what_stays_is_a_link),
        with_folder(the_same_bytes_are_one_edition),
        with_folder(no_name_is_given_twice),
        with_folder(lost_lines_are_found_again),
        with_folder(leftovers_are_no_editions),
        with_folder(a_folder_in_the_way_is_replaced),
        with_folder(lines_of_others_are_refused),
        with_folder(heads_of_others_are_refused),
        with_folder(a_release_says_which_edition_it_is),
        with_folder(a_release_shows_the_chain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
