#include "site/untold.h"

#include "site/pages.h"
#include "site/prose.h"

/* So many names are a sentence; more are a list, which has a page of its own. */
enum { NAMED_MAX = 12 };

static bool is_town_of(const struct site *site, struct place_id state, uint32_t i)
{
    const struct place *node = &site->lists->places.node[i];
    return node->parent == state.index && node->kind == PLACE_MUNICIPALITY;
}

static uint32_t end_of(const struct site *site, struct place_id state)
{
    return state.index + site->lists->places.node[state.index].span;
}

size_t towns_in(const struct site *site, struct place_id state)
{
    size_t count = 0;
    for (uint32_t i = state.index + 1; i < end_of(site, state); i++)
        count += is_town_of(site, state, i);
    return count;
}

static bool any_told(const struct site *site, struct place_id state)
{
    for (uint32_t i = state.index + 1; i < end_of(site, state); i++)
        if (is_town_of(site, state, i) && site->place_page[i])
            return true;
    return false;
}

bool untold_next(const struct site *site, struct place_id state, struct place_id *at)
{
    if (at->index == state.index && !any_told(site, state))
        return false;
    for (uint32_t i = at->index + 1; i < end_of(site, state); i++) {
        *at = (struct place_id){i};
        if (is_town_of(site, state, i) && !site->place_page[i])
            return true;
    }
    return false;
}

void block_untold(struct page *page, struct place_id state)
{
    const struct catalogue *c = page->catalogue;
    const char *names[NAMED_MAX];
    size_t count = 0;
    for (struct place_id at = state; untold_next(page->site, state, &at); count++)
        if (count < NAMED_MAX)
            names[count] = name_place(page, at);
    if (!count)
        return;
    bool many = count > NAMED_MAX;
    const char *list = say_list(page->arena, c, names, many ? NAMED_MAX - 1 : count);
    view_text(page->view, "untold",
              say(page->arena, c, many ? "untold.many" : "untold.few", (double)count,
                  (struct part[]){
                      {"names", list}, {"n", say_count(page, (double)count)}, {0}}));
    view_text(page->view, "untold_link",
              arena_format(
                  page->arena, "%s#untold",
                  link_to(page, find_state_folder(page->arena, page->site, c,
                                                  (struct subject){.place = state}))));
}

void block_untold_all(struct page *page, struct place_id state)
{
    for (struct place_id at = state; untold_next(page->site, state, &at);) {
        view_flag(page->view, "has_untold", true);
        view_text(view_item(page->view, "untold"), "name", name_place(page, at));
    }
}
