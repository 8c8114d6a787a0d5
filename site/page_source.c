/* A source: who publishes it, under which terms, every vintage we keep. */

#include "site/blocks.h"
#include "site/export.h"
#include "site/linked_data.h"
#include "site/page_calendar.h"
#include "site/pages.h"
#include "site/prose.h"

#include <string.h>

void source_each(struct site *site, add_function *add, void *list)
{
    for (size_t i = 0; i < site->holdings->count; i++)
        add(list, (struct subject){.place = site->country,
                                   .offence = {NO_INDEX},
                                   .holding = &site->holdings->holding[i]});
}

const char *source_folder(struct arena *arena, const struct site *site,
                          const struct catalogue *catalogue, struct subject subject)
{
    (void)site;
    return folder_source(arena, catalogue, subject.holding->source);
}

static const char *vintage_span(const struct page *page, const struct holding *holding,
                                const struct vintage *vintage)
{
    struct period first, last;
    if (!vintage->cube || !cube_range(vintage->cube, &first, &last))
        return "";
    return say_span(page->arena, page->catalogue, first, last,
                    holding->source->period.step);
}

static void add_vintage(struct page *page, const struct holding *holding,
                        const struct vintage *vintage)
{
    const struct catalogue *c = page->catalogue;
    const struct provenance *from = &vintage->snapshot.provenance;
    struct view *item = view_item(page->view, "vintages");
    view_text(item, "day",
              from->date.month ? say_day(page->arena, c, from->date)
                               : word(c, "vintage.no_day"));
    view_text(item, "vintage_span", vintage_span(page, holding, vintage));
    view_text(item, "vintage_rows", say_count(page, (double)vintage->decoded.rows));
    view_text(item, "vintage_bytes", say_count(page, (double)from->bytes));
    view_text(item, "vintage_file", from->file);
    view_text(item, "vintage_hash", from->sha256.hex);
    view_text(item, "vintage_url", from->url);
    view_text(item, "vintage_note", from->note);
    view_text(item, "vintage_note_label",
              word(c, from->mirror ? "vintage.mirror" : "vintage.note"));
    view_text(item, "accepted", from->accepted ? from->accepted : "");
    view_text(item, "state",
              word(c, vintage == holding->current ? "vintage.current"
                      : vintage->fault            ? "vintage.kept_back"
                                                  : "vintage.earlier"));
    view_text(item, "fault_kind",
              vintage->fault ? vintage_fault_kind(page, vintage) : "");
    view_text(item, "fault", vintage->fault ? vintage->fault : "");
}

bool source_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)err;
    const struct holding *holding = subject.holding;
    const struct source *source = holding->source;
    const struct catalogue *c = page->catalogue;
    const char *name = in_language(page, &source->name);
    page_title(page, name,
               say(page->arena, c, "source.summary", (double)holding->vintages,
                   (struct part[]){{"name", name},
                                   {"publisher", source->publisher},
                                   {"n", say_count(page, (double)holding->vintages)},
                                   {0}}));
    page_crumb(page, word(c, "nav.sources"), link_to(page, word(c, "path.sources")));
    page_crumb(page, name, NULL);
    view_text(page->view, "publisher_name", source->publisher);
    view_text(page->view, "publisher_address", source->publisher_url);
    view_text(page->view, "landing_address", source->landing);
    view_text(page->view, "licence_name", source->licence);
    view_text(page->view, "licence_address", source->licence_url);
    view_text(page->view, "source_note", in_language(page, &source->note));
    view_text(page->view, "methodology",
              holding->methodology ? name_methodology(page, holding->methodology) : "");
    view_text(page->view, "methodology_about",
              holding->methodology ? in_language(page, &holding->methodology->about)
                                   : "");
    view_text(page->view, "kept_back_note",
              !holding->held_back        ? ""
              : holding->held_back->torn ? word(c, "source.torn")
                                         : word(c, "source.kept_back"));
    view_text(page->view, "nothing_held",
              holding->current ? "" : word(c, "source.nothing_held"));
    calendar_expect(page, page->view, holding);
    view_flag(page->view, "dataset", holding->current != NULL);
    block_dataset(
        page, page->view,
        datasets_find(page->site->datasets, source_slug(page->arena, source)));
    linked_data_add(
        page, datasets_find(page->site->datasets, source_slug(page->arena, source)));
    for (size_t i = holding->vintages; i-- > 0;)
        add_vintage(page, holding, &holding->vintage[i]);
    return true;
}
