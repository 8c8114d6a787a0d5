/* libarchive reads the archive twice: once over its table of members to choose one,
 * once up to that member to read it. Nothing is ever written to disk, so a member's
 * name is only a name. A file that is not packed at all is read directly.
 *
 * libarchive loses names that the thread's character set cannot hold, and in the C
 * locale that is every accent. So this thread speaks UTF-8 while an archive is being
 * opened; nothing but the character set changes, and only here. */
#include "ingest/container.h"

#include "base/buffer.h"
#include "ingest/encoding.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MEMBERS_MAX = 10000,
    RATIO_MAX = 1000,       /* unpacked to packed … */
    RATIO_FLOOR = 64 << 20, /* … once past so many bytes */
    READ_BLOCK = 1 << 20,
    SHOWN_NAMES = 1200, /* bytes of members' names in a message */
    SHOWN_NAME = 120
};
#define UNPACKED_MAX ((uint64_t)4 << 30)

struct stream {
    struct archive *archive; /* NULL for a plain file */
    int fd;                  /* of a plain file, else -1 */
    uint64_t packed;         /* bytes of the file */
    uint64_t unpacked;       /* bytes read so far */
    const char *path;
    const char *member;
};

/* What is wanted of an archive, and the best found. */
struct choice {
    struct arena *arena;
    const char *pattern; /* folded; NULL: by suffix */
    const char *suffix;
    size_t members;
    size_t index; /* of the best, counted from 1; 0: none */
    int64_t size;
    const char *name;
    bool plain; /* not an archive, and not compressed */
    bool raw;   /* not an archive */
    struct buffer names;
};

static bool fail_archive(struct archive *archive, const char *path, struct error *err)
{
    const char *words = archive_error_string(archive);
    return fail(err, ERROR_FORMAT, "%s cannot be unpacked: %s", path,
                words ? words : "no reason given");
}

static struct archive *archive_start(const char *path, struct error *err)
{
    struct archive *archive = memory_or_die(archive_read_new());
    archive_read_support_filter_gzip(archive);
    archive_read_support_filter_bzip2(archive);
    archive_read_support_filter_xz(archive);
    archive_read_support_filter_zstd(archive);
    archive_read_support_format_zip(archive);
    archive_read_support_format_tar(archive);
    archive_read_support_format_raw(archive);
    if (archive_read_open_filename(archive, path, READ_BLOCK) == ARCHIVE_OK)
        return archive;
    fail_archive(archive, path, err);
    archive_read_free(archive);
    return NULL;
}

/* Names ------------------------------------------------------------------------- */

/* Old zip programs write names in code page 437 or 850; its letters for Spanish. */
static uint32_t dos_letter(unsigned char byte)
{
    static const struct {
        unsigned char byte;
        uint16_t rune;
    } letters[] = {{0xA0, 0xE1}, {0x82, 0xE9}, {0xA1, 0xED}, {0xA2, 0xF3}, {0xA3, 0xFA},
                   {0xA4, 0xF1}, {0x81, 0xFC}, {0xA5, 0xD1}, {0xB5, 0xC1}, {0x90, 0xC9},
                   {0xD6, 0xCD}, {0xE0, 0xD3}, {0xE9, 0xDA}, {0x9A, 0xDC}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i].byte == byte)
            return letters[i].rune;
    return 0xFFFD;
}

static void name_from_dos(struct buffer *out, struct text bytes)
{
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned char byte = (unsigned char)bytes.at[i];
        buffer_rune(out, byte < 0x80 ? byte : dos_letter(byte));
    }
}

/* A member's name in UTF-8, as well as it can be known. */
static struct text name_of(struct arena *arena, struct archive_entry *entry)
{
    const char *utf8 = archive_entry_pathname_utf8(entry);
    const char *bytes = utf8 ? utf8 : archive_entry_pathname(entry);
    struct text name = text_of(bytes);
    if (text_is_utf8(name))
        return arena_copy(arena, name);
    struct buffer converted = {0};
    name_from_dos(&converted, name);
    name = arena_copy(arena, buffer_all(&converted));
    buffer_free(&converted);
    return name;
}

static struct text base_name(struct text path)
{
    for (size_t i = path.length; i > 0; i--)
        if (path.at[i - 1] == '/' || path.at[i - 1] == '\\')
            return (struct text){path.at + i, path.length - i};
    return path;
}

/* macOS puts a shadow of every file beside it. */
static bool is_shadow(struct text path)
{
    return text_starts(path, TEXT("__MACOSX/")) ||
           text_starts(base_name(path), TEXT("._"));
}

static bool fits(struct choice *choice, struct text path)
{
    struct text base = text_fold(choice->arena, base_name(path));
    const char *name = arena_copy(choice->arena, base).at;
    if (is_shadow(path))
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

static bool check_unpacked(const struct stream *stream, struct error *err)
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
        if (!check_unpacked(stream, err))
            return false;
    }
    *size = (int64_t)(stream->unpacked - before);
    return result == ARCHIVE_EOF || fail_archive(stream->archive, stream->path, err);
}

/* Choosing ------------------------------------------------------------------------ */

static bool consider(struct stream *stream, struct choice *choice,
                     struct archive_entry *entry, struct error *err)
{
    struct text name = name_of(choice->arena, entry);
    int64_t size;
    if (archive_entry_filetype(entry) == AE_IFDIR || text_ends(name, TEXT("/")))
        return true;
    show_name(choice, name);
    if (!fits(choice, name))
        return true;
    if (!member_size(stream, entry, &size, err))
        return false;
    if (choice->index == 0 || size > choice->size) {
        choice->index = choice->members;
        choice->size = size;
        choice->name = name.at;
    }
    return true;
}

/* ARCHIVE_WARN is a name that the C locale cannot hold; the member is fine. */
static bool next_member(struct archive *archive, struct archive_entry **entry,
                        int *result)
{
    do
        *result = archive_read_next_header(archive, entry);
    while (*result == ARCHIVE_RETRY);
    return *result == ARCHIVE_OK || *result == ARCHIVE_WARN;
}

static bool choose(struct stream *stream, struct choice *choice, struct error *err)
{
    struct archive_entry *entry;
    int result;
    while (next_member(stream->archive, &entry, &result)) {
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
    return result == ARCHIVE_EOF || fail_archive(stream->archive, stream->path, err);
}

static bool fail_none(const struct stream *stream, struct choice *choice,
                      const char *pattern, struct error *err)
{
    struct text names = buffer_all(&choice->names);
    if (choice->members == 0)
        return fail(err, ERROR_FORMAT, "%s is an archive with nothing in it",
                    stream->path);
    bool workbook =
        names.length > 0 && memmem(names.at, names.length, "xl/workbook", 11);
    if (workbook)
        return fail(err, ERROR_FORMAT,
                    "%s is an Excel workbook, which is not read; save its sheet as CSV",
                    stream->path);
    return fail(err, ERROR_FORMAT,
                "%s holds no member that fits \"%s%s\"; it holds: %.*s", stream->path,
                pattern ? "" : "*", pattern ? pattern : choice->suffix,
                TEXT_ARGS(names));
}

/* Reading ------------------------------------------------------------------------- */

static bool go_to_member(struct stream *stream, const struct choice *choice,
                         struct error *err)
{
    struct archive_entry *entry;
    int result;
    stream->unpacked = 0;
    stream->archive = archive_start(stream->path, err);
    if (!stream->archive)
        return false;
    for (size_t i = 0; i < choice->index; i++)
        if (!next_member(stream->archive, &entry, &result))
            return fail_archive(stream->archive, stream->path, err);
    if (archive_entry_is_encrypted(entry) == 1)
        return fail(err, ERROR_FORMAT, "%s: %s is encrypted", stream->path,
                    choice->name);
    return true;
}

static bool open_member(struct stream *stream, struct choice *choice,
                        const char *pattern, struct error *err)
{
    stream->archive = archive_start(stream->path, err);
    if (!stream->archive || !choose(stream, choice, err))
        return false;
    if (choice->index == 0)
        return fail_none(stream, choice, pattern, err);
    stream->member = choice->name;
    archive_read_free(stream->archive);
    stream->archive = NULL;
    if (!choice->plain)
        return go_to_member(stream, choice, err);
    stream->fd = open(stream->path, O_RDONLY | O_CLOEXEC);
    return stream->fd >= 0 || fail_errno(err, "opening %s", stream->path);
}

/* Only a regular file: its size is known, and opening it cannot wait. */
static bool measure_file(struct stream *stream, struct error *err)
{
    struct stat found;
    if (stat(stream->path, &found) != 0)
        return fail_errno(err, "opening %s", stream->path);
    if (!S_ISREG(found.st_mode))
        return fail(err, ERROR_USAGE, "%s is not a regular file", stream->path);
    if (found.st_size == 0)
        return fail(err, ERROR_FORMAT, "%s: the file is empty", stream->path);
    stream->packed = (uint64_t)found.st_size;
    return true;
}

/* Choose and open, with UTF-8 as the thread's character set. */
static bool open_in_utf8(struct stream *stream, struct choice *choice,
                         const char *pattern, struct error *err)
{
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = uselocale(utf8); /* 0, where there is no such locale: no change */
    bool good = open_member(stream, choice, pattern, err);
    uselocale(before);
    if (utf8)
        freelocale(utf8);
    return good;
}

struct stream *stream_open(struct arena *arena, const char *path, const char *pattern,
                           const char *suffix, struct error *err)
{
    struct stream *stream = arena_take(arena, sizeof *stream);
    struct choice choice = {.arena = arena, .suffix = suffix ? suffix : ""};
    stream->fd = -1;
    stream->member = "";
    stream->path = arena_copy(arena, text_of(path)).at;
    if (pattern)
        choice.pattern = arena_copy(arena, text_fold(arena, text_of(pattern))).at;
    bool good =
        measure_file(stream, err) && open_in_utf8(stream, &choice, pattern, err);
    buffer_free(&choice.names);
    if (good)
        return stream;
    stream_close(stream);
    return NULL;
}

static bool read_plain(struct stream *stream, void *into, size_t size, size_t *got,
                       struct error *err)
{
    ssize_t result;
    do
        result = read(stream->fd, into, size);
    while (result < 0 && errno == EINTR);
    if (result < 0)
        return fail_errno(err, "reading %s", stream->path);
    *got = (size_t)result;
    return true;
}

bool stream_read(struct stream *stream, void *into, size_t size, size_t *got,
                 struct error *err)
{
    *got = 0;
    if (!stream->archive)
        return read_plain(stream, into, size, got, err);
    la_ssize_t result = archive_read_data(stream->archive, into, size);
    if (result < 0)
        return fail_archive(stream->archive, stream->path, err);
    *got = (size_t)result;
    stream->unpacked += *got;
    return check_unpacked(stream, err);
}

const char *stream_member(const struct stream *stream) { return stream->member; }

void stream_close(struct stream *stream)
{
    if (!stream)
        return;
    if (stream->archive)
        archive_read_free(stream->archive);
    if (stream->fd >= 0)
        close(stream->fd);
    stream->archive = NULL;
    stream->fd = -1;
}
