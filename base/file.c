#include "base/file.h"

#include "base/descriptor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    CHUNK = 64 << 10,
    FOLDER_DEPTH_MAX = 64,
    FOLDER_NAMES_MAX = 1 << 22,
    TEMPORARY_TRIES = 100
};

/* Reading ----------------------------------------------------------------- */

/* A regular file only: opening a pipe would wait for ever. */
static int open_regular(const char *path, off_t *size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat stat;
    if (fd < 0)
        return -1;
    if (fstat(fd, &stat) == 0 && S_ISREG(stat.st_mode)) {
        *size = stat.st_size;
        return fd;
    }
    close(fd);
    errno = EINVAL;
    return -1;
}

bool file_read(struct arena *arena, const char *path, size_t limit, struct text *out,
               struct error *err)
{
    off_t size;
    int fd = open_regular(path, &size);
    if (fd < 0)
        return fail_errno(err, "opening %s", path);
    bool good = false;
    if ((uintmax_t)size > limit) {
        fail(err, ERROR_LIMIT, "%s has %jd bytes, at most %zu are read", path,
             (intmax_t)size, limit);
        goto done;
    }
    char *bytes = arena_take(arena, (size_t)size + 1);
    ssize_t length = descriptor_read(fd, bytes, (size_t)size);
    if (length < 0) {
        fail_errno(err, "reading %s", path);
        goto done;
    }
    *out = (struct text){bytes, (size_t)length};
    good = true;
done:
    close(fd);
    return good;
}

bool file_exists(const char *path)
{
    struct stat found;
    return stat(path, &found) == 0;
}

bool file_given(const char *path, struct error *err)
{
    struct stat found;
    if (stat(path, &found) == 0)
        return S_ISREG(found.st_mode) ||
               fail(err, ERROR_USAGE, "%s is not a file", path);
    if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP || errno == ENAMETOOLONG)
        return fail(err, ERROR_USAGE, "there is no file %s", path);
    return fail_errno(err, "opening %s", path);
}

static bool holds(int fd, struct text bytes)
{
    char chunk[CHUNK];
    for (size_t at = 0; at < bytes.length;) {
        size_t left = bytes.length - at;
        ssize_t got = descriptor_read(fd, chunk, left < CHUNK ? left : CHUNK);
        if (got <= 0 || memcmp(chunk, bytes.at + at, (size_t)got) != 0)
            return false;
        at += (size_t)got;
    }
    return true;
}

bool file_holds(const char *path, struct text bytes)
{
    off_t size;
    int fd = open_regular(path, &size);
    if (fd < 0)
        return false;
    bool same = (uintmax_t)size == bytes.length && holds(fd, bytes);
    close(fd);
    return same;
}

/* Writing ----------------------------------------------------------------- */

/* The folder that holds path; "." when there is no slash. */
static char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return arena_format(arena, ".");
    if (slash == path)
        return arena_format(arena, "/");
    return arena_format(arena, "%.*s", (int)(slash - path), path);
}

#define TEMPORARY ".cifra-"
#define TEMPORARY_END ".tmp"

/* How the names of a file's temporary files begin, which no other file's do. */
static const char *temporary_start(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    uint64_t hash = text_hash(text_of(slash ? slash + 1 : path));
    return arena_format(arena, TEMPORARY "%016llx-", (unsigned long long)hash);
}

/* A new file beside path with a name nobody else has, hidden from folder_list(). */
static int open_temporary(struct arena *arena, const char *folder, const char *beside,
                          char **path)
{
    static atomic_uint counter;
    const char *start = temporary_start(arena, beside);
    for (int i = 0; i < TEMPORARY_TRIES; i++) {
        *path = arena_format(arena, "%s/%s%ld-%u" TEMPORARY_END, folder, start,
                             (long)getpid(), atomic_fetch_add(&counter, 1));
        int fd = open(*path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

/* Writes, syncs and closes fd. */
static bool fill(int fd, struct text bytes)
{
    bool good = descriptor_write(fd, bytes.at, bytes.length) && fsync(fd) == 0;
    int number = errno;
    if (close(fd) != 0 && good)
        return false;
    errno = number;
    return good;
}

static bool replace(struct arena *arena, const char *path, struct text bytes,
                    struct error *err)
{
    const char *folder = folder_of(arena, path);
    char *temporary;
    int fd = open_temporary(arena, folder, path, &temporary);
    if (fd < 0)
        return fail_errno(err, "writing %s", path);
    if (!fill(fd, bytes) || rename(temporary, path) != 0) {
        fail_errno(err, "writing %s", path);
        unlink(temporary);
        return false;
    }
    return folder_sync(folder, err);
}

bool file_write(const char *path, struct text bytes, struct error *err)
{
    struct arena arena = {0};
    bool good = replace(&arena, path, bytes, err);
    arena_free(&arena);
    return good;
}

/* Folders ----------------------------------------------------------------- */

bool folder_sync(const char *path, struct error *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return fail_errno(err, "opening the folder %s", path);
    bool good = fsync(fd) == 0 || errno == EINVAL; /* some file systems cannot */
    if (!good)
        fail_errno(err, "syncing the folder %s", path);
    close(fd);
    return good;
}

static bool is_folder(const char *path)
{
    struct stat found;
    return stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

static bool make_one(const char *path, struct error *err)
{
    if (mkdir(path, 0777) == 0)
        return true;
    int number = errno; /* of mkdir(): looking whether it is there has another */
    if (is_folder(path))
        return true;
    errno = number;
    return fail_errno(err, "making the folder %s", path);
}

bool folder_make(const char *path, struct error *err)
{
    if (mkdir(path, 0777) == 0 || is_folder(path))
        return true;
    struct arena arena = {0};
    char *part = arena_format(&arena, "%s", path);
    bool good = true;
    for (char *c = part + 1; good && *part && *c; c++) {
        if (*c != '/')
            continue;
        *c = '\0';
        good = make_one(part, err);
        *c = '/';
    }
    good = good && make_one(part, err);
    arena_free(&arena);
    return good;
}

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Everything is reached from an open folder by one name, so that no link put in
 * its way can lead elsewhere. errno says why it is false. */
static bool empty_folder(int parent, const char *name, int depth);

static bool remove_entry(int folder, const char *name, int depth)
{
    if (unlinkat(folder, name, 0) == 0 || errno == ENOENT)
        return true;
    if (errno != EISDIR && errno != EPERM)
        return false;
    return empty_folder(folder, name, depth) &&
           unlinkat(folder, name, AT_REMOVEDIR) == 0;
}

static bool remove_entries(DIR *folder, int depth)
{
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir(folder);
        if (!entry)
            return errno == 0;
        if (!is_dots(entry->d_name) &&
            !remove_entry(dirfd(folder), entry->d_name, depth + 1))
            return false;
    }
}

static bool empty_folder(int parent, const char *name, int depth)
{
    if (depth > FOLDER_DEPTH_MAX) {
        errno = ELOOP;
        return false;
    }
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return false;
    DIR *folder = fdopendir(fd);
    if (!folder) {
        close(fd);
        return false;
    }
    bool good = remove_entries(folder, depth);
    int number = errno;
    closedir(folder);
    errno = number;
    return good;
}

bool folder_remove(const char *path, struct error *err)
{
    struct arena arena = {0};
    char *name = arena_format(&arena, "%s", path);
    size_t length = strlen(name);
    while (length > 1 && name[length - 1] == '/') /* "link/" would follow the link */
        name[--length] = '\0';
    bool good =
        (empty_folder(AT_FDCWD, name, 0) && rmdir(name) == 0) || errno == ENOENT;
    if (!good)
        fail_errno(err, "removing the folder %s", path);
    arena_free(&arena);
    return good;
}

static int by_name(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* Names go as they come into a buffer of texts. */
static bool read_names(struct arena *arena, DIR *folder, struct buffer *names)
{
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir(folder);
        if (!entry)
            return errno == 0;
        if (entry->d_name[0] == '.')
            continue;
        struct text name = arena_copy(arena, text_of(entry->d_name));
        buffer_add(names, &name, sizeof name);
    }
}

bool folder_list(struct arena *arena, const char *path, struct text **names,
                 size_t *count, struct error *err)
{
    DIR *folder = opendir(path);
    if (!folder)
        return fail_errno(err, "opening the folder %s", path);
    struct buffer found = {.limit = FOLDER_NAMES_MAX * sizeof(struct text)};
    bool good = read_names(arena, folder, &found);
    if (!good)
        fail_errno(err, "reading the folder %s", path);
    else if (found.failed)
        good = fail(err, ERROR_LIMIT, "%s holds more than %d names", path,
                    FOLDER_NAMES_MAX);
    closedir(folder);
    if (good) {
        struct text *sorted = (void *)arena_copy(arena, buffer_all(&found)).at;
        *count = found.length / sizeof *sorted;
        qsort(sorted, *count, sizeof *sorted, by_name);
        *names = sorted;
    }
    buffer_free(&found);
    return good;
}

static bool sweep(const char *path, const char *start, struct error *err)
{
    DIR *folder = opendir(path);
    bool good = true;
    if (!folder)
        return errno == ENOENT || fail_errno(err, "opening the folder %s", path);
    for (struct dirent *entry; good && (entry = readdir(folder));) {
        struct text name = text_of(entry->d_name);
        if (text_starts(name, text_of(start)) && text_ends(name, TEXT(TEMPORARY_END)))
            good = unlinkat(dirfd(folder), entry->d_name, 0) == 0 || errno == ENOENT ||
                   fail_errno(err, "removing %s/%s", path, entry->d_name);
    }
    closedir(folder);
    return good;
}

bool folder_sweep(const char *path, struct error *err)
{
    return sweep(path, TEMPORARY, err);
}

bool file_sweep(const char *path, struct error *err)
{
    struct arena arena = {0};
    bool good = sweep(folder_of(&arena, path), temporary_start(&arena, path), err);
    arena_free(&arena);
    return good;
}

char *path_join(struct arena *arena, const char *base, const char *name)
{
    size_t length = strlen(base);
    if (length == 0 || name[0] == '/')
        return arena_format(arena, "%s", name);
    return arena_format(arena, "%s%s%s", base, base[length - 1] == '/' ? "" : "/",
                        name);
}

const char *path_folder(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return "";
    return arena_format(arena, "%.*s", (int)(slash == path ? 1 : slash - path), path);
}

/* SHA-256 ----------------------------------------------------------------- */

enum { SHA256_BYTES = SHA256_HEX / 2 };

static struct sha256 in_hex(const unsigned char *digest)
{
    static const char digit[] = "0123456789abcdef";
    struct sha256 sha = {{0}};
    for (size_t i = 0; i < SHA256_BYTES; i++) {
        sha.hex[2 * i] = digit[digest[i] >> 4];
        sha.hex[2 * i + 1] = digit[digest[i] & 15];
    }
    return sha;
}

/* libcrypto fails here only for want of memory. */
static void crypto_or_die(int result)
{
    static char fine;
    memory_or_die(result == 1 ? &fine : NULL);
}

struct sha256 sha256_of(struct text bytes)
{
    unsigned char digest[SHA256_BYTES];
    const void *at = bytes.length ? bytes.at : "";
    crypto_or_die(EVP_Digest(at, bytes.length, digest, NULL, EVP_sha256(), NULL));
    return in_hex(digest);
}

/* The length of the last piece: 0 at the end, -1 with errno. */
static ssize_t digest_pieces(int fd, EVP_MD_CTX *state)
{
    char chunk[CHUNK];
    ssize_t got;
    while ((got = descriptor_read(fd, chunk, sizeof chunk)) > 0)
        crypto_or_die(EVP_DigestUpdate(state, chunk, (size_t)got));
    return got;
}

bool sha256_of_file(const char *path, struct sha256 *out, struct error *err)
{
    off_t size;
    int fd = open_regular(path, &size);
    if (fd < 0)
        return fail_errno(err, "opening %s", path);
    EVP_MD_CTX *state = memory_or_die(EVP_MD_CTX_new());
    crypto_or_die(EVP_DigestInit_ex(state, EVP_sha256(), NULL));
    bool good = digest_pieces(fd, state) == 0;
    if (good) {
        unsigned char digest[SHA256_BYTES];
        crypto_or_die(EVP_DigestFinal_ex(state, digest, NULL));
        *out = in_hex(digest);
    } else {
        fail_errno(err, "reading %s", path);
    }
    EVP_MD_CTX_free(state);
    close(fd);
    return good;
}
