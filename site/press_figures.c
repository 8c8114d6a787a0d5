#include "site/press_figures.h"

#include "base/csv.h"
#include "base/number.h"
#include "site/export_csv.h"
#include "site/within.h"

static void cell(struct buffer *out, const char *text)
{
    csv_write(out, text_of(text));
    buffer_char(out, ',');
}

static void add_subject(const struct page *page, struct buffer *out,
                        struct place_id place, struct offence_id offence, int year)
{
    cell(out, place_node(page->site->lists, place)->code);
    cell(out, name_place(page, place));
    cell(out, offence_node(page->site->lists, offence)->code);
    cell(out, name_offence(page, offence));
    buffer_format(out, "%d,", year);
}

/* A figure, empty where it is not known, and its status. */
static void add_figure(struct buffer *out, struct figure figure, int decimals)
{
    if (figure_known(figure))
        number_write(out, figure.value, decimals, &NUMERALS_PLAIN);
    buffer_format(out, ",%s,", status_word(figure.status));
}

static void add_source(struct buffer *out, const struct holding *holding)
{
    csv_write(out, text_of(holding_cited(holding)));
    buffer_string(out, "\r\n");
}

void press_line_csv(const struct page *page, const struct press_subject *subject,
                    struct buffer *out)
{
    struct csv_rows *rows = csv_rows_new(page->site->lists, CSV_FIGURES);
    for (size_t i = 0; i < subject->strands; i++)
        csv_rows_add(rows, subject->strand[i].holding, subject->strand[i].key,
                     &subject->strand[i].series);
    buffer_text(out, csv_rows_take(rows));
    csv_rows_free(rows);
}

/* The column of counts is called what it holds. */
static const char *counted_code(const struct page *page)
{
    return measure_node(page->site->lists, page->site->investigations)->code;
}

void press_years_csv(const struct page *page, const struct press_subject *subject,
                     struct buffer *out)
{
    const struct strand *strand = strand_main(subject->strand, subject->strands);
    int *months = NULL;
    struct series years = series_by_year(page->arena, &strand->series, &months);
    buffer_format(out,
                  "place_code,place,offence_code,offence,year,%s,status,"
                  "months_known,source\r\n",
                  counted_code(page));
    for (size_t i = 0; i < years.count; i++) {
        add_subject(page, out, strand->key.place, strand->key.offence,
                    period_year(years.first) + (int)i);
        add_figure(out, years.figures[i], 0);
        buffer_format(out, "%d,", months[i]);
        add_source(out, strand->holding);
    }
}

void press_map_csv(struct page *page, const struct press_subject *subject,
                   struct buffer *out)
{
    struct within within = within_of(page, page->site->country, subject->offence);
    buffer_format(out,
                  "place_code,place,offence_code,offence,year,%s,status,rate,"
                  "rate_status,low,high,too_few,source\r\n",
                  counted_code(page));
    for (size_t i = 0; i < within.count && within.year; i++) {
        const struct rate *rate = &within.rate[i];
        add_subject(page, out, within.place[i], subject->offence, within.year);
        add_figure(out, within.tally[i].figure, 0);
        add_figure(out, rate->figure, 2);
        if (figure_known(rate->figure))
            number_write(out, rate->around.low, 2, &NUMERALS_PLAIN);
        buffer_char(out, ',');
        if (figure_known(rate->figure))
            number_write(out, rate->around.high, 2, &NUMERALS_PLAIN);
        buffer_char(out, ',');
        buffer_format(out, "%d,", rate->too_small);
        add_source(out, within.source);
    }
}
