#include "site/explore_data.h"

#include "base/json.h"
#include "base/number.h"
#include "site/prose.h"

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

static void add_strand(struct page *page, const struct strand *strand, bool first,
                       struct buffer *out)
{
    struct buffer figures = {0};
    struct grounds grounds = grounds_of(page);
    struct series series = honest(page, strand);
    struct period from;
    explore_figures_write(&series, &from, &figures);
    buffer_format(out, "%s\"%s\":[\"%s\",\"%.*s\",", first ? "" : ",",
                  strand->holding->methodology->code,
                  period_iso(page->arena, from, series.step),
                  TEXT_ARGS(buffer_all(&figures)));
    buffer_format(out, "%.6g]", strand_scatter(&grounds, strand).dispersion);
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

/* Returns false when the place has none. */
static bool add_offence(struct page *page, struct place_id place,
                        struct offence_id offence, bool first, struct reach *reach,
                        struct buffer *out)
{
    struct strand strands[STRANDS_MAX];
    size_t count =
               page_strands(page, place, offence, page->site->investigations, strands),
           kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!holds_one_part(page, &strands[i]))
            strands[kept++] = strands[i];
    count = kept;
    if (!count)
        return false;
    buffer_format(out, "%s\n\"%s\":{", first ? "" : ",",
                  offence_node(page->site->lists, offence)->code);
    for (size_t i = 0; i < count; i++) {
        add_strand(page, &strands[i], i == 0, out);
        stretch(reach, &strands[i]);
    }
    buffer_char(out, '}');
    return true;
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

bool explore_put(struct page *page, struct place_id place, struct error *err)
{
    const struct offences *offences = &page->site->lists->offences;
    const char *folder = folder_place(page->site, place);
    struct buffer series = {0}, out = {0};
    struct reach reach = {0};
    bool any = false;
    for (uint32_t i = 0; i < offences->count; i++)
        if (page->site->offence_page[i])
            any |=
                add_offence(page, place, (struct offence_id){i}, !any, &reach, &series);
    buffer_format(&out, "cifra.figures(\"%s\",{", folder);
    add_residents(page, place, reach, &out);
    buffer_string(&out, ",\"series\":{");
    buffer_text(&out, buffer_all(&series));
    buffer_string(&out, "\n}});\n");
    bool ok = tree_put(page->site->tree,
                       arena_format(page->arena, "data/explore/%s.js", folder),
                       buffer_all(&out), err);
    buffer_free(&series);
    buffer_free(&out);
    return ok;
}
