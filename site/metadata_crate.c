/* ro-crate-metadata.json: the edition as one research object, its datasets with what
 * they were made from. RO-Crate 1.1: flat JSON-LD, paths relative to the crate. */

#include "site/metadata_inside.h"

#include <string.h>

static void put_reference(struct json_writer *writer, const char *key, const char *id)
{
    json_begin_object(writer, key);
    json_put_string(writer, "@id", id);
    json_end(writer);
}

static void begin_entity(struct json_writer *writer, const char *id, const char *type)
{
    json_begin_object(writer, NULL);
    json_put_string(writer, "@id", id);
    json_put_string(writer, "@type", type);
}

static bool is_listed(const struct dataset *dataset)
{
    return dataset->kind != DATASET_PAGE;
}

static void put_descriptor(struct json_writer *writer)
{
    begin_entity(writer, "ro-crate-metadata.json", "CreativeWork");
    put_reference(writer, "conformsTo", "https://w3id.org/ro/crate/1.1");
    put_reference(writer, "about", "./");
    json_end(writer);
}

static void put_root(struct json_writer *writer, const struct metadata *metadata)
{
    const struct site *site = metadata->site;
    struct names about = dataset_words(metadata->arena, site, "data.summary", NULL);
    size_t count;
    const struct terms *terms = metadata_all_terms(metadata, &count);
    begin_entity(writer, "./", "Dataset");
    json_put_text(writer, "name", site->config->title.in[0]);
    metadata_put_literals(writer, metadata, "description", &about);
    json_put_string(writer, "datePublished", site->day);
    json_put_string(writer, "version", site->day);
    json_put_text(writer, "url", site->config->base_url);
    json_begin_array(writer, "license");
    for (size_t i = 0; i < count; i++)
        put_reference(writer, NULL, terms[i].address);
    json_end(writer);
    put_reference(writer, "publisher", "#publisher");
    json_begin_array(writer, "hasPart");
    for (size_t i = 0; i < metadata->count; i++)
        for (size_t j = 0;
             is_listed(metadata->dataset[i]) && j < metadata->dataset[i]->files; j++)
            put_reference(writer, NULL, metadata->dataset[i]->file[j].path);
    json_end(writer);
    json_end(writer);
}

/* The file as its publisher gave it out; where it is not in the crate, its page is. */
static const char *source_id(struct arena *arena, const struct holding *holding)
{
    return arena_format(arena, "#source-%s", holding->source->id);
}

static void put_file(struct json_writer *writer, const struct metadata *metadata,
                     const struct dataset *dataset, const struct dataset_file *file)
{
    struct names about = metadata_abouts(metadata, dataset);
    begin_entity(writer, file->path, "File");
    metadata_put_literals(writer, metadata, "name", &dataset->title);
    metadata_put_literals(writer, metadata, "description", &about);
    json_put_text(writer, "encodingFormat",
                  arena_format(metadata->arena, "%.*s", (int)strcspn(file->media, ";"),
                               file->media));
    json_put_string(writer, "contentSize",
                    arena_format(metadata->arena, "%zu", file->bytes));
    json_put_string(writer, "sha256", file->sha256.hex);
    if (dataset->sources) {
        json_begin_array(writer, "isBasedOn");
        for (size_t i = 0; i < dataset->sources; i++)
            put_reference(writer, NULL, source_id(metadata->arena, dataset->source[i]));
        json_end(writer);
    }
    json_end(writer);
}

static void put_source(struct json_writer *writer, const struct metadata *metadata,
                       const struct holding *holding)
{
    const struct source *source = holding->source;
    const struct provenance *from = &holding->current->snapshot.provenance;
    begin_entity(writer, source_id(metadata->arena, holding), "CreativeWork");
    metadata_put_literals(writer, metadata, "name", &source->name);
    json_put_text(writer, "url", source->landing);
    json_put_text(writer, "version", metadata_day(metadata, from->date));
    json_put_text(writer, "identifier",
                  arena_format(metadata->arena, "sha256:%s", from->sha256.hex));
    put_reference(writer, "license", source->licence_url);
    json_put_text(writer, "creditText", source->publisher);
    json_end(writer);
}

bool crate_put(const struct metadata *metadata, struct error *err)
{
    struct buffer out = {0};
    struct json_writer writer = {.out = &out};
    const struct holdings *holdings = metadata->site->holdings;
    json_begin_object(&writer, NULL);
    json_put_string(&writer, "@context", "https://w3id.org/ro/crate/1.1/context");
    json_begin_array(&writer, "@graph");
    put_descriptor(&writer);
    put_root(&writer, metadata);
    for (size_t i = 0; i < metadata->count; i++)
        for (size_t j = 0;
             is_listed(metadata->dataset[i]) && j < metadata->dataset[i]->files; j++)
            put_file(&writer, metadata, metadata->dataset[i],
                     &metadata->dataset[i]->file[j]);
    for (size_t i = 0; i < holdings->count; i++)
        if (holdings->holding[i].current)
            put_source(&writer, metadata, &holdings->holding[i]);
    size_t count;
    const struct terms *terms = metadata_all_terms(metadata, &count);
    for (size_t i = 0; i < count; i++) {
        begin_entity(&writer, terms[i].address, "CreativeWork");
        json_put_text(&writer, "name", terms[i].name);
        json_end(&writer);
    }
    begin_entity(&writer, "#publisher", "Organization");
    json_put_text(&writer, "name", metadata_publisher(metadata, 0));
    json_end(&writer);
    json_end(&writer);
    json_end(&writer);
    return metadata_put_file(metadata, "ro-crate-metadata.json", &out, err);
}
