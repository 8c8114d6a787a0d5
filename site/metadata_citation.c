/* CITATION.cff: how to cite the edition, and with it the publishers whose figures it
 * tells. A JSON string is a YAML string, so that no name can break the file. */

#include "site/metadata_inside.h"

#include "base/json.h"

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

bool citation_put(const struct metadata *metadata, struct error *err)
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
