#include "site/press.h"

#include "base/parallel.h"
#include "site/press_brief.h"
#include "site/press_kit.h"

#include <math.h>

static const char KIT_PATH[] = "data/press/kit.zip";

static const char *brief_path(struct arena *arena, const struct site *site,
                              size_t language)
{
    return arena_format(arena, "data/press/brief.%s.pdf",
                        site->config->languages.tag[language]);
}

/* One language's part of the kit. */
struct part_of_kit {
    struct site *site;
    struct arena *arena;   /* by language */
    struct press_kit *kit; /* by language */
};

static bool make_part(void *context, size_t language, struct error *err)
{
    struct part_of_kit *parts = context;
    struct site *site = parts->site;
    struct buffer pdf = {0};
    struct page page = page_unwritten(&parts->arena[language], site, language);
    bool good = (press_brief(&page, &pdf, err) &&
                 tree_put(site->tree, brief_path(page.arena, site, language),
                          buffer_all(&pdf), err) &&
                 press_kit_fill(&parts->kit[language], &page, buffer_all(&pdf), err)) ||
                fail_while(err, "the press kit");
    buffer_free(&pdf);
    return good;
}

/* What is in it is known once every language has put in its own. */
static bool put_kit(struct part_of_kit *parts, size_t languages, struct error *err)
{
    struct page *pages = arena_array(&parts->arena[0], languages, sizeof *pages);
    for (size_t i = 0; i < languages; i++)
        pages[i] = page_unwritten(&parts->arena[i], parts->site, i);
    return press_kit_put(parts->kit, pages, languages, KIT_PATH, err);
}

bool press_put(struct site *site, struct error *err)
{
    size_t languages = site->config->languages.count;
    struct arena arena = {0};
    struct part_of_kit parts = {.site = site};
    parts.arena = arena_array(&arena, languages, sizeof *parts.arena);
    parts.kit = arena_array(&arena, languages, sizeof *parts.kit);
    bool good = parallel_each(languages, make_part, &parts, err) &&
                put_kit(&parts, languages, err);
    for (size_t i = 0; i < languages; i++)
        arena_free(&parts.arena[i]);
    arena_free(&arena);
    return good;
}

/* "312 kB" */
static const char *say_kilobytes(const struct page *page, size_t bytes)
{
    return say(page->arena, page->catalogue, "press.kilobytes", 0,
               (struct part[]){{"n", say_number(page->arena, page->catalogue,
                                                ceil((double)bytes / 1000), 0)},
                               {0}});
}

static void add_file(struct page *page, const char *name, const char *key,
                     const char *path)
{
    size_t bytes = 0;
    struct sha256 hash;
    bool made = tree_find(page->site->tree, path, &bytes, &hash);
    view_text(page->view, arena_format(page->arena, "%s_link", name),
              made ? link_file(page, path) : "");
    view_text(page->view, name,
              say(page->arena, page->catalogue, key, 0,
                  (struct part[]){{"size", say_kilobytes(page, bytes)}, {0}}));
}

void block_press(struct page *page)
{
    add_file(page, "press_brief", "press.brief",
             brief_path(page->arena, page->site, page->language));
    add_file(page, "press_kit", "press.kit", KIT_PATH);
}
