#include "site/dataset.h"

#include "site/site.h"

#include <pthread.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

/* One slug: its names may come before its description, and files from several. */
struct described {
    struct dataset dataset; /* .slug first of all: it is what entries are sorted by */
    bool added;
    size_t room; /* for files */
};

struct datasets {
    pthread_mutex_t lock;
    struct arena arena; /* under the lock */
    void *root;         /* a tsearch() tree of entries */
    size_t count;       /* of those added */
};

struct datasets *datasets_new(void)
{
    struct datasets *datasets = memory_or_die(calloc(1, sizeof *datasets));
    pthread_mutex_init(&datasets->lock, NULL);
    return datasets;
}

static void keep(void *entry) { (void)entry; }

void datasets_free(struct datasets *datasets)
{
    if (!datasets)
        return;
    tdestroy(datasets->root, keep);
    pthread_mutex_destroy(&datasets->lock);
    arena_free(&datasets->arena);
    free(datasets);
}

static int by_slug(const void *a, const void *b)
{
    return strcmp(((const struct described *)a)->dataset.slug,
                  ((const struct described *)b)->dataset.slug);
}

static struct described *look(struct datasets *datasets, const char *slug)
{
    struct described wanted = {.dataset.slug = slug};
    struct described **found = tfind(&wanted, &datasets->root, by_slug);
    return found ? *found : NULL;
}

static const char *copy(struct datasets *datasets, const char *string)
{
    return string ? arena_copy(&datasets->arena, text_of(string)).at : NULL;
}

static struct described *look_or_make(struct datasets *datasets, const char *slug)
{
    struct described *entry = look(datasets, slug);
    if (entry)
        return entry;
    entry = arena_take(&datasets->arena, sizeof *entry);
    entry->dataset.slug = copy(datasets, slug);
    memory_or_die(tsearch(entry, &datasets->root, by_slug));
    return entry;
}

static void copy_names(struct datasets *datasets, const struct names *from,
                       struct names *to)
{
    for (size_t i = 0; i < LANGUAGES_MAX; i++)
        if (from->in[i])
            to->in[i] = copy(datasets, from->in[i]);
}

static void add_file(struct datasets *datasets, struct described *entry,
                     const struct dataset_file *file)
{
    struct dataset *dataset = &entry->dataset;
    if (dataset->files == entry->room) {
        entry->room = entry->room ? 2 * entry->room : 4;
        struct dataset_file *more =
            arena_array(&datasets->arena, entry->room, sizeof *more);
        if (dataset->files)
            memcpy(more, dataset->file, dataset->files * sizeof *more);
        dataset->file = more;
    }
    struct dataset_file *own = &dataset->file[dataset->files++];
    *own = *file;
    own->path = copy(datasets, file->path);
    own->format = copy(datasets, file->format);
    own->media = copy(datasets, file->media);
    own->part = copy(datasets, file->part);
}

static void describe(struct datasets *datasets, struct described *entry,
                     const struct dataset *dataset)
{
    struct dataset *own = &entry->dataset;
    own->kind = dataset->kind;
    copy_names(datasets, &dataset->title, &own->title);
    copy_names(datasets, &dataset->about, &own->about);
    copy_names(datasets, &dataset->page, &own->page);
    own->table = dataset->table;
    own->rows = dataset->rows;
    own->extent = dataset->extent;
    own->sources = dataset->sources;
    own->source =
        arena_array(&datasets->arena, dataset->sources + 1, sizeof *own->source);
    for (size_t i = 0; i < dataset->sources; i++)
        own->source[i] = dataset->source[i];
    for (size_t i = 0; i < dataset->files; i++)
        add_file(datasets, entry, &dataset->file[i]);
    entry->added = true;
    datasets->count++;
}

bool datasets_add(struct datasets *datasets, const struct dataset *dataset,
                  struct error *err)
{
    pthread_mutex_lock(&datasets->lock);
    struct described *entry = look_or_make(datasets, dataset->slug);
    bool good = !entry->added;
    if (good)
        describe(datasets, entry, dataset);
    pthread_mutex_unlock(&datasets->lock);
    return good ||
           fail(err, ERROR_CONTRADICTION, "dataset %s is made twice", dataset->slug);
}

void datasets_add_file(struct datasets *datasets, const char *slug,
                       const struct dataset_file *file)
{
    pthread_mutex_lock(&datasets->lock);
    add_file(datasets, look_or_make(datasets, slug), file);
    pthread_mutex_unlock(&datasets->lock);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct dataset_file *)a)->path,
                  ((const struct dataset_file *)b)->path);
}

static void sort_files(struct dataset *dataset)
{
    if (dataset->files > 1) /* of none there is no array */
        qsort(dataset->file, dataset->files, sizeof *dataset->file, by_path);
}

void datasets_settle(struct datasets *datasets, const char *slug)
{
    pthread_mutex_lock(&datasets->lock);
    struct described *entry = look(datasets, slug);
    if (entry)
        sort_files(&entry->dataset);
    pthread_mutex_unlock(&datasets->lock);
}

void datasets_name(struct datasets *datasets, const char *slug, size_t language,
                   const char *title, const char *about, const char *page)
{
    pthread_mutex_lock(&datasets->lock);
    struct dataset *dataset = &look_or_make(datasets, slug)->dataset;
    dataset->title.in[language] = copy(datasets, title);
    dataset->about.in[language] = copy(datasets, about);
    dataset->page.in[language] = copy(datasets, page);
    pthread_mutex_unlock(&datasets->lock);
}

/* Reading -------------------------------------------------------------------------- */

const struct dataset *datasets_find(struct datasets *datasets, const char *slug)
{
    pthread_mutex_lock(&datasets->lock);
    const struct described *entry = look(datasets, slug);
    pthread_mutex_unlock(&datasets->lock);
    return entry && entry->added ? &entry->dataset : NULL;
}

const struct dataset_file *dataset_format(const struct dataset *dataset,
                                          const char *format)
{
    for (size_t i = 0; i < dataset->files; i++)
        if (strcmp(dataset->file[i].format, format) == 0)
            return &dataset->file[i];
    return NULL;
}

size_t datasets_count(struct datasets *datasets)
{
    pthread_mutex_lock(&datasets->lock);
    size_t count = datasets->count;
    pthread_mutex_unlock(&datasets->lock);
    return count;
}

struct listing {
    bool pages_too;
    size_t count;
    const struct dataset **dataset;
};

static void list_entry(const void *node, VISIT visit, void *context)
{
    struct listing *listing = context;
    struct described *entry = *(struct described *const *)node;
    if ((visit != postorder && visit != leaf) || !entry->added ||
        (!listing->pages_too && entry->dataset.kind == DATASET_PAGE))
        return;
    sort_files(&entry->dataset);
    listing->dataset[listing->count++] = &entry->dataset;
}

static const struct dataset **list(struct arena *arena, struct datasets *datasets,
                                   bool pages_too, size_t *count)
{
    pthread_mutex_lock(&datasets->lock);
    struct listing listing = {
        .pages_too = pages_too,
        .dataset = arena_array(arena, datasets->count + 1, sizeof *listing.dataset)};
    twalk_r(datasets->root, list_entry, &listing);
    pthread_mutex_unlock(&datasets->lock);
    *count = listing.count;
    return listing.dataset;
}

const struct dataset **datasets_beside(struct arena *arena, struct datasets *datasets,
                                       size_t *count)
{
    return list(arena, datasets, false, count);
}

const struct dataset **datasets_list(struct arena *arena, struct datasets *datasets,
                                     size_t *count)
{
    return list(arena, datasets, true, count);
}

bool dataset_file_measure(struct tree *tree, struct dataset_file *file,
                          struct error *err)
{
    return tree_find(tree, file->path, &file->bytes, &file->sha256) ||
           fail(err, ERROR_CONTRADICTION, "%s was told of but not written", file->path);
}

bool datasets_measure(struct datasets *datasets, struct tree *tree, struct error *err)
{
    struct arena arena = {0};
    size_t count;
    const struct dataset **dataset = datasets_list(&arena, datasets, &count);
    bool good = true;
    for (size_t i = 0; good && i < count; i++)
        for (size_t j = 0; good && j < dataset[i]->files; j++) {
            struct dataset_file *file = &dataset[i]->file[j];
            if (!file->sha256.hex[0])
                good = dataset_file_measure(tree, file, err);
        }
    arena_free(&arena);
    return good;
}
