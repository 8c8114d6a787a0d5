#include "tests/site/small_strands.h"

#include <string.h>

struct arena small_arena;
struct lists small_lists;
struct holdings small_holdings;

enum { MONTHS_MAX = 144 };
static struct languages languages = {2, {"es", "en"}};
static struct source crime = {.id = "small",
                              .subject = "crime",
                              .level = "state",
                              .complete = true,
                              .publisher = "P"};
static struct source people = {.id = "people",
                               .subject = "population",
                               .level = "state",
                               .complete = true,
                               .publisher = "CONAPO"};
static struct vintage vintages[2];
static struct holding holding[2];

static struct key key_of(const char *place, const char *offence, const char *measure)
{
    struct key key = {place_find(&small_lists, text_of(place)),
                      offence_find(&small_lists, text_of(offence)),
                      measure_find(&small_lists, text_of(measure))};
    assert_true(key.place.index != NO_INDEX && key.offence.index != NO_INDEX &&
                key.measure.index != NO_INDEX);
    return key;
}

static void add_people(const char *place)
{
    struct figure figures[16];
    struct error err = {0};
    for (size_t i = 0; i < 16; i++)
        figures[i] = (struct figure){1000000, STATUS_REPORTED};
    check_done(cube_add(vintages[1].cube, key_of(place, "population", "population"),
                        period_of(2012, 1), 16, figures, 1, true, &err),
               &err);
}

int small_strands_open(void **state)
{
    (void)state;
    struct error err = {0};
    check_done(
        lists_load(&small_arena, "transform/lists", &languages, &small_lists, &err),
        &err);
    crime.period.step = STEP_MONTH;
    people.offence.constant = "population";
    people.measure.constant = "population";
    vintages[1].cube = cube_new(&small_lists, STEP_YEAR);
    add_people("mx-11");
    add_people("mx-22");
    cube_seal(vintages[1].cube, 0);
    holding[0] = (struct holding){.source = &crime, .current = &vintages[0]};
    holding[1] = (struct holding){.source = &people, .current = &vintages[1]};
    small_holdings =
        (struct holdings){.lists = &small_lists, .count = 2, .holding = holding};
    return 0;
}

int small_strands_close(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++)
        cube_free(vintages[i].cube);
    arena_free(&small_arena);
    return 0;
}

/* 25 over 12 months: a 3, then eleven of 2. */
static double share(double total, int month, int months)
{
    double each = (int)total / months;
    return each + (month < (int)total % months ? 1 : 0);
}

static size_t spread(const struct given *given, struct figure *figures)
{
    size_t count = 0;
    int pace = given->months ? given->months : 12;
    for (size_t i = 0; i < given->years; i++) {
        int months = i + 1 == given->years ? pace : 12;
        for (int m = 0; m < months; m++, count++) {
            double value = given->by_month ? given->by_month[count]
                                           : share(given->total[i], m % pace, pace);
            figures[count] = (struct figure){value, STATUS_REPORTED};
        }
    }
    return count;
}

static void add_rows(const char *place, const char *offence, const struct given *given,
                     int blank)
{
    struct figure figures[MONTHS_MAX];
    struct error err = {0};
    int first = given->first_year ? given->first_year : 2023 - (int)given->years;
    size_t count = spread(given, figures);
    if (blank)
        figures[count - 1 - (size_t)blank] = (struct figure){0, STATUS_NOT_REPORTED};
    check_done(cube_add(vintages[0].cube, key_of(place, offence, "investigations"),
                        period_of(first, 1), count, figures, 1, true, &err),
               &err);
}

struct strand small_strand(const struct given *given)
{
    double one[MONTHS_MAX];
    const char *place = given->place ? given->place : "mx-11";
    const char *offence = "homicidio-doloso.con-arma-de-fuego";
    struct given ones = *given;
    struct strand strands[STRANDS_MAX];
    for (size_t i = 0; i < MONTHS_MAX; i++)
        one[i] = 1;
    ones.by_month = one;
    cube_free(vintages[0].cube);
    vintages[0].cube = cube_new(&small_lists, STEP_MONTH);
    holding[0].methodology = methodology_find(
        &small_lists, given->methodology ? given->methodology : "cnsp-2015");
    assert_non_null(holding[0].methodology);
    add_rows("mx-01", "homicidio-culposo.con-arma-de-fuego", &ones, 0);
    if (strcmp(place, "mx") == 0) {
        add_rows("mx-11", offence, given, 0);
        add_rows("mx-22", offence, given, given->blank);
    } else
        add_rows(place, offence, given, given->blank);
    cube_seal(vintages[0].cube, given->provisional);
    struct key key = key_of(place, "homicidio-doloso", "investigations");
    assert_int_equal(strands_of(&small_arena, &small_holdings, key.place, key.offence,
                                key.measure, strands),
                     1);
    return strands[0];
}

struct grounds small_grounds(void)
{
    return (struct grounds){&small_arena, &small_holdings, NULL, NULL};
}
