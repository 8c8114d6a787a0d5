/* JSON-stat 2.0: one cube, its categories named once, its values one long list.
 *
 * Where at least half of the cube is filled, values are an array, with null for what
 * is not known or not there; else an object by position, as the format allows. Statuses
 * are always such an object, of all that is not plainly reported, in the letters of
 * CL_OBS_STATUS; they stand behind the values and wait in memory until then. */
#include "site/exporting.h"

#include "base/number_put.h"
#include "site/export_sdmx.h"
#include "site/json_stat_cube.h"
#include "site/site.h"

#include <stdlib.h>
#include <string.h>

enum {
    FLUSH_BYTES = 1 << 20,
    STATUSES_MAX = 1 << 30, /* bytes */
    SMALL = 1000,
    SMALL_BYTES = 4
};

struct json_stat {
    const struct exporting *what;
    struct json_stat_cube cube;
    struct arena arena;
    struct buffer out;
    struct tree_file *file;
    struct error *err;
    bool good, dense;
    struct buffer statuses;
    struct figure *cells;           /* one line of periods */
    size_t next;                    /* row to be written, when all are */
    char small[SMALL][SMALL_BYTES]; /* "0," to "999," */
    unsigned char small_length[SMALL];
};

/* All but the last byte, which may be a comma that end_list() takes back. */
static bool flush(struct json_stat *stat)
{
    struct text whole = buffer_all(&stat->out);
    if (stat->out.failed)
        stat->good = fail(stat->err, ERROR_LIMIT, "a line of periods is too long");
    if (whole.length == 0)
        return stat->good;
    char last = whole.at[--whole.length];
    stat->good = stat->good && tree_file_add(stat->file, whole, stat->err);
    buffer_clear(&stat->out);
    buffer_char(&stat->out, last);
    return stat->good;
}

/* Values and statuses -------------------------------------------------------------- */

static void make_small(struct json_stat *stat)
{
    for (int i = 0; i < SMALL; i++) {
        char digits[NUMBER_PUT_BYTES];
        char *end = number_put_whole(digits, i);
        *end++ = ',';
        stat->small_length[i] = (unsigned char)(end - digits);
        memcpy(stat->small[i], digits, SMALL_BYTES);
    }
}

static void add_decimal(struct json_stat *stat, double value)
{
    number_put(&stat->out, value);
    buffer_char(&stat->out, ',');
}

/* A figure whose text needs no more than NUMBER_PUT_BYTES; NULL for a decimal. Most
 * counts are small, and there are tens of millions of them. */
static char *put_cell(const struct json_stat *stat, char *at, struct figure figure)
{
    if (!figure_known(figure)) {
        static const char NULL_CELL[] = {'n', 'u', 'l', 'l', ','};
        memcpy(at, NULL_CELL, sizeof NULL_CELL);
        return at + sizeof NULL_CELL;
    }
    if (figure.value >= 0 && figure.value < SMALL) {
        int small = (int)figure.value;
        memcpy(at, stat->small[small], SMALL_BYTES);
        return (double)small == figure.value ? at + stat->small_length[small] : NULL;
    }
    if (!number_is_whole(figure.value))
        return NULL;
    at = number_put_whole(at, figure.value);
    *at = ',';
    return at + 1;
}

static void add_cells(struct json_stat *stat, const struct figure *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *room = buffer_room(&stat->out, (count - i) * NUMBER_PUT_BYTES);
        char *at = room, *next;
        if (!room)
            return; /* flush() will say it */
        while (i < count && (next = put_cell(stat, at, cells[i])) != NULL) {
            at = next;
            i++;
        }
        stat->out.length += (size_t)(at - room);
        if (i < count)
            add_decimal(stat, cells[i].value);
    }
}

static void add_empty_lines(struct json_stat *stat, size_t until)
{
    for (; stat->good && stat->next < until; stat->next++) {
        for (size_t i = 0; i < stat->cube.periods; i++)
            buffer_string(&stat->out, "null,");
        if (stat->out.length >= FLUSH_BYTES)
            flush(stat);
    }
}

static void add_position(struct buffer *out, size_t position)
{
    char *at = buffer_room(out, NUMBER_PUT_BYTES + 4);
    if (!at)
        return;
    char *start = at;
    *at++ = '"';
    at = number_put_whole(at, (double)position);
    *at++ = '"';
    *at++ = ':';
    out->length += (size_t)(at - start);
}

static void add_sparse(struct json_stat *stat, size_t first, const struct figure *cells)
{
    for (size_t i = 0; i < stat->cube.periods; i++) {
        if (!figure_known(cells[i]))
            continue;
        add_position(&stat->out, first + i);
        add_cells(stat, &cells[i], 1);
    }
}

static void add_statuses(struct json_stat *stat, size_t first,
                         const struct figure *cells)
{
    for (size_t i = 0; i < stat->cube.periods; i++) {
        enum status status = cells[i].status;
        if (status == STATUS_ABSENT || status == STATUS_REPORTED)
            continue;
        add_position(&stat->statuses, first + i);
        buffer_char(&stat->statuses, '"');
        buffer_string(&stat->statuses, sdmx_status(status));
        buffer_string(&stat->statuses, "\",");
    }
}

/* All periods of a row. */
static void line(struct json_stat *stat, size_t row, const struct figure *cells)
{
    size_t first = row * stat->cube.periods;
    if (stat->dense) {
        add_empty_lines(stat, row);
        add_cells(stat, cells, stat->cube.periods);
        stat->next = row + 1;
    } else {
        add_sparse(stat, first, cells);
    }
    add_statuses(stat, first, cells);
}

/* Lines --------------------------------------------------------------------------- */

static void fill(struct json_stat *stat, const struct series *series)
{
    for (size_t i = 0; i < series->count; i++)
        if (series->figures[i].status != STATUS_ABSENT)
            stat->cells[json_stat_column(
                &stat->cube, period_after(series->first, (int)i * (int)series->step),
                series->step)] = series->figures[i];
}

static bool is_empty(const struct series *series)
{
    for (size_t i = 0; i < series->count; i++)
        if (series->figures[i].status != STATUS_ABSENT)
            return false;
    return true;
}

static void empty_line(struct json_stat *stat)
{
    memset(stat->cells, 0, stat->cube.periods * sizeof *stat->cells);
}

static bool visit_leaf(void *context, const struct holding *holding, struct key key,
                       const struct series *series)
{
    struct json_stat *stat = context;
    const struct figure *cells = series->figures;
    if (is_empty(series))
        return true;
    if (!json_stat_is_line(&stat->cube, series)) {
        empty_line(stat);
        fill(stat, series);
        cells = stat->cells;
    }
    line(stat, json_stat_row(&stat->cube, stat->what->figures->lists, holding, key),
         cells);
    return stat->out.length < FLUSH_BYTES || flush(stat);
}

struct placed {
    size_t row, order;
    const struct series *series;
};

static int by_row(const void *a, const void *b)
{
    const struct placed *one = a, *two = b;
    if (one->row != two->row)
        return one->row < two->row ? -1 : 1;
    return one->order < two->order ? -1 : one->order > two->order;
}

/* Gathered series come in any order, and those of months and years of one key make one
 * line. */
static void each_gathered(struct json_stat *stat)
{
    const struct figures *figures = stat->what->figures;
    struct placed *placed = memory_or_die(calloc(figures->count + 1, sizeof *placed));
    size_t count = 0;
    for (size_t i = 0; i < figures->count; i++) {
        const struct gathered *one = &figures->gathered[i];
        if (!is_empty(&one->series))
            placed[count++] = (struct placed){
                json_stat_row(&stat->cube, figures->lists, one->holding, one->key), i,
                &one->series};
    }
    qsort(placed, count, sizeof *placed, by_row);
    for (size_t i = 0, next; stat->good && i < count; i = next) {
        empty_line(stat);
        for (next = i; next < count && placed[next].row == placed[i].row; next++)
            fill(stat, placed[next].series);
        line(stat, placed[i].row, stat->cells);
        if (stat->out.length >= FLUSH_BYTES)
            flush(stat);
    }
    free(placed);
}

static void each_line(struct json_stat *stat)
{
    if (stat->what->figures->holding)
        figures_each(stat->what->figures, visit_leaf, stat);
    else
        each_gathered(stat);
    if (stat->dense)
        add_empty_lines(stat, stat->cube.rows);
}

/* Without the comma behind the last. */
static void end_list(struct buffer *list, const char *end)
{
    if (list->length > 0 && list->at[list->length - 1] == ',')
        list->length--;
    buffer_string(list, end);
}

/* The file ------------------------------------------------------------------------- */

static void add_values(struct json_stat *stat)
{
    buffer_string(&stat->out, stat->dense ? "\"value\":[" : "\"value\":{");
    each_line(stat);
    end_list(&stat->out, stat->dense ? "]" : "}");
    buffer_string(&stat->out, ",\"status\":{");
    end_list(&stat->statuses, "}}\n");
    if (stat->statuses.failed)
        stat->good = fail(stat->err, ERROR_LIMIT, "too much of it is not plain");
    stat->good = stat->good &&
                 tree_file_add(stat->file, buffer_all(&stat->out), stat->err) &&
                 tree_file_add(stat->file, buffer_all(&stat->statuses), stat->err);
}

static void write(struct json_stat *stat)
{
    const struct survey *survey = stat->what->survey;
    json_stat_cube_of(&stat->arena, stat->what->figures->lists, survey, &stat->cube);
    stat->statuses.limit = STATUSES_MAX;
    stat->dense = 2 * survey->figures >= stat->cube.rows * stat->cube.periods;
    stat->cells =
        arena_array(&stat->arena, stat->cube.periods + 1, sizeof *stat->cells);
    make_small(stat);
    json_stat_head(&stat->out, stat->what, &stat->cube);
    add_values(stat);
}

bool export_json_stat(const struct exporting *what, const char *path, size_t *rows,
                      struct error *err)
{
    struct json_stat *stat = memory_or_die(calloc(1, sizeof *stat));
    *stat = (struct json_stat){.what = what, .err = err, .good = true};
    *rows = 0;
    bool good = tree_file_open(what->site->tree, path, &stat->file, err);
    if (good) {
        write(stat);
        bool closed = tree_file_close(stat->file, err);
        good = stat->good && closed;
    }
    buffer_free(&stat->out);
    buffer_free(&stat->statuses);
    arena_free(&stat->arena);
    free(stat);
    return good || fail_while(err, "writing %s", path);
}
