#include "site/dataset.h"
#include "site/export_xlsx.h"
#include "site/site.h"

struct dataset_file dataset_csv(struct arena *arena, const char *slug,
                                const struct dataset_table *table, size_t rows)
{
    return (struct dataset_file){.path = arena_format(arena, "data/%s.csv", slug),
                                 .format = "csv",
                                 .media = "text/csv; charset=utf-8",
                                 .table = table,
                                 .rows = rows};
}

struct names dataset_words(struct arena *arena, const struct site *site,
                           const char *key, const struct names *name)
{
    struct names words = {{0}};
    for (size_t i = 0; i < site->config->languages.count; i++) {
        struct part parts[] = {{"name", name ? name->in[i] : ""}, {0}};
        words.in[i] = say(arena, site->catalogues[i], key, 0, name ? parts : NULL);
    }
    return words;
}

static void add_words(struct arena *arena, const struct site *site,
                      struct dataset *dataset)
{
    const char *name = dataset->table->name;
    if (!dataset->title.in[0])
        dataset->title = dataset_words(
            arena, site, arena_format(arena, "dataset.%s.title", name), NULL);
    if (!dataset->about.in[0])
        dataset->about = dataset_words(
            arena, site, arena_format(arena, "dataset.%s.about", name), NULL);
}

/* The table as it is, and as a workbook. */
static bool put_files(struct arena *arena, const struct site *site,
                      struct dataset *dataset, struct text csv, struct error *err)
{
    struct dataset_file *file = arena_array(arena, 2, sizeof *file);
    file[0] = dataset_csv(arena, dataset->slug, dataset->table, dataset->rows);
    file[1] = (struct dataset_file){
        .path = arena_format(arena, "data/%s.xlsx", dataset->slug),
        .format = "xlsx",
        .media = "application/"
                 "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        .rows = dataset->rows};
    dataset->files = dataset->rows < SHEET_ROWS_MAX ? 2 : 1;
    dataset->file = file;
    return tree_put(site->tree, file[0].path, csv, err) &&
           dataset_file_measure(site->tree, &file[0], err) &&
           (dataset->files == 1 ||
            (export_xlsx_table(site, dataset, csv, file[1].path, err) &&
             dataset_file_measure(site->tree, &file[1], err)));
}

bool dataset_put(const struct site *site, const struct dataset *dataset,
                 struct buffer *csv, struct error *err)
{
    struct arena arena = {0};
    struct dataset own = *dataset;
    add_words(&arena, site, &own);
    bool good = (!csv->failed ||
                 fail(err, ERROR_LIMIT, "data/%s.csv would be too large", own.slug)) &&
                put_files(&arena, site, &own, buffer_all(csv), err) &&
                datasets_add(site->datasets, &own, err);
    buffer_free(csv);
    arena_free(&arena);
    return good;
}

bool dataset_put_of(const struct site *site, const struct holding *holding,
                    const struct dataset *dataset, struct buffer *csv,
                    struct extent_gatherer *extent, const char *page, struct error *err)
{
    struct arena arena = {0};
    struct dataset own = *dataset;
    const char *name = own.table->name;
    const struct names *source = &holding->source->name;
    own.slug = arena_format(&arena, "%s/%s", name, holding->source->id);
    own.title = dataset_words(&arena, site,
                              arena_format(&arena, "dataset.%s.title", name), source);
    own.page = dataset_words(&arena, site, page, NULL);
    own.extent = extent_of(extent);
    own.sources = 1;
    own.source = &holding;
    bool good = dataset_put(site, &own, csv, err);
    extent_free(extent);
    arena_free(&arena);
    return good;
}
