#include "../check.h"

#include "pictures.h"

#include "render/classes.h"
#include "render/words.h"

#include <math.h>

static const struct chart_words PLAIN = {.numerals = {"", ".", "-"}};

static struct classes cut(struct arena *arena, const double *value, size_t count,
                          int decimals)
{
    struct figure *figures = arena_array(arena, count + 1, sizeof *figures);
    for (size_t i = 0; i < count; i++)
        figures[i] = (struct figure){value[i], STATUS_REPORTED};
    return classes_cut(arena, figures, count, decimals);
}

static void test_nothing_known(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct figure unknown[2] = {{0, STATUS_NOT_REPORTED}, {0, STATUS_ABSENT}};
    struct classes classes = classes_cut(&arena, unknown, 2, 0);
    assert_int_equal(classes.count, 0);
    assert_int_equal(classes.missing, 2);
    assert_int_equal(classes_role(&classes, unknown[0]), ROLE_MISSING);
    arena_free(&arena);
}

/* What is withheld is counted and painted apart from what was not reported. */
static void test_withheld(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct figure figures[] = {{0, STATUS_NOT_REPORTED},
                               {0, STATUS_SUPPRESSED},
                               {0, STATUS_SUPPRESSED},
                               {3, STATUS_REPORTED}};
    struct classes classes = classes_cut(&arena, figures, 4, 0);
    assert_int_equal(classes.missing, 1);
    assert_int_equal(classes.withheld, 2);
    assert_int_equal(classes_role(&classes, figures[0]), ROLE_MISSING);
    assert_int_equal(classes_role(&classes, figures[1]), ROLE_WITHHELD);
    arena_free(&arena);
}

static void test_all_the_same(void **state)
{
    (void)state;
    struct arena arena = {0};
    const double value[] = {7, 7, 7, 7};
    struct classes classes = cut(&arena, value, 4, 0);
    assert_int_equal(classes.count, 1);
    assert_int_equal(classes.members[0], 4);
    check_text(text_of(classes_words(&arena, &classes, 0, &SPANISH)), "7");
    arena_free(&arena);
}

/* Eight figures make two classes; the middle is between 14 and 20, where the
 * roundest number is 20. */
static void test_round_cut(void **state)
{
    (void)state;
    struct arena arena = {0};
    const double value[] = {3, 5, 9, 14, 20, 31, 47, 112};
    struct classes classes = cut(&arena, value, 8, 0);
    assert_int_equal(classes.count, 2);
    check_text(text_of(classes_words(&arena, &classes, 0, &SPANISH)), "3–19");
    check_text(text_of(classes_words(&arena, &classes, 1, &SPANISH)), "20–112");
    arena_free(&arena);
}

static void test_many_zeros_stand_apart(void **state)
{
    (void)state;
    struct arena arena = {0};
    const double value[] = {0, 0, 0, 1, 2, 3, 4, 5, 6};
    struct classes classes = cut(&arena, value, 9, 0);
    assert_true(classes.zero_apart);
    assert_int_equal(classes.zeros, 3);
    assert_int_equal(classes_role(&classes, (struct figure){0, STATUS_REPORTED}),
                     ROLE_PAPER);
    arena_free(&arena);
}

/* Whatever the figures: every one in exactly one class, in the range that the key
 * states, and the ranges in order without overlap. */
static void test_key_is_true(void **state)
{
    (void)state;
    struct dice dice = {4711};
    for (int turn = 0; turn < 3000; turn++) {
        struct arena arena = {0};
        size_t count = dice_below(&dice, 200);
        int decimals = (int)dice_below(&dice, 3);
        double value[200];
        double spread = pow(10, dice_below(&dice, 6));
        for (size_t i = 0; i < count; i++)
            value[i] =
                floor(pow(dice_below(&dice, 1000) / 1000.0, 2) * spread * 100) / 100;
        struct classes classes = cut(&arena, value, count, decimals);
        size_t members = classes.zero_apart ? classes.zeros : 0;
        for (size_t i = 0; i < classes.count; i++) {
            members += classes.members[i];
            assert_true(classes.to[i] >= classes.from[i] - 1e-9);
            assert_true(i == 0 || classes.from[i] > classes.to[i - 1]);
        }
        assert_int_equal(members, count);
        for (size_t i = 0; i < count; i++) {
            double written;
            char *words = words_number(&arena, &PLAIN, value[i], decimals);
            assert_true(number_parse(text_of(words), 0, '.', &written));
            enum role role =
                classes_role(&classes, (struct figure){value[i], STATUS_REPORTED});
            size_t in = 0;
            for (size_t k = 0; k < classes.count; k++)
                in += written >= classes.from[k] - 1e-6 &&
                      written <= classes.to[k] + 1e-6 &&
                      role == classes_fill(&classes, k);
            assert_int_equal(in, role == ROLE_PAPER ? 0 : 1);
        }
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_known),
        cmocka_unit_test(test_withheld),
        cmocka_unit_test(test_all_the_same),
        cmocka_unit_test(test_round_cut),
        cmocka_unit_test(test_many_zeros_stand_apart),
        cmocka_unit_test(test_key_is_true),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
