/* A theme: what readers ask about, what the files hold of it, and what they do not. */

#include "site/blocks.h"
#include "site/featured.h"
#include "site/pages.h"
#include "site/prose.h"

void theme_each(struct site *site, add_function *add, void *list)
{
    for (size_t i = 0; i < site->lists->themes.count; i++)
        add(list, (struct subject){.place = site->country,
                                   .offence = {NO_INDEX},
                                   .theme = &site->lists->themes.node[i]});
}

const char *theme_folder(struct arena *arena, const struct site *site,
                         const struct catalogue *catalogue, struct subject subject)
{
    (void)site;
    return folder_theme(arena, catalogue, subject.theme);
}

/* Charts of the theme's first offences; the others stand in the list above. */
static bool add_trends(struct page *page, const struct theme *theme, struct error *err)
{
    enum { TRENDS_MAX = 3 };
    size_t drawn = 0;
    for (size_t i = 0; i < theme->offences && drawn < TRENDS_MAX; i++) {
        struct strand strands[STRANDS_MAX];
        size_t count = page_strands(page, page->site->country, theme->offence[i],
                                    page->site->investigations, strands);
        if (!count)
            continue;
        struct part parts[] = {{"offence", name_offence(page, theme->offence[i])},
                               {"in_place", in_place(page, page->site->country)},
                               {0}};
        const char *title =
            say(page->arena, page->catalogue, "chart.trend_title", 0, parts);
        if (!block_trend(page, "trends", drawn ? NULL : "grafica", strands, count,
                         say_finding(page, strands, count, title), err))
            return false;
        drawn++;
    }
    return true;
}

/* One source may serve many of a theme's offences; name it once. */
static void add_sources(struct page *page, const struct theme *theme)
{
    const struct holdings *holdings = page->site->holdings;
    bool *used = arena_array(page->arena, holdings->count, sizeof *used);
    for (size_t i = 0; i < theme->offences; i++) {
        struct strand strands[STRANDS_MAX];
        size_t count = page_strands(page, page->site->country, theme->offence[i],
                                    page->site->investigations, strands);
        for (size_t j = 0; j < count; j++) {
            used[strands[j].holding - holdings->holding] = true;
            download_add(page, &strands[j]);
        }
    }
    for (size_t i = 0; i < holdings->count; i++)
        if (used[i])
            block_source(page, &holdings->holding[i]);
}

static const char *theme_lead(struct page *page, const struct theme *theme)
{
    for (size_t i = 0; i < theme->offences; i++) {
        struct strand strands[STRANDS_MAX];
        size_t count = page_strands(page, page->site->country, theme->offence[i],
                                    page->site->investigations, strands);
        if (!count)
            continue;
        struct tally tally = strand_newest(&strands[count - 1]);
        return say_opening(page, &strands[count - 1], &tally);
    }
    struct part parts[] = {{"in_place", in_place(page, page->site->country)}, {0}};
    for (size_t i = 0; i < theme->offences; i++)
        if (has_page_offence(page->site, theme->offence[i]))
            return say(page->arena, page->catalogue, "theme.around", 0, parts);
    return word(page->catalogue, "theme.nothing");
}

/* Offences that have a page, for where the country has figures of none. */
static void add_around(struct page *page, const struct theme *theme)
{
    for (size_t i = 0; i < theme->offences; i++) {
        const char *link = link_offence(page, theme->offence[i]);
        if (!link)
            continue;
        view_flag(page->view, "has_around", true);
        struct view *item = view_item(page->view, "around");
        view_text(item, "around", name_offence(page, theme->offence[i]));
        view_text(item, "around_link", link);
    }
}

bool theme_fill(struct page *page, struct subject subject, struct error *err)
{
    const struct theme *theme = subject.theme;
    const char *own = in_language(page, &theme->lead);
    const char *lead = *own ? own : theme_lead(page, theme);
    const char *name = in_language(page, &theme->name);
    page_title(page,
               say(page->arena, page->catalogue, "theme.title", 0,
                   (struct part[]){{"theme", name}, {0}}),
               lead);
    view_text(page->view, "heading", name);
    page_crumb(page, word(page->catalogue, "nav.themes"),
               link_to(page, word(page->catalogue, "path.themes")));
    page_crumb(page, name, NULL);
    view_text(page->view, "lead", lead);
    view_text(page->view, "about", in_language(page, &theme->about));
    view_text(page->view, "silent", in_language(page, &theme->silent));
    add_sources(page, theme);
    add_around(page, theme);
    block_limits(page);
    return featured_list(page, page->site->country, theme->offence, theme->offences,
                         err) &&
           add_trends(page, theme, err) && block_card(page, name, lead, NULL, err);
}
