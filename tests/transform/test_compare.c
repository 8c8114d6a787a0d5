#include "tests/check.h"

#include "tests/transform/world.h"
#include "transform/compare.h"

static struct cube *cube_of(const struct lists *lists, const struct run *run,
                            size_t count)
{
    struct cube *cube = cube_new(lists, STEP_MONTH);
    struct error err = {0};
    for (size_t i = 0; i < count; i++)
        check_done(cube_add(cube, run[i].key, run[i].first, run[i].count,
                            run[i].figures, i + 2, false, &err),
                   &err);
    cube_seal(cube, 0);
    return cube;
}

static void check_difference(struct difference difference, size_t added, size_t changed,
                             size_t gone, double net)
{
    assert_int_equal(difference.added, added);
    assert_int_equal(difference.changed, changed);
    assert_int_equal(difference.gone, gone);
    assert_true(difference.net >= net && difference.net <= net);
}

static void counts_what_is_new_changed_and_gone(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct lists lists;
    uint64_t dice = 3;
    world_load(&arena, &lists);
    struct run first = chance_run(&lists, &dice), other = first;
    first.first = period_of(2015, 1);
    first.count = 4;
    for (size_t i = 0; i < 4; i++)
        first.figures[i] = (struct figure){(double)(10 + i), STATUS_REPORTED};
    struct run second = first;
    second.count = 5;
    second.figures[0].value = 7;                                 /* 3 less */
    second.figures[1].value = 12;                                /* 1 more */
    second.figures[2] = (struct figure){0, STATUS_NOT_REPORTED}; /* gone */
    second.figures[4] = (struct figure){9, STATUS_REPORTED};     /* new */
    while (other.key.place.index == first.key.place.index)
        other = chance_run(&lists, &dice);
    other.first = period_of(2015, 1);
    other.count = 2;
    other.figures[0] = other.figures[1] = (struct figure){1, STATUS_REPORTED};
    struct run with_other[] = {second, other};
    struct cube *older = cube_of(&lists, &first, 1);
    struct cube *newer = cube_of(&lists, with_other, 2);
    check_difference(cube_compare(older, older), 0, 0, 0, 0);
    check_difference(cube_compare(older, newer), 1 + 2, 2, 1, -2);
    check_difference(cube_compare(newer, older), 1, 2, 1 + 2, 2);
    cube_free(older);
    cube_free(newer);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_what_is_new_changed_and_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
