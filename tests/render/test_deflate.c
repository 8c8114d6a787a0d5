/* Whatever goes in, zlib's own inflate gives it back. */
#include "tests/check.h"

#include "base/arena.h"
#include "render/deflate.h"
#include "render/huffman.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static uint64_t seed = 1;

static uint32_t dice(uint32_t sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % sides;
}

/* Returns how many bytes it took. */
static size_t check_comes_back(const unsigned char *bytes, size_t length, size_t row)
{
    struct buffer packed = {0};
    deflate_rows(&packed, bytes, length, row, (uint32_t)adler32_z(1, bytes, length));
    assert_false(packed.failed);
    uLongf size = length + 1;
    unsigned char *back = memory_or_die(malloc(size));
    uLong taken = packed.length;
    assert_int_equal(uncompress2(back, &size, (const void *)packed.at, &taken), Z_OK);
    assert_int_equal(taken, packed.length);
    assert_int_equal(size, length);
    if (length > 0)
        assert_memory_equal(back, bytes, length);
    free(back);
    buffer_free(&packed);
    return taken;
}

static void nothing_and_little(void **state)
{
    (void)state;
    unsigned char bytes[300];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i < 280 ? 7 : i);
    for (size_t length = 0; length <= sizeof bytes; length++)
        check_comes_back(bytes, length, 1);
}

/* Runs of every length around the longest match, alone and behind a byte. */
static void runs_of_every_length(void **state)
{
    (void)state;
    static unsigned char bytes[2000];
    for (size_t length = 250; length < 1050; length++) {
        bytes[length - 1] = 1;
        assert_true(check_comes_back(bytes, length, 100) < 60);
        bytes[length - 1] = 0;
    }
}

static void noise_of_many_blocks(void **state)
{
    (void)state;
    enum { LENGTH = 300000 };
    unsigned char *bytes = memory_or_die(malloc(LENGTH));
    for (uint32_t colours = 1; colours <= 256; colours = colours * 3 + 1) {
        for (size_t i = 0; i < LENGTH; i++)
            bytes[i] = (unsigned char)dice(colours);
        check_comes_back(bytes, LENGTH, 1 + dice(70000));
    }
    free(bytes);
}

/* Runs, copies of the row above, of what was far away, and single bytes. */
static void pictures_by_chance(void **state)
{
    (void)state;
    enum { LENGTH = 200000 };
    unsigned char *bytes = memory_or_die(malloc(LENGTH));
    for (int round = 0; round < 60; round++) {
        size_t row = 1 + dice(3000), length = dice(LENGTH);
        for (size_t at = 0; at < length;) {
            size_t many = 1 + dice(dice(4) == 0 ? 5000 : 12), far = 1 + dice(40000);
            size_t from = dice(3) == 0 ? row : dice(2) == 0 ? 1 : far;
            unsigned char fresh = (unsigned char)dice(64);
            for (; many > 0 && at < length; many--, at++)
                bytes[at] = from <= at ? bytes[at - from] : fresh;
            if (at < length)
                bytes[at++] = fresh;
        }
        check_comes_back(bytes, length, row);
    }
    free(bytes);
}

/* Bytes as frequent as Fibonacci's numbers would get codes of 20 bits. */
static void codes_of_the_longest_kind(void **state)
{
    (void)state;
    enum { LENGTH = 28656 };
    unsigned char *bytes = memory_or_die(malloc(LENGTH));
    size_t at = 0;
    for (uint32_t i = 0, one = 1, two = 1; i < 21; i++) {
        for (uint32_t j = 0; j < one && at < LENGTH; j++)
            bytes[at++] = (unsigned char)i;
        two += one;
        one = two - one;
    }
    for (size_t i = at; i-- > 1;) {
        size_t j = dice((uint32_t)i + 1);
        unsigned char swapped = bytes[i];
        bytes[i] = bytes[j];
        bytes[j] = swapped;
    }
    check_comes_back(bytes, at, at);
    free(bytes);
}

/* Kraft's sum is one: every code is complete, none longer than asked. */
static void codes_are_complete(void **state)
{
    (void)state;
    for (int round = 0; round < 2000; round++) {
        uint32_t counts[HUFFMAN_SYMBOLS_MAX] = {0};
        struct huffman code;
        size_t symbols = 2 + dice(HUFFMAN_SYMBOLS_MAX - 1);
        int limit = symbols <= 19 && dice(2) == 0 ? 7 : HUFFMAN_LENGTH_MAX;
        for (size_t i = 0; i < symbols; i++)
            counts[i] = dice(3) == 0 ? 0 : 1u << dice(1 + dice(28));
        huffman_make(&code, counts, symbols, limit);
        uint64_t sum = 0;
        for (size_t i = 0; i < symbols; i++) {
            assert_true(code.length[i] <= limit);
            assert_true(counts[i] == 0 || code.length[i] > 0);
            sum += code.length[i] > 0 ? UINT64_C(1) << (limit - code.length[i]) : 0;
        }
        assert_true(sum == UINT64_C(1) << limit);
    }
}

/* The first token of a block may be the only one of its kind there. */
static void test_blocks_that_just_begin(void **state)
{
    (void)state;
    enum { BLOCK = 1 << 15, MORE = 200 };
    unsigned char *bytes = memory_or_die(malloc(BLOCK + MORE));
    for (size_t i = 0; i < BLOCK + MORE; i++)
        bytes[i] = (unsigned char)dice(256);
    for (size_t more = 0; more <= MORE; more++)
        check_comes_back(bytes, BLOCK + more, BLOCK + more);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks_that_just_begin),
        cmocka_unit_test(nothing_and_little),
        cmocka_unit_test(runs_of_every_length),
        cmocka_unit_test(noise_of_many_blocks),
        cmocka_unit_test(pictures_by_chance),
        cmocka_unit_test(codes_of_the_longest_kind),
        cmocka_unit_test(codes_are_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
