#include "ingest/validators.h"

#include "base/json.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { SIDE_PATH_MAX = 4096 };

static const char *header_of(const struct provenance *from, const char *name)
{
    for (size_t i = 0; i < from->headers; i++)
        if (strcasecmp(from->header[i][0], name) == 0)
            return from->header[i][1];
    return "";
}

struct validators validators_of(const struct provenance *from)
{
    struct validators out = {header_of(from, "etag"), header_of(from, "last-modified")};
    if (strstr(from->url, "***"))
        out.modified = "";
    return out;
}

const char *validators_strong(const struct validators *validators)
{
    if (validators->etag[0] == '"')
        return validators->etag;
    return validators->modified[0] && !validators->etag[0] ? validators->modified
                                                           : NULL;
}

/* Digits up to a character, which is passed. */
static bool take_number(struct text *rest, char end, size_t *out)
{
    struct text digits = text_cut(rest, end);
    if (digits.length == 0 || digits.length > 18)
        return false;
    *out = 0;
    for (size_t i = 0; i < digits.length; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9')
            return false;
        *out = *out * 10 + (size_t)(digits.at[i] - '0');
    }
    return true;
}

bool content_range_read(struct text value, struct content_range *out)
{
    *out = (struct content_range){0};
    value = text_trim(value);
    struct text unit = text_cut(&value, ' ');
    if (!text_is(unit, "bytes") || !value.at)
        return false;
    if (!take_number(&value, '-', &out->first) || !value.at ||
        !take_number(&value, '/', &out->last) || !value.at || out->last < out->first)
        return false;
    if (text_is(value, "*"))
        return true;
    return take_number(&value, '\0', &out->total) && out->last < out->total;
}

/* Parts -------------------------------------------------------------------------- */

static const char *side_of(struct arena *arena, const char *path)
{
    return arena_format(arena, "%s.json", path);
}

static void write_pair(struct buffer *out, const char *key, const char *value)
{
    buffer_format(out, "\"%s\": ", key);
    json_write_string(out, text_of(value));
    buffer_string(out, ", ");
}

bool part_remember(const char *path, const struct part *part, struct error *err)
{
    struct arena arena = {0};
    struct buffer json = {0};
    buffer_char(&json, '{');
    write_pair(&json, "url", part->url);
    write_pair(&json, "etag", part->validators.etag);
    write_pair(&json, "modified", part->validators.modified);
    buffer_format(&json, "\"total\": %zu}\n", part->total);
    bool good = file_write(side_of(&arena, path), buffer_all(&json), err);
    buffer_free(&json);
    arena_free(&arena);
    return good;
}

bool part_recall(struct arena *arena, const char *path, struct part *out)
{
    static const char *const keys[] = {"!url:s", "!etag:s", "!modified:s", "!total:n",
                                       NULL};
    struct error ignored = {0};
    const char *side = side_of(arena, path);
    if (!file_exists(path) || !file_exists(side))
        return false;
    struct json_node *root = json_open(side, &ignored);
    bool good = root && json_expect(root, side, keys, &ignored);
    double total = json_number(root, "total", -1);
    good = good && total >= 0 && total < 1e15;
    if (good)
        *out = (struct part){arena_copy(arena, json_text(root, "url", "")).at,
                             {arena_copy(arena, json_text(root, "etag", "")).at,
                              arena_copy(arena, json_text(root, "modified", "")).at},
                             (size_t)total};
    json_close(root);
    return good;
}

void part_forget(const char *path)
{
    char side[SIDE_PATH_MAX];
    (void)unlink(path);
    if (snprintf(side, sizeof side, "%s.json", path) < (int)sizeof side)
        (void)unlink(side);
}
