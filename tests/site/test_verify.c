/* What verify names: each kind of damage to a site of two editions, the second of them
 * signed. */
#include "tests/site/site_folder.h"

#include "base/file.h"
#include "site/chain.h"
#include "site/signature.h"
#include "site/verify.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST "v/2026-04-18/"
#define SECOND "v/2026-05-18/"

/* What was said, a line each. */
static char said[4096];

static void hear(void *context, const char *path, const char *sentence)
{
    size_t length = strlen(said);
    (void)context;
    snprintf(said + length, sizeof said - length, "%s: %s\n", path, sentence);
}

static void step(void *context, const char *what, size_t done, size_t all)
{
    (void)context, (void)what, (void)done, (void)all;
}

static struct verified verify(const char *key)
{
    const struct verify_watch watch = {hear, step, NULL};
    struct site_reader reader;
    struct verified verified;
    struct error err = {0};
    said[0] = '\0';
    verify_folder(&arena, public_, &reader);
    check_done(verify_site(&arena, &reader, key, &watch, &verified, &err), &err);
    return verified;
}

static const char *in_site(const char *path)
{
    return path_join(&arena, public_, path);
}

/* Under a name of its own: links to the file keep their bytes. */
static void write_in(const char *path, const char *bytes)
{
    struct error err = {0};
    check_done(file_write(in_site(path), text_of(bytes), &err), &err);
}

static struct text read_in(const char *path)
{
    struct error err = {0};
    struct text bytes;
    check_done(file_read(&arena, in_site(path), 1 << 20, &bytes, &err), &err);
    return bytes;
}

static void publish(const char *day, const char *figures, const char *key)
{
    struct tree *tree = open_tree();
    struct published published;
    struct error err = {0};
    check_done(tree_put(tree, "index.html", TEXT("<p>"), &err), &err);
    check_done(tree_put(tree, "data/mx.csv", text_of(figures), &err), &err);
    tree_describe(tree, "  \"made_by\": {}\n", key);
    check_done(tree_publish(tree, day, "stamp", 9, &published, &err), &err);
    tree_close(tree);
}

static int make_site(void **state)
{
    struct error err = {0};
    make_site_folder(state);
    const char *key = path_join(&arena, *state, "key");
    check_done(signer_make(key, &err), &err);
    publish("2026-04-18", "1\n", NULL);
    publish("2026-05-18", "2\n", key);
    return 0;
}

static void a_whole_site_has_no_fault(void **state)
{
    (void)state;
    struct verified all = verify(NULL);
    assert_string_equal(said, "");
    assert_int_equal(all.faults, 0);
    assert_int_equal(all.files, 2);
    assert_int_equal(all.editions, 2);
    assert_int_equal(all.kept, 2);
    assert_int_equal(all.signatures, 1);
    assert_string_equal(all.edition, "2026-05-18");
    assert_string_equal(all.newest, "2026-05-18");
    assert_int_equal(verify(all.key).faults, 0);
}

/* Files that are there and should not be, wherever they lie. */
static void strangers_are_named(void **state)
{
    static const char *const strangers[] = {
        "notes.html",
        "edition.json.sig",
        "data/SHA256SUMS",
        "index.html.gzip",
        "notes.html.gz",
        FIRST "notes.csv",
        FIRST "chain.txt",
        FIRST "index.html",
        FIRST "edition.json.sig",
        SECOND "data/a.csv",
        "v/notes.csv",
        "v/edition.json",
        "v/2026-06-18/edition.json",
    };
    struct error err = {0};
    (void)state;
    check_done(folder_make(in_site("v/2026-06-18"), &err), &err);
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        write_in(strangers[i], "{}");
        assert_int_equal(verify(NULL).faults, 1);
        assert_ptr_equal(strstr(said, strangers[i]), said);
        assert_non_null(strstr(said, ": belongs to no edition"));
        assert_int_equal(unlink(in_site(strangers[i])), 0);
    }
    assert_int_equal(verify(NULL).faults, 0);
}

/* Other bytes in a file, then no file: what is said of each, and that nothing is once
 * it is as it was. */
static void damage_is_named(void **state)
{
    static const struct {
        const char *path, *other, *gone;
    } cases[] = {
        {"index.html", "has other bytes than its edition says", "is missing"},
        {"data/mx.csv", "has other bytes than its edition says", "is missing"},
        {FIRST "data/mx.csv", "has other bytes than its edition says", "is missing"},
        {FIRST "SHA256SUMS", "has other bytes than its edition says", "there is no"},
        {FIRST "edition.json", "has other bytes than the chain says", "there is no"},
        {SECOND "edition.json", "has other bytes than the chain says", "there is no"},
        {SECOND "edition.json.sig", "is not the signature of its edition",
         "there is no"},
        {"v/key.pem", "is not the key of the newest signed edition", "there is no"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error err = {0};
        struct text was = read_in(cases[i].path);
        write_in(cases[i].path, "other");
        assert_true(verify(NULL).faults > 0);
        const char *line = strstr(said, cases[i].path);
        assert_non_null(line);
        assert_non_null(strstr(line, cases[i].other));
        assert_int_equal(unlink(in_site(cases[i].path)), 0);
        assert_true(verify(NULL).faults > 0);
        line = strstr(said, cases[i].path);
        assert_non_null(line);
        assert_non_null(strstr(line, cases[i].gone));
        check_done(file_write(in_site(cases[i].path), was, &err), &err);
        assert_int_equal(verify(NULL).faults, 0);
    }
}

static void lists_that_are_none_are_named(void **state)
{
    (void)state;
    write_in("SHA256SUMS", "nothing\n");
    assert_true(verify(NULL).faults > 0);
    assert_non_null(strstr(said, "SHA256SUMS: line 1 is not a hash and a path"));
    assert_non_null(strstr(said, "SHA256SUMS: is that of no edition in the chain"));
}

/* A chain that was cut at its start, at its end, or is none. */
static void a_chain_that_was_cut_is_named(void **state)
{
    struct text whole = read_in("chain.txt"), rest = whole,
                line = text_cut(&rest, '\n');
    (void)state;
    const char *first = arena_format(&arena, "%.*s\n", (int)line.length, line.at);
    const char *second = arena_copy(&arena, rest).at;
    write_in("v/chain.txt", second);
    assert_true(verify(NULL).faults > 0);
    assert_non_null(
        strstr(said, SECOND "edition.json: does not follow on the edition before it"));
    assert_non_null(
        strstr(said, FIRST "edition.json: belongs to no edition of the chain"));
    write_in("v/chain.txt", first);
    assert_true(verify(NULL).faults > 0);
    assert_non_null(strstr(said, "SHA256SUMS: is that of no edition in the chain"));
    write_in("v/chain.txt", "nothing\n");
    assert_int_equal(verify(NULL).faults, 1);
    assert_non_null(
        strstr(said, "chain.txt: line 1 is not a hash and an edition's file"));
}

/* What the site says it is, by which drawings are pinned. */
static void a_wrong_name_is_named(void **state)
{
    (void)state;
    struct text first = read_in(FIRST "edition.json");
    write_in("edition.json", first.at);
    assert_int_equal(verify(NULL).faults, 1);
    assert_string_equal(said,
                        "edition.json: is not that of the edition that is shown\n");
    assert_int_equal(unlink(in_site("edition.json")), 0);
    assert_int_equal(verify(NULL).faults, 0);
}

static void another_key_is_named(void **state)
{
    static const char OTHER[] =
        "0000000000000000000000000000000000000000000000000000000000000001";
    (void)state;
    assert_int_equal(verify(OTHER).faults, 1);
    assert_non_null(
        strstr(said, SECOND "edition.json.sig: is the signature of another key"));
    publish("2026-06-18", "3\n", NULL);
    assert_int_equal(verify(verify(NULL).key).faults, 1);
    assert_string_equal(said, "chain.txt: ends with an edition that is not signed\n");
}

static void a_site_without_sums_cannot_be_read(void **state)
{
    const struct verify_watch watch = {hear, step, NULL};
    struct site_reader reader;
    struct verified verified;
    struct error err = {0};
    verify_folder(&arena, path_join(&arena, *state, "nowhere"), &reader);
    assert_false(verify_site(&arena, &reader, NULL, &watch, &verified, &err));
    check_error(&err, ERROR_USAGE, "there is no file");
}

#define each(test) cmocka_unit_test_setup_teardown(test, make_site, remove_site_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        each(a_whole_site_has_no_fault),
        each(strangers_are_named),
        each(damage_is_named),
        each(lists_that_are_none_are_named),
        each(a_chain_that_was_cut_is_named),
        each(a_wrong_name_is_named),
        each(another_key_is_named),
        each(a_site_without_sums_cannot_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
