/* CITATION.cff and CITATION.bib: how to cite the edition, and with it the publishers
 * whose figures it tells. A JSON string is a YAML string, so that no name can break the
 * file. */

#include "site/metadata_inside.h"

#include "base/json.h"

#include <string.h>

static void put_line(struct buffer *out, const char *key, const char *value)
{
    if (!value || !*value)
        return;
    buffer_format(out, "%s: ", key);
    json_write_string(out, text_of(value));
    buffer_char(out, '\n');
}

static void put_reference(struct buffer *out, const struct metadata *metadata,
                          const struct holding *holding)
{
    const struct source *source = holding->source;
    const struct provenance *from = &holding->current->snapshot.provenance;
    put_line(out, "  - type", "data");
    put_line(out, "    title", source->name.in[0]);
    buffer_string(out, "    authors:\n");
    put_line(out, "      - name", source->publisher);
    put_line(out, "    version", metadata_day(metadata, from->date));
    put_line(out, "    url", source->landing);
}

static bool put_cff(const struct metadata *metadata, struct error *err)
{
    struct buffer out = {0};
    const struct site *site = metadata->site;
    const struct catalogue *c = site->catalogues[0];
    put_line(&out, "cff-version", "1.2.0");
    put_line(&out, "message", word(c, "cite.message"));
    put_line(&out, "type", "dataset");
    put_line(&out, "title", site->config->title.in[0]);
    put_line(&out, "abstract",
             word(c, site->synthetic ? "synthetic.banner" : "data.summary"));
    buffer_string(&out, "authors:\n");
    put_line(&out, "  - name", metadata_publisher(metadata, 0));
    put_line(&out, "version", site->day);
    put_line(&out, "date-released", site->day);
    put_line(&out, "url", site->config->base_url);
    buffer_string(&out, "references:\n");
    for (size_t i = 0; i < site->holdings->count; i++)
        if (site->holdings->holding[i].current)
            put_reference(&out, metadata, &site->holdings->holding[i]);
    return metadata_put_file(metadata, "CITATION.cff", &out, err);
}

/* BibTeX ----------------------------------------------------------------------------
 */

/* In braces twice, so that capitals stay; what braces or commands are made of is left
 * out, so that no name can break the file. */
static void put_field(struct buffer *out, const char *name, const char *value)
{
    if (!value || !*value)
        return;
    buffer_format(out, "  %s = {{", name);
    for (const char *c = value; *c; c++)
        if (!strchr("{}\\", *c))
            buffer_char(out, *c);
    buffer_string(out, "}},\n");
}

static void put_entry(struct buffer *out, const struct metadata *metadata,
                      const char *key, const char *title, const char *address)
{
    const struct site *site = metadata->site;
    buffer_string(out, "@misc{cifra");
    for (const char *c = key; *c; c++)
        buffer_char(out, *c == '/' || *c == '_' ? '-' : *c);
    buffer_format(out, "-%s,\n", site->day);
    put_field(out, "author", metadata_publisher(metadata, 0));
    put_field(out, "title", title);
    buffer_format(out, "  year = {%.4s},\n", site->day);
    buffer_format(out, "  version = {%s},\n", site->day);
    if (*site->config->base_url)
        buffer_format(out, "  url = {%s},\n", address);
    if (site->synthetic)
        put_field(out, "note", word(site->catalogues[0], "synthetic.banner"));
    buffer_string(out, "}\n");
}

static bool put_bibliography(const struct metadata *metadata, struct error *err)
{
    struct buffer out = {0};
    const struct config *config = metadata->site->config;
    put_entry(&out, metadata, "", config->title.in[0], config->base_url);
    for (size_t i = 0; i < metadata->count; i++) {
        const struct dataset *dataset = metadata->dataset[i];
        const char *title = arena_format(metadata->arena, "%s: %s", config->title.in[0],
                                         dataset->title.in[0]);
        const char *page = metadata_page(metadata, dataset, 0);
        if (dataset->kind != DATASET_PAGE)
            put_entry(&out, metadata,
                      arena_format(metadata->arena, "-%s", dataset->slug), title,
                      page ? page : config->base_url);
    }
    return metadata_put_file(metadata, "CITATION.bib", &out, err);
}

bool citation_put(const struct metadata *metadata, struct error *err)
{
    return put_cff(metadata, err) && put_bibliography(metadata, err);
}
