/* The bridge over a change of method, in the small world and with the real rules. The
 * bundled registry is held against it in tests/site/test_bridging.c. */
#include "tests/transform/made_world.h"

#include "base/file.h"
#include "transform/bridge.h"

static bool load(const char *rows, struct bridge *out, struct error *err)
{
    char *folder = temporary_folder();
    const char *path = path_join(&arena, folder, "bridge.csv");
    const char *text =
        arena_format(&arena, "rule,offence,target,certain,note_es,note_en\n%s", rows);
    check_done(file_write(path, text_of(text), err), err);
    bool loaded = bridge_load(&arena, path, &lists, out, err);
    drop_folder(folder);
    return loaded;
}

static void check_refused(const char *rows, const char *words)
{
    struct error err = {0};
    struct bridge bridge;
    assert_false(load(rows, &bridge, &err));
    check_error(&err, ERROR_FORMAT, words);
}

static struct offence_id offence(const char *code)
{
    struct offence_id id = offence_find(&lists, text_of(code));
    assert_true(id.index != NO_INDEX);
    return id;
}

static void refuses_rules_that_contradict(void **state)
{
    (void)state;
    check_refused("B1,nothing,robo,1,a,b\n", "row 2: offence \"nothing\"");
    check_refused("B1,robo,nothing,1,a,b\n", "row 2: offence \"nothing\"");
    check_refused("B1,robo,homicidio,yes,a,b\n", "neither 0 nor 1");
    check_refused(",robo,homicidio,1,a,b\n", "rule is empty");
    check_refused("B1,robo,homicidio,1,,b\n", "note_es is empty");
    check_refused("B1,doloso,robo,1,a,b\nB2,doloso.arma,robo,1,a,b\n",
                  "row 3: \"doloso.arma\" has the rule of row 2");
    check_refused("B1,doloso.arma,robo,1,a,b\nB2,doloso,robo,1,a,b\n",
                  "row 3: \"doloso.arma\" has the rule of row 2");
}

static void what_a_rule_does(void **state)
{
    (void)state;
    struct error err = {0};
    struct bridge bridge;
    check_done(load("B1,culposo,robo,0,a,b\nB2,doloso.otro,,1,a,b\n"
                    "B3,doloso.arma,doloso.arma,1,a,b\n",
                    &bridge, &err),
               &err);
    const struct bridge_rule *moved = &bridge.rule[0], *lost = &bridge.rule[1],
                             *renamed = &bridge.rule[2];
    assert_false(moved->certain);
    assert_int_equal(bridge_use(&bridge, moved, offence("robo")), BRIDGE_ADDS);
    assert_int_equal(bridge_use(&bridge, moved, offence("homicidio")), BRIDGE_TAKES);
    assert_int_equal(bridge_use(&bridge, moved, offence("culposo")), BRIDGE_TAKES);
    assert_int_equal(bridge_use(&bridge, moved, offence("comun")), BRIDGE_WITHIN);
    assert_int_equal(bridge_use(&bridge, moved, offence("doloso")), BRIDGE_UNUSED);
    assert_int_equal(bridge_use(&bridge, lost, offence("doloso")), BRIDGE_NEVER);
    assert_int_equal(bridge_use(&bridge, lost, offence("robo")), BRIDGE_UNUSED);
    assert_int_equal(bridge_use(&bridge, renamed, offence("doloso")), BRIDGE_WITHIN);
    assert_int_equal(bridge_image(&bridge, offence("culposo")).index,
                     offence("robo").index);
    assert_int_equal(bridge_image(&bridge, offence("doloso.otro")).index, NO_INDEX);
    assert_int_equal(bridge_image(&bridge, offence("doloso.arma")).index,
                     offence("doloso.arma").index);
}

static void put(struct cube *cube, const char *code, double value)
{
    struct error err = {0};
    struct figure figure = {value, STATUS_REPORTED};
    struct key key = world_key(&lists, "mx-01", code, "investigations");
    check_done(cube_add(cube, key, period_of(2026, 1), 1, &figure, 0, true, &err),
               &err);
}

static double at(const struct bridge *bridge, const struct cube *cube, const char *code,
                 enum bridge_use *used)
{
    struct key key = world_key(&lists, "mx", code, "victims");
    struct series series = bridge_series(&arena, bridge, cube, key, used);
    struct figure figure = series_at(&series, period_of(2026, 1));
    return figure_known(figure) ? figure.value : -1;
}

/* 3 with a weapon, 2 otherwise, 5 negligent, 7 robberies; the negligent count among
 * the robberies before. */
static void leaves_stand_at_their_images(void **state)
{
    (void)state;
    struct error err = {0};
    struct bridge bridge;
    struct cube *cube = cube_new(&lists, STEP_MONTH), *bridged;
    enum bridge_use used[1];
    check_done(load("B1,culposo,robo,1,a,b\n", &bridge, &err), &err);
    put(cube, "doloso.arma", 3);
    put(cube, "doloso.otro", 2);
    put(cube, "culposo", 5);
    put(cube, "robo", 7);
    cube_seal(cube, 1);
    struct measure_id from = measure_find(&lists, TEXT("investigations"));
    struct measure_id to = measure_find(&lists, TEXT("victims"));
    check_done(bridge_cube(&bridge, cube, from, to, 1, &bridged, &err), &err);
    assert_true(at(&bridge, bridged, "comun", NULL) == 17);
    assert_true(at(&bridge, bridged, "homicidio", used) == 5);
    assert_int_equal(used[0], BRIDGE_TAKES);
    assert_true(at(&bridge, bridged, "robo", used) == 12);
    assert_int_equal(used[0], BRIDGE_ADDS);
    assert_true(at(&bridge, bridged, "culposo", NULL) == -1);
    struct key key = world_key(&lists, "mx-01", "robo", "victims");
    struct series series = cube_series(&arena, bridged, key);
    check_figure(series.figures[0], STATUS_PROVISIONAL, 12);
    assert_false(cube_holds(bridged, (struct key){key.place, key.offence, from}));
    cube_free(bridged);
    cube_free(cube);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_rules_that_contradict),
        cmocka_unit_test(what_a_rule_does),
        cmocka_unit_test(leaves_stand_at_their_images),
    };
    return cmocka_run_group_tests(tests, make_world, drop_world);
}
