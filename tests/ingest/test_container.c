#include "tests/check.h"

#include "base/file.h"
#include "ingest/container.h"
#include "tests/ingest/recorder.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

/* A zip written by hand, stored, so that names can have any bytes. */
struct zipped {
    const char *name;
    const char *bytes;
    bool utf8; /* the flag that says the name is UTF-8 */
};

static void add_number(struct buffer *out, uint32_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buffer_char(out, (char)(number >> (8 * i) & 0xFF));
}

static uint32_t crc_of(const char *bytes)
{
    uint32_t crc = UINT32_MAX;
    for (; *bytes; bytes++) {
        crc ^= (unsigned char)*bytes;
        for (int i = 0; i < 8; i++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

/* What the local header and the directory have in common. */
static void add_header(struct buffer *out, const struct zipped *member)
{
    uint32_t length = (uint32_t)strlen(member->bytes);
    add_number(out, 20, 2);
    add_number(out, member->utf8 ? 0x800 : 0, 2);
    add_number(out, 0, 2);
    add_number(out, 0x5A21, 4);
    add_number(out, crc_of(member->bytes), 4);
    add_number(out, length, 4);
    add_number(out, length, 4);
    add_number(out, (uint32_t)strlen(member->name), 2);
    add_number(out, 0, 2);
}

static void write_zip(struct buffer *out, const struct zipped *members, size_t count)
{
    struct buffer directory = {0};
    for (size_t i = 0; i < count; i++) {
        uint32_t at = (uint32_t)out->length;
        buffer_add(&directory, "PK\1\2", 4);
        add_number(&directory, 20, 2);
        add_header(&directory, &members[i]);
        add_number(&directory, 0, 4); /* comment and disk */
        add_number(&directory, 0, 2);
        add_number(&directory, 0, 4);
        add_number(&directory, at, 4);
        buffer_string(&directory, members[i].name);
        buffer_add(out, "PK\3\4", 4);
        add_header(out, &members[i]);
        buffer_string(out, members[i].name);
        buffer_string(out, members[i].bytes);
    }
    uint32_t start = (uint32_t)out->length;
    buffer_text(out, buffer_all(&directory));
    buffer_add(out, "PK\5\6", 4);
    add_number(out, 0, 4);
    add_number(out, (uint32_t)count, 2);
    add_number(out, (uint32_t)count, 2);
    add_number(out, (uint32_t)directory.length, 4);
    add_number(out, start, 4);
    add_number(out, 0, 2);
    buffer_free(&directory);
}

/* Open, read it all, compare; the member's name must be the one given. */
static void check_stream(struct arena *arena, const char *path, const char *pattern,
                         const char *member, const char *expected)
{
    struct error err = {0};
    char bytes[256] = "";
    size_t got, length = 0;
    struct stream *stream = stream_open(arena, path, pattern, ".csv", &err);
    check_done(stream != NULL, &err);
    do {
        check_done(stream_read(stream, bytes + length, 7, &got, &err), &err);
        length += got;
    } while (got > 0);
    struct text text = {bytes, length};
    check_text(text, expected);
    check_text(text_of(stream_member(stream)), member);
    stream_close(stream);
}

static void check_refused(struct arena *arena, const char *path, const char *pattern,
                          enum error_kind kind, const char *words)
{
    struct error err = {0};
    struct stream *stream = stream_open(arena, path, pattern, ".csv", &err);
    char bytes[4096];
    size_t got = 1;
    while (stream && got > 0 && stream_read(stream, bytes, sizeof bytes, &got, &err))
        continue;
    check_error(&err, kind, words);
    stream_close(stream);
}

static const char *zip_in(struct arena *arena, const char *folder,
                          const struct zipped *members, size_t count)
{
    struct buffer zip = {0};
    write_zip(&zip, members, count);
    const char *path = write_in(arena, folder, "a.zip", buffer_all(&zip));
    buffer_free(&zip);
    return path;
}

static void plain_files_pass_through(void **state)
{
    struct arena arena = {0};
    check_stream(&arena, write_in(&arena, *state, "a.csv", TEXT("a,b\n1,2\n")), NULL,
                 "", "a,b\n1,2\n");
    check_refused(&arena, write_in(&arena, *state, "a.csv", (struct text){0}), NULL,
                  ERROR_FORMAT, "the file is empty");
    check_refused(&arena, path_join(&arena, *state, "none"), NULL, ERROR_SYSTEM,
                  "opening ");
    check_refused(&arena, *state, NULL, ERROR_USAGE, "not a regular file");
    arena_free(&arena);
}

static void chooses_a_member(void **state)
{
    static const struct zipped members[] = {
        {"datos/", "", false},
        {"datos/leeme.txt", "long long text", false},
        {"datos/chico.CSV", "a", false},
        {"datos/grande.csv", "abc", false},
        {"__MACOSX/datos/._grande.csv", "shadow", false},
        {"../../otro.csv", "ab", false}};
    struct arena arena = {0};
    const char *path = zip_in(&arena, *state, members, 6);
    check_stream(&arena, path, NULL, "datos/grande.csv", "abc");
    check_stream(&arena, path, "chico*", "datos/chico.CSV", "a");
    check_stream(&arena, path, "OTRO.csv", "../../otro.csv", "ab");
    check_refused(&arena, path, "*.tsv", ERROR_FORMAT,
                  "holds no member that fits \"*.tsv\"; it holds: datos/leeme.txt, "
                  "datos/chico.CSV, datos/grande.csv");
    arena_free(&arena);
}

/* A table in parts, one for each year: reading one of them would lose the others. */
static void parts_of_a_table_are_not_taken_for_it(void **state)
{
    static const struct zipped years[] = {
        {"2024.csv", "\xEF\xBB\xBFmes,v\r\n1,2\r\n", false},
        {"codes.csv", "code,name\n1,a\n2,b\n", false},
        {"2025.csv", "mes,v\n1,2\n2,3\n3,4\n4,5\n5,6\n", false},
        {"2026.csv", "mes,v\n1,2\n", false}};
    static const struct zipped titled[] = {
        {"a.csv", "Delitos, 2024\nmes,v\n1,2\n", false},
        {"b.csv", "Delitos, 2025\nmes,v\n1,2\n", false}};
    static const struct zipped books[] = {{"Delitos-2024.csv", "PK\3\4 a", false},
                                          {"Delitos-2025.csv", "PK\3\4 bc", false},
                                          {"Manual.csv", "PK\3\4", false}};
    struct arena arena = {0};
    const char *path = zip_in(&arena, *state, years, 4);
    check_refused(&arena, path, NULL, ERROR_CONTRADICTION,
                  "holds 3 members with the same columns, \"2025.csv\" and "
                  "\"2024.csv\" among them: \"member\" of the descriptor would say");
    check_stream(&arena, path, "2026*", "2026.csv", "mes,v\n1,2\n");
    check_refused(&arena, zip_in(&arena, *state, titled, 2), NULL, ERROR_CONTRADICTION,
                  "2 members with the same columns, \"a.csv\" and \"b.csv\": ");
    check_refused(&arena, zip_in(&arena, *state, books, 3), NULL, ERROR_CONTRADICTION,
                  "2 members with the same columns");
    check_stream(&arena, zip_in(&arena, *state, years, 2), NULL, "codes.csv",
                 years[1].bytes);
    arena_free(&arena);
}

static void names_are_one_line(void **state)
{
    static const struct zipped members[] = {
        {"a\x1b[31m\npublished 5.csv", "abc", true}};
    struct arena arena = {0};
    check_stream(&arena, zip_in(&arena, *state, members, 1), NULL,
                 "a\ufffd[31m\ufffdpublished 5.csv", "abc");
    arena_free(&arena);
}

static void accents_in_names_do_not_matter(void **state)
{
    static const struct zipped members[] = {{"RNID-V\xa1"
                                             "ctimas.csv",
                                             "dos", false}, /* code page 437 */
                                            {"RNID-V\xc3\xad"
                                             "ctimas-2.csv",
                                             "utf8", true}, /* said to be UTF-8 */
                                            {"RNID-V\xc3\xad"
                                             "ctimas-3.csv",
                                             "silent", false}}; /* UTF-8 all the same */
    struct arena arena = {0};
    const char *path = zip_in(&arena, *state, members, 3);
    check_stream(&arena, path, "rnid-victimas.csv",
                 "RNID-V\xc3\xad"
                 "ctimas.csv",
                 "dos");
    check_stream(&arena, path,
                 "*V\xc3\x8d"
                 "CTIMAS-2*",
                 "RNID-V\xc3\xad"
                 "ctimas-2.csv",
                 "utf8");
    check_stream(&arena, path, NULL,
                 "RNID-V\xc3\xad"
                 "ctimas-3.csv",
                 "silent");
    arena_free(&arena);
}

/* Though its bytes are a zip's, and though nothing in it fits. */
static void a_workbook_is_one_file(void **state)
{
    static const struct zipped book[] = {{"[Content_Types].xml", "<x/>", false},
                                         {"xl/workbook.xml", "<x/>", false}};
    struct arena arena = {0};
    struct error err = {0};
    struct text head;
    struct stream *stream =
        stream_open(&arena, zip_in(&arena, *state, book, 2), NULL, ".csv", &err);
    check_done(stream != NULL, &err);
    check_text(text_of(stream_member(stream)), "");
    check_done(stream_peek(stream, &head, &err), &err);
    assert_true(text_starts(head, TEXT("PK\x03\x04")));
    stream_close(stream);
    arena_free(&arena);
}

static void bytes_are_shown_without_taking_them(void **state)
{
    static const struct zipped member[] = {{"a.csv", "a,b\n1,2\n", false}};
    struct arena arena = {0};
    struct error err = {0};
    struct text head;
    char bytes[20];
    size_t got;
    struct stream *stream =
        stream_open(&arena, zip_in(&arena, *state, member, 1), NULL, ".csv", &err);
    check_done(stream != NULL, &err);
    check_done(stream_peek(stream, &head, &err), &err);
    check_text(head, "a,b\n1,2\n");
    check_done(stream_read(stream, bytes, 5, &got, &err), &err);
    check_text(((struct text){bytes, got}), "a,b\n1");
    check_done(stream_read(stream, bytes, 5, &got, &err), &err);
    check_text(((struct text){bytes, got}), ",2\n");
    check_done(stream_read(stream, bytes, 5, &got, &err), &err);
    assert_int_equal(got, 0);
    stream_close(stream);
    arena_free(&arena);
}

static void says_what_an_archive_holds(void **state)
{
    static const struct zipped book[] = {{"leame.txt", "x", false}};
    struct arena arena = {0};
    check_refused(&arena, zip_in(&arena, *state, book, 1), NULL, ERROR_FORMAT,
                  "it holds: leame.txt");
    check_refused(&arena, zip_in(&arena, *state, book, 0), NULL, ERROR_FORMAT,
                  "nothing in it");
    arena_free(&arena);
}

static void members_are_limited(void **state)
{
    enum { MANY = 10001 };
    struct arena arena = {0};
    struct zipped *members = arena_array(&arena, MANY, sizeof *members);
    for (size_t i = 0; i < MANY; i++)
        members[i] = (struct zipped){"a.csv", "", false};
    check_refused(&arena, zip_in(&arena, *state, members, MANY), NULL, ERROR_LIMIT,
                  "more than 10000 members");
    arena_free(&arena);
}

/* Packed with one of libarchive's filters, no archive around it. */
static const char *packed_in(struct arena *arena, const char *folder, int filter,
                             const char *piece, size_t times)
{
    const char *path = path_join(arena, folder, "packed");
    struct archive *archive = archive_write_new();
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, "data");
    archive_entry_set_filetype(entry, AE_IFREG);
    assert_int_equal(archive_write_add_filter(archive, filter), ARCHIVE_OK);
    assert_int_equal(archive_write_set_format_raw(archive), ARCHIVE_OK);
    assert_int_equal(archive_write_open_filename(archive, path), ARCHIVE_OK);
    assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
    size_t length = strlen(piece);
    for (size_t i = 0; i < times; i++)
        assert_int_equal(archive_write_data(archive, piece, length), length);
    assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
    archive_entry_free(entry);
    archive_write_free(archive);
    return path;
}

static const int FILTERS[] = {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_BZIP2,
                              ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_ZSTD};

static void filters_are_taken_off(void **state)
{
    for (size_t i = 0; i < sizeof FILTERS / sizeof *FILTERS; i++) {
        struct arena arena = {0};
        const char *path = packed_in(&arena, *state, FILTERS[i], "a,b\n1,2\n", 3);
        check_stream(&arena, path, NULL, "", "a,b\n1,2\na,b\n1,2\na,b\n1,2\n");
        arena_free(&arena);
    }
}

static void torn_packings_are_noticed(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    for (size_t i = 0; i < sizeof FILTERS / sizeof *FILTERS; i++) {
        const char *path = packed_in(&arena, *state, FILTERS[i], "a,b\n1,2\n", 1000);
        struct text bytes;
        check_done(file_read(&arena, path, 1 << 20, &bytes, &err), &err);
        bytes.length -= bytes.length / 3;
        bool gzip = bytes.at[0] == 0x1f; /* its checksum is looked at first */
        check_refused(&arena, write_in(&arena, *state, "torn", bytes), NULL,
                      ERROR_FORMAT, gzip ? "is damaged" : "cannot be unpacked");
    }
    static const struct zipped members[] = {{"a.csv", "a,b\n1,2\n", false}};
    struct buffer zip = {0};
    write_zip(&zip, members, 1);
    zip.at[30 + 5] ^= 1; /* a byte of the member */
    check_refused(&arena, write_in(&arena, *state, "bad.zip", buffer_all(&zip)), NULL,
                  ERROR_FORMAT, "cannot be unpacked");
    buffer_free(&zip);
    arena_free(&arena);
}

static void bombs_are_refused(void **state)
{
    struct arena arena = {0};
    char zeros[65537];
    memset(zeros, '0', sizeof zeros - 1);
    zeros[sizeof zeros - 1] = '\0';
    const char *path = packed_in(&arena, *state, ARCHIVE_FILTER_BZIP2, zeros, 1200);
    check_refused(&arena, path, NULL, ERROR_LIMIT,
                  "unpacks to more than 1000 times its own size");
    /* The same ratio is fine while it is small. */
    path = packed_in(&arena, *state, ARCHIVE_FILTER_BZIP2, zeros, 100);
    check_refused(&arena, path, NULL, ERROR_NONE, "");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_files_pass_through),
        cmocka_unit_test(chooses_a_member),
        cmocka_unit_test(parts_of_a_table_are_not_taken_for_it),
        cmocka_unit_test(names_are_one_line),
        cmocka_unit_test(accents_in_names_do_not_matter),
        cmocka_unit_test(a_workbook_is_one_file),
        cmocka_unit_test(bytes_are_shown_without_taking_them),
        cmocka_unit_test(says_what_an_archive_holds),
        cmocka_unit_test(members_are_limited),
        cmocka_unit_test(filters_are_taken_off),
        cmocka_unit_test(torn_packings_are_noticed),
        cmocka_unit_test(bombs_are_refused),
    };
    return cmocka_run_group_tests(tests, setup_folder, teardown_folder);
}
