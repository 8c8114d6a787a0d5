/* Hundreds of megabytes pass here. What is the same in all rows of a series is made
 * once: the cells before the period, and for each status the cells behind the value.
 * A row is then two copies, a period from a table, and the digits of a count. */
#include "site/export_csv.h"

#include "base/csv.h"
#include "base/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    STATUSES = STATUS_SUPPRESSED + 1,
    PERIOD_BYTES = 8, /* "2015-03," */
    VALUE_BYTES = 32, /* of a whole number, sign and all */
    YEAR = 12,
    SOURCES_TOLD_MAX = 64
};

struct csv_rows {
    const struct lists *lists;
    enum csv_shape shape;
    struct buffer out;
    struct buffer prefix;
    struct buffer suffix[STATUSES];
    size_t suffix_longest;
    size_t count;
    struct extent_gatherer extent;
    size_t sources;
    const struct holding *source[SOURCES_TOLD_MAX]; /* each once, as they came */

    /* The table of periods, for the span and step of the series before. */
    struct period first;
    enum step step;
    size_t periods;
    size_t period_length;
    char (*period)[PERIOD_BYTES];
};

const struct dataset_table *csv_table(enum csv_shape shape)
{
    return shape == CSV_YEARS ? &TABLE_YEARS : &TABLE_FIGURES;
}

struct csv_rows *csv_rows_new(const struct lists *lists, enum csv_shape shape)
{
    struct csv_rows *rows = memory_or_die(calloc(1, sizeof *rows));
    rows->lists = lists;
    rows->shape = shape;
    if (shape != CSV_COUNTED)
        table_header(&rows->out, csv_table(shape));
    extent_start(&rows->extent, lists);
    return rows;
}

void csv_rows_free(struct csv_rows *rows)
{
    if (!rows)
        return;
    buffer_free(&rows->out);
    buffer_free(&rows->prefix);
    for (size_t i = 0; i < STATUSES; i++)
        buffer_free(&rows->suffix[i]);
    extent_free(&rows->extent);
    free(rows->period);
    free(rows);
}

size_t csv_rows_count(const struct csv_rows *rows) { return rows->count; }

struct extent csv_rows_extent(const struct csv_rows *rows)
{
    return extent_of(&rows->extent);
}

/* What is the same in all rows of a series ------------------------------------- */

static void add_cell(struct buffer *out, const char *cell)
{
    csv_write(out, text_of(cell));
    buffer_char(out, ',');
}

/* A modality says nothing without its offence: "Homicidio doloso: Con arma blanca". */
static void add_offence(struct csv_rows *rows, struct buffer *out, struct offence_id id)
{
    const struct offence *offence = offence_node(rows->lists, id);
    add_cell(out, offence->code);
    if (offence->level != OFFENCE_MODALITY) {
        add_cell(out, offence->name.in[0]);
        return;
    }
    struct buffer label = {0};
    const struct offence_id parent = {offence->parent};
    buffer_format(&label, "%s: %s", offence_node(rows->lists, parent)->name.in[0],
                  offence->name.in[0]);
    csv_write(out, buffer_all(&label));
    buffer_char(out, ',');
    buffer_free(&label);
}

static void make_prefix(struct csv_rows *rows, const struct holding *holding,
                        struct key key)
{
    const struct lists *lists = rows->lists;
    struct buffer *out = &rows->prefix;
    const struct place *place =
        key.place.index == NO_INDEX ? NULL : place_node(lists, key.place);
    const struct measure *measure =
        key.measure.index == NO_INDEX ? NULL : measure_node(lists, key.measure);
    buffer_clear(out);
    add_cell(out, place ? place->code : "");
    add_cell(out, place ? place->name.in[0] : "");
    if (key.offence.index == NO_INDEX)
        buffer_string(out, ",,");
    else
        add_offence(rows, out, key.offence);
    add_cell(out, measure ? measure->code : "");
    add_cell(out, holding->methodology ? holding->methodology->code : "");
}

static void make_suffixes(struct csv_rows *rows, const struct holding *holding,
                          struct key key)
{
    const char *unit = key.measure.index == NO_INDEX
                           ? ""
                           : measure_node(rows->lists, key.measure)->unit.in[0];
    rows->suffix_longest = 0;
    for (size_t i = 0; i < STATUSES; i++) {
        struct buffer *out = &rows->suffix[i];
        buffer_clear(out);
        buffer_char(out, ',');
        add_cell(out, status_word((enum status)i));
        add_cell(out, unit);
        csv_write(out, text_of(holding_cited(holding)));
        buffer_string(out, "\r\n");
        if (out->length > rows->suffix_longest)
            rows->suffix_longest = out->length;
    }
}

static void put_digits(char *at, int number, int digits)
{
    for (int i = digits - 1; i >= 0; i--) {
        at[i] = (char)('0' + number % 10);
        number /= 10;
    }
}

static void put_period(char *at, struct period period, enum step step)
{
    put_digits(at, period_year(period), 4);
    if (step == STEP_YEAR) {
        at[4] = ',';
        return;
    }
    at[4] = '-';
    put_digits(at + 5, period_month(period), 2);
    at[7] = ',';
}

static void make_periods(struct csv_rows *rows, const struct series *series)
{
    if (rows->period && rows->periods >= series->count && rows->step == series->step &&
        rows->first.month == series->first.month)
        return;
    free(rows->period);
    rows->period = memory_or_die(calloc(series->count, sizeof *rows->period));
    rows->first = series->first;
    rows->step = series->step;
    rows->periods = series->count;
    rows->period_length = series->step == STEP_YEAR ? 5 : 8;
    for (size_t i = 0; i < series->count; i++)
        put_period(rows->period[i],
                   period_after(series->first, (int)i * (int)series->step),
                   series->step);
}

/* Rows ------------------------------------------------------------------------ */

static char *put_text(char *at, struct text text)
{
    memcpy(at, text.at, text.length);
    return at + text.length;
}

/* A count, from its last digit to its first. */
static char *put_whole(char *at, double value)
{
    char digits[VALUE_BYTES];
    size_t used = sizeof digits;
    uint64_t rest = (uint64_t)fabs(value);
    do {
        digits[--used] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        *at++ = '-';
    return put_text(at, (struct text){digits + used, sizeof digits - used});
}

/* As the publisher wrote it: the shortest decimal that reads back as the number. */
static void add_decimal(struct buffer *out, double value)
{
    size_t before = out->length;
    number_write(out, value, 17, &NUMERALS_PLAIN);
    while (out->length > before && out->at[out->length - 1] == '0')
        out->length--;
}

static bool is_whole(double value)
{
    return fabs(value) <= NUMBER_EXACT_MAX && value == trunc(value);
}

/* The rare row whose value is no whole number. */
static void add_slowly(struct csv_rows *rows, size_t i, struct figure figure)
{
    buffer_text(&rows->out, buffer_all(&rows->prefix));
    buffer_add(&rows->out, rows->period[i], rows->period_length);
    add_decimal(&rows->out, figure.value);
    buffer_text(&rows->out, buffer_all(&rows->suffix[figure.status]));
}

static void add_row(struct csv_rows *rows, size_t i, struct figure figure)
{
    bool known = figure_known(figure);
    if (known && !is_whole(figure.value)) {
        add_slowly(rows, i, figure);
        return;
    }
    char *start = buffer_room(&rows->out, rows->prefix.length + rows->suffix_longest +
                                              PERIOD_BYTES + VALUE_BYTES);
    if (!start)
        return;
    char *at = put_text(start, buffer_all(&rows->prefix));
    at = put_text(at, (struct text){rows->period[i], rows->period_length});
    if (known)
        at = put_whole(at, figure.value);
    at = put_text(at, buffer_all(&rows->suffix[figure.status]));
    rows->out.length += (size_t)(at - start);
}

/* A month after the file's last says nothing, not even that it is missing. */
static struct period last_told(const struct holding *holding)
{
    struct period first, last = {INT32_MAX};
    if (holding->current && cube_range(holding->current->cube, &first, &last))
        return last;
    return (struct period){INT32_MAX};
}

/* Years --------------------------------------------------------------------------- */

/* The twelve months of a calendar year; what lies outside the series is absent. */
static bool year_of(const struct series *series, int year, struct period last,
                    struct figure months[YEAR])
{
    bool any = false;
    for (int i = 0; i < YEAR; i++) {
        struct period at = period_of(year, i + 1);
        months[i] = (struct figure){0};
        if (at.month <= last.month)
            months[i] = series_at(series, at);
        any |= months[i].status != STATUS_ABSENT;
    }
    return any;
}

/* The word that holds of every month that has a row to itself elsewhere; else one word
 * for each month. */
static void add_statuses(struct buffer *out, const struct figure months[YEAR])
{
    enum status common = STATUS_ABSENT;
    bool one = true;
    for (int i = 0; i < YEAR; i++) {
        if (months[i].status == STATUS_ABSENT)
            continue;
        one &= common == STATUS_ABSENT || common == months[i].status;
        common = months[i].status;
    }
    for (int i = 0; i < YEAR && !one; i++)
        buffer_format(out, "%s%s", i ? " " : "", status_word(months[i].status));
    if (one)
        buffer_string(out, status_word(common));
}

static void add_value(struct buffer *out, struct figure figure)
{
    if (figure_known(figure) && !is_whole(figure.value)) {
        add_decimal(out, figure.value);
    } else if (figure_known(figure)) {
        char digits[VALUE_BYTES];
        char *end = put_whole(digits, figure.value);
        buffer_add(out, digits, (size_t)(end - digits));
    }
    buffer_char(out, ',');
}

/* A row up to its year. */
static void start_year(struct csv_rows *rows, int year)
{
    char digits[PERIOD_BYTES];
    put_period(digits, period_of(year, 1), STEP_YEAR);
    buffer_text(&rows->out, buffer_all(&rows->prefix));
    buffer_add(&rows->out, digits, 5);
}

/* Every suffix begins with a comma and its own status word. */
static void end_year(struct csv_rows *rows)
{
    const struct buffer *suffix = &rows->suffix[STATUS_ABSENT];
    size_t word = strlen(status_word(STATUS_ABSENT)) + 1;
    buffer_add(&rows->out, suffix->at + word, suffix->length - word);
    rows->count++;
}

static void add_months(struct csv_rows *rows, const struct series *series,
                       struct period last)
{
    struct figure months[YEAR];
    struct period end = period_after(series->first, (int)series->count - 1);
    for (int year = period_year(series->first); year <= period_year(end); year++) {
        if (!year_of(series, year, last, months))
            continue;
        start_year(rows, year);
        buffer_char(&rows->out, ','); /* no figure of the whole year */
        for (int i = 0; i < YEAR; i++)
            add_value(&rows->out, months[i]);
        add_statuses(&rows->out, months);
        end_year(rows);
    }
}

/* Of a source that counts by the year. */
static void add_whole_years(struct csv_rows *rows, const struct series *series,
                            struct period last)
{
    for (size_t i = 0; i < series->count; i++) {
        struct period at = period_after(series->first, (int)i * (int)series->step);
        if (series->figures[i].status == STATUS_ABSENT || at.month > last.month)
            continue;
        start_year(rows, period_year(at));
        add_value(&rows->out, series->figures[i]);
        buffer_string(&rows->out, ",,,,,,,,,,,,");
        buffer_string(&rows->out, status_word(series->figures[i].status));
        end_year(rows);
    }
}

static void add_figures(struct csv_rows *rows, const struct series *series,
                        struct period last)
{
    make_periods(rows, series);
    for (size_t i = 0; i < series->count; i++) {
        struct period at = period_after(series->first, (int)i * (int)series->step);
        if (series->figures[i].status == STATUS_ABSENT || at.month > last.month)
            continue;
        add_row(rows, i, series->figures[i]);
        rows->count++;
    }
}

/* Remember what the rows of a series cover. */
static void tell(struct csv_rows *rows, const struct holding *holding,
                 struct place_id place, const struct series *series, struct period last)
{
    extent_place(&rows->extent, place);
    extent_series(&rows->extent, series, last);
    for (size_t i = 0; i < rows->sources; i++)
        if (rows->source[i] == holding)
            return;
    if (rows->sources < SOURCES_TOLD_MAX)
        rows->source[rows->sources++] = holding;
}

void csv_rows_add(struct csv_rows *rows, const struct holding *holding, struct key key,
                  const struct series *series)
{
    if (series->count == 0)
        return;
    if (rows->shape == CSV_COUNTED) {
        rows->count++;
        return;
    }
    size_t before = rows->count;
    struct period last = last_told(holding);
    make_prefix(rows, holding, key);
    make_suffixes(rows, holding, key);
    if (rows->shape == CSV_YEARS && series->step == STEP_MONTH)
        add_months(rows, series, last);
    else if (rows->shape == CSV_YEARS)
        add_whole_years(rows, series, last);
    else
        add_figures(rows, series, last);
    if (rows->count > before)
        tell(rows, holding, key.place, series, last);
}

struct text csv_rows_take(const struct csv_rows *rows)
{
    return buffer_all(&rows->out);
}

void csv_rows_clear(struct csv_rows *rows) { buffer_clear(&rows->out); }

bool csv_rows_put(struct csv_rows *rows, const struct site *site,
                  struct dataset *dataset, struct error *err)
{
    dataset->table = csv_table(rows->shape);
    dataset->rows = rows->count;
    dataset->extent = csv_rows_extent(rows);
    dataset->sources = rows->sources;
    dataset->source = rows->source;
    return dataset_put(site, dataset, &rows->out, err);
}
