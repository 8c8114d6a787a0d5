/* The rows that figures come from: a page of all sources, and one for each state. */
#include "base/version.h"
#include "site/blocks.h"
#include "site/pages.h"
#include "site/prose.h"
#include "site/receipts.h"

#include <string.h>

bool has_receipt(const struct site *site, const struct holding *holding,
                 struct place_id place)
{
    return place.index != NO_INDEX && receipts_exact(holding) &&
           strcmp(holding->source->level, "state") == 0 &&
           strcmp(holding->source->subject, "crime") == 0 &&
           place_node(site->lists, place)->kind == PLACE_STATE &&
           has_page_place(site, place) &&
           cube_leaves_in(holding->current->cube, place) > 0;
}

static const char *folder_of(struct arena *arena, const struct site *site,
                             const struct catalogue *catalogue,
                             const struct holding *holding, struct place_id place)
{
    return arena_format(arena, "%s/%s/%s", word(catalogue, "path.receipts"),
                        holding->source->id, folder_place(site, place));
}

const char *link_receipts_of(const struct page *page, const struct holding *holding,
                             struct place_id place)
{
    if (has_receipt(page->site, holding, place))
        return link_to(
            page, folder_of(page->arena, page->site, page->catalogue, holding, place));
    return arena_format(page->arena, "%s#%s",
                        link_to(page, word(page->catalogue, "path.receipts")),
                        holding->source->id);
}

const char *link_receipts(const struct page *page, const struct holding *holding)
{
    return link_receipts_of(page, holding,
                            page->subject ? page->subject->place
                                          : (struct place_id){NO_INDEX});
}

/* What is the same for all rows of a file. */
static void add_facts(struct page *page, struct view *view,
                      const struct holding *holding, struct place_id place)
{
    const struct vintage *vintage = holding->current;
    const struct provenance *from = &vintage->snapshot.provenance;
    const char *where = place.index == NO_INDEX
                            ? word(page->catalogue, "receipts.any_place")
                            : place_node(page->site->lists, place)->path;
    view_text(view, "receipt_source", in_language(page, &holding->source->name));
    view_text(view, "receipt_source_link", link_source(page, holding->source));
    view_text(view, "receipt_publisher", holding->source->publisher);
    view_text(view, "receipt_file", from->file);
    view_text(view, "receipt_day", say_day(page->arena, page->catalogue, from->date));
    view_text(view, "receipt_url", from->url);
    view_text(view, "receipt_hash", from->sha256.hex);
    view_text(view, "receipt_member", vintage->decoded.member);
    view_text(view, "receipt_encoding", vintage->decoded.encoding);
    view_text(view, "receipt_columns", receipts_columns(page->arena, holding->source));
    view_text(view, "receipt_rules", receipts_rules(page->arena, holding->source));
    const char *bridge = receipts_bridge(page->site, holding);
    view_text(view, "receipt_bridge", bridge);
    view_text(view, "bridge_rules", *bridge ? link_file(page, bridge) : "");
    view_text(view, "receipt_command",
              arena_format(page->arena,
                           "cifra trace %s %s --source %s --as-of %04d-%02d-%02d",
                           where, word(page->catalogue, "receipts.any_figure"),
                           holding->source->id, from->date.year, from->date.month,
                           from->date.day));
    view_text(view, "receipt_json",
              link_file(page, arena_format(page->arena, "data/receipts/%s.json",
                                           holding->source->id)));
    view_text(view, "program", "cifra " CIFRA_VERSION);
}

/* All sources ------------------------------------------------------------------------
 */

const char *receipts_folder(struct arena *arena, const struct site *site,
                            const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)site;
    (void)subject;
    return word(catalogue, "path.receipts");
}

/* Files of rows being listed. */
struct row_files {
    struct page *page;
    struct view *item;
};

static bool add_row_file(void *context, const char *path, struct place_id place)
{
    const struct row_files *files = context;
    struct view *file = view_item(files->item, "row_files");
    view_text(file, "rows_link", link_file(files->page, path));
    view_text(file, "rows_of",
              place.index == NO_INDEX ? "CSV" : name_place(files->page, place));
    return true;
}

static void add_source(struct page *page, const struct holding *holding)
{
    const struct site *site = page->site;
    struct view *item = view_item(page->view, "receipt_sources");
    view_text(item, "receipt_id", holding->source->id);
    add_facts(page, item, holding, (struct place_id){NO_INDEX});
    view_flag(item, "inexact", !receipts_exact(holding));
    struct row_files files = {page, item};
    receipts_each(page->arena, page->site, holding, add_row_file, &files);
    for (uint32_t i = 0; i < site->lists->places.count; i++) {
        struct place_id place = {i};
        if (!has_receipt(site, holding, place))
            continue;
        view_flag(item, "by_state", true);
        struct view *state = view_item(item, "receipt_states");
        view_text(state, "state", name_place(page, place));
        view_text(state, "state_link",
                  link_to(page, folder_of(page->arena, site, page->catalogue, holding,
                                          place)));
    }
}

bool receipts_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)subject;
    (void)err;
    const struct catalogue *c = page->catalogue;
    const struct holdings *holdings = page->site->holdings;
    page_title(page, word(c, "receipts.title"), word(c, "receipts.summary"));
    page_crumb(page, word(c, "receipts.crumb"), NULL);
    for (size_t i = 0; i < holdings->count; i++)
        if (holdings->holding[i].current)
            add_source(page, &holdings->holding[i]);
    return true;
}

/* One state in one source -------------------------------------------------------------
 */

void receipt_each(struct site *site, add_function *add, void *list)
{
    for (size_t i = 0; i < site->holdings->count; i++)
        for (uint32_t j = 0; j < site->lists->places.count; j++) {
            const struct holding *holding = &site->holdings->holding[i];
            if (has_receipt(site, holding, (struct place_id){j}))
                add(list, (struct subject){
                              .place = {j}, .offence = {NO_INDEX}, .holding = holding});
        }
}

const char *receipt_folder(struct arena *arena, const struct site *site,
                           const struct catalogue *catalogue, struct subject subject)
{
    return folder_of(arena, site, catalogue, subject.holding, subject.place);
}

/* How far a name stands to the right: a part below what it is a part of. */
static const char *depth_class(enum offence_level level)
{
    return level < OFFENCE_SUBTYPE ? "" : level == OFFENCE_SUBTYPE ? "d2" : "d3";
}

static void add_rows(struct page *page, const struct holding *holding,
                     struct place_id place)
{
    const struct offences *offences = &page->site->lists->offences;
    struct receipt_rows rows = receipts_of(page->arena, holding, place);
    for (int year = rows.last_year; rows.count > 0 && year >= rows.first_year; year--)
        view_list_text(page->view, "years", arena_format(page->arena, "%d", year));
    size_t at = 0;
    for (uint32_t i = 0; i < offences->count; i++) {
        while (at < rows.count && rows.row[at].offence < i)
            at++;
        if (at == rows.count)
            return;
        if (rows.row[at].offence >= i + offences->node[i].span)
            continue;
        struct view *item = view_item(page->view, "receipts");
        view_text(item, "code", offences->node[i].code);
        view_text(item, "depth", depth_class(offences->node[i].level));
        view_text(item, "offence",
                  name_offence_in(page, (struct offence_id){i}, holding));
        for (int year = rows.last_year; year >= rows.first_year; year--)
            view_list_text(item, "cells",
                           receipts_ranges(page->arena, page->site->lists, &rows,
                                           (struct offence_id){i}, year));
    }
}

bool receipt_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)err;
    const struct catalogue *c = page->catalogue;
    const struct holding *holding = subject.holding;
    struct part parts[] = {{"place", full_name_place(page, subject.place)},
                           {"in_place", in_place(page, subject.place)},
                           {"source", in_language(page, &holding->source->name)},
                           {0}};
    page_title(page, say(page->arena, c, "receipts.heading", 0, parts),
               say(page->arena, c, "receipts.lead", 0, parts));
    page_crumb(page, word(c, "receipts.crumb"),
               link_to(page, word(c, "path.receipts")));
    page_crumb(page, name_place(page, subject.place), NULL);
    add_facts(page, page->view, holding, subject.place);
    add_rows(page, holding, subject.place);
    return true;
}
