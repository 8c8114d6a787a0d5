/* Mexico's lines in the international classification: only what is declared, how surely
 * apart, what is left out said, one way of counting at a time. */

#include "base/csv.h"
#include "base/file.h"
#include "site/blocks.h"
#include "site/pages.h"
#include "site/prose.h"
#include "transform/iccs.h"

#include <string.h>

enum { COUNTS_MAX = 4 };

/* One way of counting in one stretch. */
struct counted {
    const struct holding *holding;
    struct tally stretch;
    bool whole;
    struct iccs_sums sums;
};

struct counts {
    struct iccs iccs;
    size_t count;
    struct counted counted[COUNTS_MAX];
};

const char *iccs_folder(struct arena *arena, const struct site *site,
                        const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)site;
    (void)subject;
    return word(catalogue, "path.iccs");
}

/* The newest whole year, or the newest months of a way of counting without one. */
static bool stretch_of(struct page *page, const struct holding *holding,
                       struct counted *out)
{
    const struct offences *offences = &page->site->lists->offences;
    for (uint32_t i = 0; i < offences->count; i += offences->node[i].span) {
        struct key key = {page->site->country, {i}, page->site->investigations};
        struct strand strand = {.holding = holding, .key = key};
        if (!cube_holds(holding->current->cube, key))
            continue;
        strand.series = cube_series(page->arena, holding->current->cube, key);
        if (!series_last_known(&strand.series, &strand.last))
            return false;
        out->holding = holding;
        out->whole = strand_full_year(&strand, &out->stretch);
        if (!out->whole)
            out->stretch = strand_newest(&strand);
        return true;
    }
    return false;
}

static bool add_counted(struct page *page, struct counts *counts,
                        const struct holding *holding, struct error *err)
{
    struct counted *counted = &counts->counted[counts->count];
    struct iccs_map map;
    const char *crosswalk = holding->source->offence.crosswalk;
    if (!holding->current || !holding->source->complete || !crosswalk ||
        counts->count == COUNTS_MAX || strcmp(holding->source->subject, "crime") != 0 ||
        !stretch_of(page, holding, counted))
        return true;
    const char *path =
        holdings_crosswalk_path(page->arena, page->site->config, crosswalk);
    if (!iccs_map_load(page->arena, path, &counts->iccs, page->site->lists, &map, err))
        return false;
    if (!map.declares)
        return true;
    iccs_sum(page->arena, &counts->iccs, &map, holding->current->cube,
             page->site->investigations, counted->stretch.first, counted->stretch.last,
             &counted->sums);
    counts->count++;
    return true;
}

static bool read_counts(struct page *page, struct counts *counts, struct error *err)
{
    *counts = (struct counts){0};
    if (!iccs_load(page->arena,
                   path_join(page->arena, page->site->config->share, "transform/lists"),
                   &page->site->lists->languages, &counts->iccs, err))
        return false;
    for (size_t i = 0; i < page->site->holdings->count; i++)
        if (!add_counted(page, counts, &page->site->holdings->holding[i], err))
            return false;
    return true;
}

static bool is_counted(const struct counts *counts, size_t code)
{
    for (size_t i = 0; i < counts->count; i++)
        for (int k = ICCS_MEDIUM; k < ICCS_CONFIDENCES; k++)
            if (counts->counted[i].sums.within[code][k].status != STATUS_ABSENT)
                return true;
    return false;
}

static void add_columns(struct page *page, struct view *table,
                        const struct counts *counts)
{
    for (size_t i = 0; i < counts->count; i++) {
        const struct counted *counted = &counts->counted[i];
        table_span_add(
            page, table,
            arena_format(page->arena, "%s, %s",
                         in_language(page, &counted->holding->methodology->label),
                         say_tally_span(page, &counted->stretch)),
            2);
        table_column_add(table, word(page->catalogue, "iccs.column_H"));
        table_column_add(table, word(page->catalogue, "iccs.column_M"));
    }
}

static void add_code_row(struct page *page, struct view *body,
                         const struct counts *counts, size_t code)
{
    static const char *const DEPTHS[] = {"", "", "", "d2", "d3"}; /* 01, 0101, 01011 */
    const struct iccs_code *node = &counts->iccs.code[code];
    struct view *row = table_row(
        body,
        arena_format(page->arena, "%s %s%s", node->code, in_language(page, &node->name),
                     node->verified[page->language]
                         ? ""
                         : word(page->catalogue, "iccs.unverified")),
        NULL);
    view_text(row, "depth", DEPTHS[node->level < 5 ? node->level : 4]);
    for (size_t i = 0; i < counts->count; i++) {
        table_figure_plain(page, row, counts->counted[i].sums.within[code][ICCS_HIGH],
                           0);
        table_figure_plain(page, row, counts->counted[i].sums.within[code][ICCS_MEDIUM],
                           0);
    }
}

static void add_table(struct page *page, const struct counts *counts)
{
    struct view *table =
        table_new(page, "iccs_tables", word(page->catalogue, "iccs.caption"),
                  word(page->catalogue, "iccs.column"));
    add_columns(page, table, counts);
    struct view *body = table_body(page, table, NULL, 2 * counts->count);
    for (size_t i = 0; i < counts->iccs.count; i++)
        if (is_counted(counts, i))
            add_code_row(page, body, counts, i);
}

/* "De 480,653 carpetas …: 47.0% segura, 22.3% probable; el 30.7% queda fuera." */
static const char *say_shares(const struct page *page, const char *key,
                              const struct counted *counted)
{
    const struct figure *all = counted->sums.all;
    double total = 0, share[ICCS_CONFIDENCES];
    for (int k = 0; k < ICCS_CONFIDENCES; k++)
        total += all[k].value;
    for (int k = 0; k < ICCS_CONFIDENCES; k++)
        share[k] = total > 0 ? 100 * all[k].value / total : 0;
    return say(
        page->arena, page->catalogue, key, 0,
        (struct part[]){
            {"method", name_methodology(page, counted->holding->methodology)},
            {"span", say_tally_span(page, &counted->stretch)},
            {"total", say_count(page, total)},
            {"high", say_number(page->arena, page->catalogue, share[ICCS_HIGH], 1)},
            {"medium", say_number(page->arena, page->catalogue, share[ICCS_MEDIUM], 1)},
            {"out", say_number(page->arena, page->catalogue, share[ICCS_LEFT_OUT], 1)},
            {0}});
}

/* The dataset --------------------------------------------------------------------- */

static void add_figure(struct buffer *out, struct figure figure)
{
    if (figure_known(figure))
        buffer_format(out, "%.0f", figure.value);
    buffer_format(out, ",%s,", status_word(figure.status));
}

static void add_line(struct page *page, struct buffer *out,
                     const struct counted *counted, const char *code, const char *name,
                     const char *status, const char *confidence, struct figure own,
                     struct figure within)
{
    const char *const cells[] = {
        code,
        name,
        status,
        counted->holding->methodology->code,
        period_iso(page->arena, counted->stretch.first, STEP_MONTH),
        period_iso(page->arena, counted->stretch.last, STEP_MONTH),
        confidence};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        csv_write(out, text_of(cells[i]));
        buffer_char(out, ',');
    }
    add_figure(out, own);
    add_figure(out, within);
    csv_write(out, text_of(holding_cited(counted->holding)));
    buffer_string(out, "\r\n");
}

/* Every language would write the same; the first one does it. */
static bool put_dataset(struct page *page, const struct counts *counts,
                        struct error *err)
{
    static const char *const NAMES[] = {
        [ICCS_LEFT_OUT] = "L", [ICCS_MEDIUM] = "M", [ICCS_HIGH] = "H"};
    struct buffer out = {0};
    if (page->language != 0)
        return true;
    struct extent_gatherer extent;
    struct dataset dataset = {
        .slug = "iccs",
        .kind = DATASET_ICCS,
        .table = &TABLE_ICCS,
        .page = dataset_words(page->arena, page->site, "path.iccs", NULL),
        .source = arena_array(page->arena, counts->count + 1, sizeof *dataset.source)};
    extent_start(&extent, page->site->lists);
    extent_place(&extent, page->site->country);
    table_header(&out, &TABLE_ICCS);
    for (size_t i = 0; i < counts->count; i++) {
        const struct counted *counted = &counts->counted[i];
        for (size_t j = 0; j < counts->iccs.count; j++)
            for (int k = ICCS_HIGH; k >= ICCS_MEDIUM; k--)
                if (counted->sums.within[j][k].status != STATUS_ABSENT) {
                    dataset.rows++;
                    add_line(
                        page, &out, counted, counts->iccs.code[j].code,
                        counts->iccs.code[j].name.in[0],
                        counts->iccs.code[j].verified[0] ? "verified" : "unverified",
                        NAMES[k], counted->sums.own[j][k], counted->sums.within[j][k]);
                }
        dataset.rows++;
        dataset.source[dataset.sources++] = counted->holding;
        extent_periods(&extent, counted->stretch.first, counted->stretch.last,
                       STEP_MONTH);
        add_line(page, &out, counted, "", "left out", "", NAMES[ICCS_LEFT_OUT],
                 counted->sums.all[ICCS_LEFT_OUT], counted->sums.all[ICCS_LEFT_OUT]);
    }
    dataset.extent = extent_of(&extent);
    extent_free(&extent);
    return dataset_put(page->site, &dataset, &out, err);
}

bool iccs_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)subject;
    struct counts counts;
    if (!read_counts(page, &counts, err))
        return false;
    const char *lead = counts.count
                           ? say_shares(page, "iccs.finding", &counts.counted[0])
                           : word(page->catalogue, "iccs.lead");
    page_title(page, word(page->catalogue, "iccs.title"), lead);
    page_crumb(page, word(page->catalogue, "nav.methods"),
               link_to(page, word(page->catalogue, "path.methods")));
    page_crumb(page, word(page->catalogue, "iccs.title"), NULL);
    view_text(page->view, "lead", lead);
    for (size_t i = 0; i < counts.count; i++) {
        view_list_text(page->view, "shares",
                       say_shares(page, "iccs.shares", &counts.counted[i]));
        block_source(page, counts.counted[i].holding);
    }
    view_flag(page->view, "has_shares", counts.count > 0);
    if (counts.count)
        add_table(page, &counts);
    view_text(page->view, "iccs_file", link_file(page, "data/iccs.csv"));
    block_limits(page);
    return put_dataset(page, &counts, err);
}
