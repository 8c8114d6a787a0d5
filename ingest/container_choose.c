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

/* The next bytes of a member; none at its end, or when they cannot be had. */
static int next_block(struct stream *stream, struct text *out)
{
    const void *block;
    size_t length = 0;
    int64_t offset;
    int result = archive_read_data_block(stream->archive, &block, &length, &offset);
    *out = (struct text){result == ARCHIVE_OK ? block : "",
                         result == ARCHIVE_OK ? length : 0};
    stream->unpacked += out->length;
    return result;
}

/* Bytes of the member, read through when the archive does not say; some were read. */
static bool member_size(struct stream *stream, struct archive_entry *entry,
                        size_t already, int64_t *size, struct error *err)
{
    *size = archive_entry_size(entry);
    if (archive_entry_size_is_set(entry))
        return true;
    struct text block;
    int result;
    uint64_t before = stream->unpacked - already;
    while ((result = next_block(stream, &block)) == ARCHIVE_OK)
        if (!container_check_unpacked(stream, err))
            return false;
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

void container_add_member(struct choice *choice, const char *name, int64_t size,
                          uint64_t alike)
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
        (struct member){name, (uint64_t)size, choice->members, alike};
}

/* What is left of a line, or of a name, without its digits, as a number; 0: nothing. */
static uint64_t sign_of(struct arena *arena, struct text text)
{
    char *out = arena_take(arena, text.length + 1);
    size_t used = 0;
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            out[used++] = text.at[i];
    return used > 0 ? text_hash((struct text){out, used}) : 0;
}

/* Two tables with the same columns begin with the same line, but for a year in a title;
 * workbooks are known by their names. */
static uint64_t alike_of(struct arena *arena, struct text name, struct text head)
{
    if (text_starts(head, TEXT("PK\x03\x04")))
        return sign_of(arena, name);
    if (text_starts(head, TEXT("\xEF\xBB\xBF")))
        head = (struct text){head.at + 3, head.length - 3};
    struct text line = text_cut(&head, '\n');
    return head.at ? sign_of(arena, text_trim(line)) : 0;
}

static bool consider(struct stream *stream, struct choice *choice,
                     struct archive_entry *entry, struct error *err)
{
    struct text name = name_of(choice->arena, entry), head = {0};
    int64_t size;
    if (archive_entry_filetype(entry) == AE_IFDIR || text_ends(name, TEXT("/")))
        return true;
    show_name(choice, name);
    choice->workbook |= text_is(name, "[Content_Types].xml");
    if (!fits(choice, name))
        return true;
    if (!choice->all && archive_entry_is_encrypted(entry) != 1)
        (void)next_block(stream, &head);
    uint64_t alike = alike_of(choice->arena, name, head);
    if (!member_size(stream, entry, head.length, &size, err))
        return false;
    container_add_member(choice, name.at, size, alike);
    if (choice->index == 0 || size > choice->size) {
        choice->index = choice->members;
        choice->size = size;
        choice->name = name.at;
    }
    return true;
}

/* Is what was chosen by its size a table of its own, and not a part of one? */
static bool check_alone(const struct stream *stream, const struct choice *choice,
                        struct error *err)
{
    uint64_t alike = 0;
    size_t others = 0;
    const char *other = "";
    for (size_t i = 0; i < choice->fitting; i++)
        if (choice->member[i].index == choice->index)
            alike = choice->member[i].alike;
    for (size_t i = 0; i < choice->fitting && alike != 0; i++)
        if (choice->member[i].alike == alike &&
            choice->member[i].index != choice->index && others++ == 0)
            other = choice->member[i].name;
    if (others == 0)
        return true;
    struct buffer names = {0};
    encoding_show(&names, text_of(choice->name), SHOWN_NAME);
    buffer_string(&names, "\" and \"");
    encoding_show(&names, text_of(other), SHOWN_NAME);
    fail(err, ERROR_CONTRADICTION,
         "%s holds %zu members with the same columns, \"%.*s\"%s: \"member\" of the "
         "descriptor would say which is meant, and \"members\": \"all\" that they are "
         "one table",
         stream->path, others + 1, TEXT_ARGS(buffer_all(&names)),
         others > 1 ? " among them" : "");
    buffer_free(&names);
    return false;
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
        return true;
    }
    return choice->all || choice->pattern || check_alone(stream, choice, err);
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
