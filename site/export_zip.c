#include "site/export_zip.h"

#include "base/parallel.h"
#include "site/databases.h"
#include "site/zip.h"

#include <string.h>

static const char ROOT[] = "data/";

/* The format that a dataset's tables are taken in. */
static const char *format_of(const struct dataset *dataset)
{
    return dataset_format(dataset, "csv-years") ? "csv-years" : "csv";
}

static bool is_table(const struct dataset *dataset, const struct dataset_file *file)
{
    return strcmp(file->format, format_of(dataset)) == 0;
}

static struct zip_entry *choose(struct arena *arena, const struct site *site,
                                size_t *entries)
{
    size_t count, most = 0;
    const struct dataset **all = datasets_beside(arena, site->datasets, &count);
    for (size_t i = 0; i < count; i++)
        most += all[i]->files;
    struct zip_entry *entry = arena_array(arena, most, sizeof *entry);
    *entries = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < all[i]->files; j++)
            if (is_table(all[i], &all[i]->file[j]))
                entry[(*entries)++] = (struct zip_entry){
                    all[i]->file[j].path + strlen(ROOT), all[i], &all[i]->file[j]};
    return entry;
}

static void add_readmes(struct zip *zip, const struct site *site,
                        const struct zip_entry *entry, size_t entries)
{
    struct buffer out = {0};
    for (size_t i = 0; i < site->config->languages.count; i++) {
        buffer_clear(&out);
        zip_readme(&out, site, i, entry, entries);
        zip_add(zip, word(site->catalogues[i], "zip.readme"), buffer_all(&out));
    }
    buffer_free(&out);
}

struct table_work {
    const struct site *site;
    const struct zip_entry *entry;
    struct zip_packed *packed;
};

static void pack_piece(void *context, struct text piece)
{
    zip_pack_add(context, piece);
}

static bool pack_table(void *context, size_t index, struct error *err)
{
    const struct table_work *work = context;
    struct zip_packed *packed = &work->packed[index];
    zip_pack_start(packed);
    bool good = tree_each_piece(work->site->tree, work->entry[index].file->path,
                                pack_piece, packed, err);
    zip_pack_end(packed);
    return good;
}

/* Packed by all threads, put in order. */
static bool add_tables(struct zip *zip, const struct site *site,
                       const struct zip_entry *entry, size_t entries, struct error *err)
{
    struct arena arena = {0};
    struct table_work work = {site, entry,
                              arena_array(&arena, entries, sizeof *work.packed)};
    bool good = parallel_each(entries, pack_table, &work, err);
    for (size_t i = 0; i < entries; i++)
        zip_put(zip, entry[i].name, &work.packed[i]);
    arena_free(&arena);
    return good;
}

bool zip_export(struct site *site, struct error *err)
{
    struct arena arena = {0};
    struct zip zip = {0};
    size_t entries;
    const struct zip_entry *entry = choose(&arena, site, &entries);
    const struct dataset_file file = {
        .path = "data/" SLUG_ALL ".zip", .format = "zip", .media = "application/zip"};
    add_readmes(&zip, site, entry, entries);
    bool good = add_tables(&zip, site, entry, entries, err);
    const struct buffer *whole = zip_finish(&zip);
    good = good &&
           (!whole->failed ||
            fail(err, ERROR_LIMIT, "%s would be too large", file.path)) &&
           tree_put(site->tree, file.path, buffer_all(whole), err);
    if (good)
        datasets_add_file(site->datasets, SLUG_ALL, &file);
    zip_free(&zip);
    arena_free(&arena);
    return good;
}
