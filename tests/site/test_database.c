#include "tests/site/site_folder.h"

#include "base/file.h"
#include "site/database.h"

#include <sqlite3.h>
#include <string.h>

static void fill(struct database *database, int cells)
{
    database_run(database, "CREATE TABLE t (a INTEGER PRIMARY KEY, b NUMERIC, c TEXT)");
    struct database_rows rows = database_rows(database, "t", 3);
    for (int i = 1; i <= 3; i++) {
        row_count(&rows, i);
        if (i == 1)
            row_number(&rows, 25290.0);
        else if (i == 2)
            row_number(&rows, 0.1);
        else
            row_null(&rows);
        if (cells == 3)
            row_text(&rows, i == 1 ? "León, “Gto.”" : "");
        row_end(&rows);
    }
    database_rows_end(&rows);
}

static void keeps_numbers_words_and_nothing(void **state)
{
    (void)state;
    struct tree *tree;
    struct error err = {0};
    struct database database;
    struct published result;
    struct text one, two;
    check_done(tree_open(releases, public_, &tree, &err), &err);
    for (int i = 0; i < 2; i++) {
        database_open(&database, &err);
        fill(&database, 3);
        check_done(database_put(&database, tree, i ? "two.sqlite" : "one.sqlite"),
                   &err);
    }
    one = bytes_put(tree, "one.sqlite");
    two = bytes_put(tree, "two.sqlite");
    assert_int_equal(one.length, two.length);
    assert_memory_equal(one.at, two.at, one.length);
    assert_memory_equal(one.at + 96, "\0\0\0", 4); /* whose library wrote it */
    check_done(tree_publish(tree, "2026-04-18", "s", 1, &result, &err), &err);
    tree_close(tree);

    sqlite3 *handle;
    sqlite3_stmt *rows;
    const char *path = path_join(&arena, public_, "one.sqlite");
    assert_int_equal(sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY, NULL), 0);
    assert_int_equal(sqlite3_prepare_v2(handle,
                                        "SELECT group_concat(typeof(b) || ' ' ||"
                                        " ifnull(b, '-') || ' ' || ifnull(c, '-'), ';')"
                                        " FROM t",
                                        -1, &rows, NULL),
                     0);
    assert_int_equal(sqlite3_step(rows), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(rows, 0),
                        "integer 25290 León, “Gto.”;real 0.1 -;null - -");
    sqlite3_finalize(rows);
    sqlite3_close(handle);
}

static void the_first_failure_stays(void **state)
{
    (void)state;
    struct tree *tree;
    struct error err = {0};
    struct database database;
    check_done(tree_open(releases, public_, &tree, &err), &err);
    database_open(&database, &err);
    fill(&database, 2);
    database_run(&database, "nonsense");
    assert_false(database_put(&database, tree, "one.sqlite"));
    assert_int_equal(err.kind, ERROR_CONTRADICTION);
    assert_non_null(strstr(err.message, "a row of 2 cells for 3 columns"));

    err = (struct error){0};
    database_open(&database, &err);
    database_run(&database, "nonsense");
    fill(&database, 3);
    assert_false(database_put(&database, tree, "one.sqlite"));
    assert_int_equal(err.kind, ERROR_SYSTEM);
    assert_non_null(strstr(err.message, "nonsense"));
    tree_close(tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_folder(keeps_numbers_words_and_nothing),
        with_folder(the_first_failure_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
