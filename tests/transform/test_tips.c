/* The tip sheet of a small world whose answers are known beforehand. */
#include "tests/transform/made_world.h"

#include "base/buffer.h"
#include "transform/swells.h"

#include <math.h>

/* Months of one value from January 2018 to the end of 2019, of another to June 2020. */
static void put(struct cube *cube, const char *place, const char *code, double value,
                double then)
{
    struct error err = {0};
    struct figure figures[30];
    for (size_t i = 0; i < 30; i++)
        figures[i] = (struct figure){i < 24 ? value : then, STATUS_REPORTED};
    check_done(cube_add(cube, world_key(&lists, place, code, "investigations"),
                        period_of(2018, 1), 30, figures, 0, true, &err),
               &err);
}

static double residents(void *context, struct place_id place, int year)
{
    (void)context;
    (void)year;
    return place.index == place_find(&lists, TEXT("mx-01")).index ? 50000 : 1e6;
}

static struct measure_id investigations(void)
{
    return measure_find(&lists, TEXT("investigations"));
}

static void write_tips(struct buffer *out, const struct tips *tips)
{
    for (size_t i = 0; i < tips->sources; i++)
        buffer_format(out, "source %zu: %zu compared, %zu unpaired, %zu too few\n", i,
                      tips->compared[i], tips->unpaired[i], tips->too_few[i]);
    buffer_format(out, "%zu comparisons, %zu stand\n", tips->comparisons, tips->count);
    for (size_t i = 0; i < tips->count; i++) {
        const struct tip *tip = &tips->tip[i];
        buffer_format(out,
                      "%s %s: %.0f, before %.0f, ratio %.3f, p %.2g, q %.2g, "
                      "since %d%s, caveats %#x\n",
                      place_node(&lists, tip->key.place)->code,
                      offence_node(&lists, tip->key.offence)->code, tip->later,
                      tip->earlier, tip->found.ratio, tip->found.p, tip->p_adjusted,
                      tip->extreme_since, tip->extreme_of_all ? " of all" : "",
                      tip->caveats);
    }
}

/* January to June 2020 against 2019. mx-01: doloso doubles from 60 to 120; robo stays
 * 600; homicidio holds just what doloso does, and is left to it. mx-20: robo falls from
 * 1,200 to 900; culposo has 6 in both, too few. */
static void finds_what_changed(void **state)
{
    (void)state;
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct tips tips;
    struct buffer out = {0};
    put(cube, "mx-01", "doloso", 10, 20);
    put(cube, "mx-01", "robo", 100, 100);
    put(cube, "mx-20", "robo", 200, 150);
    put(cube, "mx-20", "culposo", 0.5, 0.5);
    cube_seal(cube, 1);
    struct tips_source source = {
        .cube = cube, .measure = investigations(), .level = PLACE_STATE};
    tips_find(&arena, &source, 1, residents, NULL, &tips);
    write_tips(&out, &tips);
    check_golden("transform/golden/tips.txt", buffer_all(&out));
    buffer_free(&out);
    cube_free(cube);
}

static void a_new_method_has_nothing_to_compare(void **state)
{
    (void)state;
    struct error err = {0};
    struct figure figures[3] = {
        {10, STATUS_REPORTED}, {20, STATUS_REPORTED}, {30, STATUS_REPORTED}};
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct tips tips;
    struct swell *swells;
    size_t looked;
    check_done(cube_add(cube, world_key(&lists, "mx-01", "robo", "investigations"),
                        period_of(2026, 1), 3, figures, 0, true, &err),
               &err);
    cube_seal(cube, 3);
    struct tips_source source = {
        .cube = cube, .measure = investigations(), .level = PLACE_STATE};
    tips_find(&arena, &source, 1, NULL, NULL, &tips);
    assert_int_equal(tips.comparisons, 0);
    assert_int_equal(tips.unpaired[0], 1);
    assert_int_equal(
        swells_find(&arena, &source, 1, investigations(), 5, &swells, &looked), 0);
    assert_int_equal(looked, 0);
    cube_free(cube);
}

/* Of a thousand pairs of pure chance, about fifty have p under 5%, and none or few
 * survive. A fixed seed. */
static void chance_alone_seldom_survives(void **state)
{
    (void)state;
    uint64_t seed = 7;
    size_t stood = 0, compared = 0;
    for (int round = 0; round < 100; round++) {
        struct error err = {0};
        struct cube *cube = cube_new(&lists, STEP_MONTH);
        for (uint32_t i = 0; i < lists.offences.count; i++) {
            struct figure figures[36];
            if (lists.offences.node[i].span != 1)
                continue;
            for (size_t j = 0; j < 36; j++) { /* binomial, mean 10: under-dispersed */
                figures[j] = (struct figure){0, STATUS_REPORTED};
                for (int k = 0; k < 100; k++)
                    figures[j].value += chance(&seed, 10) == 0;
            }
            check_done(cube_add(cube,
                                (struct key){place_find(&lists, TEXT("mx-01")),
                                             {i},
                                             investigations()},
                                period_of(2018, 1), 36, figures, 0, true, &err),
                       &err);
        }
        cube_seal(cube, 0);
        struct tips tips;
        struct tips_source source = {
            .cube = cube, .measure = investigations(), .level = PLACE_STATE};
        tips_find(&arena, &source, 1, NULL, NULL, &tips);
        stood += tips.count;
        compared += tips.comparisons;
        cube_free(cube);
    }
    assert_true(compared >= 300);
    assert_true(stood <= compared / 50);
}

/* doloso.otro is the world's residual. mx-01: from 60 of 300 to 108 of 348 (20% to
 * 31%), told twice, alone and as all residual ones together; mx-20 grows by 1.6 points.
 */
static void residual_shares_that_grow(void **state)
{
    (void)state;
    struct cube *cube = cube_new(&lists, STEP_MONTH);
    struct swell *swells;
    size_t looked;
    put(cube, "mx-01", "doloso.otro", 10, 18);
    put(cube, "mx-01", "robo", 40, 40);
    put(cube, "mx-20", "doloso.otro", 10, 11);
    put(cube, "mx-20", "robo", 40, 40);
    cube_seal(cube, 0);
    struct tips_source source = {
        .cube = cube, .measure = investigations(), .level = PLACE_STATE};
    size_t found =
        swells_find(&arena, &source, 1, investigations(), 5, &swells, &looked);
    assert_int_equal(looked, 4);
    assert_int_equal(found, 2);
    assert_true(swells[0].part == 108 && swells[0].total == 348);
    assert_true(swells[0].part_before == 60 && swells[0].total_before == 300);
    assert_true(swells[1].offence.index == NO_INDEX ||
                swells[0].offence.index == NO_INDEX);
    cube_free(cube);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_changed),
        cmocka_unit_test(a_new_method_has_nothing_to_compare),
        cmocka_unit_test(chance_alone_seldom_survives),
        cmocka_unit_test(residual_shares_that_grow),
    };
    return cmocka_run_group_tests(tests, make_world, drop_world);
}
