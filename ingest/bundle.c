#include "ingest/bundle.h"

#include "base/json.h"

#include <string.h>
#include <sys/stat.h>

static const char *copy_of(struct arena *arena, const struct json_node *entry,
                           const char *key)
{
    return arena_copy(arena, json_text(entry, key, "")).at;
}

/* A file of the folder itself: a manifest must not reach out of it. */
static bool is_plain_name(const char *name)
{
    return name[0] != '\0' && name[0] != '.' && !strchr(name, '/');
}

static bool take_entry(struct arena *arena, const char *folder,
                       const struct json_node *entry, const char *where,
                       struct bundle_entry *out, struct error *err)
{
    static const char *const keys[] = {
        "!source:s", "!file:s",      "!original:s", "!date:s",   "!fetched:s",
        "!url:s",    "!publisher:s", "!licence:s",  "!origin:s", "!sha256:s",
        "!bytes:n",  "mirror:b",     NULL};
    struct provenance *from = &out->provenance;
    if (!json_expect(entry, where, keys, err))
        return false;
    const char *file = copy_of(arena, entry, "file");
    struct text hash = json_text(entry, "sha256", "");
    double bytes = json_number(entry, "bytes", -1);
    if (!is_plain_name(file) || hash.length != SHA256_HEX ||
        !(bytes >= 0 && bytes < 1e15) ||
        !day_parse(json_text(entry, "date", ""), &from->date))
        return fail(err, ERROR_FORMAT, "%s: file, date, sha256 or bytes cannot be read",
                    where);
    memcpy(from->sha256.hex, hash.at, SHA256_HEX);
    from->bytes = (size_t)bytes;
    from->source = copy_of(arena, entry, "source");
    from->url = copy_of(arena, entry, "url");
    from->file = copy_of(arena, entry, "file");
    from->fetched = copy_of(arena, entry, "fetched");
    from->note = copy_of(arena, entry, "origin");
    from->mirror = json_truth(entry, "mirror", false);
    out->publisher = copy_of(arena, entry, "publisher");
    out->licence = copy_of(arena, entry, "licence");
    out->path = path_join(arena, folder, file);
    return true;
}

static bool check_file(const struct bundle_entry *entry, struct error *err)
{
    struct sha256 found;
    struct stat stated;
    if (stat(entry->path, &stated) != 0)
        return fail(err, ERROR_CONTRADICTION,
                    "%s is in bundle.json and not in the folder", entry->path);
    if (!sha256_of_file(entry->path, &found, err))
        return false;
    if ((uintmax_t)stated.st_size != entry->provenance.bytes ||
        strcmp(found.hex, entry->provenance.sha256.hex) != 0)
        return fail(err, ERROR_CONTRADICTION,
                    "%s is not the file bundle.json speaks of", entry->path);
    return true;
}

static bool read_entries(struct arena *arena, const char *folder, const char *path,
                         const struct json_node *root, struct bundle_entry **out,
                         size_t *count, struct error *err)
{
    static const char *const keys[] = {"!files:a", NULL};
    if (!json_expect(root, path, keys, err))
        return false;
    const struct json_node *files = json_get(root, "files");
    if (json_count(files) > BUNDLE_ENTRIES_MAX)
        return fail(err, ERROR_LIMIT, "%s lists more than %d files", path,
                    BUNDLE_ENTRIES_MAX);
    *count = json_count(files);
    *out = arena_array(arena, *count + 1, sizeof **out);
    for (size_t i = 0; i < *count; i++) {
        const char *where = arena_format(arena, "%s: files, number %zu", path, i + 1);
        if (!take_entry(arena, folder, json_at(files, i), where, &(*out)[i], err) ||
            !check_file(&(*out)[i], err))
            return false;
    }
    return true;
}

bool bundle_read(struct arena *arena, const char *folder, struct bundle_entry **out,
                 size_t *count, struct error *err)
{
    const char *path = path_join(arena, folder, "bundle.json");
    struct json_node *root = json_open(path, err);
    *count = 0;
    bool good = root && read_entries(arena, folder, path, root, out, count, err);
    json_close(root);
    return good;
}
