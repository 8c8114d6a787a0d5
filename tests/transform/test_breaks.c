/* The list of breaks: what it refuses, what it finds, and that every level break in
 * ours is one that the stated rule finds in the bundled file. */
#include "tests/transform/made_world.h"

#include "base/file.h"
#include "transform/breaks.h"

static bool load(const char *rows, struct breaks *out, struct error *err)
{
    char *folder = temporary_folder();
    const char *text = arena_format(
        &arena,
        "code,kind,place,offence,before,after,date,reason_es,reason_en,about_es,"
        "about_en,bridge,reference\n%s",
        rows);
    *err = (struct error){0};
    check_done(file_write(path_join(&arena, folder, "breaks.csv"), text_of(text), err),
               err);
    bool loaded = breaks_load(&arena, folder, &lists, out, err);
    drop_folder(folder);
    return loaded;
}

static void refused(const char *rows, const char *words)
{
    struct error err;
    struct breaks breaks;
    assert_false(load(rows, &breaks, &err));
    check_error(&err, ERROR_FORMAT, words);
    check_error(&err, ERROR_FORMAT, "breaks.csv");
}

#define TAIL ",r,r,a,a,,https://a.mx\n"
#define LEVEL "level,mx-20,,cnsp-2015,cnsp-2015,2021-06" TAIL

static void refuses_what_contradicts(void **state)
{
    (void)state;
    refused("a,jump,mx-20,,cnsp-2015,cnsp-2015,2021-06" TAIL,
            "row 2: kind \"jump\" is neither method nor level");
    refused("a,level,mx-99,,cnsp-2015,cnsp-2015,2021-06" TAIL,
            "place \"mx-99\" is not in the list");
    refused("a,level,mx-20,magia,cnsp-2015,cnsp-2015,2021-06" TAIL,
            "offence \"magia\" is not in the list");
    refused("a,level,mx-20,,cnsp-1815,cnsp-2015,2021-06" TAIL,
            "methodology \"cnsp-1815\" is not in the list");
    refused("a,level,mx-20,,cnsp-2015,cnsp-2015,2021-13" TAIL,
            "date \"2021-13\" is not a month");
    refused("a,level,mx-20,,cnsp-2015,cnsp-2015,junio" TAIL, "is not a month");
    refused("a,level,mx-20,,cnsp-2015,cnsp-2015,2015-01" TAIL,
            "cnsp-2015 is in force only from 2015-01 on");
    refused("a,method,mx,,cnsp-2015,cnsp-2015,2015-01" TAIL,
            "needs two methodologies, not cnsp-2015 twice");
    refused("a,level,mx-20,,cnsp-2015,cnsp-2015,2021-06,,r,a,a,,https://a.mx\n",
            "reason_es is empty");
    refused("a,level,mx-20,,cnsp-2015,cnsp-2015,2021-06,r,r,a,a,,memory\n",
            "reference must be an https address");
    refused("a," LEVEL "b," LEVEL, "row 3: row 2 has this break already");
    refused("a," LEVEL "a," LEVEL, "row 3");
}

static struct place_id place(const char *code)
{
    return place_find(&lists, text_of(code));
}

static void bears_on_all_below(void **state)
{
    (void)state;
    struct error err;
    struct breaks breaks;
    const struct methodology *own = &lists.methodologies.node[0];
    struct offence_id robbery = offence_find(&lists, TEXT("robo"));
    struct offence_id homicide = offence_find(&lists, TEXT("doloso"));
    check_done(load("a," LEVEL
                    "b,level,mx-01,homicidio,cnsp-2015,cnsp-2015,2018-03" TAIL,
                    &breaks, &err),
               &err);
    /* May to June 2021 crosses it, June to July does not. */
    assert_true(break_between(&breaks, own, place("mx-20"), robbery, period_of(2021, 5),
                              period_of(2021, 6)));
    assert_false(break_between(&breaks, own, place("mx-20"), robbery,
                               period_of(2021, 6), period_of(2021, 7)));
    assert_false(break_between(&breaks, own, place("mx-20"), robbery,
                               period_of(2021, 1), period_of(2021, 5)));
    assert_true(break_between(&breaks, own, place("mx-20001"), homicide,
                              period_of(2020, 1), period_of(2022, 1)));
    assert_false(break_between(&breaks, own, place("mx"), homicide, period_of(2015, 1),
                               period_of(2022, 1)));
    assert_true(break_between(&breaks, own, place("mx-01"), homicide,
                              period_of(2018, 1), period_of(2018, 12)));
    assert_false(break_between(&breaks, own, place("mx-01"), robbery,
                               period_of(2018, 1), period_of(2018, 12)));
    assert_null(break_of_method(&breaks, own, own));
}

/* Ours. */
static void the_list_loads(void **state)
{
    (void)state;
    struct languages languages = {2, {"es", "en"}};
    struct lists all;
    struct breaks breaks;
    struct error err = {0};
    check_done(lists_load(&arena, "transform/lists", &languages, &all, &err), &err);
    check_done(breaks_load(&arena, "transform/lists", &all, &breaks, &err), &err);
    const struct break_in *change =
        break_of_method(&breaks, methodology_find(&all, "cnsp-2015"),
                        methodology_find(&all, "rnid-2026"));
    assert_non_null(change);
    assert_int_equal(change->date.month, period_of(2026, 1).month);
    assert_string_equal(change->bridge, "bridge_rnid_2026.csv");
    assert_ptr_equal(break_bridged(&breaks), change);
    struct place_id yucatan = place_find(&all, TEXT("mx-31"));
    assert_true(break_between(&breaks, change->before, yucatan, (struct offence_id){0},
                              period_of(2021, 5), period_of(2021, 6)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_world(refuses_what_contradicts),
        in_world(bears_on_all_below),
        in_world(the_list_loads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
