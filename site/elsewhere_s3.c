/* To an S3-compatible store. What the store has of ours is written in an object of it,
 * MANIFEST, as in SHA256SUMS. It is written twice:
 *
 *   before anything else   every path that is there or will be; those whose object is
 *                          being put have zeros for a hash
 *   at the end             what is there
 *
 * So whatever a run that was cut short has put is known, and no object of somebody else
 * is ever deleted. A path with zeros is looked at first, and not sent again if it
 * arrived. Data goes before pages, pages before lists, and what is no longer wanted
 * goes last: a page never names what is not there yet, or no more. */
#include "site/elsewhere.h"

#include "base/parallel.h"
#include "site/bucket.h"
#include "site/printed.h"
#include "site/site_files.h"
#include "site/sums.h"

#include <stdatomic.h>
#include <string.h>

#define MANIFEST "cifra-manifest.txt"
#define NOT_KNOWN "0000000000000000000000000000000000000000000000000000000000000000"
#define FOR_EVER "public, max-age=31536000, immutable"
#define SHORT "public, max-age=300"

/* One path: as it is wanted, and as the manifest has it. */
struct item {
    const char *path;
    const struct site_file *wanted; /* NULL: it goes */
    const char *had;                /* hash; NULL: it is new */
};

struct sending {
    struct arena *arena;
    struct bucket *bucket;
    struct item *item;
    size_t count;
    enum site_file_kind kind; /* what is being put */
    atomic_size_t put, kept, gone;
};

static bool is_current(const struct item *item)
{
    return item->wanted && item->had &&
           strcmp(item->wanted->sha256.hex, item->had) == 0;
}

/* The manifest ----------------------------------------------------------------------
 */

/* A path that we can have written: no server may have us delete anything else. */
static bool is_path(struct text path)
{
    for (size_t i = 0; i < path.length; i++) {
        char c = path.at[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
            !(c >= '0' && c <= '9') && !strchr("._-/", c))
            return false;
        if (c == '/' && (i == 0 || path.at[i - 1] == '/'))
            return false;
        if (c == '.' && i > 0 && path.at[i - 1] == '.')
            return false;
    }
    return path.length > 0 && path.at[path.length - 1] != '/';
}

static bool read_line(struct arena *arena, struct text line, struct summed *out)
{
    if (line.length < SHA256_HEX + 3 || memcmp(line.at + SHA256_HEX, "  ", 2) != 0)
        return false;
    struct text path = {line.at + SHA256_HEX + 2, line.length - SHA256_HEX - 2};
    memcpy(out->sha256.hex, line.at, SHA256_HEX);
    out->sha256.hex[SHA256_HEX] = '\0';
    out->path = arena_copy(arena, path).at;
    return is_path(path) && strspn(out->sha256.hex, "0123456789abcdef") == SHA256_HEX;
}

static bool read_manifest(struct arena *arena, struct text bytes, struct summed **out,
                          size_t *count, struct error *err)
{
    size_t lines = 0;
    for (size_t i = 0; i < bytes.length; i++)
        lines += bytes.at[i] == '\n';
    *out = arena_array(arena, lines + 2, sizeof **out);
    *count = 0;
    while (bytes.length > 0) {
        struct summed *now = &(*out)[*count];
        if (!read_line(arena, text_cut(&bytes, '\n'), now) ||
            (*count > 0 && strcmp(now[-1].path, now->path) >= 0))
            return fail(err, ERROR_FORMAT,
                        "line %zu of " MANIFEST " in the store is not ours; when the "
                        "object is gone, all is sent again",
                        *count + 1);
        (*count)++;
    }
    return true;
}

static void merge(struct sending *sending, const struct site_file *file, size_t files,
                  const struct summed *had, size_t hads)
{
    sending->item =
        arena_array(sending->arena, files + hads + 1, sizeof *sending->item);
    for (size_t i = 0, j = 0; i < files || j < hads;) {
        int order = i == files ? 1 : j == hads ? -1 : strcmp(file[i].path, had[j].path);
        struct item *item = &sending->item[sending->count++];
        *item = (struct item){.path = order <= 0 ? file[i].path : had[j].path};
        if (order >= 0)
            item->had = had[j++].sha256.hex;
        if (order <= 0)
            item->wanted = &file[i++];
    }
}

/* The manifest as it is before anything is sent, or when all was. */
static void write_manifest(const struct sending *sending, bool done, struct buffer *out)
{
    for (size_t i = 0; i < sending->count; i++) {
        const struct item *item = &sending->item[i];
        if (done && !item->wanted)
            continue;
        bool known = done || is_current(item);
        buffer_format(out, "%s  %s\n", known ? item->wanted->sha256.hex : NOT_KNOWN,
                      item->path);
    }
}

static bool put_manifest(const struct sending *sending, bool done, struct error *err)
{
    struct buffer bytes = {.limit = SUMS_MAX};
    struct arena arena = {0};
    struct text back = {0};
    write_manifest(sending, done, &bytes);
    const struct object object = {.path = MANIFEST,
                                  .bytes = buffer_all(&bytes),
                                  .sha256 = sha256_of(buffer_all(&bytes)),
                                  .type = "text/plain; charset=utf-8",
                                  .cache = "no-store"};
    bool good =
        (!bytes.failed || fail(err, ERROR_LIMIT, "too many files")) &&
        bucket_put(sending->bucket, &object, err) &&
        (!done || bucket_get(&arena, sending->bucket, MANIFEST, SUMS_MAX, &back, err));
    if (good && done && !text_equal(back, object.bytes))
        good = fail(err, ERROR_NETWORK, MANIFEST " was read back with other bytes");
    arena_free(&arena);
    buffer_free(&bytes);
    return good;
}

/* Sending ---------------------------------------------------------------------------
 */

static bool send_one(void *context, size_t index, struct error *err)
{
    struct sending *sending = context;
    const struct item *item = &sending->item[index];
    bool has = false;
    if (!item->wanted || item->wanted->kind != sending->kind || is_current(item))
        return true;
    const struct object object = {
        .path = item->path,
        .file = item->wanted->file,
        .sha256 = item->wanted->sha256,
        .type = site_file_type(item->path),
        .cache = item->wanted->kind == SITE_FILE_PINNED ? FOR_EVER : SHORT};
    if (item->had && strcmp(item->had, NOT_KNOWN) == 0 &&
        !bucket_has(sending->bucket, &object, &has, err))
        return false;
    if (!has && !bucket_put(sending->bucket, &object, err))
        return false;
    atomic_fetch_add(has ? &sending->kept : &sending->put, 1);
    return true;
}

static bool delete_one(void *context, size_t index, struct error *err)
{
    struct sending *sending = context;
    const struct item *item = &sending->item[index];
    if (item->wanted)
        return true;
    if (!bucket_delete(sending->bucket, item->path, err))
        return false;
    atomic_fetch_add(&sending->gone, 1);
    return true;
}

static bool is_all_current(const struct sending *sending)
{
    for (size_t i = 0; i < sending->count; i++)
        if (!is_current(&sending->item[i]))
            return false;
    return true;
}

static bool send_all(struct sending *sending, struct error *err)
{
    static const enum site_file_kind ORDER[] = {SITE_FILE_PINNED, SITE_FILE_DATA,
                                                SITE_FILE_PAGE, SITE_FILE_LIST};
    if (is_all_current(sending))
        return true;
    bool good = put_manifest(sending, false, err);
    for (size_t i = 0; good && i < sizeof ORDER / sizeof *ORDER; i++) {
        sending->kind = ORDER[i];
        good = parallel_each(sending->count, send_one, sending, err);
    }
    return good && parallel_each(sending->count, delete_one, sending, err) &&
           put_manifest(sending, true, err);
}

static const char *say(const struct sending *sending)
{
    size_t kept = atomic_load(&sending->kept);
    struct arena *arena = sending->arena;
    return arena_format(arena, "%s sent, %s removed%s",
                        printed_count(arena, atomic_load(&sending->put), "file"),
                        printed_number(arena, atomic_load(&sending->gone)),
                        kept > 0 ? arena_format(arena, ", %s had arrived before",
                                                printed_number(arena, kept))
                                 : "");
}

bool elsewhere_s3(struct arena *arena, const struct publish_target *target,
                  const struct shown *shown, const char **said, struct error *err)
{
    struct sending sending = {.arena = arena};
    struct site_file *file;
    struct summed *had;
    struct text manifest;
    size_t files, hads;
    if (!site_files(arena, shown->releases, shown->folder, &file, &files, err) ||
        !bucket_open(target, shown->authorities, &sending.bucket, err))
        return false;
    bool good = bucket_get(arena, sending.bucket, MANIFEST, SUMS_MAX, &manifest, err) &&
                read_manifest(arena, manifest, &had, &hads, err);
    if (good) {
        merge(&sending, file, files, had, hads);
        good = send_all(&sending, err);
        *said = say(&sending);
    }
    bucket_close(sending.bucket);
    return good;
}
