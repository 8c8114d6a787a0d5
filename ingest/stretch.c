#include "ingest/stretch.h"

#include "base/number.h"
#include "ingest/date.h"

#include <string.h>

/* The plan ------------------------------------------------------------------------ */

bool plan_open(struct plan *plan, struct arena *arena, const struct source *source,
               const struct text *header, size_t count, struct error *err)
{
    struct text *names = arena_array(arena, count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = arena_copy(arena, text_trim(header[i]));
    plan->source = source;
    if (!layout_find(arena, source, names, count, &plan->layout, err))
        return false;
    amount_rules_open(&plan->amounts, source);
    for (size_t i = 0; i < source->filters; i++)
        plan->filter[i] = (struct source_word){.count = 1,
                                               .drops = source->filter[i].count,
                                               .drop = source->filter[i].value};
    plan->status = (struct source_word){.count = source->status_column.count > 0};
    return true;
}

/* The stretch ---------------------------------------------------------------------- */

static void open_words(struct stretch *stretch, struct vocabulary *vocabulary,
                       const struct source_word *rule, const size_t *column,
                       const char *role)
{
    const struct source *source = stretch->plan->source;
    vocabulary_open(vocabulary, &stretch->arena, rule, role);
    vocabulary->group = source->group;
    vocabulary->decimal = source->decimal;
    vocabulary->apart = source->fills > 0;
    memcpy(vocabulary->column, column, vocabulary->count * sizeof *column);
}

void stretch_open(struct stretch *stretch, const struct plan *plan, struct sink *sink,
                  enum encoding_kind encoding)
{
    const struct source *source = plan->source;
    const struct layout *layout = &plan->layout;
    *stretch = (struct stretch){.plan = plan, .sink = sink, .encoding = encoding};
    open_words(stretch, &stretch->place, &source->place, layout->place, "place");
    open_words(stretch, &stretch->offence, &source->offence, layout->offence,
               "offence");
    open_words(stretch, &stretch->measure, &source->measure, layout->measure,
               "measure");
    open_words(stretch, &stretch->status, &plan->status, &layout->status, "status");
    for (size_t i = 0; i < source->filters; i++) {
        open_words(stretch, &stretch->filter[i], &plan->filter[i], &layout->filter[i],
                   "column to keep by");
        stretch->filter[i].keep = !source->filter[i].leave;
        stretch->filter[i].lenient = true;
    }
    size_t figures = layout->wide > 12 ? layout->wide : 12;
    stretch->figures = arena_array(&stretch->arena, figures, sizeof *stretch->figures);
}

void stretch_close(struct stretch *stretch)
{
    if (!stretch->plan)
        return;
    vocabulary_close(&stretch->place);
    vocabulary_close(&stretch->offence);
    vocabulary_close(&stretch->measure);
    vocabulary_close(&stretch->status);
    for (size_t i = 0; i < stretch->plan->source->filters; i++)
        vocabulary_close(&stretch->filter[i]);
    for (size_t i = 0; i < stretch->plan->source->fills; i++)
        buffer_free(&stretch->above[i]);
    raw_cells_free(&stretch->raw);
    arena_free(&stretch->arena);
    stretch->plan = NULL;
}

/* Cells ---------------------------------------------------------------------------- */

static struct cell_place place_of(const struct stretch *stretch, size_t column)
{
    return (struct cell_place){stretch->row, stretch->plan->layout.header[column]};
}

static struct text text_in(const struct csv_cell *cell)
{
    return text_trim((struct text){cell->at, cell->length});
}

static bool read_figure(const struct stretch *stretch, const struct csv_cell *cells,
                        size_t column, struct figure *out, struct error *err)
{
    const struct amount_rules *amounts = &stretch->plan->amounts;
    const struct csv_cell *cell = &cells[column];
    if (amounts->plain_digits && amount_quick(cell, out))
        return true;
    if (cell->length == 0) {
        *out = (struct figure){0, amounts->blank};
        return true;
    }
    return amount_read(amounts, cell, place_of(stretch, column), out, err);
}

static bool read_year(struct stretch *stretch, const struct csv_cell *cells,
                      struct error *err)
{
    const struct source *source = stretch->plan->source;
    size_t column = stretch->plan->layout.year;
    const struct csv_cell *cell = &cells[column];
    struct text text = {cell->at, cell->length};
    if (stretch->year && text_equal(text, stretch->year_cell))
        return true;
    double year;
    if (!number_parse(text_trim(text), source->group, source->decimal, &year) ||
        !(year >= YEAR_MIN && year <= YEAR_MAX) || year != (double)(int)year)
        return amount_fail(cell, place_of(stretch, column), "a year", err);
    stretch->year = (int)year;
    stretch->year_cell = (struct text){0};
    if (text.length <= sizeof stretch->year_bytes) {
        memcpy(stretch->year_bytes, text.at, text.length);
        stretch->year_cell = (struct text){stretch->year_bytes, text.length};
    }
    return true;
}

/* Periods, by shape ------------------------------------------------------------------
 */

static bool read_year_months(struct stretch *stretch, const struct csv_cell *cells,
                             struct observation *out, struct error *err)
{
    const size_t *months = stretch->plan->layout.months;
    if (!read_year(stretch, cells, err))
        return false;
    for (size_t i = 0; i < 12; i++)
        if (!read_figure(stretch, cells, months[i], &stretch->figures[i], err))
            return false;
    out->first = period_of(stretch->year, 1);
    out->count = 12;
    return true;
}

static bool read_wide(struct stretch *stretch, const struct csv_cell *cells,
                      struct observation *out, struct error *err)
{
    const struct layout *layout = &stretch->plan->layout;
    for (size_t i = 0; i < layout->wide; i++) {
        size_t column = layout->wide_column[i];
        stretch->figures[i] = (struct figure){0, STATUS_ABSENT};
        if (column != COLUMN_NONE &&
            !read_figure(stretch, cells, column, &stretch->figures[i], err))
            return false;
    }
    out->first = layout->wide_first;
    out->count = layout->wide;
    return true;
}

static bool read_columns(struct stretch *stretch, const struct csv_cell *cells,
                         struct observation *out, struct error *err)
{
    size_t column = stretch->plan->layout.month;
    int month = 1;
    if (!read_year(stretch, cells, err))
        return false;
    if (column != COLUMN_NONE) {
        month = month_read(text_in(&cells[column]));
        if (month == 0)
            return amount_fail(&cells[column], place_of(stretch, column), "a month",
                               err);
    }
    out->first = period_of(stretch->year, month);
    out->count = 1;
    return true;
}

static bool read_date(struct stretch *stretch, const struct csv_cell *cells,
                      struct observation *out, struct error *err)
{
    const struct source_period *period = &stretch->plan->source->period;
    size_t column = stretch->plan->layout.date;
    struct text text = {cells[column].at, cells[column].length};
    out->count = 1;
    out->first = stretch->date;
    if (text.length > 0 && text_equal(text, stretch->date_cell))
        return true;
    if (!date_read(text_trim(text), period->date_pattern, period->step, &out->first))
        return amount_fail(&cells[column], place_of(stretch, column),
                           "a date as described", err);
    stretch->date = out->first;
    stretch->date_cell = (struct text){0};
    if (text.length <= sizeof stretch->date_bytes) {
        memcpy(stretch->date_bytes, text.at, text.length);
        stretch->date_cell = (struct text){stretch->date_bytes, text.length};
    }
    return true;
}

/* In the order of enum period_shape. */
static bool (*const READ_SHAPE[])(struct stretch *, const struct csv_cell *,
                                  struct observation *, struct error *) = {
    read_year_months, read_wide, read_columns, read_date};

/* Status ------------------------------------------------------------------------------
 */

static bool find_status(const struct stretch *stretch, struct text word,
                        enum status *out, struct error *err)
{
    const struct source *source = stretch->plan->source;
    *out = STATUS_REPORTED;
    for (size_t i = 0; i < source->statuses; i++)
        if (text_is(word, source->status[i].text)) {
            *out = source->status[i].status;
            return true;
        }
    return word.length == 0 ||
           fail(err, ERROR_FORMAT,
                "row %zu, column \"%.*s\": the descriptor does not say what status "
                "\"%.*s\" is",
                stretch->row,
                TEXT_ARGS(stretch->plan->layout.header[stretch->plan->layout.status]),
                TEXT_ARGS(word));
}

/* What the status column makes of a figure. */
static struct figure with_status(struct figure figure, enum status status)
{
    if (status == STATUS_REPORTED || figure.status == STATUS_ABSENT)
        return figure;
    if (status == STATUS_PROVISIONAL)
        return figure_known(figure) ? (struct figure){figure.value, status} : figure;
    return (struct figure){0, status};
}

static bool read_status(struct stretch *stretch, const struct csv_cell *cells,
                        enum status *out, struct error *err)
{
    *out = STATUS_REPORTED;
    if (stretch->plan->status.count == 0)
        return true;
    const struct entry *entry =
        vocabulary_find(&stretch->status, cells, &stretch->encoding, stretch->row, err);
    return entry && find_status(stretch, entry->word.text, out, err);
}

/* Rows --------------------------------------------------------------------------------
 */

bool cells_are_blank(const struct csv_cell *cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_in(&cells[i]).length > 0)
            return false;
    return true;
}

bool stretch_check_length(const struct stretch *stretch, const struct csv_cell *cells,
                          size_t *count, struct error *err)
{
    size_t columns = stretch->plan->layout.columns;
    if (*count > columns && cells_are_blank(cells + columns, *count - columns))
        *count = columns;
    if (*count != columns)
        return fail(err, ERROR_FORMAT, "row %zu has %zu cells, the header has %zu",
                    stretch->row, *count, columns);
    return true;
}

/* The word of one role; *wanted becomes false when its rows are left out. */
static bool read_word(struct stretch *stretch, struct vocabulary *vocabulary,
                      const struct csv_cell *cells, struct word *out, bool *wanted,
                      struct error *err)
{
    const struct entry *entry =
        vocabulary_find(vocabulary, cells, &stretch->encoding, stretch->row, err);
    if (!entry)
        return false;
    *out = entry->word;
    *wanted &= !entry->dropped;
    return true;
}

void stretch_fill(struct stretch *stretch, struct csv_cell *cells, size_t count)
{
    for (size_t i = 0; i < stretch->plan->source->fills; i++) {
        size_t column = stretch->plan->layout.fill[i];
        struct buffer *above = &stretch->above[i], scratch = {0};
        if (column >= count)
            continue;
        if (text_in(&cells[column]).length > 0) {
            buffer_clear(above);
            buffer_text(above, csv_cell_text(&cells[column], &scratch));
            buffer_free(&scratch);
        } else if (above->length > 0) {
            cells[column] =
                (struct csv_cell){above->at, (uint32_t)above->length, CSV_PLAIN};
        }
    }
}

bool stretch_leaves(struct stretch *stretch, struct csv_cell *cells, size_t count,
                    bool *left, struct error *err)
{
    struct word word;
    bool wanted = true;
    for (size_t i = count; i < stretch->plan->layout.columns; i++)
        cells[i] = (struct csv_cell){"", 0, CSV_PLAIN};
    for (size_t i = 0; i < stretch->plan->source->filters && wanted; i++)
        if (!read_word(stretch, &stretch->filter[i], cells, &word, &wanted, err))
            return false;
    *left = !wanted;
    return true;
}

/* columns: where its figures stand; NULL when the row counts one. */
static bool hand_over(struct stretch *stretch, struct observation *observation,
                      const size_t *columns, struct error *err)
{
    const struct layout *layout = &stretch->plan->layout;
    struct raw_row raw = {layout->columns, layout->header, stretch->raw.cell, columns};
    observation->raw = stretch->sink->wants_rows ? &raw : NULL;
    stretch->observed++;
    return stretch->sink->take(stretch->sink, observation, err);
}

/* A long row: one figure, or one for each column with a value, or one for itself. */
static bool take_values(struct stretch *stretch, const struct csv_cell *cells,
                        struct observation *observation, struct error *err)
{
    const struct source *source = stretch->plan->source;
    const struct word *series = stretch->plan->layout.series;
    enum status status;
    if (!read_status(stretch, cells, &status, err))
        return false;
    stretch->figures[0] = (struct figure){1, STATUS_REPORTED};
    if (source->values == 0) {
        stretch->figures[0] = with_status(stretch->figures[0], status);
        return hand_over(stretch, observation, NULL, err);
    }
    for (size_t i = 0; i < source->values; i++) {
        if (!read_figure(stretch, cells, stretch->plan->layout.value[i],
                         stretch->figures, err))
            return false;
        stretch->figures[0] = with_status(stretch->figures[0], status);
        if (source->place.header)
            observation->place = series[i];
        if (source->offence.header)
            observation->offence = series[i];
        if (source->measure.header)
            observation->measure = series[i];
        if (!hand_over(stretch, observation, &stretch->plan->layout.value[i], err))
            return false;
    }
    return true;
}

bool stretch_take(struct stretch *stretch, const struct csv_cell *cells, bool *wanted,
                  struct error *err)
{
    const struct source_period *period = &stretch->plan->source->period;
    struct observation observation = {
        .row = stretch->row, .step = period->step, .figures = stretch->figures};
    *wanted = true;
    if (!read_word(stretch, &stretch->place, cells, &observation.place, wanted, err) ||
        !read_word(stretch, &stretch->offence, cells, &observation.offence, wanted,
                   err) ||
        !read_word(stretch, &stretch->measure, cells, &observation.measure, wanted,
                   err))
        return false;
    if (!*wanted)
        return true;
    stretch->last_place = observation.place;
    stretch->last_offence = observation.offence;
    stretch->last_measure = observation.measure;
    if (!READ_SHAPE[period->shape](stretch, cells, &observation, err))
        return false;
    const struct layout *layout = &stretch->plan->layout;
    if (stretch->sink->wants_rows)
        raw_cells_read(&stretch->raw, cells, layout->columns, stretch->encoding);
    if (period->shape == PERIOD_YEAR_MONTHS)
        return hand_over(stretch, &observation, layout->months, err);
    if (period->shape == PERIOD_WIDE)
        return hand_over(stretch, &observation, layout->wide_column, err);
    return take_values(stretch, cells, &observation, err);
}
