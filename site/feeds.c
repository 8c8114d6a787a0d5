#include "site/feeds.h"

#include "base/parallel.h"
#include "site/feed_news.h"
#include "site/prose.h"

#include <string.h>

/* One feed to be made: of a place, or what `fill` tells. */
struct asked {
    const char *id, *folder, *title;
    void (*fill)(struct news *news); /* NULL: of the place */
    struct place_id place;
};

static const char *feed_path(struct arena *arena, const struct page *page,
                             const char *folder)
{
    return arena_format(arena, "%s/%s%sfeed.atom",
                        page->site->config->languages.tag[page->language], folder,
                        *folder ? "/" : "");
}

static const char *title_place(const struct page *page, struct place_id place)
{
    return say(page->arena, page->catalogue, "feed.place", 0,
               (struct part[]){{"of_place", of_place(page, place)}, {0}});
}

static void add_feed(struct page *page, const char *folder, const char *title)
{
    struct view *item = view_item(page->view, "feeds");
    view_text(item, "feed_title", title);
    view_text(item, "feed_link", link_file(page, feed_path(page->arena, page, folder)));
}

void page_feed_releases(struct page *page)
{
    add_feed(page, "", word(page->catalogue, "feed.releases"));
}

static const char *title_of(const struct page *page, const char *path)
{
    return word(page->catalogue,
                strcmp(path, "path.tips") == 0 ? "feed.tips" : "feed.revisions");
}

void page_feed_of(struct page *page, const char *path)
{
    add_feed(page, word(page->catalogue, path), title_of(page, path));
}

static bool has_feed(const struct site *site, struct place_id place)
{
    return has_page_place(site, place) &&
           place_node(site->lists, place)->kind <= PLACE_STATE;
}

void page_feed_place(struct page *page, struct place_id place)
{
    if (place_node(page->site->lists, place)->kind == PLACE_MUNICIPALITY)
        place.index = place_node(page->site->lists, place)->parent;
    if (place.index != NO_INDEX && has_feed(page->site, place))
        add_feed(page, folder_place(page->site, place), title_place(page, place));
}

static const char *author_of(const struct page *page)
{
    const struct config *config = page->site->config;
    const char *operator_name = in_language(page, &config->operator_name);
    return *operator_name ? operator_name : in_language(page, &config->title);
}

static bool put(struct page *page, const struct asked *asked, struct error *err)
{
    const struct site *site = page->site;
    const char *path = feed_path(page->arena, page, asked->folder);
    const char *base = site->config->base_url;
    const char **folders =
        arena_array(page->arena, page->language + 1, sizeof *folders);
    folders[page->language] = asked->folder; /* links start from here */
    page->folders = folders;
    struct news news = {
        .page = page,
        .feed = {.base_url = base,
                 .tag = site->config->languages.tag[page->language],
                 .locale = catalogue_locale(page->catalogue),
                 .id = asked->id,
                 .title = arena_format(page->arena, "%s · %s",
                                       in_language(page, &site->config->title),
                                       asked->title),
                 .author = author_of(page),
                 .link = news_link(page, asked->folder),
                 .self = *base ? arena_format(page->arena, "%s%s", base, path) : NULL}};
    day_parse(text_of(site->day), &news.feed.day);
    if (asked->fill)
        asked->fill(&news);
    else
        news_place(&news, asked->place);
    struct buffer out = {0};
    atom_write(&out, &news.feed);
    bool good = tree_put(site->tree, path, buffer_all(&out), err);
    buffer_free(&out);
    return good;
}

static bool put_places(struct page *page, struct error *err)
{
    const struct places *places = &page->site->lists->places;
    for (uint32_t i = 0; i < places->count; i++) {
        struct place_id place = {i};
        if (!has_feed(page->site, place))
            continue;
        const char *folder = folder_place(page->site, place);
        struct asked asked = {.id = arena_format(page->arena, "place/%s", folder),
                              .folder = folder,
                              .title = title_place(page, place),
                              .place = place};
        if (!put(page, &asked, err))
            return false;
    }
    return true;
}

static bool put_language(void *context, size_t language, struct error *err)
{
    struct arena arena = {0};
    struct page page = page_unwritten(&arena, context, language);
    const struct catalogue *c = page.catalogue;
    const struct asked asked[] = {{.id = "releases",
                                   .folder = "",
                                   .title = word(c, "feed.releases"),
                                   .fill = news_releases},
                                  {.id = "revisions",
                                   .folder = word(c, "path.revisions"),
                                   .title = word(c, "feed.revisions"),
                                   .fill = news_revisions},
                                  {.id = "tips",
                                   .folder = word(c, "path.tips"),
                                   .title = word(c, "feed.tips"),
                                   .fill = news_tips}};
    bool good = true;
    for (size_t i = 0; i < sizeof asked / sizeof *asked && good; i++)
        good = put(&page, &asked[i], err);
    good = good && put_places(&page, err);
    arena_free(&arena);
    return good;
}

bool feeds_put(struct site *site, struct error *err)
{
    return parallel_each(site->config->languages.count, put_language, site, err);
}
