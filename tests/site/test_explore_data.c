/* The packed figures that the explore page reads. */
#include "tests/check.h"

#include "site/explore_data.h"

static void check_packed(const struct figure *figures, size_t count, const char *first,
                         const char *wanted)
{
    struct arena arena = {0};
    struct buffer out = {0};
    struct period from;
    struct series series = {period_of(2015, 1), STEP_MONTH, count,
                            (struct figure *)figures};
    explore_figures_write(&series, &from, &out);
    buffer_char(&out, '\0');
    assert_string_equal(out.at, wanted);
    assert_string_equal(period_iso(&arena, from, STEP_MONTH), first);
    buffer_free(&out);
    arena_free(&arena);
}

static void every_status_has_its_letter(void **state)
{
    (void)state;
    static const struct figure figures[] = {
        {12, STATUS_REPORTED},    {3, STATUS_PROVISIONAL}, {7, STATUS_PARTIAL},
        {0, STATUS_NOT_REPORTED}, {0, STATUS_SUPPRESSED},  {0, STATUS_ABSENT},
        {0, STATUS_REPORTED}};
    check_packed(figures, 7, "2015-01", "12,3p,7m,n,w,-,0");
}

/* A provisional zero is not the same as a reported one. */
static void runs_of_the_same_are_counted(void **state)
{
    (void)state;
    static const struct figure figures[] = {
        {0, STATUS_REPORTED},     {0, STATUS_REPORTED},     {0, STATUS_PROVISIONAL},
        {0, STATUS_NOT_REPORTED}, {0, STATUS_NOT_REPORTED}, {1, STATUS_REPORTED}};
    check_packed(figures, 6, "2015-01", "0*2,0p,n*2,1");
}

static void absent_ends_are_cut_off(void **state)
{
    (void)state;
    static const struct figure figures[] = {
        {0, STATUS_ABSENT}, {0, STATUS_ABSENT},   {1000000, STATUS_REPORTED},
        {0, STATUS_ABSENT}, {2, STATUS_REPORTED}, {0, STATUS_ABSENT}};
    check_packed(figures, 6, "2015-03", "1000000,-,2");
    check_packed(figures, 2, "2015-03", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_its_letter),
        cmocka_unit_test(runs_of_the_same_are_counted),
        cmocka_unit_test(absent_ends_are_cut_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
