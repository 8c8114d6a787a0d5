#include "tests/check.h"

#include "base/file.h"
#include "ingest/gzip_check.h"

#include <string.h>
#include <zlib.h>

static struct arena arena;

static int make_folder(void **state)
{
    *state = temporary_folder();
    return 0;
}

static int remove_folder(void **state)
{
    drop_folder(*state);
    arena_free(&arena);
    return 0;
}

/* A gzip file of one line, with one byte of it changed or its end cut off. */
static const char *packed(const char *folder, long changed, size_t cut)
{
    struct error err = {0};
    struct text bytes;
    const char *path = path_join(&arena, folder, "file.csv.gz");
    gzFile file = gzopen(path, "wb");
    assert_non_null(file);
    gzputs(file, "place,2020\nmx,25290\n");
    assert_int_equal(gzclose(file), Z_OK);
    check_done(file_read(&arena, path, 4096, &bytes, &err), &err);
    char *copy = arena_format(&arena, "%*s", (int)bytes.length, "");
    memcpy(copy, bytes.at, bytes.length);
    if (changed)
        copy[(long)bytes.length + changed] ^= 1;
    check_done(file_write(path, (struct text){copy, bytes.length - cut}, &err), &err);
    return path;
}

static void whole_files_pass(void **state)
{
    struct error err = {0};
    check_done(gzip_check(packed(*state, 0, 0), 1 << 20, &err), &err);
    check_done(gzip_check("README.md", 1 << 20, &err), &err);
}

static void damaged_files_do_not(void **state)
{
    static const struct {
        long changed;
        size_t cut;
    } CASES[] = {{-1, 0}, {-6, 0}, {-12, 0}, {0, 1}, {0, 9}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct error err = {0};
        const char *path = packed(*state, CASES[i].changed, CASES[i].cut);
        assert_false(gzip_check(path, 1 << 20, &err));
        check_error(&err, ERROR_FORMAT, "is damaged: its checksum does not fit");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(whole_files_pass, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(damaged_files_do_not, make_folder,
                                        remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
