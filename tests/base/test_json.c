#include "tests/check.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/json.h"

static struct json_node *parse(const char *string)
{
    struct error err = {0};
    struct json_node *root = json_parse(text_of(string), "test", &err);
    check_done(root != NULL, &err);
    return root;
}

static void reads_values(void **state)
{
    (void)state;
    struct json_node *root = parse("{\"s\": \"año\", \"n\": 2.5, \"i\": 3, \"b\": true,"
                                   " \"a\": [1, \"x\"], \"o\": {\"k\": null}}");
    check_text(json_text(root, "s", "-"), "año");
    check_text(json_text(root, "none", "-"), "-");
    check_text(json_text(root, "none", NULL), "");
    check_text(json_text(root, "n", "-"), "-");
    assert_true(json_number(root, "n", 0) == 2.5);
    assert_true(json_number(root, "i", 0) == 3);
    assert_true(json_number(root, "none", -1) == -1);
    assert_true(json_truth(root, "b", false));
    assert_true(json_truth(root, "none", true));
    assert_int_equal(json_count(json_get(root, "a")), 2);
    check_text(json_text_of(json_at(json_get(root, "a"), 1)), "x");
    assert_null(json_at(json_get(root, "a"), 2));
    assert_int_equal(json_count(root), 6);
    json_close(root);
}

static void knows_kinds(void **state)
{
    (void)state;
    struct json_node *root = parse("[{}, [], \"\", 1, 1.5, true, false, null]");
    const enum json_kind kinds[] = {
        JSON_KIND_OBJECT, JSON_KIND_ARRAY, JSON_KIND_STRING, JSON_KIND_NUMBER,
        JSON_KIND_NUMBER, JSON_KIND_BOOL,  JSON_KIND_BOOL,   JSON_KIND_NULL};
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(json_kind(json_at(root, i)), kinds[i]);
    json_close(root);
}

static void absent_is_fine_all_the_way(void **state)
{
    (void)state;
    struct text key;
    assert_int_equal(json_kind(NULL), JSON_KIND_NONE);
    assert_null(json_get(json_get(NULL, "a"), "b"));
    assert_null(json_at(NULL, 0));
    assert_null(json_entry(NULL, 0, &key));
    assert_int_equal(json_count(NULL), 0);
    check_text(json_text(NULL, "a", "-"), "-");
    check_text(json_text_of(NULL), "");
    json_close(NULL);
}

static void keeps_file_order(void **state)
{
    (void)state;
    struct json_node *root = parse("{\"z\": 1, \"a\": 2, \"m\": 3}");
    const char *keys[] = {"z", "a", "m"};
    struct text key;
    for (size_t i = 0; i < 3; i++) {
        assert_non_null(json_entry(root, i, &key));
        check_text(key, keys[i]);
    }
    assert_null(json_entry(root, 3, &key));
    check_text(key, "");
    json_close(root);
}

static void says_where_it_is_wrong(void **state)
{
    (void)state;
    struct error err = {0};
    assert_null(json_parse(TEXT("{\n  \"a\": ?\n}"), "x.json", &err));
    check_error(&err, ERROR_FORMAT, "x.json:2:");
    err = (struct error){0};
    assert_null(json_parse(TEXT("{\"a\": 1, \"a\": 2}"), "x.json", &err));
    check_error(&err, ERROR_FORMAT, "duplicate");
    err = (struct error){0};
    assert_null(json_parse((struct text){0}, "x.json", &err));
    check_error(&err, ERROR_FORMAT, "x.json:1:");
    err = (struct error){0};
    assert_null(json_open("/does/not/exist.json", &err));
    check_error(&err, ERROR_SYSTEM, "/does/not/exist.json");
}

static void opens_files(void **state)
{
    (void)state;
    char *folder = temporary_folder();
    struct arena arena = {0};
    struct error err = {0};
    const char *path = path_join(&arena, folder, "x.json");
    check_done(file_write(path, TEXT("{\"id\": \"x\"}"), &err), &err);
    struct json_node *root = json_open(path, &err);
    check_done(root != NULL, &err);
    check_text(json_text(root, "id", NULL), "x");
    json_close(root);
    arena_free(&arena);
    drop_folder(folder);
}

static void check_keys(const char *json, const char *words)
{
    static const char *const keys[] = {"!id:s",  "size:n", "on:b", "tree:o",
                                       "list:a", "any:*",  NULL};
    struct json_node *root = parse(json);
    struct error err = {0};
    if (!words) {
        check_done(json_expect(root, "x.json", keys, &err), &err);
    } else {
        assert_false(json_expect(root, "x.json", keys, &err));
        check_error(&err, ERROR_USAGE, words);
    }
    json_close(root);
}

static void expects_keys(void **state)
{
    (void)state;
    check_keys("{\"id\": \"a\"}", NULL);
    check_keys("{\"id\": \"a\", \"size\": 1, \"on\": false, \"tree\": {},"
               " \"list\": [], \"any\": null}",
               NULL);
    check_keys("{}", "x.json: \"id\" is missing");
    check_keys("{\"id\": 1}", "x.json: \"id\" must be a string");
    check_keys("{\"id\": \"a\", \"size\": \"1\"}", "\"size\" must be a number");
    check_keys("{\"id\": \"a\", \"on\": 1}", "\"on\" must be a boolean");
    check_keys("{\"id\": \"a\", \"tree\": []}", "\"tree\" must be an object");
    check_keys("{\"id\": \"a\", \"list\": {}}", "\"list\" must be an array");
    check_keys("{\"id\": \"a\", \"list\": null}", "\"list\" must be an array");
    check_keys("{\"id\": \"a\", \"sise\": 1}",
               "x.json: \"sise\" is not known here; allowed: id, size, on, tree, "
               "list, any");
    check_keys("[]", "x.json must be an object");
}

static void writes_strings(void **state)
{
    (void)state;
    struct buffer out = {0};
    json_write_string(&out, TEXT("a\"b\\c\n\t\b\f\r\x01\x1f/ñ😀"));
    check_text(buffer_all(&out), "\"a\\\"b\\\\c\\n\\t\\b\\f\\r\\u0001\\u001f/ñ😀\"");
    buffer_clear(&out);
    json_write_string(&out, TEXT("a\xff\"\xc3"));
    check_text(buffer_all(&out), "\"a\xef\xbf\xbd\\\"\xef\xbf\xbd\"");
    buffer_clear(&out);
    json_write_string(&out, (struct text){0});
    json_write_string(&out, (struct text){"\0", 1});
    check_text(buffer_all(&out), "\"\"\"\\u0000\"");
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_values),
        cmocka_unit_test(knows_kinds),
        cmocka_unit_test(absent_is_fine_all_the_way),
        cmocka_unit_test(keeps_file_order),
        cmocka_unit_test(says_where_it_is_wrong),
        cmocka_unit_test(opens_files),
        cmocka_unit_test(expects_keys),
        cmocka_unit_test(writes_strings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
