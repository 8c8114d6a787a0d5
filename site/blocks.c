#include "site/blocks.h"

#include "site/block_receipts.h"
#include "site/exporters.h"
#include "site/prose.h"
#include "site/receipts.h"

#include <math.h>
#include <string.h>

void block_stat(struct page *page, const struct strand *strand, const char *value,
                const char *label, const char *period, const char *note)
{
    struct view *stat = view_item(page->view, "stats");
    view_text(stat, "value", value);
    view_text(stat, "label", label);
    view_text(stat, "period", period);
    view_text(stat, "stat_note", note);
    view_text(
        stat, "stat_receipt",
        link_receipt(page, strand->holding, strand->key.place, strand->key.offence));
}

const struct strand *block_stat_year(struct page *page, const struct strand *strands,
                                     size_t count, const char *label,
                                     struct tally *year)
{
    for (size_t i = count; i-- > 0;) {
        if (!strand_full_year(&strands[i], year))
            continue;
        struct tally newest = strand_newest(&strands[i]);
        if (i + 1 < count || !is_calendar_year(&newest)) /* else it stands there */
            block_stat(page, &strands[i], say_figure(page, year->figure, 0), label,
                       say_tally_span(page, year),
                       word(page->catalogue, "stat.last_whole_year"));
        return &strands[i];
    }
    return NULL;
}

void block_stat_rate(struct page *page, const struct strand *strand,
                     const struct tally *stretch)
{
    struct rate rate = rate_of(page, strand, stretch);
    if (figure_known(rate.figure))
        block_stat(
            page, strand, say_rate_value(page, &rate),
            say(page->arena, page->catalogue, "stat.rate", 0,
                (struct part[]){
                    {"unit", short_unit(page, strand->holding->methodology)}, {0}}),
            say_tally_span(page, stretch), say_rate_note(page, &rate));
}

/* The file of a format for the same part as another. */
static const struct dataset_file *same_part(const struct dataset *dataset,
                                            const struct dataset_file *of,
                                            const char *format)
{
    for (size_t i = 0; i < dataset->files; i++) {
        const struct dataset_file *file = &dataset->file[i];
        if (strcmp(file->format, format) == 0 &&
            strcmp(file->part ? file->part : "", of->part ? of->part : "") == 0)
            return file;
    }
    return NULL;
}

static const char *say_bytes(const struct page *page, size_t bytes)
{
    bool small = bytes < 1000000;
    double size = small ? fmax(1, (double)bytes / 1e3) : (double)bytes / 1e6;
    const char *number = say_number(page->arena, page->catalogue, size, small ? 0 : 1);
    return say(page->arena, page->catalogue, small ? "size.small" : "size.large", 0,
               (struct part[]){{"number", number}, {0}});
}

static void add_file(struct page *page, struct view *item, const char *name,
                     const struct dataset_file *file)
{
    struct view *link = view_item(item, "files");
    view_text(link, "file_link", link_file(page, file->path));
    view_text(link, "file_format", word(page->catalogue, name));
    view_text(link, "file_size", say_bytes(page, file->bytes));
}

void block_files(struct page *page, struct view *item, const struct dataset *dataset)
{
    for (const struct exporter *one = EXPORTERS; dataset && one->export; one++)
        for (size_t i = 0; i < dataset->files; i++)
            if (!dataset->file[i].part && exporter_find(one->format) == one &&
                strcmp(dataset->file[i].format, one->format) == 0)
                add_file(page, item, one->name, &dataset->file[i]);
    for (size_t i = 0; dataset && i < dataset->files; i++)
        if (!dataset->file[i].part && strcmp(dataset->file[i].format, "sqlite") == 0)
            add_file(page, item, "format.sqlite", &dataset->file[i]);
}

void block_dataset(struct page *page, struct view *item, const struct dataset *dataset)
{
    block_files(page, item, dataset);
    for (size_t i = 0; dataset && i < dataset->files; i++) {
        const struct dataset_file *file = &dataset->file[i];
        if (!file->part || strcmp(file->format, "csv") != 0)
            continue;
        struct place_id place = place_find(page->site->lists, text_of(file->part));
        struct view *link = view_item(item, "parts");
        view_text(link, "part_link", link_file(page, file->path));
        view_text(link, "part_file",
                  place.index == NO_INDEX ? file->part : name_place(page, place));
        const struct dataset_file *sqlite = same_part(dataset, file, "sqlite");
        view_text(link, "sqlite_link", sqlite ? link_file(page, sqlite->path) : "");
    }
}

struct view *table_new(struct page *page, const char *list, const char *caption,
                       const char *first_column)
{
    struct view *table = view_item(page->view, list);
    view_text(table, "table_id", arena_format(page->arena, "t%zu", page->tables++));
    view_text(table, "caption", caption);
    view_text(table, "first_column", first_column);
    view_flag(table, "sure", false);
    return table;
}

void table_column_add(struct view *table, const char *name)
{
    view_text(view_item(table, "columns"), "column", name);
}

void table_column_of(const struct page *page, struct view *table,
                     const struct tally *stretch)
{
    struct view *column = view_item(table, "columns");
    view_text(column, "column", say_tally_span(page, stretch));
    if (stretch->figure.status == STATUS_PROVISIONAL)
        view_text(column, "column_mark",
                  word(page->catalogue, "status.provisional_mark"));
}

void table_span_add(struct page *page, struct view *table, const char *name,
                    size_t columns)
{
    struct view *item = view_item(table, "spans");
    view_flag(table, "has_spans", true);
    view_text(item, "span_name", name);
    view_text(item, "span_columns", arena_format(page->arena, "%zu", columns));
}

struct view *table_body(struct page *page, struct view *table, const char *group,
                        size_t columns)
{
    struct view *body = view_item(table, "bodies");
    view_text(body, "group", group);
    view_text(body, "group_columns", arena_format(page->arena, "%zu", columns + 1));
    return body;
}

struct view *table_row(struct view *body, const char *name, const char *link)
{
    struct view *row = view_item(body, "rows");
    view_text(row, "row", name);
    view_text(row, "row_link", link);
    return row;
}

void table_number(struct view *row, const char *number)
{
    table_number_beside(row, number, "");
}

void table_number_beside(struct view *row, const char *number, const char *beside)
{
    struct view *cell = view_item(row, "cells");
    view_text(cell, "value", number);
    view_text(cell, "class", "");
    view_text(cell, "mark", "");
    view_text(cell, "beside", beside);
}

void table_text(struct view *row, const char *text)
{
    struct view *cell = view_item(row, "cells");
    view_text(cell, "value", text);
    view_text(cell, "class", "t");
    view_text(cell, "mark", "");
    view_text(cell, "beside", "");
}

void table_figure_plain(const struct page *page, struct view *row, struct figure figure,
                        int decimals)
{
    if (figure.status == STATUS_PROVISIONAL)
        figure.status = STATUS_REPORTED;
    table_figure(page, row, figure, decimals);
}

void table_figure(const struct page *page, struct view *row, struct figure figure,
                  int decimals)
{
    table_figure_beside(page, row, figure, decimals, "");
}

void table_figure_beside(const struct page *page, struct view *row,
                         struct figure figure, int decimals, const char *beside)
{
    struct view *cell = view_item(row, "cells");
    bool known = figure_known(figure);
    const char *value = figure.status == STATUS_ABSENT
                            ? word(page->catalogue, "status.absent")
                            : say_figure(page, figure, decimals);
    view_text(cell, "value", value);
    view_text(cell, "class", known ? "" : "u");
    view_text(cell, "mark",
              figure.status == STATUS_PROVISIONAL
                  ? word(page->catalogue, "status.provisional_mark")
                  : "");
    view_text(cell, "beside", beside);
}

void table_rows(const struct page *page, struct view *row,
                const struct holding *holding, struct key key, int year)
{
    const char *rows = say_rows(page, holding, key, year);
    struct view *cell = view_item(row, "cells");
    bool own_page = *rows && has_receipt(page->site, holding, key.place) &&
                    (!page->subject || page->subject->place.index != key.place.index);
    view_text(cell, "value", own_page ? "" : rows);
    view_text(cell, "class", "");
    view_text(cell, "mark", "");
    view_text(cell, "beside", "");
    view_text(cell, "rows", rows);
    view_text(cell, "rows_link",
              own_page ? link_receipt(page, holding, key.place, key.offence) : "");
}

void table_rate(const struct page *page, struct view *row, const struct rate *rate)
{
    if (!figure_known(rate->figure)) {
        table_figure(page, row, rate->figure, 1);
        return;
    }
    struct view *cell = view_item(row, "cells");
    const char *span = say_rate_span(page, rate);
    view_text(cell, "value", say_rate_value(page, rate));
    view_text(cell, "class", "");
    view_text(cell, "mark", "");
    view_text(cell, "beside",
              rate->too_small
                  ? arena_format(page->arena, "%s %s", span,
                                 word(page->catalogue, "rate.too_small_mark"))
                  : span);
}

void table_legend_add(const struct page *page, struct view *table, const char *key)
{
    view_text(view_item(table, "legends"), "more", word(page->catalogue, key));
}

static struct figure victims_in(const struct strand *victims, size_t count,
                                const struct strand *strand, const struct tally *tally)
{
    for (size_t i = 0; i < count; i++) {
        struct tally year;
        if (victims[i].holding->methodology == strand->holding->methodology &&
            strand_year(&victims[i], period_year(tally->first), &year) &&
            year.last.month >= tally->last.month)
            return series_total(&victims[i].series, tally->first,
                                (size_t)(tally->last.month - tally->first.month) + 1);
    }
    return (struct figure){0};
}

static void year_row(struct page *page, struct view *body, const struct strand *strand,
                     const struct tally *year, const struct strand *victims,
                     size_t victim_count, bool rows)
{
    struct view *row = table_row(body, say_tally_span(page, year), NULL);
    table_figure(page, row, year->figure, 0);
    struct rate rate = rate_of(page, strand, year);
    table_rate(page, row, &rate);
    if (victim_count)
        table_figure(page, row, victims_in(victims, victim_count, strand, year), 0);
    struct figure people = population_of(page->site->holdings, strand->key.place,
                                         period_year(year->first), NULL);
    table_figure(page, row, people, 0);
    if (rows)
        table_rows(page, row, strand->holding, strand->key, period_year(year->first));
}

/* The way of counting, and what it counts where that is not what the column says. */
static const char *say_group(const struct page *page, const struct methodology *m)
{
    const char *unit = in_language(page, &m->unit);
    const char *name = name_methodology(page, m);
    return *unit ? arena_format(page->arena, "%s: %s", name, unit) : name;
}

/* The newest year of which anything is known, or withheld. */
static int last_year(const struct strand *strand)
{
    const struct series *series = &strand->series;
    for (size_t i = series->count; i > 0; i--) {
        struct figure figure = series->figures[i - 1];
        if (figure_known(figure) || figure.status == STATUS_SUPPRESSED)
            return period_year(
                period_after(series->first, (int)(i - 1) * (int)series->step));
    }
    return period_year(strand->last);
}

void block_years(struct page *page, const struct strand *strands, size_t count,
                 const struct strand *victims, size_t victim_count, const char *caption)
{
    const struct catalogue *c = page->catalogue;
    struct view *table = table_new(page, "year_tables", caption, word(c, "table.year"));
    table_column_add(
        table, count ? short_unit(page, strands[count - 1].holding->methodology) : "");
    table_column_add(table, word(c, "table.rate"));
    if (victim_count)
        table_column_add(table, word(c, "table.victims"));
    table_column_add(table, word(c, "table.population"));
    bool rows = false, withheld = false;
    for (size_t i = 0; i < count; i++)
        rows |= has_rows(page, strands[i].holding,
                         place_node(page->site->lists, strands[i].key.place)->kind);
    if (rows)
        table_column_add(table, word(c, "table.rows"));
    table_legend_add(page, table, "rate.legend");
    if (rows)
        table_legend_add(page, table, "receipts.legend");
    if (count == 1) /* else each body has its own */
        receipts_add(page, table, strands, 1);
    for (size_t i = count; i-- > 0;) {
        const struct strand *strand = &strands[i];
        struct view *body =
            table_body(page, table,
                       count > 1 ? say_group(page, strand->holding->methodology) : NULL,
                       (victim_count ? 4u : 3u) + rows);
        view_text(body, "group_receipt",
                  link_receipt(page, strand->holding, strand->key.place,
                               strand->key.offence));
        int first = period_year(strand->series.first);
        for (int year = last_year(strand); year >= first; year--) {
            struct tally tally;
            if (strand_year(strand, year, &tally) ||
                strand_blank_year(strand, year, &tally))
                year_row(page, body, strand, &tally, victims, victim_count, rows);
            withheld |= strand_withholds(strand, year);
        }
    }
    if (withheld)
        table_legend_add(page, table, "table.withheld_legend");
}

/* Where it stands among the page's sources; NULL within: it does not yet. */
static struct view **place_of_source(struct page *page, const struct holding *holding)
{
    const struct holdings *holdings = page->site->holdings;
    if (!page->said)
        page->said = arena_array(page->arena, holdings->count, sizeof *page->said);
    return &page->said[holding - holdings->holding];
}

void block_source(struct page *page, const struct holding *holding)
{
    struct view **said = place_of_source(page, holding);
    if (*said)
        return;
    const struct catalogue *c = page->catalogue;
    struct view *source = *said = view_item(page->view, "sources");
    view_flag(page->view, "has_sources", true);
    view_text(source, "source_name", in_language(page, &holding->source->name));
    view_text(source, "source_link", link_source(page, holding->source));
    view_text(source, "publisher", holding->source->publisher);
    view_text(source, "landing", holding->source->landing);
    view_text(source, "licence", holding->source->licence);
    view_text(source, "licence_link", holding->source->licence_url);
    view_text(source, "receipt_link", link_receipts(page, holding));
    struct period first, last;
    bool held = cube_range(holding->current->cube, &first, &last);
    enum step step = holding->source->period.step;
    view_text(source, "source_span",
              held ? say_span(page->arena, c, first, last, step) : "");
    view_text(source, "kept_back",
              holding->held_back ? word(c, "source.kept_back") : "");
}

static void date_source(struct page *page, struct view *source,
                        const struct vintage *vintage)
{
    const struct catalogue *c = page->catalogue;
    const struct provenance *from = &vintage->snapshot.provenance;
    page_from(page, vintage);
    view_text(source, "file", from->file);
    view_text(source, "via", from->mirror ? word(c, "source.mirror") : "");
    view_text(source, "snapshot",
              word(c, page->reads ? "source.standing" : "source.snapshot"));
    view_text(source, "snapshot_day", say_day(page->arena, c, from->date));
    view_text(source, "hash_short",
              arena_format(page->arena, "%.12s", from->sha256.hex));
}

void sources_date(struct page *page)
{
    const struct holdings *holdings = page->site->holdings;
    for (size_t i = 0; page->said && i < holdings->count; i++)
        if (page->said[i])
            date_source(page, page->said[i], page_vintage(page, &holdings->holding[i]));
}

void block_sources(struct page *page, const struct strand *strands, size_t count)
{
    for (size_t i = 0; i < count; i++)
        block_source(page, strands[i].holding);
}

void download_add(struct page *page, const struct strand *strand)
{
    block_source(page, strand->holding);
    if (page->figures)
        figures_add(page->figures, strand->holding, strand->key, &strand->series);
}

void block_population_source(struct page *page)
{
    const struct holding *source;
    population_of(page->site->holdings, page->site->country, 2020, &source);
    if (source)
        block_source(page, source);
}

size_t say_limits(const struct page *page, const char *out[LIMITS_MAX])
{
    size_t count = 0;
    if (!has_page_place(page->site, page->site->country))
        return 0;
    for (int i = 1; i <= LIMITS_MAX; i++) {
        const char *key = arena_format(page->arena, "limits.%d", i);
        if (catalogue_has(page->catalogue, key))
            out[count++] = word(page->catalogue, key);
    }
    return count;
}

void block_limits(struct page *page)
{
    const char *limits[LIMITS_MAX];
    size_t count = say_limits(page, limits);
    view_flag(page->view, "has_limits", count > 0);
    for (size_t i = 0; i < count; i++)
        view_text(view_item(page->view, "limits"), "limit", limits[i]);
}
