/* The zip of a workbook, in memory, read by libarchive; which checks each part's sum
 * when its last byte is read. */
#include "ingest/workbook.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include <strings.h>

enum {
    PARTS_MAX = 10000,
    PART_RATIO_MAX = 500,       /* unpacked to packed … */
    PART_RATIO_FLOOR = 64 << 20 /* … once past so many bytes */
};
#define PART_BYTES_MAX ((uint64_t)4 << 30)

struct part_stream {
    struct archive *archive;
    const char *name;
    uint64_t packed, unpacked;
};

static bool fail_zip(struct archive *archive, const char *name, struct error *err)
{
    const char *words = archive_error_string(archive);
    return fail(err, ERROR_FORMAT, "the workbook's %s cannot be unpacked: %s", name,
                words && text_is_utf8(text_of(words)) ? words : "no reason given");
}

static struct archive *zip_open(struct text bytes, struct error *err)
{
    struct archive *archive = memory_or_die(archive_read_new());
    archive_read_support_format_zip_seekable(archive); /* a whole one, not cut short */
    if (archive_read_open_memory(archive, bytes.at, bytes.length) == ARCHIVE_OK)
        return archive;
    fail_zip(archive, "zip", err);
    archive_read_free(archive);
    return NULL;
}

/* ARCHIVE_WARN is a name that the C locale cannot hold; no part of ours has one. */
static bool next_part(struct archive *archive, struct archive_entry **entry,
                      int *result)
{
    do
        *result = archive_read_next_header(archive, entry);
    while (*result == ARCHIVE_RETRY);
    return *result == ARCHIVE_OK || *result == ARCHIVE_WARN;
}

/* As it should be written: some programs use backslashes. */
static const char *name_of(struct arena *arena, struct archive_entry *entry)
{
    const char *found = archive_entry_pathname(entry);
    struct text text = text_of(found ? found : "");
    if (!text_is_utf8(text))
        text = TEXT("");
    char *name = arena_format(arena, "%.*s", TEXT_ARGS(text));
    for (char *at = name; *at; at++)
        *at = *at == '\\' ? '/' : *at;
    return name[0] == '/' ? name + 1 : name;
}

static bool add_part(struct arena *arena, struct workbook_part *part, size_t *count,
                     struct archive_entry *entry, size_t index, struct error *err)
{
    const char *name = name_of(arena, entry);
    for (size_t i = 0; i < *count; i++)
        if (*name && strcasecmp(part[i].name, name) == 0)
            return fail(err, ERROR_FORMAT, "the workbook has two parts \"%s\"", name);
    part[(*count)++] =
        (struct workbook_part){name, (uint64_t)archive_entry_size(entry), index};
    return true;
}

bool parts_list(struct arena *arena, struct text bytes, struct workbook_part **out,
                size_t *count, struct error *err)
{
    struct archive *archive = zip_open(bytes, err);
    struct archive_entry *entry;
    bool good = archive != NULL;
    int result = ARCHIVE_EOF;
    size_t room = 64;
    *count = 0;
    *out = arena_array(arena, room, sizeof **out);
    while (good && next_part(archive, &entry, &result)) {
        if (*count == PARTS_MAX)
            good = fail(err, ERROR_LIMIT, "the workbook has more than %d parts",
                        PARTS_MAX);
        if (good && *count == room) {
            struct workbook_part *grown = arena_array(arena, 2 * room, sizeof *grown);
            memcpy(grown, *out, room * sizeof *grown);
            *out = grown;
            room *= 2;
        }
        good = good && add_part(arena, *out, count, entry, *count + 1, err);
    }
    if (good && result != ARCHIVE_EOF)
        good = fail_zip(archive, "zip", err);
    archive_read_free(archive);
    return good;
}

const struct workbook_part *part_find(const struct workbook *workbook, const char *name)
{
    name += name[0] == '/';
    for (size_t i = 0; i < workbook->parts; i++)
        if (*name && strcasecmp(workbook->part[i].name, name) == 0)
            return &workbook->part[i];
    return NULL;
}

static bool go_to(struct part_stream *part, size_t index, struct error *err)
{
    struct archive_entry *entry = NULL;
    int result;
    for (size_t i = 0; i < index; i++)
        if (!next_part(part->archive, &entry, &result))
            return fail_zip(part->archive, part->name, err);
    return archive_entry_is_encrypted(entry) != 1 ||
           fail(err, ERROR_FORMAT, "the workbook's %s is encrypted", part->name);
}

struct part_stream *part_open(const struct workbook *workbook,
                              const struct workbook_part *part, struct error *err)
{
    struct part_stream *out = arena_take(workbook->arena, sizeof *out);
    out->name = part->name;
    out->packed = workbook->bytes.length;
    out->archive = zip_open(workbook->bytes, err);
    if (out->archive && go_to(out, part->index, err))
        return out;
    part_close(out);
    return NULL;
}

bool part_read(void *part_stream, void *into, size_t size, size_t *got,
               struct error *err)
{
    struct part_stream *part = part_stream;
    *got = 0;
    la_ssize_t result = archive_read_data(part->archive, into, size);
    if (result < 0)
        return fail_zip(part->archive, part->name, err);
    *got = (size_t)result;
    part->unpacked += *got;
    if (part->unpacked > PART_BYTES_MAX)
        return fail(err, ERROR_LIMIT, "the workbook's %s unpacks to more than %d GiB",
                    part->name, (int)(PART_BYTES_MAX >> 30));
    if (part->unpacked > PART_RATIO_FLOOR &&
        part->unpacked / PART_RATIO_MAX > part->packed)
        return fail(err, ERROR_LIMIT,
                    "the workbook's %s unpacks to more than %d times its own size: not "
                    "a data file",
                    part->name, PART_RATIO_MAX);
    return true;
}

void part_close(struct part_stream *part)
{
    if (part && part->archive)
        archive_read_free(part->archive);
    if (part)
        part->archive = NULL;
}
