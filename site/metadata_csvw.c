/* CSV on the Web: beside each table "<file>-metadata.json"; for the tables of pages one
 * "csv-metadata.json" in their folder, the standard's second place to look, with the
 * schema that they share beside it. */

#include "site/metadata_inside.h"

#include <string.h>

static void put_context(struct json_writer *writer, const struct metadata *metadata)
{
    json_begin_array(writer, "@context");
    json_put_string(writer, NULL, "http://www.w3.org/ns/csvw");
    json_begin_object(writer, NULL);
    json_put_string(writer, "@language", metadata->site->config->languages.tag[0]);
    json_end(writer);
    json_end(writer);
}

static void put_reference(struct json_writer *writer, const char *key,
                          const char *address)
{
    if (!address || !*address)
        return;
    json_begin_object(writer, key);
    json_put_string(writer, "@id", address);
    json_end(writer);
}

/* What is known of a table, beside its columns. */
static void put_notes(struct json_writer *writer, const struct metadata *metadata,
                      const struct dataset *dataset, const struct dataset_file *file)
{
    struct names about = metadata_abouts(metadata, dataset);
    size_t count;
    const struct terms *terms = metadata_terms(metadata, dataset, &count);
    json_put_string(writer, "url", strrchr(file->path, '/') + 1);
    metadata_put_literals(writer, metadata, "dc:title", &dataset->title);
    metadata_put_literals(writer, metadata, "dc:description", &about);
    json_put_text(writer, "dc:modified", metadata_modified(metadata, dataset));
    if (count == 1)
        put_reference(writer, "dc:license", terms[0].address);
}

static bool put_beside(const struct metadata *metadata, const struct dataset *dataset,
                       const struct dataset_file *file, struct error *err)
{
    struct buffer out = {0};
    struct json_writer writer = {.out = &out};
    json_begin_object(&writer, NULL);
    put_context(&writer, metadata);
    put_notes(&writer, metadata, dataset, file);
    table_put_web_schema(&writer, metadata, "tableSchema", file->table);
    json_end(&writer);
    return metadata_put_file(
        metadata, arena_format(metadata->arena, "%s-metadata.json", file->path), &out,
        err);
}

static const char *schema_name(struct arena *arena, const struct dataset_table *table)
{
    return arena_format(arena, "%s.csvw.json", table->name);
}

static bool is_shared(const struct dataset *dataset, const struct dataset_file *file)
{
    return dataset->kind == DATASET_PAGE && file->table;
}

static bool put_group(const struct metadata *metadata, struct text folder,
                      struct error *err)
{
    struct buffer out = {0};
    struct json_writer writer = {.out = &out};
    json_begin_object(&writer, NULL);
    put_context(&writer, metadata);
    json_begin_array(&writer, "tables");
    for (size_t i = 0; i < metadata->count; i++)
        for (size_t j = 0; j < metadata->dataset[i]->files; j++) {
            const struct dataset *dataset = metadata->dataset[i];
            const struct dataset_file *file = &dataset->file[j];
            if (!is_shared(dataset, file) ||
                !text_equal(metadata_folder(file->path), folder))
                continue;
            json_begin_object(&writer, NULL);
            put_notes(&writer, metadata, dataset, file);
            json_put_string(&writer, "tableSchema",
                            schema_name(metadata->arena, file->table));
            json_end(&writer);
        }
    json_end(&writer);
    json_end(&writer);
    return metadata_put_file(metadata,
                             arena_format(metadata->arena, "%.*s/csv-metadata.json",
                                          (int)folder.length, folder.at),
                             &out, err);
}

static bool put_shared_schema(const struct metadata *metadata, struct text folder,
                              const struct dataset_table *table, struct error *err)
{
    struct buffer out = {0};
    struct json_writer writer = {.out = &out};
    table_put_web_schema(&writer, metadata, NULL, table);
    return metadata_put_file(metadata,
                             arena_format(metadata->arena, "%.*s/%s",
                                          (int)folder.length, folder.at,
                                          schema_name(metadata->arena, table)),
                             &out, err);
}

bool csv_on_the_web_put(const struct metadata *metadata, struct error *err)
{
    size_t count;
    struct text *folders = metadata_folders(metadata, &count);
    bool good = true;
    for (size_t i = 0; good && i < metadata->count; i++)
        for (size_t j = 0; good && j < metadata->dataset[i]->files; j++) {
            const struct dataset *dataset = metadata->dataset[i];
            const struct dataset_file *file = &dataset->file[j];
            if (file->table && !is_shared(dataset, file))
                good = put_beside(metadata, dataset, file, err);
        }
    for (size_t i = 0; good && i < count; i++) {
        const struct dataset_table *tables[SHARED_TABLES_MAX];
        size_t shared = metadata_shared_tables(metadata, folders[i], tables);
        good = !shared || put_group(metadata, folders[i], err);
        for (size_t j = 0; good && j < shared; j++)
            good = put_shared_schema(metadata, folders[i], tables[j], err);
    }
    return good;
}
