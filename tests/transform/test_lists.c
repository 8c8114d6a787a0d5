#include "tests/transform/world.h"

#include "base/file.h"

#include <stdio.h>
#include <string.h>

static struct arena arena;
static char *folder;

static int make_folder(void **state)
{
    (void)state;
    folder = temporary_folder();
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    arena_free(&arena);
    drop_folder(folder);
    return 0;
}

static bool load(struct list_texts texts, size_t languages, struct lists *out,
                 struct error *err)
{
    struct languages tags = {languages, {"es", "en", "nah"}};
    *err = (struct error){0};
    return world_write(folder, &texts, err) &&
           lists_load(&arena, folder, &tags, out, err);
}

static void check_refused(struct list_texts texts, const char *words)
{
    struct lists lists;
    struct error err;
    assert_false(load(texts, 2, &lists, &err));
    check_error(&err, ERROR_FORMAT, words);
}

/* regions.csv may be missing; where it is there, it names places of the list. */
static void regions_belong_to_places(void **state)
{
    (void)state;
    struct lists lists;
    struct error err;
    struct list_texts none = {0};
    const char *path = path_join(&arena, folder, "regions.csv");
    check_done(file_write(path, TEXT("place,region\nmx-20,sur\n"), &err), &err);
    check_done(load(none, 2, &lists, &err), &err);
    assert_string_equal(place_node(&lists, place_find(&lists, TEXT("mx-20")))->region,
                        "sur");
    assert_string_equal(place_node(&lists, place_find(&lists, TEXT("mx-01")))->region,
                        "");
    check_done(file_write(path, TEXT("place,region\nmx-99,sur\n"), &err), &err);
    check_refused(none, "regions.csv: row 2: place \"mx-99\" is not in the list");
    check_done(file_write(path, TEXT("place,region\nmx-20,sur\nmx-20,norte\n"), &err),
               &err);
    check_refused(none, "regions.csv: row 3: place \"mx-20\" has a region already");
    assert_int_equal(remove(path), 0);
}

static void sorts_parents_first(void **state)
{
    (void)state;
    struct lists lists;
    world_load(&arena, &lists);
    static const char *const order[] = {"mx",       "mx-20", "mx-20002", "mx-20001",
                                        "mx-20999", "mx-01", "mx-01001", "mx-01002"};
    static const size_t span[] = {8, 4, 1, 1, 1, 3, 1, 1};
    assert_int_equal(lists.places.count, 8);
    for (uint32_t i = 0; i < 8; i++) {
        assert_string_equal(lists.places.node[i].code, order[i]);
        assert_int_equal(lists.places.node[i].span, span[i]);
        assert_int_equal(place_find(&lists, text_of(order[i])).index, i);
    }
    assert_int_equal(lists.places.node[0].parent, NO_INDEX);
    assert_int_equal(lists.places.node[7].parent, 5);
    assert_int_equal(place_find(&lists, TEXT("mx-99")).index, NO_INDEX);
}

static void reads_places(void **state)
{
    (void)state;
    struct lists lists;
    world_load(&arena, &lists);
    const struct place *state_ = place_node(&lists, place_find(&lists, TEXT("mx-20")));
    assert_int_equal(state_->kind, PLACE_STATE);
    assert_string_equal(state_->path, "mx/oaxaca");
    assert_string_equal(state_->iso, "MX-OAX");
    assert_string_equal(state_->in.in[0], "en Oaxaca");
    assert_string_equal(state_->in.in[1], "in Oaxaca");
    assert_string_equal(state_->of.in[0], "de Oaxaca");
    assert_string_equal(state_->of.in[1], "of Oaxaca");
    const struct place *town = place_node(&lists, place_find(&lists, TEXT("mx-01002")));
    assert_string_equal(town->path, "mx/aguascalientes/el-llano");
    assert_string_equal(town->in.in[0], "en El Llano");
    assert_string_equal(town->in.in[1], "in El Llano");
}

static void reads_offences(void **state)
{
    (void)state;
    struct lists lists;
    world_load(&arena, &lists);
    const struct offence *offence =
        offence_node(&lists, offence_find(&lists, TEXT("doloso")));
    assert_int_equal(offence->level, OFFENCE_SUBTYPE);
    assert_int_equal(offence->span, 3);
    assert_string_equal(offence->phrase.in[0], "homicidio doloso");
    assert_string_equal(offence->phrase.in[1], "intentional homicide");
    assert_string_equal(offence->about.in[0], "Con intención.");
    assert_string_equal(offence->iccs, "0101");
    assert_int_equal(offence->iccs_confidence, 'H');
    const struct offence *robbery =
        offence_node(&lists, offence_find(&lists, TEXT("robo")));
    assert_string_equal(robbery->phrase.in[0], "robo a alguien");
    assert_string_equal(robbery->about.in[0], "");
    assert_int_equal(robbery->iccs_confidence, 0);
    assert_true(
        lists.offences.node[offence_find(&lists, TEXT("doloso.otro")).index].residual);
}

static void phrases_begin_small(void **state)
{
    (void)state;
    struct lists lists;
    struct error err;
    struct list_texts texts = {
        .offences = "code,parent,level,residual,name_es,name_en,phrase_es,phrase_en,"
                    "about_es,about_en,iccs,iccs_confidence\n"
                    "a,,root,no,Éxodo,SIDA and more,,,,,,\n",
        .theme_offences = "theme,offence\n"};
    check_done(load(texts, 2, &lists, &err), &err);
    assert_string_equal(lists.offences.node[0].phrase.in[0], "éxodo");
    assert_string_equal(lists.offences.node[0].phrase.in[1], "SIDA and more");
}

static void reads_the_flat_lists(void **state)
{
    (void)state;
    struct lists lists;
    world_load(&arena, &lists);
    const struct measure *women =
        measure_node(&lists, measure_find(&lists, TEXT("victims.female")));
    assert_string_equal(women->unit.in[0], "mujeres");
    assert_string_equal(women->unit_one.in[1], "woman");
    const struct methodology *cnsp = methodology_find(&lists, "cnsp-2015");
    assert_non_null(cnsp);
    assert_int_equal(cnsp->first.month, period_of(2015, 1).month);
    assert_null(methodology_find(&lists, "none"));
    const struct theme *death = &lists.themes.node[0];
    assert_int_equal(death->offences, 2);
    assert_int_equal(death->offence[0].index,
                     offence_find(&lists, TEXT("doloso")).index);
    assert_int_equal(death->offence[1].index,
                     offence_find(&lists, TEXT("homicidio")).index);
}

static void a_language_without_columns_takes_the_first(void **state)
{
    (void)state;
    struct lists lists;
    struct error err;
    check_done(load((struct list_texts){0}, 3, &lists, &err), &err);
    const struct place *state_ = place_node(&lists, place_find(&lists, TEXT("mx-20")));
    assert_string_equal(state_->name.in[2], "Oaxaca");
    assert_string_equal(state_->in.in[2], "en Oaxaca");
    assert_string_equal(lists.offences.node[1].phrase.in[2], "homicidio");
}

static void a_language_without_prepositions_takes_the_name(void **state)
{
    (void)state;
    struct lists lists;
    struct error err;
    struct list_texts texts = {
        .places = "code,parent,kind,slug,name_es,in_es,of_es,name_nah\n"
                  "mx,,country,mx,México,,,Mēxihco\n"};
    check_done(load(texts, 3, &lists, &err), &err);
    assert_string_equal(lists.places.node[0].in.in[0], "en México");
    assert_string_equal(lists.places.node[0].in.in[2], "Mēxihco");
    assert_string_equal(lists.places.node[0].iso, "");
}

#define PLACES "code,parent,kind,slug,name_es,in_es,of_es\n"
#define OFFENCES                                                                       \
    "code,parent,level,residual,name_es,phrase_es,about_es,iccs,"                      \
    "iccs_confidence\n"

static void refuses_broken_trees(void **state)
{
    (void)state;
    check_refused((struct list_texts){.places = PLACES "a,,country,a,A,,\n"
                                                       "b,x,state,b,B,,\n"},
                  "places.csv: row 3: parent \"x\" is not in the list");
    check_refused((struct list_texts){.places = PLACES "a,,country,a,A,,\n"
                                                       "b,a,state,b,B,,\n"
                                                       "a,,state,c,C,,\n"},
                  "places.csv: row 4: code \"a\" is that of row 2 already");
    check_refused((struct list_texts){.places = PLACES "a,,country,a,A,,\n"
                                                       "d,c,state,d,D,,\n"
                                                       "b,c,state,b,B,,\n"
                                                       "c,b,state,c,C,,\n"},
                  "\" stands below itself");
    check_refused((struct list_texts){.places = PLACES "a,a,country,a,A,,\n"},
                  "row 2: \"a\" stands below itself");
    check_refused((struct list_texts){.places = PLACES "A b,,country,a,A,,\n"},
                  "row 2: \"A b\" is no code");
}

static void refuses_broken_places(void **state)
{
    (void)state;
    check_refused((struct list_texts){.places = PLACES "a,,country,a,A,,\n"
                                                       "b,a,state,x,B,,\n"
                                                       "c,a,state,x,C,,\n"},
                  "row 4: path \"a/x\" is that of row 3 already");
    check_refused((struct list_texts){.places = PLACES "a,,planet,a,A,,\n"},
                  "row 2: \"planet\" is no kind of place");
    check_refused((struct list_texts){.places = PLACES "a,,country,Ä,A,,\n"},
                  "row 2: slug \"Ä\" is none");
    check_refused((struct list_texts){.places = PLACES "a,,country,a,,,\n"},
                  "places.csv: row 2: name_es is empty");
    check_refused((struct list_texts){.places = "code,kind,slug,name_es,in_es,of_es\n"},
                  "parent");
}

static void refuses_broken_offences(void **state)
{
    (void)state;
    check_refused((struct list_texts){.offences = OFFENCES "a,,rank,0,A,,,,\n"},
                  "offences.csv: row 2: \"rank\" is no level");
    check_refused((struct list_texts){.offences = OFFENCES "a,,root,maybe,A,,,,\n"},
                  "row 2: \"maybe\" is neither 1 nor 0");
    check_refused((struct list_texts){.offences = OFFENCES "a,,root,0,A,,,01,HH\n"},
                  "row 2: confidence \"HH\" is none of H, M, L");
}

/* renamed_offences.csv and units.csv may be missing, too. */
static void short_lists_belong_to_others(void **state)
{
    struct lists lists;
    struct error err = {0};
    struct list_texts none = {0};
    (void)state;
    const char *renamed = path_join(&arena, folder, "renamed_offences.csv");
    const char *units = path_join(&arena, folder, "units.csv");
    check_done(file_write(renamed,
                          TEXT("offence,renamed,before_es\nrobo,2026-01,Antes\n"),
                          &err),
               &err);
    check_done(
        file_write(units, TEXT("methodology,unit_es,unit_en\ncnsp-2015,u,v\n"), &err),
        &err);
    check_done(load(none, 2, &lists, &err), &err);
    struct offence *robo =
        &lists.offences.node[offence_find(&lists, TEXT("robo")).index];
    check_text(text_of(robo->before.in[1]), "Antes");
    assert_int_equal(robo->renamed.month, period_of(2026, 1).month);
    check_text(text_of(methodology_find(&lists, "cnsp-2015")->unit.in[1]), "v");
    check_done(file_write(units, TEXT("methodology,unit_es\nx,u\n"), &err), &err);
    check_refused(none, "units.csv: row 2: methodology \"x\" is not in the list");
    check_done(
        file_write(renamed, TEXT("offence,renamed,before_es\nx,2026-01,A\n"), &err),
        &err);
    check_refused(none,
                  "renamed_offences.csv: row 2: offence \"x\" is not in the list");
    check_done(
        file_write(renamed, TEXT("offence,renamed,before_es\nrobo,2026,A\n"), &err),
        &err);
    check_refused(none, "renamed_offences.csv: row 2: \"2026\" is no month");
    assert_int_equal(remove(renamed), 0);
    assert_int_equal(remove(units), 0);
}

static void refuses_broken_flat_lists(void **state)
{
    (void)state;
    check_refused((struct list_texts){.theme_offences = "theme,offence\nmuerte,x\n"},
                  "theme_offences.csv: row 2: offence \"x\" is not in the list");
    check_refused((struct list_texts){.theme_offences = "theme,offence\nx,robo\n"},
                  "row 2: theme \"x\" is not in the list");
    check_refused(
        (struct list_texts){.theme_offences = "theme,offence\nrobo,robo\nrobo,robo\n"},
        "row 3: theme \"robo\" has this offence already");
    check_refused(
        (struct list_texts){
            .methodologies =
                "code,first,name_es,label_es,about_es,reference\na,soon,A,A,,\n"},
        "methodologies.csv: row 2: \"soon\" is neither a month nor a year");
    check_refused((struct list_texts){.themes =
                                          "code,name_es,about_es,silent_es,lead_es\n"
                                          "a,A,,,\na,B,,,\n"},
                  "themes.csv: row 3: code \"a\" is that of row 2 already");
}

/* A chain deep enough to exhaust the stack, were the walk recursive. */
static void depth_is_no_danger(void **state)
{
    (void)state;
    struct lists lists;
    struct error err;
    struct buffer places = {0};
    buffer_string(&places, PLACES);
    size_t depth = 2000;
    for (size_t i = 0; i < depth; i++)
        if (i == 0)
            buffer_string(&places, "n0,,country,n0,N,,\n");
        else
            buffer_format(&places, "n%zu,n%zu,state,n,N,,\n", i, i - 1);
    buffer_char(&places, '\0');
    check_done(load((struct list_texts){.places = places.at}, 1, &lists, &err), &err);
    assert_int_equal(lists.places.node[0].span, depth);
    buffer_free(&places);
}

/* The lists that we publish hold together. */
static void the_real_lists_load(void **state)
{
    (void)state;
    struct lists lists;
    struct error err = {0};
    struct languages languages = {2, {"es", "en"}};
    check_done(lists_load(&arena, "transform/lists", &languages, &lists, &err), &err);
    struct place_id mexico = place_find(&lists, TEXT("mx"));
    size_t states = 0, towns = 0;
    assert_int_equal(mexico.index, 0);
    for (size_t i = 0; i < lists.places.node[mexico.index].span; i++) {
        states += lists.places.node[i].kind == PLACE_STATE;
        towns += lists.places.node[i].kind == PLACE_MUNICIPALITY;
    }
    assert_int_equal(states, 32);
    assert_in_range(towns, 2469, 2500);
    assert_string_equal(place_node(&lists, place_find(&lists, TEXT("mx-11020")))->path,
                        "mx/guanajuato/leon");
    assert_int_not_equal(offence_find(&lists, TEXT("homicidio-doloso")).index,
                         NO_INDEX);
    assert_non_null(methodology_find(&lists, "cnsp-2015"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regions_belong_to_places),
        cmocka_unit_test(short_lists_belong_to_others),
        cmocka_unit_test(sorts_parents_first),
        cmocka_unit_test(reads_places),
        cmocka_unit_test(reads_offences),
        cmocka_unit_test(phrases_begin_small),
        cmocka_unit_test(reads_the_flat_lists),
        cmocka_unit_test(a_language_without_columns_takes_the_first),
        cmocka_unit_test(a_language_without_prepositions_takes_the_name),
        cmocka_unit_test(refuses_broken_trees),
        cmocka_unit_test(refuses_broken_places),
        cmocka_unit_test(refuses_broken_offences),
        cmocka_unit_test(refuses_broken_flat_lists),
        cmocka_unit_test(depth_is_no_danger),
        cmocka_unit_test(the_real_lists_load),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
