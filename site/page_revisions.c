/* What publishers changed without saying: each pair of consecutive vintages. */

#include "site/blocks.h"
#include "site/feeds.h"
#include "site/pages.h"
#include "site/prose.h"
#include "site/revision_words.h"

#include <stdlib.h>

enum { MOST_SHOWN = 10, MOVEMENTS_SHOWN = 12 };

const char *revisions_folder(struct arena *arena, const struct site *site,
                             const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)site;
    (void)subject;
    return word(catalogue, "path.revisions");
}

/* Places or offences by how many cells of theirs were revised. */
struct ranked {
    uint32_t index;
    struct revised revised;
};

static int most_revised(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->revised.gross != y->revised.gross)
        return x->revised.gross > y->revised.gross ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* The page that has a place's months file by file, else the place's own. */
static const char *link_revised(const struct page *page, const struct holding *holding,
                                struct place_id place)
{
    const char *versions = link_versions(page, holding, place);
    return *versions ? versions : link_place(page, place);
}

static void add_most(struct page *page, const struct holding *holding,
                     const struct ledger *ledger, bool by_place, const char *caption,
                     const char *first_column)
{
    const struct lists *lists = page->site->lists;
    size_t count = by_place ? lists->places.count : lists->offences.count, shown = 0;
    struct ranked *ranked = arena_array(page->arena, count, sizeof *ranked);
    for (uint32_t i = 0; i < count; i++)
        ranked[i].index = i;
    for (size_t i = 0; i < ledger->count; i++) {
        const struct revision *revision = &ledger->revision[i];
        uint32_t at =
            by_place ? revision->key.place.index : revision->key.offence.index;
        if (!by_place &&
            lists->offences.node[at].level == OFFENCE_MODALITY) /* with its offence */
            at = lists->offences.node[at].parent;
        revised_add(&ranked[at].revised, revision);
    }
    qsort(ranked, count, sizeof *ranked, most_revised);
    const struct catalogue *c = page->catalogue;
    struct view *table = table_new(page, "tables", caption, first_column);
    table_column_add(table, word(c, "revisions.cells"));
    table_column_add(table, word(c, "revisions.gross"));
    table_column_add(table, word(c, "revisions.net"));
    struct view *body = table_body(page, table, NULL, 3);
    for (; shown < MOST_SHOWN && shown < count && ranked[shown].revised.gross > 0;
         shown++) {
        const struct ranked *one = &ranked[shown];
        struct place_id place = {one->index};
        struct offence_id offence = {one->index};
        struct view *row =
            by_place ? table_row(body, name_place(page, place),
                                 link_revised(page, holding, place))
                     : table_row(body, name_offence_in(page, offence, holding),
                                 link_offence(page, offence));
        table_number(
            row, say_count(page, (double)(one->revised.changed + one->revised.appeared +
                                          one->revised.vanished)));
        table_number(row, say_count(page, one->revised.gross));
        table_number(row, say_signed(page, one->revised.net));
    }
}

static void add_step(struct page *page, const struct holding *holding,
                     const struct edition_step *step)
{
    const struct catalogue *c = page->catalogue;
    struct view *view = view_item(page->view, "steps");
    struct part parts[REVISION_PARTS];
    revision_parts(page, holding, step, parts);
    view_text(view, "step_title", say(page->arena, c, "revisions.step", 0, parts));
    view_text(view, "step_sentence", say_revision(page, holding, step));
    struct page inner = *page; /* the tables go into this step */
    inner.view = view;
    if (step->ledger.count) {
        add_most(&inner, holding, &step->ledger, true,
                 say(page->arena, c, "revisions.by_place", 0, parts),
                 word(c, "table.place"));
        add_most(&inner, holding, &step->ledger, false,
                 say(page->arena, c, "revisions.by_offence", 0, parts),
                 word(c, "table.offence"));
    }
    page->tables = inner.tables;
    for (size_t i = 0; i < step->movements && i < MOVEMENTS_SHOWN; i++) {
        view_flag(view, "has_movements", true);
        view_text(view_item(view, "movements"), "movement",
                  say_capital(page->arena, say_movement(page, &step->movement[i])));
    }
}

/* The steps of all sources, those of the newest files first. */
struct dated {
    const struct holding *holding;
    const struct edition_step *step;
};

static int newest_first(const void *a, const void *b)
{
    const struct dated *x = a, *y = b;
    int by_day = day_compare(y->step->newer->snapshot.provenance.date,
                             x->step->newer->snapshot.provenance.date);
    if (by_day)
        return by_day;
    if (x->holding != y->holding)
        return x->holding < y->holding ? -1 : 1;
    return x->step < y->step ? -1 : x->step > y->step;
}

static struct dated *all_steps(const struct page *page, size_t *count)
{
    const struct holdings *holdings = page->site->holdings;
    size_t room = 0;
    *count = 0;
    for (size_t i = 0; i < holdings->count; i++)
        room += page->site->revisions[i].steps;
    struct dated *steps = arena_array(page->arena, room, sizeof *steps);
    for (size_t i = 0; i < holdings->count; i++)
        for (size_t j = 0; j < page->site->revisions[i].steps; j++)
            steps[(*count)++] = (struct dated){&holdings->holding[i],
                                               &page->site->revisions[i].step[j]};
    qsort(steps, *count, sizeof *steps, newest_first);
    return steps;
}

/* "The newest file, of 18 April 2026, changed 125 figures …" */
static const char *say_newest(const struct page *page, const struct dated *newest)
{
    struct part parts[REVISION_PARTS];
    size_t changed = newest->step->ledger.all.changed;
    revision_parts(page, newest->holding, newest->step, parts);
    return say(page->arena, page->catalogue,
               changed ? "revisions.lead" : "revisions.lead_none", (double)changed,
               parts);
}

/* Where the newest months of each place stand, file by file. */
static void add_versions(struct page *page, const struct holding *holding)
{
    const struct places *places = &page->site->lists->places;
    struct view *group = NULL;
    for (uint32_t i = 0; i < places->count; i++) {
        const char *link = link_versions(page, holding, (struct place_id){i});
        if (!*link)
            continue;
        if (!group) {
            view_flag(page->view, "has_versions", true);
            group = view_item(page->view, "versions");
            view_text(group, "versions_source",
                      in_language(page, &holding->source->name));
        }
        struct view *item = view_item(group, "version_places");
        view_text(item, "version_place", name_place(page, (struct place_id){i}));
        view_text(item, "version_link", link);
    }
}

bool revisions_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)subject;
    (void)err;
    const struct catalogue *c = page->catalogue;
    const struct holdings *holdings = page->site->holdings;
    size_t count;
    const struct dated *steps = all_steps(page, &count);
    page_title(page, word(c, "nav.revisions"),
               count ? say_newest(page, &steps[0]) : word(c, "revisions.summary"));
    page_crumb(page, word(c, "nav.revisions"), NULL);
    page_feed_of(page, "path.revisions");
    for (size_t i = 0; i < count; i++)
        add_step(page, steps[i].holding, steps[i].step);
    for (size_t i = 0; i < holdings->count; i++) {
        const struct holding *holding = &holdings->holding[i];
        if (!page->site->revisions[i].steps)
            continue;
        page_from(page, holding->current);
        struct view *item = view_item(page->view, "ledgers");
        view_flag(page->view, "has_ledgers", true);
        view_text(item, "ledger", in_language(page, &holding->source->name));
        view_text(item, "ledger_link",
                  link_file(page, arena_format(page->arena, "data/revisions/%s.csv",
                                               holding->source->id)));
        view_text(
            item, "first_figures_link",
            bands_known(page->site->bands, holdings, holding)
                ? link_file(page, arena_format(page->arena, "data/first-figures/%s.csv",
                                               holding->source->id))
                : "");
        add_versions(page, holding);
        view_text(item, "triangle_link",
                  link_file(page, arena_format(page->arena, "data/triangles/%s.csv",
                                               holding->source->id)));
    }
    return true;
}
