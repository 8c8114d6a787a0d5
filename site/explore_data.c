#include "site/explore_data.h"

#include "base/json.h"
#include "base/number.h"
#include "base/program.h"
#include "site/prose.h"

#include <math.h>

static const char *const LETTERS[] = {
    [STATUS_ABSENT] = "-",  [STATUS_REPORTED] = "",      [STATUS_PROVISIONAL] = "p",
    [STATUS_PARTIAL] = "m", [STATUS_NOT_REPORTED] = "n", [STATUS_SUPPRESSED] = "w"};

static bool same_figure(struct figure a, struct figure b)
{
    return a.status == b.status && (!figure_known(a) || a.value == b.value);
}

static void write_run(struct buffer *out, struct figure figure, size_t times)
{
    if (figure_known(figure))
        number_write(out, figure.value, 0, &NUMERALS_PLAIN);
    buffer_string(out, LETTERS[figure.status]);
    if (times > 1)
        buffer_format(out, "*%zu", times);
}

void explore_figures_write(const struct series *series, struct period *first,
                           struct buffer *out)
{
    const struct figure *figures = series->figures;
    size_t from = 0, to = series->count;
    while (from < to && figures[from].status == STATUS_ABSENT)
        from++;
    while (to > from && figures[to - 1].status == STATUS_ABSENT)
        to--;
    *first = period_after(series->first, (int)from * (int)series->step);
    for (size_t i = from, next; i < to; i = next) {
        for (next = i + 1; next < to && same_figure(figures[i], figures[next]);)
            next++;
        buffer_string(out, i == from ? "" : ",");
        write_run(out, figures[i], next - i);
    }
}

/* The years that anything is known of. */
struct reach {
    int first, last;
};

static void stretch(struct reach *reach, const struct strand *strand)
{
    int first = period_year(strand->series.first), last = period_year(strand->last);
    if (!reach->first || first < reach->first)
        reach->first = first;
    if (last > reach->last)
        reach->last = last;
}

/* Months of nothing as not reported, and none after the last that is known. */
static struct series honest(const struct page *page, const struct strand *strand)
{
    struct series series = strand->series;
    series.count =
        (size_t)((strand->last.month - series.first.month) / (int)series.step) + 1;
    series.figures = arena_array(page->arena, series.count, sizeof *series.figures);
    for (size_t i = 0; i < series.count; i++) {
        struct period at = period_after(series.first, (int)i * (int)series.step);
        series.figures[i] = strand->series.figures[i];
        if (is_silent(page->site->silences, strand->holding, strand->key.place, at))
            series.figures[i] = (struct figure){0, STATUS_NOT_REPORTED};
    }
    return series;
}

/* What is told of a place's strands. How each scatters comes last, as it takes the most
 * time and follows from the rest. */
struct telling {
    struct page *page;
    struct place_id place;
    struct reach reach;
    struct buffer out;
    size_t count;
    struct told {
        struct strand strand;
        size_t end; /* of what stands before its scatter */
    } * told;
};

static void add_strand(struct telling *telling, const struct strand *strand, bool first)
{
    struct page *page = telling->page;
    struct buffer figures = {0}, *out = &telling->out;
    struct series series = honest(page, strand);
    struct period from;
    explore_figures_write(&series, &from, &figures);
    buffer_format(out, "%s\"%s\":[\"%s\",\"%.*s\",", first ? "" : ",",
                  strand->holding->methodology->code,
                  period_iso(page->arena, from, series.step),
                  TEXT_ARGS(buffer_all(&figures)));
    telling->told[telling->count++] = (struct told){*strand, buffer_all(out).length};
    buffer_char(out, ']');
    stretch(&telling->reach, strand);
    buffer_free(&figures);
}

/* A file that holds one of an offence's parts alone tells nothing of their sum: of a
 * place with homicides only, "all offences" would be just those. */
static bool holds_one_part(const struct page *page, const struct strand *strand)
{
    const struct offences *offences = &page->site->lists->offences;
    uint32_t from = strand->key.offence.index;
    size_t parts = 0, held = 0;
    for (uint32_t i = from + 1; i < from + offences->node[from].span;
         i += offences->node[i].span) {
        if (offences->node[i].level == OFFENCE_MODALITY)
            continue;
        struct key key = {strand->key.place, {i}, strand->key.measure};
        parts++;
        held += cube_holds(strand->holding->current->cube, key);
    }
    return parts > 1 && held == 1;
}

static void add_offence(struct telling *telling, struct offence_id offence)
{
    struct page *page = telling->page;
    struct strand strands[STRANDS_MAX];
    size_t count = page_strands(page, telling->place, offence,
                                page->site->investigations, strands);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!holds_one_part(page, &strands[i]))
            strands[kept++] = strands[i];
    if (kept == 0)
        return;
    buffer_format(&telling->out, "%s\n\"%s\":{", telling->count == 0 ? "" : ",",
                  offence_node(page->site->lists, offence)->code);
    for (size_t i = 0; i < kept; i++)
        add_strand(telling, &strands[i], i == 0);
    buffer_char(&telling->out, '}');
}

static void add_residents(struct page *page, struct place_id place, struct reach reach,
                          struct buffer *out)
{
    buffer_format(out, "\"first\":%d,\"residents\":[", reach.first);
    for (int year = reach.first; year <= reach.last; year++) {
        struct figure people = population_of(page->site->holdings, place, year, NULL);
        buffer_string(out, year > reach.first ? "," : "");
        if (figure_known(people))
            number_write(out, people.value, 0, &NUMERALS_PLAIN);
        else
            buffer_string(out, "null");
    }
    buffer_string(out, "]");
}

/* All offences of the place that have a page. */
static void tell(struct telling *telling)
{
    const struct site *site = telling->page->site;
    size_t count = site->lists->offences.count;
    telling->told =
        arena_array(telling->page->arena, count * STRANDS_MAX, sizeof *telling->told);
    for (uint32_t i = 0; i < count; i++)
        if (site->offence_page[i])
            add_offence(telling, (struct offence_id){i});
}

static void write_scattered(const struct telling *telling, struct buffer *out)
{
    struct grounds grounds = grounds_of(telling->page);
    const char *text = buffer_all(&telling->out).at;
    size_t from = 0;
    for (size_t i = 0; i < telling->count; i++) {
        const struct told *told = &telling->told[i];
        buffer_add(out, text + from, told->end - from);
        buffer_format(out, "%.6g", strand_scatter(&grounds, &told->strand).dispersion);
        from = told->end;
    }
    buffer_add(out, text + from, buffer_all(&telling->out).length - from);
}

/* What is rounded in the text, whole. */
static void add_fractions(struct buffer *of, const struct series *series)
{
    for (size_t i = 0; i < series->count; i++)
        if (series->figures[i].value != floor(series->figures[i].value))
            buffer_format(of, " %a", series->figures[i].value);
}

/* The same program tells the same of the same figures. */
static bool take_over(const struct telling *telling, const char *path,
                      const struct buffer *head)
{
    struct buffer of = {0};
    buffer_format(&of, "explore %s ", program_identity());
    buffer_text(&of, buffer_all(head));
    buffer_text(&of, buffer_all(&telling->out));
    for (size_t i = 0; i < telling->count; i++)
        add_fractions(&of, &telling->told[i].strand.series);
    struct sha256 made_of = sha256_of(buffer_all(&of));
    bool taken = *program_identity() && !of.failed &&
                 tree_take_over(telling->page->site->tree, path, &made_of);
    buffer_free(&of);
    return taken;
}

bool explore_put(struct page *page, struct place_id place, struct error *err)
{
    const char *folder = folder_place(page->site, place);
    const char *path = arena_format(page->arena, "data/explore/%s.js", folder);
    struct telling telling = {.page = page, .place = place};
    struct buffer out = {0};
    tell(&telling);
    buffer_format(&out, "cifra.figures(\"%s\",{", folder);
    add_residents(page, place, telling.reach, &out);
    buffer_string(&out, ",\"series\":{");
    bool ok = take_over(&telling, path, &out);
    if (!ok) {
        write_scattered(&telling, &out);
        buffer_string(&out, "\n}});\n");
        ok = tree_put(page->site->tree, path, buffer_all(&out), err);
    }
    buffer_free(&telling.out);
    buffer_free(&out);
    return ok;
}
