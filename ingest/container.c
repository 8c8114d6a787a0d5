/* libarchive reads the archive twice: once over its table of members to choose one,
 * once up to that member to read it. Nothing is ever written to disk, so a member's
 * name is only a name. A file that is not packed at all is read directly.
 *
 * libarchive loses names that the thread's character set cannot hold, and in the C
 * locale that is every accent. So this thread speaks UTF-8 while an archive is being
 * opened; nothing but the character set changes, and only here. */
#include "ingest/container_inside.h"

#include "ingest/gzip_check.h"
#include "ingest/handed.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    GZIP_CHECKED_MAX = 1 << 30 /* unpacked bytes of a gzip file that is checked */
};

static pthread_once_t locale_once = PTHREAD_ONCE_INIT;
static locale_t utf8_locale;

static void make_locale(void)
{
    utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
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
    container_fail(archive, path, err);
    archive_read_free(archive);
    return NULL;
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
        if (!container_next(stream->archive, &entry, &result))
            return container_fail(stream->archive, stream->path, err);
    if (archive_entry_is_encrypted(entry) == 1)
        return fail(err, ERROR_FORMAT, "%s: %s is encrypted", stream->path,
                    choice->name);
    return true;
}

static bool open_member(struct stream *stream, struct choice *choice,
                        const char *pattern, struct error *err)
{
    stream->archive = archive_start(stream->path, err);
    if (!stream->archive || !container_choose(stream, choice, err))
        return false;
    if (choice->index == 0)
        return container_fail_none(stream, choice, pattern, err);
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
        return container_fail(stream->archive, stream->path, err);
    *got = (size_t)result;
    stream->unpacked += *got;
    return container_check_unpacked(stream, err);
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

static bool list_members(struct stream *stream, struct choice *choice,
                         const char *pattern, bool *apart, struct error *err)
{
    stream->archive = archive_start(stream->path, err);
    if (!stream->archive || !container_choose(stream, choice, err))
        return false;
    if (choice->index == 0)
        return container_fail_none(stream, choice, pattern, err);
    int format = archive_format(stream->archive) & ARCHIVE_FORMAT_BASE_MASK;
    *apart = format == ARCHIVE_FORMAT_ZIP && !choice->plain;
    if (choice->raw || choice->plain) {
        choice->members = 1;
        choice->fitting = 0;
        container_add_member(choice, "", (int64_t)stream->packed, 0);
    }
    return container_check_total(stream, choice, err);
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
        if (!container_next(stream->archive, &entry, &result))
            return container_fail(stream->archive, stream->path, err);
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
