#include "tests/transform/world.h"

#include "base/file.h"

static const struct list_texts WORLD = {
    .places = "code,parent,kind,slug,iso,name_es,name_en,in_es,in_en,of_es,of_en\n"
              "mx-20002,mx-20,municipality,acatlan,,Acatlán,Acatlan,,,,\n"
              "mx,,country,mx,MX,México,Mexico,,,,\n"
              "mx-20,mx,state,oaxaca,MX-OAX,Oaxaca,Oaxaca,,,,\n"
              "mx-01,mx,state,aguascalientes,MX-AGU,Aguascalientes,Aguascalientes,,,,\n"
              "mx-20001,mx-20,municipality,abejones,,Abejones,Abejones,,,,\n"
              "mx-20999,mx-20,unallocated,otros,,Otros,Others,,,,\n"
              "mx-01001,mx-01,municipality,aguascalientes,,Aguascalientes,"
              "Aguascalientes,,,,\n"
              "mx-01002,mx-01,municipality,el-llano,,El Llano,El Llano,en El Llano,,"
              "de El Llano,\n",
    .offences =
        "code,parent,level,residual,name_es,name_en,phrase_es,phrase_en,about_es,"
        "about_en,iccs,iccs_confidence\n"
        "comun,,root,0,Todos,All,,,,,,\n"
        "homicidio,comun,type,0,Homicidio,Homicide,,,,,0101|0103,M\n"
        "doloso,homicidio,subtype,0,Homicidio doloso,Intentional homicide,,,"
        "Con intención.,Intended.,0101,H\n"
        "doloso.arma,doloso,modality,0,Con arma,With a weapon,,,,,,\n"
        "doloso.otro,doloso,modality,1,Otro,Other,,,,,,\n"
        "culposo,homicidio,subtype,0,Homicidio culposo,Negligent homicide,,,,,,\n"
        "robo,comun,type,0,Robo,Robbery,robo a alguien,,,,,\n",
    .measures = "code,parent,name_es,name_en,unit_es,unit_en,unit_one_es,unit_one_en\n"
                "investigations,,Carpetas,Investigations,carpetas,investigations,"
                "carpeta,investigation\n"
                "victims,,Víctimas,Victims,víctimas,victims,víctima,victim\n"
                "victims.female,victims,Mujeres,Women,mujeres,women,mujer,woman\n"
                "victims.male,victims,Hombres,Men,hombres,men,hombre,man\n",
    .methodologies =
        "code,first,name_es,name_en,label_es,label_en,about_es,about_en,reference\n"
        "cnsp-2015,2015-01,CNSP,CNSP,CNSP,CNSP,,,here\n",
    .themes = "code,name_es,name_en,about_es,about_en,silent_es,silent_en,"
              "lead_es,lead_en\n"
              "muerte,Muerte,Death,,,,,,\n"
              "robo,Robo,Robbery,,,,,,\n",
    .theme_offences = "theme,offence\nmuerte,doloso\nrobo,robo\nmuerte,homicidio\n"};

static bool write_one(const char *folder, const char *name, const char *text,
                      const char *otherwise, struct error *err)
{
    struct arena arena = {0};
    bool written = file_write(path_join(&arena, folder, name),
                              text_of(text ? text : otherwise), err);
    arena_free(&arena);
    return written;
}

bool world_write(const char *folder, const struct list_texts *texts, struct error *err)
{
    return write_one(folder, "places.csv", texts->places, WORLD.places, err) &&
           write_one(folder, "offences.csv", texts->offences, WORLD.offences, err) &&
           write_one(folder, "measures.csv", texts->measures, WORLD.measures, err) &&
           write_one(folder, "methodologies.csv", texts->methodologies,
                     WORLD.methodologies, err) &&
           write_one(folder, "themes.csv", texts->themes, WORLD.themes, err) &&
           write_one(folder, "theme_offences.csv", texts->theme_offences,
                     WORLD.theme_offences, err);
}

void world_load(struct arena *arena, struct lists *out)
{
    struct error err = {0};
    struct languages languages = {2, {"es", "en"}};
    char *folder = temporary_folder();
    check_done(world_write(folder, &WORLD, &err), &err);
    check_done(lists_load(arena, folder, &languages, out, &err), &err);
    drop_folder(folder);
}

struct key world_key(const struct lists *lists, const char *place, const char *offence,
                     const char *measure)
{
    struct key key = {place_find(lists, text_of(place)),
                      offence_find(lists, text_of(offence)),
                      measure_find(lists, text_of(measure))};
    assert_true(key.place.index != NO_INDEX);
    assert_true(key.offence.index != NO_INDEX);
    assert_true(key.measure.index != NO_INDEX);
    return key;
}

/* SplitMix64. */
uint32_t chance(uint64_t *state, uint32_t limit)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return (uint32_t)((z ^ z >> 31) % limit);
}

struct figure chance_figure(uint64_t *state)
{
    switch (chance(state, 12)) {
    case 0:
        return (struct figure){0, STATUS_ABSENT};
    case 1:
        return (struct figure){0, STATUS_NOT_REPORTED};
    case 2:
        return (struct figure){0, STATUS_SUPPRESSED};
    case 3:
        return (struct figure){0, STATUS_REPORTED};
    case 4:
        return (struct figure){65500 + chance(state, 70), STATUS_REPORTED};
    case 5:
        return (struct figure){1e12 + chance(state, 1000), STATUS_REPORTED};
    case 6:
        return (struct figure){chance(state, 100) / 4.0, STATUS_REPORTED};
    case 7:
        return (struct figure){-1, STATUS_REPORTED};
    default:
        return (struct figure){chance(state, 50), STATUS_REPORTED};
    }
}

struct run chance_run(const struct lists *lists, uint64_t *state)
{
    struct run run = {
        .key = {{chance(state, (uint32_t)lists->places.count)},
                {chance(state, (uint32_t)lists->offences.count)},
                {chance(state, (uint32_t)lists->measures.count)}},
        .first = period_of(2015 + (int)chance(state, 4), 1 + (int)chance(state, 12)),
        .count = 1 + chance(state, 12)};
    for (size_t i = 0; i < run.count; i++)
        run.figures[i] = chance_figure(state);
    return run;
}

void check_figure(struct figure actual, enum status status, double value)
{
    if (actual.status == status && actual.value == value)
        return;
    fail_msg("expected %s %.17g, got %s %.17g", status_word(status), value,
             status_word(actual.status), actual.value);
}

void check_series(const struct series *actual, const struct series *expected)
{
    assert_int_equal(actual->first.month, expected->first.month);
    assert_int_equal(actual->step, expected->step);
    assert_int_equal(actual->count, expected->count);
    for (size_t i = 0; i < actual->count; i++)
        check_figure(actual->figures[i], expected->figures[i].status,
                     expected->figures[i].value);
}

struct comparison {
    const struct cube *other;
    size_t leaves;
};

static bool compare_leaf(void *context, struct key key, const struct series *series)
{
    struct comparison *comparison = context;
    struct arena arena = {0};
    struct series line = cube_series(&arena, comparison->other, key);
    const struct lists *lists = cube_lists(comparison->other);
    if (place_node(lists, key.place)->span == 1 &&
        offence_node(lists, key.offence)->span == 1 &&
        measure_node(lists, key.measure)->span == 1)
        check_series(&line, series);
    comparison->leaves++;
    arena_free(&arena);
    return true;
}

/* Leaves that are parents too are compared through the sums above them. */
void check_same_cube(const struct cube *a, const struct cube *b)
{
    struct comparison comparison = {b, 0};
    struct arena arena = {0};
    const struct lists *lists = cube_lists(a);
    cube_each(a, compare_leaf, &comparison);
    assert_int_equal(comparison.leaves, cube_leaves(b));
    assert_int_equal(cube_figures(a), cube_figures(b));
    for (uint32_t i = 0; i < lists->places.count; i++)
        for (uint32_t j = 0; j < lists->offences.count; j++)
            for (uint32_t k = 0; k < lists->measures.count; k++) {
                struct key key = {{i}, {j}, {k}};
                struct series x = cube_series(&arena, a, key);
                struct series y = cube_series(&arena, b, key);
                check_series(&x, &y);
                assert_true(cube_holds(a, key) == cube_holds(b, key));
            }
    arena_free(&arena);
}
