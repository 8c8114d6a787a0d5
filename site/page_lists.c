/* The pages that list all places, offences, themes and sources: three ways in. */

#include "site/blocks.h"
#include "site/page_calendar.h"
#include "site/pages.h"
#include "site/prose.h"

static const char *folder_word(const struct catalogue *catalogue, const char *key)
{
    return word(catalogue, key);
}

const char *places_folder(struct arena *arena, const struct site *site,
                          const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)site;
    (void)subject;
    return folder_word(catalogue, "path.places");
}

const char *offences_folder(struct arena *arena, const struct site *site,
                            const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)site;
    (void)subject;
    return folder_word(catalogue, "path.offences");
}

const char *themes_folder(struct arena *arena, const struct site *site,
                          const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)site;
    (void)subject;
    return folder_word(catalogue, "path.themes");
}

const char *sources_folder(struct arena *arena, const struct site *site,
                           const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)site;
    (void)subject;
    return folder_word(catalogue, "path.sources");
}

static void start(struct page *page, const char *name)
{
    const char *heading =
        word(page->catalogue, arena_format(page->arena, "nav.%s", name));
    page_title(page, heading,
               word(page->catalogue, arena_format(page->arena, "%s.summary", name)));
    page_crumb(page, heading, NULL);
}

bool places_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)err;
    const struct places *places = &page->site->lists->places;
    start(page, "places");
    const char *country_link = link_place(page, subject.place);
    view_text(page->view, "country", name_place(page, subject.place));
    view_text(page->view, "country_link", country_link ? country_link : "");
    for (uint32_t i = 0; i < places->count; i++) {
        if (places->node[i].kind != PLACE_STATE)
            continue;
        struct view *state = add_place(page, "states", (struct place_id){i});
        if (state)
            view_text(state, "anchor", places->node[i].slug);
    }
    return true;
}

bool offences_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)subject;
    (void)err;
    const struct offences *offences = &page->site->lists->offences;
    struct view *root = NULL, *group = NULL;
    start(page, "offences");
    for (uint32_t i = 0; i < offences->count; i++) {
        if (!page->site->offence_page[i])
            continue;
        enum offence_level level = offences->node[i].level;
        struct view *item;
        if (level == OFFENCE_ROOT)
            item = root = view_item(page->view, "roots");
        else if (level == OFFENCE_GROUP && root)
            item = group = view_item(root, "groups");
        else if (group)
            item = view_item(group, "offences");
        else
            continue;
        view_text(item, "offence", name_offence(page, (struct offence_id){i}));
        view_text(item, "offence_link", link_offence(page, (struct offence_id){i}));
        view_text(item, "depth", depth_offence(page, (struct offence_id){i}));
    }
    return true;
}

bool themes_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)subject;
    (void)err;
    const struct themes *themes = &page->site->lists->themes;
    start(page, "themes");
    for (size_t i = 0; i < themes->count; i++) {
        struct view *item = view_item(page->view, "themes");
        view_text(item, "theme", in_language(page, &themes->node[i].name));
        view_text(item, "theme_link", link_theme(page, &themes->node[i]));
        view_text(item, "theme_about", in_language(page, &themes->node[i].about));
    }
    return true;
}

/* How many there are, and which file is the newest. */
static const char *say_sources(const struct page *page)
{
    const struct holdings *holdings = page->site->holdings;
    const struct holding *newest = newest_holding(holdings);
    size_t held = 0;
    for (size_t i = 0; i < holdings->count; i++)
        held += holdings->holding[i].current != NULL;
    if (!newest)
        return word(page->catalogue, "sources.summary");
    struct day day = newest->current->snapshot.provenance.date;
    return say(page->arena, page->catalogue, "sources.lead", (double)held,
               (struct part[]){{"n", say_count(page, (double)held)},
                               {"source", in_language(page, &newest->source->name)},
                               {"day", say_day(page->arena, page->catalogue, day)},
                               {0}});
}

bool sources_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)subject;
    (void)err;
    const struct holdings *holdings = page->site->holdings;
    page_title(page, word(page->catalogue, "nav.sources"), say_sources(page));
    page_crumb(page, word(page->catalogue, "nav.sources"), NULL);
    for (size_t i = 0; i < holdings->count; i++)
        if (holdings->holding[i].current)
            block_source(page, &holdings->holding[i]);
        else {
            struct view *item = view_item(page->view, "unheld");
            view_text(item, "unheld_name",
                      in_language(page, &holdings->holding[i].source->name));
            view_text(item, "unheld_link",
                      link_source(page, holdings->holding[i].source));
        }
    return true;
}
