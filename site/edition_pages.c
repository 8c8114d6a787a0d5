/* Pages are independent of each other, so all threads make them, and the files beside
 * them are one more thing to make: a long one, so it is the first. */
#include "site/edition_pages.h"

#include "base/parallel.h"
#include "site/page_again.h"
#include "site/pages.h"
#include "site/sitemap.h"

#include <stdlib.h>

static void once(struct site *site, add_function *add, void *list)
{
    add(list, (struct subject){.place = site->country, .offence = {NO_INDEX}});
}

/* In the order of the sitemap. */
static const struct page_kind KINDS[] = {
    {"home", home_each, home_folder, home_fill, true},
    {"place", place_each, place_folder, place_fill, false},
    {"region", region_each, place_folder, region_fill, false},
    {"offence", offence_each, offence_folder, offence_fill, false},
    {"offence_within", offence_within_each, offence_folder, offence_within_fill, false},
    {"place_offence", place_offence_each, place_offence_folder, place_offence_fill,
     false},
    {"theme", theme_each, theme_folder, theme_fill, false},
    {"source", source_each, source_folder, source_fill, true},
    {"places", once, places_folder, places_fill, false},
    {"offences", once, offences_folder, offences_fill, false},
    {"themes", once, themes_folder, themes_fill, false},
    {"sources", once, sources_folder, sources_fill, false},
    {"methods", once, methods_folder, methods_fill, false},
    {"about", once, about_folder, about_fill, false},
    {"data", once, data_folder, data_fill, true},
    {"dictionary", once, dictionary_folder, dictionary_fill, false},
    {"revisions", once, revisions_folder, revisions_fill, false},
    {"versions", versions_each, versions_folder, versions_fill, false},
    {"receipts", once, receipts_folder, receipts_fill, true},
    {"receipt", receipt_each, receipt_folder, receipt_fill, true},
    {"coverage", once, coverage_folder, coverage_fill, false},
    {"calendar", once, calendar_folder, calendar_fill, false},
    {"tips", once, tips_folder, tips_fill, true},
    {"iccs", once, iccs_folder, iccs_fill, true},
    {"world", world_each, world_folder, world_fill, false},
    {"find", once, find_folder, find_fill, false},
    {"find_state", find_state_each, find_state_folder, find_state_fill, false},
    {"explore", once, explore_folder, explore_fill, false},
    {"compare", once, compare_folder, compare_fill, false},
    {"compare_offence", compare_offence_each, compare_offence_folder,
     compare_offence_fill, false},
    {"compare_place", compare_place_each, compare_place_folder, compare_place_fill,
     false},
};

/* One page to be made, in every language: the first one writes what the others link
 * to. */
struct job {
    const struct page_kind *kind;
    struct subject subject;
    struct day newest; /* of the files behind its figures, once it is made */
};

struct jobs {
    struct site *site;
    const struct page_kind *kind;
    struct job *job;
    size_t count, capacity;
    const struct progress *progress;
    atomic_size_t done;
};

static void add_job(void *list, struct subject subject)
{
    struct jobs *jobs = list;
    if (jobs->count == jobs->capacity) {
        jobs->capacity = 2 * jobs->capacity + 64;
        jobs->job =
            memory_or_die(realloc(jobs->job, jobs->capacity * sizeof *jobs->job));
    }
    jobs->job[jobs->count++] = (struct job){jobs->kind, subject, {0}};
}

/* "../" for each step from the page's folder to the root. */
static const char *root_from(struct arena *arena, const char *folder)
{
    struct buffer path = {0};
    buffer_string(&path, "../");
    for (const char *c = folder; *c; c++)
        if (*c == '/')
            buffer_string(&path, "../");
    const char *root = arena_copy(arena, buffer_all(&path)).at;
    buffer_free(&path);
    return root;
}

/* A nation has thousands of towns: their pages come with smaller pictures, and with
 * smaller downloads. */
static bool is_one_of_many(const struct site *site, struct subject subject)
{
    return subject.place.index != NO_INDEX &&
           place_node(site->lists, subject.place)->kind > PLACE_STATE;
}

static bool is_page_of_town(const struct site *site, const struct job *job)
{
    return job->kind->fill == place_fill && is_one_of_many(site, job->subject);
}

/* What the pages of one subject, in all languages, share while they are made. */
struct making {
    struct strand_store *strands;
    bool is_town; /* made from its reads alone */
    struct reads reads;
    struct page_known known;
};

static void page_start(struct page *page, struct arena *arena, struct site *site,
                       const struct job *job, struct making *making, size_t language)
{
    size_t languages = site->config->languages.count;
    const char **folders = arena_array(arena, languages, sizeof *folders);
    for (size_t i = 0; i < languages; i++)
        folders[i] = job->kind->folder(arena, site, site->catalogues[i], job->subject);
    const char *tag = site->config->languages.tag[language];
    const char *own = folders[language];
    *page = (struct page){
        .site = site,
        .arena = arena,
        .subject = &job->subject,
        .language = language,
        .catalogue = site->catalogues[language],
        .folders = folders,
        .folder = *own ? arena_format(arena, "%s/%s", tag, own) : tag,
        .template_ = job->kind->template_,
        .view = view_new(arena),
        .strands = making->strands,
        .reads = making->is_town ? &making->reads : NULL,
        .one_of_many = is_one_of_many(site, job->subject),
    };
    if (job->subject.holding && job->subject.holding->current)
        page_from(page, job->subject.holding->current);
    page->root = root_from(arena, page->folder);
}

/* So many more pages are there. */
static void tell(struct jobs *jobs, size_t pages)
{
    size_t done = atomic_fetch_add(&jobs->done, pages) + pages;
    size_t all = jobs->count * jobs->site->config->languages.count;
    if (jobs->progress && jobs->progress->step)
        jobs->progress->step(jobs->progress->context, "pages", done, all);
}

static bool make_one(struct jobs *jobs, struct job *job, struct making *making,
                     size_t language, struct error *err)
{
    struct arena arena = {0};
    struct page page;
    struct figures figures = figures_none(jobs->site->lists);
    page_start(&page, &arena, jobs->site, job, making, language);
    page.figures = language == 0 ? &figures : NULL;
    bool ok = (job->kind->fill(&page, job->subject, err) && page_write(&page, err)) ||
              fail_while(err, "page %s", page.folder);
    making->known.newest = page.newest;
    making->known.charts += page.charts;
    tell(jobs, 1);
    figures_free(&figures);
    arena_free(&arena);
    return ok;
}

static bool make_all(struct jobs *jobs, struct job *job, struct making *making,
                     struct error *err)
{
    struct arena arena = {0};
    making->strands = strand_store_new(&arena, jobs->site->holdings);
    bool ok = true;
    for (size_t i = 0; ok && i < jobs->site->config->languages.count; i++)
        ok = make_one(jobs, job, making, i, err);
    arena_free(&arena);
    return ok;
}

/* A town's pages are taken over where they would come out the same. */
static bool make_town(struct jobs *jobs, struct job *job, struct making *making,
                      struct error *err)
{
    const struct site *site = jobs->site;
    const char *name = folder_place(site, job->subject.place);
    struct sha256 made_of;
    making->is_town = true;
    making->reads = reads_of_town(site, job->subject.place);
    bool known = page_made_of(site, &making->reads, name, &made_of), again = false;
    if (known && !pages_again(site, name, &made_of, &again, &making->known, err))
        return false;
    if (again) {
        tell(jobs, site->config->languages.count);
        return true;
    }
    tree_group_begin();
    bool ok = make_all(jobs, job, making, err);
    pages_keep(site, name, ok && known && !making->reads.beyond ? &made_of : NULL,
               &making->known);
    return ok;
}

static bool make_page(void *context, size_t index, struct error *err)
{
    struct jobs *jobs = context;
    struct job *job = &jobs->job[index];
    struct making making = {0};
    bool ok = is_page_of_town(jobs->site, job) ? make_town(jobs, job, &making, err)
                                               : make_all(jobs, job, &making, err);
    job->newest = making.known.newest;
    atomic_fetch_add(&jobs->site->charts, making.known.charts);
    return ok;
}

/* Where search engines find every page, each with all its languages. */
static bool make_sitemap(const struct jobs *jobs, struct error *err)
{
    struct site *site = jobs->site;
    struct arena arena = {0};
    size_t languages = site->config->languages.count;
    struct sitemap sitemap = {.site = site};
    const char **folders = arena_array(&arena, languages, sizeof *folders);
    bool ok = true;
    for (size_t i = 0; i < jobs->count && ok; i++) {
        const struct job *job = &jobs->job[i];
        for (size_t j = 0; j < languages; j++)
            folders[j] =
                job->kind->folder(&arena, site, site->catalogues[j], job->subject);
        ok = sitemap_add(&sitemap, folders, job->newest, err);
    }
    ok = ok && sitemap_end(&sitemap, err);
    buffer_free(&sitemap.part);
    buffer_free(&sitemap.index);
    arena_free(&arena);
    return ok;
}

/* Some of the pages, and what is made with them. */
struct pass {
    struct jobs *jobs;
    size_t *page; /* places in jobs */
    size_t pages;
    bool (*files)(struct site *site, struct error *err); /* NULL: no files */
};

static bool make_either(void *context, size_t index, struct error *err)
{
    const struct pass *pass = context;
    if (pass->files && index == 0)
        return pass->files(pass->jobs->site, err);
    return make_page(pass->jobs, pass->page[index - (pass->files != NULL)], err);
}

static bool make_pass(struct pass *pass, struct error *err)
{
    return parallel_each(pass->pages + (pass->files != NULL), make_either, pass, err);
}

static struct pass choose(struct arena *arena, struct jobs *jobs, bool after_files)
{
    struct pass pass = {jobs, arena_array(arena, jobs->count, sizeof *pass.page), 0,
                        NULL};
    for (size_t i = 0; i < jobs->count; i++)
        if (jobs->job[i].kind->after_files == after_files)
            pass.page[pass.pages++] = i;
    return pass;
}

bool pages_make(struct site *site, const struct progress *progress,
                bool (*files)(struct site *site, struct error *err), size_t *pages,
                struct error *err)
{
    struct arena arena = {0};
    struct jobs jobs = {.site = site, .progress = progress};
    site->ground = ground_of(site);
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
        jobs.kind = &KINDS[i];
        KINDS[i].each(site, add_job, &jobs);
    }
    struct pass first = choose(&arena, &jobs, false),
                second = choose(&arena, &jobs, true);
    first.files = files;
    bool good = make_pass(&first, err) &&
                datasets_measure(site->datasets, site->tree, err) &&
                make_pass(&second, err) && make_sitemap(&jobs, err);
    *pages = jobs.count * site->config->languages.count;
    free(jobs.job);
    arena_free(&arena);
    return good;
}
