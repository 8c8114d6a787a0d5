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
#include "ingest/gzip_check.h"
#include "ingest/handed.h"
#include "ingest/member_name.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fnmatch.h>
#include <locale.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MEMBERS_MAX = 10000,
    RATIO_MAX = 1000,       /* unpacked to packed … */
    RATIO_FLOOR = 64 << 20, /* … once past so many bytes */
    GZIP_CHECKED_MAX =
        1 << 30,        /* unpacked bytes of a gzip file whose checksum is checked */
    SHOWN_NAMES = 1200, /* bytes of members' names in a message */
    SHOWN_NAME = 120
};
#define UNPACKED_MAX ((uint64_t)4 << 30)

struct stream {
    struct archive *archive; /* NULL for a plain file */
    int fd;                  /* of a plain file, else -1 */
    uint64_t packed;         /* bytes of the file */
    uint64_t unpacked;       /* bytes read so far */
    size_t passed;           /* members, when several are read */
    char head[STREAM_PEEK];  /* of a packed file: bytes peeked at … */
    size_t head_length;
    size_t head_taken; /* … and how many of them were read since */
    const char *path;
    const char *member;
};

static pthread_once_t locale_once = PTHREAD_ONCE_INIT;
static locale_t utf8_locale;

static void make_locale(void)
{
    utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

/* What is wanted of an archive, and the best found. */
struct choice {
    struct arena *arena;
    const char *pattern; /* folded; NULL: by suffix */
    const char *suffix;
    size_t members;
    size_t index; /* of the best, counted from 1; 0: none */
    int64_t size;
    const char *name;
    bool plain;    /* not an archive, and not compressed */
    bool raw;      /* not an archive */
    bool workbook; /* a zip that is one file to everybody */
    struct buffer names;
    bool all; /* list them instead */
    size_t fitting, room;
    struct member *member;
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
    if (handed_open_archive(archive, path))
        return archive;
    fail_archive(archive, path, err);
    archive_read_free(archive);
    return NULL;
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

static void add_member(struct choice *choice, const char *name, int64_t size)
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
        add_member(choice, name.at, size);
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
    if (result != ARCHIVE_EOF)
        return fail_archive(stream->archive, stream->path, err);
    if (choice->workbook) {
        choice->plain = true;
        choice->index = 1;
        choice->name = "";
    }
    return true;
}

static bool fail_none(const struct stream *stream, struct choice *choice,
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
    stream->fd = handed_open(stream->path);
    return stream->fd >= 0 || fail_errno(err, "opening %s", stream->path);
}

/* Only a regular file: its size is known, and opening it cannot wait. */
static bool measure_file(struct stream *stream, struct error *err)
{
    struct stat found;
    if (handed_stat(stream->path, &found) != 0)
        return fail_errno(err, "opening %s", stream->path);
    if (!S_ISREG(found.st_mode))
        return fail(err, ERROR_USAGE, "%s is not a regular file", stream->path);
    if (found.st_size == 0)
        return fail(err, ERROR_FORMAT, "%s: the file is empty", stream->path);
    stream->packed = (uint64_t)found.st_size;
    return true;
}

/* Made once and for good; 0, where there is no such locale: no change. */
static locale_t container_locale(void)
{
    pthread_once(&locale_once, make_locale);
    return utf8_locale;
}

void container_prepare(void)
{
    wchar_t wide[2];
    locale_t before = uselocale(container_locale());
    (void)mbstowcs(wide, "\xc3\xa1", 2); /* loads what converting needs */
    uselocale(before);
}

/* Choose and open, with UTF-8 as the thread's character set. */
static bool open_in_utf8(struct stream *stream, struct choice *choice,
                         const char *pattern, struct error *err)
{
    locale_t before = uselocale(container_locale());
    bool good = open_member(stream, choice, pattern, err);
    uselocale(before);
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
    bool good = measure_file(stream, err) && gzip_check(path, GZIP_CHECKED_MAX, err) &&
                open_in_utf8(stream, &choice, pattern, err);
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

static bool read_packed(struct stream *stream, void *into, size_t size, size_t *got,
                        struct error *err)
{
    *got = 0;
    la_ssize_t result = archive_read_data(stream->archive, into, size);
    if (result < 0)
        return fail_archive(stream->archive, stream->path, err);
    *got = (size_t)result;
    stream->unpacked += *got;
    return check_unpacked(stream, err);
}

bool stream_read(struct stream *stream, void *into, size_t size, size_t *got,
                 struct error *err)
{
    size_t left = stream->head_length - stream->head_taken;
    *got = 0;
    if (!stream->archive)
        return read_plain(stream, into, size, got, err);
    if (left == 0)
        return read_packed(stream, into, size, got, err);
    *got = size < left ? size : left;
    memcpy(into, stream->head + stream->head_taken, *got);
    stream->head_taken += *got;
    return true;
}

bool stream_peek(struct stream *stream, struct text *out, struct error *err)
{
    size_t got = 1;
    bool good = true;
    if (!stream->archive)
        good = stream_read_at(stream, 0, stream->head, STREAM_PEEK,
                              &stream->head_length, err);
    while (good && stream->archive && got > 0 && stream->head_length < STREAM_PEEK) {
        good = read_packed(stream, stream->head + stream->head_length,
                           STREAM_PEEK - stream->head_length, &got, err);
        stream->head_length += got;
    }
    *out = (struct text){stream->head, stream->head_length};
    return good;
}

/* Several members ----------------------------------------------------------------- */

static bool check_total(const struct stream *stream, const struct choice *choice,
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

static bool list_members(struct stream *stream, struct choice *choice,
                         const char *pattern, bool *apart, struct error *err)
{
    stream->archive = archive_start(stream->path, err);
    if (!stream->archive || !choose(stream, choice, err))
        return false;
    if (choice->index == 0)
        return fail_none(stream, choice, pattern, err);
    int format = archive_format(stream->archive) & ARCHIVE_FORMAT_BASE_MASK;
    *apart = format == ARCHIVE_FORMAT_ZIP && !choice->plain;
    if (choice->raw || choice->plain) {
        choice->members = 1;
        choice->fitting = 0;
        add_member(choice, "", (int64_t)stream->packed);
    }
    return check_total(stream, choice, err);
}

bool stream_members(struct arena *arena, const char *path, const char *pattern,
                    const char *suffix, struct member **out, size_t *count, bool *apart,
                    struct error *err)
{
    struct stream stream = {.path = path, .fd = -1, .member = ""};
    struct choice choice = {.arena = arena, .suffix = suffix, .all = true};
    if (pattern)
        choice.pattern = arena_copy(arena, text_fold(arena, text_of(pattern))).at;
    locale_t before = uselocale(container_locale());
    bool good = measure_file(&stream, err) &&
                list_members(&stream, &choice, pattern, apart, err);
    uselocale(before);
    buffer_free(&choice.names);
    stream_close(&stream);
    *out = choice.member;
    *count = choice.fitting;
    return good;
}

struct stream *stream_open_all(struct arena *arena, const char *path, struct error *err)
{
    struct stream *stream = arena_take(arena, sizeof *stream);
    stream->fd = -1;
    stream->member = "";
    stream->path = arena_copy(arena, text_of(path)).at;
    if (measure_file(stream, err) && gzip_check(path, GZIP_CHECKED_MAX, err) &&
        (stream->archive = archive_start(path, err)))
        return stream;
    stream_close(stream);
    return NULL;
}

bool stream_go(struct stream *stream, const struct member *member, struct error *err)
{
    struct archive_entry *entry = NULL;
    int result;
    for (; stream->passed < member->index; stream->passed++)
        if (!next_member(stream->archive, &entry, &result))
            return fail_archive(stream->archive, stream->path, err);
    if (!entry)
        return fail(err, ERROR_SYSTEM, "%s: %s lies behind", stream->path,
                    member->name);
    if (archive_entry_is_encrypted(entry) == 1)
        return fail(err, ERROR_FORMAT, "%s: %s is encrypted", stream->path,
                    member->name);
    stream->member = member->name;
    stream->unpacked = 0;
    stream->head_length = stream->head_taken = 0;
    return true;
}

bool stream_is_packed(const struct stream *stream)
{
    return stream->archive && stream->passed == 0;
}

uint64_t stream_size(const struct stream *stream)
{
    return stream->archive ? 0 : stream->packed;
}

bool stream_read_at(const struct stream *stream, uint64_t offset, void *into,
                    size_t size, size_t *got, struct error *err)
{
    *got = 0;
    while (*got < size) {
        ssize_t result =
            pread(stream->fd, (char *)into + *got, size - *got, (off_t)(offset + *got));
        if (result < 0 && errno != EINTR)
            return fail_errno(err, "reading %s", stream->path);
        if (result == 0)
            return true;
        if (result > 0)
            *got += (size_t)result;
    }
    return true;
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
