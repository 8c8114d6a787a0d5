#include "ingest/handed.h"

#include "base/arena.h"

#include <archive.h>
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 1 << 20 };

static struct {
    const char *path;
    int fd;
} handed;

void handed_take(const char *path, int fd)
{
    handed.path = path;
    handed.fd = fd;
}

/* What documents say they are written in, when it is not Unicode. A converter that is
 * open keeps its table loaded for those who open it later. */
void handed_prepare(void)
{
    static const char *const sets[] = {
        "ISO-8859-1",   "ISO-8859-2",   "ISO-8859-15",  "WINDOWS-1250", "WINDOWS-1251",
        "WINDOWS-1252", "WINDOWS-1254", "WINDOWS-1256", "KOI8-R",       "SHIFT_JIS",
        "EUC-JP",       "EUC-KR",       "GB18030",      "GBK",          "BIG5",
        "UTF-16",       "ASCII"};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        (void)iconv_open("UTF-8", sets[i]);
        (void)iconv_open(sets[i], "UTF-8");
    }
}

static bool is_handed(const char *path)
{
    return handed.path && strcmp(path, handed.path) == 0;
}

int handed_open(const char *path)
{
    if (!is_handed(path))
        return open(path, O_RDONLY | O_CLOEXEC);
    int fd = fcntl(handed.fd, F_DUPFD_CLOEXEC, 0);
    if (fd >= 0)
        (void)lseek(fd, 0, SEEK_SET);
    return fd;
}

int handed_stat(const char *path, struct stat *out)
{
    return is_handed(path) ? fstat(handed.fd, out) : stat(path, out);
}

/* Archives --------------------------------------------------------------------------
 */

struct archive_file {
    int fd;
    off_t at, size;
    char block[BLOCK];
};

static la_ssize_t read_block(struct archive *archive, void *context, const void **out)
{
    struct archive_file *file = context;
    ssize_t got;
    do
        got = pread(file->fd, file->block, BLOCK, file->at);
    while (got < 0 && errno == EINTR);
    if (got < 0) {
        archive_set_error(archive, errno, "it cannot be read");
        return ARCHIVE_FATAL;
    }
    file->at += got;
    *out = file->block;
    return got;
}

static la_int64_t skip(struct archive *archive, void *context, la_int64_t wanted)
{
    struct archive_file *file = context;
    (void)archive;
    la_int64_t left = file->size - file->at;
    if (wanted > left)
        wanted = left > 0 ? left : 0;
    file->at += wanted;
    return wanted;
}

static la_int64_t seek(struct archive *archive, void *context, la_int64_t offset,
                       int whence)
{
    struct archive_file *file = context;
    la_int64_t from = whence == SEEK_SET   ? 0
                      : whence == SEEK_CUR ? file->at
                                           : file->size;
    (void)archive;
    if (offset < -from || offset > INT64_MAX - from)
        return ARCHIVE_FATAL;
    return file->at = from + offset;
}

static int close_file(struct archive *archive, void *context)
{
    struct archive_file *file = context;
    (void)archive;
    close(file->fd);
    free(file);
    return ARCHIVE_OK;
}

bool handed_open_archive(struct archive *archive, const char *path)
{
    struct stat found;
    int fd = handed_open(path);
    if (fd < 0 || fstat(fd, &found) != 0) {
        archive_set_error(archive, errno, "it cannot be opened");
        if (fd >= 0)
            close(fd);
        return false;
    }
    struct archive_file *file = memory_or_die(malloc(sizeof *file));
    file->fd = fd;
    file->at = 0;
    file->size = found.st_size;
    archive_read_set_read_callback(archive, read_block);
    archive_read_set_skip_callback(archive, skip);
    archive_read_set_seek_callback(archive, seek);
    archive_read_set_close_callback(archive, close_file);
    archive_read_set_callback_data(archive, file);
    return archive_read_open1(archive) == ARCHIVE_OK;
}
