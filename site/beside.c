#include "site/beside.h"

#include "base/file.h"
#include "render/paint.h"
#include "site/scripts.h"
#include "site/sitemap.h"

#include <string.h>

enum { ASSET_BYTES_MAX = 1 << 20 };

static bool copy_file(struct site *site, const char *from, const char *to,
                      struct error *err)
{
    struct arena arena = {0};
    struct text bytes;
    bool ok = file_read(&arena, path_join(&arena, site->config->share, from),
                        ASSET_BYTES_MAX, &bytes, err) &&
              tree_put(site->tree, to, bytes, err);
    arena_free(&arena);
    return ok;
}

/* The style sheet is ours followed by the painter's colours. */
static bool make_style(struct site *site, struct error *err)
{
    struct arena arena = {0};
    struct buffer style = {0};
    struct text bytes;
    bool ok = file_read(&arena,
                        path_join(&arena, site->config->share, "site/assets/style.css"),
                        ASSET_BYTES_MAX, &bytes, err);
    if (ok) {
        buffer_text(&style, bytes);
        buffer_text(&style, paint_style());
        ok = tree_put(site->tree, "style.css", buffer_all(&style), err);
    }
    buffer_free(&style);
    arena_free(&arena);
    return ok;
}

/* The path of an address: "/crime/" of "https://example.org/crime/". A page that a
 * server shows at any depth starts its links with it; unknown, it is the top. */
static const char *path_of(const char *address)
{
    const char *host = strstr(address, "://");
    const char *path = host ? strchr(host + 3, '/') : NULL;
    return path ? path : "/";
}

/* A way on from the page of what is not there; path NULL is a language's front page. */
static void add_way(struct view *item, struct arena *arena,
                    const struct catalogue *catalogue, const char *name,
                    const char *path)
{
    view_text(item, "way", word(catalogue, name));
    view_text(item, "link",
              arena_format(arena, "%s/%s%sindex.html", catalogue_tag(catalogue),
                           path ? word(catalogue, path) : "", path ? "/" : ""));
}

/* Pages outside any language: the door, and what a server shows when lost. */
static bool make_plain_page(struct site *site, const char *template_, const char *path,
                            const char *root, struct error *err)
{
    struct arena arena = {0};
    struct view *view = view_new(&arena);
    struct buffer out = {0};
    view_text(view, "locale", catalogue_locale(site->catalogues[0]));
    view_flag(view, "synthetic", site->synthetic);
    view_text(view, "site_title", site->config->title.in[0]);
    view_text(view, "root", root);
    for (size_t i = 0; i < site->config->languages.count; i++) {
        const struct catalogue *catalogue = site->catalogues[i];
        struct view *item = view_item(view, "languages");
        view_text(item, "tag", catalogue_locale(catalogue));
        view_text(item, "name", word(catalogue, "language.name"));
        view_text(item, "link",
                  arena_format(&arena, "%s/index.html", catalogue_tag(catalogue)));
        view_text(item, "made_up",
                  site->synthetic ? word(catalogue, "synthetic.banner") : "");
        struct part country[] = {
            {"country", place_node(site->lists, site->country)->name.in[i]}, {0}};
        view_text(item, "door", say(&arena, catalogue, "door.sentence", 0, country));
        view_text(item, "lost", word(catalogue, "lost.sentence"));
        view_text(item, "short", catalogue_tag(catalogue));
        view_text(item, "find_label", word(catalogue, "find.label"));
        view_text(item, "find_hint", word(catalogue, "find.placeholder"));
        view_text(item, "find_button", word(catalogue, "find.button"));
        view_text(item, "find_link",
                  arena_format(&arena, "%s/%s/index.html", catalogue_tag(catalogue),
                               word(catalogue, "path.find")));
        add_way(view_item(item, "ways"), &arena, catalogue, "crumbs.home", NULL);
        add_way(view_item(item, "ways"), &arena, catalogue, "nav.places",
                "path.places");
        add_way(view_item(item, "ways"), &arena, catalogue, "nav.offences",
                "path.offences");
    }
    view_text(view, "first",
              arena_format(&arena, "%s/index.html", site->config->languages.tag[0]));
    bool ok = template_render(site->templates, template_, site->catalogues[0], view,
                              &out, err) &&
              tree_put(site->tree, path, buffer_all(&out), err);
    buffer_free(&out);
    arena_free(&arena);
    return ok;
}

/* No index may take made-up figures for real ones, nor may whoever copies the data. */
static bool make_warnings(struct site *site, struct error *err)
{
    struct buffer words = {0};
    bool ok = true;
    for (size_t i = 0; site->synthetic && i < site->config->languages.count; i++)
        buffer_format(&words, "%s\n", word(site->catalogues[i], "synthetic.banner"));
    if (site->synthetic)
        ok = tree_put(site->tree, "SYNTHETIC.txt", buffer_all(&words), err) &&
             tree_put(site->tree, "data/SYNTHETIC.txt", buffer_all(&words), err);
    buffer_free(&words);
    return ok;
}

bool beside_put(struct site *site, struct error *err)
{
    return make_warnings(site, err) && robots_put(site, err) && make_style(site, err) &&
           scripts_put(site, err) &&
           copy_file(site, "site/assets/icon.svg", "icon.svg", err) &&
           make_plain_page(site, "door", "index.html", "", err) &&
           make_plain_page(site, "404", "404.html", path_of(site->config->base_url),
                           err);
}
