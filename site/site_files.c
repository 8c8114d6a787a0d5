#include "site/site_files.h"

#include "site/chain.h"
#include "site/release.h"
#include "site/sums.h"

#include <stdlib.h>
#include <string.h>

struct listing {
    struct arena *arena;
    struct site_file *file;
    size_t count, capacity;
};

static void add(struct listing *listing, struct site_file file)
{
    if (listing->count == listing->capacity) {
        size_t capacity = listing->capacity ? 2 * listing->capacity : 4096;
        struct site_file *more = arena_array(listing->arena, capacity, sizeof *more);
        if (listing->count > 0)
            memcpy(more, listing->file, listing->count * sizeof *more);
        listing->file = more;
        listing->capacity = capacity;
    }
    listing->file[listing->count++] = file;
}

/* A file that no list has the hash of; one that is not there is none of the site's. */
static bool add_hashed(struct listing *listing, const char *file, const char *path,
                       enum site_file_kind kind, struct error *err)
{
    struct site_file one = {.path = path, .file = file, .kind = kind};
    if (!file_exists(file))
        return true;
    if (!sha256_of_file(file, &one.sha256, err))
        return false;
    add(listing, one);
    return true;
}

static enum site_file_kind kind_of(const char *path)
{
    return text_ends(text_of(path), TEXT(".html")) ? SITE_FILE_PAGE : SITE_FILE_DATA;
}

/* The files that a folder's SHA256SUMS names, and the list itself. */
static bool add_summed(struct listing *listing, const char *folder, const char *prefix,
                       bool pinned, struct error *err)
{
    struct arena *arena = listing->arena;
    struct text sums;
    struct summed *summed;
    size_t count;
    const char *list = path_join(arena, folder, RELEASE_SUMS);
    if (!file_read(arena, list, SUMS_MAX, &sums, err) ||
        !sums_read(arena, sums, list, &summed, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!pinned || chain_keeps(summed[i].path))
            add(listing,
                (struct site_file){
                    .path = arena_format(arena, "%s%s", prefix, summed[i].path),
                    .file = path_join(arena, folder, summed[i].path),
                    .sha256 = summed[i].sha256,
                    .kind = pinned ? SITE_FILE_PINNED : kind_of(summed[i].path)});
    return add_hashed(listing, list, arena_format(arena, "%s" RELEASE_SUMS, prefix),
                      pinned ? SITE_FILE_PINNED : SITE_FILE_LIST, err);
}

static bool add_edition(struct listing *listing, const char *releases,
                        const char *edition, struct error *err)
{
    static const char *const OWN[] = {EDITION_JSON, EDITION_SIGNATURE};
    struct arena *arena = listing->arena;
    const char *prefix = arena_format(arena, RELEASE_EDITIONS "/%s/", edition);
    const char *folder = path_join(
        arena, releases, arena_format(arena, RELEASE_EDITIONS "/%s", edition));
    if (!add_summed(listing, folder, prefix, true, err))
        return false;
    for (size_t i = 0; i < sizeof OWN / sizeof *OWN; i++)
        if (!add_hashed(listing, path_join(arena, folder, OWN[i]),
                        arena_format(arena, "%s%s", prefix, OWN[i]), SITE_FILE_PINNED,
                        err))
            return false;
    return true;
}

static bool add_chain(struct listing *listing, const char *releases, struct error *err)
{
    struct arena *arena = listing->arena;
    const char *editions = path_join(arena, releases, RELEASE_EDITIONS);
    const char *list = path_join(arena, editions, RELEASE_CHAIN);
    struct chain chain;
    if (!chain_read(arena, releases, &chain, err))
        return false;
    for (size_t i = 0; i < chain.count; i++)
        if (!add_edition(listing, releases, chain.link[i].edition, err))
            return false;
    return add_hashed(listing, list, RELEASE_CHAIN, SITE_FILE_LIST, err) &&
           add_hashed(listing, list, RELEASE_EDITIONS "/" RELEASE_CHAIN, SITE_FILE_LIST,
                      err) &&
           add_hashed(listing, path_join(arena, editions, EDITION_KEY),
                      RELEASE_EDITIONS "/" EDITION_KEY, SITE_FILE_LIST, err);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct site_file *)a)->path,
                  ((const struct site_file *)b)->path);
}

bool site_files(struct arena *arena, const char *releases, const char *folder,
                struct site_file **out, size_t *count, struct error *err)
{
    struct listing listing = {.arena = arena};
    if (!add_summed(&listing, folder, "", false, err) ||
        !add_chain(&listing, releases, err) ||
        !add_hashed(&listing, path_join(arena, folder, EDITION_JSON), EDITION_JSON,
                    SITE_FILE_LIST, err))
        return false;
    if (listing.count > 0)
        qsort(listing.file, listing.count, sizeof *listing.file, by_path);
    *out = listing.file;
    *count = listing.count;
    return true;
}

const char *site_file_type(const char *path)
{
    static const char *const TYPES[][2] = {
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".csv", "text/csv; charset=utf-8"},
        {".json", "application/json"},
        {".jsonld", "application/ld+json"},
        {".geojson", "application/geo+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/vnd.microsoft.icon"},
        {".pdf", "application/pdf"},
        {".zip", "application/zip"},
        {".gz", "application/gzip"},
        {".sqlite", "application/vnd.sqlite3"},
        {".xml", "application/xml"},
        {".atom", "application/atom+xml"},
        {".rss", "application/rss+xml"},
        {".ics", "text/calendar; charset=utf-8"},
        {".txt", "text/plain; charset=utf-8"},
        {".md", "text/markdown; charset=utf-8"},
        {".pem", "application/x-pem-file"},
        {".ttl", "text/turtle; charset=utf-8"},
        {".bib", "application/x-bibtex"},
        {".cff", "application/yaml"},
        {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        {"SHA256SUMS", "text/plain; charset=utf-8"},
    };
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
        if (text_ends(text_of(path), text_of(TYPES[i][0])))
            return TYPES[i][1];
    return "application/octet-stream";
}
