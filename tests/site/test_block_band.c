/* The band on a chart's newest months, and its sentence. In all 32 states a first
 * figure of 100 became 121 a month later, a shift of 11 - 10 on the scale of square
 * roots: so another 100 may become 121. */
#include "tests/site/small_site.h"

#include "render/chart.h"
#include "site/block_band.h"
#include "site/strand.h"

#include <math.h>
#include <string.h>

static struct strand homicides(void)
{
    struct strand strands[STRANDS_MAX];
    assert_int_equal(strands_of(&arena, &holdings, guanajuato(),
                                offence("homicidio-doloso"), site.investigations,
                                strands),
                     1);
    return strands[0];
}

static struct band_note note_in(size_t language)
{
    struct page page = page_unwritten(&arena, &site, language);
    struct strand strand = homicides();
    return band_note_of(&page, &strand);
}

/* A line as charts have it: the mean of twelve months, and the months behind it. */
static struct chart_series line_of(const struct strand *strand, struct series *months)
{
    struct page page = page_unwritten(&arena, &site, 0);
    *months = strand->series;
    struct chart_series line = {.series = rolling_mean(&arena, months),
                                .months = months};
    block_band(&page, strand, &line);
    return line;
}

static void check_known(struct figure figure, double value)
{
    assert_int_equal(figure.status, STATUS_PROVISIONAL);
    if (fabs(figure.value - value) > 1e-9)
        fail_msg("%.9f, not %.9f", figure.value, value);
}

/* November became 121, December is 100 as it came: it may become 121, and the mean of
 * the twelve, (10 * 144 + 121 + 100) / 12, a twelfth of the 21 more. */
static void a_mean_moves_by_a_twelfth(void **state)
{
    struct period december = period_of(2020, 12);
    small_states(state, "2020-12-05", 32, 11, 144, 100);
    small_states(state, "2021-01-05", 32, 12, 121, 100);
    open_site();
    struct strand strand = homicides();
    struct series months;
    struct chart_series line = line_of(&strand, &months);
    assert_non_null(line.months_band);
    check_known(series_at(&line.months_band->low, december), 100);
    check_known(series_at(&line.months_band->high, december), 121);
    assert_non_null(line.band);
    check_known(series_at(&line.band->low, december), 1661.0 / 12);
    check_known(series_at(&line.band->high, december), 1682.0 / 12);
    struct period before = period_after(december, -1);
    assert_false(figure_known(series_at(&line.band->high, before)));
    assert_false(figure_known(series_at(&line.months_band->high, before)));
}

/* Where months are few there is no mean: the line is the months, and the band theirs.
 */
static void months_alone_have_theirs(void **state)
{
    small_states(state, "2020-04-20", 32, 3, 144, 100);
    small_states(state, "2020-05-20", 32, 4, 121, 100);
    open_site();
    struct page page = page_unwritten(&arena, &site, 0);
    struct strand strand = homicides();
    struct chart_series line = {.series = strand.series};
    block_band(&page, &strand, &line);
    assert_null(line.months_band);
    assert_non_null(line.band);
    check_known(series_at(&line.band->high, period_of(2020, 4)), 121);
}

static void without_pairs_there_is_no_band(void **state)
{
    small_states(state, "2020-05-20", 32, 4, 121, 100);
    open_site();
    struct strand strand = homicides();
    struct series months;
    struct chart_series line = line_of(&strand, &months);
    assert_null(line.band);
    assert_null(line.months_band);
    assert_string_equal(note_in(1).sentence,
                        word(site.catalogues[1], "chart.band_few"));
    assert_string_equal(note_in(1).link, "");
}

static void a_few_pairs_are_too_few(void **state)
{
    small_states(state, "2020-04-20", 12, 3, 144, 100);
    small_states(state, "2020-05-20", 12, 4, 121, 100);
    open_site();
    assert_string_equal(note_in(0).sentence,
                        word(site.catalogues[0], "chart.band_few"));
}

/* Shares of a figure, and the page where every version is. */
static void says_how_far_figures_moved(void **state)
{
    small_states(state, "2020-04-20", 32, 3, 144, 100);
    small_states(state, "2020-05-20", 32, 4, 121, 100);
    open_site();
    struct band_note note = note_in(1);
    assert_non_null(strstr(note.sentence, "between 0% and +21%"));
    assert_non_null(strstr(note.sentence, "April 2020, from 100 to 121,"));
    assert_string_equal(note.link, "revisions/small/mx/guanajuato/index.html");
}

/* Of 36 that became 49: no shares of so little. */
static void of_small_figures_it_says_counts(void **state)
{
    small_states(state, "2020-04-20", 32, 3, 144, 36);
    small_states(state, "2020-05-20", 32, 4, 49, 36);
    open_site();
    const char *sentence = note_in(0).sentence;
    assert_non_null(strstr(sentence, "abril de 2020 quedará entre 36 y 49"));
    assert_null(strstr(sentence, "%"));
}

static void figures_that_never_moved_have_no_band_to_see(void **state)
{
    small_states(state, "2020-04-20", 32, 3, 144, 100);
    small_states(state, "2020-05-20", 32, 4, 100, 100);
    open_site();
    assert_non_null(strstr(note_in(1).sentence, "there is no band to be seen"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_small_site(a_mean_moves_by_a_twelfth),
        with_small_site(months_alone_have_theirs),
        with_small_site(without_pairs_there_is_no_band),
        with_small_site(a_few_pairs_are_too_few),
        with_small_site(says_how_far_figures_moved),
        with_small_site(of_small_figures_it_says_counts),
        with_small_site(figures_that_never_moved_have_no_band_to_see),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
