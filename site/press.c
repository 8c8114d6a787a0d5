#include "site/press.h"

#include "base/parallel.h"
#include "site/press_brief.h"

/* A page that is never written: what says sentences and draws charts wants one. */
static struct page page_unwritten(struct arena *arena, struct site *site,
                                  size_t language)
{
    size_t languages = site->config->languages.count;
    const char **folders = arena_array(arena, languages, sizeof *folders);
    for (size_t i = 0; i < languages; i++)
        folders[i] = "";
    return (struct page){.site = site,
                         .arena = arena,
                         .language = language,
                         .catalogue = site->catalogues[language],
                         .folders = folders,
                         .folder = site->config->languages.tag[language],
                         .root = "../",
                         .view = view_new(arena)};
}

static const char *brief_path(struct arena *arena, const struct site *site,
                              size_t language)
{
    return arena_format(arena, "data/press/brief.%s.pdf",
                        site->config->languages.tag[language]);
}

static bool put_brief(void *context, size_t language, struct error *err)
{
    struct site *site = context;
    struct arena arena = {0};
    struct buffer pdf = {0};
    struct page page = page_unwritten(&arena, site, language);
    bool good = (press_brief(&page, &pdf, err) &&
                 tree_put(site->tree, brief_path(&arena, site, language),
                          buffer_all(&pdf), err)) ||
                fail_while(err, "the press brief");
    buffer_free(&pdf);
    arena_free(&arena);
    return good;
}

bool press_put(struct site *site, struct error *err)
{
    return parallel_each(site->config->languages.count, put_brief, site, err);
}

/* "312 kB" */
static const char *say_kilobytes(const struct page *page, size_t bytes)
{
    return say(page->arena, page->catalogue, "press.kilobytes", 0,
               (struct part[]){{"n", say_number(page->arena, page->catalogue,
                                                (double)((bytes + 999) / 1000), 0)},
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
}
