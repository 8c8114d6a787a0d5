#include "site/linked_data.h"

#include "site/metadata_inside.h"

#include <string.h>

static const char *address(const struct page *page, const char *path)
{
    const char *base = page->site->config->base_url;
    return *base ? arena_format(page->arena, "%s%s", base, path)
                 : link_file(page, path);
}

static void put_files(struct json_writer *writer, const struct page *page,
                      const struct dataset *dataset)
{
    json_begin_array(writer, "distribution");
    for (size_t i = 0; i < dataset->files; i++) {
        const struct dataset_file *file = &dataset->file[i];
        if (strcmp(file->format, "csv") != 0)
            continue; /* the same figures; the packages tell of all formats */
        json_begin_object(writer, NULL);
        json_put_string(writer, "@type", "DataDownload");
        json_put_string(writer, "encodingFormat", "text/csv");
        json_put_string(writer, "contentUrl", address(page, file->path));
        json_end(writer);
    }
    json_end(writer);
}

static void put_coverage(struct json_writer *writer, const struct page *page,
                         const struct metadata *metadata, const struct extent *extent)
{
    if (extent->dated)
        json_put_string(writer, "temporalCoverage",
                        arena_format(page->arena, "%s/%s",
                                     metadata_first(metadata, extent, false),
                                     metadata_last(metadata, extent, false)));
    if (extent->places && extent->within.index != NO_INDEX)
        json_put_string(writer, "spatialCoverage", name_place(page, extent->within));
}

void linked_data_add(struct page *page, const struct dataset *dataset)
{
    if (!dataset)
        return;
    struct buffer out = {0};
    struct json_writer writer = {.out = &out, .compact = true};
    const struct metadata metadata = {.site = page->site, .arena = page->arena};
    size_t count;
    const struct terms *terms = metadata_terms(&metadata, dataset, &count);
    json_begin_object(&writer, NULL);
    json_put_string(&writer, "@context", "https://schema.org/");
    json_put_string(&writer, "@type", "Dataset");
    json_put_string(&writer, "name", page->heading);
    json_put_text(&writer, "description",
                  page->site->synthetic
                      ? arena_format(page->arena, "%s %s",
                                     word(page->catalogue, "synthetic.banner"),
                                     page->summary)
                      : page->summary);
    if (count == 1)
        json_put_text(&writer, "license", terms[0].address);
    put_coverage(&writer, page, &metadata, &dataset->extent);
    put_files(&writer, page, dataset);
    json_end(&writer);
    view_text(page->view, "linked_data", arena_copy(page->arena, buffer_all(&out)).at);
    buffer_free(&out);
}
