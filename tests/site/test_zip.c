#include "tests/check.h"

#include "base/arena.h"
#include "site/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

/* Read the next member with libarchive, and hold it against what was packed. */
static void check_next(struct archive *archive, const char *name, struct text bytes)
{
    struct archive_entry *entry;
    char *read = memory_or_die(calloc(bytes.length + 1, 1));
    assert_int_equal(archive_read_next_header(archive, &entry), ARCHIVE_OK);
    assert_string_equal(archive_entry_pathname(entry), name);
    assert_int_equal(archive_entry_size(entry), bytes.length);
    assert_int_equal(archive_read_data(archive, read, bytes.length + 1), bytes.length);
    assert_memory_equal(read, bytes.at, bytes.length);
    free(read);
}

static void another_program_reads_what_was_packed(void **state)
{
    (void)state;
    struct zip zip = {0};
    struct buffer rows = {0};
    for (int i = 0; i < 20000; i++)
        buffer_format(&rows, "mx-11,%d,%d\r\n", i, i * i % 97);
    zip_add(&zip, "a/rows.csv", buffer_all(&rows));
    zip_add(&zip, "empty.txt", TEXT(""));
    zip_add(&zip, "one.txt", TEXT("x"));
    const struct buffer *whole = zip_finish(&zip);
    assert_false(whole->failed);
    assert_true(whole->length < rows.length / 4);

    struct archive *archive = archive_read_new();
    archive_read_support_format_zip(archive);
    assert_int_equal(archive_read_open_memory(archive, whole->at, whole->length),
                     ARCHIVE_OK);
    struct archive_entry *none;
    check_next(archive, "a/rows.csv", buffer_all(&rows));
    check_next(archive, "empty.txt", TEXT(""));
    check_next(archive, "one.txt", TEXT("x"));
    assert_int_equal(archive_read_next_header(archive, &none), ARCHIVE_EOF);
    archive_read_free(archive);
    zip_free(&zip);
    buffer_free(&rows);
}

/* A member that comes in pieces, of any size, is what it would be at once to whoever
 * unpacks it. */
static void pieces_make_a_whole(void **state)
{
    (void)state;
    struct zip zip = {0};
    struct buffer rows = {0};
    struct zip_packed packed;
    for (int i = 0; i < 40000; i++)
        buffer_format(&rows, "mx-11,%d,%d\r\n", i, i * i % 97);
    zip_pack_start(&packed);
    for (size_t at = 0, step = 1; at < rows.length; at += step, step = 3 * step) {
        if (step > rows.length - at)
            step = rows.length - at;
        zip_pack_add(&packed, (struct text){rows.at + at, step});
    }
    zip_pack_end(&packed);
    zip_put(&zip, "rows.csv", &packed);
    const struct buffer *whole = zip_finish(&zip);
    struct archive *archive = archive_read_new();
    archive_read_support_format_zip(archive);
    assert_int_equal(archive_read_open_memory(archive, whole->at, whole->length),
                     ARCHIVE_OK);
    check_next(archive, "rows.csv", buffer_all(&rows));
    archive_read_free(archive);
    zip_free(&zip);
    buffer_free(&rows);
}

/* The first bytes by the letter of the format: signature, version 2.0, UTF-8 names,
 * deflated, midnight of 1980-01-01. */
static void tells_nothing_of_the_day(void **state)
{
    (void)state;
    struct zip zip = {0};
    zip_add(&zip, "one.txt", TEXT("x"));
    assert_memory_equal(zip_finish(&zip)->at,
                        "PK\3\4\x14\0\0\x8\x8\0\0\0\x21\0\x83\x16\xdc\x8c", 18);
    zip_free(&zip);
}

static void fails_past_its_limit(void **state)
{
    (void)state;
    struct zip zip = {.out = {.limit = 100}};
    zip_add(&zip, "one.txt", TEXT("x"));
    zip_add(&zip, "two.txt", TEXT("y"));
    assert_true(zip_finish(&zip)->failed);
    zip_free(&zip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_program_reads_what_was_packed),
        cmocka_unit_test(pieces_make_a_whole),
        cmocka_unit_test(tells_nothing_of_the_day),
        cmocka_unit_test(fails_past_its_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
