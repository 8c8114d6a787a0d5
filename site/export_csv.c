/* Hundreds of megabytes pass here. What is the same in all rows of a series is made
 * once: the cells before the period, and for each status the cells behind the value.
 * A row is then two copies, a period from a table, and the digits of a count. */
#include "site/export_csv.h"

#include "base/csv.h"
#include "base/number_put.h"
#include "base/program.h"
#include "site/export_sdmx.h"
#include "site/figure_year.h"
#include "site/label.h"
#include "site/site.h"

#include <stdlib.h>
#include <string.h>

enum {
    STATUSES = STATUS_SUPPRESSED + 1,
    PERIOD_BYTES = 8, /* "2015-03," */
    FLUSH_BYTES = 1 << 20
};

struct csv_rows {
    const struct lists *lists;
    enum csv_shape shape;
    struct buffer out;
    struct buffer prefix;
    struct buffer suffix[STATUSES];
    size_t suffix_longest;
    const struct holding *suffix_holding; /* what they are of; NULL: none yet */
    struct measure_id suffix_measure;
    size_t count;

    /* The table of periods, for the span and step of the series before. */
    struct period first;
    enum step step;
    size_t periods;
    size_t period_length;
    char (*period)[PERIOD_BYTES];
};

const struct dataset_table *csv_table(enum csv_shape shape)
{
    static const struct dataset_table *const TABLES[] = {[CSV_FIGURES] = &TABLE_FIGURES,
                                                         [CSV_YEARS] = &TABLE_YEARS,
                                                         [CSV_SDMX] = &TABLE_SDMX};
    return TABLES[shape];
}

struct csv_rows *csv_rows_new(const struct lists *lists, enum csv_shape shape)
{
    struct csv_rows *rows = memory_or_die(calloc(1, sizeof *rows));
    rows->lists = lists;
    rows->shape = shape;
    table_header(&rows->out, csv_table(shape));
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

static void add_offence(struct csv_rows *rows, struct buffer *out, struct offence_id id)
{
    struct buffer label = {0};
    label_offence(&label, rows->lists, id);
    add_cell(out, offence_node(rows->lists, id)->code);
    csv_write(out, buffer_all(&label));
    buffer_char(out, ',');
    buffer_free(&label);
}

static void make_own_prefix(struct csv_rows *rows, const struct holding *holding,
                            struct key key)
{
    const struct lists *lists = rows->lists;
    struct buffer *out = &rows->prefix;
    const struct place *place =
        key.place.index == NO_INDEX ? NULL : place_node(lists, key.place);
    const struct measure *measure =
        key.measure.index == NO_INDEX ? NULL : measure_node(lists, key.measure);
    add_cell(out, place ? place->code : "");
    add_cell(out, place ? place->name.in[0] : "");
    if (key.offence.index == NO_INDEX)
        buffer_string(out, ",,");
    else
        add_offence(rows, out, key.offence);
    add_cell(out, measure ? measure->code : "");
    add_cell(out, holding->methodology ? holding->methodology->code : "");
}

static void make_prefix(struct csv_rows *rows, const struct holding *holding,
                        struct key key, enum step step)
{
    buffer_clear(&rows->prefix);
    if (rows->shape == CSV_SDMX)
        sdmx_prefix(&rows->prefix, rows->lists, holding, key, step);
    else
        make_own_prefix(rows, holding, key);
}

static void make_suffix(struct csv_rows *rows, struct buffer *out,
                        const struct holding *holding, struct key key,
                        enum status status)
{
    const char *unit = key.measure.index == NO_INDEX
                           ? ""
                           : measure_node(rows->lists, key.measure)->unit.in[0];
    if (rows->shape == CSV_SDMX) {
        sdmx_suffix(out, rows->lists, key, status);
        return;
    }
    buffer_char(out, ',');
    add_cell(out, status_word(status));
    add_cell(out, unit);
    csv_write(out, text_of(holding_cited(holding)));
    buffer_string(out, "\r\n");
}

/* Those of a source's measure are the same whatever the place and offence. Returns
 * whether they are other ones than before. */
static bool make_suffixes(struct csv_rows *rows, const struct holding *holding,
                          struct key key)
{
    if (rows->suffix_holding == holding &&
        rows->suffix_measure.index == key.measure.index)
        return false;
    rows->suffix_holding = holding;
    rows->suffix_measure = key.measure;
    rows->suffix_longest = 0;
    for (size_t i = 0; i < STATUSES; i++) {
        struct buffer *out = &rows->suffix[i];
        buffer_clear(out);
        make_suffix(rows, out, holding, key, (enum status)i);
        if (out->length > rows->suffix_longest)
            rows->suffix_longest = out->length;
    }
    return true;
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

/* The rare row whose value is no whole number. */
static void add_slowly(struct csv_rows *rows, size_t i, struct figure figure)
{
    buffer_text(&rows->out, buffer_all(&rows->prefix));
    buffer_add(&rows->out, rows->period[i], rows->period_length);
    number_put(&rows->out, figure.value);
    buffer_text(&rows->out, buffer_all(&rows->suffix[figure.status]));
}

static void add_row(struct csv_rows *rows, size_t i, struct figure figure)
{
    bool known = figure_known(figure);
    if (known && !number_is_whole(figure.value)) {
        add_slowly(rows, i, figure);
        return;
    }
    char *start = buffer_room(&rows->out, rows->prefix.length + rows->suffix_longest +
                                              PERIOD_BYTES + NUMBER_PUT_BYTES);
    if (!start)
        return;
    char *at = put_text(start, buffer_all(&rows->prefix));
    at = put_text(at, (struct text){rows->period[i], rows->period_length});
    if (known)
        at = number_put_whole(at, figure.value);
    at = put_text(at, buffer_all(&rows->suffix[figure.status]));
    rows->out.length += (size_t)(at - start);
}

/* Years --------------------------------------------------------------------------- */

static void add_value(struct buffer *out, struct figure figure)
{
    if (figure_known(figure))
        number_put(out, figure.value);
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

static void add_months(struct csv_rows *rows, const struct series *series)
{
    struct figure months[YEAR_MONTHS];
    struct period end = period_after(series->first, (int)series->count - 1);
    for (int year = period_year(series->first); year <= period_year(end); year++) {
        if (!year_months(series, year, months))
            continue;
        start_year(rows, year);
        buffer_char(&rows->out, ','); /* no figure of the whole year */
        for (int i = 0; i < YEAR_MONTHS; i++)
            add_value(&rows->out, months[i]);
        year_status_write(&rows->out, months);
        end_year(rows);
    }
}

/* Of a source that counts by the year. */
static void add_whole_years(struct csv_rows *rows, const struct series *series)
{
    for (size_t i = 0; i < series->count; i++) {
        if (series->figures[i].status == STATUS_ABSENT)
            continue;
        start_year(
            rows, period_year(period_after(series->first, (int)i * (int)series->step)));
        add_value(&rows->out, series->figures[i]);
        buffer_string(&rows->out, ",,,,,,,,,,,,");
        buffer_string(&rows->out, status_word(series->figures[i].status));
        end_year(rows);
    }
}

static void add_figures(struct csv_rows *rows, const struct series *series)
{
    make_periods(rows, series);
    for (size_t i = 0; i < series->count; i++) {
        if (series->figures[i].status == STATUS_ABSENT)
            continue;
        add_row(rows, i, series->figures[i]);
        rows->count++;
    }
}

void csv_rows_add(struct csv_rows *rows, const struct holding *holding, struct key key,
                  const struct series *series)
{
    if (series->count == 0)
        return;
    make_prefix(rows, holding, key, series->step);
    make_suffixes(rows, holding, key);
    if (rows->shape == CSV_YEARS && series->step == STEP_MONTH)
        add_months(rows, series);
    else if (rows->shape == CSV_YEARS)
        add_whole_years(rows, series);
    else
        add_figures(rows, series);
}

struct text csv_rows_take(const struct csv_rows *rows)
{
    return buffer_all(&rows->out);
}

void csv_rows_clear(struct csv_rows *rows) { buffer_clear(&rows->out); }

/* What a file is made of ---------------------------------------------------------- */

/* Hashed piece by piece: a full piece makes room with its hash for a beginning. */
struct making {
    struct csv_rows *rows;
    struct buffer piece;
};

static void end_piece(struct making *making)
{
    struct sha256 hash = sha256_of(buffer_all(&making->piece));
    buffer_clear(&making->piece);
    buffer_string(&making->piece, hash.hex);
}

static void add_words(struct buffer *piece, const struct buffer *words)
{
    buffer_add(piece, &words->length, sizeof words->length);
    buffer_text(piece, buffer_all(words));
}

static void add_series(struct buffer *piece, const struct series *series)
{
    const size_t each = sizeof(double) + 1;
    const int64_t span[] = {series->first.month, series->step, (int64_t)series->count};
    buffer_add(piece, span, sizeof span);
    char *at = buffer_room(piece, series->count * each);
    if (!at)
        return;
    for (size_t i = 0; i < series->count; i++, at += each) {
        memcpy(at, &series->figures[i].value, sizeof(double));
        at[sizeof(double)] = (char)series->figures[i].status;
    }
    piece->length += series->count * each;
}

static bool visit_made(void *context, const struct holding *holding, struct key key,
                       const struct series *series)
{
    struct making *making = context;
    struct csv_rows *rows = making->rows;
    make_prefix(rows, holding, key, series->step);
    bool other = make_suffixes(rows, holding, key);
    buffer_char(&making->piece, other ? 's' : ' ');
    for (size_t i = 0; other && i < STATUSES; i++)
        add_words(&making->piece, &rows->suffix[i]);
    add_words(&making->piece, &rows->prefix);
    add_series(&making->piece, series);
    if (making->piece.length > FLUSH_BYTES)
        end_piece(making);
    return !making->piece.failed;
}

/* All that the bytes of a file depend on: the program, the words of each series, its
 * figures; of a state's part of a source, since when they are the same. False when
 * there is no telling. */
static bool made_of(const struct site *site, const struct figures *figures,
                    enum csv_shape shape, struct sha256 *out)
{
    static const char *const KINDS[] = {
        [CSV_FIGURES] = "figures", [CSV_YEARS] = "years", [CSV_SDMX] = "sdmx"};
    if (figures->holding &&
        made_of_figures(site, figures->holding, figures->place, KINDS[shape], out))
        return true;
    struct making making = {.rows = csv_rows_new(figures->lists, shape)};
    buffer_format(&making.piece, "csv %d %s ", (int)shape, program_identity());
    figures_each(figures, visit_made, &making);
    *out = sha256_of(buffer_all(&making.piece));
    bool known = *program_identity() && !making.piece.failed;
    csv_rows_free(making.rows);
    buffer_free(&making.piece);
    return known;
}

/* A whole file ------------------------------------------------------------------- */

struct writing {
    struct csv_rows *rows;
    struct tree_file *file;
    struct error *err;
    bool good;
};

static bool flush(struct writing *writing)
{
    writing->good =
        writing->good &&
        tree_file_add(writing->file, csv_rows_take(writing->rows), writing->err);
    csv_rows_clear(writing->rows);
    return writing->good;
}

static bool visit(void *context, const struct holding *holding, struct key key,
                  const struct series *series)
{
    struct writing *writing = context;
    csv_rows_add(writing->rows, holding, key, series);
    return csv_rows_take(writing->rows).length < FLUSH_BYTES || flush(writing);
}

static bool export(const struct exporting *what, enum csv_shape shape, const char *path,
                   size_t *rows, struct error *err)
{
    struct writing writing = {.err = err, .good = true};
    struct sha256 hash;
    if (made_of(what->site, what->figures, shape, &hash) &&
        tree_take_over(what->site->tree, path, &hash)) {
        *rows = shape == CSV_YEARS ? what->survey->years : what->survey->figures;
        return true;
    }
    if (!tree_file_open(what->site->tree, path, &writing.file, err))
        return fail_while(err, "writing %s", path);
    writing.rows = csv_rows_new(what->figures->lists, shape);
    figures_each(what->figures, visit, &writing);
    flush(&writing);
    *rows = csv_rows_count(writing.rows);
    csv_rows_free(writing.rows);
    bool closed = tree_file_close(writing.file, err);
    return (writing.good && closed) || fail_while(err, "writing %s", path);
}

bool export_csv(const struct exporting *what, const char *path, size_t *rows,
                struct error *err)
{
    return export(what, CSV_FIGURES, path, rows, err);
}

bool export_csv_years(const struct exporting *what, const char *path, size_t *rows,
                      struct error *err)
{
    return export(what, CSV_YEARS, path, rows, err);
}

bool export_sdmx(const struct exporting *what, const char *path, size_t *rows,
                 struct error *err)
{
    return export(what, CSV_SDMX, path, rows, err);
}
