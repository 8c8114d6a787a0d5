#include "tests/check.h"

#include "base/buffer.h"
#include "base/csv.h"
#include "base/file.h"

static char *folder;
static struct arena arena;

static int make_folder(void **state)
{
    (void)state;
    folder = temporary_folder();
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    arena_free(&arena);
    drop_folder(folder);
    return 0;
}

static bool load(struct text bytes, struct table *table, struct error *err)
{
    *err = (struct error){0};
    const char *path = path_join(&arena, folder, "list.csv");
    return file_write(path, bytes, err) && table_load(&arena, path, table, err);
}

static void reads_cells(void **state)
{
    (void)state;
    struct table table;
    struct error err;
    struct text bytes = TEXT("\xef\xbb\xbf"
                             "code,name,note\r\n"
                             "1,\"a, b\",\"say \"\"hi\"\"\"\n"
                             "2,,\"two\nlines\"\n"
                             "\"\",León,");
    check_done(load(bytes, &table, &err), &err);
    assert_int_equal(table.columns, 3);
    assert_int_equal(table.rows, 3);
    assert_int_equal(table_column(&table, "code"), 0);
    assert_int_equal(table_column(&table, "note"), 2);
    assert_true(table_column(&table, "absent") == TABLE_NONE);
    check_text(table_cell(&table, 0, 1), "a, b");
    check_text(table_cell(&table, 0, 2), "say \"hi\"");
    check_text(table_cell(&table, 1, 1), "");
    check_text(table_cell(&table, 1, 2), "two\nlines");
    check_text(table_cell(&table, 2, 0), "");
    check_text(table_cell(&table, 2, 1), "León");
    check_text(table_cell(&table, 2, 2), "");
    check_text(table_cell(&table, 3, 0), "");
    check_text(table_cell(&table, 0, TABLE_NONE), "");
}

static void a_header_may_stand_alone(void **state)
{
    (void)state;
    struct table table;
    struct error err;
    check_done(load(TEXT("a,b"), &table, &err), &err);
    assert_int_equal(table.rows, 0);
    size_t column;
    check_done(table_need(&table, "b", &column, &err), &err);
    assert_int_equal(column, 1);
    assert_false(table_need(&table, "c", &column, &err));
    check_error(&err, ERROR_FORMAT, "list.csv: there is no column \"c\"");
}

static void names_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        const char *words;
    } bad[] = {
        {"", "there is no header"},
        {"a,b\n1,2\n3\n", "row 3 has 1 cells, header has 2"},
        {"a,b\n1,2,3\n", "row 2 has 3 cells, header has 2"},
        {"a,b\n\n1,2\n", "row 2 has 1 cells"},
        {"a,b\n1,\"x\n", "row 2: a quote is never closed"},
        {"a,b\n1,\"x\"y\n", "row 2: text after a closing quote"},
        {"a,b\n1,x\"y\n", "row 2: a quote inside a plain cell"},
        {"a,a\n1,2\n", "two columns \"a\""},
        {"a,\n1,2\n", "column 2 has no name"},
        {"a\n\xf1\n", "not UTF-8"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct table table;
        struct error err;
        assert_false(load(text_of(bad[i].bytes), &table, &err));
        check_error(&err, ERROR_FORMAT, bad[i].words);
    }
}

static void limits_columns(void **state)
{
    (void)state;
    struct buffer bytes = {0};
    for (int i = 0; i <= TABLE_COLUMNS_MAX; i++)
        buffer_format(&bytes, "c%d,", i);
    struct table table;
    struct error err;
    assert_false(load(buffer_all(&bytes), &table, &err));
    check_error(&err, ERROR_LIMIT, "too many columns");
    buffer_free(&bytes);
}

static void check_cell(struct text cell, const char *expected)
{
    struct buffer out = {0};
    csv_write(&out, cell);
    check_text(buffer_all(&out), expected);
    buffer_free(&out);
}

static void quotes_where_needed(void **state)
{
    (void)state;
    check_cell(TEXT(""), "");
    check_cell((struct text){0}, "");
    check_cell(TEXT("León"), "León");
    check_cell(TEXT("a,b"), "\"a,b\"");
    check_cell(TEXT("\""), "\"\"\"\"");
    check_cell(TEXT("a\"b\"c"), "\"a\"\"b\"\"c\"");
    check_cell(TEXT("a\nb"), "\"a\nb\"");
    check_cell(TEXT("a\r"), "\"a\r\"");
}

static void defuses_formulas(void **state)
{
    (void)state;
    check_cell(TEXT("=1+1"), "'=1+1");
    check_cell(TEXT("+cmd"), "'+cmd");
    check_cell(TEXT("@x"), "'@x");
    check_cell(TEXT("\tx"), "'\tx");
    check_cell(TEXT("\rx"), "\"'\rx\"");
    check_cell(TEXT("-"), "'-");
    check_cell(TEXT("=a,\"b\""), "\"'=a,\"\"b\"\"\"");
    check_cell(TEXT("-12.5"), "-12.5");
    check_cell(TEXT("+3e4"), "+3e4");
    check_cell(TEXT("-1+2"), "'-1+2");
    check_cell(TEXT("a=b"), "a=b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_cells),
        cmocka_unit_test(a_header_may_stand_alone),
        cmocka_unit_test(names_what_is_wrong),
        cmocka_unit_test(limits_columns),
        cmocka_unit_test(quotes_where_needed),
        cmocka_unit_test(defuses_formulas),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
