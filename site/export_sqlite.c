/* Millions of rows pass here, so a row is four small numbers: the series it belongs
 * to, its period, value and status; 0 and 1 take no byte at all in SQLite's rows, and a
 * reported figure has status 1. Rows come in the order of their key, so that every page
 * is filled once. */
#include "site/export_sqlite.h"

#include "base/program.h"

#include <stdlib.h>

struct filling {
    struct database *database;
    struct database_rows figures;
    struct needed needed;
    const struct lists *lists;
    int64_t source;     /* its id in the file */
    struct period last; /* after it, a file says nothing, not even that it is missing */
    size_t rows;

    /* What each series is of, by its id less one. */
    struct of_series {
        struct key key;
        int64_t source;
    } * series;
    size_t count, capacity;
};

/* A year is its own key, a month counts on from year 0: no two are the same. */
static int64_t period_key(struct period period, enum step step)
{
    return step == STEP_YEAR ? period_year(period) : period.month;
}

static int64_t add_series(struct filling *filling, struct key key)
{
    if (filling->count == filling->capacity) {
        filling->capacity = 2 * filling->capacity + 1024;
        filling->series = memory_or_die(
            realloc(filling->series, filling->capacity * sizeof *filling->series));
    }
    filling->series[filling->count++] = (struct of_series){key, filling->source};
    return (int64_t)filling->count;
}

static void need(struct filling *filling, struct key key)
{
    const struct lists *lists = filling->lists;
    for (uint32_t i = key.place.index; i != NO_INDEX; i = lists->places.node[i].parent)
        filling->needed.place[i] = true;
    for (uint32_t i = key.offence.index; i != NO_INDEX;
         i = lists->offences.node[i].parent)
        filling->needed.offence[i] = true;
    for (uint32_t i = key.measure.index; i != NO_INDEX;
         i = lists->measures.node[i].parent)
        filling->needed.measure[i] = true;
}

static void add_figure(struct filling *filling, int64_t series, int64_t period,
                       struct figure figure)
{
    struct database_rows *rows = &filling->figures;
    row_count(rows, series);
    row_count(rows, period);
    if (figure_known(figure))
        row_number(rows, figure.value);
    else
        row_null(rows);
    row_count(rows, figure.status);
    row_end(rows);
    filling->rows++;
}

/* Behind its last known period a source tells of nothing. */
static bool is_told(const struct filling *filling, struct period at,
                    struct figure figure)
{
    return figure.status != STATUS_ABSENT && at.month <= filling->last.month;
}

static bool visit(void *context, struct key key, const struct series *series)
{
    struct filling *filling = context;
    int64_t id = 0;
    for (size_t i = 0; i < series->count; i++) {
        struct period at = period_after(series->first, (int)i * (int)series->step);
        struct figure figure = series->figures[i];
        if (!is_told(filling, at, figure))
            continue;
        if (id == 0)
            id = add_series(filling, key);
        add_figure(filling, id, period_key(at, series->step), figure);
    }
    if (id != 0)
        need(filling, key);
    return filling->database->good;
}

static struct period last_of(const struct cube *cube)
{
    struct period first, last;
    return cube_range(cube, &first, &last) ? last : (struct period){INT32_MAX};
}

static void add_holding(struct filling *filling, const struct holding *holding,
                        struct place_id place)
{
    const struct cube *cube = holding->current->cube;
    filling->source++;
    filling->last = last_of(cube);
    cube_each_in(cube, place, visit, filling);
}

static void add_id(struct database_rows *rows, uint32_t index)
{
    if (index == NO_INDEX)
        row_null(rows);
    else
        row_count(rows, (int64_t)index + 1);
}

static void put_series(const struct filling *filling)
{
    struct database_rows rows = database_rows(filling->database, "series", 5);
    for (size_t i = 0; i < filling->count; i++) {
        const struct of_series *series = &filling->series[i];
        row_count(&rows, (int64_t)i + 1);
        row_count(&rows, series->source);
        add_id(&rows, series->key.place.index);
        add_id(&rows, series->key.offence.index);
        add_id(&rows, series->key.measure.index);
        row_end(&rows);
    }
    database_rows_end(&rows);
}

/* Those from the first to the last period that any holding tells of. */
static void put_periods(struct database *database, const struct selection *selection,
                        enum step step)
{
    int64_t least = INT64_MAX, most = INT64_MIN;
    struct database_rows rows = database_rows(database, "periods", 4);
    struct arena arena = {0};
    for (size_t i = 0; i < selection->holdings; i++) {
        struct period first, last;
        const struct cube *cube = selection->holding[i]->current->cube;
        if (cube_step(cube) != step || !cube_range(cube, &first, &last))
            continue;
        least = first.month < least ? first.month : least;
        most = last.month > most ? last.month : most;
    }
    for (int64_t month = least; month <= most; month += step) {
        struct period period = {(int32_t)month};
        row_count(&rows, period_key(period, step));
        row_text(&rows, period_iso(&arena, period, step));
        row_count(&rows, period_year(period));
        if (step == STEP_YEAR)
            row_null(&rows);
        else
            row_count(&rows, period_month(period));
        row_end(&rows);
    }
    database_rows_end(&rows);
    arena_free(&arena);
}

static void fill(struct filling *filling, const struct site *site,
                 const struct selection *selection)
{
    struct database *database = filling->database;
    sqlite_tables(database, &site->config->languages);
    filling->figures = database_rows(database, "figures", 4);
    for (size_t i = 0; i < selection->holdings; i++)
        add_holding(filling, selection->holding[i], selection->place);
    database_rows_end(&filling->figures);
    put_series(filling);
    put_periods(database, selection, STEP_YEAR);
    put_periods(database, selection, STEP_MONTH);
    sqlite_lists(database, site, &filling->needed);
    sqlite_sources(database, site, selection);
    sqlite_metadata(database, site, selection);
    sqlite_views(database, &site->config->languages);
}

static bool count_figures(void *context, struct key key, const struct series *series)
{
    struct filling *filling = context;
    (void)key;
    for (size_t i = 0; i < series->count; i++) {
        struct period at = period_after(series->first, (int)i * (int)series->step);
        filling->rows += is_told(filling, at, series->figures[i]);
    }
    return true;
}

static size_t rows_of(const struct selection *selection)
{
    struct filling filling = {0};
    for (size_t i = 0; i < selection->holdings; i++) {
        const struct cube *cube = selection->holding[i]->current->cube;
        filling.last = last_of(cube);
        cube_each_in(cube, selection->place, count_figures, &filling);
    }
    return filling.rows;
}

/* The same program fills the same file from the same things. */
static bool take_over(const struct site *site, const char *path,
                      const struct selection *selection, size_t *rows)
{
    struct buffer of = {0};
    struct sha256 inputs = sqlite_inputs(site, selection);
    buffer_format(&of, "sqlite %s %s", program_identity(), inputs.hex);
    struct sha256 made_of = sha256_of(buffer_all(&of));
    bool taken =
        *program_identity() && !of.failed && tree_take_over(site->tree, path, &made_of);
    buffer_free(&of);
    if (taken)
        *rows = rows_of(selection);
    return taken;
}

bool export_sqlite(const struct site *site, const char *path,
                   const struct selection *selection, size_t *rows, struct error *err)
{
    struct arena arena = {0};
    struct database database;
    const struct lists *lists = site->lists;
    if (take_over(site, path, selection, rows))
        return true;
    struct filling filling = {
        .database = &database,
        .lists = lists,
        .needed = {arena_array(&arena, lists->places.count, sizeof(bool)),
                   arena_array(&arena, lists->offences.count, sizeof(bool)),
                   arena_array(&arena, lists->measures.count, sizeof(bool))}};
    database_open(&database, err);
    fill(&filling, site, selection);
    *rows = filling.rows;
    free(filling.series);
    arena_free(&arena);
    return database_put(&database, site->tree, path);
}
