#include "tests/site/site_folder.h"

#include "base/file.h"
#include "site/packing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *plain, *copy;

static int name_files(void **state)
{
    make_site_folder(state);
    plain = path_join(&arena, *state, "plain");
    copy = path_join(&arena, *state, "copy");
    return 0;
}

/* So many bytes, of words or of noise. */
static void write_plain(size_t length, bool noise)
{
    char *bytes = malloc(length + 1);
    unsigned state = 20260418;
    struct error err = {0};
    for (size_t i = 0; i < length; i++) {
        state = state * 1103515245u + 12345u;
        bytes[i] = noise ? (char)(state >> 16) : "carpetas, "[(state >> 16) % 10];
    }
    check_done(file_write(plain, (struct text){bytes, length}, &err), &err);
    free(bytes);
}

static bool pack(enum packing packing)
{
    bool smaller;
    struct error err = {0};
    unlink(copy);
    check_done(pack_file(packing, plain, copy, &smaller, &err), &err);
    assert_int_equal(file_exists(copy), smaller);
    return smaller;
}

/* Whatever the size: within a chunk, at its end, over many. */
static void test_unpacks_to_the_file(void **state)
{
    static const size_t LENGTHS[] = {200, 65535, 65536, 65537, 131072, 1000000};
    const char *why;
    (void)state;
    for (enum packing i = 0; i < PACKINGS; i++)
        for (size_t j = 0; j < sizeof LENGTHS / sizeof *LENGTHS; j++) {
            write_plain(LENGTHS[j], false);
            assert_true(pack(i));
            assert_true(packed_is_of(i, copy, plain, &why));
            write_plain(LENGTHS[j] - 1, false);
            assert_false(packed_is_of(i, copy, plain, &why));
            assert_string_equal(why, "does not unpack to the file beside it");
            write_plain(LENGTHS[j] + 1, false);
            assert_false(packed_is_of(i, copy, plain, &why));
            assert_string_equal(why, "does not unpack to the file beside it");
        }
}

static void test_no_copy_that_saves_nothing(void **state)
{
    (void)state;
    for (enum packing i = 0; i < PACKINGS; i++) {
        write_plain(0, false);
        assert_false(pack(i));
        write_plain(199, false);
        assert_false(pack(i));
        write_plain(100000, true);
        assert_false(pack(i));
    }
}

/* Every beginning of a copy, and a copy with a byte behind it, is told from a whole
 * one. */
static void test_damage_is_seen(void **state)
{
    struct text whole;
    struct error err = {0};
    const char *why;
    (void)state;
    for (enum packing i = 0; i < PACKINGS; i++) {
        write_plain(1000, false);
        assert_true(pack(i));
        check_done(file_read(&arena, copy, BUFFER_LIMIT, &whole, &err), &err);
        for (size_t length = 0; length < whole.length; length++) {
            struct text part = {whole.at, length};
            check_done(file_write(copy, part, &err), &err);
            assert_false(packed_is_of(i, copy, plain, &why));
        }
        struct text longer = {whole.at, whole.length + 1}; /* the NUL behind a text */
        check_done(file_write(copy, longer, &err), &err);
        assert_false(packed_is_of(i, copy, plain, &why));
        assert_string_equal(why, "cannot be unpacked");
        unlink(copy);
        assert_false(packed_is_of(i, copy, plain, &why));
        assert_string_equal(why, "cannot be read");
    }
}

static void test_never_over_a_file(void **state)
{
    struct error err = {0};
    bool smaller;
    (void)state;
    write_plain(1000, false);
    check_done(file_write(copy, TEXT("kept"), &err), &err);
    assert_false(pack_file(PACKING_GZIP, plain, copy, &smaller, &err));
    assert_int_equal(err.kind, ERROR_SYSTEM);
    assert_true(file_holds(copy, TEXT("kept")));
}

static void test_names(void **state)
{
    enum packing packing;
    (void)state;
    assert_true(packing_find(TEXT("br"), &packing));
    assert_int_equal(packing, PACKING_BROTLI);
    assert_false(packing_find(TEXT("zip"), &packing));
    assert_true(packing_suits("es/index.html"));
    assert_true(packing_suits("data/mx.csv"));
    assert_false(packing_suits("data/mx.xlsx"));
    assert_false(packing_suits("html"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_unpacks_to_the_file, name_files,
                                        remove_site_folder),
        cmocka_unit_test_setup_teardown(test_no_copy_that_saves_nothing, name_files,
                                        remove_site_folder),
        cmocka_unit_test_setup_teardown(test_damage_is_seen, name_files,
                                        remove_site_folder),
        cmocka_unit_test_setup_teardown(test_never_over_a_file, name_files,
                                        remove_site_folder),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
