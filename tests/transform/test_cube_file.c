/* A cube there and back again, and bytes that are no cube. */
#include "tests/transform/made_world.h"

#include "transform/cube_cells.h"
#include "transform/cube_file.h"
#include "transform/cube_file_form.h"
#include "transform/cube_store.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int new_file(void)
{
    int fd = memfd_create("cube", MFD_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

/* Any figures, of every status and size. */
static struct cube *chance_cube(uint64_t seed, size_t runs, int provisional)
{
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    for (size_t i = 0; i < runs; i++) {
        struct error err = {0};
        struct run run = chance_run(&lists, &seed);
        check_done(
            cube_add(cube, run.key, run.first, run.count, run.figures, i, false, &err),
            &err);
    }
    cube_seal(cube, provisional);
    return cube;
}

static const struct cube_stamp STAMP = {"lists of a Tuesday"};

static struct cube *there_and_back(const struct cube *cube)
{
    struct cube *back = NULL;
    struct error err = {0};
    int fd = new_file();
    check_done(cube_file_write(cube, fd, &STAMP, &err), &err);
    check_done(cube_file_read(&lists, fd, &STAMP, &back, &err), &err);
    close(fd);
    return back;
}

static bool note_rows(void *context, struct key key, const struct series *series)
{
    const struct cube *const *both = context;
    for (size_t i = 0; i < series->count; i++) {
        size_t a = 7, b = 7;
        struct period period = period_after(series->first, (int)i);
        bool has = cube_row(both[0], key, period, &a);
        assert_int_equal(cube_row(both[1], key, period, &b), has);
        assert_int_equal(a, b);
    }
    return true;
}

static void a_cube_comes_back_as_it_was(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct cube *cube = chance_cube(seed, seed * seed, (int)seed % 4);
        struct cube *back = there_and_back(cube);
        struct period first[2], last[2];
        check_same_cube(cube, back);
        assert_int_equal(cube_leaves(cube), cube_leaves(back));
        assert_int_equal(cube_figures(cube), cube_figures(back));
        assert_int_equal(cube_range(cube, &first[0], &last[0]),
                         cube_range(back, &first[1], &last[1]));
        assert_memory_equal(first, first + 1, sizeof *first);
        assert_memory_equal(last, last + 1, sizeof *last);
        cube_each(cube, note_rows, (const struct cube *[]){cube, back});
        cube_free(cube);
        cube_free(back);
    }
}

/* Whatever the cube whose memory it shares. */
static void a_thin_cube_is_as_it_was(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct cube *cube = chance_cube(seed, seed * seed, (int)seed % 4);
        struct cube *other = chance_cube(seed + 1, seed * seed, (int)seed % 4);
        struct cube *thin = there_and_back(cube), *thinner = there_and_back(cube);
        cube_thin(thin, cube);
        cube_thin(thinner, other);
        cube_thin(thinner, thin);
        check_same_cube(cube, thin);
        check_same_cube(cube, thinner);
        cube_each(cube, note_rows, (const struct cube *[]){cube, thin});
        cube_each(cube, note_rows, (const struct cube *[]){cube, thinner});
        cube_free(thinner);
        cube_free(thin);
        cube_free(other);
        cube_free(cube);
    }
}

static void an_empty_cube_comes_back_empty(void **state)
{
    (void)state;
    struct cube *cube = cube_new(&lists, STEP_YEAR);
    cube_seal(cube, 0);
    struct cube *back = there_and_back(cube);
    assert_int_equal(cube_leaves(back), 0);
    assert_int_equal(cube_step(back), STEP_YEAR);
    cube_free(cube);
    cube_free(back);
}

static void the_same_cube_is_the_same_bytes(void **state)
{
    (void)state;
    char *bytes[2];
    off_t size[2];
    for (size_t i = 0; i < 2; i++) {
        struct error err = {0};
        struct cube *cube = chance_cube(77, 300, 2);
        int fd = new_file();
        check_done(cube_file_write(cube, fd, NULL, &err), &err);
        size[i] = lseek(fd, 0, SEEK_END);
        bytes[i] = mmap(NULL, (size_t)size[i], PROT_READ, MAP_SHARED, fd, 0);
        close(fd);
        cube_free(cube);
    }
    assert_int_equal(size[0], size[1]);
    assert_memory_equal(bytes[0], bytes[1], (size_t)size[0]);
    munmap(bytes[0], (size_t)size[0]);
    munmap(bytes[1], (size_t)size[1]);
}

/* Cells that lie in the file from the beginning; for the rest of this process. */
static void cells_need_not_be_copied(void **state)
{
    (void)state;
    size_t room = 64 << 20;
    int fd = new_file();
    struct error err = {0};
    struct cube *back;
    assert_int_equal(ftruncate(fd, (off_t)room), 0);
    char *memory = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    cells_share(memory, room, 4096);
    struct cube *cube = chance_cube(5, 400, 3);
    check_done(cube_file_write(cube, fd, &STAMP, &err), &err);
    check_done(cube_file_read(&lists, fd, &STAMP, &back, &err), &err);
    check_same_cube(cube, back);
    cells_share(NULL, 0, 0);
    cube_free(cube);
    cube_free(back);
    close(fd);
}

/* Refusals ----------------------------------------------------------------------- */

static void put(int fd, off_t at, const void *bytes, size_t size)
{
    assert_int_equal(pwrite(fd, bytes, size, at), size);
}

static int written(void)
{
    struct error err = {0};
    struct cube *cube = chance_cube(9, 60, 1);
    int fd = new_file();
    check_done(cube_file_write(cube, fd, &STAMP, &err), &err);
    cube_free(cube);
    return fd;
}

static void refused(int fd, enum error_kind kind, const char *words)
{
    struct cube *cube;
    struct error err = {0};
    assert_false(cube_file_read(&lists, fd, &STAMP, &cube, &err));
    check_error(&err, kind, words);
    close(fd);
}

static void a_cube_of_something_else_is_refused(void **state)
{
    (void)state;
    int fd = written();
    put(fd, offsetof(struct cube_head, stamp), "M", 1);
    refused(fd, ERROR_CONTRADICTION, "made of something else");
    fd = written();
    put(fd, offsetof(struct cube_head, places), &(uint32_t){6}, 4);
    refused(fd, ERROR_CONTRADICTION, "made of something else");
    fd = written();
    put(fd, offsetof(struct cube_head, version), &(uint32_t){99}, 4);
    refused(fd, ERROR_CONTRADICTION, "version 99");
}

static void what_is_cut_short_is_refused(void **state)
{
    (void)state;
    int fd = written();
    assert_int_equal(ftruncate(fd, lseek(fd, 0, SEEK_END) - 1), 0);
    refused(fd, ERROR_FORMAT, "it was cut");
    fd = written();
    assert_int_equal(ftruncate(fd, 100), 0);
    refused(fd, ERROR_FORMAT, "too short");
    refused(new_file(), ERROR_FORMAT, "too short");
}

/* Most of it holes, which cost whoever writes them nothing. */
static void what_is_too_large_is_refused(void **state)
{
    (void)state;
    int fd = written();
    uint64_t size = CUBE_FILE_MAX + 8;
    assert_int_equal(ftruncate(fd, (off_t)size), 0);
    put(fd, offsetof(struct cube_head, size), &size, 8);
    refused(fd, ERROR_LIMIT, "more than 8 GiB");
    /* As many leaves as there would be room for. */
    fd = written();
    size = 64 << 20;
    assert_int_equal(ftruncate(fd, (off_t)size), 0);
    put(fd, offsetof(struct cube_head, size), &size, 8);
    put(fd, offsetof(struct cube_head, leaves), &(uint64_t){size / 17}, 8);
    put(fd, offsetof(struct cube_head, figures), &(uint64_t){0}, 8);
    refused(fd, ERROR_FORMAT, "leaves are in disorder");
}

/* Each number of the head, one after another, is something impossible. */
static void no_number_leads_outside(void **state)
{
    (void)state;
    static const size_t numbers[] = {
        offsetof(struct cube_head, last),     offsetof(struct cube_head, last_known),
        offsetof(struct cube_head, leaves),   offsetof(struct cube_head, chunks),
        offsetof(struct cube_head, far),      offsetof(struct cube_head, leaf_at),
        offsetof(struct cube_head, chunk_at), offsetof(struct cube_head, far_at),
        offsetof(struct cube_head, size),     offsetof(struct cube_head, provisional),
        offsetof(struct cube_head, figures)};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        for (int shift = 40; shift < 64; shift += 8) {
            int fd = written();
            put(fd, (off_t)numbers[i], &(uint64_t){(uint64_t)0xf8 << shift}, 8);
            refused(fd, ERROR_FORMAT, "not the file of a cube");
        }
}

/* A range as a taken over reader may claim it, of steps of years or of nothing. */
static void claimed(uint32_t step, uint32_t held, uint64_t first, uint64_t last)
{
    struct cube_head head;
    int fd = written();
    assert_int_equal(pread(fd, &head, sizeof head, 0), sizeof head);
    head.step = step;
    head.held = held;
    head.known = 0;
    head.first = first;
    head.last = last;
    head.last_known = 0;
    put(fd, 0, &head, sizeof head);
    refused(fd, ERROR_FORMAT, "its range is impossible");
}

static void no_year_is_before_or_after_all(void **state)
{
    (void)state;
    uint64_t first = (uint64_t)YEAR_MIN - cube_origin(STEP_YEAR);
    claimed(STEP_YEAR, 1, 0, first);
    claimed(STEP_YEAR, 1, first - 1, first);
    claimed(STEP_YEAR, 1, first, first + YEAR_MAX - YEAR_MIN + 1);
    claimed(STEP_YEAR, 1, first, POSITIONS - 1);
    claimed(STEP_MONTH, 1, 0, POSITIONS);
    claimed(STEP_MONTH, 0, 0, 1);
    claimed(STEP_MONTH, 0, (uint64_t)1 << 40, (uint64_t)1 << 40);
    /* The ends themselves are fine. */
    int fd = written();
    struct error err = {0};
    struct cube *cube;
    put(fd, offsetof(struct cube_head, step), &(uint32_t){STEP_YEAR}, 4);
    put(fd, offsetof(struct cube_head, first), &first, 8);
    put(fd, offsetof(struct cube_head, last), &(uint64_t){first + YEAR_MAX - YEAR_MIN},
        8);
    put(fd, offsetof(struct cube_head, last_known), &first, 8);
    check_done(cube_file_read(&lists, fd, &STAMP, &cube, &err), &err);
    cube_free(cube);
    close(fd);
}

/* A cube that holds nothing, with leaves all the same. */
static bool knows_nothing(void *context, struct key key, const struct series *series)
{
    (void)series;
    assert_false(cube_knows(context, key));
    return true;
}

static void what_holds_nothing_knows_nothing(void **state)
{
    (void)state;
    struct error err = {0};
    struct cube *cube, *whole = chance_cube(9, 60, 1);
    int fd = written();
    put(fd, offsetof(struct cube_head, held), &(uint32_t[]){0, 0}, 8);
    put(fd, offsetof(struct cube_head, first), &(uint64_t[]){0, 0, 0}, 24);
    check_done(cube_file_read(&lists, fd, &STAMP, &cube, &err), &err);
    assert_true(cube_leaves(cube) > 0);
    cube_each(whole, knows_nothing, cube);
    cube_free(whole);
    cube_free(cube);
    close(fd);
}

static void sections_are_checked(void **state)
{
    (void)state;
    struct cube_head head;
    int fd = written();
    assert_int_equal(pread(fd, &head, sizeof head, 0), sizeof head);
    put(fd, (off_t)head.leaf_at + 12, &(uint32_t){(uint32_t)head.leaves}, 4);
    refused(fd, ERROR_FORMAT, "leaves are in disorder");
    fd = written();
    put(fd, (off_t)head.leaf_at, &(uint32_t){(uint32_t)lists.places.count}, 4);
    refused(fd, ERROR_FORMAT, "leaves are in disorder");
    fd = written();
    put(fd, (off_t)head.chunk_at + 8, &(uint64_t){head.size}, 8);
    refused(fd, ERROR_FORMAT, "cells lie elsewhere");
    fd = written();
    put(fd, (off_t)head.chunk_at, &(uint32_t){PLANES}, 4);
    refused(fd, ERROR_FORMAT, "cells lie elsewhere");
    assert_true(head.far > 0);
    fd = written();
    put(fd, (off_t)head.far_at + 8, &(double){1e300}, 8);
    refused(fd, ERROR_FORMAT, "a figure is impossible");
    fd = written();
    put(fd, (off_t)head.far_at, &(uint64_t){UINT64_MAX}, 8);
    refused(fd, ERROR_FORMAT, "a figure is impossible");
}

/* A cell may say that its figure lies elsewhere when it does not. */
static void a_far_cell_without_a_figure_is_absent(void **state)
{
    (void)state;
    struct cube_head head;
    struct cube_chunk chunk;
    struct cube *cube;
    struct error err = {0};
    int fd = written();
    assert_int_equal(pread(fd, &head, sizeof head, 0), sizeof head);
    assert_int_equal(pread(fd, &chunk, sizeof chunk, (off_t)head.chunk_at),
                     sizeof chunk);
    uint16_t codes[BLOCK];
    for (size_t i = 0; i < BLOCK; i++)
        codes[i] = CELL_FAR;
    for (size_t i = 0; i < head.leaves; i++)
        put(fd, (off_t)(chunk.offset + i * sizeof codes), codes, sizeof codes);
    put(fd, offsetof(struct cube_head, far), &(uint64_t){0}, 8);
    check_done(cube_file_read(&lists, fd, &STAMP, &cube, &err), &err);
    cube_series(&arena, cube, world_key(&lists, "mx", "comun", "investigations"));
    cube_free(cube);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cube_comes_back_as_it_was),
        cmocka_unit_test(an_empty_cube_comes_back_empty),
        cmocka_unit_test(a_thin_cube_is_as_it_was),
        cmocka_unit_test(the_same_cube_is_the_same_bytes),
        cmocka_unit_test(cells_need_not_be_copied),
        cmocka_unit_test(a_cube_of_something_else_is_refused),
        cmocka_unit_test(what_is_cut_short_is_refused),
        cmocka_unit_test(what_is_too_large_is_refused),
        cmocka_unit_test(no_number_leads_outside),
        cmocka_unit_test(no_year_is_before_or_after_all),
        cmocka_unit_test(what_holds_nothing_knows_nothing),
        cmocka_unit_test(sections_are_checked),
        cmocka_unit_test(a_far_cell_without_a_figure_is_absent),
    };
    return cmocka_run_group_tests(tests, make_world, drop_world);
}
