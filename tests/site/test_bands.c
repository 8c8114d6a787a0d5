#include "tests/site/small_source.h"

#include "base/file.h"
#include "site/bands.h"

#include <math.h>

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
    small_states(state, "2020-04-20", 32, 3, 144, 100);
    small_states(state, "2020-05-20", 32, 4, 121, 100);
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
    small_states(state, "2020-05-20", 32, 4, 121, 100);
    assert_int_equal(find(&band, &strand), BAND_TOO_FEW);
}

static void a_few_places_teach_too_little(void **state)
{
    struct band band;
    struct strand strand;
    small_states(state, "2020-04-20", 12, 3, 144, 100);
    small_states(state, "2020-05-20", 12, 4, 121, 100);
    assert_int_equal(find(&band, &strand), BAND_TOO_FEW);
}

/* A file of the same months is no look at how figures grow. */
static void vintages_must_end_before_the_newest(void **state)
{
    struct band band;
    struct strand strand;
    small_states(state, "2020-05-20", 32, 4, 121, 90);
    small_states(state, "2020-05-25", 32, 4, 121, 100);
    assert_int_equal(find(&band, &strand), BAND_TOO_FEW);
}

static void a_bridged_strand_has_none(void **state)
{
    struct band band;
    struct strand strand;
    small_states(state, "2020-04-20", 32, 3, 144, 100);
    small_states(state, "2020-05-20", 32, 4, 121, 100);
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
