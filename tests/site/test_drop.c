#include "tests/check.h"

#include "base/file.h"
#include "site/drop.h"

#include <string.h>
#include <sys/stat.h>

static const struct day TODAY = {2026, 6, 20};

static void reads_days_in_names(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct day day; /* zeroed: none */
    } cases[] = {
        {"Municipal-Delitos-2015-2025_jun2026.zip", {2026, 6, 20}}, /* not yet over */
        {"Estatal_may2026.csv", {2026, 5, 31}},
        {"IDVFC_NM_ene25.csv", {2025, 1, 31}},
        {"estatal_vintage_2024-12-21.csv", {2024, 12, 21}},
        {"cut_20240221.csv", {2024, 2, 21}},
        {"Estatal_feb2024.csv", {2024, 2, 29}},
        {"Estatal_jul2026.csv", {0}}, /* still to come */
        {"RNID-2026.csv", {0}},
        {"download.csv", {0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct day day = {0};
        bool found = dropped_day(text_of(cases[i].name), TODAY, &day);
        if (found != (cases[i].day.month > 0) ||
            (found && day_compare(day, cases[i].day) != 0))
            fail_msg("%s: %d-%d-%d", cases[i].name, day.year, day.month, day.day);
    }
}

static void lists_what_fits_oldest_first(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct error err = {0};
    char *folder = temporary_folder();
    static const char *const names[] = {"B_2024-12-21.CSV",      "b_2024-02-21.csv",
                                        "b_2025-01-20.csv.part", "other.csv",
                                        ".b_2024-01-01.csv",     "b_later.csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        check_done(file_write(path_join(&arena, folder, names[i]), TEXT("x"), &err),
                   &err);
    check_done(folder_make(path_join(&arena, folder, "b_folder.csv"), &err), &err);
    static const char *const globs[] = {"b_*.csv"};
    struct dropped *dropped;
    size_t count;
    check_done(dropped_list(&arena, folder, globs, 1, TODAY, &dropped, &count, &err),
               &err);
    assert_int_equal(count, 3);
    assert_non_null(strstr(dropped[0].path, "b_2024-02-21.csv"));
    assert_non_null(strstr(dropped[1].path, "B_2024-12-21.CSV"));
    assert_int_equal(day_compare(dropped[2].date, TODAY), 0); /* changed after that */
    check_done(dropped_list(&arena, folder, NULL, 0, TODAY, &dropped, &count, &err),
               &err);
    assert_int_equal(count, 4);
    assert_false(
        dropped_list(&arena, "/nowhere", NULL, 0, TODAY, &dropped, &count, &err));
    check_error(&err, ERROR_USAGE, "there is no drop folder /nowhere");
    drop_folder(folder);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_days_in_names),
        cmocka_unit_test(lists_what_fits_oldest_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
