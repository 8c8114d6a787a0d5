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
    FLUSH_BYTES = 1 << 20,
    STATUSES = STATUS_SUPPRESSED + 1,
    PERIOD_BYTES = 8, /* "2015-03," */
    VALUE_BYTES = 32  /* of a whole number, sign and all */
};

struct csv_rows {
    const struct lists *lists;
    struct buffer out;
    struct buffer prefix;
    struct buffer suffix[STATUSES];
    size_t suffix_longest;
    size_t count;

    /* The table of periods, for the span and step of the series before. */
    struct period first;
    enum step step;
    size_t periods;
    size_t period_length;
    char (*period)[PERIOD_BYTES];
};

struct csv_rows *csv_rows_new(const struct lists *lists)
{
    struct csv_rows *rows = memory_or_die(calloc(1, sizeof *rows));
    rows->lists = lists;
    buffer_string(&rows->out, "place_code,place,offence_code,offence,measure,"
                              "methodology,period,value,status,unit,source\r\n");
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
    free(rows->period);
    free(rows);
}

size_t csv_rows_count(const struct csv_rows *rows) { return rows->count; }

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
        csv_write(out, text_of(holding->source->id));
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

void csv_rows_add(struct csv_rows *rows, const struct holding *holding, struct key key,
                  const struct series *series)
{
    if (series->count == 0)
        return;
    make_prefix(rows, holding, key);
    make_suffixes(rows, holding, key);
    make_periods(rows, series);
    struct period last = last_told(holding);
    for (size_t i = 0; i < series->count; i++) {
        struct period at = period_after(series->first, (int)i * (int)series->step);
        if (series->figures[i].status == STATUS_ABSENT || at.month > last.month)
            continue;
        add_row(rows, i, series->figures[i]);
        rows->count++;
    }
}

bool csv_rows_put(struct csv_rows *rows, struct tree *tree, const char *path,
                  struct error *err)
{
    if (rows->out.failed)
        return fail(err, ERROR_LIMIT, "%s would have more than %d bytes", path,
                    BUFFER_LIMIT);
    return tree_put(tree, path, buffer_all(&rows->out), err);
}

/* A whole holding -------------------------------------------------------------- */

struct exporting {
    size_t bytes;
    struct csv_rows *rows;
    const struct holding *holding;
    struct tree_file *file;
    struct error *err;
    bool good;
};

static bool flush(struct exporting *export)
{
    struct buffer *out = &export->rows->out;
    if (out->failed)
        export->good = fail(export->err, ERROR_LIMIT, "a series is too long");
    if (export->good)
        export->good = tree_file_add(export->file, buffer_all(out), export->err);
    export->bytes += out->length;
    buffer_clear(out);
    return export->good;
}

static bool visit(void *context, struct key key, const struct series *series)
{
    struct exporting *export = context;
    csv_rows_add(export->rows, export->holding, key, series);
    return export->rows->out.length < FLUSH_BYTES || flush(export);
}

bool export_csv(struct tree *tree, const char *path, const struct lists *lists,
                const struct holding *holding, size_t *rows_written,
                size_t *bytes_written, struct error *err)
{
    struct exporting export = {.holding = holding, .err = err, .good = true};
    if (!tree_file_open(tree, path, &export.file, err))
        return fail_while(err, "writing %s", path);
    export.rows = csv_rows_new(lists);
    if (holding->current)
        cube_each(holding->current->cube, visit, &export);
    flush(&export);
    if (rows_written)
        *rows_written = export.rows->count;
    if (bytes_written)
        *bytes_written = export.bytes;
    csv_rows_free(export.rows);
    bool closed = tree_file_close(export.file, err);
    return (export.good && closed) || fail_while(err, "writing %s", path);
}
