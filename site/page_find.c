/* Find my place: every place and offence from A to Z, which the search field leads to
 * where there is no script; and the towns of one state from A to Z. */

#include "site/pages.h"
#include "site/prose.h"
#include "site/untold.h"

#include <stdlib.h>
#include <string.h>

const char *find_folder(struct arena *arena, const struct site *site,
                        const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)site;
    (void)subject;
    return word(catalogue, "path.find");
}

/* A name with what it is sorted by. */
struct entry {
    const char *name, *link;
    struct text folded;
};

struct entries {
    size_t count;
    struct entry *entry;
};

static int compare_entries(const void *a, const void *b)
{
    const struct entry *one = a, *other = b;
    int order = text_compare(one->folded, other->folded);
    return order ? order : strcmp(one->link, other->link);
}

static struct entries entries_for(const struct page *page, size_t most)
{
    return (struct entries){0, arena_array(page->arena, most, sizeof(struct entry))};
}

static void entry_add(const struct page *page, struct entries *entries,
                      const char *name, const char *link)
{
    entries->entry[entries->count++] =
        (struct entry){name, link, text_fold(page->arena, text_of(name))};
}

static void entries_sort(struct entries *entries)
{
    if (entries->count)
        qsort(entries->entry, entries->count, sizeof *entries->entry, compare_entries);
}

static void entries_list(struct view *view, const char *list,
                         const struct entries *entries)
{
    for (size_t i = 0; i < entries->count; i++) {
        struct view *item = view_item(view, list);
        view_text(item, "name", entries->entry[i].name);
        view_text(item, "link", entries->entry[i].link);
    }
}

/* The towns directly in a place that have pages. */
static struct entries towns_of(const struct page *page, struct place_id group)
{
    const struct places *places = &page->site->lists->places;
    size_t span = places->node[group.index].span;
    struct entries towns = entries_for(page, span);
    for (uint32_t i = group.index + 1; i < group.index + span; i++)
        if (places->node[i].parent == group.index &&
            places->node[i].kind == PLACE_MUNICIPALITY && page->site->place_page[i])
            entry_add(page, &towns, name_place(page, (struct place_id){i}),
                      link_place(page, (struct place_id){i}));
    entries_sort(&towns);
    return towns;
}

/* How many towns lie directly in a place and have a page. */
static size_t towns_count(const struct site *site, struct place_id group)
{
    const struct places *places = &site->lists->places;
    size_t count = 0;
    for (uint32_t i = group.index + 1; i < group.index + places->node[group.index].span;
         i++)
        count += places->node[i].parent == group.index &&
                 places->node[i].kind == PLACE_MUNICIPALITY && site->place_page[i];
    return count;
}

static const char *link_towns(const struct page *page, struct place_id group)
{
    return link_to(page, find_state_folder(page->arena, page->site, page->catalogue,
                                           (struct subject){.place = group}));
}

struct view *add_place(struct page *page, const char *list, struct place_id place)
{
    const char *link = link_place(page, place);
    size_t towns = towns_count(page->site, place);
    if (!link)
        return NULL;
    struct view *item = view_item(page->view, list);
    view_text(item, "place", name_place(page, place));
    view_text(item, "place_link", link);
    view_text(item, "towns_link", towns ? link_towns(page, place) : "");
    view_text(item, "towns",
              towns
                  ? say(page->arena, page->catalogue, "find.towns", (double)towns, NULL)
                  : "");
    return item;
}

static void add_groups(struct page *page)
{
    const struct places *places = &page->site->lists->places;
    for (uint32_t i = 0; i < places->count; i++)
        if (places->node[i].kind <= PLACE_STATE)
            add_place(page, "groups", (struct place_id){i});
}

bool find_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)subject;
    (void)err;
    const struct offences *offences = &page->site->lists->offences;
    const struct themes *themes = &page->site->lists->themes;
    page_title(page, word(page->catalogue, "find.heading"),
               word(page->catalogue, "find.summary"));
    page_crumb(page, word(page->catalogue, "nav.find"), NULL);
    add_groups(page);
    struct entries named = entries_for(page, offences->count);
    for (uint32_t i = 0; i < offences->count; i++)
        if (page->site->offence_page[i])
            entry_add(page, &named, name_offence(page, (struct offence_id){i}),
                      link_offence(page, (struct offence_id){i}));
    entries_sort(&named);
    entries_list(page->view, "offences", &named);
    view_flag(page->view, "has_offences", named.count > 0);
    struct entries asked = entries_for(page, themes->count);
    for (size_t i = 0; i < themes->count; i++)
        entry_add(page, &asked, in_language(page, &themes->node[i].name),
                  link_theme(page, &themes->node[i]));
    entries_sort(&asked);
    entries_list(page->view, "themes", &asked);
    return true;
}

void find_state_each(struct site *site, add_function *add, void *list)
{
    for (uint32_t i = 0; i < site->lists->places.count; i++)
        if (towns_count(site, (struct place_id){i}))
            add(list, (struct subject){.place = {i}, .offence = {NO_INDEX}});
}

const char *find_state_folder(struct arena *arena, const struct site *site,
                              const struct catalogue *catalogue, struct subject subject)
{
    return arena_format(arena, "%s/%s", word(catalogue, "path.find"),
                        folder_place(site, subject.place));
}

/* One heading for each initial there is. */
static void add_letters(struct page *page, const struct entries *towns)
{
    struct view *letter = NULL;
    char last = '\0';
    for (size_t i = 0; i < towns->count; i++) {
        struct text folded = towns->entry[i].folded;
        char first = folded.length ? folded.at[0] : '?';
        if (first != last) {
            letter = view_item(page->view, "letters");
            view_text(letter, "anchor", arena_format(page->arena, "%c", first));
            view_text(letter, "letter",
                      say_capital(page->arena, arena_format(page->arena, "%c", first)));
        }
        last = first;
        struct view *item = view_item(letter, "towns");
        view_text(item, "name", towns->entry[i].name);
        view_text(item, "link", towns->entry[i].link);
    }
}

bool find_state_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)err;
    struct entries towns = towns_of(page, subject.place);
    struct part parts[] = {{"of_place", of_place(page, subject.place)}, {0}};
    const char *heading =
        say(page->arena, page->catalogue, "find.state_heading", 0, parts);
    const char *state_link = link_place(page, subject.place);
    page_title(page, heading,
               say(page->arena, page->catalogue, "find.state_summary",
                   (double)towns.count, parts));
    page_crumb(page, word(page->catalogue, "nav.find"),
               link_to(page, word(page->catalogue, "path.find")));
    page_crumb(page, name_place(page, subject.place), NULL);
    view_text(page->view, "state", name_place(page, subject.place));
    view_text(page->view, "state_link", state_link ? state_link : "");
    add_letters(page, &towns);
    block_untold_all(page, subject.place);
    return true;
}
