/* The real rules and crosswalks against the bundled registry of 2026. */
#include "tests/site/bundled_files.h"

#include "transform/bridge.h"
#include "transform/iccs.h"

static struct cube *cube, *bridged;
static struct bridge bridge;

static struct measure_id measure(const char *code)
{
    return measure_find(own_holdings.lists, text_of(code));
}

static int read_registry(void **state)
{
    struct error err = {0};
    open_own(state);
    cube = read_bundled("mx-estatal-rnid", "sesnsp_estatal_rnid", "2026-04-18");
    check_done(bridge_load(&arena, "transform/lists/bridge_rnid_2026.csv",
                           own_holdings.lists, &bridge, &err) &&
                   bridge_cube(&bridge, cube, measure("investigations"),
                               measure("investigations.bridged"), 3, &bridged, &err),
               &err);
    return 0;
}

static int drop_registry(void **state)
{
    cube_free(bridged);
    cube_free(cube);
    return close_own(state);
}

static double total(const struct cube *of, const char *code, const char *what)
{
    struct key key = {
        {0}, offence_find(own_holdings.lists, text_of(code)), measure(what)};
    struct series series = cube_series(&arena, of, key);
    double sum = 0;
    for (size_t i = 0; i < series.count; i++)
        sum += series.figures[i].value;
    return sum;
}

static bool add_leaf(void *context, struct key key, const struct series *series)
{
    (void)key;
    for (size_t i = 0; i < series->count; i++)
        *(double *)context += series->figures[i].value;
    return true;
}

/* Over all targets the bridged registry is the registry: 154,812 + 150,592 + 175,249,
 * counted in the file with awk. */
static void nothing_is_lost_or_doubled(void **state)
{
    (void)state;
    double sum = 0;
    cube_each(bridged, add_leaf, &sum);
    assert_true(sum == 480653);
    assert_true(total(bridged, "fuero-comun", "investigations.bridged") == 480653);
    assert_true(total(cube, "fuero-comun", "investigations") == 480653);
}

static void places_add_up_as_well(void **state)
{
    (void)state;
    const struct places *places = &own_holdings.lists->places;
    struct offence_id all = offence_find(own_holdings.lists, TEXT("fuero-comun"));
    for (uint32_t i = 0; i < places->count; i++) {
        if (places->node[i].kind != PLACE_STATE)
            continue;
        struct series was = cube_series(
            &arena, cube, (struct key){{i}, all, measure("investigations")});
        struct series is = cube_series(
            &arena, bridged, (struct key){{i}, all, measure("investigations.bridged")});
        for (size_t j = 0; j < was.count; j++)
            assert_true(was.figures[j].value == is.figures[j].value &&
                        was.figures[j].status == is.figures[j].status);
    }
}

/* An offence's bridged sum is its own, less what rules take, plus what they add. */
static void each_target_is_its_own_and_what_rules_bring(void **state)
{
    (void)state;
    const struct offences *offences = &own_holdings.lists->offences;
    for (uint32_t i = 0; i < offences->count; i++) {
        double wanted = total(cube, offences->node[i].code, "investigations");
        for (size_t j = 0; j < bridge.count; j++) {
            const struct bridge_rule *rule = &bridge.rule[j];
            bool below =
                i >= rule->offence.index &&
                i < rule->offence.index + offences->node[rule->offence.index].span;
            enum bridge_use use = bridge_use(&bridge, rule, (struct offence_id){i});
            const char *of = offences->node[below ? i : rule->offence.index].code;
            if (use == BRIDGE_TAKES)
                wanted -= total(cube, of, "investigations");
            if (use == BRIDGE_ADDS)
                wanted += total(cube, of, "investigations");
        }
        assert_true(total(bridged, offences->node[i].code, "investigations.bridged") ==
                    wanted);
    }
}

static void a_measure_of_its_own(void **state)
{
    (void)state;
    assert_int_equal(measure_node(own_holdings.lists, measure("investigations"))->span,
                     1);
    assert_int_equal(
        measure_node(own_holdings.lists, measure("investigations.bridged"))->parent,
        NO_INDEX);
    assert_true(total(bridged, "fuero-comun", "investigations") == 0);
}

/* Shares of FIELD.md: H 47.0%, M 22.3%, L 30.7%; 0101 is homicidio doloso (3,996) and
 * femicide (144), once. */
static void the_international_classification(void **state)
{
    (void)state;
    struct error err = {0};
    struct iccs iccs;
    struct iccs_map map;
    struct iccs_sums sums;
    check_done(iccs_load(&arena, "transform/lists", &own_holdings.lists->languages,
                         &iccs, &err) &&
                   iccs_map_load(&arena, "transform/lists/offences_rnid_2026.csv",
                                 &iccs, own_holdings.lists, &map, &err),
               &err);
    iccs_sum(&arena, &iccs, &map, cube, measure("investigations"), period_of(2026, 1),
             period_of(2026, 3), &sums);
    assert_true(sums.all[ICCS_HIGH].value + sums.all[ICCS_MEDIUM].value +
                    sums.all[ICCS_LEFT_OUT].value ==
                480653);
    assert_int_equal((int)(1000 * sums.all[ICCS_HIGH].value / 480653 + .5), 470);
    assert_int_equal((int)(1000 * sums.all[ICCS_MEDIUM].value / 480653 + .5), 223);
    uint32_t intentional = lookup_find(&iccs.codes, TEXT("0101"));
    assert_true(sums.within[intentional][ICCS_HIGH].value == 3996 + 144);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_lost_or_doubled),
        cmocka_unit_test(places_add_up_as_well),
        cmocka_unit_test(each_target_is_its_own_and_what_rules_bring),
        cmocka_unit_test(a_measure_of_its_own),
        cmocka_unit_test(the_international_classification),
    };
    return cmocka_run_group_tests(tests, read_registry, drop_registry);
}
