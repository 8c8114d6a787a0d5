/* The table is the one that looking at every colour for every entry gives. */
#include "tests/check.h"

#include "render/colour_table.h"

#include <stdlib.h>
#include <string.h>

enum { COLOURS = 1000, ENTRIES = 64, SHADES = 250 };

static uint64_t seed = 1;

static uint32_t dice(uint32_t sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % sides;
}

static uint64_t distance(uint32_t a, uint32_t b)
{
    uint64_t sum = 0;
    for (int i = 0; i < 24; i += 8) {
        int64_t apart = (int64_t)(a >> i & 255) - (int64_t)(b >> i & 255);
        sum += (uint64_t)(apart * apart);
    }
    return sum;
}

static size_t nearest(const uint32_t *table, size_t entries, uint32_t rgb)
{
    size_t found = 0;
    for (size_t i = 1; i < entries; i++)
        if (distance(table[i], rgb) < distance(table[found], rgb))
            found = i;
    return found;
}

/* Entry by entry, colour by colour. */
static void choose_slowly(const struct colour *colour, uint32_t *table)
{
    for (size_t entries = 0; entries < ENTRIES; entries++) {
        uint64_t most = 0;
        for (size_t i = 0; i < COLOURS; i++) {
            uint32_t rgb = colour[i].rgb;
            uint64_t missed =
                entries == 0 ? colour[i].pixels
                             : colour[i].pixels *
                                   distance(table[nearest(table, entries, rgb)], rgb);
            if (missed > most) {
                most = missed;
                table[entries] = rgb;
            }
        }
    }
}

static void check_choice(struct colour *colour)
{
    uint32_t slow[ENTRIES], table[COLOUR_TABLE_MAX];
    choose_slowly(colour, slow);
    assert_int_equal(colour_table(colour, COLOURS, table), ENTRIES);
    assert_memory_equal(table, slow, sizeof slow);
    for (size_t i = 0; i < COLOURS; i++)
        assert_int_equal(colour[i].index, nearest(slow, ENTRIES, colour[i].rgb));
}

/* Any colours at all; every green comes, and counts vary or are all the same, so that
 * distances decide, and ties between them. */
static void test_any_colours(void **state)
{
    (void)state;
    struct colour colour[COLOURS];
    for (uint32_t pixels = 1; pixels <= 10000; pixels *= 100) {
        for (uint32_t i = 0; i < COLOURS; i++)
            colour[i] = (struct colour){.rgb = i << 14 | dice(1 << 14),
                                        .pixels = 1 + dice(pixels)};
        check_choice(colour);
    }
}

/* Ramps between few colours, as smooth edges have them. */
static void test_ramps(void **state)
{
    (void)state;
    static const uint32_t ends[] = {0xfcfbf8, 0x1c2024, 0xa8301c, 0x1f5f8b, 0xe5e2db};
    struct colour colour[COLOURS];
    for (uint32_t i = 0; i < COLOURS; i++) {
        uint32_t share = i % SHADES, to = ends[1 + i / SHADES], rgb = 0;
        for (int j = 0; j < 24; j += 8)
            rgb |= ((ends[0] >> j & 255) * share + (to >> j & 255) * (SHADES - share)) /
                       SHADES
                   << j;
        colour[i] =
            (struct colour){.rgb = rgb ^ (i & 3), .pixels = share == 0 ? 5000 : 3};
    }
    check_choice(colour);
}

static void test_few_stay_in_order(void **state)
{
    (void)state;
    struct colour colour[COLOUR_TABLE_MAX];
    uint32_t table[COLOUR_TABLE_MAX];
    for (uint32_t i = 0; i < COLOUR_TABLE_MAX; i++)
        colour[i] = (struct colour){.rgb = (255 - i) * 0x010203, .pixels = 1 + i};
    assert_int_equal(colour_table(colour, COLOUR_TABLE_MAX, table), COLOUR_TABLE_MAX);
    for (uint32_t i = 0; i < COLOUR_TABLE_MAX; i++) {
        assert_int_equal(table[i], (255 - i) * 0x010203);
        assert_int_equal(colour[i].index, i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_colours),
        cmocka_unit_test(test_ramps),
        cmocka_unit_test(test_few_stay_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
