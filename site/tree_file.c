/* Every file is compared with the one of the same path in the current release while
 * it comes in. As long as they agree nothing is written; where they part, what agreed
 * is copied and the rest written; when they never do, the new name is a link to the
 * old file. So most nights only what changed costs writing. */
#include "site/tree.h"

#include "base/descriptor.h"
#include "site/sums.h"
#include "site/tree_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 64 << 10 };

/* Files ------------------------------------------------------------------------ */

struct tree_file {
    struct tree *tree;
    struct arena arena;
    const char *path;
    const char *staged; /* where it will lie */
    const char *old;    /* the current release's, NULL */
    int old_fd;         /* -1 when there is none to agree with, or no longer */
    size_t old_size;
    size_t agreed; /* bytes, while old_fd is open */
    int new_fd;    /* -1 while nothing is written */
    size_t bytes;  /* added so far */
    EVP_MD_CTX *digest;
    bool failed;
};

/* Up to size bytes from an offset, fewer only at the end; -1 with errno. */
static ssize_t read_at(int fd, char *into, size_t size, size_t offset)
{
    size_t done = 0;
    while (done < size) {
        ssize_t got = pread(fd, into + done, size - done, (off_t)(offset + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    return (ssize_t)done;
}

static void open_old(struct tree_file *file)
{
    struct stat found;
    if (!file->tree->current)
        return;
    file->old = path_join(&file->arena, file->tree->current, file->path);
    int fd = open(file->old, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return;
    if (fstat(fd, &found) != 0 || !S_ISREG(found.st_mode)) {
        close(fd);
        return;
    }
    file->old_fd = fd;
    file->old_size = (size_t)found.st_size;
}

static void close_old(struct tree_file *file)
{
    if (file->old_fd >= 0)
        close(file->old_fd);
    file->old_fd = -1;
}

static bool make_parent(struct tree_file *file, struct error *err)
{
    const char *slash = strrchr(file->staged, '/');
    return folder_make(
        arena_format(&file->arena, "%.*s", (int)(slash - file->staged), file->staged),
        err);
}

static bool fail_staged(struct tree_file *file, struct error *err)
{
    if (errno == EEXIST)
        return fail(err, ERROR_CONTRADICTION, "%s is published twice", file->path);
    return fail_errno(err, "writing %s", file->staged);
}

static int create(const char *path)
{
    return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
}

static bool copy_agreed(struct tree_file *file, struct error *err)
{
    char chunk[CHUNK];
    for (size_t at = 0; at < file->agreed;) {
        size_t left = file->agreed - at;
        ssize_t got = read_at(file->old_fd, chunk, left < CHUNK ? left : CHUNK, at);
        if (got < 0)
            return fail_errno(err, "reading %s", file->old);
        if (got == 0)
            return fail(err, ERROR_SYSTEM, "%s has become shorter", file->old);
        if (!descriptor_write(file->new_fd, chunk, (size_t)got))
            return fail_staged(file, err);
        at += (size_t)got;
    }
    return true;
}

/* From here on the file is its own. */
static bool start_writing(struct tree_file *file, struct error *err)
{
    file->new_fd = create(file->staged);
    if (file->new_fd < 0 && errno == ENOENT && make_parent(file, err))
        file->new_fd = create(file->staged);
    if (file->new_fd < 0)
        return fail_staged(file, err);
    bool good = copy_agreed(file, err);
    close_old(file);
    return good;
}

static struct text without_agreed(struct tree_file *file, struct text bytes)
{
    char chunk[CHUNK];
    while (file->old_fd >= 0 && bytes.length > 0) {
        size_t wanted = bytes.length < CHUNK ? bytes.length : CHUNK;
        ssize_t got = read_at(file->old_fd, chunk, wanted, file->agreed);
        if (got != (ssize_t)wanted || memcmp(chunk, bytes.at, wanted) != 0)
            break;
        file->agreed += wanted;
        bytes.at += wanted;
        bytes.length -= wanted;
    }
    return bytes;
}

bool tree_file_open(struct tree *tree, const char *path, struct tree_file **out,
                    struct error *err)
{
    if (!sums_path_is_good(path)) {
        fail(err, ERROR_CONTRADICTION, "\"%s\" is no path to publish at", path);
        return false;
    }
    struct tree_file *file = memory_or_die(calloc(1, sizeof *file));
    *file = (struct tree_file){.tree = tree, .old_fd = -1, .new_fd = -1};
    file->path = arena_copy(&file->arena, text_of(path)).at;
    file->staged = path_join(&file->arena, tree->staging, path);
    file->digest = memory_or_die(EVP_MD_CTX_new());
    if (!EVP_DigestInit_ex(file->digest, EVP_sha256(), NULL))
        file->failed = true;
    open_old(file);
    *out = file;
    return true;
}

static bool add(struct tree_file *file, struct text bytes, struct error *err)
{
    if (bytes.length == 0)
        return true;
    if (!EVP_DigestUpdate(file->digest, bytes.at, bytes.length))
        return fail(err, ERROR_SYSTEM, "hashing %s", file->path);
    file->bytes += bytes.length;
    bytes = without_agreed(file, bytes);
    if (bytes.length == 0)
        return true;
    if (file->new_fd < 0 && !start_writing(file, err))
        return false;
    return descriptor_write(file->new_fd, bytes.at, bytes.length) ||
           fail_staged(file, err);
}

bool tree_file_add(struct tree_file *file, struct text bytes, struct error *err)
{
    if (!add(file, bytes, err))
        file->failed = true;
    return !file->failed;
}

/* Closing ---------------------------------------------------------------------- */

/* A large file starts on its way to the disk while others are made: at the end all are
 * waited for (keep_durable()). Only a hint, so it may fail. */
static void hasten(const struct tree_file *file)
{
    static const size_t LARGE = (size_t)1 << 18;
    if (file->bytes >= LARGE)
        (void)!sync_file_range(file->new_fd, 0, 0, SYNC_FILE_RANGE_WRITE);
}

static bool settle(struct tree_file *file, bool *linked, struct error *err)
{
    *linked = false;
    if (file->new_fd >= 0) {
        int fd = file->new_fd;
        hasten(file);
        file->new_fd = -1;
        return close(fd) == 0 || fail_errno(err, "writing %s", file->staged);
    }
    if (file->old_fd >= 0 && file->agreed == file->old_size) {
        *linked = tree_link_old(&file->arena, file->old, file->staged);
        if (*linked)
            return true;
        if (errno == EEXIST)
            return fail_staged(file, err);
    }
    return start_writing(file, err) && settle(file, linked, err);
}

static bool digest_hex(EVP_MD_CTX *digest, struct sha256 *out)
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned length;
    if (!EVP_DigestFinal_ex(digest, bytes, &length))
        return false;
    for (unsigned i = 0; i < length && 2 * i < SHA256_HEX; i++) {
        out->hex[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
        out->hex[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
    }
    out->hex[SHA256_HEX] = '\0';
    return true;
}

bool tree_file_close(struct tree_file *file, struct error *err)
{
    struct sha256 sha256;
    bool linked;
    bool good = !file->failed && settle(file, &linked, err);
    if (good && !digest_hex(file->digest, &sha256))
        good = fail(err, ERROR_SYSTEM, "hashing %s", file->path);
    if (good)
        tree_enter(file->tree, file->path, file->bytes, sha256, linked);
    close_old(file);
    if (file->new_fd >= 0)
        close(file->new_fd);
    EVP_MD_CTX_free(file->digest);
    arena_free(&file->arena);
    free(file);
    return good;
}

bool tree_put(struct tree *tree, const char *path, struct text bytes, struct error *err)
{
    struct tree_file *file;
    if (!tree_file_open(tree, path, &file, err))
        return false;
    if (file->old_size != bytes.length)
        close_old(file);
    bool added = tree_file_add(file, bytes, err);
    return tree_file_close(file, err) && added;
}

bool tree_read_old(const struct tree *tree, const char *path, size_t from, size_t bytes,
                   struct buffer *out)
{
    struct arena arena = {0};
    char *room = tree->current && tree->stamp ? buffer_room(out, bytes) : NULL;
    int fd = room ? open(path_join(&arena, tree->current, path),
                         O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
                  : -1;
    bool good = fd >= 0 && read_at(fd, room, bytes, from) == (ssize_t)bytes;
    if (fd >= 0)
        close(fd);
    if (good)
        out->length += bytes;
    arena_free(&arena);
    return good;
}
