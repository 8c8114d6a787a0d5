/* Data packages: the topmost tells of every dataset but those of pages below it, each
 * other folder's of the files that lie in it. A folder may be copied as it is. */

#include "site/metadata_inside.h"

#include <stdlib.h>
#include <string.h>

/* One package: what lies in a folder. */
struct package {
    const struct metadata *metadata;
    struct text folder; /* "data/mx" */
    struct json_writer writer;
};

static const char TOP[] = "data";

const char *package_resource_name(struct arena *arena, const char *path)
{
    char *name = arena_format(arena, "%s", path + strlen(TOP) + 1);
    for (char *c = name; *c; c++)
        if (*c == '/')
            *c = '_';
    return name;
}

static void put_terms(struct json_writer *writer, const struct terms *terms,
                      size_t count)
{
    if (!count)
        return;
    json_begin_array(writer, "licenses");
    for (size_t i = 0; i < count; i++) {
        json_begin_object(writer, NULL);
        json_put_text(writer, "title", terms[i].name);
        json_put_text(writer, "path", terms[i].address);
        json_end(writer);
    }
    json_end(writer);
}

static void put_source(struct package *package, const struct holding *holding)
{
    struct json_writer *writer = &package->writer;
    const struct source *source = holding->source;
    const char *title = arena_format(package->metadata->arena, "%s: %s",
                                     source->publisher, source->name.in[0]);
    json_begin_object(writer, NULL);
    json_put_text(writer, "title", title);
    json_put_text(writer, "path", source->landing);
    if (holding->current) {
        const struct provenance *from = &holding->current->snapshot.provenance;
        json_put_text(writer, "version", metadata_day(package->metadata, from->date));
        json_put_text(writer, "file", from->file);
        json_put_text(
            writer, "hash",
            arena_format(package->metadata->arena, "sha256:%s", from->sha256.hex));
    }
    if (holding->synthetic)
        json_put_truth(writer, "synthetic", true);
    json_end(writer);
}

static void put_sources(struct package *package, const struct dataset *dataset)
{
    if (!dataset->sources)
        return;
    json_begin_array(&package->writer, "sources");
    for (size_t i = 0; i < dataset->sources; i++)
        put_source(package, dataset->source[i]);
    json_end(&package->writer);
}

static const char *name_within(const struct package *package, const char *path)
{
    return path + package->folder.length + 1;
}

static bool is_top(const struct package *package)
{
    return text_is(package->folder, TOP);
}

static const char *schema_name(struct arena *arena, const struct dataset_table *table)
{
    return arena_format(arena, "%s.schema.json", table->name);
}

/* Hundreds of pages' files share their schema; others have it with them. */
static void put_schema(struct package *package, const struct dataset *dataset,
                       const struct dataset_file *file)
{
    const struct metadata *metadata = package->metadata;
    if (dataset->kind == DATASET_PAGE)
        json_put_string(&package->writer, "schema",
                        schema_name(metadata->arena, file->table));
    else
        table_put_package_schema(&package->writer, metadata, "schema", file->table,
                                 is_top(package));
}

static bool is_text(const char *media)
{
    return strstr(media, "charset=utf-8") || strstr(media, "json");
}

/* "text/csv" of "text/csv; charset=utf-8" */
static const char *media_of(struct arena *arena, const char *media)
{
    return arena_format(arena, "%.*s", (int)strcspn(media, ";"), media);
}

static void put_resource(struct package *package, const struct dataset *dataset,
                         const struct dataset_file *file)
{
    const struct metadata *metadata = package->metadata;
    struct json_writer *writer = &package->writer;
    struct names about = metadata_abouts(metadata, dataset);
    const char *dot = strrchr(file->path, '.');
    json_begin_object(writer, NULL);
    json_put_string(writer, "name", package_resource_name(metadata->arena, file->path));
    json_put_string(writer, "path", name_within(package, file->path));
    metadata_put_names(writer, metadata, "title", &dataset->title);
    metadata_put_names(writer, metadata, "description", &about);
    if (file->table)
        json_put_string(writer, "type", "table");
    json_put_text(writer, "format", dot ? dot + 1 : NULL);
    json_put_text(writer, "mediatype", media_of(metadata->arena, file->media));
    if (is_text(file->media))
        json_put_string(writer, "encoding", "utf-8");
    json_put_count(writer, "bytes", file->bytes);
    json_put_string(writer, "hash",
                    arena_format(metadata->arena, "sha256:%s", file->sha256.hex));
    if (file->rows)
        json_put_count(writer, "rows", file->rows);
    if (file->table)
        put_schema(package, dataset, file);
    size_t count;
    struct terms *terms = metadata_terms(metadata, dataset, &count);
    put_terms(writer, terms, count);
    put_sources(package, dataset);
    json_end(writer);
}

static bool belongs(const struct package *package, const struct dataset *dataset,
                    const struct dataset_file *file)
{
    return text_equal(metadata_folder(file->path), package->folder) ||
           (is_top(package) && dataset->kind != DATASET_PAGE);
}

static void put_contributor(struct package *package)
{
    const struct metadata *metadata = package->metadata;
    struct json_writer *writer = &package->writer;
    json_begin_array(writer, "contributors");
    json_begin_object(writer, NULL);
    json_put_text(writer, "title", metadata_publisher(metadata, 0));
    json_put_text(writer, "path", metadata->site->config->base_url);
    json_begin_array(writer, "roles");
    json_put_string(writer, NULL, "publisher");
    json_end(writer);
    json_end(writer);
    json_end(writer);
}

/* "cifra-data", "cifra-data-mx" */
static const char *package_name(const struct package *package)
{
    char *name = arena_format(package->metadata->arena, "cifra-%.*s",
                              (int)package->folder.length, package->folder.at);
    for (char *c = name; *c; c++)
        if (*c == '/')
            *c = '-';
    return name;
}

static void put_head(struct package *package)
{
    const struct metadata *metadata = package->metadata;
    const struct site *site = metadata->site;
    struct json_writer *writer = &package->writer;
    struct names about = dataset_words(metadata->arena, site, "data.summary", NULL);
    json_put_string(writer, "$schema",
                    "https://datapackage.org/profiles/2.0/datapackage.json");
    json_put_string(writer, "name", package_name(package));
    if (*site->config->base_url)
        json_put_string(writer, "id",
                        arena_format(metadata->arena, "%s%.*s/datapackage.json",
                                     site->config->base_url,
                                     (int)package->folder.length, package->folder.at));
    metadata_put_names(writer, metadata, "title", &site->config->title);
    metadata_put_names(writer, metadata, "description", &about);
    json_put_text(writer, "homepage", site->config->base_url);
    json_put_string(writer, "version", site->day);
    json_put_string(writer, "created",
                    arena_format(metadata->arena, "%sT00:00:00Z", site->day));
    if (site->synthetic)
        json_put_truth(writer, "synthetic", true);
    put_contributor(package);
    size_t count;
    struct terms *terms = metadata_all_terms(metadata, &count);
    put_terms(writer, terms, count);
}

static bool put_package(const struct metadata *metadata, struct text folder,
                        struct error *err)
{
    struct buffer out = {0};
    struct package package = {metadata, folder, {.out = &out}};
    json_begin_object(&package.writer, NULL);
    put_head(&package);
    json_begin_array(&package.writer, "resources");
    for (size_t i = 0; i < metadata->count; i++) {
        const struct dataset *dataset = metadata->dataset[i];
        for (size_t j = 0; j < dataset->files; j++)
            if (belongs(&package, dataset, &dataset->file[j]))
                put_resource(&package, dataset, &dataset->file[j]);
    }
    json_end(&package.writer);
    json_end(&package.writer);
    return metadata_put_file(metadata,
                             arena_format(metadata->arena, "%.*s/datapackage.json",
                                          (int)folder.length, folder.at),
                             &out, err);
}

/* The schema that files of pages in a folder refer to. */
static bool put_shared_schema(const struct metadata *metadata, struct text folder,
                              const struct dataset_table *table, struct error *err)
{
    struct buffer out = {0};
    struct json_writer writer = {.out = &out};
    const char *name = schema_name(metadata->arena, table);
    table_put_package_schema(&writer, metadata, NULL, table, false);
    return metadata_put_file(
        metadata,
        arena_format(metadata->arena, "%.*s/%s", (int)folder.length, folder.at, name),
        &out, err);
}

static int by_folder(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

struct text *metadata_folders(const struct metadata *metadata, size_t *count)
{
    size_t files = 1, kept = 0;
    for (size_t i = 0; i < metadata->count; i++)
        files += metadata->dataset[i]->files;
    struct text *folders = arena_array(metadata->arena, files, sizeof *folders);
    folders[0] = text_of(TOP);
    files = 1;
    for (size_t i = 0; i < metadata->count; i++)
        for (size_t j = 0; j < metadata->dataset[i]->files; j++)
            folders[files++] = metadata_folder(metadata->dataset[i]->file[j].path);
    qsort(folders, files, sizeof *folders, by_folder);
    for (size_t i = 0; i < files; i++)
        if (i == 0 || !text_equal(folders[i], folders[kept - 1]))
            folders[kept++] = folders[i];
    *count = kept;
    return folders;
}

size_t metadata_shared_tables(const struct metadata *metadata, struct text folder,
                              const struct dataset_table *tables[])
{
    size_t count = 0;
    for (size_t i = 0; i < metadata->count; i++) {
        const struct dataset *dataset = metadata->dataset[i];
        for (size_t j = 0; dataset->kind == DATASET_PAGE && j < dataset->files; j++) {
            const struct dataset_table *table = dataset->file[j].table;
            size_t k = 0;
            while (k < count && tables[k] != table)
                k++;
            if (table && k == count && count < SHARED_TABLES_MAX &&
                text_equal(metadata_folder(dataset->file[j].path), folder))
                tables[count++] = table;
        }
    }
    return count;
}

bool packages_put(const struct metadata *metadata, struct error *err)
{
    size_t count;
    struct text *folders = metadata_folders(metadata, &count);
    bool good = true;
    for (size_t i = 0; good && i < count; i++) {
        const struct dataset_table *tables[SHARED_TABLES_MAX];
        size_t shared = metadata_shared_tables(metadata, folders[i], tables);
        good = put_package(metadata, folders[i], err);
        for (size_t j = 0; good && j < shared; j++)
            good = put_shared_schema(metadata, folders[i], tables[j], err);
    }
    return good;
}
