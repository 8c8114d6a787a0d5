#include "site/featured.h"

#include "site/block_receipts.h"
#include "site/blocks.h"
#include "site/pages.h"
#include "site/prose.h"

#include <string.h>

static bool is_told(const struct page *page, struct place_id place, uint32_t offence)
{
    struct strand strands[STRANDS_MAX];
    return page_strands(page, place, (struct offence_id){offence},
                        page->site->investigations, strands) > 0;
}

/* What a place has figures of where no theme asks for it, in reading order: types,
 * or else the whole tree. */
static size_t any_offences(const struct page *page, struct place_id place,
                           struct offence_id *out, size_t most)
{
    const struct offences *offences = &page->site->lists->offences;
    size_t count = 0;
    for (uint32_t i = 0; i < offences->count; i += offences->node[i].span) {
        if (!is_told(page, place, i))
            continue;
        size_t before = count;
        for (uint32_t j = i; j < i + offences->node[i].span && count < most; j++)
            if (offences->node[j].level == OFFENCE_TYPE &&
                !offences->node[j].residual && is_told(page, place, j))
                out[count++] = (struct offence_id){j};
        if (count == before && count < most)
            out[count++] = (struct offence_id){i};
    }
    return count;
}

size_t featured_offences(const struct page *page, struct place_id place,
                         struct offence_id *out, size_t most)
{
    const struct themes *themes = &page->site->lists->themes;
    size_t count = 0;
    for (size_t i = 0; i < themes->count && count < most; i++) {
        if (!themes->node[i].offences)
            continue;
        struct offence_id offence = themes->node[i].offence[0];
        bool seen = false;
        for (size_t j = 0; j < count; j++)
            seen |= out[j].index == offence.index;
        struct strand strands[STRANDS_MAX];
        if (!seen &&
            page_strands(page, place, offence, page->site->investigations, strands) > 0)
            out[count++] = offence;
    }
    return count ? count : any_offences(page, place, out, most);
}

bool leading_offence(const struct page *page, struct place_id place,
                     struct offence_id *out)
{
    const struct places *places = &page->site->lists->places;
    uint32_t end = place.index + places->node[place.index].span;
    bool found = featured_offences(page, place, out, 1) > 0;
    for (uint32_t i = place.index + 1; i < end && !found; i += places->node[i].span)
        if (has_figures_place(page->site, (struct place_id){i}))
            found = featured_offences(page, (struct place_id){i}, out, 1) > 0;
    return found;
}

static bool add_spark(struct page *page, struct view *item, const struct strand *strand,
                      struct error *err)
{
    struct series mean = rolling_mean(page->arena, &strand->series);
    struct period last;
    const struct series *series =
        series_last_known(&mean, &last) ? &mean : &strand->series;
    struct scene scene;
    struct svg svg;
    struct svg_options options = {
        .id = arena_format(page->arena, "s%zu", page->charts_drawn++),
        .decorative = true};
    if (!chart_spark(page->arena, series, 120, 32, &scene, err) ||
        !paint_svg(page->arena, &scene, &options, &svg, err))
        return false;
    view_svg(item, "spark", svg);
    struct period first = series->first;
    for (size_t i = 0; i < series->count && !figure_known(series->figures[i]); i++)
        first = period_after(first, (int)series->step);
    series_last_known(series, &last);
    const char *line =
        say(page->arena, page->catalogue,
            series == &mean ? "featured.line" : "featured.line_months", 0,
            (struct part[]){{"span", say_span(page->arena, page->catalogue, first, last,
                                              series->step)},
                            {0}});
    view_text(item, "line", say_withheld(page, line, series, 1));
    return true;
}

/* The same months of the newest year in which the earlier count has all of them. */
static bool same_months_before(const struct strand *earlier, const struct tally *tally,
                               struct tally *out)
{
    int most = period_year(tally->first) - period_year(earlier->series.first);
    for (int years = 1; years <= most; years++)
        if (strand_before(earlier, tally, years, out))
            return true;
    return false;
}

/* Did its way of counting begin that year, after another that is here, too? */
static bool is_new_line(const struct page *page, const struct strand *strand,
                        const struct tally *tally)
{
    const struct holdings *holdings = page->site->holdings;
    struct period first = strand->holding->methodology->first;
    for (size_t i = 0; i < holdings->count; i++) {
        const struct holding *other = &holdings->holding[i];
        if (other->current && other->methodology &&
            strcmp(other->source->subject, "crime") == 0 &&
            other->methodology->first.month < first.month)
            return period_year(first) == period_year(tally->first);
    }
    return false;
}

/* In a few words: the same months a year before, else the same months counted the
 * earlier way, else its last whole year, else that the line is new, or that there is
 * nothing to compare with. */
static const char *say_before(struct page *page, const struct strand *strands,
                              size_t count, const struct tally *tally)
{
    const struct strand *newest = &strands[count - 1];
    struct tally before;
    if (strand_before(newest, tally, 1, &before))
        return say_comparison(page, newest, tally);
    const char *key =
        is_new_line(page, newest, tally) ? "featured.new_line" : "featured.none_before";
    if (count > 1 && same_months_before(&strands[count - 2], tally, &before))
        key = "featured.earlier_months";
    else if (count > 1 && strand_full_year(&strands[count - 2], &before))
        key = "featured.earlier";
    else
        before = *tally;
    return say(page->arena, page->catalogue, key, before.figure.value,
               (struct part[]){
                   {"year", arena_format(page->arena, "%d", period_year(before.first))},
                   {"count", say_figure(page, before.figure, 0)},
                   {0}});
}

bool featured_list(struct page *page, struct place_id place,
                   const struct offence_id *offences, size_t count, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        struct strand strands[STRANDS_MAX];
        size_t found =
            page_strands(page, place, offences[i], page->site->investigations, strands);
        if (!found)
            continue;
        const struct strand *newest = &strands[found - 1];
        struct tally tally = strand_newest(newest);
        view_flag(page->view, "has_featured", true);
        struct view *item = view_item(page->view, "featured");
        const char *link = link_offence_near(page, place, offences[i]);
        view_text(item, "offence", name_offence(page, offences[i]));
        view_text(item, "offence_link", link ? link : "");
        view_text(item, "count", say_figure(page, tally.figure, 0));
        view_text(item, "span", say_tally_span(page, &tally));
        view_text(item, "before", say_before(page, strands, found, &tally));
        if (!add_spark(page, item, strand_main(strands, found), err))
            return false;
    }
    return true;
}

/* A column of the offence table: a stretch of one way of counting. */
struct column {
    const struct holding *holding;
    struct tally stretch; /* its first and last period */
};

enum { COLUMNS_MAX = 9 };

static size_t add_columns(const struct strand *strand, struct column *columns,
                          size_t count)
{
    struct tally year, before, newest = strand_newest(strand);
    bool whole = strand_full_year(strand, &year);
    if (whole && strand_before(strand, &year, 1, &before))
        columns[count++] = (struct column){strand->holding, before};
    if (whole)
        columns[count++] = (struct column){strand->holding, year};
    if (!whole || newest.last.month != year.last.month)
        columns[count++] = (struct column){strand->holding, newest};
    return count;
}

/* Rows of the table: groups, types and subtypes; modalities stay on their pages. */
static bool is_row(const struct offence *offence)
{
    return offence->level == OFFENCE_TYPE || offence->level == OFFENCE_SUBTYPE ||
           offence->level == OFFENCE_KIND;
}

static struct figure cell_of(const struct strand *strands, size_t count,
                             const struct column *column)
{
    for (size_t i = 0; i < count; i++)
        if (strands[i].holding == column->holding)
            return series_total(
                &strands[i].series, column->stretch.first,
                (size_t)(column->stretch.last.month - column->stretch.first.month) + 1);
    return (struct figure){0};
}

/* Does the offence have anything in the columns shown? What only an older way of
 * counting has would be a row of dashes. */
static bool is_shown(const struct strand *strands, size_t count,
                     const struct column *columns, size_t column_count)
{
    for (size_t i = 0; i < column_count; i++)
        if (cell_of(strands, count, &columns[i]).status != STATUS_ABSENT)
            return true;
    return false;
}

/* The first column is the newest. */
static const char *name_in_columns(const struct page *page, struct offence_id offence,
                                   const struct column *columns)
{
    return name_offence_until(page, offence, columns[0].stretch.last);
}

/* Publishers name a type like its only subtype: one row says it. */
static bool repeats_parent(const struct page *page, struct place_id place,
                           struct offence_id offence, const struct strand *strands,
                           size_t found, const struct column *columns, size_t count)
{
    const struct offences *offences = &page->site->lists->offences;
    struct offence_id parent = {offences->node[offence.index].parent};
    struct strand above[STRANDS_MAX];
    if (parent.index == NO_INDEX || !is_row(&offences->node[parent.index]) ||
        strcmp(name_in_columns(page, offence, columns),
               name_in_columns(page, parent, columns)) != 0)
        return false;
    size_t held = page_strands(page, place, parent, page->site->investigations, above);
    for (size_t i = 0; i < count; i++) {
        struct figure own = cell_of(strands, found, &columns[i]);
        struct figure whole = cell_of(above, held, &columns[i]);
        if (own.status != whole.status ||
            (figure_known(own) && own.value != whole.value))
            return false;
    }
    return true;
}

/* Where the row of a type leads that says what its only subtype says, too: to that. */
static const char *link_of_row(const struct page *page, struct place_id place,
                               struct offence_id offence, const struct column *columns,
                               size_t count)
{
    const struct offences *offences = &page->site->lists->offences;
    for (uint32_t i = offence.index + 1;
         i < offence.index + offences->node[offence.index].span; i++) {
        struct offence_id part = {i};
        struct strand strands[STRANDS_MAX];
        if (offences->node[i].parent != offence.index ||
            strcmp(name_in_columns(page, part, columns),
                   name_in_columns(page, offence, columns)) != 0)
            continue;
        size_t found =
            page_strands(page, place, part, page->site->investigations, strands);
        if (found && repeats_parent(page, place, part, strands, found, columns, count))
            return link_offence_near(page, place, part);
    }
    return link_offence_near(page, place, offence);
}

static void offence_row(struct page *page, struct view *body, struct place_id place,
                        struct offence_id offence, const struct strand *strands,
                        size_t found, const struct column *columns, size_t count)
{
    struct view *row = table_row(body, name_in_columns(page, offence, columns),
                                 link_of_row(page, place, offence, columns, count));
    const char *depth = depth_offence(page, offence);
    if (strcmp(depth, "d1") != 0)
        view_text(row, "depth", depth);
    for (size_t i = 0; i < count; i++)
        table_figure_plain(page, row, cell_of(strands, found, &columns[i]), 0);
}

/* A heading over the columns of each way of counting, where there are several. */
static void add_spans(struct page *page, struct view *table,
                      const struct column *columns, size_t count)
{
    if (columns[0].holding == columns[count - 1].holding)
        return;
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from; to < count && columns[to].holding == columns[from].holding;
             to++) {
        }
        table_span_add(page, table,
                       in_language(page, &columns[from].holding->methodology->label),
                       to - from);
    }
}

/* How many are left out, because nothing of them is in the columns; their figures are
 * in the download all the same. */
static size_t offence_rows(struct page *page, struct view *table, struct place_id place,
                           struct offence_id root, const struct column *columns,
                           size_t count)
{
    const struct offences *offences = &page->site->lists->offences;
    const char *group = NULL;
    struct view *body = NULL;
    size_t hidden = 0;
    for (uint32_t i = root.index; i < root.index + offences->node[root.index].span;
         i++) {
        struct strand strands[STRANDS_MAX];
        struct offence_id offence = {i};
        if (offences->node[i].level == OFFENCE_GROUP)
            group = name_offence(page, offence), body = NULL;
        size_t found = is_row(&offences->node[i])
                           ? page_strands(page, place, offence,
                                          page->site->investigations, strands)
                           : 0;
        for (size_t j = 0; j < found; j++)
            download_add(page, &strands[j]);
        if (found &&
            repeats_parent(page, place, offence, strands, found, columns, count))
            continue;
        if (found && !is_shown(strands, found, columns, count)) {
            hidden++;
        } else if (found) {
            if (!body) /* a group without rows has no heading */
                body = table_body(page, table, group, count);
            offence_row(page, body, place, offence, strands, found, columns, count);
        }
    }
    return hidden;
}

/* The newest first: a phone shows the first ones. */
static void turn_columns(struct column *columns, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct column swapped = columns[i];
        columns[i] = columns[count - 1 - i];
        columns[count - 1 - i] = swapped;
    }
}

void offence_table(struct page *page, const char *list, struct place_id place,
                   struct offence_id root)
{
    const struct catalogue *c = page->catalogue;
    struct strand strands[STRANDS_MAX];
    struct column columns[COLUMNS_MAX];
    size_t count = 0;
    size_t found = page_strands(page, place, root, page->site->investigations, strands);
    found = strands_newest(strands, found, 2);
    for (size_t i = 0; i < found && count + 3 <= COLUMNS_MAX; i++)
        count = add_columns(&strands[i], columns, count);
    if (!count)
        return;
    turn_columns(columns, count);
    struct view *table =
        table_new(page, list,
                  say(page->arena, c, "table.offences_caption", 0,
                      (struct part[]){{"offences", name_offence(page, root)},
                                      {"in_place", in_place(page, place)},
                                      {0}}),
                  word(c, "table.offence"));
    for (size_t i = 0; i < count; i++)
        table_column_of(page, table, &columns[i].stretch);
    add_spans(page, table, columns, count);
    receipts_add(page, table, strands, found);
    size_t hidden = offence_rows(page, table, place, root, columns, count);
    if (hidden)
        view_text(view_item(table, "legends"), "more",
                  say(page->arena, c, "table.offences_hidden", (double)hidden,
                      (struct part[]){{0}}));
}
