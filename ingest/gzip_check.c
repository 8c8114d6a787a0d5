#include "ingest/gzip_check.h"

#include "ingest/handed.h"

#include <unistd.h>
#include <zlib.h>

enum { BLOCK = 1 << 16 };

static bool is_gzip(const char *path)
{
    unsigned char magic[2] = {0};
    int fd = handed_open(path);
    if (fd < 0)
        return false; /* whoever reads it says so */
    ssize_t got = read(fd, magic, sizeof magic);
    close(fd);
    return got == (ssize_t)sizeof magic && magic[0] == 0x1f && magic[1] == 0x8b;
}

bool gzip_check(const char *path, size_t most, struct error *err)
{
    static _Thread_local char block[BLOCK];
    if (!is_gzip(path))
        return true;
    int fd = handed_open(path);
    gzFile file = fd < 0 ? NULL : gzdopen(fd, "rb");
    if (!file) {
        if (fd >= 0)
            close(fd);
        return fail_errno(err, "opening %s", path);
    }
    size_t total = 0;
    int got;
    while ((got = gzread(file, block, BLOCK)) > 0 && total <= most)
        total += (size_t)got;
    /* A file cut short ends without an error of gzread(), but not of gzclose(). */
    bool whole = gzclose(file) == Z_OK || total > most;
    return (got >= 0 && whole) ||
           fail(err, ERROR_FORMAT, "%s is damaged: its checksum does not fit", path);
}
