/* JSON-stat 2.0: one cube, its categories named once, its values one long list.
 *
 * Where at least half of the cube is filled, values are an array, with null for what
 * is not known or not there; else an object by position, as the format allows. Statuses
 * are always such an object, of all that is not plainly reported, in the letters of
 * CL_OBS_STATUS. Values come in three passes over the figures: what occurs, the values,
 * the statuses; so that nothing but one line of periods is held in memory. */
#include "site/exporting.h"

#include "base/number_put.h"
#include "site/export_sdmx.h"
#include "site/json_stat_cube.h"
#include "site/site.h"

#include <stdlib.h>
#include <string.h>

enum { FLUSH_BYTES = 1 << 20, SMALL = 1000, SMALL_BYTES = 4 };

struct json_stat {
    const struct exporting *what;
    struct json_stat_cube cube;
    struct arena arena;
    struct buffer out;
    struct tree_file *file;
    struct error *err;
    bool good, dense;
    void (*line)(struct json_stat *stat, size_t row);
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
    if (is_empty(series))
        return true;
    empty_line(stat);
    fill(stat, series);
    stat->line(stat,
               json_stat_row(&stat->cube, stat->what->figures->lists, holding, key));
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
        stat->line(stat, placed[i].row);
        if (stat->out.length >= FLUSH_BYTES)
            flush(stat);
    }
    free(placed);
}

static void each_line(struct json_stat *stat,
                      void (*line)(struct json_stat *stat, size_t row))
{
    stat->line = line;
    if (stat->what->figures->holding)
        figures_each(stat->what->figures, visit_leaf, stat);
    else
        each_gathered(stat);
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

static void add_slowly(struct json_stat *stat, struct figure figure)
{
    if (figure_known(figure))
        number_put(&stat->out, figure.value);
    else
        buffer_string(&stat->out, "null");
    buffer_char(&stat->out, ',');
}

/* Most counts are small, and there are tens of millions of them. */
static void add_cells(struct json_stat *stat, const struct figure *cells, size_t count)
{
    for (size_t i = 0; i < count;) {
        size_t start = i;
        char *room = buffer_room(&stat->out, (count - i) * SMALL_BYTES);
        char *at = room;
        for (; room && i < count; i++) {
            int small =
                figure_known(cells[i]) && cells[i].value >= 0 && cells[i].value < SMALL
                    ? (int)cells[i].value
                    : -1;
            if (small < 0 || (double)small != cells[i].value)
                break;
            memcpy(at, stat->small[small], SMALL_BYTES);
            at += stat->small_length[small];
        }
        if (room)
            stat->out.length += (size_t)(at - room);
        if (i < count)
            add_slowly(stat, cells[i++]);
        if (i == start)
            return; /* no room: flush() will say it */
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

static void line_dense(struct json_stat *stat, size_t row)
{
    add_empty_lines(stat, row);
    add_cells(stat, stat->cells, stat->cube.periods);
    stat->next = row + 1;
}

static void add_position(struct json_stat *stat, size_t row, size_t column)
{
    char *at = buffer_room(&stat->out, NUMBER_PUT_BYTES + 4);
    if (!at)
        return;
    char *start = at;
    *at++ = '"';
    at = number_put_whole(at, (double)(row * stat->cube.periods + column));
    *at++ = '"';
    *at++ = ':';
    stat->out.length += (size_t)(at - start);
}

static void line_sparse(struct json_stat *stat, size_t row)
{
    for (size_t i = 0; i < stat->cube.periods; i++) {
        if (!figure_known(stat->cells[i]))
            continue;
        add_position(stat, row, i);
        add_cells(stat, &stat->cells[i], 1);
    }
}

static void line_statuses(struct json_stat *stat, size_t row)
{
    for (size_t i = 0; i < stat->cube.periods; i++) {
        enum status status = stat->cells[i].status;
        if (status == STATUS_ABSENT || status == STATUS_REPORTED)
            continue;
        add_position(stat, row, i);
        buffer_char(&stat->out, '"');
        buffer_string(&stat->out, sdmx_status(status));
        buffer_string(&stat->out, "\",");
    }
}

static void end_list(struct json_stat *stat, const char *end)
{
    if (stat->out.length > 0 && stat->out.at[stat->out.length - 1] == ',')
        stat->out.length--;
    buffer_string(&stat->out, end);
}

/* The file --------------------------------------------------------------------------
 */

static void add_values(struct json_stat *stat)
{
    buffer_string(&stat->out, stat->dense ? "\"value\":[" : "\"value\":{");
    each_line(stat, stat->dense ? line_dense : line_sparse);
    if (stat->dense)
        add_empty_lines(stat, stat->cube.rows);
    end_list(stat, stat->dense ? "]" : "}");
    buffer_string(&stat->out, ",\"status\":{");
    each_line(stat, line_statuses);
    end_list(stat, "}}\n");
}

static void write(struct json_stat *stat)
{
    const struct survey *survey = stat->what->survey;
    json_stat_cube_of(&stat->arena, stat->what->figures, survey, &stat->cube);
    stat->dense = 2 * survey->figures >= stat->cube.rows * stat->cube.periods;
    stat->cells =
        arena_array(&stat->arena, stat->cube.periods + 1, sizeof *stat->cells);
    make_small(stat);
    json_stat_head(&stat->out, stat->what, &stat->cube);
    add_values(stat);
    if (stat->good)
        stat->good = tree_file_add(stat->file, buffer_all(&stat->out), stat->err);
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
    arena_free(&stat->arena);
    free(stat);
    return good || fail_while(err, "writing %s", path);
}
