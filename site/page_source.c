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

/* The first period that is still to be corrected: of the sums of the country. */
static bool find_unsure(const struct page *page, const struct holding *holding,
                        struct measure_id measure, struct period *out)
{
    const struct offences *offences = &page->site->lists->offences;
    const struct cube *cube = holding->current->cube;
    bool found = false;
    for (uint32_t i = 0; i < offences->count; i += offences->node[i].span) {
        struct key key = {page->site->country, {i}, measure};
        if (!cube_holds(cube, key))
            continue;
        struct series series = cube_series(page->arena, cube, key);
        for (size_t j = 0; j < series.count; j++) {
            struct period at = period_after(series.first, (int)j * (int)series.step);
            if (series.figures[j].status == STATUS_PROVISIONAL &&
                (!found || at.month < out->month)) {
                *out = at;
                found = true;
            }
        }
    }
    return found;
}

/* "De enero a marzo de 2026: se corrigen …": which periods are provisional; "". */
static const char *say_unsure(const struct page *page, const struct holding *holding)
{
    struct period from, first, last;
    if (!holding->current || !cube_range(holding->current->cube, &first, &last) ||
        (!find_unsure(page, holding, page->site->investigations, &from) &&
         !find_unsure(page, holding, page->site->victims, &from)))
        return "";
    const char *span = say_span(page->arena, page->catalogue, from, last,
                                holding->source->period.step);
    return say(page->arena, page->catalogue, "source.provisional_which", 0,
               (struct part[]){{"span", say_capital(page->arena, span)}, {0}});
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
    view_text(page->view, "unsure", say_unsure(page, holding));
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
