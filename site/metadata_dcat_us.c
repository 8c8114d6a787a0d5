/* data.json: the catalogue that portals of the DCAT-US family harvest. Version 3.0 of
 * the profile; what version 1.1 asks for has its name from there (accessLevel). Files
 * of single pages are not listed: the packages in their folders tell of them. */

#include "site/metadata_inside.h"

#include <string.h>

static void put_contact(struct json_writer *writer, const struct metadata *metadata)
{
    const char *contact = metadata->site->config->contact;
    const char *name = metadata_publisher(metadata, 0);
    json_begin_object(writer, "contactPoint");
    json_put_string(writer, "@type", "Kind");
    json_put_text(writer, "fn", name);
    if (contact && strchr(contact, '@') && !strchr(contact, ':'))
        json_put_string(writer, "hasEmail",
                        arena_format(metadata->arena, "mailto:%s", contact));
    else if (contact && *contact)
        json_put_string(writer, "hasURL", contact);
    json_end(writer);
}

static void put_publisher(struct json_writer *writer, const struct metadata *metadata)
{
    json_begin_object(writer, "publisher");
    json_put_string(writer, "@type", "Organization");
    json_put_text(writer, "name", metadata_publisher(metadata, 0));
    json_end(writer);
}

static const char *frequency(const struct dataset *dataset)
{
    static const char *const WORDS[][2] = {{"R/P1D", "daily"},
                                           {"R/P1W", "weekly"},
                                           {"R/P1M", "monthly"},
                                           {"R/P3M", "quarterly"},
                                           {"R/P1Y", "annual"}};
    if (dataset->sources != 1 || !dataset->source[0]->source->cadence)
        return NULL;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (strcmp(dataset->source[0]->source->cadence, WORDS[i][0]) == 0)
            return WORDS[i][1];
    return NULL;
}

static void put_temporal(struct json_writer *writer, const struct metadata *metadata,
                         const struct extent *extent)
{
    if (!extent->dated)
        return;
    json_begin_array(writer, "temporal");
    json_begin_object(writer, NULL);
    json_put_string(writer, "@type", "PeriodOfTime");
    json_put_string(writer, "startDate", metadata_first(metadata, extent, true));
    json_put_string(writer, "endDate", metadata_last(metadata, extent, true));
    json_end(writer);
    json_end(writer);
    json_put_string(writer, "temporalResolution",
                    extent->step == STEP_YEAR ? "P1Y" : "P1M");
}

static void put_spatial(struct json_writer *writer, const struct metadata *metadata,
                        const struct extent *extent)
{
    if (extent->within.index == NO_INDEX || !extent->places)
        return;
    const struct place *place = place_node(metadata->site->lists, extent->within);
    json_begin_array(writer, "spatial");
    json_begin_object(writer, NULL);
    json_put_string(writer, "@type", "Location");
    json_put_text(writer, "prefLabel", place->name.in[0]);
    json_end(writer);
    json_end(writer);
}

static const char *short_media(struct arena *arena, const char *media)
{
    return arena_format(arena, "%.*s", (int)strcspn(media, ";"), media);
}

static void put_distribution(struct json_writer *writer,
                             const struct metadata *metadata,
                             const struct dataset *dataset,
                             const struct dataset_file *file)
{
    struct arena *arena = metadata->arena;
    json_begin_object(writer, NULL);
    json_put_string(writer, "@type", "Distribution");
    json_put_string(writer, "title", strrchr(file->path, '/') + 1);
    json_put_string(writer, "downloadURL", metadata_address(metadata, file->path));
    json_put_text(writer, "accessURL", metadata_page(metadata, dataset, 0));
    json_put_text(writer, "mediaType", short_media(arena, file->media));
    json_put_string(writer, "format", file->format);
    json_put_string(writer, "byteSize", arena_format(arena, "%zu", file->bytes));
    json_begin_object(writer, "checksum");
    json_put_string(writer, "@type", "Checksum");
    json_put_string(writer, "algorithm", "SHA-256");
    json_put_string(writer, "checksumValue", file->sha256.hex);
    json_end(writer);
    if (file->table) {
        json_begin_object(writer, "describedBy");
        json_put_string(writer, "@type", "Distribution");
        json_put_string(
            writer, "downloadURL",
            metadata_address(metadata,
                             arena_format(arena, "%s-metadata.json", file->path)));
        json_put_string(writer, "mediaType", "application/csvm+json");
        json_end(writer);
    }
    json_end(writer);
}

static void put_keywords(struct json_writer *writer, const struct metadata *metadata)
{
    json_begin_array(writer, "keyword");
    for (size_t i = 0; i < metadata->site->config->languages.count; i++)
        json_put_text(writer, NULL,
                      word(metadata->site->catalogues[i], "metadata.keyword"));
    json_end(writer);
}

static void put_maps(struct json_writer *writer, const struct metadata *metadata,
                     const char *key, const struct names *names)
{
    json_put_text(writer, key, names->in[0]);
    metadata_put_by_language(writer, metadata,
                             arena_format(metadata->arena, "%sMap", key), names);
}

static void put_dataset(struct json_writer *writer, const struct metadata *metadata,
                        const struct dataset *dataset)
{
    struct names about = metadata_abouts(metadata, dataset);
    const char *page = metadata_page(metadata, dataset, 0);
    const char *modified = metadata_modified(metadata, dataset);
    size_t terms;
    const struct terms *term = metadata_terms(metadata, dataset, &terms);
    json_begin_object(writer, NULL);
    json_put_string(writer, "@type", "Dataset");
    json_put_string(writer, "identifier", dataset->slug);
    put_maps(writer, metadata, "title", &dataset->title);
    put_maps(writer, metadata, "description", &about);
    put_keywords(writer, metadata);
    json_put_string(writer, "modified", *modified ? modified : metadata->site->day);
    json_put_string(writer, "version", metadata->site->day);
    put_publisher(writer, metadata);
    put_contact(writer, metadata);
    json_put_string(writer, "accessLevel", "public");
    if (terms == 1)
        json_put_text(writer, "license", term[0].address);
    json_put_text(writer, "landingPage", page);
    json_put_text(writer, "accrualPeriodicity", frequency(dataset));
    put_temporal(writer, metadata, &dataset->extent);
    put_spatial(writer, metadata, &dataset->extent);
    json_begin_array(writer, "distribution");
    for (size_t i = 0; i < dataset->files; i++)
        put_distribution(writer, metadata, dataset, &dataset->file[i]);
    json_end(writer);
    json_end(writer);
}

bool catalog_us_put(const struct metadata *metadata, struct error *err)
{
    struct buffer out = {0};
    struct json_writer writer = {.out = &out};
    const struct site *site = metadata->site;
    struct names about = dataset_words(metadata->arena, site, "data.summary", NULL);
    json_begin_object(&writer, NULL);
    json_put_string(&writer, "@type", "Catalog");
    json_put_string(&writer, "conformsTo", "https://resources.data.gov/dcat-us/3.0");
    put_maps(&writer, metadata, "title", &site->config->title);
    put_maps(&writer, metadata, "description", &about);
    json_put_text(&writer, "homepage", site->config->base_url);
    json_put_string(&writer, "modified", site->day);
    put_publisher(&writer, metadata);
    json_begin_array(&writer, "dataset");
    for (size_t i = 0; i < metadata->count; i++)
        if (metadata->dataset[i]->kind != DATASET_PAGE)
            put_dataset(&writer, metadata, metadata->dataset[i]);
    json_end(&writer);
    json_end(&writer);
    return metadata_put_file(metadata, "data.json", &out, err);
}
