#include "site/sitemap.h"

#include "render/svg_write.h"

static const char XML[] = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
static const char SPACE[] = "http://www.sitemaps.org/schemas/sitemap/0.9";

static bool is_wanted(const struct site *site)
{
    return *site->config->base_url && !site->synthetic;
}

static void write_day(struct buffer *out, struct day day)
{
    if (day.month)
        buffer_format(out, "<lastmod>%04d-%02d-%02d</lastmod>", day.year, day.month,
                      day.day);
}

/* An address as XML text or inside quotes; the same as the page's canonical one. */
static void write_address(struct buffer *out, const struct site *site, size_t language,
                          const char *folder)
{
    svg_escape(out, site->config->base_url);
    svg_escape(out, site->config->languages.tag[language]);
    buffer_char(out, '/');
    svg_escape(out, folder);
    if (*folder)
        buffer_char(out, '/');
}

static void write_alternate(struct buffer *out, const struct site *site,
                            const char *name, size_t language, const char *folder)
{
    buffer_string(out, "<xhtml:link rel=\"alternate\"");
    svg_attribute(out, "hreflang", name);
    buffer_string(out, " href=\"");
    write_address(out, site, language, folder);
    buffer_string(out, "\"/>");
}

static bool end_part(struct sitemap *sitemap, struct error *err)
{
    struct site *site = sitemap->site;
    struct arena arena = {0};
    const char *path = arena_format(&arena, "sitemap/%zu.xml", ++sitemap->parts);
    buffer_string(&sitemap->part, "</urlset>\n");
    buffer_string(&sitemap->index, "<sitemap><loc>");
    svg_escape(&sitemap->index, site->config->base_url);
    buffer_format(&sitemap->index, "%s</loc>", path);
    write_day(&sitemap->index, sitemap->newest);
    buffer_string(&sitemap->index, "</sitemap>\n");
    bool ok = tree_put(site->tree, path, buffer_all(&sitemap->part), err);
    buffer_clear(&sitemap->part);
    sitemap->pages = 0;
    sitemap->newest = (struct day){0};
    arena_free(&arena);
    return ok;
}

static bool is_full(const struct sitemap *sitemap)
{
    size_t most = sitemap->pages_max ? sitemap->pages_max : SITEMAP_PAGES_MAX;
    return sitemap->pages >= most || sitemap->part.length >= SITEMAP_BYTES_MAX;
}

static bool add_page(struct sitemap *sitemap, const char *const *folders,
                     size_t language, struct day newest, struct error *err)
{
    const struct site *site = sitemap->site;
    size_t languages = site->config->languages.count;
    struct buffer *out = &sitemap->part;
    if (sitemap->pages > 0 && is_full(sitemap) && !end_part(sitemap, err))
        return false;
    if (sitemap->pages++ == 0)
        buffer_format(out,
                      "%s<urlset xmlns=\"%s\" "
                      "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
                      XML, SPACE);
    buffer_string(out, "<url><loc>");
    write_address(out, site, language, folders[language]);
    buffer_string(out, "</loc>");
    write_day(out, newest);
    for (size_t i = 0; i < languages && languages > 1; i++)
        write_alternate(out, site, catalogue_locale(site->catalogues[i]), i,
                        folders[i]);
    if (languages > 1)
        write_alternate(out, site, "x-default", 0, folders[0]);
    buffer_string(out, "</url>\n");
    if (day_compare(newest, sitemap->newest) > 0)
        sitemap->newest = newest;
    return true;
}

bool sitemap_add(struct sitemap *sitemap, const char *const *folders, struct day newest,
                 struct error *err)
{
    size_t languages = sitemap->site->config->languages.count;
    for (size_t i = 0; i < languages && is_wanted(sitemap->site); i++)
        if (!add_page(sitemap, folders, i, newest, err))
            return false;
    return true;
}

bool sitemap_end(struct sitemap *sitemap, struct error *err)
{
    struct buffer out = {0};
    bool ok = sitemap->pages == 0 || end_part(sitemap, err);
    if (ok && sitemap->parts > 0) {
        buffer_format(&out, "%s<sitemapindex xmlns=\"%s\">\n", XML, SPACE);
        buffer_text(&out, buffer_all(&sitemap->index));
        buffer_string(&out, "</sitemapindex>\n");
        ok = tree_put(sitemap->site->tree, "sitemap.xml", buffer_all(&out), err);
    }
    buffer_free(&out);
    return ok;
}

bool robots_put(struct site *site, struct error *err)
{
    struct buffer out = {0};
    /* No index may take made-up figures for real ones. */
    buffer_string(&out, site->synthetic ? "User-agent: *\nDisallow: /\n"
                                        : "User-agent: *\nAllow: /\n");
    if (is_wanted(site))
        buffer_format(&out, "\nSitemap: %ssitemap.xml\n", site->config->base_url);
    bool ok = tree_put(site->tree, "robots.txt", buffer_all(&out), err);
    buffer_free(&out);
    return ok;
}
