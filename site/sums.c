#include "site/sums.h"

#include "ingest/provenance.h"
#include "site/chain.h"
#include "site/release.h"
#include "site/tree.h"

#include <string.h>

enum { PATH_PART_MAX = 200 };

static bool is_path_part(struct text part)
{
    if (part.length == 0 || part.length > PATH_PART_MAX || text_is(part, ".") ||
        text_is(part, ".."))
        return false;
    for (size_t i = 0; i < part.length; i++) {
        char c = part.at[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
            !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-')
            return false;
    }
    return true;
}

bool sums_path_is_good(const char *path)
{
    static const char *const OURS[] = {RELEASE_SUMS, RELEASE_CHAIN, RELEASE_EDITIONS,
                                       EDITION_JSON};
    struct text rest = text_of(path), first = rest;
    if (rest.length == 0 || rest.length > TREE_PATH_MAX)
        return false;
    first = text_cut(&first, '/');
    for (size_t i = 0; i < sizeof OURS / sizeof *OURS; i++)
        if (text_is(first, OURS[i]))
            return false;
    while (rest.at)
        if (!is_path_part(text_cut(&rest, '/')))
            return false;
    return true;
}

static bool read_line(struct arena *arena, struct text line, struct summed *out)
{
    struct text hash = {line.at, SHA256_HEX};
    if (line.length <= SHA256_HEX + 2 || !is_sha256(hash) ||
        memcmp(line.at + SHA256_HEX, "  ", 2) != 0)
        return false;
    memcpy(out->sha256.hex, hash.at, SHA256_HEX);
    struct text path = {line.at + SHA256_HEX + 2, line.length - SHA256_HEX - 2};
    out->path = arena_copy(arena, path).at;
    return strlen(out->path) == path.length && sums_path_is_good(out->path);
}

static size_t count_lines(struct text bytes)
{
    size_t lines = 0;
    for (size_t i = 0; i < bytes.length; i++)
        lines += bytes.at[i] == '\n';
    return lines;
}

bool sums_read(struct arena *arena, struct text bytes, const char *name,
               struct summed **out, size_t *count, struct error *err)
{
    *count = 0;
    *out = arena_array(arena, count_lines(bytes) + 1, sizeof **out);
    if (bytes.length == 0 || bytes.at[bytes.length - 1] != '\n')
        return fail(err, ERROR_FORMAT, "%s does not end with a whole line", name);
    while (bytes.length > 0) {
        struct summed *now = &(*out)[*count];
        if (!read_line(arena, text_cut(&bytes, '\n'), now))
            return fail(err, ERROR_FORMAT, "%s: line %zu is not a hash and a path",
                        name, *count + 1);
        if (*count > 0 && strcmp(now[-1].path, now->path) >= 0)
            return fail(err, ERROR_FORMAT, "%s: line %zu is out of order", name,
                        *count + 1);
        ++*count;
    }
    return true;
}
