#include "tests/transform/world.h"

#include "transform/neighbours.h"

#include <string.h>

static struct arena arena;
static struct lists real;
static struct outlines *states, *towns;

static int load(void **state)
{
    (void)state;
    struct error err = {0};
    struct languages languages = {1, {"es"}};
    check_done(lists_load(&arena, "transform/lists", &languages, &real, &err), &err);
    check_done(outlines_load(&arena, "transform/lists/outlines/mx_states.topo.json.gz",
                             "mx-", &real, &states, &err),
               &err);
    check_done(outlines_load(&arena,
                             "transform/lists/outlines/mx_municipalities.topo.json.gz",
                             "mx-", &real, &towns, &err),
               &err);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static size_t list_kind(enum place_kind kind, struct place_id *out)
{
    size_t count = 0;
    for (uint32_t i = 0; i < real.places.node[0].span; i++)
        if (real.places.node[i].kind == kind)
            out[count++] = (struct place_id){i};
    return count;
}

/* Codes of a place's neighbours, blanks between. */
static const char *codes_of(const struct neighbours *neighbours,
                            const struct place_id *places, const char *code)
{
    const char *codes = "";
    for (size_t i = 0; i < neighbours->count; i++) {
        if (strcmp(place_node(&real, places[i])->code, code) != 0)
            continue;
        for (size_t j = neighbours->first[i]; j < neighbours->first[i + 1]; j++)
            codes = arena_format(&arena, "%s%s%s", codes, *codes ? " " : "",
                                 place_node(&real, places[neighbours->who[j]])->code);
    }
    return codes;
}

static void check_mutual(const struct neighbours *neighbours)
{
    for (size_t i = 0; i < neighbours->count; i++)
        for (size_t j = neighbours->first[i]; j < neighbours->first[i + 1]; j++) {
            size_t other = neighbours->who[j];
            bool back = false;
            for (size_t k = neighbours->first[other]; k < neighbours->first[other + 1];
                 k++)
                back |= neighbours->who[k] == i;
            assert_true(back && other != i);
            assert_true(j == neighbours->first[i] || neighbours->who[j - 1] < other);
        }
}

/* As any map of Mexico has them. */
static void states_touch_as_on_any_map(void **state)
{
    (void)state;
    struct place_id places[64] = {0};
    size_t count = list_kind(PLACE_STATE, places);
    assert_int_equal(count, 32);
    struct neighbours found = neighbours_of(&arena, states, places, count);
    check_mutual(&found);
    assert_string_equal(codes_of(&found, places, "mx-03"), "mx-02");
    assert_string_equal(codes_of(&found, places, "mx-09"), "mx-15 mx-17");
    assert_string_equal(codes_of(&found, places, "mx-11"),
                        "mx-14 mx-16 mx-22 mx-24 mx-32");
    assert_string_equal(codes_of(&found, places, "mx-31"), "mx-04 mx-23");
}

/* Cozumel's municipality has a piece of the mainland, too. */
static void towns_touch_by_any_of_their_parts(void **state)
{
    (void)state;
    struct place_id *places = arena_array(&arena, 4000, sizeof *places);
    size_t count = list_kind(PLACE_MUNICIPALITY, places);
    struct neighbours found = neighbours_of(&arena, towns, places, count);
    check_mutual(&found);
    assert_string_equal(codes_of(&found, places, "mx-23001"), "mx-23008");
    assert_string_equal(
        codes_of(&found, places, "mx-11046"),
        "mx-11018 mx-11021 mx-11028 mx-11036 mx-11041 mx-11042 mx-16036 "
        "mx-16054 mx-16071 mx-16078");
    struct place_id apart[] = {place_find(&real, TEXT("mx-23001")),
                               place_find(&real, TEXT("mx-11046"))};
    found = neighbours_of(&arena, towns, apart, 2);
    assert_int_equal(found.first[2], 0);
}

static void those_left_out_are_nobodys(void **state)
{
    (void)state;
    struct place_id places[64] = {0};
    bool kept[64];
    size_t count = list_kind(PLACE_STATE, places), held = 0;
    struct neighbours all = neighbours_of(&arena, states, places, count);
    struct place_id rest[64];
    for (size_t i = 0; i < count; i++) {
        kept[i] = i % 3 != 0;
        if (kept[i])
            rest[held++] = places[i];
    }
    struct neighbours some = neighbours_among(&arena, &all, kept);
    struct neighbours same = neighbours_of(&arena, states, rest, held);
    assert_int_equal(some.count, held);
    assert_memory_equal(some.first, same.first, (held + 1) * sizeof *some.first);
    assert_memory_equal(some.who, same.who, some.first[held] * sizeof *some.who);
    assert_int_equal(neighbours_of(&arena, states, places, 0).first[0], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_touch_as_on_any_map),
        cmocka_unit_test(towns_touch_by_any_of_their_parts),
        cmocka_unit_test(those_left_out_are_nobodys),
    };
    return cmocka_run_group_tests(tests, load, drop);
}
