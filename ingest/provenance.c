#include "ingest/provenance.h"

#include "base/json.h"

#include <string.h>

static bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

bool is_sha256(struct text text)
{
    if (text.length != SHA256_HEX)
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (!is_hex(text.at[i]))
            return false;
    return true;
}

static void write_pair(struct buffer *out, const char *key, const char *value)
{
    buffer_format(out, "  \"%s\": ", key);
    json_write_string(out, text_of(value ? value : ""));
    buffer_string(out, ",\n");
}

static void write_headers(struct buffer *out, const struct provenance *from)
{
    buffer_string(out, "  \"headers\": [");
    for (size_t i = 0; i < from->headers; i++) {
        buffer_string(out, i ? ",\n    [" : "\n    [");
        json_write_string(out, text_of(from->header[i][0]));
        buffer_string(out, ", ");
        json_write_string(out, text_of(from->header[i][1]));
        buffer_char(out, ']');
    }
    buffer_string(out, from->headers ? "\n  ],\n" : "],\n");
}

void provenance_write(struct buffer *out, const struct provenance *from)
{
    buffer_string(out, "{\n");
    write_pair(out, "source", from->source);
    write_pair(out, "url", from->url);
    write_pair(out, "file", from->file);
    write_pair(out, "fetched", from->fetched);
    buffer_format(out, "  \"date\": \"%04d-%02d-%02d\",\n", from->date.year,
                  from->date.month, from->date.day);
    write_pair(out, "sha256", from->sha256.hex);
    buffer_format(out, "  \"bytes\": %zu,\n", from->bytes);
    write_headers(out, from);
    buffer_string(out, "  \"note\": ");
    json_write_string(out, text_of(from->note ? from->note : ""));
    if (from->accepted && *from->accepted) {
        buffer_string(out, ",\n  \"accepted\": ");
        json_write_string(out, text_of(from->accepted));
    }
    if (from->synthetic)
        buffer_string(out, ",\n  \"synthetic\": true");
    if (from->mirror)
        buffer_string(out, ",\n  \"mirror\": true");
    buffer_string(out, "\n}\n");
}

static const char *copy_of(struct arena *arena, const struct json_node *node,
                           const char *key)
{
    return arena_copy(arena, json_text(node, key, "")).at;
}

static bool read_headers(struct arena *arena, const struct json_node *headers,
                         struct provenance *out, const char *path, struct error *err)
{
    if (json_count(headers) > SNAPSHOT_HEADERS_MAX)
        return fail(err, ERROR_LIMIT, "%s has more than %d headers", path,
                    SNAPSHOT_HEADERS_MAX);
    for (size_t i = 0; i < json_count(headers); i++) {
        const struct json_node *header = json_at(headers, i);
        for (size_t part = 0; part < 2; part++) {
            struct text text = json_text_of(json_at(header, part));
            out->header[i][part] = arena_copy(arena, text).at;
        }
        out->headers++;
    }
    return true;
}

static bool take_provenance(struct arena *arena, const struct json_node *root,
                            const char *path, struct provenance *out, struct error *err)
{
    static const char *const keys[] = {
        "!source:s",   "!url:s",   "!file:s",    "!fetched:s", "!date:s",
        "!sha256:s",   "!bytes:n", "!headers:a", "!note:s",    "accepted:s",
        "synthetic:b", "mirror:b", NULL};
    if (!json_expect(root, path, keys, err))
        return false;
    struct text hash = json_text(root, "sha256", "");
    double bytes = json_number(root, "bytes", -1);
    if (!is_sha256(hash) || !day_parse(json_text(root, "date", ""), &out->date) ||
        !(bytes >= 0 && bytes < 1e15))
        return fail(err, ERROR_FORMAT, "%s: sha256, date or bytes cannot be read",
                    path);
    memcpy(out->sha256.hex, hash.at, SHA256_HEX);
    out->bytes = (size_t)bytes;
    out->source = copy_of(arena, root, "source");
    out->url = copy_of(arena, root, "url");
    out->file = copy_of(arena, root, "file");
    out->fetched = copy_of(arena, root, "fetched");
    out->note = copy_of(arena, root, "note");
    out->accepted = copy_of(arena, root, "accepted");
    out->synthetic = json_truth(root, "synthetic", false);
    out->mirror = json_truth(root, "mirror", false);
    return read_headers(arena, json_get(root, "headers"), out, path, err);
}

bool provenance_read(struct arena *arena, const char *path, struct provenance *out,
                     struct error *err)
{
    struct json_node *root = json_open(path, err);
    *out = (struct provenance){0};
    bool good = root && take_provenance(arena, root, path, out, err);
    json_close(root);
    return good;
}
