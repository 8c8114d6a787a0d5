/* The workbook of a dataset: months across, a year in each row, as people in front of a
 * spreadsheet expect it; years of sources that count by the year on a sheet of their
 * own; and on the last sheets, one for each language, what all of it is.
 *
 * Where a sheet would have more rows than Excel can show, years are dealt to as many
 * sheets as it takes. */
#include "site/export_xlsx.h"

#include "site/dataset_notes.h"
#include "site/figure_year.h"
#include "site/label.h"
#include "site/site.h"

#include <stdlib.h>
#include <string.h>

enum { STATUSES = STATUS_SUPPRESSED + 1, COLUMNS_MAX = 40, NAME_BYTES = 64 };

struct sheets {
    const struct exporting *what;
    struct book *book;
    size_t rows_most; /* on a sheet, without its header */
    size_t rows;      /* written so far */

    /* Of the sheet being written. */
    enum step step;
    int first, last; /* years */

    /* Of the series being written. */
    struct buffer prefix, suffix, status[STATUSES];

    /* Rows of each year, when sheets are planned. */
    size_t *of_year;
};

static enum cell_style style_of(enum status status)
{
    static const enum cell_style STYLES[] = {[STATUS_ABSENT] = CELL_PLAIN,
                                             [STATUS_REPORTED] = CELL_PLAIN,
                                             [STATUS_PROVISIONAL] = CELL_PROVISIONAL,
                                             [STATUS_PARTIAL] = CELL_PARTIAL,
                                             [STATUS_NOT_REPORTED] = CELL_NOT_REPORTED,
                                             [STATUS_SUPPRESSED] = CELL_SUPPRESSED};
    return STYLES[status];
}

/* Rows ------------------------------------------------------------------------------
 */

static void make(struct sheets *sheets, struct buffer *out, const char *cell)
{
    cell_make(sheets->book, out, text_of(cell ? cell : ""));
}

static void make_offence(struct sheets *sheets, struct offence_id id)
{
    const struct lists *lists = sheets->what->figures->lists;
    struct buffer label = {0};
    if (id.index != NO_INDEX)
        label_offence(&label, lists, id);
    make(sheets, &sheets->prefix,
         id.index == NO_INDEX ? "" : offence_node(lists, id)->code);
    cell_make(sheets->book, &sheets->prefix, buffer_all(&label));
    buffer_free(&label);
}

/* The cells that are the same in every row of a series. */
static void make_cells(struct sheets *sheets, const struct holding *holding,
                       struct key key)
{
    const struct lists *lists = sheets->what->figures->lists;
    const struct place *place =
        key.place.index == NO_INDEX ? NULL : place_node(lists, key.place);
    const struct measure *measure =
        key.measure.index == NO_INDEX ? NULL : measure_node(lists, key.measure);
    buffer_clear(&sheets->prefix);
    buffer_clear(&sheets->suffix);
    make(sheets, &sheets->prefix, place ? place->code : "");
    make(sheets, &sheets->prefix, place ? place->name.in[0] : "");
    make_offence(sheets, key.offence);
    make(sheets, &sheets->prefix, measure ? measure->code : "");
    make(sheets, &sheets->prefix,
         holding->methodology ? holding->methodology->code : "");
    make(sheets, &sheets->suffix, measure ? measure->unit.in[0] : "");
    make(sheets, &sheets->suffix, holding_cited(holding));
}

static void add_figure(struct sheets *sheets, struct figure figure)
{
    if (figure_known(figure))
        cell_number(sheets->book, figure.value, style_of(figure.status));
    else
        cell_empty(sheets->book, style_of(figure.status));
}

/* A row up to its year, which is a text like every period. */
static void start_row(struct sheets *sheets, int year)
{
    struct arena arena = {0};
    book_row_start(sheets->book);
    cells_add(sheets->book, buffer_all(&sheets->prefix));
    cell_text(sheets->book, text_of(period_iso(&arena, period_of(year, 1), STEP_YEAR)),
              CELL_PLAIN);
    arena_free(&arena);
}

static void end_row(struct sheets *sheets)
{
    cells_add(sheets->book, buffer_all(&sheets->suffix));
    book_row_end(sheets->book);
    sheets->rows++;
}

static void add_status(struct sheets *sheets, const struct figure months[YEAR_MONTHS])
{
    enum status common;
    struct buffer words = {0};
    if (year_status(months, &common)) {
        cells_add(sheets->book, buffer_all(&sheets->status[common]));
        return;
    }
    year_status_write(&words, months);
    cell_text(sheets->book, buffer_all(&words), CELL_PLAIN);
    buffer_free(&words);
}

static void add_months(struct sheets *sheets, const struct series *series)
{
    struct figure months[YEAR_MONTHS];
    struct period end = period_after(series->first, (int)series->count - 1);
    int first = period_year(series->first), last = period_year(end);
    for (int year = first > sheets->first ? first : sheets->first;
         year <= last && year <= sheets->last; year++) {
        if (!year_months(series, year, months))
            continue;
        start_row(sheets, year);
        for (int i = 0; i < YEAR_MONTHS; i++)
            add_figure(sheets, months[i]);
        add_status(sheets, months);
        end_row(sheets);
    }
}

static void add_years(struct sheets *sheets, const struct series *series)
{
    for (size_t i = 0; i < series->count; i++) {
        struct figure figure = series->figures[i];
        int year = period_year(period_after(series->first, (int)i * (int)series->step));
        if (figure.status == STATUS_ABSENT || year < sheets->first ||
            year > sheets->last)
            continue;
        start_row(sheets, year);
        add_figure(sheets, figure);
        cells_add(sheets->book, buffer_all(&sheets->status[figure.status]));
        end_row(sheets);
    }
}

static bool visit(void *context, const struct holding *holding, struct key key,
                  const struct series *series)
{
    struct sheets *sheets = context;
    if (series->step != sheets->step)
        return true;
    make_cells(sheets, holding, key);
    if (series->step == STEP_MONTH)
        add_months(sheets, series);
    else
        add_years(sheets, series);
    return true;
}

/* Sheets ----------------------------------------------------------------------------
 */

static int width_of(const struct dataset_column *column)
{
    switch (column->type) {
    case COLUMN_TEXT:
        return 30;
    case COLUMN_CODE:
        return 18;
    case COLUMN_COUNT:
    case COLUMN_NUMBER:
    case COLUMN_PERIOD:
    case COLUMN_YEAR:
    case COLUMN_DAY:
        break;
    }
    return 10;
}

/* Does a sheet of this step have that column of the tables? */
static bool has_column(enum step step, const struct dataset_column *column)
{
    return step == STEP_YEAR || strcmp(column->name, "value") != 0;
}

void xlsx_start(struct book *book, const char *name, const struct dataset_table *table,
                enum step step)
{
    int widths[COLUMNS_MAX];
    size_t columns = 0;
    for (size_t i = 0; i < table->columns && columns < COLUMNS_MAX; i++)
        if (has_column(step, &table->column[i]))
            widths[columns++] = width_of(&table->column[i]);
    sheet_start(book, name, widths, columns);
    book_row_start(book);
    for (size_t i = 0; i < table->columns; i++)
        if (has_column(step, &table->column[i]))
            cell_text(book, text_of(table->column[i].name), CELL_HEADER);
    book_row_end(book);
}

static void add_sheet(struct sheets *sheets, bool whole)
{
    struct arena arena = {0};
    const struct catalogue *c = sheets->what->site->catalogues[0];
    const char *name =
        word(c, sheets->step == STEP_MONTH ? "sheet.months" : "sheet.years");
    if (!whole)
        name = arena_format(&arena, "%s %d-%d", name, sheets->first, sheets->last);
    xlsx_start(sheets->book, name,
               sheets->step == STEP_MONTH ? &TABLE_YEARS : &TABLE_FIGURES,
               sheets->step);
    figures_each(sheets->what->figures, visit, sheets);
    sheet_end(sheets->book);
    arena_free(&arena);
}

static bool count_rows(void *context, const struct holding *holding, struct key key,
                       const struct series *series)
{
    struct sheets *sheets = context;
    int before = 0;
    (void)holding;
    (void)key;
    for (size_t i = 0; series->step == sheets->step && i < series->count; i++) {
        int year = period_year(period_after(series->first, (int)i * (int)series->step));
        if (series->figures[i].status == STATUS_ABSENT || year == before)
            continue;
        sheets->of_year[year - YEAR_MIN]++;
        before = year;
    }
    return true;
}

/* As many years on each sheet as fit; a year that fits on none is left to fail when
 * somebody opens it, which takes a source of a million lines a year. */
static void add_sheets(struct sheets *sheets, enum step step)
{
    int from = period_year(sheets->what->survey->extent.first);
    int to = period_year(sheets->what->survey->extent.last);
    sheets->step = step;
    memset(sheets->of_year, 0, (YEAR_MAX - YEAR_MIN + 1) * sizeof(size_t));
    figures_each(sheets->what->figures, count_rows, sheets);
    for (sheets->first = from; sheets->first <= to; sheets->first = sheets->last + 1) {
        size_t rows = sheets->of_year[sheets->first - YEAR_MIN];
        sheets->last = sheets->first;
        while (sheets->last < to &&
               rows + sheets->of_year[sheets->last + 1 - YEAR_MIN] <= sheets->rows_most)
            rows += sheets->of_year[++sheets->last - YEAR_MIN];
        if (rows > 0)
            add_sheet(sheets, sheets->first == from && sheets->last == to);
    }
}

void xlsx_notes(struct book *book, const struct site *site,
                const struct dataset *dataset, const struct dataset_table *table)
{
    static const int WIDTHS[] = {24, 110};
    for (size_t i = 0; i < site->config->languages.count; i++) {
        struct arena arena = {0};
        const struct catalogue *c = site->catalogues[i];
        struct notes notes = notes_of(&arena, site, dataset, table, i);
        sheet_start(book, word(c, "sheet.notes"), WIDTHS, 2);
        for (size_t j = 0; j < notes.count; j++) {
            book_row_start(book);
            cell_text(book, text_of(notes.note[j].label), CELL_HEADER);
            cell_text(book, text_of(notes.note[j].text), CELL_WRAPPED);
            book_row_end(book);
        }
        sheet_end(book);
        arena_free(&arena);
    }
}

/* Workbooks -------------------------------------------------------------------------
 */

static void write(struct sheets *sheets)
{
    const struct survey *survey = sheets->what->survey;
    for (size_t i = 0; i < STATUSES; i++)
        make(sheets, &sheets->status[i], status_word((enum status)i));
    if (survey->monthly || !survey->yearly)
        add_sheets(sheets, STEP_MONTH);
    if (survey->yearly)
        add_sheets(sheets, STEP_YEAR);
    xlsx_notes(sheets->book, sheets->what->site, sheets->what->dataset,
               survey->monthly ? &TABLE_YEARS : &TABLE_FIGURES);
}

bool export_xlsx_parted(const struct exporting *what, const char *path,
                        size_t rows_most, size_t *rows, struct error *err)
{
    struct sheets sheets = {.what = what, .rows_most = rows_most, .book = book_new()};
    sheets.of_year =
        memory_or_die(calloc(YEAR_MAX - YEAR_MIN + 1, sizeof *sheets.of_year));
    write(&sheets);
    *rows = sheets.rows;
    buffer_free(&sheets.prefix);
    buffer_free(&sheets.suffix);
    for (size_t i = 0; i < STATUSES; i++)
        buffer_free(&sheets.status[i]);
    free(sheets.of_year);
    return book_put(sheets.book, what->site->tree, path, err);
}

bool export_xlsx(const struct exporting *what, const char *path, size_t *rows,
                 struct error *err)
{
    return export_xlsx_parted(what, path, SHEET_ROWS_MAX - 1, rows, err);
}
