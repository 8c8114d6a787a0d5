/* Who is similar to whom, in a country small enough to see it. */
#include "tests/check.h"

#include "transform/similar.h"

#include <math.h>
#include <string.h>

/* Two states of one region, one of another, one alone; towns of the first two. */
enum { PLACES = 14 };
static struct place nodes[PLACES] = {
    {.code = "mx", .kind = PLACE_COUNTRY, .parent = NO_INDEX, .span = 12},
    {.code = "a", .kind = PLACE_STATE, .parent = 0, .span = 6, .region = "north"},
    {.code = "a1", .kind = PLACE_MUNICIPALITY, .parent = 1, .span = 1},
    {.code = "a2", .kind = PLACE_MUNICIPALITY, .parent = 1, .span = 1},
    {.code = "a3", .kind = PLACE_MUNICIPALITY, .parent = 1, .span = 1},
    {.code = "a4", .kind = PLACE_MUNICIPALITY, .parent = 1, .span = 1},
    {.code = "a9", .kind = PLACE_UNALLOCATED, .parent = 1, .span = 1},
    {.code = "b", .kind = PLACE_STATE, .parent = 0, .span = 3, .region = "south"},
    {.code = "b1", .kind = PLACE_MUNICIPALITY, .parent = 7, .span = 1},
    {.code = "b2", .kind = PLACE_MUNICIPALITY, .parent = 7, .span = 1},
    {.code = "c", .kind = PLACE_STATE, .parent = 0, .span = 1, .region = "north"},
    {.code = "d", .kind = PLACE_STATE, .parent = 0, .span = 1, .region = ""},
    {.code = "us", .kind = PLACE_COUNTRY, .parent = NO_INDEX, .span = 2},
    {.code = "us-a", .kind = PLACE_STATE, .parent = 12, .span = 1, .region = "north"},
};
static const double RESIDENTS[PLACES] = {900, 100, 10, 19, 20,  21,  10,
                                         101, 10,  9,  55, 199, 900, 100};

static void check_similar(const char *of, const double *residents, const bool *eligible,
                          const char *wanted)
{
    struct lists lists = {.places = {.count = PLACES, .node = nodes}};
    struct similar_ground ground = {&lists, residents, eligible};
    struct place_id out[SIMILAR_MAX], place = {0};
    char found[64] = "";
    for (uint32_t i = 0; i < PLACES; i++) {
        if (!nodes[i].region)
            nodes[i].region = "";
        if (strcmp(nodes[i].code, of) == 0)
            place.index = i;
    }
    size_t count = similar_places(&ground, place, out);
    for (size_t i = 0; i < count; i++) {
        strcat(found, i ? " " : "");
        strcat(found, nodes[out[i].index].code);
    }
    assert_string_equal(found, wanted);
}

static void check_all(const char *of, const char *wanted)
{
    bool all[PLACES];
    for (int i = 0; i < PLACES; i++)
        all[i] = true;
    check_similar(of, RESIDENTS, all, wanted);
}

/* c has little more than half of a's residents, b nearly as many: c is of the region.
 */
static void own_region_first_then_nearest(void **state)
{
    (void)state;
    check_all("a", "c b d");
    check_all("c", "a b");
}

/* "" is no region that two states could share. */
static void a_state_without_a_region(void **state)
{
    (void)state;
    check_all("d", "b a");
}

/* a3 has twice the residents of a1, a4 more; what is not allocated is no place. */
static void towns_of_the_own_state_first(void **state)
{
    (void)state;
    check_all("a1", "a2 a3 b1 b2");
    check_all("b1", "b2 a1 a2 a3");
}

static void no_country_beside_its_own(void **state)
{
    (void)state;
    check_all("mx", "");
    check_all("us-a", "");
}

static void unknown_and_without_figures_are_left_out(void **state)
{
    (void)state;
    bool eligible[PLACES];
    double residents[PLACES];
    for (int i = 0; i < PLACES; i++) {
        eligible[i] = i != 3;
        residents[i] = i == 4 ? NAN : RESIDENTS[i];
    }
    check_similar("a1", residents, eligible, "b1 b2");
    check_similar("a3", residents, eligible, "");
}

/* Seven alike: the first five of the list. */
static void at_most_so_many_and_ties_by_the_list(void **state)
{
    (void)state;
    double residents[PLACES];
    bool all[PLACES];
    for (int i = 0; i < PLACES; i++) {
        residents[i] = 10;
        all[i] = true;
    }
    check_similar("b2", residents, all, "b1 a1 a2 a3 a4");
    nodes[6].kind = PLACE_MUNICIPALITY;
    check_similar("b2", residents, all, "b1 a1 a2 a3 a4");
    nodes[6].kind = PLACE_UNALLOCATED;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_region_first_then_nearest),
        cmocka_unit_test(a_state_without_a_region),
        cmocka_unit_test(towns_of_the_own_state_first),
        cmocka_unit_test(no_country_beside_its_own),
        cmocka_unit_test(unknown_and_without_figures_are_left_out),
        cmocka_unit_test(at_most_so_many_and_ties_by_the_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
