/* Which member of an archive is the file that is wanted? libarchive is asked for its
 * table; a member whose size that does not tell is read through. */
#include "ingest/container_inside.h"

#include "ingest/encoding.h"
#include "ingest/member_name.h"

#include <archive.h>
#include <archive_entry.h>
#include <fnmatch.h>
#include <string.h>

enum {
    MEMBERS_MAX = 10000,
    RATIO_MAX = 1000,       /* unpacked to packed … */
    RATIO_FLOOR = 64 << 20, /* … once past so many bytes */
    SHOWN_NAMES = 1200,     /* bytes of members' names in a message */
    SHOWN_NAME = 120
};
#define UNPACKED_MAX ((uint64_t)4 << 30)

bool container_fail(struct archive *archive, const char *path, struct error *err)
{
    const char *words = archive_error_string(archive);
    return fail(err, ERROR_FORMAT, "%s cannot be unpacked: %s", path,
                words ? words : "no reason given");
}

/* Choosing by name --------------------------------------------------------------- */

/* A member's name in UTF-8, as well as it can be known. */
static struct text name_of(struct arena *arena, struct archive_entry *entry)
{
    const char *utf8 = archive_entry_pathname_utf8(entry);
    return member_name(arena, text_of(utf8 ? utf8 : archive_entry_pathname(entry)));
}

static bool fits(struct choice *choice, struct text path)
{
    struct text base = text_fold(choice->arena, member_base(path));
    const char *name = arena_copy(choice->arena, base).at;
    if (member_is_shadow(path))
        return false;
    if (choice->pattern)
        return fnmatch(choice->pattern, name, 0) == 0;
    return text_ends(base, text_fold(choice->arena, text_of(choice->suffix)));
}

static void show_name(struct choice *choice, struct text path)
{
    if (choice->names.length > SHOWN_NAMES)
        return;
    buffer_string(&choice->names, choice->names.length > 0 ? ", " : "");
    struct buffer shown = {0};
    encoding_show(&shown, path, SHOWN_NAME);
    buffer_text(&choice->names, buffer_all(&shown));
    buffer_free(&shown);
    if (choice->names.length > SHOWN_NAMES)
        buffer_string(&choice->names, ", …");
}

/* Limits ------------------------------------------------------------------------ */

bool container_check_unpacked(const struct stream *stream, struct error *err)
{
    if (stream->unpacked > UNPACKED_MAX)
        return fail(err, ERROR_LIMIT, "%s unpacks to more than %d GiB", stream->path,
                    (int)(UNPACKED_MAX >> 30));
    if (stream->unpacked > RATIO_FLOOR && stream->unpacked / RATIO_MAX > stream->packed)
        return fail(err, ERROR_LIMIT,
                    "%s unpacks to more than %d times its own size: not a data file",
                    stream->path, RATIO_MAX);
    return true;
}

/* Bytes of the member, read through when the archive does not say. */
static bool member_size(struct stream *stream, struct archive_entry *entry,
                        int64_t *size, struct error *err)
{
    *size = archive_entry_size(entry);
    if (archive_entry_size_is_set(entry))
        return true;
    const void *block;
    size_t length;
    int64_t offset;
    int result;
    uint64_t before = stream->unpacked;
    while ((result = archive_read_data_block(stream->archive, &block, &length,
                                             &offset)) == ARCHIVE_OK) {
        stream->unpacked += length;
        if (!container_check_unpacked(stream, err))
            return false;
    }
    *size = (int64_t)(stream->unpacked - before);
    return result == ARCHIVE_EOF || container_fail(stream->archive, stream->path, err);
}

bool container_check_total(const struct stream *stream, const struct choice *choice,
                           struct error *err)
{
    uint64_t total = 0;
    for (size_t i = 0; i < choice->fitting; i++)
        total += choice->member[i].size;
    return total <= RATIO_FLOOR || total / RATIO_MAX <= stream->packed ||
           fail(err, ERROR_LIMIT,
                "%s unpacks to more than %d times its own size: not data files",
                stream->path, RATIO_MAX);
}

/* Choosing ------------------------------------------------------------------------ */

void container_add_member(struct choice *choice, const char *name, int64_t size)
{
    if (choice->fitting == choice->room) {
        const struct member *old = choice->member;
        choice->room = choice->room * 2 + 16;
        choice->member =
            arena_array(choice->arena, choice->room, sizeof *choice->member);
        if (old)
            memcpy(choice->member, old, choice->fitting * sizeof *old);
    }
    choice->member[choice->fitting++] =
        (struct member){name, (uint64_t)size, choice->members};
}

static bool consider(struct stream *stream, struct choice *choice,
                     struct archive_entry *entry, struct error *err)
{
    struct text name = name_of(choice->arena, entry);
    int64_t size;
    if (archive_entry_filetype(entry) == AE_IFDIR || text_ends(name, TEXT("/")))
        return true;
    show_name(choice, name);
    choice->workbook |= text_is(name, "[Content_Types].xml");
    if (!fits(choice, name))
        return true;
    if (!member_size(stream, entry, &size, err))
        return false;
    if (choice->all)
        container_add_member(choice, name.at, size);
    if (choice->index == 0 || size > choice->size) {
        choice->index = choice->members;
        choice->size = size;
        choice->name = name.at;
    }
    return true;
}

/* ARCHIVE_WARN is a name that the C locale cannot hold; the member is fine. */
bool container_next(struct archive *archive, struct archive_entry **entry, int *result)
{
    do
        *result = archive_read_next_header(archive, entry);
    while (*result == ARCHIVE_RETRY);
    return *result == ARCHIVE_OK || *result == ARCHIVE_WARN;
}

bool container_choose(struct stream *stream, struct choice *choice, struct error *err)
{
    struct archive_entry *entry;
    int result;
    while (container_next(stream->archive, &entry, &result)) {
        if (archive_format(stream->archive) == ARCHIVE_FORMAT_RAW) {
            choice->raw = true;
            choice->plain = archive_filter_count(stream->archive) <= 1;
            choice->index = 1;
            choice->name = "";
            return true;
        }
        if (++choice->members > MEMBERS_MAX)
            return fail(err, ERROR_LIMIT, "%s holds more than %d members", stream->path,
                        MEMBERS_MAX);
        if (!consider(stream, choice, entry, err))
            return false;
    }
    if (result != ARCHIVE_EOF)
        return container_fail(stream->archive, stream->path, err);
    if (choice->workbook) {
        choice->plain = true;
        choice->index = 1;
        choice->name = "";
    }
    return true;
}

bool container_fail_none(const struct stream *stream, struct choice *choice,
                         const char *pattern, struct error *err)
{
    struct text names = buffer_all(&choice->names);
    if (choice->members == 0)
        return fail(err, ERROR_FORMAT, "%s is an archive with nothing in it",
                    stream->path);
    return fail(err, ERROR_FORMAT,
                "%s holds no member that fits \"%s%s\"; it holds: %.*s", stream->path,
                pattern ? "" : "*", pattern ? pattern : choice->suffix,
                TEXT_ARGS(names));
}
