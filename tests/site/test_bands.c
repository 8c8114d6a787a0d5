#include "tests/site/small_source.h"

#include "base/file.h"
#include "site/bands.h"

#include <math.h>

/* So many states, the same in each: 144 in every month of 2020 but the last two known.
 */
static void keep(void **state, const char *day, size_t states, size_t months,
                 int before_last, int last)
{
    struct buffer csv = {0};
    struct error err = {0};
    buffer_string(&csv, "place,offence,year,m1,m2,m3,m4,m5,m6,m7,m8,m9,m10,m11,m12\n");
    for (size_t i = 1; i <= states; i++) {
        buffer_format(&csv, "mx-%02zu,homicidio-doloso.con-arma-de-fuego,2020", i);
        for (size_t m = 1; m <= 12; m++)
            if (m > months)
                buffer_char(&csv, ',');
            else
                buffer_format(&csv, ",%d",
                              m == months       ? last
                              : m + 1 == months ? before_last
                                                : 144);
        buffer_char(&csv, '\n');
    }
    const char *path = path_join(&arena, *state, day);
    check_done(file_write(path, buffer_all(&csv), &err), &err);
    buffer_free(&csv);
    small_keep(path, day);
}

static enum band_found find(struct band *band, struct strand *strand)
{
    read_small();
    struct strand strands[STRANDS_MAX];
    size_t count =
        strands_of(&arena, &holdings, place_find(holdings.lists, TEXT("mx-11")),
                   offence_find(holdings.lists, TEXT("homicidio-doloso")),
                   measure_find(holdings.lists, TEXT("investigations")), strands);
    assert_int_equal(count, 1);
    *strand = strands[0];
    return band_of(&arena, bands_of(&arena, &holdings), &holdings, strand, band);
}

/* In all 32 states March was 100 at first and is 121 now, a shift of 11 - 10 on the
 * scale of square roots: so April, 100 at first, may end anywhere up to 121. */
static void newest_months_may_move_as_those_before_did(void **state)
{
    struct band band;
    struct strand strand;
    keep(state, "2020-04-20", 32, 3, 144, 100);
    keep(state, "2020-05-20", 32, 4, 121, 100);
    assert_int_equal(find(&band, &strand), BAND_FOUND);
    assert_int_equal(band.newest.month, period_of(2020, 4).month);
    assert_true(fabs(band.range.low - 100) < 1e-9);
    assert_true(fabs(band.range.high - 121) < 1e-9);
    assert_true(band.figure.value == 100);
    assert_int_equal(band.vintages, 1);
    assert_int_equal(band.soonest, 1);
    assert_int_equal(band.latest, 1);
    assert_false(band.spread.own);
    for (size_t i = 0; i < strand.series.count; i++)
        assert_int_equal(figure_known(band.high.figures[i]),
                         strand.series.figures[i].status == STATUS_PROVISIONAL);
}

static void one_vintage_teaches_nothing(void **state)
{
    struct band band;
    struct strand strand;
    keep(state, "2020-05-20", 32, 4, 121, 100);
    assert_int_equal(find(&band, &strand), BAND_ONE_VINTAGE);
}

static void a_few_places_teach_too_little(void **state)
{
    struct band band;
    struct strand strand;
    keep(state, "2020-04-20", 12, 3, 144, 100);
    keep(state, "2020-05-20", 12, 4, 121, 100);
    assert_int_equal(find(&band, &strand), BAND_TOO_FEW);
}

/* A file of the same months is no look at how figures grow. */
static void vintages_must_end_before_the_newest(void **state)
{
    struct band band;
    struct strand strand;
    keep(state, "2020-05-20", 32, 4, 121, 90);
    keep(state, "2020-05-25", 32, 4, 121, 100);
    assert_int_equal(find(&band, &strand), BAND_TOO_FEW);
}

static void a_bridged_strand_has_none(void **state)
{
    struct band band;
    struct strand strand;
    keep(state, "2020-04-20", 32, 3, 144, 100);
    keep(state, "2020-05-20", 32, 4, 121, 100);
    assert_int_equal(find(&band, &strand), BAND_FOUND);
    strand.bridged = true;
    assert_int_equal(
        band_of(&arena, bands_of(&arena, &holdings), &holdings, &strand, &band),
        BAND_NOTHING_NEW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_small_source(newest_months_may_move_as_those_before_did),
        with_small_source(one_vintage_teaches_nothing),
        with_small_source(a_few_places_teach_too_little),
        with_small_source(vintages_must_end_before_the_newest),
        with_small_source(a_bridged_strand_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
