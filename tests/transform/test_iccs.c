/* What is declared under the international classification, small enough to add up by
 * hand. */
#include "tests/transform/world.h"

#include "base/buffer.h"
#include "base/file.h"
#include "transform/iccs.h"

static struct arena arena;
static struct lists lists;
static struct iccs iccs;
static char *folder;

static void write(const char *name, const char *text)
{
    struct error err = {0};
    check_done(file_write(path_join(&arena, folder, name), text_of(text), &err), &err);
}

static int load_all(void **state)
{
    (void)state;
    struct error err = {0};
    world_load(&arena, &lists);
    folder = temporary_folder();
    write("iccs.csv", "code,depth,name_es,name_en,status_es,status_en\n"
                      "01,1,Muerte,Death,verified,verified\n"
                      "0101,2,Intencional,Intentional,unverified,verified\n"
                      "0103,2,Otra,Other,unverified,unverified\n"
                      "05,1,Propiedad,Property,unverified,verified\n"
                      "0501,2,Allanamiento,Burglary,unverified,verified\n"
                      "0502,2,Hurto,Theft,unverified,verified\n");
    check_done(iccs_load(&arena, folder, &lists.languages, &iccs, &err), &err);
    assert_string_equal(iccs.code[1].name.in[0], "Intencional");
    assert_string_equal(iccs.code[1].name.in[1], "Intentional");
    assert_true(iccs.code[0].verified[0] && iccs.code[1].verified[1]);
    assert_false(iccs.code[1].verified[0] || iccs.code[2].verified[1]);
    return 0;
}

static int drop_all(void **state)
{
    (void)state;
    drop_folder(folder);
    arena_free(&arena);
    return 0;
}

static bool load_map(const char *text, struct iccs_map *out, struct error *err)
{
    write("map.csv", text);
    return iccs_map_load(&arena, path_join(&arena, folder, "map.csv"), &iccs, &lists,
                         out, err);
}

static void refuses_what_is_not_listed(void **state)
{
    (void)state;
    struct error err = {0}, other = {0};
    struct iccs_map map;
    assert_false(load_map("code,iccs,confidence\nnothing,0101,H\n", &map, &err));
    check_error(&err, ERROR_FORMAT, "offence \"nothing\"");
    assert_false(load_map("code,iccs,confidence\nrobo,0909,H\n", &map, &other));
    check_error(&other, ERROR_FORMAT, "ICCS code \"0909\"");
}

static void a_crosswalk_may_declare_nothing(void **state)
{
    (void)state;
    struct error err = {0};
    struct iccs_map map;
    check_done(load_map("word,code\na,robo\n", &map, &err), &err);
    assert_false(map.declares);
}

static void put(struct cube *cube, const char *place, const char *code, double value)
{
    struct error err = {0};
    struct figure figures[2] = {{value, STATUS_REPORTED}, {1000, STATUS_REPORTED}};
    check_done(cube_add(cube, world_key(&lists, place, code, "investigations"),
                        period_of(2020, 1), 2, figures, 0, true, &err),
               &err);
}

static void write_sums(struct buffer *out, const struct iccs_sums *sums)
{
    for (size_t i = 0; i < iccs.count; i++) {
        buffer_format(out, "%s %s%s:", iccs.code[i].code, iccs.code[i].name.in[1],
                      iccs.code[i].verified[1] ? "" : " (unverified)");
        for (int k = ICCS_HIGH; k >= ICCS_LEFT_OUT; k--)
            buffer_format(out, " %s %.0f/%.0f",
                          k == ICCS_HIGH     ? "H"
                          : k == ICCS_MEDIUM ? "M"
                                             : "L",
                          sums->own[i][k].value, sums->within[i][k].value);
        buffer_string(out, "\n");
    }
    buffer_format(out, "all: H %.0f M %.0f left out %.0f\n", sums->all[ICCS_HIGH].value,
                  sums->all[ICCS_MEDIUM].value, sums->all[ICCS_LEFT_OUT].value);
}

/* January only. Two lines are 0101: 3 + 2 in one state, 10 in another, once each. The
 * robbery may be 0501 or 0502, so it stands at 05, and only just. */
static void sums_what_is_declared(void **state)
{
    (void)state;
    struct error err = {0};
    struct iccs_map map;
    struct iccs_sums sums;
    struct buffer out = {0};
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    check_done(load_map("code,iccs,confidence\ndoloso.arma,0101,H\n"
                        "doloso.otro,0101,H\nculposo,0103,L\nrobo,0501|0502,M\n",
                        &map, &err),
               &err);
    put(cube, "mx-01", "doloso.arma", 3);
    put(cube, "mx-01", "doloso.otro", 2);
    put(cube, "mx-20", "doloso.arma", 10);
    put(cube, "mx-20", "culposo", 4);
    put(cube, "mx-20", "robo", 7);
    cube_seal(cube, 0);
    iccs_sum(&arena, &iccs, &map, cube, measure_find(&lists, TEXT("investigations")),
             period_of(2020, 1), period_of(2020, 1), &sums);
    write_sums(&out, &sums);
    check_golden("transform/golden/iccs.txt", buffer_all(&out));
    buffer_free(&out);
    cube_free(cube);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_is_not_listed),
        cmocka_unit_test(a_crosswalk_may_declare_nothing),
        cmocka_unit_test(sums_what_is_declared),
    };
    return cmocka_run_group_tests(tests, load_all, drop_all);
}
