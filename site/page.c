#include "site/page.h"

#include "base/version.h"
#include "site/blocks.h"
#include "site/exporters.h"
#include "site/feeds.h"
#include "site/linked_data.h"
#include "site/prose.h"

#include <string.h>

size_t page_strands(const struct page *page, struct place_id place,
                    struct offence_id offence, struct measure_id measure,
                    struct strand strands[STRANDS_MAX])
{
    if (page->reads)
        reads_note(page->reads, place);
    return page->strands
               ? strand_store_get(page->strands, (struct key){place, offence, measure},
                                  strands)
               : strands_of(page->arena, page->site->holdings, place, offence, measure,
                            strands);
}

size_t page_victims(const struct page *page, struct place_id place,
                    struct offence_id offence, struct strand strands[STRANDS_MAX])
{
    return tells_of_victims(page->site)
               ? 0
               : page_strands(page, place, offence, page->site->victims, strands);
}

static bool ends_folder(char c) { return c == '\0' || c == '/'; }

/* The bytes of the leading folders that both paths go through. */
static size_t shared_folders(const char *a, const char *b)
{
    size_t shared = 0;
    for (size_t i = 0;; i++) {
        if (ends_folder(a[i]) && ends_folder(b[i]))
            shared = i;
        if (a[i] != b[i] || !a[i])
            return shared;
    }
}

static const char *past_slash(const char *path) { return path + (*path == '/'); }

/* By the shortest way, because a page holds hundreds. */
const char *link_to(const struct page *page, const char *folder)
{
    const char *own = page->folders[page->language];
    size_t shared = shared_folders(folder, own);
    const char *down = past_slash(folder + shared), *left = past_slash(own + shared);
    const char *up = *left ? "../" : "";
    for (; *left; left++)
        if (*left == '/')
            up = arena_format(page->arena, "../%s", up);
    return arena_format(page->arena, "%s%s%sindex.html", up, down, *down ? "/" : "");
}

const char *link_file(const struct page *page, const char *path)
{
    return arena_format(page->arena, "%s%s", page->root, path);
}

const char *folder_place(const struct site *site, struct place_id place)
{
    return place_node(site->lists, place)->path;
}

const char *folder_offence(struct arena *arena, const struct site *site,
                           const struct catalogue *catalogue, struct offence_id offence)
{
    return arena_format(arena, "%s/%s", word(catalogue, "path.offences"),
                        offence_node(site->lists, offence)->code);
}

const char *folder_theme(struct arena *arena, const struct catalogue *catalogue,
                         const struct theme *theme)
{
    return arena_format(arena, "%s/%s", word(catalogue, "path.themes"), theme->code);
}

const char *folder_source(struct arena *arena, const struct catalogue *catalogue,
                          const struct source *source)
{
    return arena_format(arena, "%s/%s", word(catalogue, "path.sources"), source->id);
}

bool has_page_place(const struct site *site, struct place_id place)
{
    return place.index != NO_INDEX && site->place_page[place.index];
}

bool has_page_offence(const struct site *site, struct offence_id offence)
{
    return offence.index != NO_INDEX && site->offence_page[offence.index];
}

bool has_figures_place(const struct site *site, struct place_id place)
{
    return place.index != NO_INDEX && site->place_figures[place.index];
}

size_t figures_within(const struct site *site, struct place_id place)
{
    size_t count = 0;
    uint32_t end = place.index + place_node(site->lists, place)->span;
    for (uint32_t i = place.index; i < end; i++)
        count += site->place_figures[i];
    return count;
}

const char *link_place(const struct page *page, struct place_id place)
{
    if (!has_page_place(page->site, place))
        return NULL;
    return link_to(page, folder_place(page->site, place));
}

const char *link_offence(const struct page *page, struct offence_id offence)
{
    if (!has_page_offence(page->site, offence))
        return NULL;
    return link_to(page,
                   folder_offence(page->arena, page->site, page->catalogue, offence));
}

const char *link_theme(const struct page *page, const struct theme *theme)
{
    return link_to(page, folder_theme(page->arena, page->catalogue, theme));
}

const char *link_source(const struct page *page, const struct source *source)
{
    return link_to(page, folder_source(page->arena, page->catalogue, source));
}

const char *in_language(const struct page *page, const struct names *names)
{
    return names->in[page->language] ? names->in[page->language] : "";
}

const char *name_place(const struct page *page, struct place_id place)
{
    return in_language(page, &place_node(page->site->lists, place)->name);
}

const char *name_offence(const struct page *page, struct offence_id offence)
{
    return in_language(page, &offence_node(page->site->lists, offence)->name);
}

const char *name_offence_until(const struct page *page, struct offence_id offence,
                               struct period last)
{
    const struct offence *node = offence_node(page->site->lists, offence);
    const char *before = in_language(page, &node->before);
    return *before && last.month < node->renamed.month ? before
                                                       : name_offence(page, offence);
}

const char *name_offence_in(const struct page *page, struct offence_id offence,
                            const struct holding *holding)
{
    struct period first, last;
    if (!holding->current || !cube_range(holding->current->cube, &first, &last))
        return name_offence(page, offence);
    return name_offence_until(page, offence, last);
}

const char *depth_offence(const struct page *page, struct offence_id offence)
{
    static const char *const NAMES[] = {"d1", "d2", "d3"};
    const struct offence *node = page->site->lists->offences.node;
    size_t depth = 0;
    for (uint32_t i = node[offence.index].parent;
         i != NO_INDEX && node[i].level > OFFENCE_GROUP; i = node[i].parent)
        depth += page->site->offence_page[i] && depth < 2;
    return NAMES[depth];
}

const char *name_methodology(const struct page *page, const struct methodology *m)
{
    return in_language(page, &m->name);
}

void page_title(struct page *page, const char *heading, const char *summary)
{
    const char *site_title = in_language(page, &page->site->config->title);
    page->heading = heading;
    page->summary = summary;
    view_text(page->view, "heading", heading);
    view_text(page->view, "summary", summary);
    view_text(page->view, "title",
              strcmp(heading, site_title) == 0
                  ? site_title
                  : arena_format(page->arena, "%s · %s", heading, site_title));
}

void page_crumb(struct page *page, const char *name, const char *link)
{
    struct view *crumb = view_item(page->view, "crumbs");
    view_text(crumb, "name", name);
    view_flag(page->view, "has_crumbs", true);
    if (link)
        view_text(crumb, "link", link);
    else
        view_flag(crumb, "here", true);
}

static void crumbs_to(struct page *page, struct place_id place, struct place_id here)
{
    const struct place *node = place_node(page->site->lists, place);
    if (node->parent != NO_INDEX) {
        struct place_id parent = {node->parent};
        crumbs_to(page, parent, here);
    }
    page_crumb(page, name_place(page, place),
               place.index == here.index ? NULL : link_place(page, place));
}

void page_crumbs_place(struct page *page, struct place_id place)
{
    crumbs_to(page, place, place);
}

void page_crumbs_within(struct page *page, struct place_id place, const char *name)
{
    crumbs_to(page, place, (struct place_id){NO_INDEX});
    page_crumb(page, name, NULL);
}

struct page page_unwritten(struct arena *arena, struct site *site, size_t language)
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

const struct vintage *page_vintage(const struct page *page,
                                   const struct holding *holding)
{
    return page->reads ? reads_since(page->site, page->reads, holding)
                       : holding->current;
}

void page_from(struct page *page, const struct vintage *vintage)
{
    struct day day = vintage->snapshot.provenance.date;
    if (day_compare(day, page->newest) > 0)
        page->newest = day;
}

/* The same page in the other languages. */
static void add_alternates(struct page *page)
{
    const char *const *folders = page->folders;
    const struct languages *languages = &page->site->config->languages;
    const char *base = page->site->config->base_url;
    for (size_t i = 0; i < languages->count; i++) {
        const struct catalogue *other = page->site->catalogues[i];
        const char *tag = languages->tag[i];
        const char *path = *folders[i]
                               ? arena_format(page->arena, "%s/%s/", tag, folders[i])
                               : arena_format(page->arena, "%s/", tag);
        struct view *item =
            view_item(page->view, i == page->language ? "own" : "alternates");
        view_text(item, "tag", catalogue_locale(other));
        view_text(item, "short", tag);
        view_text(item, "name", word(other, "language.name"));
        view_text(item, "link",
                  arena_format(page->arena, "%s%sindex.html", page->root, path));
        if (!*base)
            continue;
        const char *address = arena_format(page->arena, "%s%s", base, path);
        view_text(item, "address", address);
        if (i == 0 && languages->count > 1)
            view_text(page->view, "any_language", address);
    }
}

/* Names, links and words that the frame of every page uses. */
static void add_frame(struct page *page)
{
    struct view *view = page->view;
    const struct catalogue *catalogue = page->catalogue;
    view_text(view, "root", page->root);
    view_flag(view, "synthetic", page->site->synthetic);
    view_flag(view, "only_victims", tells_of_victims(page->site));
    view_flag(view, "has_places", page->site->place_page[page->site->country.index]);
    view_text(view, "locale", catalogue_locale(catalogue));
    /* What is told of one country alone stands in {{#country_mx}}. */
    view_flag(view,
              arena_format(page->arena, "country_%s",
                           place_node(page->site->lists, page->site->country)->code),
              true);
    view_text(view, "site_title", in_language(page, &page->site->config->title));
    view_text(view, "home", link_to(page, ""));
    static const char *const NAVIGATION[] = {"places",  "offences", "themes", "compare",
                                             "explore", "methods",  "data"};
    for (size_t i = 0; i < sizeof NAVIGATION / sizeof *NAVIGATION; i++) {
        struct view *item = view_item(view, "navigation");
        const char *folder =
            word(catalogue, arena_format(page->arena, "path.%s", NAVIGATION[i]));
        view_text(item, "link", link_to(page, folder));
        view_text(item, "name",
                  word(catalogue, arena_format(page->arena, "nav.%s", NAVIGATION[i])));
    }
    view_text(view, "about_link", link_to(page, word(catalogue, "path.about")));
    view_text(view, "revisions_link", link_to(page, word(catalogue, "path.revisions")));
    view_text(view, "coverage_link", link_to(page, word(catalogue, "path.coverage")));
    view_text(view, "calendar_link", link_to(page, word(catalogue, "path.calendar")));
    view_text(view, "methods_link", link_to(page, word(catalogue, "path.methods")));
    view_text(view, "sources_link", link_to(page, word(catalogue, "path.sources")));
    view_text(view, "data_link", link_to(page, word(catalogue, "path.data")));
    view_text(view, "find_link", link_to(page, word(catalogue, "path.find")));
    view_text(view, "compare_link", link_to(page, word(catalogue, "path.compare")));
    view_text(view, "tag", catalogue_tag(catalogue));
    view_text(view, "version", CIFRA_VERSION);
    page_feed_releases(page);
}

/* All languages share a download, at the path of the first one's page. */
static const char *slug_of(const struct page *page) { return page->folders[0]; }

/* What the page is about, in the words of a language whose page is not made yet; NULL
 * where only that page knows. */
static const char *name_in(const struct page *page, size_t language)
{
    struct page other = page_unwritten(page->arena, page->site, language);
    const struct subject *subject = page->subject;
    if (strcmp(page->template_, "place") == 0 || strcmp(page->template_, "region") == 0)
        return full_name_place(&other, subject->place);
    if (strcmp(page->template_, "offence") == 0 ||
        strcmp(page->template_, "offence_within") == 0)
        return name_offence(&other, subject->offence);
    return NULL;
}

/* The first language's page writes it, before all others. */
static bool write_download(struct page *page, struct error *err)
{
    if (!page->figures || page->figures->count == 0)
        return true;
    struct dataset dataset = {.slug = slug_of(page),
                              .kind = DATASET_PAGE,
                              .title.in[0] = page->heading,
                              .about.in[0] = page->summary};
    for (size_t i = 1; i < page->site->config->languages.count; i++)
        dataset.title.in[i] = name_in(page, i);
    return figures_put(page->site, &dataset, page->figures,
                       page->one_of_many ? FIGURES_OF_TOWN : FIGURES_OF_PAGE, err);
}

/* Where the page's figures stand for ever. Which edition it is, no page may say: it
 * would be another page in every edition. */
static void add_permanent(struct page *page, const struct dataset *dataset)
{
    const struct dataset_file *csv = dataset_format(dataset, "csv");
    if (!csv)
        return;
    view_text(page->view, "permanent_top", page->site->config->base_url);
    view_text(page->view, "permanent", csv->path);
}

static void add_download(struct page *page)
{
    struct datasets *datasets = page->site->datasets;
    const struct dataset *dataset = datasets_find(datasets, slug_of(page));
    if (!dataset)
        return;
    datasets_name(datasets, slug_of(page), page->language, page->heading, page->summary,
                  page->folders[page->language]);
    view_flag(page->view, "has_download", true);
    view_flag(page->view, "has_workbook", dataset_format(dataset, "xlsx") != NULL);
    block_files(page, page->view, dataset);
    add_permanent(page, dataset);
    linked_data_add(page, dataset);
}

bool page_write(struct page *page, struct error *err)
{
    add_frame(page);
    add_alternates(page);
    sources_date(page);
    if (!write_download(page, err))
        return false;
    add_download(page);
    struct buffer out = {0};
    bool ok = template_render(page->site->templates, page->template_, page->catalogue,
                              page->view, &out, err) &&
              tree_put(page->site->tree,
                       arena_format(page->arena, "%s/index.html", page->folder),
                       buffer_all(&out), err);
    buffer_free(&out);
    return ok;
}
