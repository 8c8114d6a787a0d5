/* The newest months of a place, in each vintage of a source: its triangles. */

#include "site/blocks.h"
#include "site/featured.h"
#include "site/pages.h"
#include "site/prose.h"
#include "site/revision_words.h"
#include "site/revisions.h"

#include <math.h>
#include <string.h>

enum {
    MONTHS_SHARED = 12, /* rows that more than one vintage has, at most … */
    MONTHS_NEWER = 3,   /* … and rows of the newest alone */
    VINTAGES_SHOWN = 6,
    FEATURED_SHOWN = 4,
    CHANGED_SHOWN = 4
};

static bool has_versions(const struct site *site, const struct holding *holding,
                         struct place_id place)
{
    const struct offences *offences = &site->lists->offences;
    struct period last;
    enum place_kind kind = place_node(site->lists, place)->kind;
    if (kind > PLACE_STATE || !holding->current || holding_reach(holding, kind) < 0 ||
        !has_page_place(site, place) || !triangle_until(holding, &last))
        return false;
    struct measure_id measure = triangle_measure(site->lists, holding);
    for (uint32_t i = 0; i < offences->count; i += offences->node[i].span)
        if (cube_holds(holding->current->cube, (struct key){place, {i}, measure}))
            return true;
    return false;
}

void versions_each(struct site *site, add_function *add, void *list)
{
    for (size_t i = 0; i < site->holdings->count; i++)
        for (uint32_t j = 0; j < site->lists->places.count; j++) {
            const struct holding *holding = &site->holdings->holding[i];
            if (site->revisions[i].steps &&
                has_versions(site, holding, (struct place_id){j}))
                add(list, (struct subject){
                              .place = {j}, .offence = {NO_INDEX}, .holding = holding});
        }
}

static const char *folder_of(struct arena *arena, const struct site *site,
                             const struct catalogue *catalogue,
                             const struct holding *holding, struct place_id place)
{
    return arena_format(arena, "%s/%s/%s", word(catalogue, "path.revisions"),
                        holding->source->id, folder_place(site, place));
}

const char *versions_folder(struct arena *arena, const struct site *site,
                            const struct catalogue *catalogue, struct subject subject)
{
    return folder_of(arena, site, catalogue, subject.holding, subject.place);
}

const char *link_versions(const struct page *page, const struct holding *holding,
                          struct place_id place)
{
    size_t index = (size_t)(holding - page->site->holdings->holding);
    if (!page->site->revisions[index].steps ||
        !has_versions(page->site, holding, place))
        return "";
    return link_to(page,
                   folder_of(page->arena, page->site, page->catalogue, holding, place));
}

/* The vintages of a page, oldest first, and its months. */
struct triangle {
    struct place_id place;
    struct measure_id measure;
    size_t vintages;
    const struct vintage *vintage[VINTAGES_SHOWN];
    const struct cube *newest;
    struct period first, last;
};

/* Vintages that end before the first month have nothing to show. */
static void drop_earlier(struct triangle *triangle)
{
    struct period first, last;
    while (triangle->vintages > 1 &&
           (!cube_range(triangle->vintage[0]->cube, &first, &last) ||
            last.month < triangle->first.month))
        memmove(triangle->vintage, triangle->vintage + 1,
                --triangle->vintages * sizeof *triangle->vintage);
}

static struct triangle triangle_of(const struct page *page,
                                   const struct holding *holding, struct place_id place)
{
    struct triangle triangle = {.place = place,
                                .measure = triangle_measure(page->site->lists, holding),
                                .newest = holding->current->cube};
    struct period shared, newest, first;
    for (size_t i = holding->vintages; i-- > 0 && triangle.vintages < VINTAGES_SHOWN;) {
        const struct vintage *vintage = &holding->vintage[i];
        if (!vintage->cube || vintage->fault)
            continue;
        memmove(triangle.vintage + 1, triangle.vintage,
                triangle.vintages++ * sizeof *triangle.vintage);
        triangle.vintage[0] = vintage;
    }
    triangle_until(holding, &shared);
    cube_range(triangle.newest, &first, &newest);
    triangle.first = period_after(shared, 1 - MONTHS_SHARED);
    triangle.last = period_after(shared, MONTHS_NEWER);
    if (triangle.first.month < first.month)
        triangle.first = first;
    if (triangle.last.month > newest.month)
        triangle.last = newest;
    drop_earlier(&triangle);
    return triangle;
}

/* An offence's figures in each vintage, none behind its last month: files hold the rest
 * of a year open, and that is not "not reported". */
static void read_series(struct arena *arena, const struct triangle *triangle,
                        struct offence_id offence, struct series *out)
{
    struct key key = {triangle->place, offence, triangle->measure};
    for (size_t i = 0; i < triangle->vintages; i++) {
        struct period first, last;
        out[i] = cube_series(arena, triangle->vintage[i]->cube, key);
        if (!cube_range(triangle->vintage[i]->cube, &first, &last))
            continue;
        size_t told = (size_t)(last.month - out[i].first.month) + 1;
        out[i].count = out[i].count < told ? out[i].count : told;
    }
}

/* The change of one month from the vintage before; 0 where either lacks it. */
static double change_at(const struct series *series, size_t vintage, struct period at)
{
    if (!vintage)
        return 0;
    struct figure now = series_at(&series[vintage], at);
    struct figure before = series_at(&series[vintage - 1], at);
    return figure_known(now) && figure_known(before) ? now.value - before.value : 0;
}

static void add_cell(const struct page *page, struct view *row, struct figure figure,
                     double change)
{
    const char *beside = "";
    if (change != 0)
        beside = arena_format(page->arena, "%s%s", change > 0 ? "+" : "",
                              say_count(page, change));
    table_figure_beside(page, row, figure, 0, beside);
}

static void add_triangle(struct page *page, const struct triangle *triangle,
                         struct offence_id offence)
{
    const struct catalogue *c = page->catalogue;
    struct series series[VINTAGES_SHOWN];
    read_series(page->arena, triangle, offence, series);
    struct view *table =
        table_new(page, "version_tables",
                  say(page->arena, c, "versions.caption", 0,
                      (struct part[]){{"offence", name_offence_until(page, offence,
                                                                     triangle->last)},
                                      {"in_place", in_place(page, triangle->place)},
                                      {0}}),
                  word(c, "versions.month"));
    for (size_t i = 0; i < triangle->vintages; i++)
        table_column_add(
            table,
            say_day(page->arena, c, triangle->vintage[i]->snapshot.provenance.date));
    struct view *body = table_body(page, table, NULL, 0);
    for (struct period at = triangle->first; at.month <= triangle->last.month;
         at = period_after(at, 1)) {
        struct view *row =
            table_row(body, say_period(page->arena, c, at, STEP_MONTH), NULL);
        for (size_t i = 0; i < triangle->vintages; i++)
            add_cell(page, row, series_at(&series[i], at), change_at(series, i, at));
    }
}

/* How much an offence's months moved, up and down together. */
static double moved(const struct page *page, const struct triangle *triangle,
                    struct offence_id offence)
{
    struct arena arena = {0};
    struct series series[VINTAGES_SHOWN];
    double sum = 0;
    if (offence_node(page->site->lists, offence)->level != OFFENCE_MODALITY &&
        cube_holds(triangle->newest,
                   (struct key){triangle->place, offence, triangle->measure})) {
        read_series(&arena, triangle, offence, series);
        for (size_t i = 1; i < triangle->vintages; i++)
            for (struct period at = triangle->first; at.month <= triangle->last.month;
                 at = period_after(at, 1))
                sum += fabs(change_at(series, i, at));
    }
    arena_free(&arena);
    return sum;
}

static void add_once(struct page *page, const struct triangle *triangle,
                     struct offence_id offence, bool *shown)
{
    if (shown[offence.index] ||
        !cube_holds(triangle->newest,
                    (struct key){triangle->place, offence, triangle->measure}))
        return;
    shown[offence.index] = true;
    add_triangle(page, triangle, offence);
}

static void add_most_moved(struct page *page, const struct triangle *triangle,
                           bool *shown)
{
    size_t count = page->site->lists->offences.count;
    double *by = arena_array(page->arena, count, sizeof *by);
    for (uint32_t i = 0; i < count; i++)
        by[i] = shown[i] ? 0 : moved(page, triangle, (struct offence_id){i});
    for (int k = 0; k < CHANGED_SHOWN; k++) {
        uint32_t most = 0;
        for (uint32_t i = 1; i < count; i++)
            most = by[i] > by[most] ? i : most;
        if (by[most] <= 0)
            return;
        by[most] = 0;
        add_once(page, triangle, (struct offence_id){most}, shown);
    }
}

/* How many of a place's figures the newest file changed. */
static const char *say_revised(const struct page *page, const struct holding *holding,
                               struct place_id place)
{
    const struct revisions *revisions =
        &page->site->revisions[holding - page->site->holdings->holding];
    if (!revisions->steps)
        return "";
    struct revised revised =
        ledger_within(&revisions->step[0].ledger, page->site->lists,
                      (struct key){place, {NO_INDEX}, {NO_INDEX}});
    struct part parts[REVISION_PARTS + 1];
    revision_parts(page, holding, &revisions->step[0], parts);
    parts[0] = (struct part){"in_place", in_place(page, place)};
    for (size_t i = 0; parts[i].name; i++) {
        if (strcmp(parts[i].name, "n") == 0)
            parts[i].value = say_count(page, (double)revised.changed);
        if (strcmp(parts[i].name, "gross") == 0)
            parts[i].value = say_count(page, revised.gross);
    }
    return say(page->arena, page->catalogue,
               revised.changed ? "versions.revised" : "versions.revised_none",
               (double)revised.changed, parts);
}

bool versions_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)err;
    const struct catalogue *c = page->catalogue;
    const struct offences *offences = &page->site->lists->offences;
    const struct holding *holding = subject.holding;
    struct triangle triangle = triangle_of(page, holding, subject.place);
    bool *shown = arena_array(page->arena, offences->count, sizeof *shown);
    struct part parts[] = {{"place", full_name_place(page, subject.place)},
                           {"in_place", in_place(page, subject.place)},
                           {"n", say_count(page, (double)triangle.vintages)},
                           {"source", in_language(page, &holding->source->name)},
                           {0}};
    const char *span =
        say(page->arena, c, "versions.lead", (double)triangle.vintages, parts);
    const char *lead = say_revised(page, holding, subject.place);
    page_title(page, say(page->arena, c, "versions.heading", 0, parts),
               *lead ? lead : span);
    view_text(page->view, "span", *lead ? span : "");
    page_crumb(page, word(c, "nav.revisions"),
               link_to(page, word(c, "path.revisions")));
    page_crumb(page, name_place(page, subject.place), NULL);
    view_text(page->view, "triangle_link",
              link_file(page, arena_format(page->arena, "data/triangles/%s.csv",
                                           holding->source->id)));
    for (uint32_t i = 0; i < offences->count; i += offences->node[i].span)
        add_once(page, &triangle, (struct offence_id){i}, shown);
    struct offence_id featured[FEATURED_SHOWN];
    size_t count = featured_offences(page, subject.place, featured, FEATURED_SHOWN);
    for (size_t i = 0; i < count; i++)
        add_once(page, &triangle, featured[i], shown);
    add_most_moved(page, &triangle, shown);
    return true;
}
