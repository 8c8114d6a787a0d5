/* catalog.jsonld: the same catalogue for portals of the European profile, as linked
 * data: DCAT 3 with provenance. Relative addresses are resolved against the file's
 * own. */

#include "site/metadata_inside.h"

#include <string.h>

static const char *const CONTEXT[][2] = {
    {"dcat", "http://www.w3.org/ns/dcat#"},
    {"dct", "http://purl.org/dc/terms/"},
    {"foaf", "http://xmlns.com/foaf/0.1/"},
    {"prov", "http://www.w3.org/ns/prov#"},
    {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
    {"spdx", "http://spdx.org/rdf/terms#"},
    {"vcard", "http://www.w3.org/2006/vcard/ns#"},
    {"xsd", "http://www.w3.org/2001/XMLSchema#"},
};

static void put_node(struct json_writer *writer, const char *key, const char *id)
{
    if (!id || !*id)
        return;
    json_begin_object(writer, key);
    json_put_string(writer, "@id", id);
    json_end(writer);
}

static void put_typed(struct json_writer *writer, const char *key, const char *value,
                      const char *type)
{
    if (!value || !*value)
        return;
    json_begin_object(writer, key);
    json_put_string(writer, "@value", value);
    json_put_string(writer, "@type", type);
    json_end(writer);
}

static void put_publisher(struct json_writer *writer, const struct metadata *metadata)
{
    json_begin_object(writer, "dct:publisher");
    json_put_string(writer, "@type", "foaf:Agent");
    json_put_text(writer, "foaf:name", metadata_publisher(metadata, 0));
    json_end(writer);
}

static const char *frequency(struct arena *arena, const struct dataset *dataset)
{
    static const char *const WORDS[][2] = {{"R/P1D", "DAILY"},
                                           {"R/P1W", "WEEKLY"},
                                           {"R/P1M", "MONTHLY"},
                                           {"R/P3M", "QUARTERLY"},
                                           {"R/P1Y", "ANNUAL"}};
    if (dataset->sources != 1 || !dataset->source[0]->source->cadence)
        return NULL;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (strcmp(dataset->source[0]->source->cadence, WORDS[i][0]) == 0)
            return arena_format(
                arena, "http://publications.europa.eu/resource/authority/frequency/%s",
                WORDS[i][1]);
    return NULL;
}

static void put_extent(struct json_writer *writer, const struct metadata *metadata,
                       const struct extent *extent)
{
    if (extent->dated) {
        json_begin_object(writer, "dct:temporal");
        json_put_string(writer, "@type", "dct:PeriodOfTime");
        put_typed(writer, "dcat:startDate", metadata_first(metadata, extent, true),
                  "xsd:date");
        put_typed(writer, "dcat:endDate", metadata_last(metadata, extent, true),
                  "xsd:date");
        json_end(writer);
        put_typed(writer, "dcat:temporalResolution",
                  extent->step == STEP_YEAR ? "P1Y" : "P1M", "xsd:duration");
    }
    if (extent->places && extent->within.index != NO_INDEX) {
        const struct place *place = place_node(metadata->site->lists, extent->within);
        json_begin_object(writer, "dct:spatial");
        json_put_string(writer, "@type", "dct:Location");
        metadata_put_literals(writer, metadata, "rdfs:label", &place->name);
        json_end(writer);
    }
}

/* Where its figures come from: the publisher's page, and what we took from there. */
static void put_sources(struct json_writer *writer, const struct metadata *metadata,
                        const struct dataset *dataset)
{
    json_begin_array(writer, "prov:wasDerivedFrom");
    for (size_t i = 0; i < dataset->sources; i++) {
        const struct holding *holding = dataset->source[i];
        const struct source *source = holding->source;
        json_begin_object(writer, NULL);
        json_put_string(writer, "@type", "prov:Entity");
        metadata_put_literals(writer, metadata, "dct:title", &source->name);
        put_node(writer, "dcat:landingPage", source->landing);
        json_begin_object(writer, "dct:publisher");
        json_put_string(writer, "@type", "foaf:Agent");
        json_put_text(writer, "foaf:name", source->publisher);
        json_end(writer);
        if (holding->current)
            put_typed(
                writer, "dct:issued",
                metadata_day(metadata, holding->current->snapshot.provenance.date),
                "xsd:date");
        json_end(writer);
    }
    json_end(writer);
}

static void put_licence(struct json_writer *writer, const struct metadata *metadata,
                        const struct dataset *dataset)
{
    size_t count;
    const struct terms *terms = metadata_terms(metadata, dataset, &count);
    json_begin_array(writer, count == 1 ? "dct:license" : "dct:rights");
    for (size_t i = 0; i < count; i++) {
        json_begin_object(writer, NULL);
        json_put_text(writer, "@id", terms[i].address);
        json_put_text(writer, "rdfs:label", terms[i].name);
        json_end(writer);
    }
    json_end(writer);
}

static void put_distribution(struct json_writer *writer,
                             const struct metadata *metadata,
                             const struct dataset *dataset,
                             const struct dataset_file *file)
{
    const char *address = metadata_address(metadata, file->path);
    const char *media = arena_format(
        metadata->arena, "https://www.iana.org/assignments/media-types/%.*s",
        (int)strcspn(file->media, ";"), file->media);
    json_begin_object(writer, NULL);
    json_put_string(writer, "@id", address);
    json_put_string(writer, "@type", "dcat:Distribution");
    json_put_string(writer, "dct:title", strrchr(file->path, '/') + 1);
    put_node(writer, "dcat:accessURL", address);
    put_node(writer, "dcat:downloadURL", address);
    put_node(writer, "dcat:mediaType", media);
    put_typed(writer, "dcat:byteSize",
              arena_format(metadata->arena, "%zu", file->bytes),
              "xsd:nonNegativeInteger");
    put_licence(writer, metadata, dataset);
    json_begin_object(writer, "spdx:checksum");
    json_put_string(writer, "@type", "spdx:Checksum");
    put_node(writer, "spdx:algorithm",
             "http://spdx.org/rdf/terms#checksumAlgorithm_sha256");
    put_typed(writer, "spdx:checksumValue", file->sha256.hex, "xsd:hexBinary");
    json_end(writer);
    json_end(writer);
}

static void put_dataset(struct json_writer *writer, const struct metadata *metadata,
                        const struct dataset *dataset)
{
    struct names about = metadata_abouts(metadata, dataset);
    struct names keyword =
        dataset_words(metadata->arena, metadata->site, "metadata.keyword", NULL);
    json_begin_object(writer, NULL);
    json_put_string(writer, "@id",
                    metadata_address(metadata, arena_format(metadata->arena, "data/%s",
                                                            dataset->slug)));
    json_put_string(writer, "@type", "dcat:Dataset");
    json_put_string(writer, "dct:identifier", dataset->slug);
    metadata_put_literals(writer, metadata, "dct:title", &dataset->title);
    metadata_put_literals(writer, metadata, "dct:description", &about);
    metadata_put_literals(writer, metadata, "dcat:keyword", &keyword);
    put_publisher(writer, metadata);
    put_typed(writer, "dct:modified", metadata_modified(metadata, dataset), "xsd:date");
    json_put_string(writer, "dcat:version", metadata->site->day);
    put_node(writer, "dcat:landingPage", metadata_page(metadata, dataset, 0));
    put_node(writer, "dct:accrualPeriodicity", frequency(metadata->arena, dataset));
    put_extent(writer, metadata, &dataset->extent);
    put_sources(writer, metadata, dataset);
    json_begin_array(writer, "dcat:distribution");
    for (size_t i = 0; i < dataset->files; i++)
        put_distribution(writer, metadata, dataset, &dataset->file[i]);
    json_end(writer);
    json_end(writer);
}

bool catalog_ap_put(const struct metadata *metadata, struct error *err)
{
    struct buffer out = {0};
    struct json_writer writer = {.out = &out};
    const struct site *site = metadata->site;
    struct names about = dataset_words(metadata->arena, site, "data.summary", NULL);
    json_begin_object(&writer, NULL);
    json_begin_object(&writer, "@context");
    for (size_t i = 0; i < sizeof CONTEXT / sizeof *CONTEXT; i++)
        json_put_string(&writer, CONTEXT[i][0], CONTEXT[i][1]);
    json_end(&writer);
    json_put_string(&writer, "@id", metadata_address(metadata, "catalog.jsonld"));
    json_put_string(&writer, "@type", "dcat:Catalog");
    metadata_put_literals(&writer, metadata, "dct:title", &site->config->title);
    metadata_put_literals(&writer, metadata, "dct:description", &about);
    put_publisher(&writer, metadata);
    put_node(&writer, "foaf:homepage", site->config->base_url);
    put_typed(&writer, "dct:modified", site->day, "xsd:date");
    json_begin_array(&writer, "dcat:dataset");
    for (size_t i = 0; i < metadata->count; i++)
        if (metadata->dataset[i]->kind != DATASET_PAGE)
            put_dataset(&writer, metadata, metadata->dataset[i]);
    json_end(&writer);
    json_end(&writer);
    return metadata_put_file(metadata, "catalog.jsonld", &out, err);
}
