#include "tests/check.h"

#include "ingest/validators.h"

static void are_found_in_headers(void **state)
{
    (void)state;
    struct provenance from = {.url = "https://example.org/x",
                              .headers = 2,
                              .header = {{"ETag", "\"e\""}, {"last-modified", "then"}}};
    assert_string_equal(validators_of(&from).etag, "\"e\"");
    assert_string_equal(validators_of(&from).modified, "then");
    from.url = "https://example.org/x?share=***"; /* may be another file by now */
    assert_string_equal(validators_of(&from).etag, "\"e\"");
    assert_string_equal(validators_of(&from).modified, "");
    from.headers = 0;
    assert_string_equal(validators_of(&from).etag, "");
}

static void only_strong_ones_join_parts(void **state)
{
    (void)state;
    assert_string_equal(validators_strong(&(struct validators){"\"e\"", "then"}),
                        "\"e\"");
    assert_string_equal(validators_strong(&(struct validators){"", "then"}), "then");
    assert_null(validators_strong(&(struct validators){"W/\"e\"", "then"}));
    assert_null(validators_strong(&(struct validators){"", ""}));
}

static void reads_ranges(void **state)
{
    (void)state;
    struct content_range range;
    assert_true(content_range_read(TEXT(" bytes 500-999/1234"), &range));
    assert_int_equal(range.first, 500);
    assert_int_equal(range.last, 999);
    assert_int_equal(range.total, 1234);
    assert_true(content_range_read(TEXT("bytes 0-0/*"), &range));
    assert_int_equal(range.total, 0);
    static const char *const bad[] = {
        "",
        "bytes",
        "bytes */1234",
        "bytes 5-4/10",
        "bytes 0-10/10",
        "bytes 0-/10",
        "bytes -5/10",
        "bytes 0-5",
        "bytes 0-5/",
        "lines 0-5/10",
        "bytes 0-9999999999999999999/99999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(content_range_read(text_of(bad[i]), &range));
}

static void parts_are_remembered(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct error err = {0};
    char *folder = temporary_folder();
    const char *path = path_join(&arena, folder, "x.part");
    struct part part = {"abc", {"\"e\"", ""}, 1234}, found;
    assert_false(part_recall(&arena, path, &found));
    check_done(part_remember(path, &part, &err), &err);
    assert_false(part_recall(&arena, path, &found)); /* there are no bytes */
    check_done(file_write(path, TEXT("bytes"), &err), &err);
    assert_true(part_recall(&arena, path, &found));
    assert_string_equal(found.url, "abc");
    assert_string_equal(found.validators.etag, "\"e\"");
    assert_int_equal(found.total, 1234);
    check_done(
        file_write(path_join(&arena, folder, "x.part.json"), TEXT("{\"url\":"), &err),
        &err);
    assert_false(part_recall(&arena, path, &found)); /* torn */
    part_forget(path);
    assert_false(file_exists(path));
    part_forget(path);
    drop_folder(folder);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(are_found_in_headers),
        cmocka_unit_test(only_strong_ones_join_parts),
        cmocka_unit_test(reads_ranges),
        cmocka_unit_test(parts_are_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
