#include "tests/transform/world.h"

#include "base/file.h"
#include "transform/crosswalk.h"

static struct arena arena;
static struct lists lists;
static char *folder;

static int make_world(void **state)
{
    (void)state;
    folder = temporary_folder();
    world_load(&arena, &lists);
    return 0;
}

static int drop_world(void **state)
{
    (void)state;
    arena_free(&arena);
    drop_folder(folder);
    return 0;
}

static bool load(const char *bytes, enum crosswalk_list list, struct crosswalk **out,
                 struct error *err)
{
    *err = (struct error){0};
    const char *path = path_join(&arena, folder, "crosswalk.csv");
    return file_write(path, text_of(bytes), err) &&
           crosswalk_load(&arena, path, list, &lists, out, err);
}

static void matches_folded_words(void **state)
{
    (void)state;
    struct crosswalk *crosswalk;
    struct error err;
    check_done(load("tipo,modalidad,code,confidence\n"
                    "Homicidio,Con  arma,doloso.arma,H\n"
                    "Homicidio ,Otro,doloso.otro,L\n"
                    "Róbo,,robo,\n",
                    CROSSWALK_OFFENCES, &crosswalk, &err),
               &err);
    uint32_t weapon = offence_find(&lists, TEXT("doloso.arma")).index;
    assert_int_equal(crosswalk_find(crosswalk, TEXT("Homicidio\x1f"
                                                    "Con arma")),
                     weapon);
    assert_int_equal(crosswalk_find(crosswalk, TEXT("HOMICIDIO\x1f"
                                                    "CON ARMA ")),
                     weapon);
    assert_int_equal(crosswalk_find(crosswalk, TEXT("robo\x1f")),
                     offence_find(&lists, TEXT("robo")).index);
    assert_int_equal(crosswalk_find(crosswalk, TEXT("Homicidio Con arma")), NO_INDEX);
    assert_int_equal(crosswalk_find(crosswalk, TEXT("Homicidio\x1f"
                                                    "Con armas")),
                     NO_INDEX);
    assert_int_equal(crosswalk_find(crosswalk, TEXT("")), NO_INDEX);
}

static void without_a_file_words_are_codes(void **state)
{
    (void)state;
    struct crosswalk *crosswalk;
    struct error err = {0};
    check_done(crosswalk_load(&arena, NULL, CROSSWALK_PLACES, &lists, &crosswalk, &err),
               &err);
    assert_int_equal(crosswalk_find(crosswalk, TEXT("mx-20")),
                     place_find(&lists, TEXT("mx-20")).index);
    assert_int_equal(crosswalk_find(crosswalk, TEXT("Oaxaca")), NO_INDEX);
}

static void refuses_broken_crosswalks(void **state)
{
    (void)state;
    struct crosswalk *crosswalk;
    struct error err;
    assert_false(load("sexo,code\nMujer,victims.female\nHombre,victims.man\n",
                      CROSSWALK_MEASURES, &crosswalk, &err));
    check_error(&err, ERROR_FORMAT,
                "crosswalk.csv: row 3: code \"victims.man\" is not in the list of "
                "measures");
    assert_false(load("sexo,code\nMujer,victims.female\nMUJER,victims.female\n",
                      CROSSWALK_MEASURES, &crosswalk, &err));
    check_error(&err, ERROR_FORMAT, "row 3: \"MUJER\" stands in row 2 already");
    assert_false(load("code,sexo\nvictims.female,Mujer\n", CROSSWALK_MEASURES,
                      &crosswalk, &err));
    check_error(&err, ERROR_FORMAT, "no column of words stands before");
    assert_false(load("sexo\nMujer\n", CROSSWALK_MEASURES, &crosswalk, &err));
    check_error(&err, ERROR_FORMAT, "code");
}

static void check_real(const struct lists *real, const char *name,
                       enum crosswalk_list list)
{
    struct crosswalk *crosswalk;
    struct error err = {0};
    const char *path = path_join(&arena, "transform/lists", name);
    check_done(crosswalk_load(&arena, path, list, real, &crosswalk, &err), &err);
}

/* The crosswalks that we publish lead into the lists that we publish. */
static void the_real_crosswalks_load(void **state)
{
    (void)state;
    struct lists real;
    struct error err = {0};
    struct languages languages = {2, {"es", "en"}};
    check_done(lists_load(&arena, "transform/lists", &languages, &real, &err), &err);
    check_real(&real, "places_federal.csv", CROSSWALK_PLACES);
    check_real(&real, "offences_cnsp_2015.csv", CROSSWALK_OFFENCES);
    check_real(&real, "offences_rnid_2026.csv", CROSSWALK_OFFENCES);
    check_real(&real, "offences_federal.csv", CROSSWALK_OFFENCES);
    check_real(&real, "measures_victims_2015.csv", CROSSWALK_MEASURES);
    check_real(&real, "measures_victims_2026.csv", CROSSWALK_MEASURES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches_folded_words),
        cmocka_unit_test(without_a_file_words_are_codes),
        cmocka_unit_test(refuses_broken_crosswalks),
        cmocka_unit_test(the_real_crosswalks_load),
    };
    return cmocka_run_group_tests(tests, make_world, drop_world);
}
